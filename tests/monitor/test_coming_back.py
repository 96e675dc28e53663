"""A line without id that comes back within seven days is the same entry; later, or told of another hour, it is news."""

from datetime import timedelta

import pytest

from monitor import ingest
from monitor.known import known_as_they_are
from storage.database import Database
from storage.rows import Change
from tests.storage.test_pages import READ
from tests.support import START, update

LINE = "عاجل: سماع دوي انفجار قوي في محيط بلدة طفس"
OTHER = "افتتاح مدرسة في بلدة نوى بعد ترميمها بجهود الأهالي"


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "marsad.db", create=True) as opened:
        yield opened


def seen(database, days, *updates):
    """The changes of one whole read of the page so many days later, and how many entries there are then."""
    now = START + timedelta(days=days)

    def write(tx):
        page = tx.pages.ensure("ufuq", "http://127.0.0.1/live", now=now)
        known = known_as_they_are(tx, page, updates, ())
        readings = ingest.to_readings(known.others)
        recorded = ingest.record(tx, page, readings, now, whole=True, known=known.entry_ids)
        known.keep(tx, recorded)
        tx.pages.read(page.id, **READ | {"now": now})
        as_before = [Change.UNCHANGED] * len(known.entry_ids)
        return [*as_before, *(one.change for one in recorded)], len(tx.entries.latest(20))

    return database.write_now(write)


def line(text, key=None, at=None):
    return update(text, key=key, at=at)


@pytest.mark.parametrize(("days", "change", "entries"), [(6, Change.UNCHANGED, 2), (9, Change.NEW, 3)])
def test_an_untimed_line_comes_back(database, days, change, entries):
    seen(database, 0, line(LINE), line(OTHER))
    seen(database, 0.5, line(OTHER))
    assert seen(database, days, line(LINE), line(OTHER))[0].count(change) == (2 if change is Change.UNCHANGED else 1)
    changes, found = seen(database, days + 0.01, line(LINE), line(OTHER))
    assert (changes, found) == ([Change.UNCHANGED] * 2, entries)


def test_a_line_that_stays_on_the_page_is_one_entry_however_long(database):
    for days in range(0, 40, 4):
        found = seen(database, days, line(LINE), line(OTHER))
    assert found == ([Change.UNCHANGED] * 2, 2)


def test_days_without_a_visit_make_no_line_new(database):
    seen(database, 0, line(LINE), line(OTHER))
    assert seen(database, 20, line(LINE), line(OTHER)) == ([Change.UNCHANGED] * 2, 2)


def test_an_entry_with_an_id_comes_back_whenever_it_does(database):
    seen(database, 0, line(LINE, "1"), line(OTHER, "2"))
    seen(database, 1, line(OTHER, "2"))
    assert seen(database, 30, line(LINE, "1"), line(OTHER, "2")) == ([Change.UNCHANGED] * 2, 2)


def test_the_same_words_under_a_new_id_after_weeks_are_new(database):
    seen(database, 0, line(LINE, "1"), line(OTHER, "2"))
    seen(database, 1, line(OTHER, "2"))
    assert sorted(seen(database, 30, line(LINE, "3"), line(OTHER, "2"))[0]) == [Change.NEW, Change.UNCHANGED]


@pytest.mark.parametrize(("hours", "change"), [(2, Change.UNCHANGED), (20, Change.NEW)])
def test_the_same_words_of_another_hour_are_another_entry(database, hours, change):
    seen(database, 0, line(LINE, at=START), line(OTHER, at=START))
    seen(database, 0.01, line(OTHER, at=START))
    again = line(LINE, at=START + timedelta(hours=hours))
    found, _ = seen(database, hours / 24, again, line(OTHER, at=START))
    assert found[-1] is change


def test_a_line_whose_time_the_page_moves_while_it_shows_it_stays_one_entry(database):
    seen(database, 0, line(LINE, at=START), line(OTHER, at=START))
    moved = line(LINE, at=START + timedelta(hours=20))
    assert seen(database, 20 / 24, moved, line(OTHER, at=START)) == ([Change.UNCHANGED] * 2, 2)
