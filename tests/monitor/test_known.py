"""What a page says word for word as before is told by a digest, and nothing else is."""

import pytest

from monitor import ingest, learning
from monitor.known import known_as_they_are
from storage.database import Database
from tests.storage.samples import HOUR, MINUTE, NOW, page
from tests.support import update

FIRST = [update("وصلت قافلة مساعدات إلى طفس", key="a"), update("انقطع التيار عن أحياء درعا", key="b")]


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "marsad.db", create=True) as opened:
        yield opened


def visit(tx, updates, now=NOW, learnt=frozenset()):
    """As a poll records what a page shows; gives what was known and what was recorded."""
    sample = page(tx)
    known = known_as_they_are(tx, sample, updates, learnt)
    readings = ingest.to_readings(learning.without_learnt(known.others, learnt))
    recorded = ingest.record(tx, sample, readings, now, whole=True, learnt=learnt, known=known.entry_ids)
    known.keep(tx, recorded)
    return known, recorded


def changes(recorded):
    return [(one.reading.keys[0], one.change.value) for one in recorded]


def test_what_is_shown_again_is_known_and_stays_listed(database):
    def two_visits(tx):
        visit(tx, FIRST)
        known, recorded = visit(tx, FIRST, NOW + MINUTE)
        return known, recorded, tx.entries.wordings(page(tx).id)

    known, recorded, stored = database.write_now(two_visits)
    assert (known.keys, list(known.others), recorded) == ({"a", "b"}, [], [])
    assert set(stored.values()) == known.entry_ids


def test_an_edit_is_looked_at_and_then_known(database):
    edited = [FIRST[0].with_(text="وصلت قافلتا مساعدات إلى طفس"), FIRST[1]]

    def three_visits(tx):
        return visit(tx, FIRST), visit(tx, edited, NOW + MINUTE), visit(tx, edited, NOW + 2 * MINUTE)

    _, (known, recorded), (after, nothing) = database.write_now(three_visits)
    assert (known.keys, changes(recorded)) == ({"b"}, [("a", "revised")])
    assert (after.keys, nothing) == ({"a", "b"}, [])


def test_a_mark_alone_is_no_edit_and_then_known(database):
    marked = [FIRST[0].with_(text="عاجل | وصلت قافلة مساعدات إلى طفس"), FIRST[1]]

    def three_visits(tx):
        visit(tx, FIRST)
        return visit(tx, marked, NOW + MINUTE), visit(tx, marked, NOW + 2 * MINUTE)

    (_, recorded), (after, _) = database.write_now(three_visits)
    assert changes(recorded) == [("a", "unchanged")]
    assert after.keys == {"a", "b"}


def test_a_further_key_is_looked_at(database):
    also = [FIRST[0].with_(also=("https://live.example.org/1",)), FIRST[1]]

    def two_visits(tx):
        visit(tx, FIRST)
        return visit(tx, also, NOW + MINUTE)

    known, recorded = database.write_now(two_visits)
    assert (known.keys, changes(recorded)) == ({"b"}, [("a", "unchanged")])


def test_what_left_the_page_is_looked_at_when_it_comes_back(database):
    def visits(tx):
        visit(tx, FIRST)
        visit(tx, FIRST[1:], NOW + MINUTE)
        return visit(tx, FIRST, NOW + HOUR)

    known, recorded = database.write_now(visits)
    assert (known.keys, changes(recorded)) == ({"b"}, [("a", "unchanged")])


def test_after_a_line_was_learnt_every_text_is_looked_at_once(database):
    lines = FIRST[0].with_(text=f"{FIRST[0].text}\nتابعوا قناتنا على مواقع التواصل")
    learnt = frozenset([learning.digest_of_text("تابعوا قناتنا على مواقع التواصل")])

    def visits(tx):
        visit(tx, [lines])
        first = visit(tx, [lines], NOW + MINUTE, learnt)
        return first, visit(tx, [lines], NOW + 2 * MINUTE, learnt)

    (before, recorded), (after, _) = database.write_now(visits)
    assert (before.keys, changes(recorded)) == (frozenset(), [("a", "reread")])
    assert after.keys == {"a"}


def test_two_updates_of_one_key_are_one(database):
    twice = [*FIRST, FIRST[0].with_(text="نص آخر تحت المعرف نفسه")]

    def visits(tx):
        return visit(tx, twice), visit(tx, twice, NOW + MINUTE)

    (_, recorded), (known, again) = database.write_now(visits)
    assert changes(recorded) == [("a", "new"), ("b", "new")]
    assert (known.keys, list(known.others), again) == ({"a", "b"}, [], [])


def test_tombstones_and_updates_without_a_text_are_left_to_others(database):
    bare = [FIRST[0].with_(text=None, headline=None), FIRST[1].with_(withdrawn=True)]

    def visits(tx):
        visit(tx, FIRST)
        return known_as_they_are(tx, page(tx), bare, ())

    assert list(database.write_now(visits).others) == bare
