"""Matches, and what was decided of them."""

from storage.alert_rows import AlertKind, Decision
from storage.rows import Change
from tests.storage.samples import HOUR, NOW, entry, reading

HIT = {"term": "درعا", "field": "text", "form": "درعا", "start": 27, "end": 31, "why": "the place درعا", "now": NOW}


def test_a_match_is_stored_once_and_comes_back_as_it_was(database):
    def work(tx):
        entry_id, revision_id = entry(tx)
        first = tx.matches.add(entry_id, revision_id, "nuzuh", **HIT)
        again = tx.matches.add(entry_id, revision_id, "nuzuh", **HIT)
        tx.matches.add(entry_id, revision_id, "nuzuh", **{**HIT, "start": 0, "end": 4})
        tx.matches.add(entry_id, revision_id, "other", **HIT)
        return first, again, tx.matches.for_revision(revision_id), tx.matches.for_revision(revision_id, "other")

    first, again, rows, of_other = database.write_now(work)
    assert first == again
    assert [(row.watch, row.start) for row in rows] == [("nuzuh", 27), ("nuzuh", 0), ("other", 27)]
    assert [row.watch for row in of_other] == ["other"]
    (row, *_) = rows
    assert (row.id, row.entry_id, row.revision_id) == (first, 1, 1)
    assert (row.term, row.field, row.form, row.end, row.why) == ("درعا", "text", "درعا", 31, "the place درعا")


def test_what_was_told_counts_for_the_entry_in_all_its_texts_and_what_was_muted_does_not(database):
    def work(tx):
        entry_id, first = entry(tx)
        tx.matches.decide(entry_id, first, "nuzuh", "desk", decision=Decision.TOLD, now=NOW)
        tx.matches.decide(entry_id, first, "nuzuh", "night", decision=Decision.MUTED, reason="silenced", now=NOW)
        second = tx.entries.revise(entry_id, reading(text="آخر"), now=NOW, change=Change.REVISED)
        tx.matches.decide(entry_id, second, "nuzuh", "desk", decision=Decision.KNOWN, now=NOW)
        return tx.matches.told(entry_id), tx.matches.told(99)

    assert database.write_now(work) == ({("nuzuh", "desk")}, set())


def test_deciding_again_replaces_a_decision_but_not_one_that_was_told(database):
    def work(tx):
        entry_id, revision = entry(tx)

        def decide(decision):
            return tx.matches.decide(entry_id, revision, "nuzuh", "desk", decision=decision, now=NOW)

        ids = [decide(Decision.UNTOLD), decide(Decision.TOLD), decide(Decision.MUTED)]
        return ids, tx.matches.told(entry_id)

    ids, told = database.write_now(work)
    assert ids == [1, 1, 1]
    assert told == {("nuzuh", "desk")}


def test_attached_decisions_are_told_by_the_alert(database):
    def work(tx):
        entry_id, revision = entry(tx)
        decision = tx.matches.decide(entry_id, revision, "nuzuh", "desk", decision=Decision.TOLD, late=True, now=NOW)
        alert = tx.alerts.create(
            kind=AlertKind.MATCH, watch="nuzuh", channel="desk", group="", due_at=NOW + HOUR, recipients=["a"], now=NOW
        )
        assert tx.alerts.items(alert.id) == []
        tx.matches.attach([decision], alert.id)
        return tx.alerts.items(alert.id)

    (item,) = database.write_now(work)
    assert item.late
    assert item.entry.id == 1
