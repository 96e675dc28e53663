"""Lines that a source's entries repeat: how many unrelated entries each was seen in."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

LINES = """
CREATE TABLE lines (
    source TEXT NOT NULL,
    line INTEGER NOT NULL, -- a digest of its folded words
    beside INTEGER NOT NULL, -- a digest of what stood beside it in the entry that was counted last
    entries INTEGER NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (source, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX lines_learnt ON lines (source, line) WHERE entries >= 5;
CREATE INDEX lines_by_age ON lines (seen_at) WHERE entries < 5;
"""


def count_lines(db: "Database") -> None:
    db.executescript(LINES)
