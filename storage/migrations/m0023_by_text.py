"""Entries of a page are found by their text: going through the last 500 for each new one cost more than storing it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def find_by_text(db: "Database") -> None:
    db.execute("CREATE INDEX entries_by_text ON entries (fingerprint, page_id)")
