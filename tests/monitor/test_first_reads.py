"""When pages are polled for the first time: soon, but not faster than they can be read."""

from datetime import UTC, datetime, timedelta

from monitor.schedule import FIRST_READ_SECONDS, SPREAD_SECONDS, _trigger
from storage.database import Database

MINUTE = timedelta(minutes=1)


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
