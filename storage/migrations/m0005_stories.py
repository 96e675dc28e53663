"""Stories: which entries tell the same thing, the figures that they tell, and the gists that copies are found by."""

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
    gist TEXT NOT NULL
) STRICT;
CREATE INDEX gists_by_time ON gists (at);
CREATE INDEX gists_by_digest ON gists (digest);
CREATE VIRTUAL TABLE gists_fts USING fts5 (gist, content = 'gists', content_rowid = 'entry_id', tokenize = 'unicode61');
CREATE VIRTUAL TABLE gists_words USING fts5vocab ('gists_fts', 'row');
CREATE TRIGGER gists_searched AFTER INSERT ON gists BEGIN
    INSERT INTO gists_fts (rowid, gist) VALUES (new.entry_id, new.gist);
END;
CREATE TRIGGER gists_unsearched AFTER DELETE ON gists BEGIN
    INSERT INTO gists_fts (gists_fts, rowid, gist) VALUES ('delete', old.entry_id, old.gist);
END;
CREATE TRIGGER gists_searched_anew AFTER UPDATE OF gist ON gists WHEN old.gist IS NOT new.gist BEGIN
    INSERT INTO gists_fts (gists_fts, rowid, gist) VALUES ('delete', old.entry_id, old.gist);
    INSERT INTO gists_fts (rowid, gist) VALUES (new.entry_id, new.gist);
END;
"""

STORIES = """
CREATE TABLE stories (
    id INTEGER PRIMARY KEY,
    first_entry_id INTEGER, -- NULL where that is no longer kept
    first_at TEXT NOT NULL
) STRICT;

CREATE TABLE story_entries (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    voice TEXT NOT NULL, -- the agency that the text cites, else the source
    copy_of INTEGER, -- the entry that told the same before
    score REAL, -- 0 to 100, to the entry that it was found by
    differs TEXT, -- from that one, in words
    at TEXT NOT NULL
) STRICT;
CREATE INDEX story_entries_by_story ON story_entries (story_id);

CREATE TABLE story_figures (
    revision_id INTEGER NOT NULL REFERENCES revisions (id) ON DELETE CASCADE,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    voice TEXT NOT NULL,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    value INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (revision_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX story_figures_by_story ON story_figures (story_id, kind);
CREATE INDEX story_figures_by_entry ON story_figures (entry_id);

ALTER TABLE decisions ADD COLUMN note TEXT; -- what a message says of it beside the text: «12 → 15 (سانا)»
ALTER TABLE revisions ADD COLUMN significant TEXT; -- what an edit changed that matters, in words; NULL: nothing
ALTER TABLE revisions ADD COLUMN diff TEXT; -- word by word, as JSON: [["=", "…"], ["-", "12"], ["+", "15"]]
"""


def add_stories(db: "Database") -> None:
    db.executescript(STORIES + GISTS.format(entries=" REFERENCES entries (id) ON DELETE CASCADE"))
