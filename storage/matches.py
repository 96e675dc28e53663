"""The matches of watches on revisions, and what was decided for each channel that hears the watch."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from storage.alert_rows import Decided, Decision, MatchRow
from storage.table import Table, as_list
from storage.times import from_text, from_text_or_none, to_text


class Matches(Table):
    __slots__ = ()

    def add(
        self,
        entry_id: int,
        revision_id: int,
        watch: str,
        *,
        term: str,
        field: str,
        form: str,
        start: int,
        end: int,
        why: str,
        now: datetime,
    ) -> int:
        """Store one match; gives its id, also where it was stored before."""
        return self._made(
            """INSERT INTO matches (entry_id, revision_id, watch, term, field, start, "end", form, why, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (revision_id, watch, term, field, start, "end") DO UPDATE SET why = excluded.why
            RETURNING id""",
            (entry_id, revision_id, watch, term, field, start, end, form, why, to_text(now)),
        )

    def for_revision(self, revision_id: int, watch: str | None = None) -> list[MatchRow]:
        """The matches of a revision, of one watch or of all, in the order they were found."""
        rows = self._rows(
            "SELECT * FROM matches WHERE revision_id = ? AND watch = ifnull(?, watch) ORDER BY id", (revision_id, watch)
        )
        return [match_of(row) for row in rows]

    def decide(
        self,
        entry_id: int,
        revision_id: int,
        watch: str,
        channel: str,
        *,
        decision: Decision,
        reason: str | None = None,
        alert_id: int | None = None,
        late: bool = False,
        note: str | None = None,
        now: datetime,
    ) -> int:
        """Keep what was decided of a revision for one watch and channel; gives the decision's id.

        Deciding again replaces it, but what is told stays told.
        """
        row = self._row(
            """INSERT INTO decisions (entry_id, revision_id, watch, channel, decision, reason, late, note, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (revision_id, watch, channel) DO UPDATE SET decision = excluded.decision,
            reason = excluded.reason, late = excluded.late, note = excluded.note, at = excluded.at
            WHERE decision <> 'told'
            RETURNING id""",
            (entry_id, revision_id, watch, channel, decision, reason, late, note, to_text(now)),
        )
        if row is None:
            return self._made(
                "SELECT id FROM decisions WHERE revision_id = ? AND watch = ? AND channel = ?",
                (revision_id, watch, channel),
            )
        if alert_id is not None:
            self.attach([row[0]], alert_id)
        return int(row[0])

    def attach(self, decision_ids: Iterable[int], alert_id: int) -> None:
        """Put decisions into an alert that tells them; it may be one more."""
        self._run(
            """INSERT INTO alert_decisions (alert_id, decision_id) SELECT ?, value FROM json_each(?)
            WHERE true ON CONFLICT DO NOTHING""",
            (alert_id, as_list(decision_ids)),
        )

    def decided(self, limit: int, *, watch: str | None = None, alert: int | None = None) -> list[Decided]:
        """What was decided of matches, the newest first; with the last alert that tells it, where one does.

        `alert`: only what that one tells.
        """
        rows = self._rows(
            """SELECT decision.*, revision.headline, substr(revision.text, 1, 300) AS text, entry.url,
            alert.id AS alert_id, alert.group_name, alert.due_at FROM decisions AS decision
            JOIN revisions AS revision ON revision.id = decision.revision_id
            JOIN entries AS entry ON entry.id = decision.entry_id
            LEFT JOIN alerts AS alert ON alert.id =
                (SELECT max(told.alert_id) FROM alert_decisions AS told WHERE told.decision_id = decision.id)
            WHERE decision.watch = ifnull(:watch, decision.watch) AND (:alert IS NULL OR decision.id IN
                (SELECT one.decision_id FROM alert_decisions AS one WHERE one.alert_id = :alert))
            ORDER BY decision.id DESC LIMIT :limit""",
            {"limit": limit, "watch": watch, "alert": alert},
        )
        return [
            Decided(
                at=from_text(row["at"]),
                watch=row["watch"],
                channel=row["channel"],
                decision=Decision(row["decision"]),
                reason=row["reason"],
                alert_id=row["alert_id"],
                group=row["group_name"],
                due_at=from_text_or_none(row["due_at"]),
                headline=row["headline"],
                text=row["text"],
                url=row["url"],
            )
            for row in rows
        ]

    def any_of(self, revision_ids: Iterable[int]) -> bool:
        """Whether a watch hit one of these revisions."""
        row = self._row(
            "SELECT 1 FROM matches WHERE revision_id IN (SELECT value FROM json_each(?)) LIMIT 1",
            (as_list(revision_ids),),
        )
        return row is not None

    def told(self, entry_id: int) -> set[tuple[str, str]]:
        """The (watch, channel) pairs that were told of any text of the entry, or are owed it."""
        rows = self._rows(
            "SELECT DISTINCT watch, channel FROM decisions WHERE entry_id = ? AND decision = 'told'", (entry_id,)
        )
        return {(watch, channel) for watch, channel in rows}


def match_of(row: sqlite3.Row) -> MatchRow:
    return MatchRow(
        id=row["id"],
        watch=row["watch"],
        entry_id=row["entry_id"],
        revision_id=row["revision_id"],
        term=row["term"],
        field=row["field"],
        form=row["form"],
        start=row["start"],
        end=row["end"],
        why=row["why"],
    )
