"""Snapshots: the pages as they were when something on them was matched, each body kept once."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

SNAPSHOTS = """
CREATE TABLE bodies (
    sha256 TEXT PRIMARY KEY, -- of the body itself
    size INTEGER NOT NULL,
    deflated BLOB NOT NULL -- the body, compressed by zlib
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshots (
    id INTEGER PRIMARY KEY,
    page_id INTEGER NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
    at TEXT NOT NULL, -- of the visit: revisions that it gave have it as seen_at
    fetched_at TEXT NOT NULL,
    url TEXT NOT NULL, -- where redirects ended
    status INTEGER NOT NULL,
    headers TEXT NOT NULL, -- as JSON
    sha256 TEXT NOT NULL REFERENCES bodies (sha256),
    UNIQUE (page_id, at)
) STRICT;
CREATE INDEX snapshots_by_time ON snapshots (at);
CREATE INDEX snapshots_by_body ON snapshots (sha256);
"""


def keep_snapshots(db: "Database") -> None:
    db.executescript(SNAPSHOTS)
