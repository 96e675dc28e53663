"""Verdicts: what people said of a watch's hits, right or wrong."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

VERDICTS = """
CREATE TABLE verdicts (
    watch TEXT NOT NULL,
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    revision_id INTEGER NOT NULL, -- the text that was judged
    right INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (watch, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdicts_by_entry ON verdicts (entry_id);
"""


def keep_verdicts(db: "Database") -> None:
    db.executescript(VERDICTS)
