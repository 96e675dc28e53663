"""A live page that ends is followed by itself: by its closing words, by a feed, by a listing seen before."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import timedelta

from monitor.daemon import prepare_pages
from storage.rows import PageKind
from tests.monitor.polling import polling
from tests.servers import Answer, WebServer, html
from tests.support import START, HandClock

DAY1, DAY2, OTHER = (
    f"/news/liveblog/2026/7/{day}/{name}" for day, name in [(3, "south"), (4, "south-2"), (4, "fires")]
)


def live(*posts, closing=""):
    """A live page of (id, text, age in hours) posts."""
    updates = [
        {
            "@type": "BlogPosting",
            "@id": f"#{key}",
            "datePublished": (START - timedelta(hours=age)).isoformat(),
            "articleBody": text,
        }
        for key, text, age in posts
    ]
    block = json.dumps({"@type": "LiveBlogPosting", "headline": "ت", "liveBlogUpdate": updates}, ensure_ascii=False)
    head = f'<script type="application/ld+json">{block}</script>'
    return html(f"<html><head>{head}</head><body><main><h1>تغطية</h1>{closing}</main></body></html>")


def feed(server, *paths):
    items = "".join(f"<item><title>{p.rpartition('/')[2]}</title><link>{server.url(p)}</link></item>" for p in paths)
    body = f"<rss version='2.0'><channel><title>ا</title>{items}</channel></rss>"
    return Answer(body=body, headers={"Content-Type": "application/rss+xml"})


class Desk:
    def __init__(self, server, database, poller, clock, config):
        self.server, self.database, self.poller, self.clock, self.config = server, database, poller, clock, config

    async def poll(self, path):
        self.clock.move(minutes=1)
        page = self.page(path)
        return await self.poller.poll(page.id)

    def page(self, path):
        return self.database.read_now(lambda tx: tx.pages.by_url("ufuq", self.server.url(path)))

    async def prepared(self):
        pages = await prepare_pages(self.database, self.config, self.clock.now())
        return {page.url.removeprefix(self.server.url("")) for page in pages}

    @property
    def notices(self):
        deliveries = self.database.read_now(lambda tx: tx.outbox.listing(limit=100))
        rows = [self.database.read_now(lambda tx, one=one: tx.alerts.get(one.alert_id)) for one in deliveries]
        return [row.notice for row in rows if row.notice]


def watching(folder, scenario, *pages):
    async def run():
        async with WebServer() as server, desk(folder, server, pages) as one:
            await scenario(one, server)

    asyncio.run(asyncio.wait_for(run(), 30))


@asynccontextmanager
async def desk(folder, server, pages):
    clock = HandClock()
    async with polling(folder, clock, *map(server.url, pages)) as (database, poller, config, _):
        yield Desk(server, database, poller, clock, config)


CALM = ("e1", "وصلت قافلة إلى البلدة صباح اليوم", 1)


def test_the_closing_words_lead_to_the_next_page_and_all_of_it_is_told(tmp_path):
    async def scenario(desk, server):
        server.route(DAY1, live(CALM))
        await desk.poll(DAY1)
        closing = f'<p>نختتم هنا تغطيتنا، وتتواصل في <a href="{DAY2}">صفحة جديدة</a></p>'
        server.route(DAY1, live(CALM, closing=closing))
        polled = await desk.poll(DAY1)
        assert [page.url for page in polled.successors] == [server.url(DAY2)]
        assert polled.ended is True
        (notice,) = desk.notices
        assert "has ended («نختتم هنا" in notice
        assert server.url(DAY2) in notice
        server.route(DAY2, live(("f1", "نزوح مئات العائلات من طفس", 5)))
        polled = await desk.poll(DAY2)
        assert polled.owed > 0  # older than the backlog, but the page has a predecessor
        assert (await desk.poll(DAY1)).successors == ()

    watching(tmp_path, scenario, DAY1)


def test_a_feed_that_shows_the_next_day_is_enough(tmp_path):
    async def scenario(desk, server):
        server.route(DAY1, live(CALM))
        server.route("/rss", feed(server, DAY1, "/article/1", OTHER))
        await desk.poll(DAY1)
        assert (await desk.poll("/rss")).successors == ()  # another coverage
        server.route("/rss", feed(server, OTHER, DAY2, DAY1))
        (page,) = (await desk.poll("/rss")).successors
        assert page.url == server.url(DAY2)
        assert page.kind is PageKind.CONFIGURED
        assert desk.page(DAY2).parent_id == desk.page(DAY1).id
        assert (await desk.poll("/rss")).successors == ()

    watching(tmp_path, scenario, DAY1, "/rss")


def test_what_a_listing_showed_before_the_end_is_remembered(tmp_path):
    async def scenario(desk, server):
        server.route(DAY1, live(CALM))
        server.route("/rss", feed(server, DAY1, "/news/liveblog/2026/7/3/south-evening"))
        await desk.poll(DAY1)
        assert (await desk.poll("/rss")).successors == ()  # of the same day: only once the page has ended
        server.route(DAY1, live(("e2", "انتهت التغطية المباشرة", 0), CALM))
        (page,) = (await desk.poll(DAY1)).successors
        assert page.url.endswith("/south-evening")

    watching(tmp_path, scenario, DAY1, "/rss")


def test_a_restart_goes_on_with_the_chain_and_leaving_the_configuration_ends_it(tmp_path):
    async def scenario(desk, server):
        server.route(DAY1, live(CALM, closing=f'<p>تابعونا في <a href="{DAY2}">صفحة جديدة</a></p>'))
        await desk.poll(DAY1)
        assert await desk.prepared() == {DAY1, DAY2}
        server.route(DAY2, live(("f1", "خبر", 0), closing=f'<p>تابعونا في <a href="{OTHER}">صفحة جديدة</a></p>'))
        await desk.poll(DAY2)
        assert await desk.prepared() == {DAY1, DAY2, OTHER}
        source = desk.config.sources[0].model_copy(update={"pages": [server.url("/rss")]})
        desk.config.sources[:] = [source]
        assert await desk.prepared() == {"/rss"}

    watching(tmp_path, scenario, DAY1)


def test_a_page_that_ended_is_closed_once_it_is_quiet_and_stays_closed(tmp_path):
    async def scenario(desk, server):
        server.route(DAY1, live(CALM, closing=f'<p>تابعونا في <a href="{DAY2}">صفحة جديدة</a></p>'))
        await desk.poll(DAY1)
        desk.clock.move(hours=5)
        await desk.poll(DAY1)
        assert not desk.page(DAY1).closed
        desk.clock.move(hours=2)
        await desk.poll(DAY1)
        assert desk.page(DAY1).closed
        assert await desk.prepared() == {DAY2}

    watching(tmp_path, scenario, DAY1)


def test_a_page_that_has_no_successor_stays_open(tmp_path):
    async def scenario(desk, server):
        server.route(DAY1, live(("e2", "انتهت التغطية المباشرة", 0), CALM))
        await desk.poll(DAY1)
        desk.clock.move(hours=30)
        await desk.poll(DAY1)
        page = desk.page(DAY1)
        assert not page.closed
        assert page.ended_note == "«انتهت التغطية المباشرة»"
        server.route(DAY1, live(("e3", "تتواصل المعارك", 0), ("e4", "خبر", 0), ("e5", "خبر آخر", 0), CALM))
        await desk.poll(DAY1)
        assert desk.page(DAY1).ended_at is None

    watching(tmp_path, scenario, DAY1)
