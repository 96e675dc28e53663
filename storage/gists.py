"""The gists of what was told in the last days: where copies of a text are looked for."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from heapq import nlargest

from storage.migrations.m0020_shingles import GISTS
from storage.migrations.m0024_shingles_apart import WITHOUT_TRIGGER
from storage.story_rows import GistRow
from storage.table import Table, as_list
from storage.times import to_text

CANDIDATES = 16
SHARING = 200  # so many of the newest texts with a shingle are looked at: what more have tells little
READ = 3_000  # rows for one text; beyond, of each further shingle the newest FEW
FEW = 25
FORGOTTEN = 2_000  # gists in one go
_GIST = "SELECT entry_id, story_id, gist FROM gists"


class Gists(Table):
    __slots__ = ()

    def put(
        self, entry_id: int, story_id: int, *, at: datetime, digest: str, gist: str, shingles: Sequence[int]
    ) -> None:
        """Keep the gist of an entry's last text; it replaces the one before."""
        told = as_list(shingles)
        self._run(
            """INSERT INTO gists (entry_id, story_id, at, digest, gist, shingles) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (entry_id) DO UPDATE SET
            digest = excluded.digest, gist = excluded.gist, shingles = excluded.shingles""",
            (entry_id, story_id, to_text(at), digest, gist, told),
        )
        self._run("INSERT OR IGNORE INTO gist_shingles SELECT value, ? FROM json_each(?)", (entry_id, told))

    def same(self, digest: str, since: datetime, until: datetime) -> GistRow | None:
        """The first text that said the very same words between then and then."""
        row = self._row(
            f"{_GIST} WHERE digest = ? AND at BETWEEN ? AND ? ORDER BY at, entry_id LIMIT 1",
            (digest, to_text(since), to_text(until)),
        )
        return None if row is None else _gist(row)

    def sharing(self, shingles: Sequence[int], since: datetime, until: datetime) -> list[GistRow]:
        """The texts told between then and then that share most of these shingles, the best first.

        A shingle counts the more the fewer texts have it.
        """
        shares: defaultdict[str, float] = defaultdict(float)
        read = 0
        for newest in self._having(shingles):
            having = newest if read < READ else newest[:FEW]
            read += len(having)
            share = 1 / len(having) if having else 0.0
            for entry_id in having:
                shares[entry_id] += share
        best = list(map(int, nlargest(CANDIDATES, shares, key=shares.__getitem__)))
        found = {row.entry_id: row for row in self._told(best, since, until)}
        return [found[entry_id] for entry_id in best if entry_id in found]

    def sharing_all(self, shingles: Sequence[int], since: datetime, until: datetime) -> list[GistRow]:
        """The texts told between then and then that have every one of these shingles, the newest first."""
        if not shingles:
            return []
        common = set.intersection(*map(set, self._having(shingles)))
        return self._told(sorted(map(int, common), reverse=True)[:CANDIDATES], since, until)

    def forget(self, before: datetime) -> None:
        """Drop the gists of what was told before then, a part at a time: nothing is a copy of it any more."""
        self._run(
            "DELETE FROM gists WHERE entry_id IN (SELECT entry_id FROM gists WHERE at < ? LIMIT ?)",
            (to_text(before), FORGOTTEN),
        )

    def _having(self, shingles: Sequence[int]) -> list[list[str]]:
        """For each shingle the newest entries that have it: there are many, and few of them are wanted as numbers."""
        rows = self._rows(
            """SELECT (SELECT group_concat(entry_id) FROM (SELECT entry_id FROM gist_shingles
            WHERE shingle = wanted.value ORDER BY entry_id DESC LIMIT ?)) FROM json_each(?) AS wanted""",
            (SHARING, as_list(shingles)),
        )
        return [ids.split(",") if ids else [] for (ids,) in rows]

    def _told(self, entry_ids: Sequence[int], since: datetime, until: datetime) -> list[GistRow]:
        """Those of the entries that were told between then and then, the newest first."""
        rows = self._rows(
            f"{_GIST} WHERE entry_id IN (SELECT value FROM json_each(?)) AND at BETWEEN ? AND ? "
            "ORDER BY at DESC, entry_id DESC",
            (as_list(entry_ids), to_text(since), to_text(until)),
        )
        return [_gist(row) for row in rows]


def gists_in_memory() -> Gists:
    """A table of gists that belongs to no database, for texts that are not stored."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.executescript(f"{GISTS.format(entries='')}; {WITHOUT_TRIGGER}")
    return Gists(connection)


def _gist(row: sqlite3.Row) -> GistRow:
    entry_id, story_id, gist = row
    return GistRow(entry_id=entry_id, story_id=story_id, gist=gist)
