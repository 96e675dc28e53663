"""Views for people: the archive opened in Datasette, sqlite-utils or the sqlite3 shell reads as what it is."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# `docs/archive.md` says what each column is.
VIEWS = """
CREATE VIEW updates AS SELECT
    entries.id, entries.source, pages.url AS page, entries.url,
    coalesce(entries.published_at, entries.published_day) AS published,
    entries.first_seen_at AS first_seen, entries.last_seen_at AS last_seen, entries.listed AS shown_now,
    revisions.headline, revisions.text, entries.author, entries.section,
    entries.revisions - 1 AS edits, story_entries.story_id AS story, story_entries.copy_of,
    entries.withdrawn_at AS withdrawn, entries.withdrawn_why
FROM entries JOIN pages ON pages.id = entries.page_id JOIN revisions ON revisions.id = entries.revision_id
LEFT JOIN story_entries ON story_entries.entry_id = entries.id;

CREATE VIEW edits AS SELECT
    revisions.entry_id AS update_id, entries.source, revisions.number - 1 AS edit, revisions.seen_at AS seen,
    revisions.change, revisions.significant, revisions.headline, revisions.text, revisions.diff
FROM revisions JOIN entries ON entries.id = revisions.entry_id WHERE revisions.number > 1;

CREATE VIEW hits AS SELECT
    matches.watch, matches.term, matches.form, matches.why, matches.field, matches.at AS found,
    matches.entry_id AS update_id, entries.source, revisions.headline, revisions.text
FROM matches JOIN entries ON entries.id = matches.entry_id JOIN revisions ON revisions.id = matches.revision_id;

CREATE VIEW messages AS SELECT
    'a' || alerts.id AS alert, alerts.kind, alerts.watch, deliveries.channel, deliveries.recipient,
    alerts.created_at AS created, deliveries.state, deliveries.settled_at AS settled, deliveries.attempts,
    deliveries.error
FROM deliveries JOIN alerts ON alerts.id = deliveries.alert_id;

CREATE VIEW told AS SELECT
    'a' || alert_decisions.alert_id AS alert, decisions.watch, decisions.channel, decisions.entry_id AS update_id,
    entries.source, revisions.headline, revisions.text, decisions.at AS decided
FROM alert_decisions JOIN decisions ON decisions.id = alert_decisions.decision_id
JOIN entries ON entries.id = decisions.entry_id JOIN revisions ON revisions.id = decisions.revision_id;

CREATE VIEW page_health AS SELECT
    source, url, kind, outcome, reason, failures, reads, checked_at AS checked, changed_at AS changed,
    last_new_at AS last_new, gap_note AS gap, ended_at AS ended, closed_at AS closed
FROM pages;
"""


def add_views(db: "Database") -> None:
    for view in filter(str.strip, VIEWS.split(";")):
        db.execute(view)
