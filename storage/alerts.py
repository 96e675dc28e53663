"""The alerts: what is told together to one channel."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from storage.alert_rows import AlertItem, AlertKind, AlertRow
from storage.entries import Entries
from storage.entry_values import revision_of
from storage.matches import Matches
from storage.rows import Change
from storage.table import Table
from storage.times import from_text, from_text_or_none, to_text


class Alerts(Table):
    __slots__ = ()

    def open(self, watch: str | None, channel: str, group: str) -> AlertRow | None:
        """The alert of watch (None: of several), channel and group that still takes matches."""
        row = self._row(
            """SELECT * FROM alerts WHERE ifnull(watch, '') = ? AND channel = ? AND group_name = ?
            AND closed_at IS NULL AND kind = 'match'""",
            (watch or "", channel, group),
        )
        return None if row is None else _alert(row)

    def create(
        self,
        *,
        kind: AlertKind,
        watch: str | None,
        channel: str,
        group: str,
        due_at: datetime,
        recipients: Iterable[str],
        now: datetime,
        notice: str | None = None,
        urgent: bool = False,
        instead_of: int | None = None,
    ) -> AlertRow:
        """Make an alert, and owe it to each recipient from `due_at` on."""
        due = to_text(due_at)
        alert_id = self._made(
            """INSERT INTO alerts (kind, watch, channel, group_name, created_at, due_at, notice, urgent, instead_of)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id""",
            (kind, watch, channel, group, to_text(now), due, notice, urgent, instead_of),
        )
        self.connection.executemany(
            """INSERT INTO deliveries (alert_id, channel, recipient, state, due_at, next_at)
            VALUES (?, ?, ?, 'pending', ?, ?) ON CONFLICT DO NOTHING""",
            [(alert_id, channel, recipient, due, due) for recipient in recipients],
        )
        return self.get(alert_id)

    def get(self, alert_id: int) -> AlertRow:
        row = self._row("SELECT * FROM alerts WHERE id = ?", (alert_id,))
        if row is None:
            raise LookupError(f"no alert {alert_id}")
        return _alert(row)

    def items(self, alert_id: int) -> list[AlertItem]:
        """What the alert tells, in the order it was put in."""
        entries, matches = Entries(self.connection), Matches(self.connection)
        rows = self._rows(
            """SELECT decision.watch, decision.late, decision.note, revision.*, (SELECT count(DISTINCT other.voice)
            FROM story_entries AS own JOIN story_entries AS other ON other.story_id = own.story_id
            WHERE own.entry_id = decision.entry_id) AS outlets, (SELECT story.first_at FROM story_entries AS own
            JOIN stories AS story ON story.id = own.story_id WHERE own.entry_id = decision.entry_id) AS first_told_at
            FROM alert_decisions AS told
            JOIN decisions AS decision ON decision.id = told.decision_id
            JOIN revisions AS revision ON revision.id = decision.revision_id
            WHERE told.alert_id = ? AND decision.decision = 'told' ORDER BY decision.id""",
            (alert_id,),
        )
        return [
            AlertItem(
                watch=row["watch"],
                entry=entries.get(row["entry_id"]),
                revision=revision_of(row),
                before=entries.revision(row["entry_id"], row["number"] - 1)
                if row["change"] == Change.REVISED
                else None,
                late=bool(row["late"]),
                note=row["note"],
                outlets=max(1, row["outlets"]),
                first_told_at=from_text_or_none(row["first_told_at"]),
                matches=tuple(matches.for_revision(row["id"], row["watch"])),
            )
            for row in rows
        ]

    def decisions(self, alert_id: int) -> list[int]:
        """The ids of what the alert tells."""
        rows = self._rows("SELECT decision_id FROM alert_decisions WHERE alert_id = ?", (alert_id,))
        return [decision_id for (decision_id,) in rows]

    def stood_in_for(self, alert_id: int) -> bool:
        """Whether another channel was given this alert to tell in its place."""
        return self._row("SELECT 1 FROM alerts WHERE instead_of = ? LIMIT 1", (alert_id,)) is not None

    def first_of_thread(self, alert_id: int) -> AlertRow | None:
        """The alert that first told this channel of the same thread; None for the first one itself.

        A thread is what is told of one entry or its story. An alert of several entries goes on with none.
        """
        row = self._row(
            """WITH own AS (SELECT DISTINCT decision.entry_id FROM alert_decisions AS told
                JOIN decisions AS decision ON decision.id = told.decision_id WHERE told.alert_id = :alert LIMIT 2),
            kin AS (SELECT entry_id FROM own UNION SELECT other.entry_id FROM own
                JOIN story_entries AS member ON member.entry_id = own.entry_id
                JOIN story_entries AS other ON other.story_id = member.story_id)
            SELECT alert.* FROM decisions AS decision
            JOIN alert_decisions AS told ON told.decision_id = decision.id
            JOIN alerts AS alert ON alert.id = told.alert_id
            WHERE (SELECT count(*) FROM own) = 1 AND decision.entry_id IN (SELECT entry_id FROM kin)
            AND alert.channel = (SELECT channel FROM alerts WHERE id = :alert) AND alert.id < :alert
            ORDER BY alert.id LIMIT 1""",
            {"alert": alert_id},
        )
        return None if row is None else _alert(row)

    def last_closed_at(self, watch: str, channel: str) -> datetime | None:
        """When a channel was last told of a watch, or was about to be."""
        row = self._row(
            """SELECT max(closed_at) FROM alerts WHERE channel = ? AND closed_at IS NOT NULL AND watch = ?
            AND kind = 'match'""",
            (channel, watch),
        )
        return None if row is None else from_text_or_none(row[0])

    def closed_since(self, channel: str, since: datetime) -> list[datetime]:
        """The instants at which messages of matches were begun for a channel, oldest first."""
        rows = self._rows(
            """SELECT closed_at FROM alerts WHERE channel = ? AND closed_at > ? AND closed_at IS NOT NULL
            AND kind = 'match' ORDER BY closed_at""",
            (channel, to_text(since)),
        )
        return [from_text(at) for (at,) in rows]

    def open_messages(self, channel: str, due_by: datetime) -> int:
        """How many alerts of matches are open for a channel and due by then."""
        row = self._row(
            """SELECT count(*) FROM alerts WHERE channel = ? AND closed_at IS NULL AND kind = 'match'
            AND due_at <= ?""",
            (channel, to_text(due_by)),
        )
        return int(row[0]) if row else 0

    def hasten(self, alert_id: int, now: datetime) -> None:
        """What an open alert tells is due now."""
        at = to_text(now)
        self._run("UPDATE alerts SET due_at = min(due_at, ?) WHERE id = ? AND closed_at IS NULL", (at, alert_id))
        self._run(
            """UPDATE deliveries SET due_at = min(due_at, :at), next_at = min(next_at, :at)
            WHERE alert_id = :alert AND state = 'pending'""",
            {"at": at, "alert": alert_id},
        )

    def freeze(self, alert_id: int, content: str) -> None:
        """Keep the message as it goes out. The first content stays, whoever is told later gets the same."""
        self._run("UPDATE alerts SET content = ? WHERE id = ? AND content IS NULL", (content, alert_id))

    def last_told_at(self) -> datetime | None:
        """When matches were last delivered to anybody."""
        row = self._row(
            """SELECT delivery.settled_at FROM deliveries AS delivery
            JOIN alerts AS alert ON alert.id = delivery.alert_id
            WHERE delivery.state = 'sent' AND alert.kind = 'match' ORDER BY delivery.settled_at DESC LIMIT 1"""
        )
        return None if row is None else from_text(row[0])


def _alert(row: sqlite3.Row) -> AlertRow:
    return AlertRow(
        id=row["id"],
        kind=AlertKind(row["kind"]),
        watch=row["watch"],
        channel=row["channel"],
        group=row["group_name"],
        created_at=from_text(row["created_at"]),
        due_at=from_text(row["due_at"]),
        closed_at=from_text_or_none(row["closed_at"]),
        notice=row["notice"],
        urgent=bool(row["urgent"]),
        instead_of=row["instead_of"],
        content=row["content"],
    )
