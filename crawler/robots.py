"""robots.txt: asked once per site and kept, asked again where it could not be read, and named in a refusal."""

import asyncio
import logging
from dataclasses import dataclass
from time import monotonic

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from crawler.failures import DOWNLOAD_FAILURES, plain
from crawler.pacing import pace_of

logger = logging.getLogger(__name__)

READ_MOST = 500 * 1024  # bytes; RFC 9309, 2.5 lets a crawler stop there
TIMEOUT_SECONDS = 10
ASK_AGAIN_SECONDS = 600.0  # after a robots.txt that could not be read; until then all is allowed


class RobotsForbidden(IgnoreRequest):
    """robots.txt forbids a URL."""

    def __init__(self, robots_url: str, url: str) -> None:
        super().__init__(f"{robots_url} forbids {url}")
        self.robots_url = robots_url
        self.url = url


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What a site's robots.txt says of one URL; not `read` where there is none, or it could not be had."""

    robots_url: str
    read: bool
    allowed: bool
    crawl_delay: float | None  # seconds


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware, with an answer that does not hang on the request that happened to ask first.

    Scrapy's own keeps a robots.txt that failed once as «all allowed» for the life of the Crawler, and where
    the asking request is cancelled every later one for that site waits for ever.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._asked: dict[str, asyncio.Task[RobotParser | None]] = {}
        self._ask_again_at: dict[str, float] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        agent = self._robotstxt_useragent or self._default_useragent
        if rp is not None and not rp.allowed(request.url, agent):
            raise RobotsForbidden(_robots_url(request), request.url)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        url = _robots_url(request)
        asks = self._must_ask(url)
        parser = await self._parser(url, request)
        if asks:
            await pace_of(self.crawler, request)  # robots.txt has had the turn of this request
        return parser

    async def answer(self, url: str) -> "RobotsAnswer":
        """What robots.txt says of a URL."""
        request = Request(url, callback=NO_CALLBACK)
        parser = await self._parser(_robots_url(request), request)
        if parser is None:
            return RobotsAnswer(_robots_url(request), read=False, allowed=True, crawl_delay=None)
        agent = self._robotstxt_useragent or self._default_useragent
        return RobotsAnswer(
            _robots_url(request), read=True, allowed=parser.allowed(url, agent), crawl_delay=parser.crawl_delay(agent)
        )

    def abandon(self) -> list[asyncio.Task[RobotParser | None]]:
        """Cancel what is being asked; returns the tasks, for the caller to await."""
        tasks = [task for task in self._asked.values() if not task.done()]
        for task in tasks:
            task.cancel()
        return tasks

    async def _parser(self, url: str, request: Request) -> RobotParser | None:
        if self._must_ask(url):
            self._asked[url] = asyncio.create_task(self._ask(url, request))
        return await asyncio.shield(self._asked[url])

    def _must_ask(self, url: str) -> bool:
        task = self._asked.get(url)
        return task is None or self._is_over(url, task)

    def _is_over(self, url: str, task: asyncio.Task[RobotParser | None]) -> bool:
        if not task.done():
            return False
        if task.cancelled() or task.exception() is not None:
            return True
        return monotonic() >= self._ask_again_at.get(url, float("inf"))

    async def _ask(self, url: str, request: Request) -> RobotParser | None:
        """The rules of a site; None where it has none or they cannot be read now."""
        self._ask_again_at.pop(url, None)
        meta = {"dont_obey_robotstxt": True, "download_timeout": TIMEOUT_SECONDS}
        try:
            response = await self.crawler.engine.download_async(Request(url, meta=meta, callback=NO_CALLBACK))
        except DOWNLOAD_FAILURES as error:
            self._unread(url, plain(error))
            return None
        if response.status >= 500 or response.status == 429:
            self._unread(url, f"status {response.status}")
        if response.status != 200:  # RFC 9309, 2.3.1.3: no robots.txt, no rules
            return None
        parser = build_from_crawler(self._parserimpl, self.crawler, response.body[:READ_MOST])
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        return parser

    def _unread(self, url: str, reason: str) -> None:
        self._ask_again_at[url] = monotonic() + ASK_AGAIN_SECONDS
        logger.info("%s could not be read, so nothing counts as forbidden for now: %s", url, reason)


def _robots_url(request: Request) -> str:
    parts = urlparse_cached(request)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
