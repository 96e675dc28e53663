"""A page in trouble is told to the operator once, and once when it is well again."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.app import checked_config
from monitor.health import daily_line, tell_troubles
from storage.database import Database
from tests.support import START, write_config

DAY = timedelta(hours=24)


class Ward:
    """One page, what its polls came to, and the notices that were written."""

    def __init__(self, folder):
        _, self.rules = checked_config(write_config(folder))
        self.database = Database.open(folder / "marsad.db", create=True)
        self.page = self.database.write_now(lambda tx: tx.pages.ensure("ufuq", "http://127.0.0.1/live", now=START))
        self.told = 0

    def read(self, *, entries, new, at):
        self.database.write_now(
            lambda tx: tx.pages.read(
                self.page.id,
                now=at,
                outcome="read",
                etag=None,
                last_modified=None,
                body_hash=None,
                reader_version="1",
                layout="liveblog",
                entries=entries,
                new=new,
            )
        )

    def fail(self, outcome, at):
        self.database.write_now(
            lambda tx: tx.pages.failed(self.page.id, now=at, outcome=outcome, reason="HTTP 503", next_at=None)
        )

    def look(self, at):
        """The notices that looking now adds."""
        self.database.write_now(lambda tx: tell_troubles(tx, self.page.id, self.rules, at, DAY))
        deliveries = self.database.read_now(lambda tx: tx.outbox.listing(limit=100))
        fresh = deliveries[: len(deliveries) - self.told]
        self.told = len(deliveries)
        return [self.database.read_now(lambda tx, one=one: tx.alerts.get(one.alert_id)).notice for one in fresh]


@pytest.fixture
def ward(tmp_path):
    opened = Ward(tmp_path)
    yield opened
    opened.database.close()


def test_a_page_that_keeps_failing_is_told_once_and_once_when_it_recovers(ward):
    ward.read(entries=9, new=9, at=START)
    told = []
    for minute in range(1, 7):
        ward.fail("server error", START + timedelta(minutes=minute))
        told += ward.look(START + timedelta(minutes=minute))
    assert len(told) == 1
    assert "HTTP 503" in told[0]
    ward.read(entries=9, new=1, at=START + timedelta(minutes=8))
    (well,) = ward.look(START + timedelta(minutes=8))
    assert "well again" in well
    assert ward.look(START + timedelta(minutes=9)) == []


def test_an_outlet_that_is_down_with_all_its_pages_is_told_once(ward):
    pages = [ward.page]
    for number in range(4):
        url = f"http://127.0.0.1/live/{number}"
        pages.append(ward.database.write_now(lambda tx, url=url: tx.pages.ensure("ufuq", url, now=START)))
    told = []
    for minute in range(1, 5):
        for page in pages:
            ward.page = page
            ward.fail("timed out", START + timedelta(minutes=minute))
            told += ward.look(START + timedelta(minutes=minute))
    assert len(told) == 1
    assert "is down" in told[0]
    ward.page = pages[0]
    for minute in range(5, 9):
        ward.fail("unreadable", START + timedelta(minutes=minute))  # another trouble, of this page alone
    well = []
    for page in pages[1:]:
        ward.page = page
        ward.read(entries=9, new=1, at=START + timedelta(minutes=9))
        well += ward.look(START + timedelta(minutes=9))
    assert well == []  # one of them still fails
    ward.page = pages[0]
    ward.read(entries=9, new=1, at=START + timedelta(minutes=10))
    assert len(ward.look(START + timedelta(minutes=10))) == 1


def test_two_failures_are_the_weather(ward):
    ward.read(entries=9, new=9, at=START)
    for minute in (1, 2):
        ward.fail("timed out", START + timedelta(minutes=minute))
        assert ward.look(START + timedelta(minutes=minute)) == []


def test_a_page_that_had_updates_and_reads_none_is_told_at_once(ward):
    ward.read(entries=9, new=9, at=START)
    ward.fail("empty", START + timedelta(minutes=1))
    (told,) = ward.look(START + timedelta(minutes=1))
    assert "it had 9" in told
    ward.fail("empty", START + timedelta(minutes=2))
    assert ward.look(START + timedelta(minutes=2)) == []


def test_a_page_with_nothing_new_for_a_day_is_told_once(ward):
    ward.read(entries=9, new=9, at=START)
    assert ward.look(START + timedelta(hours=23)) == []
    (told,) = ward.look(START + timedelta(hours=25))
    assert "25 h" in told
    assert ward.look(START + timedelta(hours=26)) == []
    ward.read(entries=10, new=1, at=START + timedelta(hours=27))
    assert len(ward.look(START + timedelta(hours=27))) == 1


def test_the_daily_line_counts_sources_and_names_the_dead(ward):
    zone = ZoneInfo("Asia/Damascus")
    pages = ward.database.read_now(lambda tx: tx.pages.all())
    assert daily_line(pages, None, zone) == "0 of 1 sources alive, no alert yet. Not alive: ufuq."
    ward.read(entries=9, new=9, at=START)
    pages = ward.database.read_now(lambda tx: tx.pages.all())
    assert daily_line(pages, START, zone) == "1 of 1 sources alive, last alert 2026-07-03 12:00."
