"""Full-text search over the folded last text of every entry."""

import sqlite3
from datetime import datetime

from storage.entries import ENTRY, entry_of
from storage.errors import SearchError
from storage.rows import Entry
from storage.table import Table
from storage.times import to_text_or_none

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
