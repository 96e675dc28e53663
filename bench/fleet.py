"""Do 500 pages at 30 s fit into a corner of one core? The real daemon over many loopback hosts, mails going out."""

import argparse
import asyncio
import logging
from dataclasses import dataclass, field
from time import perf_counter, process_time

from bench.measure import opened, quantile, resident_mb, show
from bench.outlets import Running, outlets
from crawler.items import Outcome
from monitor.app import App
from monitor.daemon import Daemon
from monitor.poll import Polled
from storage.alert_rows import DeliveryState

PAGES = 500
EVERY = 30  # seconds
SECONDS = 120  # after every page was read for the first time
FIRST_READS_WITHIN = 240


@dataclass(slots=True)
class Counted:
    """What the polls of the measured time came to."""

    polls: int = 0
    changed: int = 0
    new: int = 0
    failed: int = 0
    unread: int = 0  # pages not read yet
    all_read: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, polled: Polled) -> None:
        self.polls += 1
        self.changed += polled.outcome is Outcome.READ
        self.new += polled.new
        self.failed += not polled.outcome.succeeded
        self.unread -= polled.page.reads == 0 and polled.outcome is Outcome.READ
        if self.unread <= 0:
            self.all_read.set()


async def _nothing() -> None:
    return


def daemon_of(app: App, counted: list[Counted]) -> Daemon:
    """The daemon as `marsad run` makes it; each poll is counted in the last of `counted`."""
    daemon = Daemon(
        config=app.config,
        rules=app.rules,
        database=app.database,
        poller=app.poller,
        deliverer=app.deliverer,
        clock=app.clock,
        reload=_nothing,
        recycle=app.downloader.recycle,
    )
    after_poll = daemon.after_poll

    async def count(polled: Polled) -> None:
        counted[-1].add(polled)
        await after_poll(polled)

    daemon.schedule._after_poll = count
    return daemon


async def measure(running: Running, seconds: float) -> None:
    urls = [running.url("/mixed/live", host) for host in range(len(running.hosts))]
    async with opened(urls, running, every=f"{EVERY}s") as app:
        counted, stop = [Counted(unread=len(urls))], asyncio.Event()
        daemon = daemon_of(app, counted)
        began, cpu = perf_counter(), process_time()
        task = asyncio.create_task(daemon.run(stop))
        try:
            async with asyncio.timeout(FIRST_READS_WITHIN):
                await counted[0].all_read.wait()
            first, first_cpu = perf_counter() - began, process_time() - cpu
            counted.append(Counted())
            daemon.schedule.lags.clear()
            began, cpu = perf_counter(), process_time()
            await asyncio.sleep(seconds)
            took, spent, found = perf_counter() - began, process_time() - cpu, counted[-1]
            lags, memory = [lag * 1000 for lag in daemon.schedule.lags], resident_mb()
        finally:
            stop.set()
            await task
        states = await app.database.read(lambda tx: tx.outbox.counts())
    print(f"{len(urls)} pages read for the first time in {first:.0f} s, with {first_cpu:.1f} CPU-s")
    changed = 100 * found.changed / found.polls
    rows = [
        ("polls a second", f"{found.polls / took:.1f}", f"{len(urls) / EVERY:.1f} wanted"),
        ("of these changed, with a new entry", f"{changed:.0f} %", f"{found.new} new entries"),
        ("failed", str(found.failed), "0"),
        ("CPU of one core", f"{100 * spent / took:.1f} %", "at most 15 %"),
        ("CPU-ms a poll, everything counted", f"{1000 * spent / found.polls:.2f}", ""),
        ("from tick to job, p50", f"{quantile(lags, 0.5):.1f} ms", ""),
        ("from tick to job, p99", f"{quantile(lags, 0.99):.1f} ms", "at most 50 ms"),
        ("memory held", f"{memory:.0f} MB", "at most 120 MB"),
        ("ticks missed, skipped or failed", str(sum(daemon.schedule.events.values())), "0"),
        ("mails sent since the start", str(states[DeliveryState.SENT]), ""),
    ]
    show(f"{len(urls)} pages at {EVERY} s for {took:.0f} s", ("", "measured", "aim"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--pages", type=int, default=PAGES)
    chosen = parser.parse_args()
    logging.disable(logging.INFO)
    with outlets(hosts=chosen.pages) as running:
        asyncio.run(measure(running, chosen.seconds))


if __name__ == "__main__":
    main()
