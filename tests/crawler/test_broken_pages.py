"""Broken pages are read as far as they go or refused in words; nothing crashes, nothing takes long."""

import time

import pytest

from crawler.cleaning import clean
from crawler.encoding import ReadError
from tests.crawler.reading import html, only, parse
from tests.drills.mutations import read_broken


@pytest.mark.parametrize("seed", [1, 2])
def test_pages_broken_in_many_ways_neither_crash_nor_hang(seed, monkeypatch):
    monkeypatch.delenv("MARSAD_REAL_PAGES", raising=False)
    found = read_broken(75, seed)
    assert not found.crashed
    assert found.slowest < 2, found.slowest_was
    assert found.updates > 500


SAID = "خبر طويل عن المدينة وأهلها وما جرى فيها صباح اليوم"


@pytest.mark.parametrize("url", ["http://[broken", "http://news.example:port/n", "http://news.example:99999999/n"])
def test_an_address_that_is_none_is_no_link(url):
    page = html("".join(f'<h2><a href="{address}">{SAID} {n}</a></h2>' for n, address in enumerate([url, *"abcd"])))
    assert len(parse(page).updates) == 4
    parse(html(f"<h1>{SAID}</h1><p>{SAID * 9}</p>", head=f'<base href="{url}"><link rel="canonical" href="{url}">'))


@pytest.mark.parametrize("text", ["&#xD800;", "&#99999999;", "&#0;"])
def test_a_reference_to_no_character_does_not_cost_the_feed(text):
    item = f"<item><title>{SAID} {text}</title><link>https://news.example/n/1</link></item>"
    assert only(parse(f'<rss version="2.0"><channel>{item}</channel></rss>')).headline.startswith(SAID)


@pytest.mark.parametrize("text", ["&#xD800;", "&#55357;", "&#99999999;"])
def test_a_reference_to_no_character_does_not_cost_the_sitemap(text):
    news = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    row = f"<url><loc>https://news.example/n/1</loc><news:news><news:title>{SAID} {text}</news:title></news:news></url>"
    page = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" {news}>{row}</urlset>'
    assert only(parse(page)).headline.startswith(SAID)


@pytest.mark.parametrize("head", ["<!-- {n} -->", "<?x {n}?>", "<!DOCTYPE x [{n}]>", "<!DOCTYPE ["])
def test_a_row_of_comments_before_the_page_is_no_riddle(head):
    """It took a page of 40 comments longer than anyone waits: each was tried in all its lengths."""
    many = "".join(head.replace("{n}", str(n)) for n in range(800))
    feed = f'<rss version="2.0"><channel><item><title>{SAID}</title></item></channel></rss>'
    began = time.process_time()
    found = [read(many + body) for body in (feed, html(f"<h1>{SAID}</h1><p>{SAID * 9}</p>"), "<p>")]
    assert time.process_time() - began < 2
    assert found[0] == ([SAID] if "{n}" in head else [])


def read(page):
    try:
        return [update.headline for update in parse(page).updates]
    except ReadError:
        return []


def test_a_date_out_of_all_bounds_is_no_date():
    item = f"<item><title>{SAID}</title><pubDate>Tue, 03 Jul 99999 99:99:99 +99999999999</pubDate></item>"
    assert only(parse(f'<rss version="2.0"><channel>{item}</channel></rss>')).published_at is None


def test_blocks_that_broken_markup_nests_are_read_once_each():
    entries = "".join(f"<div class=e><time>0{n}:10</time><p>{SAID} {n}</p>" for n in range(9))
    assert [update.text for update in parse(html(entries)).updates][-1].startswith(SAID)


def test_a_fragment_nested_five_thousand_deep_is_read_at_once():
    began = time.process_time()
    assert clean(f"{'<div>' * 5000}<p>{SAID}</p>").text == SAID
    assert time.process_time() - began < 2
