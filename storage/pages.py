"""The pages: what is polled, what the last visits found, and when a followed article is due."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from storage.rows import Page, PageKind
from storage.table import Table, as_list, strings
from storage.times import from_text_or_none, to_text, to_text_or_none

ITEMS_OF_A_SOURCE = 8  # of those due, how many are given at a time


class Pages(Table):
    __slots__ = ()

    def ensure(
        self,
        source: str,
        url: str,
        *,
        kind: PageKind = PageKind.CONFIGURED,
        parent_id: int | None = None,
        listed_json: str | None = None,
        listed_fingerprint: str | None = None,
        next_at: datetime | None = None,
        now: datetime,
    ) -> Page:
        """The page of that URL, made where it is new. A page that is there stays as it is, but what the
        configuration names is open and is CONFIGURED from then on, unless another page has gone on with it.
        """
        row = self._row(
            """INSERT INTO pages (source, url, kind, parent_id, created_at, listed_json, listed_fingerprint, next_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (source, url) DO UPDATE SET kind = 'configured', closed_at = NULL
            WHERE excluded.kind = 'configured'
              AND (kind <> 'configured' OR (closed_at IS NOT NULL AND successor_id IS NULL))
            RETURNING *""",
            (source, url, kind, parent_id, to_text(now), listed_json, listed_fingerprint, to_text_or_none(next_at)),
        )
        row = row or self._row("SELECT * FROM pages WHERE source = ? AND url = ?", (source, url))
        assert row is not None
        return _page(row)

    def get(self, page_id: int) -> Page:
        row = self._row("SELECT * FROM pages WHERE id = ?", (page_id,))
        if row is None:
            raise LookupError(f"no page {page_id}")
        return _page(row)

    def by_url(self, source: str, url: str) -> Page | None:
        row = self._row("SELECT * FROM pages WHERE source = ? AND url = ?", (source, url))
        return None if row is None else _page(row)

    def items_by_url(self, source: str, urls: Iterable[str]) -> dict[str, Page]:
        """Those of the URLs that are followed articles of the source, closed ones too."""
        rows = self._rows(
            """SELECT * FROM pages
            WHERE source = ? AND url IN (SELECT value FROM json_each(?)) AND kind = 'item'""",
            (source, as_list(urls)),
        )
        return {row["url"]: _page(row) for row in rows}

    def due_items(self, now: datetime, limit: int) -> list[Page]:
        """Followed articles whose visit is due, the oldest due first; none of a closed page.

        Of one source a few at a time, so that a feed with a hundred new items keeps no other outlet waiting.
        """
        rows = self._rows(
            """SELECT * FROM (
                SELECT page.*, row_number() OVER (PARTITION BY page.source ORDER BY page.next_at) AS place
                FROM pages AS page LEFT JOIN pages AS parent ON parent.id = page.parent_id
                WHERE page.kind = 'item' AND page.closed_at IS NULL AND page.next_at <= ?
                  AND page.next_at IS NOT NULL AND parent.closed_at IS NULL
            ) WHERE place <= ? ORDER BY next_at LIMIT ?""",
            (to_text(now), ITEMS_OF_A_SOURCE, limit),
        )
        return [_page(row) for row in rows]

    def all(self, source: str | None = None, kind: PageKind | None = PageKind.CONFIGURED) -> list[Page]:
        """The pages of a source or of all, of one kind or of both, closed ones too."""
        of_kind = "" if kind is None else "AND kind = :kind"
        of_source = "" if source is None else "AND source = :source"
        rows = self._rows(
            f"SELECT * FROM pages WHERE true {of_kind} {of_source} ORDER BY source, id",
            {"kind": kind, "source": source},
        )
        return [_page(row) for row in rows]

    def read(
        self,
        page_id: int,
        *,
        now: datetime,
        outcome: str,
        etag: str | None,
        last_modified: str | None,
        body_hash: str | None,
        reader_version: str | None,
        layout: str | None,
        entries: int,
        new: int,
        next_at: datetime | None = None,
    ) -> None:
        """A complete read: only here the validators change. `next_at` None means that no visit is planned."""
        self._run(
            """UPDATE pages SET outcome = :outcome, reason = NULL, failures = 0, reads = reads + 1,
            checked_at = :now, seen_at = :now, changed_at = :now, first_read_at = ifnull(first_read_at, :now),
            last_new_at = CASE WHEN :new > 0 THEN :now ELSE last_new_at END, entries_last = :entries,
            etag = :etag, last_modified = :last_modified, body_hash = :body_hash,
            reader_version = :reader_version, layout = :layout, next_at = :next_at
            WHERE id = :id""",
            {
                "id": page_id,
                "now": to_text(now),
                "outcome": outcome,
                "etag": etag,
                "last_modified": last_modified,
                "body_hash": body_hash,
                "reader_version": reader_version,
                "layout": layout,
                "entries": entries,
                "new": new,
                "next_at": to_text_or_none(next_at),
            },
        )

    def unchanged(self, page_id: int, *, now: datetime, next_at: datetime | None = None) -> None:
        """The page answered, with nothing that we had not read."""
        at = to_text(now)
        self._run(
            """UPDATE pages SET outcome = 'unchanged', reason = NULL, failures = 0, checked_at = ?, seen_at = ?,
            next_at = ? WHERE id = ?""",
            (at, at, to_text_or_none(next_at), page_id),
        )

    def failed(self, page_id: int, *, now: datetime, outcome: str, reason: str, next_at: datetime | None = None) -> int:
        """Record a failed visit, and count the failures in a row. The validators stay."""
        return self._made(
            """UPDATE pages SET outcome = ?, reason = ?, failures = failures + 1, checked_at = ?, next_at = ?
            WHERE id = ? RETURNING failures""",
            (outcome, reason, to_text(now), to_text_or_none(next_at), page_id),
        )

    def hasten(self, latest: datetime, now: datetime) -> int:
        """After the clock was set back: no configured page waits for longer than until `latest`; how many did."""
        return self._run(
            "UPDATE pages SET next_at = ? WHERE kind = 'configured' AND closed_at IS NULL AND next_at > ?",
            (to_text(now), to_text(latest)),
        ).rowcount

    def schedule(self, page_id: int, next_at: datetime | None) -> None:
        self._run("UPDATE pages SET next_at = ? WHERE id = ?", (to_text_or_none(next_at), page_id))

    def relisted(
        self, page_id: int, *, listed_json: str | None, listed_fingerprint: str | None, next_at: datetime | None
    ) -> None:
        """A feed or listing tells a followed article anew: keep how, open it, plan its visit."""
        self._run(
            "UPDATE pages SET listed_json = ?, listed_fingerprint = ?, next_at = ?, closed_at = NULL WHERE id = ?",
            (listed_json, listed_fingerprint, to_text_or_none(next_at), page_id),
        )

    def close(self, page_id: int, now: datetime) -> None:
        self._run("UPDATE pages SET closed_at = ? WHERE id = ? AND closed_at IS NULL", (to_text(now), page_id))

    def set_told(self, page_id: int, told: tuple[str, ...]) -> None:
        self._run("UPDATE pages SET told = ? WHERE id = ?", (as_list(told), page_id))

    def open_gap(self, page_id: int, *, at: datetime, tries: int, note: str) -> None:
        """Remember that something may have been missed, and how often it was looked for already."""
        self._run(
            "UPDATE pages SET gap_at = ?, gap_tries = ?, gap_note = ? WHERE id = ?", (to_text(at), tries, note, page_id)
        )

    def count_gap_try(self, page_id: int) -> None:
        self._run("UPDATE pages SET gap_tries = gap_tries + 1 WHERE id = ?", (page_id,))

    def fill_gap(self, page_id: int) -> None:
        self._run("UPDATE pages SET gap_at = NULL, gap_tries = 0, gap_note = NULL WHERE id = ?", (page_id,))

    def ending(self, page_id: int, *, note: str | None, now: datetime) -> None:
        """The page says in these words that its coverage is over, or (None) does not say so (any more)."""
        self._run(
            """UPDATE pages SET ended_at = CASE WHEN :note IS NULL THEN NULL ELSE ifnull(ended_at, :now) END,
            ended_note = :note WHERE id = :id AND ended_note IS NOT :note""",
            {"id": page_id, "note": note, "now": to_text(now)},
        )

    def succeed(self, page_id: int, successor_id: int) -> None:
        """Another page goes on with this one."""
        self._run("UPDATE pages SET successor_id = ? WHERE id = ?", (successor_id, page_id))
        self._run("UPDATE pages SET parent_id = ?, next_at = NULL WHERE id = ?", (page_id, successor_id))

    def followed_since(self, source: str, since: datetime, limit: int = 500) -> list[Page]:
        """The articles of a source that its feeds and listings first showed since then, the newest first."""
        rows = self._rows(
            """SELECT * FROM pages WHERE source = ? AND created_at >= ? AND kind = 'item'
            ORDER BY created_at DESC LIMIT ?""",
            (source, to_text(since), limit),
        )
        return [_page(row) for row in rows]

    def articles_since(self, source: str, since: datetime, created: datetime, but: int) -> tuple[int, int]:
        """How many other articles of a source, made pages after `created`, answered well since then, how many as gone.

        Those that were never read do not count.
        """
        row = self._row(
            """SELECT ifnull(sum(seen_at >= :since), 0), ifnull(sum(outcome = 'gone' AND checked_at >= :since), 0)
            FROM pages WHERE source = :source AND created_at >= :created AND kind = 'item' AND reads > 0
            AND id <> :but""",
            {"source": source, "since": to_text(since), "created": to_text(created), "but": but},
        )
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def retire(self, source: str, keep_urls: Iterable[str], *, now: datetime) -> int:
        """Close the configured pages of a source that are configured no longer, nor go on with one; how many."""
        return self._run(
            """UPDATE pages SET closed_at = :now WHERE kind = 'configured' AND source = :source AND closed_at IS NULL
            AND id NOT IN (
                WITH RECURSIVE kept (id, next) AS (
                    SELECT id, successor_id FROM pages
                    WHERE source = :source AND url IN (SELECT value FROM json_each(:urls))
                    UNION SELECT page.id, page.successor_id FROM kept JOIN pages AS page ON page.id = kept.next
                ) SELECT id FROM kept
            )""",
            {"now": to_text(now), "source": source, "urls": as_list(keep_urls)},
        ).rowcount

    def free_leases(self) -> None:
        self._run("UPDATE pages SET lease_until = NULL, worker = NULL WHERE worker IS NOT NULL")


def _page(row: sqlite3.Row) -> Page:
    return Page(
        id=row["id"],
        source=row["source"],
        url=row["url"],
        kind=PageKind(row["kind"]),
        parent_id=row["parent_id"],
        closed=row["closed_at"] is not None,
        layout=row["layout"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_hash=row["body_hash"],
        reader_version=row["reader_version"],
        listed_json=row["listed_json"],
        listed_fingerprint=row["listed_fingerprint"],
        reads=row["reads"],
        next_at=from_text_or_none(row["next_at"]),
        checked_at=from_text_or_none(row["checked_at"]),
        seen_at=from_text_or_none(row["seen_at"]),
        changed_at=from_text_or_none(row["changed_at"]),
        first_read_at=from_text_or_none(row["first_read_at"]),
        last_new_at=from_text_or_none(row["last_new_at"]),
        failures=row["failures"],
        outcome=row["outcome"],
        reason=row["reason"],
        entries_last=row["entries_last"],
        told=strings(row["told"]),
        gap_at=from_text_or_none(row["gap_at"]),
        gap_tries=row["gap_tries"],
        gap_note=row["gap_note"],
        ended_at=from_text_or_none(row["ended_at"]),
        ended_note=row["ended_note"],
        successor_id=row["successor_id"],
    )
