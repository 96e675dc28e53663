"""Al Jazeera's live pages: a shell, ids and times in its state, the texts from its GraphQL answers."""

import base64
import json
from urllib.parse import parse_qs, urlsplit

from crawler.parsing import parse_response, response_from
from crawler.recorded import Recorded, read_with_recorded
from crawler.spider import TEXT_OF
from crawler.spiders import spider_class, spider_for
from tests.crawler.reading import NOW, html, only, parse, utc

PAGE = "https://www.aljazeera.net/news/liveblog/2018/7/3/south"
HEAD = f'<meta name="contentType" content="liveblog"><link rel="canonical" href="{PAGE}">'
SAID = "قال مراسل الشبكة إن القصف توقف عند الظهر."
EPOCHS = {"9137": 1530604500, "9147": 1530603600, "9101": 1530600000}  # ids stand out of the order of time


def shell(cache=None):
    told = f'<script>window.__APOLLO_STATE__ = "{coded(cache)}";</script>' if cache else ""
    return html(f'<h1>تغطية</h1><section aria-label="تحديثات مباشرة لمدونة"></section>{told}', head=HEAD)


def coded(cache):
    return base64.b64encode(json.dumps(cache).encode()).decode()


STATE = {
    f"ChildMeta:{key}": {"__typename": "ChildMeta", "id": key, "publishedTime": str(at)} for key, at in EPOCHS.items()
}


def post(key, **more):
    told = {
        "id": key,
        "postType": "liveblog-update",
        "content": f"<p>{SAID}</p><ul><li>بند أول</li></ul>",
        "author": [{"name": "مراسل"}],
        "title": "توقف القصف",
        "shouldDisplayTitle": True,
        "date": "2018-07-03T07:55:00",
        "modified_gmt": "2018-07-03T08:01:00",
        "link": "/news/liveblog/2018/7/3/south",
        "__typename": "Post",
        **more,
    }
    return json.dumps({"data": {"posts": told}}).encode()


def read(page, *recorded):
    spider = spider_class("aljazeera")()
    response = response_from(page.encode(), url=PAGE, fetched_at=NOW, zone="Asia/Qatar")
    return read_with_recorded(spider, response, recorded, fetched_at=NOW, zone="Asia/Qatar")


def test_the_hosts_of_the_outlet_have_this_spider():
    for host in ("www.aljazeera.net", "www.aljazeera.com", "www.ajnet.me"):
        assert spider_for(f"https://{host}/x") == "aljazeera"
    assert spider_for("https://notaljazeera.net/x") == "auto"


def test_ids_and_times_come_from_the_state_and_texts_are_asked_for_newest_first():
    parsed = parse(shell(STATE), spider="aljazeera", url=PAGE)
    assert parsed.layout == "aljazeera"
    assert {update.key: int(update.published_at.timestamp()) for update in parsed.updates} == EPOCHS
    assert all(update.text is None and update.url == f"{PAGE}?update={update.key}" for update in parsed.updates)
    assert [request.meta[TEXT_OF] for request in parsed.requests] == ["9137", "9147", "9101"]
    query = parse_qs(urlsplit(parsed.requests[0].url).query)
    assert (query["operationName"], query["wp-site"]) == (["LiveBlogUpdateQuery"], ["aja"])
    assert json.loads(query["variables"][0])["postID"] == 9137


def test_epochs_that_are_numbers_sort_as_well():
    numbers = {key: {**node, "publishedTime": int(node["publishedTime"])} for key, node in STATE.items()}
    assert [request.meta[TEXT_OF] for request in parse(shell(numbers), spider="aljazeera", url=PAGE).requests] == [
        "9137", "9147", "9101"
    ]  # fmt: skip


def test_recorded_answers_complete_the_updates_they_belong_to():
    answer = Recorded("https://www.aljazeera.net/graphql", post("9137"))
    parsed = read(shell(STATE), answer)
    by_key = {update.key: update for update in parsed.updates}
    told = by_key["9137"]
    assert (told.headline, told.text, told.author) == ("توقف القصف", f"{SAID}\n\nبند أول", "مراسل")
    assert (told.published_at, told.updated_at) == (utc(2018, 7, 3, 7, 55), utc(2018, 7, 3, 8, 1))
    assert by_key["9147"].text is None
    assert len(by_key) == 3


def test_a_shell_without_state_asks_for_the_ids_and_then_for_the_texts():
    children = json.dumps({"data": {"article": {"children": [9137, 9147]}}}).encode()
    names = "operationName=SingleLiveBlogChildrensQuery"
    parsed = read(shell(), Recorded(f"https://www.aljazeera.net/graphql?{names}", children))
    assert [update.key for update in parsed.updates] == ["9137", "9147"]
    assert all("LiveBlogUpdateQuery" in request.url for request in parsed.requests)
    assert any("shell without state" in note for note in parsed.notes)


def test_a_title_that_the_outlet_does_not_show_is_no_headline():
    spider = spider_class("aljazeera")()
    response = response_from(post("9137", shouldDisplayTitle=False), url=f"{PAGE}/graphql", fetched_at=NOW)
    parsed = parse_response(spider, response, "parse_text", {"page": PAGE, "key": "9137"})
    assert only(parsed).headline is None


def test_an_article_of_the_outlet_is_read_by_its_layout():
    page = html("<h1>عنوان المقال الطويل هنا</h1>" + "<p>فقرة طويلة من نص المقال عن المدينة وأهلها.</p>" * 12)
    assert only(parse(page, spider="aljazeera", url="https://www.aljazeera.net/news/2018/7/3/x")).layout == "article"


def test_broken_answers_are_noted_and_lose_nothing():
    parsed = read(shell(STATE), Recorded("https://www.aljazeera.net/graphql", b'{"errors":[{"message":"no"}]}'))
    assert len(parsed.updates) == 3
