"""One poll: fetches a page, has its spider read it, and records all it found in one transaction."""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from scrapy import Request
from scrapy.http import Response

from crawler.fetcher import Fetched, Fetcher, FetchError
from crawler.items import Outcome, Update
from crawler.parsing import Parsed, ReadError, parse_response
from crawler.spiders import PageSpider, spider_class
from monitor import __version__, follow, ingest, pipeline
from monitor.clock import Clock
from monitor.config import Source
from monitor.pipeline import Rules, Sighting
from storage.database import Database, Tx
from storage.rows import Change, Page, PageKind, Poll, Reading, Recorded

log = logging.getLogger(__name__)

MAX_REQUESTS = 20  # further pages that a spider may ask for in one poll
SLOW_SECONDS = 2.0  # a page that takes longer to read is paused
STUCK_SECONDS = 30.0  # and given up after this; its thread cannot be killed
PAUSE = timedelta(hours=1)
ITEM_EVERY = timedelta(minutes=1)  # the beat from which the back-off of a failing item starts
LONG_BACK_OFF = frozenset({Outcome.REFUSED, Outcome.RATE_LIMITED, Outcome.FORBIDDEN, Outcome.GONE, Outcome.TOO_LARGE})
FINAL_FOR_ITEMS = frozenset({Outcome.FORBIDDEN, Outcome.GONE, Outcome.UNREADABLE, Outcome.TOO_LARGE, Outcome.EMPTY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one poll came to. `owed` counts alerts, `items_due` followed articles that wait to be read."""

    page: Page
    outcome: Outcome
    reason: str | None
    entries: int = 0
    new: int = 0
    revised: int = 0
    owed: int = 0
    items_due: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visit:
    """A page that was fetched and read. `partial` says why a further page of it could not be."""

    fetched: Fetched
    updates: tuple[Update, ...]
    layout: str
    partial: str | None
    read_seconds: float


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
        """Polls a page and records the outcome, whatever it is; None where the page is not due.

        This is one of the two places that catch every exception: one page must never end the others' beat.
        """
        page = await self._database.read(lambda tx: tx.pages.get(page_id))
        source = self._sources.get(page.source)
        if source is None or page.closed or (page.next_at is not None and page.next_at > self._clock.now()):
            return None
        rules = self._rules
        try:
            visit = await self._visit(page, source)
            if visit is None:
                return await self._record_unchanged(page)
            if not visit.updates:
                reason = "read, but not one update was found in it"
                return await self._record_failure(page, source, rules, Outcome.EMPTY, reason)
            return await self._record_read(page, source, rules, visit)
        except FetchError as error:
            return await self._record_failure(
                page, source, rules, error.outcome, error.reason, error.status, error.retry_after
            )
        except ReadError as error:
            return await self._record_failure(page, source, rules, error.outcome, error.reason)
        except Exception as error:
            log.exception("poll of %s failed", page.url)
            reason = f"{type(error).__name__}: {error}"
            return await self._record_failure(page, source, rules, Outcome.BROKEN, reason)

    async def _visit(self, page: Page, source: Source) -> _Visit | None:
        """The page fetched and read whole, its further pages included; None where it has not changed."""
        spider = self._spiders[source.name]
        known = page.reader_version == reader_version(spider)
        fetched = await self._fetcher.fetch(
            Request(page.url, meta={"zone": source.zone}),
            etag=page.etag if known else None,
            last_modified=page.last_modified if known else None,
            body_hash=page.body_hash if known else None,
        )
        if fetched.unchanged:
            return None
        parsed, seconds = await self._read(spider, fetched.response)
        updates, partial = list(parsed.updates), None
        waiting = list(parsed.requests)
        for _ in range(MAX_REQUESTS):
            if not waiting:
                break
            request = waiting.pop(0)
            try:
                more = await self._fetcher.fetch(request.replace(meta={"zone": source.zone, **request.meta}))
                further, took = await self._read(spider, more.response, request)
            except (FetchError, ReadError) as error:
                partial = f"{request.url}: {error.reason}"
                continue
            updates += further.updates
            waiting += further.requests
            seconds += took
        if waiting:
            partial = f"more than {MAX_REQUESTS} further pages"
        return _Visit(
            fetched=fetched, updates=tuple(updates), layout=parsed.layout, partial=partial, read_seconds=seconds
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

    async def _record_unchanged(self, page: Page) -> Polled:
        now = self._clock.now()

        def write(tx: Tx) -> None:
            next_at = follow.next_read(page, now) if page.kind is PageKind.ITEM else None
            tx.pages.unchanged(page.id, now=now, next_at=next_at)
            if page.kind is PageKind.ITEM and next_at is None:
                tx.pages.close(page.id, now)
            tx.polls.count(page.id, at=now, outcome=Outcome.UNCHANGED)
            if page.failures:
                tx.polls.record(_poll(page, now, Outcome.UNCHANGED, "answers again"))

        await self._database.write(write)
        return Polled(page=page, outcome=Outcome.UNCHANGED, reason=None)

    async def _record_read(self, page: Page, source: Source, rules: Rules, visit: _Visit) -> Polled:
        now = self._clock.now()
        followed, own = _split(page, source, visit.updates)
        readings = ingest.to_readings(own)
        return await self._database.write(
            lambda tx: _write_read(tx, page, source, rules, visit, readings, followed, now, self._version(source))
        )

    def _version(self, source: Source) -> str:
        return reader_version(self._spiders[source.name])

    async def _record_failure(
        self,
        page: Page,
        source: Source,
        rules: Rules,
        outcome: Outcome,
        reason: str,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> Polled:
        now = self._clock.now()
        log.info("%s: %s: %s", page.url, outcome, reason)
        every = source.every if page.kind is PageKind.CONFIGURED else ITEM_EVERY
        next_at = retry_at(now, every, page.failures + 1, outcome, retry_after)

        def write(tx: Tx) -> Polled:
            tx.pages.failed(page.id, now=now, outcome=outcome, reason=reason, next_at=next_at)
            tx.polls.count(page.id, at=now, outcome=outcome)
            tx.polls.record(_poll(page, now, outcome, reason, status=status))
            owed = _tell_listed(tx, page, source, rules, now) if page.kind is PageKind.ITEM else 0
            given_up = page.first_read_at is None and page.failures >= 12
            if page.kind is PageKind.ITEM and (outcome in FINAL_FOR_ITEMS or given_up):
                tx.pages.close(page.id, now)
            return Polled(page=page, outcome=outcome, reason=reason, owed=owed)

        return await self._database.write(write)


def reader_version(spider: PageSpider) -> str:
    """Whatever wrote a page's validators; another version reads the page anew once, whatever they say."""
    return f"{__version__} {spider.name}"


def retry_at(
    now: datetime, every: timedelta, failures: int, outcome: Outcome, retry_after: float | None
) -> datetime | None:
    """When a page that failed `failures` times in a row is next asked; None: at its next beat."""
    if outcome is Outcome.EMPTY:
        return None
    if outcome is Outcome.TOO_SLOW:
        return now + PAUSE
    cap = timedelta(hours=1) if outcome in LONG_BACK_OFF else timedelta(minutes=10)
    back_off = min(every * 2 ** min(failures - 1, 10), max(cap, every))
    wanted = timedelta(seconds=retry_after) if retry_after is not None else timedelta(0)
    # A tick comes a hair before its second: half a beat off keeps a first failure's retry at the next beat.
    return now + max(back_off - every / 2, wanted)


def _split(page: Page, source: Source, updates: Sequence[Update]) -> tuple[list[Update], list[Update]]:
    """The updates that are followed to pages of their own, and those that stand on this page."""
    if not source.follow or page.kind is PageKind.ITEM:
        return [], list(updates)
    followed: list[Update] = []
    own: list[Update] = []
    for update in updates:
        (followed if follow.followable(update, page) else own).append(update)
    return followed, own


def _write_read(
    tx: Tx,
    page: Page,
    source: Source,
    rules: Rules,
    visit: _Visit,
    readings: list[Reading],
    followed: list[Update],
    now: datetime,
    version: str,
) -> Polled:
    """Everything that one complete read found, with the validators that belong to it."""
    listed = follow.listed_of(page)
    readings = follow.with_listing(readings, listed)
    recorded = ingest.record(tx, page, readings, now, whole=visit.partial is None)
    first = page.reads == 0 and (listed is None or listed.first_sight)
    owed = pipeline.run(tx, rules, Sighting(source=source.name, first=first, recorded=recorded), now)
    items_due = follow.register(tx, page, followed, first_sight=page.reads == 0, now=now)
    new = sum(one.change is Change.NEW for one in recorded) + items_due
    revised = sum(one.change is Change.REVISED for one in recorded)
    fetched, whole = visit.fetched, visit.partial is None
    next_at = follow.next_read(page, now) if page.kind is PageKind.ITEM else None
    if visit.read_seconds > SLOW_SECONDS:
        next_at = now + PAUSE
    tx.pages.read(
        page.id,
        now=now,
        outcome=Outcome.READ,
        etag=fetched.etag if whole else page.etag,
        last_modified=fetched.last_modified if whole else page.last_modified,
        body_hash=fetched.body_hash if whole else page.body_hash,
        reader_version=version if whole else page.reader_version,
        layout=visit.layout,
        entries=len(readings) + len(followed),
        new=new,
        next_at=next_at,
    )
    if page.kind is PageKind.ITEM and next_at is None:
        tx.pages.close(page.id, now)
    tx.polls.count(page.id, at=now, outcome=Outcome.READ)
    reason = _reason(visit, page)
    if new or revised or reason or page.reads == 0:
        tx.polls.record(
            _poll(
                page,
                now,
                Outcome.READ,
                reason,
                status=fetched.response.status,
                size=len(fetched.response.body),
                seconds=fetched.seconds,
                entries=len(readings) + len(followed),
                new=new,
                revised=revised,
            )
        )
    return Polled(
        page=page,
        outcome=Outcome.READ,
        reason=reason,
        entries=len(readings) + len(followed),
        new=new,
        revised=revised,
        owed=owed,
        items_due=items_due,
    )


def _reason(visit: _Visit, page: Page) -> str | None:
    if visit.partial:
        return f"read in part: {visit.partial}"
    if visit.read_seconds > SLOW_SECONDS:
        return f"took {visit.read_seconds:.1f} s to read; paused for {PAUSE.seconds // 60} min"
    return "answers again" if page.failures else None


def _tell_listed(tx: Tx, page: Page, source: Source, rules: Rules, now: datetime) -> int:
    """An article that cannot be read is told by what its listing said of it, once."""
    listed = follow.listed_of(page)
    if listed is None or page.reads:
        return 0
    recorded: list[Recorded] = ingest.record(tx, page, ingest.to_readings([listed.update]), now, whole=False)
    sighting = Sighting(source=source.name, first=listed.first_sight, recorded=recorded)
    return pipeline.run(tx, rules, sighting, now)


def _poll(
    page: Page,
    at: datetime,
    outcome: Outcome,
    reason: str | None,
    *,
    status: int | None = None,
    size: int | None = None,
    seconds: float | None = None,
    entries: int = 0,
    new: int = 0,
    revised: int = 0,
) -> Poll:
    return Poll(
        page_id=page.id,
        at=at,
        outcome=outcome,
        reason=reason,
        status=status,
        bytes=size,
        seconds=seconds,
        entries=entries,
        new=new,
        revised=revised,
    )
