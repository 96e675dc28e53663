"""One poll: fetches a page, has its spider read it in a thread, and hands on what came of it to be recorded."""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping
from typing import Any

from crawler.fetcher import RENDER, Fetched, Fetcher, FetchError
from crawler.items import Outcome
from crawler.parsing import ReadError
from crawler.selectors import Selectors
from crawler.spider import PageSpider
from crawler.spiders import spider_class
from monitor import gaps
from monitor.clock import Clock
from monitor.config import Source
from monitor.pipeline import Rules
from monitor.recording import record_failure, record_read, record_unchanged
from monitor.visit import Reader, reader_version
from monitor.visited import Failed, Polled, Visited
from storage.database import Database, DatabaseError
from storage.rows import Page, PageKind

__all__ = ["Polled", "Poller"]

log = logging.getLogger(__name__)

UNCONDITIONAL_EVERY = 20  # polls: some servers answer 304 to a page that has changed
FIRST_READS_AT_ONCE = 16  # all on such a page is new: many that wait to be recorded would fill the memory


class Poller:
    """Polls one page at a time, however many polls are under way."""

    def __init__(
        self, *, fetcher: Fetcher, database: Database, clock: Clock, rules: Rules, sources: Mapping[str, Source]
    ) -> None:
        self._fetcher = fetcher
        self._database = database
        self._clock = clock
        self._reader = Reader(fetcher, database)
        self._conditional: Counter[int] = Counter()  # polls of a page since the last that asked for its whole body
        self._first_reads = asyncio.Semaphore(FIRST_READS_AT_ONCE)
        self.use(rules, sources)

    def use(self, rules: Rules, sources: Mapping[str, Source]) -> None:
        """Takes a changed configuration; polls under way end with the one they began with."""
        self._rules = rules
        self._sources = sources
        self._spiders: dict[str, PageSpider] = {name: _spider(source) for name, source in sources.items()}

    def close(self) -> None:
        self._reader.close()

    async def poll(self, page_id: int) -> Polled | None:
        """Polls a page and records the outcome, whatever it is; None where the page is not due."""
        page = self._page(page_id)
        if page.reads or page.failures or page.kind is PageKind.ITEM:
            return await self._poll(page)
        async with self._first_reads:
            return await self._poll(self._page(page_id))  # it may have been closed since

    def _page(self, page_id: int) -> Page:
        return self._database.look(lambda tx: tx.pages.get(page_id))

    async def _poll(self, page: Page) -> Polled | None:
        source = self._sources.get(page.source)
        if source is None or page.closed or (page.next_at is not None and page.next_at > self._clock.now()):
            return None
        rules = self._rules
        meta = {"zone": source.zone, RENDER: source.render is not None}
        came = await self._visit(page, self._spiders[source.name], meta)
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
        log.log(logging.INFO if failed.asked else logging.DEBUG, "%s: %s: %s", page.url, failed.outcome, failed.reason)
        telling = rules if failed.outcome is not Outcome.BROKEN else None
        return await self._database.write(lambda tx: record_failure(tx, page, source, telling, failed, now))

    async def _visit(self, page: Page, spider: PageSpider, meta: dict[str, Any]) -> Visited | Failed | None:
        """What a visit of the page came to; None where it has not changed.

        This is one of the two places that catch every exception: one page must never end the others' beat.
        """
        try:
            fetched = await self._fetch(page, spider, meta)
            if fetched.unchanged:
                return None
            backlog_at = self._clock.now() - self._rules.backlog
            visited = await self._reader.read(page, fetched, spider, meta, backlog_at)
        except FetchError as error:
            return Failed(
                outcome=error.outcome,
                reason=error.reason,
                status=error.status,
                retry_after=error.retry_after,
                asked=error.asked,
            )
        except ReadError as error:
            return Failed(outcome=error.outcome, reason=error.reason)
        except Exception as error:
            log.exception("visiting %s failed", page.url)
            return _broken(error)
        if not visited.updates:
            return Failed(
                outcome=Outcome.EMPTY,
                reason=f"read, but not one update was found in it{_had(page)}",
                status=fetched.response.status,
            )
        return visited

    async def _fetch(self, page: Page, spider: PageSpider, meta: dict[str, Any]) -> Fetched:
        self._conditional[page.id] = (self._conditional[page.id] + 1) % UNCONDITIONAL_EVERY
        known = page.reader_version == reader_version(spider) and not gaps.sought(page)
        trusted = known and self._conditional[page.id] != 0
        return await self._fetcher.fetch(
            page.url,
            meta=meta,
            etag=page.etag if trusted else None,
            last_modified=page.last_modified if trusted else None,
            body_hash=page.body_hash if known else None,
        )


def _had(page: Page) -> str:
    return f"; it had {page.entries_last}: its layout may have changed" if page.entries_last else ""


def _broken(error: Exception) -> Failed:
    return Failed(outcome=Outcome.BROKEN, reason=f"{type(error).__name__}: {error}")


def _spider(source: Source) -> PageSpider:
    """The spider of a source, with the selectors of its `[sources.layout]`."""
    selectors = Selectors(**source.layout.model_dump()) if source.layout else None
    return spider_class(source.spider)(selectors=selectors)
