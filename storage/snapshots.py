"""The pages as they were received when something on them was matched."""

import json
import sqlite3
import zlib
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from storage.rows import Snapshot
from storage.table import Table
from storage.times import from_text, to_text


class Snapshots(Table):
    __slots__ = ()

    def keep(
        self,
        page_id: int,
        *,
        at: datetime,
        fetched_at: datetime,
        url: str,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
    ) -> None:
        """Keep a page as one visit found it; a body that is kept already is not kept twice."""
        digest = sha256(body).hexdigest()
        self._run(
            "INSERT INTO bodies (sha256, size, deflated) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (digest, len(body), zlib.compress(body, 1)),
        )
        told = json.dumps(dict(headers), ensure_ascii=False)
        self._run(
            """INSERT INTO snapshots (page_id, at, fetched_at, url, status, headers, sha256)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
            (page_id, to_text(at), to_text(fetched_at), url, status, told, digest),
        )

    def at(self, page_id: int, at: datetime) -> Snapshot | None:
        """The snapshot of the visit at this instant."""
        return self._one("snapshot.page_id = ? AND snapshot.at = ?", (page_id, to_text(at)))

    def around(self, page_id: int, at: datetime) -> list[Snapshot]:
        """The last snapshot of a page up to an instant, and the first one after it, as far as there are any."""
        before = self._one(
            "snapshot.page_id = ? AND snapshot.at <= ? ORDER BY snapshot.at DESC", (page_id, to_text(at))
        )
        after = self._one("snapshot.page_id = ? AND snapshot.at > ? ORDER BY snapshot.at", (page_id, to_text(at)))
        return [one for one in (before, after) if one is not None]

    def _one(self, where: str, parameters: tuple[object, ...]) -> Snapshot | None:
        row = self._row(
            f"""SELECT snapshot.*, body.deflated FROM snapshots AS snapshot
            JOIN bodies AS body ON body.sha256 = snapshot.sha256 WHERE {where} LIMIT 1""",
            parameters,
        )
        return None if row is None else _snapshot(row)


def _snapshot(row: sqlite3.Row) -> Snapshot:
    return Snapshot(
        page_id=row["page_id"],
        at=from_text(row["at"]),
        fetched_at=from_text(row["fetched_at"]),
        url=row["url"],
        status=row["status"],
        headers=json.loads(row["headers"]),
        sha256=row["sha256"],
        body=zlib.decompress(row["deflated"]),
    )
