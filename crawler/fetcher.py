"""Fetching a page: politely, conditionally, and with every bad answer as an outcome in words."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from crawler.bodies import HEAD, HTML, NotTextError, as_text
from crawler.browser import Browser
from crawler.challenges import guard_of
from crawler.failures import DOWNLOAD_FAILURES, FetchError, blocked, from_exception, from_status, plain_headers, size
from crawler.items import Outcome
from crawler.pacing import not_counting_waits
from crawler.politeness import HostHeldError, Politeness
from crawler.robots import RobotsAnswer, RobotsForbidden
from crawler.runner import Downloader

__all__ = ["FetchError", "Fetched", "Fetcher"]

RENDER = "render"  # in a Request's meta: the page's scripts are run in a browser
CUT_AT_ONCE = 1.0  # seconds: a later cut is the server's answer to this request
VALIDATOR_MOST = 512  # characters


class Clock(Protocol):
    def now(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A readable answer, or the word that nothing changed. Store the validators only with what the body said.

    `response` is a TextResponse unless `unchanged`; `response.url` is where redirects ended and
    `response.meta["fetched_at"]` the instant. `body_hash` is SHA-256 of the unpacked body, "" for a 304 of
    a page whose hash was not known. `seconds` is the time of the answer without the wait for the turn.
    """

    response: Response
    unchanged: bool
    etag: str | None
    last_modified: str | None
    body_hash: str
    seconds: float
    fetched_at: datetime


class Fetcher:
    """Fetches one page at a time for whoever asks; hosts keep the pace of `politeness` between them."""

    def __init__(
        self, downloader: Downloader, politeness: Politeness, clock: Clock, browser: Browser | None = None
    ) -> None:
        self._downloader = downloader
        self._politeness = politeness
        self._clock = clock
        self._browser = browser
        self._limit = int(downloader.settings["DOWNLOAD_MAXSIZE"])
        # Redirects and robots.txt have a timeout each; the whole visit has this one.
        self._whole_seconds = 2.0 * float(downloader.settings["DOWNLOAD_TIMEOUT"])

    async def fetch(
        self,
        url_or_request: str | Request,
        *,
        meta: Mapping[str, Any] | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        body_hash: str | None = None,
    ) -> Fetched:
        """The page, or `unchanged` for a 304 or the body that `body_hash` names; raises FetchError for all else.

        `meta` goes with a URL; a Request has its own.
        """
        request = _conditional(url_or_request, meta, etag, last_modified)
        if request.meta.get(RENDER):
            # The shell of such a page does not change with what its scripts fill in.
            for name in ("If-None-Match", "If-Modified-Since"):
                request.headers.pop(name, None)
        host = urlsplit(request.url).hostname or ""
        try:
            async with self._politeness.turn(host):
                started = monotonic()
                response = await self._download(request)
                seconds = monotonic() - started
        except HostHeldError as error:
            raise FetchError(Outcome.RATE_LIMITED, str(error), retry_after=error.seconds, asked=False) from error
        fetched_at = self._clock.now()
        if response.status not in (200, 203):
            if response.status == 304 and (etag or last_modified):
                return _fetched(response, True, etag, last_modified, body_hash or "", seconds, fetched_at)
            raise self._refusal(response, fetched_at)
        self._politeness.answered(host)
        fresh_hash = hashlib.sha256(response.body).hexdigest()
        if response.body and fresh_hash == body_hash:  # it was read before, so it is no guard's page
            return _fetched(response, True, None, None, fresh_hash, seconds, fetched_at)
        guard = guard_of(response.status, plain_headers(response), response.body)
        if guard is not None:
            raise blocked(guard, str(response.status), status=response.status)
        if request.meta.get(RENDER) and HTML.search(response.body[:HEAD]):
            response = await self._render(response)
            fresh_hash = hashlib.sha256(response.body).hexdigest()
            if fresh_hash == body_hash:
                return _fetched(response, True, None, None, fresh_hash, seconds, fetched_at)
        return _fetched(_readable(response), False, None, None, fresh_hash, seconds, fetched_at)

    async def _render(self, response: Response) -> Response:
        if self._browser is None:
            raise FetchError(Outcome.BROKEN, "this page has to be rendered, and there is no browser here")
        try:
            rendered = await self._browser.render(response)
        except TimeoutError as error:
            raise FetchError(Outcome.TIMED_OUT, "the browser did not come to an end with it") from error
        if len(rendered.body) > self._limit:
            raise FetchError(Outcome.TOO_LARGE, f"more than {size(self._limit)} after its scripts have run")
        return rendered

    async def robots(self, url: str) -> RobotsAnswer:
        """What the robots.txt of the URL's site says of it."""
        async with self._politeness.turn(urlsplit(url).hostname or ""):
            return await self._downloader.robots(url)

    async def _download(self, request: Request) -> Response:
        try:
            async with asyncio.timeout(self._whole_seconds) as timeout:
                with not_counting_waits(timeout):
                    return await self._once_more_if_cut(request)
        except HostHeldError:
            raise
        except RobotsForbidden as error:
            raise FetchError(Outcome.FORBIDDEN, str(error)) from error
        except TimeoutError as error:
            raise FetchError(Outcome.TIMED_OUT, f"no complete answer within {self._whole_seconds:g} s") from error
        except DOWNLOAD_FAILURES as error:
            raise from_exception(error, limit=self._limit) from error

    async def _once_more_if_cut(self, request: Request) -> Response:
        """A server may cut a connection that it kept from the last poll: that says nothing of the page."""
        began = monotonic()
        try:
            return await self._downloader.download(request)
        except DownloadFailedError as error:
            if not isinstance(error.__cause__, aiohttp.ServerDisconnectedError) or monotonic() - began > CUT_AT_ONCE:
                raise
        await self._politeness.pace(urlsplit(request.url).hostname or "")
        return await self._downloader.download(request)

    def _refusal(self, response: Response, now: datetime) -> FetchError:
        error = from_status(response, now=now)
        host = urlsplit(response.url).hostname or ""
        if error.retry_after is not None:
            error.retry_after = self._politeness.retry_after(host, error.retry_after)
        elif response.status == 429:
            error.retry_after = self._politeness.too_many(host)
        return error


def _conditional(
    url_or_request: str | Request, meta: Mapping[str, Any] | None, etag: str | None, last_modified: str | None
) -> Request:
    """A request of our own: a spider's callback stays with the spider, and its meta dict is not shared."""
    try:
        request = (
            Request(url_or_request, meta=dict(meta or {}), callback=NO_CALLBACK, dont_filter=True)
            if isinstance(url_or_request, str)
            else url_or_request.replace(callback=NO_CALLBACK, errback=None, dont_filter=True)
        )
    except ValueError as error:
        raise FetchError(Outcome.UNREACHABLE, f"not an address that can be fetched: {error}") from error
    if etag:
        request.headers["If-None-Match"] = etag
    if last_modified:
        request.headers["If-Modified-Since"] = last_modified
    return request


def _readable(response: Response) -> Response:
    try:
        return as_text(response)
    except NotTextError as error:
        raise FetchError(Outcome.UNREADABLE, str(error), status=response.status) from error


def _fetched(
    response: Response,
    unchanged: bool,
    etag: str | None,
    last_modified: str | None,
    body_hash: str,
    seconds: float,
    fetched_at: datetime,
) -> Fetched:
    if response.request is not None:
        response.request.meta["fetched_at"] = fetched_at
    return Fetched(
        response=response,
        unchanged=unchanged,
        etag=_validator(response, "ETag") or etag,
        last_modified=_validator(response, "Last-Modified") or last_modified,
        body_hash=body_hash,
        seconds=seconds,
        fetched_at=fetched_at,
    )


def _validator(response: Response, name: str) -> str | None:
    """A validator that can be sent back as it came."""
    value = response.headers.get(name)
    if value is None or not value.isascii() or len(value) > VALIDATOR_MOST:
        return None
    return value.decode("ascii") or None
