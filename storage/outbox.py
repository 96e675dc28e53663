"""The outbox: deliveries from owed to settled, leased to one worker at a time."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.alert_rows import Delivery, DeliveryState
from storage.table import Table, as_list
from storage.times import from_text, from_text_or_none, to_text

DELIVERY = (
    "SELECT delivery.*, alert.content FROM deliveries AS delivery JOIN alerts AS alert ON alert.id = delivery.alert_id"
)


class Outbox(Table):
    __slots__ = ()

    def claim(
        self, *, now: datetime, worker: str, lease_seconds: float, limit: int, channel: str | None = None
    ) -> list[Delivery]:
        """Lease what is due to a worker, what is urgent and then the longest due first.

        It closes the alerts: they take no more matches.

        A claim counts as an attempt, so that a delivery that kills the program is seen to be tried.
        """
        at, until = to_text(now), to_text(now + timedelta(seconds=lease_seconds))
        ids = self._rows(
            """SELECT delivery.id FROM deliveries AS delivery JOIN alerts AS alert ON alert.id = delivery.alert_id
            WHERE delivery.state IN ('pending', 'failed') AND delivery.next_at <= :now
            AND (delivery.lease_until IS NULL OR delivery.lease_until <= :now)
            AND delivery.channel = ifnull(:channel, delivery.channel)
            ORDER BY alert.urgent DESC, delivery.next_at, delivery.id LIMIT :limit""",
            {"now": at, "channel": channel, "limit": limit},
        )
        if not ids:
            return []
        claimed = as_list(row["id"] for row in ids)
        self._run(
            """UPDATE deliveries SET lease_until = ?, worker = ?, attempts = attempts + 1
            WHERE id IN (SELECT value FROM json_each(?))""",
            (until, worker, claimed),
        )
        self._run(
            """UPDATE alerts SET closed_at = ? WHERE closed_at IS NULL AND id IN
            (SELECT alert_id FROM deliveries WHERE id IN (SELECT value FROM json_each(?)))""",
            (at, claimed),
        )
        rows = self._rows(
            f"""{DELIVERY} WHERE delivery.id IN (SELECT value FROM json_each(?))
            ORDER BY alert.urgent DESC, delivery.next_at, delivery.id""",
            (claimed,),
        )
        return [_delivery(row) for row in rows]

    def sent(self, delivery_id: int, *, worker: str, now: datetime, reference: str | None = None) -> bool:
        """Settle a delivery that this worker has leased; False where it is not this worker's any more.

        `reference` is what the receiver calls the message, for later ones of its thread.
        """
        return self._settle(
            "state = 'sent', settled_at = :now, error = NULL, reference = :reference",
            delivery_id,
            {"worker": worker, "now": to_text(now), "reference": reference},
        )

    def reference(self, alert_id: int, recipient: str) -> str | None:
        """What a recipient's receiver calls the message of an alert; None where it gave no name, or none was sent."""
        row = self._row("SELECT reference FROM deliveries WHERE alert_id = ? AND recipient = ?", (alert_id, recipient))
        return None if row is None else row[0]

    def failed(self, delivery_id: int, *, worker: str, now: datetime, error: str, next_at: datetime) -> bool:
        """The delivery did not go out; it is due again at `next_at`."""
        return self._settle(
            "state = 'failed', error = :error, next_at = :next",
            delivery_id,
            {"worker": worker, "error": error, "next": to_text(max(now, next_at))},
        )

    def dead(self, delivery_id: int, *, worker: str, now: datetime, error: str) -> bool:
        """The delivery will not be tried again by itself."""
        return self._settle(
            "state = 'dead', settled_at = :now, error = :error",
            delivery_id,
            {"worker": worker, "error": error, "now": to_text(now)},
        )

    def waiting(self, channel: str, recipient: str, due_by: datetime) -> list[Delivery]:
        """What was due to a recipient by then and is not settled, whenever it is tried next; longest due first."""
        rows = self._rows(
            f"""{DELIVERY} WHERE delivery.channel = ? AND delivery.recipient = ? AND delivery.due_at <= ?
            AND delivery.state IN ('pending', 'failed') ORDER BY delivery.due_at, delivery.id""",
            (channel, recipient, to_text(due_by)),
        )
        return [_delivery(row) for row in rows]

    def fold(self, delivery_ids: Iterable[int], alert_id: int, now: datetime) -> None:
        """Settle deliveries as told by a summary; their alerts take no more matches."""
        folded = as_list(delivery_ids)
        self._run(
            """UPDATE deliveries SET state = 'folded', settled_at = ?, folded_into = ?,
            lease_until = NULL, worker = NULL
            WHERE id IN (SELECT value FROM json_each(?)) AND state IN ('pending', 'failed')""",
            (to_text(now), alert_id, folded),
        )
        self._run(
            """UPDATE alerts SET closed_at = ? WHERE closed_at IS NULL AND id IN
            (SELECT alert_id FROM deliveries WHERE id IN (SELECT value FROM json_each(?)))""",
            (to_text(now), folded),
        )

    def claim_alert(
        self, alert_id: int, *, worker: str, lease_seconds: float, attempts: int, now: datetime
    ) -> list[Delivery]:
        """Lease the deliveries of one alert, as tried so often already; the alert takes no more matches."""
        self._run(
            "UPDATE deliveries SET worker = ?, lease_until = ?, attempts = ? WHERE alert_id = ?",
            (worker, to_text(now + timedelta(seconds=lease_seconds)), attempts, alert_id),
        )
        self._run("UPDATE alerts SET closed_at = ? WHERE id = ?", (to_text(now), alert_id))
        return [_delivery(row) for row in self._rows(f"{DELIVERY} WHERE delivery.alert_id = ?", (alert_id,))]

    def revive(self, delivery_ids: Iterable[int], now: datetime) -> int:
        """Owe dead deliveries again from now on; how many were dead."""
        return self._run(
            """UPDATE deliveries SET state = 'failed', next_at = ?, settled_at = NULL
            WHERE state = 'dead' AND id IN (SELECT value FROM json_each(?))""",
            (to_text(now), as_list(delivery_ids)),
        ).rowcount

    def replay(self, since: datetime, now: datetime, *, channel: str | None, sent: bool) -> int:
        """Owe again what has died since then, with `sent` also what was sent; how many there are."""
        states = as_list(("dead", "sent") if sent else ("dead",))
        return self._run(
            """UPDATE deliveries SET state = 'failed', next_at = :now, settled_at = NULL
            WHERE state IN (SELECT value FROM json_each(:states)) AND settled_at >= :since
            AND channel = ifnull(:channel, channel)""",
            {"now": to_text(now), "since": to_text(since), "channel": channel, "states": states},
        ).rowcount

    def set_back(self, now: datetime, was: datetime, keep_groups: Iterable[str]) -> int:
        """After the clock was set back from `was`: nothing waits for it to catch up; how many deliveries did.

        What had been due is due, leases end, and what waits for a span of time waits for its rest. What waits for a
        time of the day, which the groups of its alert tell, goes on waiting for it.
        """
        behind = was - now
        moved = 0
        for id_, next_at, lease in self._rows(
            """SELECT delivery.id, delivery.next_at, delivery.lease_until FROM deliveries AS delivery
            JOIN alerts AS alert ON alert.id = delivery.alert_id
            WHERE delivery.state IN ('pending', 'failed') AND (delivery.next_at > :now OR delivery.lease_until > :now)
            AND (delivery.state = 'failed' OR delivery.next_at <= :was OR alert.group_name NOT IN
            (SELECT value FROM json_each(:keep)))""",
            {"now": to_text(now), "was": to_text(was), "keep": as_list(keep_groups)},
        ):
            due = to_text(max(now, from_text(next_at) - behind))
            until = to_text(from_text(lease) - behind) if lease else None
            moved += self._run(
                "UPDATE deliveries SET next_at = ?, lease_until = ? WHERE id = ?", (due, until, id_)
            ).rowcount
        return moved

    def release(self, delivery_id: int, worker: str) -> bool:
        """Give a lease back untried."""
        return self._settle("attempts = attempts - 1", delivery_id, {"worker": worker})

    def _settle(self, change: str, delivery_id: int, values: dict[str, object]) -> bool:
        cursor = self._run(
            f"""UPDATE deliveries SET {change}, lease_until = NULL, worker = NULL
            WHERE id = :id AND worker = :worker AND state IN ('pending', 'failed')""",
            {"id": delivery_id, **values},
        )
        return cursor.rowcount == 1

    def free_leases(self) -> int:
        """Drop every lease: for the start of the only process that delivers. How many there were."""
        return self._run(
            """UPDATE deliveries SET lease_until = NULL, worker = NULL
            WHERE state IN ('pending', 'failed') AND worker IS NOT NULL"""
        ).rowcount

    def next_due(self, channel: str | None = None) -> datetime | None:
        """The instant from which on `claim` has something to give (to this channel); None where nothing is owed."""
        row = self._row(
            """SELECT min(max(next_at, ifnull(lease_until, ''))) FROM deliveries
            WHERE state IN ('pending', 'failed') AND channel = ifnull(?, channel)""",
            (channel,),
        )
        return None if row is None else from_text_or_none(row[0])

    def listing(self, state: DeliveryState | None = None, limit: int = 50) -> list[Delivery]:
        """Deliveries of one state or of all, the newest first."""
        where = "" if state is None else "WHERE delivery.state = :state"
        rows = self._rows(
            f"{DELIVERY} {where} ORDER BY delivery.id DESC LIMIT :limit", {"state": state, "limit": limit}
        )
        return [_delivery(row) for row in rows]

    def counts(self) -> dict[DeliveryState, int]:
        """How many deliveries are in each state."""
        rows = self._rows("SELECT state, count(*) FROM deliveries GROUP BY state")
        return dict.fromkeys(DeliveryState, 0) | {DeliveryState(state): count for state, count in rows}

    def channels_owed(self) -> list[str]:
        """The channels that messages are owed to."""
        rows = self._rows("SELECT DISTINCT channel FROM deliveries WHERE state IN ('pending', 'failed')")
        return [channel for (channel,) in rows]

    def bury_channel(self, channel: str, reason: str, now: datetime) -> int:
        """Give up what is owed to a channel that is configured no longer; how many deliveries there were."""
        at = to_text(now)
        self._run(
            """UPDATE alerts SET closed_at = ? WHERE closed_at IS NULL AND id IN (SELECT alert_id FROM deliveries
            WHERE channel = ? AND state IN ('pending', 'failed'))""",
            (at, channel),
        )
        return self._run(
            """UPDATE deliveries SET state = 'dead', settled_at = ?, error = ?, lease_until = NULL, worker = NULL
            WHERE channel = ? AND state IN ('pending', 'failed')""",
            (at, reason, channel),
        ).rowcount


def _delivery(row: sqlite3.Row) -> Delivery:
    state = DeliveryState(row["state"])
    return Delivery(
        id=row["id"],
        alert_id=row["alert_id"],
        channel=row["channel"],
        recipient=row["recipient"],
        state=state,
        due_at=from_text(row["due_at"]),
        next_at=from_text(row["next_at"]),
        attempts=row["attempts"],
        error=row["error"],
        sent_at=from_text_or_none(row["settled_at"]) if state is DeliveryState.SENT else None,
        content=row["content"],
    )
