"""Backups while others write, damaged ones, restoring with what was owed held, and deleting by age."""

import threading
from datetime import timedelta

import pytest

from storage.alert_rows import AlertKind, Decision
from storage.backup import backup, check, restore
from storage.database import BrokenDatabase, Database, DatabaseError
from tests.storage.samples import HOUR, NOW, entry


def owe(tx, *keys):
    """A told entry whose alert is still owed; gives the alert's id."""
    entry_id, revision_id = entry(tx, *keys)
    alert = tx.alerts.create(
        kind=AlertKind.MATCH, watch="w", channel="c", group="", due_at=NOW, recipients=["r"], now=NOW
    )
    tx.matches.decide(entry_id, revision_id, "w", "c", decision=Decision.TOLD, alert_id=alert.id, now=NOW)
    return alert.id


def claim(database, at=NOW):
    return database.write_now(lambda tx: tx.outbox.claim(now=at, worker="x", lease_seconds=9, limit=9))


def test_a_copy_made_while_others_write_is_whole(path, database):
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            database.write_now(lambda tx, key=f"k{number}": entry(tx, key))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backup(path, path.with_name("copy.db"))
    finally:
        stop.set()
        writer.join()
    with Database.open(path.with_name("copy.db")) as copy:
        for one in copy.read_now(lambda tx: tx.entries.latest(10_000)):
            assert copy.read_now(lambda tx, id_=one.id: len(tx.entries.revisions(id_))) == 1


def test_nothing_is_written_over(path, database):
    copy = path.with_name("copy.db")
    copy.write_text("mine")
    with pytest.raises(DatabaseError, match="exists already"):
        backup(path, copy)
    with pytest.raises(DatabaseError, match="exists already"):
        restore(copy, path, NOW)
    assert copy.read_text() == "mine"


def test_a_damaged_copy_is_refused_and_leaves_nothing(path, database):
    database.write_now(lambda tx: [entry(tx, f"k{number}") for number in range(200)])
    copy = path.with_name("copy.db")
    backup(path, copy)
    data = bytearray(copy.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 4096] = b"\xff" * 4096
    copy.write_bytes(data)
    with pytest.raises(BrokenDatabase):
        check(copy)
    fresh = path.with_name("fresh.db")
    with pytest.raises(BrokenDatabase):
        restore(copy, fresh, NOW)
    assert not list(path.parent.glob("*fresh.db")) and not list(path.parent.glob(".fresh*"))


def test_what_a_backup_owed_is_held_until_it_is_released(path, database):
    database.write_now(lambda tx: owe(tx, "a"))
    copy, moved = path.with_name("copy.db"), path.with_name("moved.db")
    backup(path, copy)
    assert restore(copy, moved, NOW) == 1
    with Database.open(moved) as new:
        assert claim(new, NOW + 9999 * HOUR) == []
        assert new.write_now(lambda tx: tx.alerts.open("w", "c", "")) is None, "what comes now opens a new alert"
        assert new.write_now(lambda tx: tx.held.release(NOW + HOUR)) == 1
        assert len(claim(new, NOW + HOUR)) == 1


def test_what_is_dropped_is_a_dead_letter_and_can_still_be_retried(path, database):
    database.write_now(lambda tx: owe(tx, "a"))
    backup(path, path.with_name("copy.db"))
    restore(path.with_name("copy.db"), path.with_name("moved.db"), NOW)
    with Database.open(path.with_name("moved.db")) as new:
        assert new.write_now(lambda tx: tx.held.drop(NOW)) == 1
        (dead,) = new.read_now(lambda tx: tx.outbox.listing())
        assert (dead.state.value, dead.error) == ("dead", "dropped after a restore")
        assert new.write_now(lambda tx: tx.outbox.revive([dead.id], NOW)) == 1
        assert len(claim(new)) == 1


def test_what_is_old_is_deleted_but_not_what_is_owed_or_still_shown(database):
    later = NOW + timedelta(days=400)
    cut = NOW + timedelta(days=365)

    def fill(tx):
        owe(tx, "owed")
        entry(tx, "gone")
        listed, _ = entry(tx, "shown")
        new, _ = entry(tx, "new", now=later, published_at=later)
        tx.entries.set_listed(1, [listed, new], NOW)

    database.write_now(fill)
    assert database.write_now(lambda tx: tx.retention.texts(cut, count_only=True)) == 1
    assert database.write_now(lambda tx: tx.retention.texts(cut)) == 1
    left = {one.id for one in database.read_now(lambda tx: tx.entries.latest(9))}
    assert left == {1, 3, 4}
    assert database.write_now(lambda tx: tx.retention.deliveries(cut)) == 0
    (owed,) = claim(database)
    database.write_now(lambda tx: tx.outbox.sent(owed.id, worker="x", now=NOW))
    assert database.write_now(lambda tx: tx.retention.deliveries(cut)) == 1
    assert database.write_now(lambda tx: tx.retention.texts(cut)) == 1
