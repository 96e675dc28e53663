"""The demo's day through the real reading and the real watches: what alerts is what day.toml says, and nothing else."""

import tomllib
from datetime import UTC, datetime, timedelta

import pytest

from crawler.parsing import parse_response, response_from
from crawler.spiders import spider_class
from monitor.demo import pages
from monitor.demo.config import demo_config
from monitor.demo.story import load_day, published
from monitor.watches.matcher import compile_watches
from monitor.watches.watch import Watch

DAY = load_day()
START = datetime(2018, 7, 3, 8, 7, tzinfo=UTC)
END = START + timedelta(seconds=60)
BASES = {outlet.name: f"http://{outlet.name}.example" for outlet in DAY.outlets}


@pytest.fixture(scope="module")
def watches():
    config = tomllib.loads(demo_config(DAY, BASES, 25))
    names = {"name", "title", "any", "all", "none", "channels"}
    return compile_watches(
        [
            Watch(**{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()})
            for table in config["watches"]
            if table.keys() <= names
        ]
    )


def told(outlet, elapsed=60.0):
    return published(DAY, elapsed, started_at=START, outlet=outlet)


def read(page, url, *, fetched_at=END, content_type="text/html; charset=utf-8"):
    response = response_from(
        page.encode(), url=url, headers={"Content-Type": content_type}, fetched_at=fetched_at, zone="Asia/Damascus"
    )
    return parse_response(spider_class("auto")(), response)


def article(shown):
    outlet = DAY.outlet(shown.post.outlet)
    url = f"{BASES[outlet.name]}/news/{shown.post.number}"
    return read(pages.article_page(outlet, shown, url=url), url)


def watches_hit(watches, headline, text, source):
    return {hit.watch for hit in watches.match(headline or "", text, source)}


@pytest.mark.parametrize("post", DAY.posts, ids=lambda post: post.id)
def test_each_text_fulfils_the_watches_it_should_and_no_other(watches, post):
    assert watches_hit(watches, post.headline, post.text, post.outlet) == set(post.hits), post.why


@pytest.mark.parametrize("edit", DAY.edits, ids=lambda edit: edit.post)
def test_each_edited_text_fulfils_the_watches_it_should_and_no_other(watches, edit):
    post = DAY.post(edit.post)
    assert watches_hit(watches, post.headline, edit.text, post.outlet) == set(edit.hits)


def test_the_live_page_is_read_as_it_is_told():
    shown = told("ufuq")
    url = f"{BASES['ufuq']}/live/daraa"
    parsed = read(pages.live_page(DAY.outlet("ufuq"), shown, url=url), url)
    assert parsed.layout == "liveblog"
    assert [(update.headline or "", update.text, update.published_at, update.native) for update in parsed.updates] == [
        (one.post.headline, one.text, one.published_at, True) for one in shown
    ]


@pytest.mark.parametrize("hour", [8, 14, 21, 23])  # 11:07, 17:07, 00:07 and 02:07 in Damascus
def test_the_plain_list_is_read_as_it_is_told_at_any_time_of_day(hour):
    start = START.replace(hour=hour)
    shown = published(DAY, 60.0, started_at=start, outlet="daftar")
    url = f"{BASES['daftar']}/briefs"
    page = pages.list_page(DAY.outlet("daftar"), shown, url=url)
    parsed = read(page, url, fetched_at=start + timedelta(seconds=60))
    assert parsed.layout == "entries"
    assert [(update.headline or "", update.text, update.published_at, update.native) for update in parsed.updates] == [
        ("", one.text, one.published_at.replace(second=0), False) for one in shown
    ]


def test_the_plain_list_gives_an_entry_the_same_key_whatever_came_above_it():
    url = f"{BASES['daftar']}/briefs"
    early, late = (
        {update.text: update.key for update in read(page, url).updates}
        for page in (pages.list_page(DAY.outlet("daftar"), told("daftar", at), url=url) for at in (0.0, 60.0))
    )
    assert len(early) == 5
    assert early.items() <= late.items()


def test_the_feed_is_read_as_it_is_told():
    shown = told("mirsat")
    base = BASES["mirsat"]
    page = pages.feed(DAY.outlet("mirsat"), shown, url=f"{base}/rss.xml", base=base)
    parsed = read(page, f"{base}/rss.xml", content_type="application/rss+xml; charset=utf-8")
    assert parsed.layout == "feed"
    assert [(update.headline, update.published_at, update.partial) for update in parsed.updates] == [
        (one.post.headline, one.published_at, True) for one in shown
    ]
    assert [update.url.partition("?")[0] for update in parsed.updates] == [
        f"{base}/news/{one.post.number}" for one in shown
    ]


@pytest.mark.parametrize("shown", told("mirsat"), ids=lambda shown: shown.post.id)
def test_an_article_is_read_without_what_stands_around_it(watches, shown):
    (update,) = article(shown).updates
    assert update.headline == shown.post.headline
    assert update.text == shown.text
    assert update.published_at == shown.published_at
    assert not update.partial
    assert watches_hit(watches, update.headline, update.text, "mirsat") == set(shown.post.hits)
