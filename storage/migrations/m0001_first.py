"""The first schema: pages and their polls, entries and revisions, matches, alerts and deliveries, silences, search."""

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.db import Table

# Times are text, "2018-07-03T08:07:00.000Z"; *_json columns and keys, tags, flags and told hold JSON.
TABLES = """
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('configured', 'item', 'ingest')),
    parent_id INTEGER REFERENCES pages (id) ON DELETE SET NULL,
    created_at TEXT NOT NULL,
    closed_at TEXT,
    outcome TEXT,
    reason TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    reads INTEGER NOT NULL DEFAULT 0,
    entries_last INTEGER,
    checked_at TEXT,
    seen_at TEXT, -- the last visit that succeeded
    changed_at TEXT,
    first_read_at TEXT,
    last_new_at TEXT,
    told TEXT NOT NULL DEFAULT '[]',
    next_at TEXT,
    lease_until TEXT,
    worker TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    layout TEXT,
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    reader_version TEXT,
    listed_fingerprint TEXT,
    listed_json TEXT,
    UNIQUE (source, url)
) STRICT;
CREATE INDEX pages_items_due ON pages (next_at) WHERE kind = 'item' AND closed_at IS NULL AND next_at IS NOT NULL;
CREATE INDEX pages_by_kind ON pages (kind, source);
CREATE INDEX pages_by_parent ON pages (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE page_hours (
    page_id INTEGER NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
    hour TEXT NOT NULL,
    outcome TEXT NOT NULL,
    polls INTEGER NOT NULL,
    PRIMARY KEY (page_id, hour, outcome)
) STRICT, WITHOUT ROWID;
CREATE INDEX page_hours_by_hour ON page_hours (hour, outcome, polls);

CREATE TABLE polls (
    id INTEGER PRIMARY KEY,
    page_id INTEGER NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    status INTEGER,
    bytes INTEGER,
    seconds REAL,
    entries INTEGER NOT NULL,
    new INTEGER NOT NULL,
    revised INTEGER NOT NULL
) STRICT;
CREATE INDEX polls_by_page ON polls (page_id, at);
CREATE INDEX polls_by_time ON polls (at);

CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    page_id INTEGER NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    listed INTEGER NOT NULL DEFAULT 1,
    news_at TEXT NOT NULL, -- when the outlet told it, as far as known, and not after we first saw it
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL, -- of a listed entry: when this row was last written
    revision_id INTEGER, -- the last one
    revisions INTEGER NOT NULL DEFAULT 0,
    published_at TEXT,
    published_day TEXT,
    precision TEXT,
    updated_at TEXT,
    layout TEXT NOT NULL,
    rules_version INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    url TEXT,
    author TEXT,
    section TEXT,
    tags TEXT NOT NULL DEFAULT '[]',
    flags TEXT NOT NULL DEFAULT '[]',
    caption TEXT,
    headline_folded TEXT NOT NULL,
    text_folded TEXT NOT NULL
) STRICT;
CREATE INDEX entries_by_page ON entries (page_id, listed, last_seen_at);
CREATE INDEX entries_by_time ON entries (news_at);
CREATE INDEX entries_by_source ON entries (source, news_at);

CREATE TABLE entry_keys (
    page_id INTEGER NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    PRIMARY KEY (page_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_keys_by_entry ON entry_keys (entry_id);

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    seen_at TEXT NOT NULL,
    change TEXT NOT NULL,
    layout TEXT NOT NULL,
    rules_version INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    updated_at TEXT,
    flags TEXT NOT NULL DEFAULT '[]',
    headline TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (entry_id, number)
) STRICT;

CREATE TABLE matches (
    id INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    revision_id INTEGER NOT NULL REFERENCES revisions (id) ON DELETE CASCADE,
    watch TEXT NOT NULL,
    term TEXT NOT NULL,
    field TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    form TEXT NOT NULL,
    why TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (revision_id, watch, term, field, start, "end")
) STRICT;
CREATE INDEX matches_by_entry ON matches (entry_id);
CREATE INDEX matches_by_watch ON matches (watch, at);

CREATE TABLE alerts (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('match', 'notice')),
    watch TEXT,
    channel TEXT NOT NULL,
    group_name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    closed_at TEXT,
    notice TEXT,
    urgent INTEGER NOT NULL DEFAULT 0,
    instead_of INTEGER REFERENCES alerts (id) ON DELETE SET NULL, -- another channel's alert that did not get through
    content TEXT -- the message as JSON, frozen when a delivery was first claimed
) STRICT;
CREATE UNIQUE INDEX alerts_open ON alerts (ifnull(watch, ''), channel, group_name)
WHERE closed_at IS NULL AND kind = 'match';
CREATE INDEX alerts_awaiting ON alerts (channel) WHERE closed_at IS NULL;
CREATE INDEX alerts_told ON alerts (channel, closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX alerts_instead ON alerts (instead_of) WHERE instead_of IS NOT NULL;

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    revision_id INTEGER NOT NULL REFERENCES revisions (id) ON DELETE CASCADE,
    watch TEXT NOT NULL,
    channel TEXT NOT NULL,
    decision TEXT NOT NULL,
    reason TEXT,
    late INTEGER NOT NULL DEFAULT 0,
    at TEXT NOT NULL,
    UNIQUE (revision_id, watch, channel)
) STRICT;
CREATE INDEX decisions_by_entry ON decisions (entry_id, decision);

CREATE TABLE alert_decisions ( -- what an alert tells; a summary tells again what other alerts had to tell
    alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    decision_id INTEGER NOT NULL REFERENCES decisions (id) ON DELETE CASCADE,
    PRIMARY KEY (alert_id, decision_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_decisions_by_decision ON alert_decisions (decision_id);

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'failed', 'dead', 'folded')),
    due_at TEXT NOT NULL,
    next_at TEXT NOT NULL,
    lease_until TEXT,
    worker TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    settled_at TEXT,
    error TEXT,
    folded_into INTEGER REFERENCES alerts (id) ON DELETE SET NULL, -- the summary that tells it instead
    UNIQUE (alert_id, recipient)
) STRICT;
CREATE INDEX deliveries_owed ON deliveries (channel, recipient, next_at) WHERE state IN ('pending', 'failed');
CREATE INDEX deliveries_folded ON deliveries (folded_into) WHERE folded_into IS NOT NULL;
CREATE INDEX deliveries_due ON deliveries (next_at) WHERE state IN ('pending', 'failed');
CREATE INDEX deliveries_by_state ON deliveries (state, settled_at);

CREATE TABLE channels_met ( -- a channel that comes later gets a word of welcome
    channel TEXT PRIMARY KEY,
    met_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE channel_troubles (
    channel TEXT PRIMARY KEY,
    failing_since TEXT NOT NULL,
    broken_at TEXT, -- refused for good: it will not mend by itself
    reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE silences (
    id INTEGER PRIMARY KEY,
    watch TEXT NOT NULL,
    created_at TEXT NOT NULL,
    until TEXT NOT NULL,
    reason TEXT,
    lifted_at TEXT
) STRICT;
CREATE INDEX silences_by_watch ON silences (watch, until);
"""

# The triggers of sqlite-utils index a row anew at every update of it; these only where the folded text changed.
TRIGGERS = """
CREATE TRIGGER entries_searched AFTER INSERT ON entries BEGIN
    INSERT INTO entries_fts (rowid, headline_folded, text_folded)
    VALUES (new.id, new.headline_folded, new.text_folded);
END;
CREATE TRIGGER entries_unsearched AFTER DELETE ON entries BEGIN
    INSERT INTO entries_fts (entries_fts, rowid, headline_folded, text_folded)
    VALUES ('delete', old.id, old.headline_folded, old.text_folded);
END;
CREATE TRIGGER entries_searched_anew AFTER UPDATE OF headline_folded, text_folded ON entries
WHEN old.headline_folded IS NOT new.headline_folded OR old.text_folded IS NOT new.text_folded BEGIN
    INSERT INTO entries_fts (entries_fts, rowid, headline_folded, text_folded)
    VALUES ('delete', old.id, old.headline_folded, old.text_folded);
    INSERT INTO entries_fts (rowid, headline_folded, text_folded)
    VALUES (new.id, new.headline_folded, new.text_folded);
END;
"""


def make_first_schema(db: "Database") -> None:
    db.executescript(TABLES)
    entries: Table = db.table("entries")
    entries.enable_fts(["headline_folded", "text_folded"], tokenize="unicode61")
    db.executescript(TRIGGERS)
    db.execute("INSERT INTO meta (name, value) VALUES ('identity', ?)", [secrets.token_hex(8)])
