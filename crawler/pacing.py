"""The pace of what a request brings with it: a redirect is one more question to a host, and waits for its turn."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.http import Request


@dataclass(slots=True)
class _Visit:
    """The deadline of a visit; None once it is over: what it began, as asking for a robots.txt, may outlive it."""

    timeout: asyncio.Timeout | None


_visit: ContextVar[_Visit | None] = ContextVar("visit", default=None)


@contextmanager
def not_counting_waits(timeout: asyncio.Timeout) -> Iterator[None]:
    """What a visit waits for its turns does not count against its deadline."""
    visit = _Visit(timeout)
    token = _visit.set(visit)
    try:
        yield
    finally:
        visit.timeout = None
        _visit.reset(token)


class PacingMiddleware:
    """Lets the pool's `pace` decide when a redirect's next step may be asked."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "PacingMiddleware":
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("redirect_times"):
            await pace_of(self._crawler, request)


async def pace_of(crawler: Crawler, request: Request) -> None:
    """Waits until the request's host may be asked once more; at once where the crawler keeps no such pace."""
    pace = getattr(crawler.spider, "pace", None)
    if pace is None:
        return
    visit, loop = _visit.get(), asyncio.get_running_loop()
    when = visit.timeout.when() if visit is not None and visit.timeout is not None else None
    if visit is None or visit.timeout is None or when is None or visit.timeout.expired():
        await pace(urlsplit(request.url).hostname or "")
        return
    left = when - loop.time()
    visit.timeout.reschedule(None)
    try:
        await pace(urlsplit(request.url).hostname or "")
    finally:
        if visit.timeout is not None:
            visit.timeout.reschedule(loop.time() + left)
