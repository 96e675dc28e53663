"""Alerts and their deliveries, from owed to settled."""

from datetime import timedelta

import pytest

from storage.alert_rows import AlertKind, Decision, DeliveryState
from storage.rows import Change
from tests.storage.samples import HOUR, MINUTE, NOW, entry, reading
from tests.storage.test_matches import HIT


def alert(
    tx, channel="desk", *, watch="nuzuh", due_at=NOW, recipients=("a@example.org",), kind=AlertKind.MATCH, **named
):
    values = {"kind": kind, "watch": watch, "channel": channel, "group": "", "recipients": recipients, "now": NOW}
    return tx.alerts.create(due_at=due_at, **{**values, **named})


def claim(tx, now=NOW, worker="w1", limit=10, **named):
    return tx.outbox.claim(now=now, worker=worker, lease_seconds=60, limit=limit, **named)


def test_an_alert_is_owed_to_each_recipient_once_and_stays_open(database):
    def work(tx):
        made = alert(tx, recipients=["a@example.org", "b@example.org", "a@example.org"], due_at=NOW + HOUR)
        assert tx.alerts.open("nuzuh", "desk", "") == made == tx.alerts.get(made.id)
        assert tx.alerts.open("nuzuh", "desk", "story:1") is None
        assert tx.alerts.open("nuzuh", "night", "") is None
        return made, tx.outbox.listing()

    made, deliveries = database.write_now(work)
    assert (made.kind, made.due_at, made.created_at, made.closed_at) == (AlertKind.MATCH, NOW + HOUR, NOW, None)
    assert [each.recipient for each in deliveries] == ["b@example.org", "a@example.org"]
    assert {each.state for each in deliveries} == {DeliveryState.PENDING}
    assert {(each.due_at, each.next_at, each.attempts) for each in deliveries} == {(NOW + HOUR, NOW + HOUR, 0)}


def test_a_notice_carries_its_text_and_takes_no_matches(database):
    def work(tx):
        made = alert(tx, watch=None, kind=AlertKind.NOTICE, notice="a page fails")
        alert(tx, watch=None, kind=AlertKind.NOTICE, notice="another page fails")
        return made, tx.alerts.items(made.id)

    made, items = database.write_now(work)
    assert (made.kind, made.watch, made.notice) == (AlertKind.NOTICE, None, "a page fails")
    assert items == []
    with pytest.raises(LookupError, match="no alert 9"):
        database.read_now(lambda tx: tx.alerts.get(9))


def test_items_come_in_the_order_told_with_the_matches_of_the_watch_and_the_text_before(database):
    def work(tx):
        made = alert(tx)
        first, first_text = entry(tx, "a", text="سقط 12 قتيلاً")
        second, second_text = entry(tx, "b")
        edit = tx.entries.revise(first, reading("a", text="سقط 15 قتيلاً"), now=NOW, change=Change.REVISED)
        for entry_id, revision_id in ((second, second_text), (first, edit)):
            tx.matches.add(entry_id, revision_id, "nuzuh", **HIT)
            tx.matches.add(entry_id, revision_id, "other", **HIT)
            told = {"decision": Decision.TOLD, "alert_id": made.id, "now": NOW}
            tx.matches.decide(entry_id, revision_id, "nuzuh", "desk", **told)
        known = {"decision": Decision.KNOWN, "now": NOW}
        tx.matches.decide(first, first_text, "nuzuh", "desk", **known)
        return second, first, tx.alerts.items(made.id)

    second, first, items = database.write_now(work)
    assert [item.entry.id for item in items] == [second, first]
    assert items[0].before is None
    assert items[1].before is not None
    assert (items[1].before.text, items[1].revision.text) == ("سقط 12 قتيلاً", "سقط 15 قتيلاً")
    assert [[match.watch for match in item.matches] for item in items] == [["nuzuh"], ["nuzuh"]]
    assert not items[0].late


def test_claiming_leases_what_is_due_and_closes_the_alert(database):
    def work(tx):
        due, later = alert(tx), alert(tx, "night", due_at=NOW + HOUR)
        assert claim(tx, NOW - MINUTE) == []
        (claimed,) = claim(tx)
        assert claim(tx, worker="w2") == []
        assert tx.alerts.open("nuzuh", "desk", "") is None
        assert tx.alerts.open("nuzuh", "night", "") == later
        assert alert(tx).id != due.id
        return due, claimed, tx.alerts.get(due.id)

    due, claimed, closed = database.write_now(work)
    assert (claimed.alert_id, claimed.channel, claimed.recipient) == (due.id, "desk", "a@example.org")
    assert (claimed.attempts, claimed.content) == (1, None)
    assert closed.closed_at == NOW


def test_claiming_goes_by_age_by_channel_and_by_number(database):
    def work(tx):
        alert(tx, "desk", watch="young", due_at=NOW)
        alert(tx, "night", watch="old", due_at=NOW - HOUR)
        alert(tx, "desk", watch="middle", due_at=NOW - MINUTE)
        assert [tx.alerts.get(each.alert_id).watch for each in claim(tx, limit=1)] == ["old"]
        assert claim(tx, channel="night") == []
        return [tx.alerts.get(each.alert_id).watch for each in claim(tx, channel="desk")]

    assert database.write_now(work) == ["middle", "young"]


def test_a_frozen_message_stays_as_it_was_first(database):
    def work(tx):
        made = alert(tx)
        tx.alerts.freeze(made.id, '{"first": 1}')
        tx.alerts.freeze(made.id, '{"second": 2}')
        return tx.alerts.get(made.id).content, claim(tx)[0].content

    assert database.write_now(work) == ('{"first": 1}', '{"first": 1}')


def test_a_sent_delivery_is_settled_once_and_only_by_the_worker_that_leased_it(database):
    def work(tx):
        assert tx.alerts.last_told_at() is None
        alert(tx)
        (delivery,) = claim(tx)
        assert not tx.outbox.sent(delivery.id, worker="w2", now=NOW)
        assert tx.outbox.sent(delivery.id, worker="w1", now=NOW + MINUTE)
        assert not tx.outbox.sent(delivery.id, worker="w1", now=NOW + HOUR)
        failed = {"worker": "w1", "now": NOW, "error": "late", "next_at": NOW}
        assert not tx.outbox.failed(delivery.id, **failed)
        assert not tx.outbox.release(delivery.id, "w1")
        assert claim(tx, NOW + HOUR) == []
        return tx.outbox.listing(DeliveryState.SENT), tx.alerts.last_told_at(), tx.outbox.counts()

    (sent,), told_at, counts = database.write_now(work)
    assert (sent.sent_at, sent.attempts, sent.error) == (NOW + MINUTE, 1, None)
    assert told_at == NOW + MINUTE
    assert counts == {"pending": 0, "sent": 1, "failed": 0, "dead": 0, "folded": 0}


def test_the_last_alert_told_is_no_notice(database):
    def work(tx):
        alert(tx, watch=None, kind=AlertKind.NOTICE, notice="a page fails")
        (delivery,) = claim(tx)
        tx.outbox.sent(delivery.id, worker="w1", now=NOW)
        return tx.alerts.last_told_at()

    assert database.write_now(work) is None


def test_what_is_urgent_is_claimed_before_what_is_due_for_longer(database):
    def work(tx):
        for number in range(3):
            alert(tx, group=f"story:{number}", due_at=NOW - HOUR)
        urgent = alert(tx, group="urgent", urgent=True)
        return urgent.id, claim(tx, limit=2)

    urgent, claimed = database.write_now(work)
    assert [one.alert_id for one in claimed] == [urgent, urgent - 3]


def test_a_failed_delivery_is_due_again_later_and_its_error_stays_until_it_is_sent(database):
    def work(tx):
        alert(tx)
        (delivery,) = claim(tx)
        failed = {"worker": "w1", "now": NOW, "error": "451 try later", "next_at": NOW + MINUTE}
        assert tx.outbox.failed(delivery.id, **failed)
        assert claim(tx) == []
        assert tx.outbox.next_due() == tx.outbox.next_due(delivery.channel) == NOW + MINUTE
        assert tx.outbox.next_due("another channel") is None
        (waiting,) = tx.outbox.listing(DeliveryState.FAILED)
        (again,) = claim(tx, NOW + MINUTE)
        tx.outbox.sent(again.id, worker="w1", now=NOW + MINUTE)
        return waiting, again, tx.outbox.listing()

    waiting, again, (sent,) = database.write_now(work)
    assert (waiting.error, waiting.attempts, waiting.next_at) == ("451 try later", 1, NOW + MINUTE)
    assert again.attempts == 2
    assert (sent.error, sent.state) == (None, DeliveryState.SENT)


def test_a_dead_delivery_is_not_tried_again(database):
    def work(tx):
        alert(tx)
        (delivery,) = claim(tx)
        assert tx.outbox.dead(delivery.id, worker="w1", now=NOW, error="550 no such user")
        assert claim(tx, NOW + HOUR) == []
        assert tx.outbox.next_due() is None
        return tx.outbox.listing(DeliveryState.DEAD)

    (dead,) = database.write_now(work)
    assert (dead.error, dead.sent_at) == ("550 no such user", None)


def test_a_released_delivery_is_due_at_once_and_was_not_tried(database):
    def work(tx):
        alert(tx)
        (delivery,) = claim(tx)
        assert not tx.outbox.release(delivery.id, "w2")
        assert tx.outbox.release(delivery.id, "w1")
        return claim(tx, worker="w2")

    (again,) = database.write_now(work)
    assert again.attempts == 1


def test_a_lease_that_ran_out_goes_to_the_next_worker_and_the_first_cannot_settle_it(database):
    def work(tx):
        alert(tx)
        (delivery,) = claim(tx)
        assert tx.outbox.next_due() == NOW + timedelta(seconds=60)
        assert claim(tx, NOW + timedelta(seconds=59), worker="w2") == []
        assert len(claim(tx, NOW + timedelta(seconds=60), worker="w2")) == 1
        return tx.outbox.sent(delivery.id, worker="w1", now=NOW + HOUR)

    assert database.write_now(work) is False


def test_freeing_the_leases_makes_everything_unsettled_due(database):
    def work(tx):
        alert(tx)
        alert(tx, "night")
        sent, _ = claim(tx)
        tx.outbox.sent(sent.id, worker="w1", now=NOW)
        assert tx.outbox.free_leases() == 1
        return claim(tx, worker="w2")

    assert len(database.write_now(work)) == 1


def test_what_is_owed_to_a_channel_that_left_is_dead_and_its_alerts_are_closed(database):
    def work(tx):
        gone = alert(tx, "night", due_at=NOW + HOUR, recipients=["x", "y"])
        kept = alert(tx, "desk", due_at=NOW + HOUR)
        assert sorted(tx.outbox.channels_owed()) == ["desk", "night"]
        assert tx.outbox.bury_channel("night", "the channel left the configuration", NOW) == 2
        assert tx.outbox.channels_owed() == ["desk"]
        assert tx.outbox.bury_channel("night", "the channel left the configuration", NOW) == 0
        return tx.alerts.get(gone.id), tx.alerts.get(kept.id), tx.outbox.listing(DeliveryState.DEAD), tx.outbox.counts()

    gone, kept, dead, counts = database.write_now(work)
    assert (gone.closed_at, kept.closed_at) == (NOW, None)
    assert {each.error for each in dead} == {"the channel left the configuration"}
    assert counts == {"pending": 1, "sent": 0, "failed": 0, "dead": 2, "folded": 0}
