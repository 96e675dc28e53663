"""When pages are polled for the first time: soon, but not faster than they can be read."""

import asyncio
from datetime import UTC, datetime, timedelta

from crawler.items import Outcome
from monitor.poll import FIRST_READS_AT_ONCE
from monitor.schedule import FIRST_READ_SECONDS, SPREAD_SECONDS, _trigger
from storage.database import Database
from tests.monitor.polling import polling
from tests.servers import WebServer, html
from tests.support import START, HandClock

MINUTE = timedelta(minutes=1)
MANY = FIRST_READS_AT_ONCE + 8


def pages(folder, count):
    """So many pages that were never read."""
    with Database.open(folder / "marsad.db", create=True) as database:
        return database.write_now(
            lambda tx: [
                tx.pages.ensure("ufuq", f"http://127.0.0.2/{place}", now=datetime.now(UTC)) for place in range(count)
            ]
        )


def latest_start(some, unread):
    """Seconds until the last of the pages is first polled."""
    now = datetime.now(UTC)
    return max((_trigger(page, MINUTE, unread).start_date - now).total_seconds() for page in some)


def test_a_few_new_pages_are_all_polled_within_the_usual_spread(tmp_path):
    assert 0 < latest_start(pages(tmp_path, 20), 20) <= SPREAD_SECONDS + 1


def test_many_new_pages_get_the_time_that_reading_them_takes(tmp_path):
    count = int(4 * SPREAD_SECONDS / FIRST_READ_SECONDS)
    assert 3 * SPREAD_SECONDS < latest_start(pages(tmp_path, count), count) <= 4 * SPREAD_SECONDS + 1


def test_only_so_many_pages_are_read_for_the_first_time_at_once(tmp_path):
    """What waits to be recorded is held in memory; a page that failed, as these do, waits for nobody later."""
    under_way, most = 0, 0

    async def rounds():
        hosts = [f"127.0.0.{place}" for place in range(2, 2 + MANY)]
        async with WebServer({"/": html("<p>لا أخبار")}, hosts=hosts) as server:
            urls = [server.url(host=host) for host in hosts]
            async with polling(tmp_path, HandClock(START), *urls) as (database, poller, _, _):
                fetch = poller._fetcher.fetch

                async def counted(request, **known):
                    nonlocal under_way, most
                    under_way += 1
                    most = max(most, under_way)
                    try:
                        return await fetch(request, **known)
                    finally:
                        under_way -= 1

                poller._fetcher.fetch = counted
                pages = await database.read(lambda tx: tx.pages.all())
                found = []
                for _ in range(2):
                    polled = await asyncio.gather(*(poller.poll(page.id) for page in pages))
                    found.append(({one.outcome for one in polled}, most))
                return found

    empty = {Outcome.EMPTY}
    assert asyncio.run(rounds()) == [(empty, FIRST_READS_AT_ONCE), (empty, MANY)]
