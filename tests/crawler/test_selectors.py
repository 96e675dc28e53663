"""Pages of an outlet that no layout reads, by the selectors of its configuration."""

import pytest

from crawler.parsing import parse_response, response_from
from crawler.selectors import Selectors
from crawler.spiders import spider_class
from tests.crawler.reading import NOW, URL, ZONE, html, utc

PAGE = html(
    "".join(
        f'<x-item ref="k{n}"><x-when at="2018-07-03T1{n}:05:00+03:00">1{n}:05</x-when><x-title>خبر {n}</x-title>'
        f'<x-body><p>نص الخبر رقم {n}.</p><p>تتمة.</p></x-body><a class="perm" href="/n/{n}">رابط</a></x-item>'
        for n in range(2)
    ),
    head='<meta property="article:modified_time" content="2018-07-03T12:00:00+03:00">',
)
WHOLE = Selectors(
    entry="x-item", headline="x-title", text="x-body", time="x-when::attr(at)", id="::attr(ref)", link="a.perm"
)


def read(selectors, page=PAGE):
    response = response_from(page.encode(), url=URL, fetched_at=NOW, zone=ZONE)
    return parse_response(spider_class("auto")(selectors=selectors), response)


def test_entries_are_read_by_their_selectors():
    parsed = read(WHOLE)
    first, second = parsed.updates
    assert parsed.layout == "selectors"
    assert (first.key, first.native, first.url) == ("k0", True, "https://news.example/n/0")
    assert (first.headline, first.text) == ("خبر 0", "نص الخبر رقم 0.\n\nتتمة.")
    assert (first.published_at, second.published_at) == (utc(2018, 7, 3, 7, 5), utc(2018, 7, 3, 8, 5))


def test_an_entry_alone_is_enough_and_its_text_is_what_the_others_do_not_take():
    first = read(Selectors(entry="x-item", headline="x-title", time="x-when")).updates[0]
    assert (first.headline, first.native) == ("خبر 0", False)
    assert first.text.startswith("نص الخبر رقم 0.")
    assert "خبر 0\n" not in first.text
    assert first.published_at == utc(2018, 7, 3, 7, 5)


def test_a_page_without_such_entries_says_so():
    parsed = read(Selectors(entry="div.gone"))
    assert not parsed.updates
    assert any('entry = "div.gone"' in note for note in parsed.notes)


@pytest.mark.parametrize("selector", ["*", "body", "x-title"])
def test_odd_selectors_do_no_harm(selector):
    read(Selectors(entry=selector, text=selector, time=selector, id=selector))
