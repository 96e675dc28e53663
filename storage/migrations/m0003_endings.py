"""The end of a live page: since when it says so, in what words, and which page goes on with it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

COLUMNS = """
ALTER TABLE pages ADD COLUMN ended_at TEXT;
ALTER TABLE pages ADD COLUMN ended_note TEXT;
ALTER TABLE pages ADD COLUMN successor_id INTEGER REFERENCES pages (id) ON DELETE SET NULL;
CREATE INDEX pages_by_successor ON pages (successor_id) WHERE successor_id IS NOT NULL;
CREATE INDEX pages_by_age ON pages (source, created_at);
"""


def remember_endings(db: "Database") -> None:
    db.executescript(COLUMNS)
