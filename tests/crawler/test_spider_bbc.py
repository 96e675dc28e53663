"""BBC Arabic's live pages: paged posts as JSON and in the state of the page, each a tree of blocks."""

import json

from crawler.spiders import spider_for
from tests.crawler.reading import html, only, parse, utc

PAGE = "https://www.bbc.com/arabic/live/c0south"
URN = "asset:7c1d9a90-1f0e-4d27-9a8e-000000000001"
SAID = ["قال مراسلنا إن القافلة وصلت قبل الظهر.", "وأضاف أن التفريغ بدأ."]


def paragraph(words):
    return {"type": "paragraph", "model": {"text": words, "blocks": [{"type": "fragment", "model": {"text": words}}]}}


def title(kind, words):
    return {"type": kind, "model": {"blocks": [{"type": "text", "model": {"blocks": [paragraph(words)]}}]}}


HEADS = (title("headline", "وصول القافلة"),)


def post(urn=URN, *, said=SAID, heads=HEADS, **more):
    return {
        "urn": urn,
        "type": "POST",
        "header": {"model": {"blocks": list(heads)}},
        "content": {
            "model": {"blocks": [*map(paragraph, said), {"type": "image", "model": {"blocks": [paragraph("صورة")]}}]}
        },
        "dates": {"firstPublished": "2018-07-03T08:07:00Z", "lastPublished": "2018-07-03T08:20:00Z", "time": "x"},
        "options": {"isBreakingNews": True},
        **more,
    }


def stream(*posts, index=1, total=3):
    data = {"results": list(posts), "page": {"index": index, "total": total}}
    return {"data": {"title": "تغطية", "liveTextStream": {"content": {"data": data}}}}


def test_a_post_has_its_urn_its_own_headline_times_and_text():
    parsed = parse(json.dumps(stream(post())), spider="bbc", url=PAGE)
    update = only(parsed)
    assert (parsed.layout, update.key, update.native) == ("bbc", URN, True)
    assert (update.headline, update.text) == ("وصول القافلة", "\n\n".join(SAID))
    assert (update.published_at, update.updated_at) == (utc(2018, 7, 3, 8, 7), utc(2018, 7, 3, 8, 20))
    assert (update.section, update.url) == ("breaking", f"{PAGE}?post={URN}")


def test_a_subheadline_is_text_and_a_post_without_headline_has_none():
    heads = (title("headline", "وصول"), title("subheadline", "سطر تحته"))
    assert only(parse(json.dumps(stream(post(heads=heads))), spider="bbc", url=PAGE)).text.startswith("سطر تحته\n\n")
    assert only(parse(json.dumps(stream(post(heads=()))), spider="bbc", url=PAGE)).headline is None


def test_the_same_posts_stand_in_the_state_of_the_page():
    state = {"props": {"pageProps": {"pageData": stream(post())["data"]}}}
    page = html(f'<h1>تغطية</h1><script id="__NEXT_DATA__" type="application/json">{json.dumps(state)}</script>')
    assert only(parse(page, spider="bbc", url=PAGE)).key == URN


def test_older_pages_are_asked_for_until_the_last():
    def asked(index):
        parsed = parse(json.dumps(stream(post(), index=index)), spider="bbc", url=f"{PAGE}?page={index}")
        return [request.url for request in parsed.requests]

    assert asked(1) == [f"{PAGE}?page=2"]
    assert asked(3) == []


def test_what_is_no_live_page_is_read_by_its_layout():
    page = html("<h1>عنوان المقال الطويل هنا</h1>" + "<p>فقرة طويلة من نص المقال عن المدينة وأهلها.</p>" * 12)
    assert only(parse(page, spider="bbc", url="https://www.bbc.com/arabic/articles/c0x")).layout == "article"
    assert spider_for("https://feeds.bbci.co.uk/arabic/rss.xml") == "bbc"


def test_broken_posts_are_passed_over():
    posts = (post(), None, {"urn": 3}, post("", said=()), post("asset:2", dates=None, header=None, content=None))
    keys = [update.key for update in parse(json.dumps(stream(*posts)), spider="bbc", url=PAGE).updates]
    assert keys == [URN, "asset:2"]
