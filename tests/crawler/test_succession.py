"""What says that a live page is over, and which page goes on with it."""

import json
from datetime import timedelta

import pytest

from crawler.succession import alike, date_in, ending_of, is_live_path, said_by, successor
from tests.crawler.reading import NOW, document, html, parse
from tests.support import START, update

DAY1 = "https://news.example/news/liveblog/2018/7/2/southern-front-day-one"
DAY2 = "https://news.example/news/liveblog/2018/7/3/southern-front-day-two"


def ending(body, *, url=DAY1, head=""):
    return ending_of(document(html(body, head=head), url=url), [])


@pytest.mark.parametrize(
    "words",
    [
        "نختتم هنا تغطيتنا لهذا اليوم",
        "إلى هنا انتهت التغطية المباشرة",
        "أُغلقت هذه الصفحة قبل قليل",
        "انتقلنا إلى تغطية مباشرة جديدة",
        "This live page is now closed",
        "Our live coverage has ended for today",
    ],
)
def test_closing_words_are_understood(words):
    assert words[:20] in said_by([update(words)])


@pytest.mark.parametrize(
    "words",
    [
        "تغطية صحفية للقصف على الجبهة الجنوبية",
        "انتهت عملية الإجلاء من البلدة",
        "موجة نزوح جديدة من ريف المحافظة",
        "إغلاق المعبر الحدودي أمام القوافل",
    ],
)
def test_news_are_no_closing_words(words):
    assert said_by([update(words)]) is None


def test_only_the_newest_updates_can_end_a_coverage():
    news = [update(f"وصلت القافلة {n} إلى البلدة") for n in range(5)]
    assert said_by([*news, update("انتهت التغطية", at=START - timedelta(hours=9))]) is None


@pytest.mark.parametrize(("end", "over"), [("2018-07-03T08:00:00Z", True), ("2018-07-03T12:00:00Z", False)])
def test_the_end_that_json_ld_tells_counts_once_it_is_past(end, over):
    node = {"@type": "LiveBlogPosting", "coverageEndTime": end, "liveBlogUpdate": []}
    found = ending("<p>نص</p>", head=f'<script type="application/ld+json">{json.dumps(node)}</script>')
    assert (found.evidence is not None) is over


def test_a_live_page_that_is_not_live_any_more_says_so():
    assert ending('<script>x = {"isLive":false}</script>').evidence
    assert ending('<script>x = {"isLive":true}</script>').evidence is None
    assert ending('<script>x = {"isLive":false}</script>', url="https://news.example/article/1").evidence is None


def test_the_link_within_the_closing_words_is_sure():
    found = ending(f'<main><p>تابعونا في <a href="{DAY2}">صفحة جديدة</a></p><a href="/about">من نحن</a></main>')
    assert found.sure == (DAY2,)
    assert found.links == (DAY2,)


def test_closing_words_in_the_furniture_end_nothing():
    assert ending('<main><p>نص</p></main><footer><a href="/x">صفحة جديدة</a></footer>').evidence is None


def test_a_feed_or_listing_never_ends():
    cards = "".join(
        f'<article><h3><a href="/a/{n}">انتهت التغطية الحية رقم {n} هنا</a></h3></article>' for n in range(6)
    )
    parsed = parse(html(f"<main>{cards}</main>"), url="https://news.example/live/")
    assert parsed.layout == "listing"
    assert parsed.ending.evidence is None


@pytest.mark.parametrize(
    ("url", "same"),
    [
        (DAY2, True),
        ("https://www.news.example/news/liveblog/2018/7/3/other", True),
        ("https://news.example/news/2018/7/3/other", False),
        ("https://other.example/news/liveblog/2018/7/3/x", False),
        (f"{DAY1}/", False),
        (f"{DAY1}?update=1", False),
    ],
)
def test_pages_of_the_same_make_are_told_by_their_addresses(url, same):
    assert alike(url, DAY1) is same


def test_the_day_and_the_live_folder_of_an_address():
    assert date_in(DAY2).isoformat() == "2018-07-03"
    assert date_in("https://news.example/20180703-live").isoformat() == "2018-07-03"
    assert date_in("https://news.example/news/2018/13/40/x") is None
    assert is_live_path("https://news.example/arabic/live/c123")
    assert is_live_path("https://news.example/تغطية-حية-الجنوب")
    assert not is_live_path("https://news.example/alive/c123")


def test_of_several_the_one_that_shares_words_goes_on():
    others = ["gaza-day-two", "elections-day-two"]
    shown = [(f"https://news.example/news/liveblog/2018/7/3/{name}", "") for name in others]
    assert successor(DAY1, [*shown, (DAY2, "")], ended=False) == DAY2
    fires = "https://news.example/news/liveblog/2018/7/2/fires"
    assert successor(fires, shown, ended=True) is None  # unclear: nobody guesses
    assert successor(fires, shown[:1], ended=True) == shown[0][0]
    assert successor(fires, shown[:1], ended=False) is None


def test_the_headline_counts_as_well():
    shown = [(f"https://news.example/news/liveblog/2018/7/3/{n}", words) for n, words in enumerate(["غزة", "الجنوب"])]
    assert successor("https://news.example/news/liveblog/2018/7/2/تطورات-الجنوب", shown, ended=False) == shown[1][0]


def test_no_earlier_day_goes_on():
    assert successor(DAY2, [(DAY1, "")], ended=True) is None
    assert NOW.date() == date_in(DAY2)
