"""Does the memory that the daemon's process holds stay flat over 5,000 polls?"""

import argparse
import asyncio
import gc
import logging
import statistics

from bench.measure import opened, resident_mb, show
from bench.outlets import Running, outlets
from monitor.daemon import prepare_pages

PAGES = 10
POLLS = 5_000
SAMPLES = 20


async def measure(running: Running, polls: int) -> None:
    urls = [running.url("/mixed/live", host) for host in range(PAGES)]
    async with opened(urls, running) as app:
        pages = await prepare_pages(app.database, app.config, app.clock.now())
        done, new, held = 0, 0, [(0, resident_mb())]
        while done < polls:
            polled = await asyncio.gather(*(app.poller.poll(page.id) for page in pages))
            new += sum(one.new for one in polled if one)
            done += len(polled)
            if done % (polls // SAMPLES) < PAGES:
                await app.deliverer.deliver_due()
                gc.collect()
                held.append((done, resident_mb()))
    rows = [(f"{count:,}", f"{memory:.1f}") for count, memory in held[:: max(1, len(held) // 10)]]
    show(f"{PAGES} pages, a fifth of the polls changed, {new:,} new entries", ("polls", "MB held, after gc"), rows)
    settled = held[len(held) // 2 :]
    slope = statistics.linear_regression([count for count, _ in settled], [memory for _, memory in settled]).slope
    rows = [
        ("first and last", f"{held[0][1]:.1f} → {held[-1][1]:.1f} MB"),
        ("second half, first and last", f"{settled[0][1]:.1f} → {settled[-1][1]:.1f} MB"),
        ("slope of the second half", f"{slope * 1000 * 1024:.0f} KB per 1,000 polls"),
    ]
    show("Memory", ("", ""), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polls", type=int, default=POLLS)
    chosen = parser.parse_args()
    logging.disable(logging.INFO)
    with outlets(hosts=PAGES) as running:
        asyncio.run(measure(running, chosen.polls))


if __name__ == "__main__":
    main()
