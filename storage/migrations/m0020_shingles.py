"""Gists are found by the shingles that they share: ranking all that hold one of a few words grew with the archive."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# The gists of the last days only: the archive may grow, looking for copies does not.
GISTS = """
CREATE TABLE gists (
    entry_id INTEGER PRIMARY KEY{entries},
    story_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    digest TEXT NOT NULL, -- equal for the same words
    gist TEXT NOT NULL,
    shingles TEXT NOT NULL -- hashes, as JSON
) STRICT;
CREATE INDEX gists_by_time ON gists (at);
CREATE INDEX gists_by_digest ON gists (digest);
CREATE TABLE gist_shingles (
    shingle INTEGER NOT NULL,
    entry_id INTEGER NOT NULL,
    PRIMARY KEY (shingle, entry_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER gists_shingled AFTER INSERT ON gists BEGIN
    INSERT OR IGNORE INTO gist_shingles SELECT value, new.entry_id FROM json_each(new.shingles);
END;
CREATE TRIGGER gists_unshingled AFTER DELETE ON gists BEGIN
    DELETE FROM gist_shingles WHERE shingle IN (SELECT value FROM json_each(old.shingles)) AND entry_id = old.entry_id;
END;
CREATE TRIGGER gists_shingled_anew AFTER UPDATE OF shingles ON gists WHEN old.shingles IS NOT new.shingles BEGIN
    DELETE FROM gist_shingles WHERE shingle IN (SELECT value FROM json_each(old.shingles)) AND entry_id = old.entry_id;
    INSERT OR IGNORE INTO gist_shingles SELECT value, new.entry_id FROM json_each(new.shingles);
END;
"""
_BEFORE = """
CREATE TABLE kept_gists AS SELECT entry_id, story_id, at, digest, gist FROM gists;
DROP TABLE gists_words;
DROP TABLE gists_fts;
DROP TABLE gists;
"""
_KEPT = """
INSERT INTO gists SELECT entry_id, story_id, at, digest, gist, '[]' FROM kept_gists;
DROP TABLE kept_gists;
"""


def index_shingles(db: "Database") -> None:
    """What was told before is from now on found by its very words only: shingles are made as texts come."""
    db.executescript(_BEFORE + GISTS.format(entries=" REFERENCES entries (id) ON DELETE CASCADE") + _KEPT)
