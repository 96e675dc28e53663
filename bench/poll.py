"""What does one poll cost? CPU-milliseconds of the polling process, beside what others spend on the same page."""

import asyncio
import logging
import statistics
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import aiohttp
from bs4 import BeautifulSoup
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerRunner

from bench.measure import cost, opened, show, spread
from bench.outlets import Running, outlets
from crawler.settings import settings_for
from monitor.app import App
from monitor.daemon import prepare_pages

ROUNDS = 5
POLLS = 100  # of each kind in a round
SLOW_POLLS = 15  # of what takes long
MANY = 120  # pages in turn: more entries than any cache of ours keeps

Job = Callable[[], Awaitable[object]]


class _Page(Spider):
    """One visit of a page as an ordinary Scrapy crawl."""

    name = "page"

    async def start(self):  # type: ignore[no-untyped-def]
        yield Request(self.url, dont_filter=True)  # type: ignore[attr-defined]

    def parse(self, response):  # type: ignore[no-untyped-def]
        return None


async def jobs(stack: AsyncExitStack, running: Running) -> dict[str, tuple[Job, int]]:
    """Everything that is measured, by what it is, with how many times a round."""
    kinds = {"known": "unchanged: 304", "same": "unchanged: same body, no ETag", "changed": "changed: 78 known, 1 new"}
    urls = [running.url(f"/{kind}/live") for kind in kinds]
    app = await stack.enter_async_context(opened(urls, running))
    pages = {page.url: page.id for page in await prepare_pages(app.database, app.config, app.clock.now())}
    found: dict[str, tuple[Job, int]] = {
        f"marsad, {name}": (_polling(app, [pages[url]]), POLLS) for url, name in zip(urls, kinds.values(), strict=True)
    }
    many_urls = [running.url(f"/changed/live-{place}", place % len(running.hosts)) for place in range(MANY)]
    many = await stack.enter_async_context(opened(many_urls, running))
    many_pages = await prepare_pages(many.database, many.config, many.clock.now())
    found[f"marsad, changed, {MANY} pages in turn"] = (_polling(many, [page.id for page in many_pages]), MANY)
    session = await stack.enter_async_context(aiohttp.ClientSession())
    found["aiohttp, bare GET: 304"] = (_get(session, urls[0], etag=True), POLLS)
    found["aiohttp, bare GET: whole body"] = (_get(session, urls[1]), POLLS)
    body = await _body(session, urls[1])
    print(f"the page: {len(body) / 1000:.0f} KB, {body.count(b'BlogPosting') - 1} entries")
    found["bs4 (lxml), whole page parsed, entries selected"] = (_soup(body), SLOW_POLLS)
    settings = settings_for("bench@marsad.invalid")
    found["Scrapy, one crawl a poll, nothing parsed"] = (_crawl(settings, urls[1]), SLOW_POLLS)
    return found


def _polling(app: App, page_ids: list[int]) -> Job:
    place = 0

    async def poll() -> None:
        nonlocal place
        polled = await app.poller.poll(page_ids[place % len(page_ids)])
        place += 1
        if polled is None or not polled.outcome.succeeded:
            raise SystemExit(f"a poll did not succeed: {polled}")

    return poll


def _get(session: aiohttp.ClientSession, url: str, *, etag: bool = False) -> Job:
    known: dict[str, str] = {}

    async def get() -> None:
        async with session.get(url, headers=known) as response:
            await response.read()
            if etag:
                known["If-None-Match"] = response.headers["ETag"]

    return get


async def _body(session: aiohttp.ClientSession, url: str) -> bytes:
    async with session.get(url) as response:
        return await response.read()


def _soup(body: bytes) -> Job:
    async def parse() -> None:
        soup = BeautifulSoup(body, "lxml")
        texts = [post.get_text(" ", strip=True) for post in soup.select("article.post .post-body")]
        assert texts

    return parse


def _crawl(settings: dict[str, object], url: str) -> Job:
    async def crawl() -> None:
        await AsyncCrawlerRunner(settings).crawl(_Page, url=url)

    return crawl


async def measure(running: Running) -> None:
    cpu: dict[str, list[float]] = defaultdict(list)
    wall: dict[str, list[float]] = defaultdict(list)
    async with AsyncExitStack() as stack:
        found = await jobs(stack, running)
        for job, times in found.values():  # caches fill, pages are read for the first time
            await cost(job, max(times, 20))
        for _ in range(ROUNDS):
            for name, (job, times) in found.items():
                spent, took = await cost(job, times)
                cpu[name].append(spent)
                wall[name].append(took)
    bare = statistics.median(cpu["aiohttp, bare GET: whole body"])
    rows = [
        (name, spread(cpu[name]), f"{statistics.median(cpu[name]) / bare:.1f}", f"{statistics.median(wall[name]):.1f}")
        for name in found
    ]
    title = f"One poll; median of {ROUNDS} rounds (least–most)"
    show(title, ("", "CPU-ms", "of a bare GET", "wall ms"), rows)


def main() -> None:
    logging.disable(logging.INFO)
    with outlets(hosts=20) as running:
        asyncio.run(measure(running))


if __name__ == "__main__":
    main()
