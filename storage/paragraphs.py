"""The paragraphs that a source's updates have had, by digest, each with the oldest entry that has it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.table import Table, as_list
from storage.times import to_text

FORGOTTEN_AFTER = timedelta(days=30)  # without being seen again
MOST = 200_000  # of all sources; about 80 bytes each


class Paragraphs(Table):
    __slots__ = ()

    def put(self, source: str, paragraphs: Iterable[tuple[int, int, datetime]], now: datetime) -> None:
        """Keep (digest, entry, when that told it) of new texts; of several entries the one that told it first."""
        seen = to_text(now)
        self.connection.executemany(
            """INSERT INTO paragraphs (source, paragraph, entry_id, told_at, seen_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (source, paragraph) DO UPDATE SET seen_at = excluded.seen_at,
            entry_id = CASE WHEN excluded.told_at < told_at THEN excluded.entry_id ELSE entry_id END,
            told_at = min(told_at, excluded.told_at)""",
            [(source, digest, entry_id, to_text(at), seen) for digest, entry_id, at in paragraphs],
        )

    def owners(self, source: str, digests: Iterable[int]) -> dict[int, int]:
        """For each digest that is kept, the oldest entry that has it, where its outlet did not take that back."""
        # CROSS JOIN keeps the order: else every paragraph of the source is gone through, for these few.
        rows = self._rows(
            """SELECT paragraph.paragraph, paragraph.entry_id FROM json_each(?) AS wanted
            CROSS JOIN paragraphs AS paragraph ON paragraph.source = ? AND paragraph.paragraph = wanted.value
            LEFT JOIN entries AS entry ON entry.id = paragraph.entry_id WHERE entry.withdrawn_at IS NULL""",
            (as_list(digests), source),
        )
        return {row["paragraph"]: row["entry_id"] for row in rows}

    def forget(self, now: datetime) -> None:
        """Drop what was not seen for long, and the oldest of too many."""
        self._run("DELETE FROM paragraphs WHERE seen_at < ?", (to_text(now - FORGOTTEN_AFTER),))
        row = self._row("SELECT seen_at FROM paragraphs ORDER BY seen_at DESC LIMIT 1 OFFSET ?", (MOST,))
        if row is not None:
            self._run("DELETE FROM paragraphs WHERE seen_at <= ?", (row[0],))
