"""The stored nouns as frozen values, and Reading, the input of storage."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


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


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"  # will be tried again at next_at
    DEAD = "dead"  # will not be tried again by itself
    FOLDED = "folded"  # told by a summary instead


class AlertKind(StrEnum):
    MATCH = "match"
    NOTICE = "notice"  # the operator is told about the service itself


class Decision(StrEnum):
    """What was decided of a match; the reason stands beside it."""

    TOLD = "told"
    MUTED = "muted"
    UNTOLD = "untold"  # older than the backlog at the first sight of a page
    KNOWN = "known"  # this watch was already told of this entry
    BACKGROUND = "background"  # it stands in a paragraph that an older update of the source had
    COPY = "copy"  # this watch was already told the same by another entry
    WAITING = "waiting"  # for so many outlets as the watch asks for


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
    story: "StoryEntry | None" = None
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
class MatchRow:
    """A watch hit a revision. `start` and `end` are code points in the original field, end exclusive."""

    id: int
    watch: str
    entry_id: int
    revision_id: int
    term: str
    field: str
    form: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided of a match for one channel, and why; `alert_id` is the last alert that tells it.

    `group` says of an alert why it waits («quiet hours», «folded», «digest»), `due_at` until when.
    """

    at: datetime
    watch: str
    channel: str
    decision: Decision
    reason: str | None
    alert_id: int | None
    group: str | None
    due_at: datetime | None
    headline: str
    text: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertItem:
    """One revision that an alert tells, with the watch and the matches that put it there."""

    watch: str
    entry: Entry
    revision: Revision
    before: Revision | None  # the revision before, where this one is an edit
    late: bool
    matches: tuple[MatchRow, ...]
    note: str | None = None  # what is said of it beside its text
    outlets: int = 1  # that told its story, agencies that several cite counted once
    first_told_at: datetime | None = None  # by the first of them


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """Matches told together to one channel; or a notice, whose text stands in `notice`.

    `watch` is None where an alert sums up several watches. `instead_of` names another channel's alert that
    this one stands in for.
    """

    id: int
    kind: AlertKind
    watch: str | None
    channel: str
    group: str
    created_at: datetime
    due_at: datetime
    closed_at: datetime | None
    notice: str | None
    urgent: bool
    instead_of: int | None
    content: str | None  # the frozen message as JSON, from the first claim on


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert owed to one recipient of a channel."""

    id: int
    alert_id: int
    channel: str
    recipient: str
    state: DeliveryState
    due_at: datetime
    next_at: datetime
    attempts: int
    error: str | None
    sent_at: datetime | None
    content: str | None  # the frozen message of its alert, as JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTrouble:
    """A channel does not get through to a recipient. `broken_at`: refused for good, it will not mend by itself."""

    channel: str
    recipient: str
    failing_since: datetime
    broken_at: datetime | None
    reason: str


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
class Silence:
    """A watch muted until an instant, with the reason."""

    id: int
    watch: str
    created_at: datetime
    until: datetime
    reason: str | None
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GistRow:
    """What is left of an entry's last text for comparing. Equal digests are the same words."""

    entry_id: int
    story_id: int
    at: datetime
    digest: str
    gist: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Entries that tell the same thing, across outlets."""

    id: int
    first_entry_id: int | None
    first_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEntry:
    """An entry in its story. `voice` is the agency that it cites, else its source.

    `copy_of` is the entry that told the same before; `differs` says what else it tells than the one that it was
    found by, "place: …", "figure: …".
    """

    entry_id: int
    story_id: int
    source: str
    voice: str
    copy_of: int | None
    score: float | None
    differs: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFigure:
    """A number of people that a revision told; `kind` as in a query, "killed", "displaced families" …"""

    revision_id: int
    entry_id: int
    source: str
    voice: str
    kind: str
    value: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTold:
    """A text of a story that a channel was told for a watch, or is owed."""

    watch: str
    channel: str
    entry_id: int
    revision_id: int
    alert_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstTold:
    """The alert by which a channel first heard of an entry for a watch; `open_group`: its group while it is unsent."""

    watch: str
    channel: str
    alert_id: int
    at: datetime
    urgent: bool
    open_group: str | None


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
