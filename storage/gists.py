"""The gists of what was told in the last days: where copies of a text are looked for."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from storage.migrations.m0005_stories import GISTS
from storage.rows import GistRow
from storage.table import Table
from storage.times import from_text, to_text

FREQUENCIES_KEPT = 20_000  # words
ASKED_ANEW = 2_000  # so many new gists make a frequency old
CANDIDATES = 40


class Frequencies:
    """How many gists hold a word, as far as that was asked before: counting a common word takes a while."""

    __slots__ = ("_counts", "_recorded")

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._recorded = 0

    def recorded(self) -> None:
        self._recorded += 1
        if self._recorded >= ASKED_ANEW or len(self._counts) > FREQUENCIES_KEPT:
            self._counts.clear()
            self._recorded = 0

    def get(self, word: str) -> int | None:
        return self._counts.get(word)

    def keep(self, word: str, count: int) -> None:
        self._counts[word] = count


class Gists(Table):
    __slots__ = ("_frequencies",)

    def __init__(self, connection: sqlite3.Connection, frequencies: Frequencies) -> None:
        super().__init__(connection)
        self._frequencies = frequencies

    def put(self, entry_id: int, story_id: int, *, at: datetime, digest: str, gist: str) -> None:
        """Keep the gist of an entry's last text; it replaces the one before."""
        self._run(
            """INSERT INTO gists (entry_id, story_id, at, digest, gist) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (entry_id) DO UPDATE SET digest = excluded.digest, gist = excluded.gist""",
            (entry_id, story_id, to_text(at), digest, gist),
        )
        self._frequencies.recorded()

    def get(self, entry_id: int) -> GistRow | None:
        row = self._row("SELECT * FROM gists WHERE entry_id = ?", (entry_id,))
        return None if row is None else _gist(row)

    def same(self, digest: str, since: datetime, until: datetime) -> GistRow | None:
        """The first text that said the very same words between then and then."""
        row = self._row(
            "SELECT * FROM gists WHERE digest = ? AND at BETWEEN ? AND ? ORDER BY at, entry_id LIMIT 1",
            (digest, to_text(since), to_text(until)),
        )
        return None if row is None else _gist(row)

    def holding(self, words: Iterable[str], since: datetime, until: datetime) -> list[GistRow]:
        """The texts told between then and then that hold most of these words, the best first."""
        expression = " OR ".join('"' + word.replace('"', "") + '"' for word in words)
        if not expression:
            return []
        # Entries come nearly in the order of their times: the bounds keep older rows from being ranked.
        rows = self._rows(
            """SELECT * FROM gists WHERE at BETWEEN :since AND :until AND entry_id IN (
            SELECT rowid FROM gists_fts WHERE gists_fts MATCH :words
            AND rowid >= ifnull((SELECT entry_id FROM gists WHERE at >= :since ORDER BY at LIMIT 1), 0)
            ORDER BY rank LIMIT :limit)""",
            {"words": expression, "since": to_text(since), "until": to_text(until), "limit": CANDIDATES},
        )
        return [_gist(row) for row in rows]

    def of_places(self, words: Sequence[str], since: datetime, until: datetime) -> list[GistRow]:
        """The texts told between then and then that hold every one of these words, the newest first."""
        if not words:
            return []
        rows = self._rows(
            """SELECT * FROM gists WHERE at BETWEEN :since AND :until AND entry_id IN (
            SELECT rowid FROM gists_fts WHERE gists_fts MATCH :words
            AND rowid >= ifnull((SELECT entry_id FROM gists WHERE at >= :since ORDER BY at LIMIT 1), 0)
            ORDER BY rowid DESC LIMIT :limit) ORDER BY at DESC""",
            {
                "words": " AND ".join('"' + word.replace('"', "") + '"' for word in words),
                "since": to_text(since),
                "until": to_text(until),
                "limit": CANDIDATES,
            },
        )
        return [_gist(row) for row in rows]

    def frequency(self, word: str) -> int:
        """How many of the gists hold a word, as counted a while ago."""
        count = self._frequencies.get(word)
        if count is None:
            row = self._row("SELECT doc FROM gists_words WHERE term = ?", (word,))
            if row is None:
                return 0  # not kept: the next text may hold it
            count = int(row[0])
            self._frequencies.keep(word, count)
        return count

    def forget(self, before: datetime) -> None:
        """Drop the gists of what was told before then: nothing is a copy of it any more."""
        self._run("DELETE FROM gists WHERE at < ?", (to_text(before),))


def gists_in_memory() -> Gists:
    """A table of gists that belongs to no database, for texts that are not stored."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.executescript(GISTS.format(entries=""))
    return Gists(connection, Frequencies())


def _gist(row: sqlite3.Row) -> GistRow:
    return GistRow(
        entry_id=row["entry_id"],
        story_id=row["story_id"],
        at=from_text(row["at"]),
        digest=row["digest"],
        gist=row["gist"],
    )
