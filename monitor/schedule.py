"""The beat: which page is polled when, how followed articles are read again, and what is looked after hourly."""

import asyncio
import logging
import random
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    EVENT_JOB_SUBMITTED,
    JobEvent,
    JobSubmissionEvent,
)
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from monitor.clock import Clock
from monitor.config import Source
from monitor.poll import Polled, Poller
from storage.database import Database, DatabaseError
from storage.rows import Page

log = logging.getLogger(__name__)

SPREAD_SECONDS = 30.0  # first polls are spread over at most this
FIRST_READ_SECONDS = 0.3  # a page that was never read is all new: so much time for each, or they pile up in memory
ITEMS_EVERY_SECONDS = 5.0
ITEMS_AT_ONCE = 32  # one host is asked one thing at a time anyway
ENDED_SLOWEST = timedelta(minutes=10)  # a page that says that it is over is still looked at
_EVENT_NAMES = {EVENT_JOB_MISSED: "missed", EVENT_JOB_MAX_INSTANCES: "still running", EVENT_JOB_ERROR: "error"}


class Schedule:
    """Ticks; each tick awaits one poll. `after_poll` hears what each came to."""

    def __init__(
        self,
        *,
        poller: Poller,
        database: Database,
        clock: Clock,
        after_poll: Callable[[Polled], Awaitable[None]],
    ) -> None:
        self._poller = poller
        self._database = database
        self._clock = clock
        self._after_poll = after_poll
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._sources: Mapping[str, Source] = {}
        self._every: dict[int, timedelta] = {}
        self._reading: dict[int, asyncio.Task[None]] = {}
        self.events: Counter[str] = Counter()
        self.lags: deque[float] = deque(maxlen=10_000)  # seconds from a tick to the start of its job

    def start(self) -> None:
        events = EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES | EVENT_JOB_ERROR | EVENT_JOB_SUBMITTED
        self._scheduler.add_listener(self._on_event, events)
        self._scheduler.start()
        self.every("items", timedelta(seconds=ITEMS_EVERY_SECONDS), self._read_items)

    def every(self, name: str, interval: timedelta, job: Callable[[], Awaitable[None]]) -> None:
        """Runs a chore of the service at an interval."""
        self._scheduler.add_job(job, IntervalTrigger(seconds=interval.total_seconds(), timezone=UTC), id=name)

    def use(self, sources: Mapping[str, Source], pages: list[Page]) -> None:
        """Polls these pages from now on: jobs of pages that are gone end, a changed beat is taken up."""
        self._sources = sources
        wanted = {page.id: page for page in pages}
        for page_id in set(self._every) - set(wanted):
            self._scheduler.remove_job(f"page {page_id}")
            del self._every[page_id]
        unread = sum(page.reads == 0 for page in pages)
        for page in pages:
            every = sources[page.source].every
            trigger = _trigger(page, every, unread)
            if page.id not in self._every:
                self._scheduler.add_job(self._tick, trigger, args=[page.id], id=f"page {page.id}", name=page.url)
            elif self._every[page.id] != every:
                self._scheduler.reschedule_job(f"page {page.id}", trigger=trigger)
            self._every[page.id] = every

    def add(self, page: Page) -> None:
        """Polls one page more, from now on."""
        source = self._sources.get(page.source)
        if source is not None and page.id not in self._every:
            self._every[page.id] = source.every
            trigger = _trigger(page, source.every, 1)
            self._scheduler.add_job(self._tick, trigger, args=[page.id], id=f"page {page.id}", name=page.url)

    def beat_anew(self) -> None:
        """After the clock was set: every job's next run is counted from now."""
        now = datetime.now(UTC)
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=now + timedelta(seconds=random.uniform(0, min(30.0, job.trigger.interval_length))))

    async def stop(self) -> None:
        """Ends every poll under way; what they were writing is written to its end."""
        self._scheduler.pause()
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # a job cancelled at the stop is no error
        for task in self._reading.values():
            task.cancel()
        await asyncio.gather(*self._reading.values(), return_exceptions=True)
        self._scheduler.shutdown(wait=False)

    def _on_event(self, event: JobEvent) -> None:
        if isinstance(event, JobSubmissionEvent) and event.code == EVENT_JOB_SUBMITTED:
            now = datetime.now(UTC)
            self.lags.extend((now - at).total_seconds() for at in event.scheduled_run_times)
        else:
            self.events[_EVENT_NAMES.get(event.code, "other")] += 1

    async def _tick(self, page_id: int) -> None:
        polled = await self._poll(page_id)
        if polled is None:
            return
        self._adapt(page_id, polled)
        if polled.items_due:
            self._scheduler.modify_job("items", next_run_time=datetime.now(UTC))
        await self._after_poll(polled)

    async def _poll(self, page_id: int) -> Polled | None:
        """A poll; what the database could not take is said in one line, and the next beat tries again."""
        try:
            return await self._poller.poll(page_id)
        except DatabaseError as error:
            self.events["database"] += 1
            log.error("a poll could not be recorded: %s", error)
            return None

    def _adapt(self, page_id: int, polled: Polled) -> None:
        """A page that had something new is polled oftener, a quiet one less often, within the source's bounds."""
        source = self._sources.get(polled.page.source)
        if source is None or page_id not in self._every:
            return
        every = self._every[page_id]
        wanted = _wanted(source, every, polled)
        if abs(wanted - every) >= timedelta(seconds=1):
            self._every[page_id] = wanted
            self._scheduler.reschedule_job(
                f"page {page_id}", trigger=IntervalTrigger(seconds=wanted.total_seconds(), timezone=UTC)
            )

    async def _read_items(self) -> None:
        """Starts reading the followed articles that are due, as many as there is room for."""
        room = ITEMS_AT_ONCE - len(self._reading)
        if room <= 0:
            return
        now = self._clock.now()
        due = await self._database.read(lambda tx: tx.pages.due_items(now, ITEMS_AT_ONCE * 2))
        for page in [page for page in due if page.id not in self._reading][:room]:
            self._reading[page.id] = asyncio.create_task(self._read_item(page.id))

    async def _read_item(self, page_id: int) -> None:
        try:
            polled = await self._poll(page_id)
            if polled is not None:
                await self._after_poll(polled)
        finally:
            del self._reading[page_id]


def _wanted(source: Source, every: timedelta, polled: Polled) -> timedelta:
    """The beat of a page after what its poll came to."""
    fastest, slowest = source.bounds
    if polled.gap:
        return max(min(fastest, source.every / 2), every / 2)
    if polled.ended and not polled.new and not polled.revised:
        return min(max(slowest, ENDED_SLOWEST), every * 1.5)
    if not source.adaptive:
        return source.every
    return max(fastest, every / 2) if polled.new or polled.revised else min(slowest, every * 1.2)


def _trigger(page: Page, every: timedelta, unread: int) -> IntervalTrigger:
    """A page's first poll comes soon and at a moment of its own, so that pages do not poll in step.

    `unread` pages were never read: their first reads get the time that so many need.
    """
    digest = blake2b(page.url.encode(), digest_size=4).digest()
    share = int.from_bytes(digest) / 2**32
    spread = min(every.total_seconds(), SPREAD_SECONDS)
    if page.reads == 0:
        spread = max(spread, unread * FIRST_READ_SECONDS)
    start = datetime.now(UTC) + timedelta(seconds=share * spread)
    return IntervalTrigger(seconds=every.total_seconds(), start_date=start, timezone=UTC)
