"""The silences: watches muted for a while, with the reason."""

import sqlite3
from datetime import datetime

from storage.alert_rows import Silence
from storage.table import Table
from storage.times import from_text, from_text_or_none, to_text


class Silences(Table):
    __slots__ = ()

    def add(self, watch: str, until: datetime, *, reason: str | None, now: datetime) -> Silence:
        row = self._row(
            "INSERT INTO silences (watch, created_at, until, reason) VALUES (?, ?, ?, ?) RETURNING *",
            (watch, to_text(now), to_text(until), reason),
        )
        assert row is not None
        return _silence(row)

    def active(self, watch: str, now: datetime) -> Silence | None:
        """The silence that mutes a watch now; of several the one that lasts longest."""
        row = self._row(
            """SELECT * FROM silences WHERE watch = ? AND until > ? AND lifted_at IS NULL
            ORDER BY until DESC LIMIT 1""",
            (watch, to_text(now)),
        )
        return None if row is None else _silence(row)

    def listing(self, now: datetime, all: bool = False) -> list[Silence]:  # noqa: A002 - the command's own word
        """The silences in force, or with `all` also those that are over; the newest first."""
        rows = self._rows(
            "SELECT * FROM silences WHERE :all OR (until > :now AND lifted_at IS NULL) ORDER BY id DESC",
            {"all": all, "now": to_text(now)},
        )
        return [_silence(row) for row in rows]

    def lift(self, watch: str, now: datetime) -> int:
        """End the silences of a watch; how many were in force."""
        at = to_text(now)
        return self._run(
            "UPDATE silences SET lifted_at = ? WHERE watch = ? AND until > ? AND lifted_at IS NULL", (at, watch, at)
        ).rowcount


def _silence(row: sqlite3.Row) -> Silence:
    return Silence(
        id=row["id"],
        watch=row["watch"],
        created_at=from_text(row["created_at"]),
        until=from_text(row["until"]),
        reason=row["reason"],
        lifted_at=from_text_or_none(row["lifted_at"]),
    )
