"""The shingles of a new gist are written by a statement of their own, no longer by a trigger.

Together they change so many pages that SQLite kept these in a file of its own, to undo half a statement: a file made,
written and deleted for each new text.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

WITHOUT_TRIGGER = "DROP TRIGGER gists_shingled"


def write_shingles_apart(db: "Database") -> None:
    db.execute(WITHOUT_TRIGGER)
