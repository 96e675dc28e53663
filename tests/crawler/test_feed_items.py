"""A feed's items are parsed once, and tell the same from then on as if the whole feed were parsed again."""

import pytest

from crawler import feed_items
from crawler.feed_items import parsed_feed

ROOT = '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
TITLES = ("وصول قافلة إلى المدينة", "فتح الطريق الدولي", "عودة التيار", "اجتماع في البلدة")


def item(number, *, title="", more=""):
    return (
        f"<item{' xml:base=' + chr(34) + '/old/' + chr(34) if more == 'base' else ''}>"
        f"<title>{title or TITLES[number]}</title><link>https://news.example/a/{number}</link>"
        f'<guid isPermaLink="false">g{number}</guid><pubDate>Tue, 03 Jul 2018 0{number}:20:00 GMT</pubDate>'
        f"{'' if more == 'base' else more}</item>"
    )


def feed(items, *, root=ROOT, built="09:00", between="\n"):
    date = f"<lastBuildDate>Tue, 03 Jul 2018 {built}:00 GMT</lastBuildDate>"
    return f"{root}<channel><title>أخبار</title>{date}{between.join(items)}</channel></rss>"


@pytest.fixture(autouse=True)
def _unknown():
    feed_items.forget()


@pytest.fixture
def given(monkeypatch):
    """What feedparser was given, one text a time."""
    texts = []
    whole = feed_items._parsed
    monkeypatch.setattr(feed_items, "_parsed", lambda xml: texts.append(xml) or whole(xml))
    return texts


def afresh(xml):
    feed_items.forget()
    return parsed_feed(xml)


def test_what_a_feed_told_before_is_not_parsed_again(given):
    parsed_feed(feed([item(1), item(2)]))
    later = feed([item(0), item(1), item(2)], built="09:30", between="")
    told = parsed_feed(later)
    assert [TITLES[number] in given[-1] for number in range(3)] == [True, False, False]
    assert [one["title"] for one in told.items] == list(TITLES[:3])
    whole = afresh(later)
    assert told == whole and told.feed["updated"] == whole.feed["updated"]


def test_an_edited_item_is_parsed_again(given):
    parsed_feed(feed([item(1), item(2)]))
    told = parsed_feed(feed([item(1), item(2, title="عودة التيار إلى الأحياء")]))
    assert [one["title"] for one in told.items] == [TITLES[1], "عودة التيار إلى الأحياء"]
    assert TITLES[1] not in given[-1]


ODD = {
    "other vocabularies": feed([item(1), item(2)], root=ROOT.replace("purl.org/dc", "news.example/none")),
    "words between items": feed([item(1), item(2)], between=" نص "),
    "a comment around an item": feed([item(1), f"<!-- {item(2)} -->"]),
    "a base that feedparser counts for the items after it": feed([item(3, more="base"), item(1), item(2)]),
    "a vocabulary of an item's own": feed([item(3, more='<x:y xmlns:x="http://news.example/y">z</x:y>'), item(1)]),
    "an item that is not closed": feed([item(3).replace("</item>", ""), item(1)]),
    "a mark that is not closed": feed([item(3, more="<br>"), item(1), item(2)]),
    "an end that is cut off": feed([item(3), item(1), item(2)])[:-40],
    "an item's words in another one": feed(
        [item(3, more=f"<description><![CDATA[{item(0)}]]></description>"), item(1)]
    ),
}


@pytest.mark.parametrize("what", ODD)
def test_an_odd_feed_tells_the_same_with_what_is_known_and_without(what):
    parsed_feed(feed([item(1), item(2)]))
    told, whole = parsed_feed(ODD[what]), afresh(ODD[what])
    assert (told.items, told.feed, str(told.broken)) == (whole.items, whole.feed, str(whole.broken))
