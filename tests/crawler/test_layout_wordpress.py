"""WordPress by REST: the posts of a site, the entries of its Liveblog plugin with their deletions."""

import json

import pytest

from crawler.encoding import ReadError
from tests.crawler.reading import html, only, parse, utc

SAID = "قال مصدر طبي إن المستشفى استقبل سبعة مصابين بينهم طفلان."
POSTS_URL = "https://news.example/wp-json/wp/v2/posts?per_page=20"
BLOG_URL = "https://news.example/wp-json/liveblog/v1/12/entries/0/99"
AT = 1530605220  # 2018-07-03T08:07:00Z


def post(n, **more):
    return {
        "id": n,
        "date": "2018-07-03T11:07:00",
        "date_gmt": "2018-07-03T08:07:00",
        "modified_gmt": "2018-07-03T08:30:00",
        "link": f"https://news.example/{n}/",
        "title": {"rendered": "مصابون &#8220;جدد&#8221;"},
        "content": {"rendered": f"<p>{SAID}</p>\n<div class='sharedaddy'>شارك</div>", "protected": False},
        "excerpt": {"rendered": "<p>مقتطف</p>"},
        **more,
    }


def entry(n, kind="new", **more):
    return {"id": n, "type": kind, "render": f"<p>{SAID} {n}</p>", "entry_time": AT, "timestamp": AT, **more}


def test_posts_have_ids_exact_times_and_whole_texts():
    embedded = {"_embedded": {"author": [{"name": "محرر"}], "wp:term": [[{"name": "أخبار"}], [{"name": "درعا"}]]}}
    parsed = parse(json.dumps([post(7, **embedded), post(8)]), url=POSTS_URL)
    first = parsed.updates[0]
    assert (parsed.layout, first.key, first.native) == ("wordpress", "7", True)
    assert (first.headline, first.text) == ("مصابون “جدد”", SAID)
    assert (first.published_at, first.updated_at) == (utc(2018, 7, 3, 8, 7), utc(2018, 7, 3, 8, 30))
    assert (first.author, first.section, first.tags) == ("محرر", "أخبار", ("أخبار", "درعا"))
    assert not first.partial
    assert [request.url for request in parsed.requests] == [f"{POSTS_URL}&page=2"]


def test_one_post_is_no_list_with_older_pages():
    parsed = parse(json.dumps(post(7)), url="https://news.example/wp-json/wp/v2/posts/7")
    assert only(parsed).key == "7"
    assert not parsed.requests


def test_a_protected_post_is_partial_and_a_post_of_zeros_has_the_local_time():
    hidden = post(7, content={"rendered": "", "protected": True}, date_gmt="0000-00-00T00:00:00")
    update = only(parse(json.dumps([hidden]), url=POSTS_URL))
    assert (update.partial, update.text, update.published_at) == (True, "مقتطف", utc(2018, 7, 3, 8, 7))


def test_an_error_of_the_api_is_named():
    with pytest.raises(ReadError, match="rest_no_route"):
        parse(json.dumps({"code": "rest_no_route", "message": "لا مسار", "data": {"status": 404}}), url=POSTS_URL)


def test_the_entries_of_a_liveblog_are_read_and_deletions_withdraw():
    answer = {"entries": [entry(41), entry(42), entry(42, "update", timestamp=AT + 600), entry(40, "delete")]}
    parsed = parse(json.dumps(answer), url=BLOG_URL)
    by_key = {update.key: update for update in parsed.updates}
    assert set(by_key) == {"40", "41", "42"}
    assert by_key["40"].withdrawn
    assert by_key["41"].text == f"{SAID} 41"
    assert (by_key["42"].published_at, by_key["42"].updated_at) == (utc(2018, 7, 3, 8, 7), utc(2018, 7, 3, 8, 17))


def test_a_deletion_is_the_last_word_wherever_it_stands():
    answer = {"entries": [entry(41, "delete"), entry(41, "update", timestamp=AT + 600)]}
    assert only(parse(json.dumps(answer), url=BLOG_URL)).withdrawn


def test_a_page_whose_entries_come_by_rest_asks_for_them():
    settings = {
        "endpoint_url": "https://news.example/wp-json/liveblog/v1/12/",
        "latest_entry_id": "42",
        "latest_entry_timestamp": str(AT),
    }
    page = html(f"<h1>الجنوب مباشر</h1><div id='wpcom-liveblog-container'></div><script>var liveblog_settings = "
                f"{json.dumps(settings)};</script>")  # fmt: skip
    parsed = parse(page)
    assert not parsed.updates
    assert [request.url for request in parsed.requests] == [
        f"https://news.example/wp-json/liveblog/v1/12/get-entries/1/42-{AT}"
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"entries": []},
        {"entries": [{"id": 1}]},
        [{"id": "x", "title": {}}],
        {"entries": [None, 3]},
        [],
        {},
    ],
)
def test_what_is_no_answer_of_wordpress_is_left_to_others(body):
    with pytest.raises(ReadError):
        parse(json.dumps(body), url=POSTS_URL)
