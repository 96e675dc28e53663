"""The stored nouns of what is read, as frozen values, and Reading, the input of storage."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.story_rows import StoryEntry


class Change(StrEnum):
    """What recording a reading found."""

    NEW = "new"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    RETURNED = "returned"  # a text that the entry had before is on the page again
    REREAD = "reread"  # our own rules or the layout changed, not the news
    WITHDRAWN = "withdrawn"  # the outlet took it back; found by evidence, never by a reading


class PageKind(StrEnum):
    CONFIGURED = "configured"  # named in the configuration
    ITEM = "item"  # a followed article of a feed or listing
    INGEST = "ingest"  # no page at all: what is handed in by `marsad ingest`


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An Update made ready for storage: with folded text and fingerprints.

    `keys` holds every key the update came with, the best first. `fingerprint` is a hash of the folded
    headline and text with the marks taken off: equal fingerprints are the same text.
    """

    keys: tuple[str, ...]
    native: bool
    headline: str
    text: str
    headline_folded: str
    text_folded: str
    fingerprint: str
    rules_version: int
    layout: str
    published_at: datetime | None = None
    published_day: date | None = None
    precision: str | None = None
    updated_at: datetime | None = None
    url: str | None = None
    author: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    caption: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What recording one reading found.

    `revision_id` is that of a text stored just now, else None. `before_folded` is the text that an edit
    replaced, headline and text together. `completes`: it is the full text of an item of which only its
    listing's summary was known. `story` is its place in a story, where it was put into one; `significant` what an
    edit changed that matters, in words.
    """

    change: Change
    entry_id: int
    revision_id: int | None
    reading: Reading
    before_folded: str | None = None
    completes: bool = False
    story: StoryEntry | None = None
    significant: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """As much of a stored entry as it takes to align a reading with it. Texts are those of its last revision."""

    id: int
    keys: tuple[str, ...]
    fingerprint: str
    rules_version: int
    layout: str
    published_at: datetime | None
    headline_folded: str
    text_folded: str
    listed: bool
    gone_at: datetime | None = None  # when its page last showed it, where that shows it no more
    withdrawn: bool = False
    turned_at: datetime | None = None  # since when it has a text again that is told if it stays


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One URL of a source that is polled, with what the last visits found."""

    id: int
    source: str
    url: str
    kind: PageKind
    parent_id: int | None
    closed: bool
    layout: str | None
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    reader_version: str | None  # program and spider that the validators belong to
    listed_json: str | None  # ITEM: the update as its feed or listing told it
    listed_fingerprint: str | None
    reads: int  # complete reads; 0 until the first
    next_at: datetime | None
    checked_at: datetime | None
    seen_at: datetime | None  # when it last answered with what it shows, also with the same
    changed_at: datetime | None
    first_read_at: datetime | None
    last_new_at: datetime | None
    failures: int  # in a row
    outcome: str | None
    reason: str | None
    entries_last: int | None  # how many updates the last complete read gave
    told: tuple[str, ...]  # troubles that the operator was told of and that last ("failing", "empty", "silent", "gap")
    gap_at: datetime | None  # when a read had nothing known in it; None where none had, or what was missing was found
    gap_tries: int  # polls that looked for it
    gap_note: str | None
    ended_at: datetime | None  # since when the page says that its coverage is over
    ended_note: str | None
    successor_id: int | None  # the page that goes on with it; that one's `parent_id` is this page


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The stored identity of an update on a page, with its last revision."""

    id: int
    page_id: int
    source: str
    revision_id: int
    revisions: int
    first_seen_at: datetime
    last_seen_at: datetime
    listed: bool
    headline: str
    text: str
    url: str | None
    author: str | None
    section: str | None
    tags: tuple[str, ...]
    caption: str | None
    layout: str
    published_at: datetime | None
    published_day: date | None
    precision: str | None
    updated_at: datetime | None
    withdrawn_at: datetime | None  # when it was seen that the outlet took it back
    withdrawn_why: str | None  # the evidence


@dataclass(frozen=True, slots=True)
class EntryText:
    """Of an entry no more than its last text and what is counted: the day of its news (UTC), its story if any."""

    id: int
    source: str
    day: str
    headline: str
    text: str
    story_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One text that an entry has had."""

    id: int
    entry_id: int
    number: int  # from 1
    seen_at: datetime
    change: Change
    headline: str
    text: str
    fingerprint: str
    rules_version: int
    layout: str
    significant: str | None = None  # what the edit changed that matters, in words
    diff: str | None = None  # word by word, as JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One visit of a page that is worth a row: a change, a failure or a recovery."""

    page_id: int
    at: datetime
    outcome: str
    reason: str | None
    status: int | None
    bytes: int | None
    seconds: float | None
    entries: int
    new: int
    revised: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A page as one visit received it; `at` is the instant of the visit, `sha256` that of the body."""

    page_id: int
    at: datetime
    fetched_at: datetime
    url: str
    status: int
    headers: dict[str, str]
    sha256: str
    body: bytes
