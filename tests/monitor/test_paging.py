"""A page is read on until the known is reached; what may be missing is said, sought, and told to the operator."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from scrapy.http import Request

from crawler.items import Update
from crawler.spider import TEXT_OF, PageSpider
from monitor import gaps
from monitor.health import tell_troubles
from tests.monitor.polling import polling
from tests.servers import Answer, WebServer, html
from tests.support import START, HandClock

DAY = timedelta(hours=24)


class Channel:
    """A Telegram channel's public preview: the newest posts, and older ones behind `?before=`."""

    def __init__(self, clock, shown=5):
        self.clock = clock
        self.shown = shown
        self.posts = {}
        self.pinned = []
        self.failing = set()  # values of `before` that answer 503

    def publish(self, count):
        for _ in range(count):
            number = len(self.posts) + 1
            at = START - timedelta(hours=1) + timedelta(seconds=30 * number)
            self.posts[number] = f"""<div class="tgme_widget_message" data-post="ufuq/{number}">
                <div class="tgme_widget_message_text">وصلت القافلة رقم {number} إلى أطراف البلدة صباح اليوم</div>
                <a class="tgme_widget_message_date"><time datetime="{at.isoformat()}"></time></a></div>"""

    def __call__(self, asked):
        before = int(asked.query.partition("=")[2]) if asked.query else len(self.posts) + 1
        if before in self.failing:
            return Answer(status=503, body="later")
        numbers = [number for number in sorted(self.posts, reverse=True) if number < before][: self.shown]
        posts = "".join(self.posts[number] for number in [*(self.pinned if not asked.query else []), *numbers])
        older = f'<a data-before="{numbers[-1]}" href="?before={numbers[-1]}">…</a>' if numbers[-1:] > [1] else ""
        return html(f'<html><body class="tgme_page">{older}{posts}</body></html>')


class Desk:
    """One page that is polled by hand."""

    def __init__(self, database, poller, clock, rules, page, server):
        self.database, self.poller, self.clock, self.rules = database, poller, clock, rules
        self.id, self.server = page.id, server

    async def poll(self):
        self.clock.move(minutes=1)
        before = len(self.server.requests)
        polled = await self.poller.poll(self.id)
        self.asked = [request.query for request in self.server.requests[before:] if request.path == "/s/ufuq"]
        return polled

    @property
    def page(self):
        return self.database.read_now(lambda tx: tx.pages.get(self.id))

    @property
    def entries(self):
        return self.database.read_now(lambda tx: {entry.url.rpartition("/")[2] for entry in tx.entries.latest(500)})

    def tell(self):
        now = self.clock.now()
        self.database.write_now(lambda tx: tell_troubles(tx, self.id, self.rules, now, DAY))
        deliveries = self.database.read_now(lambda tx: tx.outbox.listing(limit=100))
        return [self.database.read_now(lambda tx, one=one: tx.alerts.get(one.alert_id)).notice for one in deliveries]


def watching(tmp_path, scenario, *, shown=5, route=None):
    clock = HandClock()
    channel = Channel(clock, shown)

    async def run():
        async with WebServer({"/s/ufuq": route or channel}) as server, desk(tmp_path, server, clock) as one:
            await scenario(one, channel)

    asyncio.run(asyncio.wait_for(run(), 30))


@asynccontextmanager
async def desk(folder, server, clock):
    url = server.url("/s/ufuq")
    async with polling(folder, clock, url) as (database, poller, _, rules):
        page = database.read_now(lambda tx: tx.pages.by_url("ufuq", url))
        yield Desk(database, poller, clock, rules, page, server)


def test_a_quiet_page_is_asked_once(tmp_path):
    async def scenario(desk, channel):
        channel.publish(40)
        await desk.poll()
        channel.publish(3)
        polled = await desk.poll()
        assert (polled.new, polled.gap, desk.asked) == (3, False, [""])

    watching(tmp_path, scenario)


def test_the_first_sight_goes_back_as_far_as_the_backlog_and_no_further(tmp_path):
    async def scenario(desk, channel):
        channel.publish(100)
        await desk.poll()
        assert len(desk.asked) == 4  # the page and three older parts
        assert len(desk.entries) == 20

    watching(tmp_path, scenario)


def test_a_burst_is_read_back_to_what_is_known(tmp_path):
    async def scenario(desk, channel):
        channel.publish(20)
        await desk.poll()
        channel.publish(23)
        polled = await desk.poll()
        assert polled.new == 23
        assert polled.gap is False
        assert len(desk.asked) == 5
        assert {str(number) for number in range(1, 44)} == desk.entries

    watching(tmp_path, scenario)


def test_pinned_posts_do_not_end_the_reading(tmp_path):
    async def scenario(desk, channel):
        channel.publish(20)
        channel.pinned = [2, 1]
        await desk.poll()
        channel.publish(17)
        assert (await desk.poll()).new == 17

    watching(tmp_path, scenario)


def test_an_older_part_that_fails_is_read_at_the_next_poll(tmp_path):
    async def scenario(desk, channel):
        channel.publish(10)
        await desk.poll()
        channel.publish(20)
        channel.failing = {21}
        polled = await desk.poll()
        assert polled.gap is True
        assert "possible gap" in polled.reason
        assert "503" in polled.reason
        assert desk.tell() == []  # first it is looked for
        channel.failing = set()
        polled = await desk.poll()
        assert "is filled" in polled.reason
        assert polled.gap is False
        assert {str(number) for number in range(1, 31)} == desk.entries
        assert desk.tell() == []

    watching(tmp_path, scenario)


def test_what_is_deeper_than_one_poll_goes_is_fetched_by_the_next(tmp_path):
    async def scenario(desk, channel):
        channel.publish(5)
        await desk.poll()
        channel.publish(100)
        polled = await desk.poll()
        assert (polled.gap, len(desk.asked)) == (True, 11)
        polled = await desk.poll()
        assert polled.gap is False
        assert len(desk.entries) == 105

    watching(tmp_path, scenario)


def test_a_gap_that_cannot_be_filled_is_told_once_and_given_up(tmp_path):
    async def scenario(desk, channel):
        channel.publish(5)
        await desk.poll()
        channel.publish(20)
        channel.failing = {21}
        for _ in range(gaps.TRIES + 2):
            await desk.poll()
        (told,) = desk.tell()
        assert "possible gap" in told
        assert "09:01 UTC" in told  # the last visit on which the known was met
        channel.publish(1)
        polled = await desk.poll()
        assert desk.asked == [""]
        assert polled.gap is True  # oftener for an hour
        desk.clock.move(hours=1)
        channel.publish(1)
        assert (await desk.poll()).gap is False
        assert len(desk.tell()) == 1

    watching(tmp_path, scenario)


def test_a_feed_whose_items_are_all_new_may_have_missed_some(tmp_path):
    numbers = []

    def feed(asked):
        items = "".join(
            f"<item><title>خبر رقم {n} من بلدات الجنوب</title><link>http://127.0.0.1:9/{n}</link></item>"
            for n in numbers
        )
        return Answer(
            body=f"<rss version='2.0'><channel><title>ا</title>{items}</channel></rss>",
            headers={"Content-Type": "application/rss+xml"},
        )

    async def scenario(desk, channel):
        numbers[:] = [3, 2, 1]
        await desk.poll()
        numbers[:] = [5, 4, 3]
        assert (await desk.poll()).gap is False
        numbers[:] = [9, 8, 7]
        polled = await desk.poll()
        assert polled.gap is True
        assert "possible gap" in desk.tell()[0]  # a feed has no older part to look into

    watching(tmp_path, scenario, route=feed)


def test_a_feed_of_wordpress_is_read_back_to_what_is_known(tmp_path):
    count = [6]

    def feed(asked):
        page = int(asked.query.partition("=")[2] or 1)
        numbers = range(count[0], 0, -1)[3 * (page - 1) : 3 * page]
        items = "".join(
            f"<item><title>خبر رقم {n} من بلدات الجنوب</title><link>http://127.0.0.1:9/{n}</link></item>"
            for n in numbers
        )
        head = "<title>ا</title><generator>https://wordpress.org/?v=6.5</generator>"
        return Answer(
            body=f"<rss version='2.0'><channel>{head}{items}</channel></rss>",
            headers={"Content-Type": "application/rss+xml"},
        )

    async def scenario(desk, channel):
        await desk.poll()
        count[0] = 16
        polled = await desk.poll()
        assert desk.asked == ["", "paged=2", "paged=3", "paged=4"]
        assert (polled.new, polled.gap) == (10, False)

    watching(tmp_path, scenario, route=feed)


def test_a_page_that_is_begun_anew_is_no_gap(tmp_path):
    async def scenario(desk, channel):
        channel.publish(9)
        await desk.poll()
        channel.posts = {11: channel.posts[9].replace("ufuq/9", "ufuq/11").replace("رقم 9", "رقم 11")}
        assert (await desk.poll()).gap is False

    watching(tmp_path, scenario)


@pytest.mark.parametrize("polls", [20])
def test_every_twentieth_poll_trusts_no_304(tmp_path, polls):
    """A server that always answers 304 hides a change for twenty polls at the most."""
    state = {"text": "قديم"}

    def lying(asked):
        if asked.headers.get("If-None-Match"):
            return Answer(status=304, headers={"ETag": '"same"'})
        entries = "".join(
            f'<article id="e{n}"><time datetime="2026-07-03T08:0{n}:00Z">8:0{n}</time>'
            f"<p>خبر {state['text']} من البلدة رقم {n} في ريف المحافظة الجنوبي</p></article>"
            for n in range(5)
        )
        return html(f"<html><body><main>{entries}</main></body></html>", ETag='"same"')

    async def scenario(desk, channel):
        await desk.poll()
        state["text"] = "جديد"
        revised = [(await desk.poll()).revised for _ in range(polls)]
        assert sum(revised) == 5
        assert all(request.headers.get("If-None-Match") for request in desk.server.asked("/s/ufuq")[1:19])

    watching(tmp_path, scenario, route=lying)


class ShellSpider(PageSpider):
    """A page that tells ids; each text is an answer of its own."""

    name = "shell"

    def read(self, document):
        for key in document.text.split():
            yield Update(key=key, native=True, layout="shell")
            url = document.absolute(f"/text/{key}")
            yield Request(url, callback=self.parse_text, meta={TEXT_OF: key}, cb_kwargs={"key": key})

    def parse_text(self, response, key):
        yield Update(key=key, native=True, text=response.text, layout="shell")


def test_texts_that_are_known_are_not_asked_for_again_and_stay_listed(tmp_path):
    ids = [f"id{number}" for number in range(30, 0, -1)]

    async def scenario(desk, channel):
        desk.poller._spiders["ufuq"] = ShellSpider()
        desk.server.route("/text/*", lambda asked: html(f"نص الخبر {asked.path.rpartition('id')[2]} من البلدة"))

        async def texts():
            before = len(desk.server.requests)
            polled = await desk.poll()
            listed = desk.database.read_now(lambda tx: [entry.listed for entry in tx.entries.latest(100)])
            asked = [request.path for request in desk.server.requests[before:] if "/text/" in request.path]
            return polled.reason, asked, all(listed), len(listed), polled.gap

        reason, asked, listed, stored, _ = await texts()
        assert (len(asked), stored) == (20, 20)
        assert "more belong to it" in reason
        _, asked, listed, stored, gap = await texts()
        assert (len(asked), listed, stored, gap) == (13, True, 30, False)
        ids.insert(0, "id31")
        _, asked, listed, stored, gap = await texts()
        assert asked == ["/text/id31", "/text/id30", "/text/id29", "/text/id28"]
        assert (listed, stored, gap) == (True, 31, False)

    watching(tmp_path, scenario, route=lambda asked: html(" ".join(ids)))
