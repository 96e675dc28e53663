"""Pages that are filled by scripts: one Chromium of the system runs them, and asks for nothing by itself.

Every request of a page goes through the Downloader, so that robots.txt, the pace of its host, and the bounds of size
and time hold for scripts and data as for pages. Chromium itself is cut off from the network.
"""

import asyncio
import contextlib
import logging
import os
import shutil
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.util import find_spec
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK

from crawler.failures import DOWNLOAD_FAILURES, FetchError
from crawler.items import Outcome

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import Page, Playwright, Route
    from playwright.async_api import Request as Wanted

log = logging.getLogger(__name__)

Download = Callable[[Request], Awaitable[Response]]
Pace = Callable[[str], Awaitable[None]]

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
RENEWED_AFTER = 200  # pages: a browser grows
IDLE_SECONDS = 600.0  # without a page to render, after which it is ended
AT_ONCE = 1
MOST_REQUESTS = 60  # of one page
MOST_BYTES = 24 * 1024 * 1024  # that one page may load
RENDER_SECONDS = 45.0  # for one page, its waits for its host's pace included; then it is taken as it is
QUIET_SECONDS = 1.0  # without a request under way: the page is filled
KEPT_SCRIPTS = 16 * 1024 * 1024  # bytes of scripts that are kept from page to page …
KEPT_SECONDS = 3600.0  # … and for how long
_WANTED = frozenset({"document", "script", "xhr", "fetch"})  # no pictures, styles, fonts, films
_METHODS = frozenset({"GET", "POST"})
_DROPPED = frozenset({"content-encoding", "content-length", "transfer-encoding", "set-cookie", "alt-svc"})


def missing() -> str | None:
    """What has to be installed before pages can be rendered, in words; None where nothing is."""
    if find_spec("playwright") is None:
        return 'needs the extra «browser»: pip install "marsad[browser]"'
    if program() is None:
        return f"needs a browser of the system, one of {', '.join(PROGRAMS)}: apt-get install chromium"
    return None


def program() -> str | None:
    """The path of the system's Chromium."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


class Browser:
    """Renders one page at a time. It is started at the first page, renewed now and then, ended when idle."""

    def __init__(self, download: Download, pace: Pace, *, user_agent: str) -> None:
        self._download = download
        self._pace = pace
        self._user_agent = user_agent
        self._playwright: Playwright | None = None
        self._chromium: Chromium | None = None
        self._rendered = 0
        self._used_at = 0.0
        self._room = asyncio.Semaphore(AT_ONCE)
        self._idle: asyncio.Task[None] | None = None
        self._scripts: OrderedDict[str, tuple[float, Response]] = OrderedDict()

    @property
    def running(self) -> bool:
        return self._chromium is not None and self._chromium.is_connected()

    async def render(self, response: Response) -> HtmlResponse:
        """The page as it stands after its scripts have run; FetchError where there is no browser, or it failed."""
        from playwright.async_api import Error

        async with self._room:
            try:
                async with self._page() as page:
                    html = await _Visit(self, page, response).run()
            except Error as error:
                await self.close()
                reason = error.message.partition("\n")[0]
                raise FetchError(Outcome.BROKEN, f"the browser could not render it: {reason}") from error
            finally:
                self._used_at = monotonic()
        headers = {name: value for name, value in response.headers.items() if name.lower() not in (b"etag",)}
        headers[b"Content-Type"] = [b"text/html; charset=utf-8"]
        return HtmlResponse(
            response.url, status=response.status, headers=headers, body=html.encode(), request=response.request
        )

    async def close(self) -> None:
        """End the browser and all that it started."""
        chromium, playwright, self._chromium, self._playwright = self._chromium, self._playwright, None, None
        if self._idle is not None and self._idle is not asyncio.current_task():
            self._idle.cancel()
        self._idle = None
        if chromium is not None:
            with contextlib.suppress(Exception):  # it may have died: that is what closing it is for
                await chromium.close()
        if playwright is not None:
            await playwright.stop()

    @asynccontextmanager
    async def _page(self) -> "AsyncIterator[Page]":
        if not self.running or self._rendered >= RENEWED_AFTER:
            await self.close()
            await self._start()
        assert self._chromium is not None
        self._rendered += 1
        context = await self._chromium.new_context(
            user_agent=self._user_agent, locale="ar", service_workers="block", accept_downloads=False
        )
        try:
            yield await context.new_page()
        finally:
            if self.running:
                await context.close()

    async def _start(self) -> None:
        if problem := missing():
            raise FetchError(Outcome.BROKEN, f'render = "browser" {problem}')
        from playwright.async_api import async_playwright

        as_root = os.geteuid() == 0
        if as_root:
            log.warning("Chromium runs without its sandbox, because this program runs as root")
        self._playwright = await async_playwright().start()
        self._chromium = await self._playwright.chromium.launch(
            executable_path=program(),
            chromium_sandbox=not as_root,
            args=["--host-resolver-rules=MAP * ~NOTFOUND", "--disable-gpu", "--mute-audio", "--disable-dev-shm-usage"],
        )
        self._rendered = 0
        self._used_at = monotonic()
        self._idle = asyncio.create_task(self._end_when_idle(), name="idle browser")

    async def _end_when_idle(self) -> None:
        while (left := self._used_at + IDLE_SECONDS - monotonic()) > 0 or self._room.locked():  # noqa: ASYNC110
            await asyncio.sleep(max(left, 1.0))
        await self.close()

    async def fetch(self, wanted: "Wanted") -> Response:
        """What the page asks for, by the Downloader; scripts are kept for a while."""
        url = wanted.url
        kept = self._scripts.get(url)
        if kept is not None and monotonic() - kept[0] < KEPT_SECONDS:
            return kept[1]
        names = ("accept", "content-type", "referer", "origin")
        headers = {name: value for name, value in wanted.headers.items() if name in names or name.startswith("x-")}
        request = Request(
            url,
            method=wanted.method,
            headers=headers,
            body=wanted.post_data_buffer or b"",
            callback=NO_CALLBACK,
            dont_filter=True,
        )
        async with asyncio.timeout(RENDER_SECONDS):
            await self._pace(urlsplit(url).hostname or "")
            response = await self._download(request)
        if wanted.resource_type == "script" and wanted.method == "GET" and response.status == 200:
            self._keep(url, response)
        return response

    def _keep(self, url: str, response: Response) -> None:
        self._scripts[url] = (monotonic(), response)
        while sum(len(kept.body) for _, kept in self._scripts.values()) > KEPT_SCRIPTS:
            self._scripts.popitem(last=False)


class _Visit:
    """One page in the browser: what it asks for, and whether it is filled."""

    def __init__(self, browser: Browser, page: "Page", response: Response) -> None:
        self._browser = browser
        self._page = page
        self._response = response
        self._shown = False
        self._under_way = 0
        self._requests = 0
        self._bytes = 0
        self._quiet_since = monotonic()

    async def run(self) -> str:
        from playwright import async_api as playwright_api

        await self._page.route("**/*", self._answer)
        await self._page.route_web_socket("**/*", lambda socket: socket.close())
        self._page.on("dialog", lambda dialog: dialog.dismiss())
        ends = monotonic() + RENDER_SECONDS
        with contextlib.suppress(playwright_api.TimeoutError):  # then it is taken as it is
            await self._page.goto(self._response.url, wait_until="domcontentloaded", timeout=RENDER_SECONDS * 1000)
        self._quiet_since = monotonic()
        while monotonic() < ends:
            if self._under_way == 0 and monotonic() - self._quiet_since >= QUIET_SECONDS:
                break
            await asyncio.sleep(0.05)
        async with asyncio.timeout(RENDER_SECONDS):
            html: str = await self._page.content()
        await self._page.unroute_all(behavior="ignoreErrors")  # what is still asked for is not waited for
        return html

    async def _answer(self, route: "Route") -> None:
        from playwright.async_api import Error

        try:
            await self._answer_or_abort(route)
        except Error as error:
            log.debug("%s: the page was closed before its answer: %s", self._response.url, error.message)

    async def _answer_or_abort(self, route: "Route") -> None:
        wanted = route.request
        if wanted.is_navigation_request() and wanted.frame == self._page.main_frame:
            if wanted.url == self._response.url and not self._shown:
                self._shown = True
                await self._fulfil(route, self._response)
            else:
                await route.fulfill(status=204)  # a page cannot lead elsewhere: it stays where it is
            return
        if not self._may_ask(wanted):
            await route.abort()
            return
        self._under_way += 1
        self._requests += 1
        try:
            await self._fulfil(route, await self._browser.fetch(wanted))
        except DOWNLOAD_FAILURES as error:  # a time-out is among them, as an OSError
            log.debug("%s, for %s: %s", wanted.url, self._response.url, error)
            await route.abort()
        finally:
            self._under_way -= 1
            self._quiet_since = monotonic()

    def _may_ask(self, wanted: "Wanted") -> bool:
        return (
            wanted.resource_type in _WANTED
            and wanted.method in _METHODS
            and urlsplit(wanted.url).scheme in ("http", "https")
            and self._requests < MOST_REQUESTS
            and self._bytes < MOST_BYTES
        )

    async def _fulfil(self, route: "Route", response: Response) -> None:
        self._bytes += len(response.body)
        told = {str(name).lower(): str(value) for name, value in response.headers.to_tuple_list()}
        headers = {name: value for name, value in told.items() if name not in _DROPPED}
        await route.fulfill(status=response.status, headers=headers, body=response.body)
