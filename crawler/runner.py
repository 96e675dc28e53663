"""The one long-lived Scrapy Crawler: started, asked to download, renewed and stopped inside a running loop."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.robotstxt import RobotParser

from crawler.robots import RobotsAnswer, RobotsMiddleware

STOP_SECONDS = 2.0
OnCrawlDelay = Callable[[str, float | None], None]
Pace = Callable[[str], Awaitable[None]]


class Downloader:
    """Downloads requests through Scrapy's downloader and its middlewares; `settings` come from `settings_for`.

    `on_crawl_delay(host, seconds or None)` is told what each robots.txt wants; `pace(host)` is awaited before a
    request that comes on top of the one that was asked for: a redirect's next step, the page after its robots.txt.
    """

    def __init__(
        self, settings: Mapping[str, Any], *, on_crawl_delay: OnCrawlDelay | None = None, pace: Pace | None = None
    ) -> None:
        self.settings = dict(settings)
        self._pace = pace
        self._on_crawl_delay = on_crawl_delay
        self._engine: _Engine | None = None
        self._retiring: set[_Engine] = set()
        self._renewing = asyncio.Lock()

    async def start(self) -> None:
        if self._engine is not None:
            raise RuntimeError("the downloader is running already")
        _quiet_scrapy()
        self._engine = await self._new_engine()

    async def download(self, request: Request) -> Response:
        """The response, whatever its status; raises what Scrapy raises. Cancelling it gives up the request."""
        if self._engine is None:
            raise RuntimeError("the downloader is not running")
        if self._engine.ended:
            async with self._renewing:
                if self._engine.ended:
                    self._engine = await self._new_engine()
        return await self._engine.download(request)

    async def robots(self, url: str) -> RobotsAnswer:
        """What robots.txt says of a URL; asked where it is not known yet."""
        if self._engine is None:
            raise RuntimeError("the downloader is not running")
        return await self._engine.robots(url)

    async def recycle(self) -> None:
        """Renew the Crawler: robots.txt is read anew, counters and slots go. Requests in flight end on the old one."""
        async with self._renewing:
            if self._engine is None:
                raise RuntimeError("the downloader is not running")
            old, self._engine = self._engine, await self._new_engine()
        self._retiring.add(old)
        try:
            await old.drain()
        finally:
            await old.stop()
            self._retiring.discard(old)

    async def stop(self) -> None:
        """Cancel what is in flight and close all connections; takes a few seconds at the very most."""
        engines = [*self._retiring, *([self._engine] if self._engine else [])]
        self._engine = None
        await asyncio.gather(*(engine.stop() for engine in engines))

    async def _new_engine(self) -> "_Engine":
        engine = _Engine(self.settings, self._on_crawl_delay, self._pace)
        await engine.start()
        return engine


class _Pool(Spider):
    """The spider that Scrapy wants to see; pages are read by the spiders of crawler.spiders, outside the engine."""

    name = "marsad"
    opened: asyncio.Event  # given to the Crawler's start
    pace: Pace | None  # likewise

    async def start(self) -> AsyncIterator[Any]:
        self.opened.set()
        await asyncio.Event().wait()  # a start that never ends keeps the engine from closing as idle
        yield


class _Engine:
    """One Crawler and its requests in flight."""

    def __init__(self, settings: Mapping[str, Any], on_crawl_delay: OnCrawlDelay | None, pace: Pace | None) -> None:
        self._crawler = Crawler(_Pool, dict(settings))
        self._pace = pace
        self._on_crawl_delay = on_crawl_delay
        self._run: asyncio.Task[None] | None = None
        self._in_flight: set[asyncio.Task[Response]] = set()
        # Scrapy holds receivers weakly: this one lives as long as the engine, being its method.
        self._crawler.signals.connect(self._robots_parsed, signals.robots_parsed)

    @property
    def ended(self) -> bool:
        return self._run is not None and self._run.done()

    async def start(self) -> None:
        opened = asyncio.Event()
        self._run = asyncio.create_task(self._crawler.crawl_async(opened=opened, pace=self._pace))
        self._run.add_done_callback(lambda _: opened.set())
        await opened.wait()
        if self._run.done():
            self._run.result()
            raise RuntimeError("Scrapy's engine ended while it started")

    async def download(self, request: Request) -> Response:
        task = asyncio.create_task(self._crawler.engine.download_async(request))
        self._in_flight.add(task)
        task.add_done_callback(self._in_flight.discard)
        return await task

    async def robots(self, url: str) -> RobotsAnswer:
        middleware = self._crawler.get_downloader_middleware(RobotsMiddleware)
        if middleware is None:
            return RobotsAnswer("robots.txt", read=False, allowed=True, crawl_delay=None)
        return await middleware.answer(url)

    async def drain(self) -> None:
        """Wait for the requests in flight, each of which is bounded by its own timeout."""
        if self._in_flight:
            await asyncio.wait(self._in_flight)

    async def stop(self) -> None:
        if self._run is None or self._run.done():
            return
        # The awaiters first: Scrapy's own stop waits for every request, as long as its timeout is.
        robots = self._crawler.get_downloader_middleware(RobotsMiddleware)
        waiting = [*self._in_flight, *(robots.abandon() if robots else [])]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._crawler.stop_async()
                await self._run
        except TimeoutError:
            logging.getLogger(__name__).warning("Scrapy did not stop within %.0f s and was cut off", STOP_SECONDS)
            self._run.cancel()

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        if self._on_crawl_delay is not None:
            agent = self._crawler.settings["ROBOTSTXT_USER_AGENT"] or self._crawler.settings["USER_AGENT"]
            self._on_crawl_delay(urlsplit(request.url).hostname or "", robotparser.crawl_delay(agent))


def _quiet_scrapy() -> None:
    """Poll outcomes say what went wrong, so Scrapy's own words about a request would say it twice."""
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    # «Experimental» once per Crawler, and each body over the bound.
    logging.getLogger("scrapy.core.downloader.handlers").setLevel(logging.ERROR)
    logging.getLogger("scrapy.downloadermiddlewares").setLevel(logging.ERROR)
