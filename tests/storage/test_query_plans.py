"""No statement of the daemon's work reads a whole table."""

import re

import pytest

from storage.alert_rows import AlertKind, Decision
from storage.rows import Change, PageKind, Poll
from tests.storage.samples import HOUR, NOW, entry, page, reading
from tests.storage.test_matches import HIT
from tests.storage.test_pages import READ

WHOLE_TABLE = re.compile(r"^SCAN (?!kept$|hit$|.*(USING|VIRTUAL TABLE|subquery))")


def poll_a_page(tx):
    made = page(tx)
    tx.pages.get(made.id)
    tx.pages.by_url("demo", made.url)
    tx.pages.items_by_url("demo", ["x"])
    tx.pages.due_items(NOW, 5)
    tx.pages.read(made.id, now=NOW, **READ)
    tx.pages.unchanged(made.id, now=NOW)
    tx.pages.failed(made.id, now=NOW, outcome="timed out", reason="slow")
    tx.pages.relisted(made.id, listed_json=None, listed_fingerprint=None, next_at=NOW)
    tx.pages.open_gap(made.id, at=NOW, tries=0, note="since 14:00")
    tx.pages.count_gap_try(made.id)
    tx.pages.fill_gap(made.id)
    tx.pages.ending(made.id, note="over", now=NOW)
    tx.pages.succeed(made.id, made.id)
    tx.pages.followed_since("demo", NOW)
    tx.pages.retire("demo", [made.url], now=NOW)
    page(tx, url="https://live.example.org/1", kind=PageKind.ITEM, parent_id=made.id, next_at=NOW)
    tx.lines.learnt("demo")
    tx.paragraphs.put("demo", [(1, 1, NOW)], NOW)
    tx.paragraphs.owners("demo", [1, 2])
    tx.paragraphs.forget(NOW)
    tx.withdrawals.standing(made.id, ["a"])
    tx.pages.articles_since("demo", NOW, NOW, made.id)
    tx.lines.count("demo", [(1, 2), (3, 4)], NOW)
    tx.polls.count(made.id, NOW, "read")
    tx.polls.counts(NOW)
    tx.polls.recent(5)
    tx.polls.recent(5, made.id)
    values = {"reason": None, "status": 200, "bytes": 1, "seconds": 0.1, "entries": 1, "new": 1, "revised": 0}
    tx.polls.record(Poll(page_id=made.id, at=NOW, outcome="read", **values))


def record_and_match(tx):
    entry_id, revision_id = entry(tx, "a", "b")
    tx.entries.by_keys(1, ["a", "b"])
    tx.entries.known_keys(1, ["a", "b"], before=NOW)
    tx.entries.wordings(1)
    tx.entries.set_wordings([(entry_id, 5)])
    tx.entries.recent_known(1)
    tx.entries.recent_known(1, telling=["f"])
    tx.entries.any_waits(1)
    tx.gists.put(entry_id, 1, at=NOW, digest="d", gist="وصلت قافلة", shingles=[1, 2])
    tx.gists.put(entry_id, 1, at=NOW, digest="e", gist="وصلت قافلتان", shingles=[2, 3])
    tx.gists.sharing([1, 2], NOW, NOW)
    tx.gists.sharing_all([1, 2], NOW, NOW)
    tx.gists.same("d", NOW, NOW)
    tx.gists.forget(NOW)
    tx.entries.set_listed(1, [entry_id], NOW)
    tx.entries.revise(entry_id, reading("c"), now=NOW, change=Change.REVISED)
    tx.entries.get(entry_id)
    tx.entries.revisions(entry_id)
    tx.entries.latest(5)
    tx.entries.latest(5, "demo", NOW)
    list(tx.entries.iterate(NOW))
    tx.matches.add(entry_id, revision_id, "w", **HIT)
    tx.matches.for_revision(revision_id)
    tx.matches.told(entry_id)
    tx.withdrawals.told(entry_id)
    tx.withdrawals.also_told_by(entry_id)
    tx.withdrawals.withdraw(entry_id, "gone", NOW)
    tx.matches.decide(entry_id, revision_id, "w", "c", decision=Decision.TOLD, now=NOW)
    tx.search.query("درعا", since=NOW, source="demo")


def tell(tx):
    made = tx.alerts.create(
        kind=AlertKind.MATCH, watch="w", channel="c", group="", due_at=NOW, recipients=["r", "s", "t"], now=NOW
    )
    tx.matches.attach([1], made.id)
    tx.alerts.open("w", "c", "")
    tx.alerts.items(made.id)
    tx.alerts.freeze(made.id, "{}")
    first, second, third = tx.outbox.claim(now=NOW, worker="w", lease_seconds=9, limit=5, channel="c")
    tx.outbox.sent(first.id, worker="w", now=NOW)
    tx.outbox.failed(second.id, worker="w", now=NOW, error="451", next_at=NOW + HOUR)
    tx.outbox.dead(third.id, worker="w", now=NOW, error="550")
    tx.outbox.release(third.id, "w")
    tx.outbox.next_due()
    tx.outbox.next_due("c")
    tx.outbox.counts()
    tx.outbox.free_leases()
    tx.outbox.channels_owed()
    tx.outbox.bury_channel("c", "gone", NOW)
    tx.alerts.last_told_at()
    tx.silences.add("w", NOW, reason=None, now=NOW)
    tx.silences.active("w", NOW)
    tx.silences.lift("w", NOW)


def plans(database, work):
    """The steps of every statement that a piece of work runs, each with the statement."""
    statements = set()

    def traced(tx):
        connection = tx.pages.connection
        connection.set_trace_callback(statements.add)
        work(tx)
        connection.set_trace_callback(None)
        # FTS5 reads its one row of settings by itself, after a migration.
        ours = [text for text in statements if not text.startswith("--") and "_fts_config" not in text]
        return [(step, text) for text in ours for (*_, step) in connection.execute(f"EXPLAIN QUERY PLAN {text}")]

    return database.write_now(traced)


@pytest.mark.parametrize("work", [poll_a_page, record_and_match, tell])
def test_every_statement_finds_its_rows_by_an_index(database, work):
    database.write_now(page)
    if work is tell:
        database.write_now(record_and_match)
    steps = plans(database, work)
    assert len(steps) > 15
    assert [(step, text) for step, text in steps if WHOLE_TABLE.match(step)] == []


@pytest.mark.parametrize(
    ("index", "work"),
    [
        ("lines_learnt", lambda tx: tx.lines.learnt("demo")),
        ("entries_turned", lambda tx: tx.entries.any_waits(1)),
        ("entries_by_text", lambda tx: tx.entries.recent_known(1, telling=["f"])),
    ],
)
def test_the_few_rows_that_are_wanted_are_not_looked_for_among_all_of_a_page_or_source(database, index, work):
    steps = [step for step, _ in plans(database, work)]
    assert steps and index in steps[0]
