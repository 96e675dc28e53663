"""Polls and their hourly counters."""

from datetime import timedelta

from storage.rows import Poll
from tests.storage.samples import HOUR, MINUTE, NOW, page


def poll(page_id, at, outcome="read", **changes):
    values = {"reason": None, "status": 200, "bytes": 105_000, "seconds": 0.25, "entries": 78, "new": 2, "revised": 1}
    return Poll(page_id=page_id, at=at, outcome=outcome, **{**values, **changes})


def test_recorded_polls_come_back_newest_first_of_one_page_or_of_all(database):
    def work(tx):
        one, two = page(tx), page(tx, url="https://live.example.org/two")
        rows = [
            poll(one.id, NOW),
            poll(two.id, NOW + MINUTE, outcome="timed out", reason="slow", status=None, bytes=None, seconds=None),
            poll(one.id, NOW + HOUR),
        ]
        for row in rows:
            tx.polls.record(row)
        return rows, tx.polls.recent(10), tx.polls.recent(1), tx.polls.recent(10, one.id)

    rows, everything, last, of_one = database.write_now(work)
    assert everything == rows[::-1]
    assert last == [rows[2]]
    assert of_one == [rows[2], rows[0]]


def test_polls_are_counted_by_hour_and_outcome(database):
    def work(tx):
        made = page(tx)
        for minutes in range(0, 120, 10):
            tx.polls.count(made.id, NOW + timedelta(minutes=minutes), "unchanged")
        tx.polls.count(made.id, NOW + HOUR, "read")
        return tx.polls.counts(NOW), tx.polls.counts(NOW + HOUR), tx.polls.counts(NOW + 5 * HOUR)

    everything, later, none = database.write_now(work)
    assert everything == {"read": 1, "unchanged": 12}
    assert later == {"read": 1, "unchanged": 6}
    assert none == {}
