"""The crawler's values: the Update that a spider read, and the outcome of one visit of a page."""

import re
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from crawler.language import language_of

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Precision(StrEnum):
    """How exactly a page told a time. `DAY` gives a date only, and no instant."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"


class Outcome(StrEnum):
    """What one visit of a page came to, in a word; a reason in a sentence stands beside it."""

    READ = "read"  # the body changed and its updates were read
    UNCHANGED = "unchanged"  # 304, or the same body as before
    EMPTY = "empty"  # read, but without a single update
    FORBIDDEN = "forbidden"  # robots.txt says no
    REFUSED = "refused"  # 401, 403 or another refusal of the client
    BLOCKED = "blocked"  # a challenge, a captcha or a firewall answers in place of the page, also with 200
    GONE = "gone"  # 404 or 410
    RATE_LIMITED = "rate limited"  # 429, or 503 with Retry-After
    SERVER_ERROR = "server error"  # 5xx
    UNREACHABLE = "unreachable"  # no such host, connection refused or cut
    TIMED_OUT = "timed out"
    CERTIFICATE = "certificate"  # TLS could not be verified
    REDIRECTED = "redirect loop"
    TOO_LARGE = "too large"  # over the size bound, also after unpacking
    UNREADABLE = "unreadable"  # not text, or not what it says it is
    TOO_SLOW = "too slow"  # reading it took longer than the bound
    BROKEN = "broken"  # our own reading failed: a bug, told with the page's name

    @property
    def trouble(self) -> str:
        """What kind of trouble it is for the operator: the outlet refuses, it is down, or its page has changed."""
        if self in (Outcome.FORBIDDEN, Outcome.REFUSED, Outcome.BLOCKED, Outcome.RATE_LIMITED):
            return "refuses to be read"
        if self in (Outcome.SERVER_ERROR, Outcome.UNREACHABLE, Outcome.TIMED_OUT, Outcome.CERTIFICATE):
            return "is down"
        return "cannot be read"

    @property
    def succeeded(self) -> bool:
        """Whether the page answered with something that could be read."""
        return self in (Outcome.READ, Outcome.UNCHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What a spider read just now: one single update of a page. A value; it is never stored as such.

    `published_at` and `updated_at` are aware UTC datetimes. With precision DAY there is no instant:
    `published_day` is the outlet's own date and `published_at` is None. Times that a page does not
    tell are None, never a guess. `key` is the native id where `native`, else a hash of the folded text
    and the minute. `text` is None where a page tells an update's id and time but not its text.
    `partial` marks a feed's or listing's item, whose full text stands at `url`. `withdrawn` is a
    tombstone: the outlet itself says that the update of this key was taken back; it has no text.
    """

    key: str
    native: bool
    also: tuple[str, ...] = ()  # further ids of the same update: another layout may tell one of these
    headline: str | None = None
    text: str | None = None
    published_at: datetime | None = None
    published_day: date | None = None
    precision: Precision | None = None
    updated_at: datetime | None = None
    url: str | None = None
    author: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    caption: str | None = None
    layout: str = ""
    partial: bool = False
    withdrawn: bool = False
    raw_time: str | None = None  # the time as the page wrote it, where it is not ISO 8601

    def as_json(self) -> dict[str, Any]:
        """The line that `marsad extract --json` prints."""
        published: str | None = None
        if self.published_at is not None:
            published = iso(self.published_at)
        elif self.published_day is not None:
            published = self.published_day.isoformat()
        return {
            "key": self.key,
            "headline": self.headline,
            "text": self.text,
            "published_at": published,
            "precision": self.precision.value if self.precision else None,
            "updated_at": iso(self.updated_at) if self.updated_at else None,
            "url": self.url,
            "author": self.author,
            "layout": self.layout,
            "section": self.section,
            "tags": list(self.tags),
            "caption": self.caption,
            "language": language_of(self.headline, self.text),
            **({"withdrawn": True} if self.withdrawn else {}),
        }

    def with_(self, **changes: Any) -> "Update":
        """A copy with some fields changed."""
        return replace(self, **changes)


def without_lone_surrogates(update: Update) -> Update:
    """The update with U+FFFD where a page cut a character in two: such a half can be neither stored nor sent.

    Lengths stay the same, so that offsets do.
    """
    texts = (update.key, update.headline, update.text, update.url, update.author, update.section, update.caption)
    try:
        "".join(filter(None, (*texts, update.raw_time, *update.tags))).encode()
    except UnicodeEncodeError:
        return _repaired(update)
    return update


def _repaired(update: Update) -> Update:
    broken: dict[str, Any] = {
        field.name: _LONE_SURROGATE.sub("\ufffd", value)
        for field in fields(update)
        if isinstance(value := getattr(update, field.name), str) and _LONE_SURROGATE.search(value)
    }
    if any(_LONE_SURROGATE.search(tag) for tag in update.tags):
        broken["tags"] = tuple(_LONE_SURROGATE.sub("\ufffd", tag) for tag in update.tags)
    return replace(update, **broken) if broken else update


def iso(at: datetime) -> str:
    """`2018-07-03T08:07:00Z` for an aware datetime that stands in UTC."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
