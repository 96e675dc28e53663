"""The newsroom: three outlets on loopback whose pages follow the clock."""

import asyncio
import json
import re
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import aiohttp
import feedparser
from lxml import html

from monitor.demo import serving
from monitor.demo.newsroom import Newsroom
from monitor.demo.story import load_day


class HandClock:
    """A clock that a test moves."""

    def __init__(self, at=datetime(2018, 7, 3, 8, 7, tzinfo=UTC)):
        self.at = at

    def now(self):
        return self.at

    def move(self, seconds):
        self.at += timedelta(seconds=seconds)


@asynccontextmanager
async def opened(clock=None):
    async with Newsroom(load_day(), clock or HandClock()) as room, aiohttp.ClientSession() as client:
        yield room, client


async def text_of(client, url):
    async with client.get(url) as response:
        assert response.status == 200
        return await response.text()


def json_ld(page):
    (block,) = html.fromstring(page).xpath("//script[@type='application/ld+json']/text()")
    return json.loads(block)


def test_each_outlet_has_an_address_of_its_own():
    async def check():
        async with opened() as (room, _):
            assert {urlsplit(url).path for url in room.urls.values()} == {"/live/daraa", "/briefs", "/rss.xml"}
            assert len({urlsplit(url).netloc for url in room.urls.values()}) == 3

    asyncio.run(check())


def test_a_machine_with_one_loopback_address_only_gets_three_ports(monkeypatch):
    monkeypatch.setattr("monitor.demo.newsroom.ADDRESSES", ("203.0.113.1", "203.0.113.2", "203.0.113.3"))

    async def check():
        async with opened() as (room, client):
            assert {urlsplit(url).hostname for url in room.urls.values()} == {serving.HOME}
            assert "liveBlogUpdate" in await text_of(client, room.urls["ufuq"])

    asyncio.run(check())


def test_the_live_page_tells_the_same_entries_as_json_ld_and_as_html():
    async def check():
        clock = HandClock()
        async with opened(clock) as (room, client):
            clock.move(60)
            page = await text_of(client, room.urls["ufuq"])
            updates = json_ld(page)["liveBlogUpdate"]
            entries = html.fromstring(page).xpath("//article")
            assert len(updates) == len(entries) == len(room.shown("ufuq")) == 17
            for update, entry, shown in zip(updates, entries, room.shown("ufuq"), strict=True):
                assert update["url"].endswith("#" + entry.get("id"))
                assert update["articleBody"] == "\n\n".join(entry.xpath(".//p/text()")) == shown.text
                assert update["datePublished"] == entry.xpath(".//time/@datetime")[0]
                assert datetime.fromisoformat(update["datePublished"]) == shown.published_at
                assert update["datePublished"].endswith("+03:00")
            assert json_ld(page)["@type"] == "LiveBlogPosting"

    asyncio.run(check())


def test_an_edit_changes_text_and_date_modified_of_the_same_entry():
    async def check():
        clock = HandClock()
        async with opened(clock) as (room, client):
            anchor = room.day.post("u08").anchor
            told = []
            for seconds in (20, 20):
                clock.move(seconds)
                updates = json_ld(await text_of(client, room.urls["ufuq"]))["liveBlogUpdate"]
                told += [update for update in updates if update["url"].endswith(anchor)]
            before, after = told
            assert "12 قتيلاً" in before["articleBody"]
            assert "15 قتيلاً" in after["articleBody"]
            assert before["datePublished"] == before["dateModified"] == after["datePublished"] < after["dateModified"]

    asyncio.run(check())


def test_the_list_gives_times_of_day_and_nothing_to_identify_an_entry_by():
    async def check():
        clock = HandClock()
        async with opened(clock) as (room, client):
            clock.move(30)
            root = html.fromstring(await text_of(client, room.urls["daftar"]))
            entries = root.xpath("//ul[@class='briefs']/li")
            assert len(entries) == len(room.shown("daftar"))
            for entry, shown in zip(entries, room.shown("daftar"), strict=True):
                assert re.fullmatch(r"\d\d:\d\d", entry.findtext("time"))
                assert "\n\n".join(entry.xpath(".//p/text()")) == shown.text
                assert {name for node in entry.iter() for name in node.attrib} == {"class"}
            assert root.xpath("//p[@class='date']/text()") == ["الثلاثاء 3 تموز 2018"]

    asyncio.run(check())


def test_the_feed_leads_to_an_article_for_every_item():
    async def check():
        clock = HandClock()
        async with opened(clock) as (room, client):
            clock.move(60)
            feed = feedparser.parse(await text_of(client, room.urls["mirsat"]))
            assert not feed.bozo
            assert len(feed.entries) == len({entry.id for entry in feed.entries}) == 15
            for entry, shown in zip(feed.entries, room.shown("mirsat"), strict=True):
                page = await text_of(client, entry.link)
                article = json_ld(page)
                assert article["@type"] == "NewsArticle"
                assert article["headline"] == entry.title == shown.post.headline
                assert article["datePublished"] == shown.published_at.astimezone(
                    datetime.fromisoformat(article["datePublished"]).tzinfo
                ).isoformat(timespec="seconds")
                body = html.fromstring(page).xpath("//div[@class='article-body']/p/text()")
                assert tuple(body) == shown.paragraphs
                assert entry.description == shown.paragraphs[0]

    asyncio.run(check())


def test_towns_stand_in_the_furniture_of_an_article_that_does_not_tell_them():
    async def check():
        clock = HandClock()
        async with opened(clock) as (room, client):
            clock.move(60)
            base = room.urls["mirsat"].removesuffix("/rss.xml")
            page = await text_of(client, f"{base}/news/{room.day.post('m09').number}")
            root = html.fromstring(page)
            assert "طفس" in root.xpath("string(//aside[@class='related'])")
            assert "درعا" in root.xpath("string(//ul[@class='tags'])")
            assert "درعا" in root.xpath("string(//figcaption)")
            assert "درعا" not in root.xpath("string(//div[@class='article-body'])")

    asyncio.run(check())


def test_an_article_that_is_not_out_yet_is_not_found():
    async def check():
        clock = HandClock()
        async with opened(clock) as (room, client):
            address = room.urls["mirsat"].removesuffix("/rss.xml") + f"/news/{room.day.post('m06').number}"
            async with client.get(address) as response:
                assert response.status == 404
            clock.move(3)
            async with client.get(address) as response:
                assert response.status == 200

    asyncio.run(check())


def test_an_unchanged_page_is_answered_304_until_something_appears():
    async def check():
        clock = HandClock()
        async with opened(clock) as (room, client):
            for url in room.urls.values():
                async with client.get(url) as response:
                    etag = response.headers["ETag"]
                async with client.get(url, headers={"If-None-Match": etag}) as response:
                    assert (response.status, await response.read()) == (304, b"")
                    assert response.headers["ETag"] == etag
            clock.move(5)
            async with client.get(url, headers={"If-None-Match": etag}) as response:
                assert response.status == 200
            assert room.answers == {200: 4, 304: 3}

    asyncio.run(check())


def test_robots_txt_allows_everything():
    async def check():
        async with opened() as (room, client):
            for url in room.urls.values():
                assert "Allow: /" in await text_of(client, f"http://{urlsplit(url).netloc}/robots.txt")

    asyncio.run(check())


def test_the_front_door_leads_to_the_coverage():
    async def check():
        async with opened() as (room, client):
            url = room.urls["daftar"]
            async with client.get(f"http://{urlsplit(url).netloc}/") as response:
                assert str(response.url) == url

    asyncio.run(check())
