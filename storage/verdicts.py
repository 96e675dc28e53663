"""What people said of a watch's hits: right or wrong."""

from datetime import datetime

from storage.table import Table
from storage.times import to_text


class Verdicts(Table):
    __slots__ = ()

    def put(self, watch: str, entry_id: int, *, right: bool, now: datetime) -> None:
        """Keep whether a hit on the entry's last text is what the watch is for; the last word counts."""
        self._run(
            """INSERT INTO verdicts (watch, entry_id, revision_id, right, at)
            SELECT ?, id, revision_id, ?, ? FROM entries WHERE id = ?
            ON CONFLICT (watch, entry_id) DO UPDATE SET revision_id = excluded.revision_id, right = excluded.right,
            at = excluded.at""",
            (watch, int(right), to_text(now), entry_id),
        )

    def of(self, watch: str) -> dict[int, bool]:
        """The verdicts on entries whose text is still the one that was judged, by the entry's id."""
        rows = self._rows(
            """SELECT verdict.entry_id, verdict.right FROM verdicts AS verdict
            JOIN entries AS entry ON entry.id = verdict.entry_id AND entry.revision_id = verdict.revision_id
            WHERE verdict.watch = ? ORDER BY verdict.entry_id""",
            (watch,),
        )
        return {row["entry_id"]: bool(row["right"]) for row in rows}
