"""Full-text search over the folded last text of every entry."""

import sqlite3
from datetime import datetime
from heapq import nlargest

from storage.entry_values import ENTRY, entry_of
from storage.errors import SearchError
from storage.rows import Entry
from storage.table import Table, as_list
from storage.times import to_text, to_text_or_none

RANKED = 20_000  # hits
LAST = 2**63 - 1  # the greatest id that SQLite has


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
        since_text = to_text_or_none(since) or ""
        try:
            if best:
                return self._best(match, since_text, source, limit)
            return self._newest(match, since_text, source, limit)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise
            raise SearchError(f"the search cannot be understood: {error}") from error

    def _best(self, match: str, since: str, source: str | None, limit: int) -> list[Entry]:
        """Those that the expression fits best, among the last RANKED that it finds."""
        # The newest hits bound what is ranked: ranking a common word of the whole archive takes seconds.
        found = """SELECT rowid AS id, rank AS place FROM entries_fts WHERE entries_fts MATCH :match AND rowid >=
            (SELECT min(rowid) FROM (SELECT rowid FROM entries_fts WHERE entries_fts MATCH :match
            ORDER BY rowid DESC LIMIT :ranked))"""
        rows = self._rows(
            f"""{ENTRY} JOIN ({found}) AS hit ON hit.id = entry.id WHERE entry.news_at >= :since
            AND entry.source = ifnull(:source, entry.source) ORDER BY hit.place, entry.id DESC LIMIT :limit""",
            {"match": match, "since": since, "source": source, "limit": limit, "ranked": RANKED},
        )
        return [entry_of(row) for row in rows]

    def _newest(self, match: str, since: str, source: str | None, limit: int) -> list[Entry]:
        """Those that the expression finds, by the time of the news.

        They are gone through from the last stored on, and no further than there can be newer news: no entry tells of
        a time after it was first seen. A common word finds thousands of which few are read.
        """
        kept: list[tuple[str, int]] = []
        below, size = LAST, 4 * limit
        while True:
            rows = self._rows(
                """SELECT hit.rowid AS id, entry.news_at, entry.first_seen_at, entry.source
                FROM (SELECT rowid FROM entries_fts WHERE entries_fts MATCH :match AND rowid < :below
                ORDER BY rowid DESC LIMIT :size) AS hit JOIN entries AS entry ON entry.id = hit.rowid
                ORDER BY hit.rowid DESC""",
                {"match": match, "below": below, "size": size},
            )
            kept += [
                (row["news_at"], row["id"])
                for row in rows
                if row["news_at"] >= since and source in (None, row["source"])
            ]
            kept = nlargest(limit, kept)
            if len(rows) < size:
                break
            below, first_seen = rows[-1]["id"], rows[-1]["first_seen_at"]
            if first_seen < since or (len(kept) == limit and kept[-1][0] >= first_seen):
                break
            size *= 2
        entries = self._rows(
            f"""{ENTRY} WHERE entry.id IN (SELECT value FROM json_each(?))
            ORDER BY entry.news_at DESC, entry.id DESC""",
            (as_list(entry_id for _, entry_id in kept),),
        )
        return [entry_of(row) for row in entries]

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
