"""One poll: fetches a page, has its spider read it in a thread, and hands on what came of it to be recorded."""

import asyncio
import logging
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from scrapy import Request
from scrapy.http import Response

from crawler.fetcher import Fetched, Fetcher, FetchError
from crawler.items import Outcome
from crawler.parsing import Parsed, ReadError, parse_response
from crawler.spider import PageSpider
from crawler.spiders import spider_class
from monitor import __version__
from monitor.clock import Clock
from monitor.config import Source
from monitor.pipeline import Rules
from monitor.recording import Failed, Polled, Visited, record_failure, record_read, record_unchanged
from storage.database import Database, DatabaseError
from storage.rows import Page

__all__ = ["Polled", "Poller"]

log = logging.getLogger(__name__)

MAX_REQUESTS = 20  # further pages that a spider may ask for in one poll
STUCK_SECONDS = 30.0  # a reading that takes longer is given up; its thread cannot be killed


class Poller:
    """Polls one page at a time, however many polls are under way."""

    def __init__(
        self, *, fetcher: Fetcher, database: Database, clock: Clock, rules: Rules, sources: Mapping[str, Source]
    ) -> None:
        self._fetcher = fetcher
        self._database = database
        self._clock = clock
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="read")
        self.use(rules, sources)

    def use(self, rules: Rules, sources: Mapping[str, Source]) -> None:
        """Takes a changed configuration; polls under way end with the one they began with."""
        self._rules = rules
        self._sources = sources
        self._spiders: dict[str, PageSpider] = {name: spider_class(source.spider)() for name, source in sources.items()}

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def poll(self, page_id: int) -> Polled | None:
        """Polls a page and records the outcome, whatever it is; None where the page is not due."""
        page = self._database.look(lambda tx: tx.pages.get(page_id))
        source = self._sources.get(page.source)
        if source is None or page.closed or (page.next_at is not None and page.next_at > self._clock.now()):
            return None
        rules = self._rules
        came = await self._visit(page, self._spiders[source.name], source.zone)
        now = self._clock.now()
        if came is None:
            return await self._database.write(lambda tx: record_unchanged(tx, page, now))
        if isinstance(came, Visited):
            visited = came
            log.debug("%s: read %d updates as %s", page.url, len(visited.updates), visited.layout)
            try:
                return await self._database.write(lambda tx: record_read(tx, page, source, rules, visited, now))
            except DatabaseError:
                raise  # the disk, not this page
            except Exception as error:
                log.exception("what was read of %s could not be recorded", page.url)
                came = _broken(error)
        failed = came
        log.info("%s: %s: %s", page.url, failed.outcome, failed.reason)
        telling = rules if failed.outcome is not Outcome.BROKEN else None
        return await self._database.write(lambda tx: record_failure(tx, page, source, telling, failed, now))

    async def _visit(self, page: Page, spider: PageSpider, zone: str) -> Visited | Failed | None:
        """What a visit of the page came to; None where it has not changed.

        This is one of the two places that catch every exception: one page must never end the others' beat.
        """
        try:
            fetched = await self._fetch(page, spider, zone)
            if fetched.unchanged:
                return None
            visited = await self._read_whole(fetched, spider, zone)
        except FetchError as error:
            return Failed(
                outcome=error.outcome, reason=error.reason, status=error.status, retry_after=error.retry_after
            )
        except ReadError as error:
            return Failed(outcome=error.outcome, reason=error.reason)
        except Exception as error:
            log.exception("visiting %s failed", page.url)
            return _broken(error)
        if not visited.updates:
            return Failed(
                outcome=Outcome.EMPTY,
                reason="read, but not one update was found in it",
                status=fetched.response.status,
            )
        return visited

    async def _fetch(self, page: Page, spider: PageSpider, zone: str) -> Fetched:
        known = page.reader_version == reader_version(spider)
        return await self._fetcher.fetch(
            Request(page.url, meta={"zone": zone}),
            etag=page.etag if known else None,
            last_modified=page.last_modified if known else None,
            body_hash=page.body_hash if known else None,
        )

    async def _read_whole(self, fetched: Fetched, spider: PageSpider, zone: str) -> Visited:
        """The page's updates, those of its further pages included, as far as these can be had."""
        parsed, seconds = await self._read(spider, fetched.response)
        updates, partial = list(parsed.updates), None
        waiting = list(parsed.requests)
        for _ in range(MAX_REQUESTS):
            if not waiting:
                break
            request = waiting.pop(0)
            try:
                more = await self._fetcher.fetch(request.replace(meta={"zone": zone, **request.meta}))
                further, took = await self._read(spider, more.response, request)
            except (FetchError, ReadError) as error:
                partial = f"{request.url}: {error.reason}"
                continue
            updates += further.updates
            waiting += further.requests
            seconds += took
        if waiting:
            partial = f"more than {MAX_REQUESTS} further pages"
        return Visited(
            fetched=fetched,
            updates=tuple(updates),
            layout=parsed.layout,
            partial=partial,
            read_seconds=seconds,
            version=reader_version(spider),
        )

    async def _read(
        self, spider: PageSpider, response: Response, request: Request | None = None
    ) -> tuple[Parsed, float]:
        """The spider's callback run whole in a thread, and the seconds it took there."""
        callback = getattr(request.callback, "__name__", "parse") if request else "parse"
        cb_kwargs = request.cb_kwargs if request else {}

        def run() -> tuple[Parsed, float]:
            began = time.monotonic()
            parsed = parse_response(spider, response, callback, cb_kwargs)
            return parsed, time.monotonic() - began

        future = asyncio.get_running_loop().run_in_executor(self._threads, run)
        try:
            return await asyncio.wait_for(future, STUCK_SECONDS)
        except TimeoutError:
            raise ReadError(Outcome.TOO_SLOW, f"not read within {STUCK_SECONDS:.0f} s") from None


def reader_version(spider: PageSpider) -> str:
    """Whatever wrote a page's validators; another version reads the page anew once, whatever they say."""
    return f"{__version__} {spider.name}"


def _broken(error: Exception) -> Failed:
    return Failed(outcome=Outcome.BROKEN, reason=f"{type(error).__name__}: {error}")
