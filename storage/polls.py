"""The polls worth a row, and hourly counters of all of them."""

import sqlite3
from datetime import datetime

from storage.rows import Poll
from storage.table import Table
from storage.times import from_text, hour_text, to_text


class Polls(Table):
    __slots__ = ()

    def record(self, poll: Poll) -> None:
        """Keep one poll as a row. It is counted by `count`, not here."""
        self._run(
            """INSERT INTO polls (page_id, at, outcome, reason, status, bytes, seconds, entries, new, revised)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                poll.page_id,
                to_text(poll.at),
                poll.outcome,
                poll.reason,
                poll.status,
                poll.bytes,
                poll.seconds,
                poll.entries,
                poll.new,
                poll.revised,
            ),
        )

    def count(self, page_id: int, at: datetime, outcome: str) -> None:
        self._run(
            """INSERT INTO page_hours (page_id, hour, outcome, polls) VALUES (?, ?, ?, 1)
            ON CONFLICT (page_id, hour, outcome) DO UPDATE SET polls = polls + 1""",
            (page_id, hour_text(at), outcome),
        )

    def recent(self, limit: int, page_id: int | None = None) -> list[Poll]:
        """The last polls that were recorded, of one page or of all, the newest first."""
        where = "" if page_id is None else "WHERE page_id = :page"
        rows = self._rows(
            f"SELECT * FROM polls {where} ORDER BY at DESC, id DESC LIMIT :limit", {"page": page_id, "limit": limit}
        )
        return [_poll(row) for row in rows]

    def around(self, page_id: int, at: datetime, each: int = 5) -> list[Poll]:
        """The polls of a page worth a row before an instant and after it, so many each, the oldest first."""
        told = {"page": page_id, "at": to_text(at), "each": each}
        before = self._rows(
            "SELECT * FROM polls WHERE page_id = :page AND at <= :at ORDER BY at DESC LIMIT :each", told
        )
        after = self._rows("SELECT * FROM polls WHERE page_id = :page AND at > :at ORDER BY at LIMIT :each", told)
        return [_poll(row) for row in (*reversed(before), *after)]

    def hour(self, page_id: int, at: datetime) -> dict[str, int]:
        """How many polls of a page had each outcome in the hour of an instant."""
        rows = self._rows(
            "SELECT outcome, polls FROM page_hours WHERE page_id = ? AND hour = ?", (page_id, hour_text(at))
        )
        return {row["outcome"]: row["polls"] for row in rows}

    def counts(self, since: datetime) -> dict[str, int]:
        """How many polls had each outcome, from the hour of `since` on."""
        rows = self._rows(
            "SELECT outcome, sum(polls) AS polls FROM page_hours WHERE hour >= ? GROUP BY outcome ORDER BY outcome",
            (hour_text(since),),
        )
        return {row["outcome"]: row["polls"] for row in rows}


def _poll(row: sqlite3.Row) -> Poll:
    return Poll(
        page_id=row["page_id"],
        at=from_text(row["at"]),
        outcome=row["outcome"],
        reason=row["reason"],
        status=row["status"],
        bytes=row["bytes"],
        seconds=row["seconds"],
        entries=row["entries"],
        new=row["new"],
        revised=row["revised"],
    )
