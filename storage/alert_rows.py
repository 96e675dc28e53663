"""The stored nouns of what is told, as frozen values: matches, decisions, alerts, deliveries, silences."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.rows import Entry, Revision


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
class Silence:
    """A watch muted until an instant, with the reason."""

    id: int
    watch: str
    created_at: datetime
    until: datetime
    reason: str | None
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstTold:
    """The alert by which a channel first heard of an entry for a watch; `open_group`: its group while it is unsent."""

    watch: str
    channel: str
    alert_id: int
    at: datetime
    urgent: bool
    open_group: str | None
