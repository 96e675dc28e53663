"""Rows of entries and revisions as the values that they are outside of storage, and readings as columns."""

import sqlite3
from datetime import UTC, datetime, time

from storage.rows import Change, Entry, KnownEntry, Reading, Revision
from storage.table import as_list, fleeting, strings
from storage.times import day_or_none, from_text, from_text_or_none, to_text, to_text_or_none

# A listed entry was last seen when its page was; nothing is written for it while it stays.
ENTRY = """SELECT entry.*, revision.headline, revision.text, CASE WHEN entry.listed
    THEN max(entry.last_seen_at, ifnull(page.seen_at, '')) ELSE entry.last_seen_at END AS seen_until
FROM entries AS entry JOIN revisions AS revision ON revision.id = entry.revision_id
JOIN pages AS page ON page.id = entry.page_id"""


def columns(reading: Reading, *, first_seen: datetime) -> dict[str, object]:
    """The columns of an entry that a reading fills."""
    return {
        "news_at": to_text(_news_at(reading, first_seen)),
        "published_at": to_text_or_none(reading.published_at),
        "published_day": reading.published_day.isoformat() if reading.published_day else None,
        "precision": reading.precision,
        "updated_at": to_text_or_none(reading.updated_at),
        "layout": reading.layout,
        "rules_version": reading.rules_version,
        "fingerprint": reading.fingerprint,
        "url": reading.url,
        "author": reading.author,
        "section": reading.section,
        "tags": as_list(reading.tags),
        "flags": as_list(reading.flags),
        "caption": reading.caption,
        "headline_folded": fleeting(reading.headline_folded),
        "text_folded": fleeting(reading.text_folded),
    }


def _news_at(reading: Reading, first_seen: datetime) -> datetime:
    """When the outlet told it as far as it says so, but a clock that is ahead does not put it before all others."""
    told = reading.published_at
    if told is None and reading.published_day is not None:
        told = datetime.combine(reading.published_day, time(), UTC)
    return first_seen if told is None else min(told, first_seen)


def known_of(row: sqlite3.Row) -> KnownEntry:
    return KnownEntry(
        id=row["id"],
        keys=strings(row["keys"]),
        fingerprint=row["fingerprint"],
        rules_version=row["rules_version"],
        layout=row["layout"],
        published_at=from_text_or_none(row["published_at"]),
        headline_folded=row["headline_folded"],
        text_folded=row["text_folded"],
        listed=bool(row["listed"]),
        gone_at=from_text_or_none(row["gone_at"]),
        withdrawn=row["withdrawn_at"] is not None,
        turned_at=from_text_or_none(row["turned_at"]),
    )


def entry_of(row: sqlite3.Row) -> Entry:
    """A row of ENTRY as its value."""
    return Entry(
        id=row["id"],
        page_id=row["page_id"],
        source=row["source"],
        revision_id=row["revision_id"],
        revisions=row["revisions"],
        first_seen_at=from_text(row["first_seen_at"]),
        last_seen_at=from_text(row["seen_until"]),
        listed=bool(row["listed"]),
        headline=row["headline"],
        text=row["text"],
        url=row["url"],
        author=row["author"],
        section=row["section"],
        tags=strings(row["tags"]),
        caption=row["caption"],
        layout=row["layout"],
        published_at=from_text_or_none(row["published_at"]),
        published_day=day_or_none(row["published_day"]),
        precision=row["precision"],
        updated_at=from_text_or_none(row["updated_at"]),
        withdrawn_at=from_text_or_none(row["withdrawn_at"]),
        withdrawn_why=row["withdrawn_why"],
    )


def revision_of(row: sqlite3.Row) -> Revision:
    """A row of the table of revisions as its value."""
    return Revision(
        id=row["id"],
        entry_id=row["entry_id"],
        number=row["number"],
        seen_at=from_text(row["seen_at"]),
        change=Change(row["change"]),
        headline=row["headline"],
        text=row["text"],
        fingerprint=row["fingerprint"],
        rules_version=row["rules_version"],
        layout=row["layout"],
        significant=row["significant"],
        diff=row["diff"],
    )
