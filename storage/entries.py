"""The entries of pages, every key that each was seen under, and the texts that each has had."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from storage.entry_values import ENTRY, columns, entry_of, known_of, revision_of
from storage.rows import Change, Entry, EntryText, KnownEntry, Reading, Revision
from storage.table import Table, as_list, fleeting
from storage.times import from_text, from_text_or_none, to_text, to_text_or_none

KNOWN = """SELECT entry.id, (SELECT json_group_array(key) FROM entry_keys WHERE entry_id = entry.id) AS keys,
entry.fingerprint, entry.rules_version, entry.layout, entry.published_at, entry.listed, entry.withdrawn_at,
entry.turned_at, CASE WHEN NOT entry.listed THEN entry.last_seen_at END AS gone_at,
entry.headline_folded, entry.text_folded FROM entries AS entry"""


class Entries(Table):
    __slots__ = ()

    def by_keys(self, page_id: int, keys: Iterable[str]) -> dict[str, KnownEntry]:
        """The entries of a page that were seen under any of the keys, by key."""
        found = self._rows(
            "SELECT key, entry_id FROM entry_keys WHERE page_id = ? AND key IN (SELECT value FROM json_each(?))",
            (page_id, as_list(keys)),
        )
        ids = as_list({entry_id for _, entry_id in found})
        rows = self._rows(f"{KNOWN} WHERE entry.id IN (SELECT value FROM json_each(?))", (ids,))
        known = {row["id"]: known_of(row) for row in rows}
        return {key: known[entry_id] for key, entry_id in found}

    def fingerprints(self, page_id: int, keys: Iterable[str]) -> dict[str, tuple[int, str, str | None]]:
        """For each key of a page that is known, its entry's id and the fingerprint of that entry's last text.

        "" instead of a fingerprint while the entry waits to be told that it has an earlier text again. Last the
        instant at which the page last showed the entry, as `times.to_text` writes it; None while it does.
        """
        rows = self.connection.execute(
            """SELECT known.key, known.entry_id, CASE WHEN entry.turned_at IS NULL THEN entry.fingerprint ELSE '' END,
            CASE WHEN NOT entry.listed THEN entry.last_seen_at END FROM entry_keys AS known
            JOIN entries AS entry ON entry.id = known.entry_id
            WHERE known.page_id = ? AND known.key IN (SELECT value FROM json_each(?))""",
            (page_id, as_list(keys)),
        )
        return {key: (entry_id, fingerprint, gone_at) for key, entry_id, fingerprint, gone_at in rows}

    def wordings(self, page_id: int) -> dict[int, int]:
        """The entries that a page shows, each by the digest of what was read of it last, where that is known."""
        # As two lists: a row of its own for each entry takes longer than all the rest.
        row = self._row(
            """SELECT json_group_array(wording), json_group_array(id) FROM entries
            WHERE page_id = ? AND listed = 1 AND wording IS NOT NULL AND turned_at IS NULL""",
            (page_id,),
        )
        return dict(zip(*map(json.loads, row), strict=True)) if row else {}

    def set_wordings(self, wordings: Iterable[tuple[int, int]]) -> None:
        """Remember the digests of what was read of entries."""
        self.connection.executemany(
            "UPDATE entries SET wording = ? WHERE id = ?", [(wording, entry_id) for entry_id, wording in wordings]
        )

    def known_keys(self, page_id: int, keys: Iterable[str], *, before: datetime | None = None) -> set[str]:
        """Those of the keys that entries of a page were seen under; with `before`, of entries first seen before it."""
        rows = self._run(
            """SELECT known.key FROM entry_keys AS known JOIN entries AS entry ON entry.id = known.entry_id
            WHERE known.page_id = :page AND known.key IN (SELECT value FROM json_each(:keys))
            AND (:before IS NULL OR entry.first_seen_at < :before)""",
            {"page": page_id, "keys": as_list(keys), "before": to_text_or_none(before)},
        )
        return {row[0] for row in rows}

    def recent_known(
        self, page_id: int, limit: int = 500, *, telling: Collection[str] | None = None
    ) -> list[KnownEntry]:
        """Entries of a page, the last seen first: those listed, then those not listed any more.

        With `telling`, only those of them whose text has one of these fingerprints.
        """
        if telling is not None and not self._any_telling(page_id, telling):
            return []
        of_text = "" if telling is None else "WHERE fingerprint IN (SELECT value FROM json_each(:telling))"
        rows = self._rows(
            f"""{KNOWN} WHERE entry.id IN (SELECT id FROM (SELECT id, fingerprint FROM entries WHERE page_id = :page
            ORDER BY listed DESC, last_seen_at DESC, id DESC LIMIT :limit) {of_text})
            ORDER BY entry.listed DESC, entry.last_seen_at DESC, entry.id DESC""",
            {"page": page_id, "limit": limit, "telling": as_list(telling or ())},
        )
        return [known_of(row) for row in rows]

    def _any_telling(self, page_id: int, fingerprints: Collection[str]) -> bool:
        """Whether an entry of a page has one of these texts, however long ago it was seen: hardly ever one has."""
        row = self._row(
            """SELECT 1 FROM entries WHERE page_id = ? AND fingerprint IN (SELECT value FROM json_each(?)) LIMIT 1""",
            (page_id, as_list(fingerprints)),
        )
        return row is not None

    def add(
        self, page_id: int, source: str, reading: Reading, *, now: datetime, change: Change = Change.NEW
    ) -> tuple[int, int]:
        """Store a new entry with its first revision; gives both ids. REREAD: what it tells is known in other pieces."""
        at = to_text(now)
        entry_id = self._made(
            """INSERT INTO entries (page_id, source, first_seen_at, last_seen_at, news_at, published_at, published_day,
            precision, updated_at, layout, rules_version, fingerprint, url, author, section, tags, flags, caption,
            headline_folded, text_folded)
            VALUES (:page_id, :source, :now, :now, :news_at, :published_at, :published_day, :precision, :updated_at,
            :layout, :rules_version, :fingerprint, :url, :author, :section, :tags, :flags, :caption,
            :headline_folded, :text_folded) RETURNING id""",
            {"page_id": page_id, "source": source, "now": at, **columns(reading, first_seen=now)},
        )
        revision_id = self._revision(entry_id, reading, at=at, change=change)
        self.add_keys(page_id, entry_id, reading.keys)
        return entry_id, revision_id

    def revise(
        self,
        entry_id: int,
        reading: Reading,
        *,
        now: datetime,
        change: Change,
        significant: str | None = None,
        diff: str | None = None,
    ) -> int:
        """Give an entry a further revision, and what else the reading says of it; gives the revision's id.

        `significant` and `diff` say what the edit changed. The keys of the reading are `add_keys`' work.
        """
        self._restate(entry_id, reading, now)
        revision_id = self._revision(entry_id, reading, at=to_text(now), change=change)
        self._run("UPDATE revisions SET significant = ?, diff = ? WHERE id = ?", (significant, diff, revision_id))
        return revision_id

    def earlier_revision(self, entry_id: int, reading: Reading) -> int | None:
        """The id of the revision by which an entry had the reading's text before.

        None as well where the outlet tells of a change after all that is known: then it is a text of today.
        """
        row = self._row(
            """SELECT id, (SELECT max(updated_at) FROM revisions WHERE entry_id = :entry) AS updated_at FROM revisions
            WHERE entry_id = :entry AND fingerprint = :fingerprint ORDER BY number DESC LIMIT 1""",
            {"entry": entry_id, "fingerprint": reading.fingerprint},
        )
        if row is None:
            return None
        last = from_text_or_none(row["updated_at"])
        told_later = reading.updated_at is not None and last is not None and reading.updated_at > last
        return None if told_later else int(row["id"])

    def turn_back(self, entry_id: int, revision_id: int, reading: Reading, *, now: datetime, waits: bool) -> None:
        """Give an entry a text that it had before, and what else the reading says; there is no further revision.

        `waits`: that text is told again if it stays.
        """
        self._restate(entry_id, reading, now)
        turned_at = to_text(now) if waits else None
        self._run("UPDATE entries SET revision_id = ?, turned_at = ? WHERE id = ?", (revision_id, turned_at, entry_id))

    def any_waits(self, page_id: int) -> bool:
        """Whether the page shows an entry that waits to be told that it has an earlier text again."""
        # The plus keeps SQLite from going through all that the page shows.
        query = "SELECT 1 FROM entries WHERE page_id = ? AND turned_at IS NOT NULL AND +listed = 1 LIMIT 1"
        return self._row(query, (page_id,)) is not None

    def _restate(self, entry_id: int, reading: Reading, now: datetime) -> None:
        row = self._row("SELECT first_seen_at FROM entries WHERE id = ?", (entry_id,))
        if row is None:
            raise LookupError(f"no entry {entry_id}")
        self._run(
            """UPDATE entries SET listed = 1, withdrawn_at = NULL, withdrawn_why = NULL, turned_at = NULL,
            last_seen_at = :now, news_at = :news_at, published_at = :published_at,
            published_day = :published_day, precision = :precision, updated_at = :updated_at, layout = :layout,
            rules_version = :rules_version, fingerprint = :fingerprint, url = :url, author = :author,
            section = :section, tags = :tags, flags = :flags, caption = :caption,
            headline_folded = :headline_folded, text_folded = :text_folded WHERE id = :id""",
            {"id": entry_id, "now": to_text(now), **columns(reading, first_seen=from_text(row["first_seen_at"]))},
        )

    def _revision(self, entry_id: int, reading: Reading, *, at: str, change: Change) -> int:
        revision_id = self._made(
            """INSERT INTO revisions (entry_id, number, seen_at, change, layout, rules_version, fingerprint, updated_at,
            flags, headline, text)
            SELECT id, revisions + 1, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM entries WHERE id = ? RETURNING id""",
            (
                at,
                change,
                reading.layout,
                reading.rules_version,
                reading.fingerprint,
                to_text_or_none(reading.updated_at),
                as_list(reading.flags),
                fleeting(reading.headline),
                fleeting(reading.text),
                entry_id,
            ),
        )
        self._run("UPDATE entries SET revision_id = ?, revisions = revisions + 1 WHERE id = ?", (revision_id, entry_id))
        return revision_id

    def add_keys(self, page_id: int, entry_id: int, keys: Iterable[str]) -> None:
        """Remember that an entry was seen under these keys. A key that belongs to another entry stays with it."""
        self.connection.executemany(
            "INSERT INTO entry_keys (page_id, key, entry_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [(page_id, key, entry_id) for key in keys],
        )

    def free_keys(self, page_id: int, keys: Iterable[str]) -> None:
        """Forget under which entries of a page these keys were seen: they are another entry's from now on."""
        self._run(
            "DELETE FROM entry_keys WHERE page_id = ? AND key IN (SELECT value FROM json_each(?))",
            (page_id, as_list(keys)),
        )

    def set_listed(self, page_id: int, listed_ids: Collection[int], now: datetime) -> None:
        """Say which entries a page shows now; the others are not listed any more. Writes only what differs.

        Called before `pages.read`, so that an entry that is gone was last seen at the visit before.
        """
        # Compared here: in SQL it would go through everything that the page ever showed.
        row = self._row("SELECT json_group_array(id) FROM entries WHERE page_id = ? AND listed = 1", (page_id,))
        listed: set[int] = set(json.loads(row[0])) if row else set()
        if gone := listed.difference(listed_ids):
            self._run(
                """UPDATE entries SET listed = 0, last_seen_at = max(last_seen_at,
                ifnull((SELECT seen_at FROM pages WHERE id = entries.page_id), ''))
                WHERE id IN (SELECT value FROM json_each(?))""",
                (as_list(gone),),
            )
        if back := set(listed_ids).difference(listed):
            self._run(
                """UPDATE entries SET listed = 1, last_seen_at = ?
                WHERE id IN (SELECT value FROM json_each(?)) AND page_id = ?""",
                (to_text(now), as_list(back), page_id),
            )

    def get(self, entry_id: int) -> Entry:
        row = self._row(f"{ENTRY} WHERE entry.id = ?", (entry_id,))
        if row is None:
            raise LookupError(f"no entry {entry_id}")
        return entry_of(row)

    def texts(self, entry_ids: Collection[int], since: datetime, *, listed: bool = False) -> list[EntryText]:
        """The last texts of those whose news is not older than that, the highest id first; `listed`: shown now."""
        of_listed = "AND entry.listed = 1" if listed else ""
        rows = self._rows(
            f"""SELECT entry.id, entry.source, substr(ifnull(entry.published_at, entry.first_seen_at), 1, 10) AS day,
            revision.headline, revision.text, story.story_id
            FROM entries AS entry JOIN revisions AS revision ON revision.id = entry.revision_id
            LEFT JOIN story_entries AS story ON story.entry_id = entry.id
            WHERE entry.id IN (SELECT value FROM json_each(?)) AND entry.news_at >= ? {of_listed}
            ORDER BY entry.id DESC""",
            (as_list(entry_ids), to_text(since)),
        )
        return [EntryText(*row) for row in rows]

    def count(self, since: datetime, *, listed: bool = False) -> int:
        """How many entries tell news not older than that; with `listed`, of those that a page shows now."""
        of_listed = "AND listed = 1" if listed else ""
        return self._made(f"SELECT count(*) FROM entries WHERE news_at >= ? {of_listed}", (to_text(since),))

    def revisions(self, entry_id: int) -> list[Revision]:
        """All texts that an entry has had, the first one first."""
        rows = self._rows("SELECT * FROM revisions WHERE entry_id = ? ORDER BY number", (entry_id,))
        return [revision_of(row) for row in rows]

    def revision(self, entry_id: int, number: int) -> Revision | None:
        row = self._row("SELECT * FROM revisions WHERE entry_id = ? AND number = ?", (entry_id, number))
        return None if row is None else revision_of(row)

    def of_page(self, page_id: int, at: datetime) -> list[Entry]:
        """The entries that a page showed at an instant, as far as was seen: known by then, and not gone."""
        rows = self._rows(
            f"""SELECT * FROM ({ENTRY} WHERE entry.page_id = :page AND entry.first_seen_at <= :at)
            WHERE seen_until >= :at ORDER BY id""",
            {"page": page_id, "at": to_text(at)},
        )
        return [entry_of(row) for row in rows]

    def latest(self, limit: int, source: str | None = None, since: datetime | None = None) -> list[Entry]:
        """Entries by the time of the news, the newest first."""
        return [entry_of(row) for row in self._newest(since, source, limit)]

    def iterate(self, since: datetime | None = None, source: str | None = None) -> Iterator[Entry]:
        """Entries by the time of the news, the newest first, one at a time; to be used up inside the transaction."""
        return map(entry_of, self._newest(since, source, limit=-1))

    def _newest(self, since: datetime | None, source: str | None, limit: int) -> sqlite3.Cursor:
        of_source = "" if source is None else "AND entry.source = :source"
        return self._run(
            f"""{ENTRY} WHERE entry.news_at >= :since {of_source}
            ORDER BY entry.news_at DESC, entry.id DESC LIMIT :limit""",
            {"since": to_text_or_none(since) or "", "source": source, "limit": limit},
        )
