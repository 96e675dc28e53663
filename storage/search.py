"""Full-text search over the folded last text of every entry."""

import sqlite3
from datetime import datetime

from storage.entry_values import ENTRY, entry_of
from storage.errors import SearchError
from storage.rows import Entry
from storage.table import Table
from storage.times import to_text, to_text_or_none

RANKED = 20_000  # hits


class Search(Table):
    __slots__ = ()

    def query(
        self,
        match: str,
        *,
        since: datetime | None = None,
        source: str | None = None,
        limit: int = 50,
        best: bool = False,
    ) -> list[Entry]:
        """Entries that an FTS5 expression over folded words finds, by the time of the news, the newest first.

        With `best` those that it fits best come first, among the last RANKED that it finds.
        """
        wanted = {"match": match, "since": to_text_or_none(since) or "", "source": source, "limit": limit}
        if best:
            # The newest hits bound what is ranked: ranking a common word of the whole archive takes seconds.
            found = """SELECT rowid AS id, rank AS place FROM entries_fts WHERE entries_fts MATCH :match AND rowid >=
                (SELECT min(rowid) FROM (SELECT rowid FROM entries_fts WHERE entries_fts MATCH :match
                ORDER BY rowid DESC LIMIT :ranked))"""
            order = "hit.place, entry.id DESC"
            asked = f"""{ENTRY} JOIN ({found}) AS hit ON hit.id = entry.id WHERE entry.news_at >= :since
                AND entry.source = ifnull(:source, entry.source) ORDER BY {order} LIMIT :limit"""
        else:
            # The rows are put in order by their ids first: a common word finds thousands, of which few are read.
            asked = f"""{ENTRY} WHERE entry.id IN (SELECT id FROM entries
                WHERE id IN (SELECT rowid FROM entries_fts WHERE entries_fts MATCH :match)
                AND news_at >= :since AND source = ifnull(:source, source)
                ORDER BY news_at DESC, id DESC LIMIT :limit) ORDER BY entry.news_at DESC, entry.id DESC"""
        try:
            rows = self._rows(asked, wanted | ({"ranked": RANKED} if best else {}))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise
            raise SearchError(f"the search cannot be understood: {error}") from error
        return [entry_of(row) for row in rows]

    def candidates(self, match: str | None, since: datetime) -> list[int]:
        """The ids of all entries first seen since then, or of those that an FTS5 expression finds; the newest first."""
        first = self._first_seen(to_text(since))
        if match is None:
            rows = self._run("SELECT id FROM entries WHERE id >= ? ORDER BY id DESC", (first,))
        else:
            # Only ids leave the index here: the newest bound keeps it from going through what is older.
            rows = self._run(
                "SELECT rowid FROM entries_fts WHERE entries_fts MATCH ? AND rowid >= ? ORDER BY rowid DESC",
                (match, first),
            )
        return [entry_id for (entry_id,) in rows]

    def _first_seen(self, since: str) -> int:
        """The least id of an entry first seen since then: they come in the order of that time, so halving finds it."""
        row = self._row("SELECT ifnull(min(id), 1), ifnull(max(id), 0) + 1 FROM entries")
        low, high = (int(row[0]), int(row[1])) if row else (1, 1)
        while low < high:
            middle = (low + high) // 2
            row = self._row("SELECT first_seen_at FROM entries WHERE id >= ? ORDER BY id LIMIT 1", (middle,))
            if row is None or row[0] >= since:
                high = middle
            else:
                low = middle + 1
        return low
