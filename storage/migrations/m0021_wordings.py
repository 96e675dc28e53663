"""Entries remember the digest of what the page said of them, before anything was made of it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def remember_wordings(db: "Database") -> None:
    db.execute("ALTER TABLE entries ADD COLUMN wording INTEGER")  # 64 bits; NULL: not known yet
