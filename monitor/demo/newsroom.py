"""The demo's newsroom: three outlets on loopback that publish as time goes by."""

import hashlib
from collections import Counter
from contextlib import AsyncExitStack
from datetime import datetime
from types import TracebackType
from typing import Self

from aiohttp import ETag, web

from monitor.clock import Clock, SystemClock
from monitor.demo.pages import article_page, feed, list_page, live_page
from monitor.demo.serving import serving
from monitor.demo.story import Day, Outlet, Shown, published

ADDRESSES = ("127.0.0.2", "127.0.0.3", "127.0.0.4")
PATHS = {"live": "/live/daraa", "list": "/briefs", "feed": "/rss.xml"}


class Newsroom:
    """Serves the day's pages. What they show follows from the clock alone; nothing runs in between.

    `urls` holds each outlet's page to poll, by the outlet's name; `answers` counts answers by status.
    """

    def __init__(self, day: Day, clock: Clock | None = None) -> None:
        self.day = day
        self.urls: dict[str, str] = {}
        self.answers: Counter[int] = Counter()
        self._clock = clock or SystemClock()
        self._started_at = self._clock.now()
        self._servers = AsyncExitStack()

    @property
    def elapsed(self) -> float:
        """Seconds since the newsroom opened."""
        return (self._clock.now() - self._started_at).total_seconds()

    @property
    def started_at(self) -> datetime:
        return self._started_at

    async def __aenter__(self) -> Self:
        self._started_at = self._clock.now()
        async with AsyncExitStack() as servers:
            for address, outlet in zip(ADDRESSES, self.day.outlets, strict=True):
                base = await servers.enter_async_context(serving(self._site(outlet), address))
                self.urls[outlet.name] = base + PATHS[outlet.shape]
            self._servers = servers.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._servers.aclose()

    def shown(self, outlet: str) -> list[Shown]:
        """What an outlet has published by now, newest first."""
        return published(self.day, self.elapsed, started_at=self._started_at, outlet=outlet)

    def _site(self, outlet: Outlet) -> web.Application:
        async def page(request: web.Request) -> web.Response:
            return self._answer(request, *self._page(outlet, request))

        async def article(request: web.Request) -> web.Response:
            number = request.match_info["number"]
            for post in self.shown(outlet.name):
                if str(post.post.number) == number:
                    url = f"{_base(request)}/news/{number}"
                    return self._answer(request, article_page(outlet, post, url=url), "text/html")
            raise web.HTTPNotFound

        async def robots(request: web.Request) -> web.Response:
            return self._answer(request, "User-agent: *\nAllow: /\n", "text/plain")

        async def home(request: web.Request) -> web.Response:
            raise web.HTTPFound(PATHS[outlet.shape])

        app = web.Application()
        app.router.add_get("/", home)
        app.router.add_get("/robots.txt", robots)
        app.router.add_get(PATHS[outlet.shape], page)
        if outlet.shape == "feed":
            app.router.add_get(r"/news/{number:\d+}", article)
        return app

    def _page(self, outlet: Outlet, request: web.Request) -> tuple[str, str]:
        base, posts = _base(request), self.shown(outlet.name)
        url = base + PATHS[outlet.shape]
        if outlet.shape == "feed":
            return feed(outlet, posts, url=url, base=base), "application/rss+xml"
        make = live_page if outlet.shape == "live" else list_page
        return make(outlet, posts, url=url), "text/html"

    def _answer(self, request: web.Request, text: str, content_type: str) -> web.Response:
        """The text with its ETag; 304 without it where the client has it already."""
        etag = ETag(hashlib.sha256(text.encode()).hexdigest()[:24])
        known = request.if_none_match or ()
        if any(tag.value in (etag.value, "*") for tag in known):
            response = web.Response(status=304)
        else:
            response = web.Response(text=text, content_type=content_type, charset="utf-8")
        response.etag = etag
        self.answers[response.status] += 1
        return response


def _base(request: web.Request) -> str:
    return f"http://{request.host}"
