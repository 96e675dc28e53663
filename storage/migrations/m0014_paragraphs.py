"""Paragraphs that a source's updates have had, by digest: what stands again in a later one is background."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

PARAGRAPHS = """
CREATE TABLE paragraphs (
    source TEXT NOT NULL,
    paragraph INTEGER NOT NULL, -- a digest of its folded words
    entry_id INTEGER NOT NULL, -- the oldest entry that has it
    told_at TEXT NOT NULL, -- by that entry
    seen_at TEXT NOT NULL, -- when an entry last had it
    PRIMARY KEY (source, paragraph)
) STRICT, WITHOUT ROWID;
CREATE INDEX paragraphs_by_age ON paragraphs (seen_at);
"""


def remember_paragraphs(db: "Database") -> None:
    db.executescript(PARAGRAPHS)
