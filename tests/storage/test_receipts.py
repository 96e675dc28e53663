"""What was accepted and not settled: kept beside the database, settled at the next start."""

import resource

import pytest

from storage.alert_rows import DeliveryState
from storage.database import Database
from storage.receipts import SLOT, Receipt, Receipts
from tests.storage.samples import NOW
from tests.storage.test_outbox import alert, claim

AT = "2026-01-01T00:00:00.000Z"
FIRST, SECOND = Receipt(1, "w1", AT, "<a@example.org>"), Receipt(2, "w1", AT, None)


def opened(path, identity="one"):
    receipts = Receipts.open(path, identity)
    assert receipts is not None
    return receipts


def left(path, identity="one"):
    """What the next process finds."""
    receipts = opened(path, identity)
    try:
        return receipts.all()
    finally:
        receipts.close()


@pytest.fixture
def receipts(path):
    made = opened(path)
    yield made
    made.close()


def test_what_is_kept_is_found_again_until_it_is_dropped(path, receipts):
    receipts.keep(FIRST)
    receipts.keep(SECOND)
    assert left(path) == [FIRST, SECOND]
    receipts.drop(FIRST.delivery_id)
    assert left(path) == [SECOND]
    receipts.drop(FIRST.delivery_id)
    receipts.clear()
    assert left(path) == []


def test_a_write_that_was_cut_off_leaves_what_was_said_before(path, receipts):
    receipts.keep(FIRST)
    receipts.keep(SECOND)
    file = path.with_name(path.name + ".receipts")
    whole = file.read_bytes()
    slot = 0  # the second of two writes
    for length in (4, 16, 30, 60):
        file.write_bytes(whole[:slot] + whole[slot : slot + length] + bytes(SLOT - length) + whole[slot + SLOT :])
        assert left(path) == [FIRST]


def test_another_databases_receipts_are_not_believed(path, receipts):
    receipts.keep(FIRST)
    assert left(path, "another") == []


def test_a_reference_of_any_length_has_room(path, receipts):
    receipts.keep(Receipt(3, "w1", AT, "x" * 100_000))
    (found,) = left(path)
    assert found.delivery_id == 3
    assert len(found.reference) == 1_000


def test_room_is_taken_at_the_start_and_a_full_disk_is_told_once(path, receipts, caplog):
    assert path.with_name(path.name + ".receipts").stat().st_blocks * 512 >= 2 * SLOT
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, limits[1]))  # to this process every file is full
    try:
        receipts.keep(FIRST)
        receipts.keep(SECOND)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert left(path) == []
    assert [record.message.partition(": ")[2] for record in caplog.records] == [
        "File too large; a message accepted now may go out again after a crash"
    ]
    receipts.drop(FIRST.delivery_id)
    assert left(path) == [SECOND], "memory held it meanwhile"


def test_without_room_for_the_file_the_database_opens_all_the_same(path, caplog):
    path.with_name(path.name + ".receipts").mkdir()
    with Database.open(path, create=True, exclusive=True) as database:
        database.note_accepted(1, worker="w1", now=NOW, reference=None)
    assert "may go out twice" in caplog.text


def test_what_was_accepted_before_a_crash_is_settled_at_the_next_start(path):
    with Database.open(path, create=True, exclusive=True) as database:
        database.write_now(lambda tx: [alert(tx, recipients=["a@example.org", "b@example.org", "c@example.org"])])
        first, second, _ = database.write_now(claim)
        database.note_accepted(first.id, worker="w1", now=NOW, reference="<a>")
        database.note_accepted(second.id, worker="of another process", now=NOW, reference="<b>")
    for _ in range(2):  # once settled, a receipt is gone
        with Database.open(path, exclusive=True) as database:
            rows = {one.recipient: one for one in database.read_now(lambda tx: tx.outbox.listing())}
            assert [rows[f"{name}@example.org"].state for name in "abc"] == [
                DeliveryState.SENT,
                DeliveryState.PENDING,
                DeliveryState.PENDING,
            ]
            assert rows["a@example.org"].sent_at == NOW
            assert database.read_now(lambda tx: tx.outbox.reference(first.alert_id, "a@example.org")) == "<a>"
            assert left(path, database.identity) == []
