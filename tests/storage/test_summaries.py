"""Summaries tell again what other alerts had to tell; troubles of channels are kept until they are over."""

from storage.alert_rows import AlertKind, Decision, DeliveryState
from tests.storage.samples import HOUR, MINUTE, NOW, page, reading


def told(tx, watch, text, alert_id):
    """A stored text and the decision to tell it, in an alert."""
    entry_id, revision_id = tx.entries.add(page(tx).id, "demo", reading(text, text=text), now=NOW)
    tx.matches.decide(entry_id, revision_id, watch, "desk", decision=Decision.TOLD, alert_id=alert_id, now=NOW)
    return revision_id


def alert(tx, watch="nuzuh", recipients=("one",), **more):
    return tx.alerts.create(
        kind=AlertKind.MATCH,
        watch=watch,
        channel="desk",
        group=more.pop("group", ""),
        due_at=more.pop("due_at", NOW),
        recipients=recipients,
        now=NOW,
        **more,
    )


def test_a_summary_tells_what_its_alerts_had_to_tell_and_settles_them(database):
    def work(tx):
        first, second = alert(tx), alert(tx, watch="tafas")
        told(tx, "nuzuh", "a", first.id)
        told(tx, "tafas", "b", second.id)
        claimed = tx.outbox.claim(now=NOW, worker="w", lease_seconds=60, limit=9, channel="desk")
        summary = alert(tx, watch=None, group="after an outage")
        for one in claimed:
            tx.matches.attach(tx.alerts.decisions(one.alert_id), summary.id)
        tx.outbox.fold([one.id for one in claimed], summary.id, NOW)
        return tx.alerts.items(summary.id), tx.alerts.items(first.id), tx.outbox.counts()

    items, of_first, counts = database.write_now(work)
    assert [item.watch for item in items] == ["nuzuh", "tafas"]
    assert [item.watch for item in of_first] == ["nuzuh"]
    assert (counts[DeliveryState.FOLDED], counts[DeliveryState.PENDING]) == (2, 1)


def test_there_is_one_open_summary_of_a_channel_and_group(database):
    def work(tx):
        made = alert(tx, watch=None, group="quiet")
        return made, tx.alerts.open(None, "desk", "quiet"), tx.alerts.open("nuzuh", "desk", "quiet")

    made, found, other = database.write_now(work)
    assert found.id == made.id
    assert other is None


def test_when_a_channel_was_last_told_of_a_watch(database):
    def work(tx):
        alert(tx)
        assert tx.alerts.last_closed_at("nuzuh", "desk") is None
        tx.outbox.claim(now=NOW + MINUTE, worker="w", lease_seconds=60, limit=9)
        assert tx.alerts.last_closed_at("nuzuh", "desk") == NOW + MINUTE
        assert tx.alerts.last_closed_at("nuzuh", "night") is None
        assert tx.alerts.closed_since("desk", NOW) == [NOW + MINUTE]
        assert tx.alerts.closed_since("desk", NOW + HOUR) == []

    database.write_now(work)


def test_an_alert_that_another_stands_in_for_is_known(database):
    def work(tx):
        first = alert(tx)
        assert not tx.alerts.stood_in_for(first.id)
        alert(tx, group="instead", instead_of=first.id)
        return tx.alerts.stood_in_for(first.id)

    assert database.write_now(work)


def test_a_channels_trouble_begins_with_its_first_failure_and_ends_with_a_success(database):
    def work(tx):
        tx.troubles.failing("desk", "a@example.org", "451", NOW)
        later = tx.troubles.failing("desk", "a@example.org", "connection refused", NOW + HOUR)
        assert (later.failing_since, later.reason, later.broken_at) == (NOW, "connection refused", None)
        assert tx.troubles.broken("desk", "a@example.org", "535", NOW + HOUR)
        assert not tx.troubles.broken("desk", "a@example.org", "535", NOW + 2 * HOUR)
        tx.troubles.failing("desk", "b@example.org", "451", NOW)
        assert [one.recipient for one in tx.troubles.all()["desk"]] == ["a@example.org", "b@example.org"]
        assert tx.troubles.over("desk", "b@example.org").broken_at is None
        over = tx.troubles.over("desk", "a@example.org")
        assert over.broken_at == NOW + HOUR
        assert tx.troubles.over("desk", "a@example.org") is None
        return tx.troubles.all()

    assert database.write_now(work) == {}


def test_dead_deliveries_are_owed_again_on_demand(database):
    def work(tx):
        alert(tx)
        (one,) = tx.outbox.claim(now=NOW, worker="w", lease_seconds=60, limit=9)
        tx.outbox.dead(one.id, worker="w", now=NOW, error="550")
        assert tx.outbox.revive([one.id, 99], NOW + HOUR) == 1
        assert tx.outbox.revive([one.id], NOW + HOUR) == 0
        return tx.outbox.claim(now=NOW + HOUR, worker="w", lease_seconds=60, limit=9)

    assert len(database.write_now(work)) == 1


def test_after_the_clock_was_set_back_what_failed_is_due_again(database):
    def work(tx):
        alert(tx)
        (one,) = tx.outbox.claim(now=NOW, worker="w", lease_seconds=60, limit=9)
        tx.outbox.failed(one.id, worker="w", now=NOW, error="451", next_at=NOW + MINUTE)
        past = NOW - HOUR
        assert tx.outbox.set_back(past, NOW, ()) == 1
        assert tx.outbox.claim(now=past, worker="w", lease_seconds=60, limit=9) == []
        return tx.outbox.claim(now=past + MINUTE, worker="w", lease_seconds=60, limit=9)

    assert len(database.write_now(work)) == 1


def test_what_waits_for_one_recipient_comes_longest_due_first_whenever_it_is_tried_next(database):
    def work(tx):
        alert(tx, recipients=("one", "two"), due_at=NOW - MINUTE)
        alert(tx, watch="tafas", due_at=NOW - HOUR)
        alert(tx, watch="later", due_at=NOW + HOUR)
        first, *_ = tx.outbox.claim(now=NOW, worker="w", lease_seconds=60, limit=9)
        tx.outbox.failed(first.id, worker="w", now=NOW, error="451", next_at=NOW + 9 * HOUR)
        return [tx.alerts.get(one.alert_id).watch for one in tx.outbox.waiting("desk", "one", NOW)]

    assert database.write_now(work) == ["tafas", "nuzuh"]


def test_an_alert_made_just_now_is_leased_as_tried_before(database):
    def work(tx):
        made = alert(tx, watch=None, group="outage one")
        (leased,) = tx.outbox.claim_alert(made.id, worker="w", lease_seconds=60, attempts=4, now=NOW)
        assert tx.outbox.claim(now=NOW, worker="other", lease_seconds=60, limit=9) == []
        assert tx.alerts.get(made.id).closed_at == NOW
        return leased.attempts, tx.outbox.sent(leased.id, worker="w", now=NOW)

    assert database.write_now(work) == (4, True)
