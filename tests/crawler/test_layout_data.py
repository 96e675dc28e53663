"""JSON Feed, sitemaps, and the data that a page carries for its own scripts."""

import base64
import json
from datetime import timedelta

import pytest

from crawler.encoding import ReadError
from tests.crawler.reading import NOW, URL, html, only, parse, utc

SAID = "أعلن المجلس المحلي أن لجنة من الوجهاء ستزور البلدة غداً لبحث فتح الطريق."


def feed(*items, **more):
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "غرفة", "items": list(items), **more})


def test_a_json_feed_gives_its_items():
    item = {
        "id": "https://news.example/n/7?utm_source=feed",
        "url": "https://news.example/n/7",
        "title": "زيارة الوجهاء",
        "content_html": f"<p>{SAID}</p>",
        "date_published": "2018-07-03T11:07:00+03:00",
        "tags": ["الجنوب", "الجنوب"],
        "authors": [{"name": "محرر"}],
    }
    parsed = parse(feed(item, next_url="https://news.example/feed.json?page=2"))
    update = only(parsed)
    assert (parsed.layout, update.key, update.native) == ("jsonfeed", "https://news.example/n/7", True)
    assert (update.text, update.author, update.tags) == (SAID, "محرر", ("الجنوب",))
    assert (update.published_at, update.partial) == (utc(2018, 7, 3, 8, 7), True)
    assert [request.url for request in parsed.requests] == ["https://news.example/feed.json?page=2"]


def test_a_json_feed_item_without_id_or_with_a_number_is_read():
    first, second = parse(
        feed({"content_text": SAID}, {"id": 12, "content_text": SAID + " غداً"}, "kein Eintrag")
    ).updates
    assert not first.native
    assert (second.key, second.native) == ("12", True)


NEWS = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>'
)


def test_a_news_sitemap_gives_headlines_and_times():
    row = (
        "<url><loc>https://news.example/n/9?utm_source=x</loc><news:news><news:publication><news:name>غرفة</news:name>"
        "</news:publication><news:publication_date>2018-07-03T11:07:00+03:00</news:publication_date>"
        "<news:title>زيارة الوجهاء إلى البلدة</news:title><news:keywords>درعا، وجهاء</news:keywords></news:news></url>"
    )
    parsed = parse(
        NEWS.format(row + "<url><loc>https://news.example/about</loc></url>"), url="https://news.example/s.xml"
    )
    update = only(parsed)
    assert (parsed.layout, update.headline, update.tags) == ("sitemap", "زيارة الوجهاء إلى البلدة", ("درعا", "وجهاء"))
    assert (update.published_at, update.partial) == (utc(2018, 7, 3, 8, 7), True)
    assert update.key == "https://news.example/n/9"


def test_an_index_leads_to_the_sitemaps_of_news():
    index = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        + "".join(f"<sitemap><loc>https://news.example/{name}</loc></sitemap>" for name in ("pages.xml", "news-1.xml"))
        + "</sitemapindex>"
    )
    parsed = parse(index, url="https://news.example/sitemap.xml")
    assert [request.url for request in parsed.requests] == ["https://news.example/news-1.xml"]


def test_a_plain_sitemap_gives_its_newest_addresses():
    rows = "".join(
        f"<url><loc>https://news.example/n/{n}</loc><lastmod>2018-07-0{n}</lastmod></url>" for n in range(1, 4)
    )
    parsed = parse(NEWS.format(rows), url="https://news.example/sitemap.xml")
    assert [update.url[-1] for update in parsed.updates] == ["1", "2", "3"] or len(parsed.updates) == 3
    assert all(update.partial for update in parsed.updates)


def node(n, **more):
    return {"id": f"x{n}a7", "publishedAt": f"2018-07-03T1{n}:05:00+03:00", "body": f"<p>{SAID} رقم {n}</p>", **more}


STATE = {"props": {"pageProps": {"live": {"updates": [node(0, title="خبر أول"), node(1)]}, "menu": [{"id": 1}]}}}


def scripts(state):
    text = json.dumps(state, ensure_ascii=False)
    coded = base64.b64encode(json.dumps(state).encode()).decode()
    return {
        "next": f'<script id="__NEXT_DATA__" type="application/json">{text}</script>',
        "assigned": f"<script>var a=1;window.__STATE__ = {text};window.b=2</script>",
        "in a string": f"<script>window['__STATE__'] = JSON.parse({json.dumps(text)});</script>",
        "base64": f'<script>window.__APOLLO_STATE__ = "{coded}";</script>',
        "atob": f"<script>self.__S__ = JSON.parse(atob('{coded}'))</script>",
        "decoded in steps": f'<script>var s = JSON.parse(decodeURIComponent(escape(window.atob("{coded}"))));</script>',
        "a call": f'<script>hydrate("{coded}")</script>',
        "all of a script": f'<script type="text/plain" id="state">{coded}</script>',
        "attribute": f"<div data-state='{text}'></div>",
    }


@pytest.mark.parametrize("way", list(scripts(STATE)))
def test_updates_are_found_in_the_data_of_a_page_however_it_is_written(way):
    parsed = parse(html(f"<div id=app></div>{scripts(STATE)[way]}"))
    assert parsed.layout == "embedded"
    first, second = parsed.updates
    assert (first.key, first.native, first.headline) == ("x0a7", True, "خبر أول")
    assert (first.text, second.published_at) == (f"{SAID} رقم 0", utc(2018, 7, 3, 8, 5))


def test_apollo_keeps_its_objects_in_one_dictionary():
    cache = {"ROOT": {}, **{f"Update:{n}": {"__typename": "Update", **node(n)} for n in range(3)}}
    parsed = parse(html(scripts(cache)["base64"]))
    assert [update.key for update in parsed.updates] == ["x0a7", "x1a7", "x2a7"]


def test_a_json_answer_with_such_a_list_is_read():
    assert len(parse(json.dumps({"data": {"entries": [node(0), node(1)]}})).updates) == 2


def test_texts_that_are_trees_of_blocks_lose_their_pictures_and_embeds():
    tree = [
        {"type": "paragraph", "model": {"text": SAID}},
        {"type": "image", "model": {"text": "صورة من طفس", "blocks": []}},
        {
            "type": "list",
            "children": [{"type": "listItem", "text": "بند أول"}, {"type": "listItem", "text": "بند ثان"}],
        },
        {"type": "paragraph", "children": [{"type": "text-run", "text": "جملة "}, {"type": "link", "text": "واحدة"}]},
    ]
    rows = [{**node(n), "body": tree} for n in range(2)]
    first = parse(json.dumps({"posts": rows})).updates[0]
    assert first.text == f"{SAID}\n\nبند أول\n\nبند ثان\n\nجملة واحدة"


ARTICLE = (
    "<h1>عنوان المقال الطويل عن البلدة</h1>" + "<p>فقرة طويلة من نص المقال عن المدينة وأهلها وما جرى فيها.</p>" * 12
)


def test_the_data_of_other_articles_beside_an_article_is_not_its_live_coverage():
    others = {"props": {"latestPosts": [node(n, url=f"/n/{n}") for n in range(4)]}}
    page = html(f"{ARTICLE}{scripts(others)['next']}", title="عنوان المقال الطويل عن البلدة")
    update = only(parse(page))
    assert (update.layout, update.headline) == ("article", "عنوان المقال الطويل عن البلدة")


def test_comments_and_users_in_the_data_are_no_updates():
    for name in ("comments", "relatedStories", "users"):
        with pytest.raises(ReadError):
            parse(json.dumps({name: [node(0), node(1)]}))


def test_a_state_that_is_cut_off_still_gives_what_came():
    cut = scripts({f"Update:{n}": {"__typename": "Update", **node(n)} for n in range(5)})["base64"]
    body = cut[: len(cut) * 4 // 5]
    assert len(parse(html(body)).updates) >= 3


def test_times_of_the_future_and_wrapped_times():
    rows = [
        {**node(0), "publishedAt": {"$date": "2018-07-03T08:05:00Z"}},
        {**node(1), "publishedAt": (NOW - timedelta(hours=1)).timestamp()},
    ]
    first, second = parse(json.dumps({"live": rows}), url=URL).updates
    assert first.published_at == utc(2018, 7, 3, 8, 5)
    assert second.published_at == NOW - timedelta(hours=1)


def test_an_object_that_says_it_was_deleted_is_a_tombstone():
    posts = [
        {"id": number, "publishedAt": f"2018-07-03T0{number}:00:00Z", "body": f"<p>{SAID} {number}</p>"}
        for number in range(1, 8)
    ]
    posts[1]["deleted"] = True
    posts[2] |= {"status": "trash", "body": ""}
    posts[3] |= {"deletedAt": "2018-07-03T09:00:00Z"}
    posts[4] |= {"deleted": False, "deletedAt": None, "status": "published"}
    state = json.dumps({"props": {"liveblog": {"posts": posts}}})
    parsed = parse(html(f'<script id="__NEXT_DATA__" type="application/json">{state}</script>'))
    gone = {update.key for update in parsed.updates if update.withdrawn}
    assert gone == {"2", "3", "4"}
    assert {update.key for update in parsed.updates if update.text} == {"1", "5", "6", "7"}
