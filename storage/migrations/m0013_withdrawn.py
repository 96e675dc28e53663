"""Entries that their outlet took back: since when it was seen, and by what."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

COLUMNS = """
ALTER TABLE entries ADD COLUMN withdrawn_at TEXT;
ALTER TABLE entries ADD COLUMN withdrawn_why TEXT;
"""


def remember_withdrawn(db: "Database") -> None:
    db.executescript(COLUMNS)
