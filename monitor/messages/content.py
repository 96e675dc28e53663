"""What an alert is about, in plain values: the input of `render`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from monitor.values import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentItem:
    """One update that an alert tells, as it was stored. Instants are aware UTC datetimes."""

    headline: str
    text: str
    outlet: str  # the source's title
    first_seen_at: datetime
    published_at: datetime | None = None
    published_day: date | None = None
    precision: str | None = None  # "minute", "hour" or "day"
    url: str | None = None
    matches: tuple[Match, ...] = ()
    change: Literal["new", "revised"] = "new"
    before_headline: str | None = None  # of the revision before, where this one is an edit
    before_text: str | None = None
    late: bool = False
    note: str = ""  # what is said of it beside its text: a correction, figures of other outlets, who else tells it
    watch: str = ""
    watch_title: str = ""  # named with the update where an alert sums up several watches
    outlets: int = 1  # that told the same story
    first_told_at: datetime | None = None  # by the first of them
    news: str | None = None  # the text with blanks in place of what its source told before, where it did


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The first alert that a channel was told of the same story."""

    alert: int
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertContent:
    """An alert: matches of one watch, or a notice about the service itself."""

    id: int
    kind: Literal["match", "notice"]
    watch: str | None = None
    title: str = ""  # the watch's title; its name is shown where this is empty
    items: tuple[ContentItem, ...] = ()
    notice: str = ""
    follows: Earlier | None = None
