"""What a page may have missed: since when, how often it was looked for, and in words."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

COLUMNS = """
ALTER TABLE pages ADD COLUMN gap_at TEXT;
ALTER TABLE pages ADD COLUMN gap_tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pages ADD COLUMN gap_note TEXT;
"""


def remember_gaps(db: "Database") -> None:
    db.executescript(COLUMNS)
