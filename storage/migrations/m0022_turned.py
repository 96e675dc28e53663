"""Entries remember since when they have a text again that they had before, where it is to be told if it stays."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def remember_turned(db: "Database") -> None:
    db.execute("ALTER TABLE entries ADD COLUMN turned_at TEXT")
    db.execute("CREATE INDEX entries_turned ON entries (page_id) WHERE turned_at IS NOT NULL")
