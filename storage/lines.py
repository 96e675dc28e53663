"""The lines that the entries of a source repeat, by digest: from five unrelated entries on they are furniture."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.table import Table, as_list, fleeting
from storage.times import to_text

LEARNT_FROM = 5  # entries; the schema's indexes say the same
FORGOTTEN_AFTER = timedelta(days=7)  # a line that was not learnt by then


class Lines(Table):
    __slots__ = ()

    def learnt(self, source: str) -> frozenset[int]:
        """The digests of the source's lines that are furniture."""
        # Named, because SQLite would go through all lines of the source.
        rows = self._rows("SELECT line FROM lines INDEXED BY lines_learnt WHERE source = ? AND entries >= 5", (source,))
        return frozenset(line for (line,) in rows)

    def counted(self, source: str) -> int:
        """How many lines of the source are kept in mind, learnt or not."""
        return self._made("SELECT count(*) FROM lines WHERE source = ?", (source,))

    def count(self, source: str, lines: Iterable[tuple[int, int]], now: datetime) -> None:
        """Counts the lines of a new entry: the digest of each with that of what stands beside it.

        An entry that says the same beside the line as the one before tells nothing new about it.
        """
        self._run(
            """INSERT INTO lines (source, line, beside, entries, seen_at)
            SELECT :source, value ->> 0, value ->> 1, 1, :now FROM json_each(:lines) WHERE true
            ON CONFLICT (source, line) DO UPDATE SET
                entries = entries + (beside != excluded.beside),
                beside = excluded.beside, seen_at = excluded.seen_at""",
            {"source": source, "lines": as_list(lines), "now": to_text(now)},
        )
        self._run("DELETE FROM lines WHERE entries < 5 AND seen_at < ?", (fleeting(to_text(now - FORGOTTEN_AFTER)),))
