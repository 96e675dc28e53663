"""Full-text search over the folded last text of every entry."""

import sqlite3
from datetime import datetime

from storage.entries import ENTRY, entry_of
from storage.errors import SearchError
from storage.rows import Entry
from storage.table import Table
from storage.times import to_text_or_none


class Search(Table):
    __slots__ = ()

    def query(
        self, match: str, *, since: datetime | None = None, source: str | None = None, limit: int = 50
    ) -> list[Entry]:
        """Entries that an FTS5 expression over folded words finds, by the time of the news, the newest first."""
        try:
            rows = self._rows(
                # The rows are put in order by their ids first: a common word finds thousands, of which few are read.
                f"""{ENTRY} WHERE entry.id IN (SELECT id FROM entries
                WHERE id IN (SELECT rowid FROM entries_fts WHERE entries_fts MATCH :match)
                AND news_at >= :since AND source = ifnull(:source, source)
                ORDER BY news_at DESC, id DESC LIMIT :limit) ORDER BY entry.news_at DESC, entry.id DESC""",
                {"match": match, "since": to_text_or_none(since) or "", "source": source, "limit": limit},
            )
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise
            raise SearchError(f"the search cannot be understood: {error}") from error
        return [entry_of(row) for row in rows]
