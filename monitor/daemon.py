"""The service while it runs: it looks after its pages' health and its own configuration until it is stopped."""

import asyncio
import gc
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from monitor.clock import Clock, StepWatch
from monitor.config import Config, ConfigError, fingerprint
from monitor.delivery import Deliverer
from monitor.health import daily_line, tell_troubles
from monitor.memory import give_back
from monitor.notify import notify
from monitor.pipeline import CLOCK_GROUPS, Rules, enqueue_notice
from monitor.poll import Polled, Poller
from monitor.retention import delete_due
from monitor.schedule import Schedule
from storage.database import Database, Tx
from storage.rows import Page, PageKind

log = logging.getLogger(__name__)

CONFIG_LOOKED_AT_SECONDS = 5.0
HEALTH_LOOKED_AT = timedelta(minutes=1)
RECYCLED_EVERY = timedelta(hours=24)  # robots.txt is read again, slots of hosts long gone are dropped
PINGED_EVERY = timedelta(seconds=10)
RETENTION_LOOKED_AT = timedelta(hours=1)
MEMORY_GIVEN_BACK = timedelta(minutes=1)
CLOCK_LOOKED_AT_SECONDS = 5.0
CLOCK_STEP = timedelta(seconds=5)
LONGEST_BACK_OFF = timedelta(hours=1)  # of a page; a delivery's is shorter

Reload = Callable[[], Awaitable[None]]


class Daemon:
    """Ties the beat to health and delivery. It constructs nothing but the schedule: `monitor.app` hands it the rest."""

    def __init__(
        self,
        *,
        config: Config,
        rules: Rules,
        database: Database,
        poller: Poller,
        deliverer: Deliverer,
        clock: Clock,
        reload: Reload,
        recycle: Callable[[], Awaitable[None]],
    ) -> None:
        self.config = config
        self.rules = rules
        self._database = database
        self._deliverer = deliverer
        self._clock = clock
        self._reload = reload
        self._recycle = recycle
        self._refused = ""  # the fingerprint of a changed configuration that was wrong
        self._daily_told_on = self._today_if_past_daily()
        self.schedule = Schedule(poller=poller, database=database, clock=clock, after_poll=self.after_poll)

    async def run(self, stop: asyncio.Event) -> None:
        """Runs until `stop` is set, then ends within seconds with nothing lost."""
        await self._look_back()
        self._deliverer.start()
        self.schedule.start()
        self.schedule.every("config", timedelta(seconds=CONFIG_LOOKED_AT_SECONDS), self._look_at_config)
        self.schedule.every("health", HEALTH_LOOKED_AT, self._look_at_health)
        self.schedule.every("recycle", RECYCLED_EVERY, self._recycle)
        self.schedule.every("watchdog", PINGED_EVERY, self._ping)
        self.schedule.every("retention", RETENTION_LOOKED_AT, self._delete_old)
        self.schedule.every("memory", MEMORY_GIVEN_BACK, self._give_back)
        gc.collect()  # what compiling and opening left over
        give_back()
        await self.use(self.config, self.rules)
        notify("READY=1", f"STATUS=watching {len(self.config.sources)} sources")
        log.info("watching %d sources for %d watches", len(self.config.sources), len(self.config.watches))
        watching = asyncio.create_task(self._watch_clock(), name="clock")
        try:
            await stop.wait()
        finally:
            notify("STOPPING=1")
            watching.cancel()
            await self.schedule.stop()
            await self._deliverer.stop()

    async def use(self, config: Config, rules: Rules) -> None:
        """Polls the pages of this configuration from now on."""
        self.config, self.rules = config, rules
        pages = await prepare_pages(self._database, config, self._clock.now())
        self.schedule.use({source.name: source for source in config.sources}, pages)

    async def after_poll(self, polled: Polled) -> None:
        """Wakes the senders, and tells the operator where the page's health changed."""
        owed = polled.owed
        page = polled.page
        for successor in polled.successors:
            self.schedule.add(successor)
        if page.kind is PageKind.CONFIGURED and (page.told or polled.gap or not polled.outcome.succeeded):
            owed += await self._tell_troubles(page)
        if owed:
            self._deliverer.wake()

    async def _tell_troubles(self, page: Page) -> int:
        now, silent_after = self._clock.now(), self.config.marsad.silent_after
        rules = self.rules
        return await self._database.write(lambda tx: tell_troubles(tx, page.id, rules, now, silent_after))

    async def _look_at_health(self) -> None:
        pages = await self._database.read(lambda tx: tx.pages.all())
        owed = 0
        for page in pages:
            if not page.closed:
                owed += await self._tell_troubles(page)
        owed += await self._tell_daily(pages)
        if owed:
            self._deliverer.wake()

    async def _tell_daily(self, pages: list[Page]) -> int:
        """The daily line, once a day: after its hour, also where the service was down at that minute."""
        due = self._today_if_past_daily()
        if due is None or due == self._daily_told_on:
            return 0
        now, rules, zone = self._clock.now(), self.rules, self.config.zone

        def tell(tx: Tx) -> int:
            line = daily_line([page for page in pages if not page.closed], tx.alerts.last_told_at(), zone)
            return len(enqueue_notice(tx, rules, line, now))

        owed = await self._database.write(tell)
        self._daily_told_on = due
        return owed

    def _today_if_past_daily(self) -> str | None:
        at = self.config.marsad.daily
        local = self._clock.now().astimezone(self.config.zone)
        return local.date().isoformat() if at is not None and local.time() >= at else None

    async def _look_at_config(self) -> None:
        """Takes a changed file by its content, all or nothing; a wrong one is told once and the old one stays."""
        try:
            found = fingerprint(self.config.path)
        except ConfigError as error:
            found, problem = "missing", str(error)
        else:
            problem = ""
        if found in (self.config.fingerprint, self._refused):
            return
        if not problem:
            notify("RELOADING=1")
            try:
                await self._reload()
            except ConfigError as error:
                problem = str(error)
            notify("READY=1")
        self._refused = found if problem else ""
        if problem:
            await self._tell_refused(problem)
        else:
            log.info("took the changed %s", self.config.path.name)

    async def _tell_refused(self, problem: str) -> None:
        log.error("the changed configuration is not taken: %s", problem)
        now, rules = self._clock.now(), self.rules
        text = f"The changed configuration is not taken, the old one stays in force. {problem}"
        await self._database.write(lambda tx: enqueue_notice(tx, rules, text, now))
        self._deliverer.wake()

    async def _watch_clock(self) -> None:
        """The beat counts on the wall clock: where that is set back, nothing must wait until it has caught up."""
        watch = StepWatch(self._clock.now(), time.monotonic())
        while True:
            await asyncio.sleep(CLOCK_LOOKED_AT_SECONDS)
            now = self._clock.now()
            step = watch.step(now, time.monotonic())
            if abs(step) >= CLOCK_STEP:
                await self._take_step(step, now)

    async def _take_step(self, step: timedelta, now: datetime) -> None:
        log.warning("the clock was set by %+.0f s", step.total_seconds())
        self.schedule.beat_anew()
        await self._wait_no_longer(step, now)
        self._deliverer.wake()

    async def _look_back(self) -> None:
        """The clock may have been set back while the service was down: its last sign of life is then in the future."""
        last = await self._database.read(lambda tx: tx.heartbeat.last())
        now = self._clock.now()
        if last is not None and last[0] - now >= CLOCK_STEP:
            await self._wait_no_longer(now - last[0], now)

    async def _wait_no_longer(self, step: timedelta, now: datetime) -> None:
        """Where the clock was set back, what waited for its old time waits no longer for that."""

        def hasten(tx: Tx) -> None:
            tx.pages.hasten(now + LONGEST_BACK_OFF, now)
            if step < timedelta(0):
                tx.outbox.set_back(now, now - step, CLOCK_GROUPS)

        await self._database.write(hasten)

    async def _delete_old(self) -> None:
        deleted = await delete_due(self._database, self.config, self._clock.now())
        if deleted:
            log.info("deleted by age: %s", ", ".join(f"{count} {kind}" for kind, count in deleted.items()))

    async def _give_back(self) -> None:
        await asyncio.to_thread(give_back)

    async def _ping(self) -> None:
        """Tells systemd, and who asks `marsad status`, that the loop still turns and the database takes writes."""
        now = self._clock.now()
        lags = sorted(self.schedule.lags)
        told = {
            "pid": os.getpid(),
            "lag_p99_seconds": round(lags[len(lags) * 99 // 100], 4) if lags else None,
            "skipped": dict(self.schedule.events),
        }
        await self._database.write(lambda tx: tx.heartbeat.beat(now, told))
        notify("WATCHDOG=1")


async def prepare_pages(database: Database, config: Config, now: datetime) -> list[Page]:
    """The configured pages and those that go on with them as rows; pages that left the configuration are closed."""

    def write(tx: Tx) -> list[Page]:
        configured = {source.name: source.pages for source in config.sources}
        for gone in {page.source for page in tx.pages.all()} | set(configured):
            tx.pages.retire(gone, configured.get(gone, []), now=now)
        for source in config.sources:
            for url in source.pages:
                tx.pages.ensure(source.name, url, now=now)
        return [page for page in tx.pages.all() if page.source in configured and not page.closed]

    return await database.write(write)


def stop_on_signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """SIGTERM and SIGINT end the service cleanly."""
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
