"""From the times that a page tells, in whatever writing, to when an update was published; refuses, never guesses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from arabic.dates import parse_moment
from crawler.document import Document
from crawler.items import Precision

# How far ahead of the fetch a published time may stand: clocks differ, and some outlets round up.
_AHEAD = timedelta(minutes=10)
_OLDEST = datetime(1995, 1, 1, tzinfo=UTC)

_ISO = re.compile(
    r"^\s*(\d{4})-(\d\d?)-(\d\d?)(?:[T\s]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d|[+-]\d\d|UTC|GMT)?)?\s*$",
    re.IGNORECASE,
)
_RFC822 = re.compile(r"^\s*(?:[A-Za-z]{3},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}\s+\d")
_CLOCK_ONLY = re.compile(r"^[^\d٠-٩]{0,16}[\d٠-٩]{1,2}:[\d٠-٩]{2}(?::[\d٠-٩]{2})?[^\d٠-٩]{0,24}$")
_EPOCH = re.compile(r"^\s*(\d{10})(?:\.\d+)?(\d{3})?\s*$")
_RELATIVE = re.compile(r"منذ|قبل|مضت|الآن|الان|أمس|امس|البارحة|اليوم|\b(?:ago|now|today|yesterday)\b", re.IGNORECASE)
_BARE_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_FOREIGN_WORDS = re.compile(
    r"\b(?:BST|CES?T|EES?T|[ECMP][SD]?T|IST|last|updated?|published|posted|at|on|,)\b", re.IGNORECASE
)
_MONTH_FIRST = re.compile(r"\b([A-Z][a-z]{2,8}\.? \d{1,2}) (\d{4})\b")  # `November 02 2023`, without its comma
_SHORT_ZONE = re.compile(r"\b(?:BST|CES?T|EES?T|[ECMP][SD]?T|IST)\b")
_ZONE_NAMED = re.compile(r"توقيت|غرينتش|غرينيتش|جرينتش|\b(?:GMT|UTC|Z)\b|[+-]\d\d:?\d\d")
_SOME_DAY = datetime(2100, 1, 1, 23, 59, tzinfo=UTC)
_AFTERNOON = re.compile(r"م\b|مساء|PM|pm")
_MORNING = re.compile(r"ص\b|صباحا|AM|am")
_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])")
# `11.52 BST`, `11.52 بتوقيت دمشق`: a clock with a point is one where a zone or half of the day follows
_DOTTED = re.compile(
    r"(?<![\d:.])(\d{1,2})\.(\d{2})"
    r"(?=\s*\(?(?:(?:[A-Z]{1,3}T|UTC|[AaPp][Mm])\b|ب?توقيت\s|غرينتش|[صم](?!\w)|صباح|مساء))"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A time as a page told it. `at` is UTC and None with precision DAY, whose date stands in `day`."""

    at: datetime | None
    day: date | None
    precision: Precision
    raw: str | None = None  # as written, where it is not ISO 8601
    offset_told: bool = False  # the writing itself said which zone
    relative: bool = False  # told by its distance from now: another visit reads another minute
    wall: datetime | None = None  # the clock as written, naive, where it was written as ISO 8601 or RFC 822

    @property
    def key_fields(self) -> dict[str, Any]:
        """The time as a key may hold it: not at all where it moves with every visit."""
        return {} if self.relative else {"at": self.at, "day": self.day}

    def fields(self) -> dict[str, Any]:
        """The time fields of an Update."""
        if self.precision is Precision.DAY:
            return {"published_day": self.day, "precision": self.precision, "raw_time": self.raw}
        return {"published_at": self.at, "precision": self.precision, "raw_time": self.raw}


def told_time(value: object, document: Document) -> Told | None:
    """Reads one time value of a page: ISO 8601, an epoch (s or ms), RFC 822 or Arabic text.

    A time without an offset stands in the page's zone; where that is unknown, only its day is kept.
    """
    if isinstance(value, bool) or value is None:
        return None
    text = " ".join(str(value).split())
    if not text or len(text) > 120:
        return None
    if text[4:5] == "-" and (told := _iso(text, document.zone)) is not None:
        return _believable(told, document)
    if is_clock_only(text):
        return None  # a clock alone is no time: `crawler.timeline` finds its date
    told = _epoch(text) or _iso(text, document.zone) or _rfc822(text, document.zone) or _arabic(text, document)
    return _believable(told, document)


def first_told(values: Iterable[object], document: Document) -> Told | None:
    """The first of the values that tells a time, the most exact before a mere day."""
    best: Told | None = None
    for value in values:
        told = told_time(value, document)
        if told is None:
            continue
        if told.precision is Precision.MINUTE:
            return told
        if best is None or (best.precision is Precision.DAY and told.precision is Precision.HOUR):
            best = told
    return best


def corrected(told: Told | None, shown: Iterable[str], document: Document) -> Told | None:
    """Sees through a local time that is written with a `Z`.

    `shown` are the times that the page displays. Where one of them shows the very clock that was
    written as UTC, and the page's zone is not UTC, readers see local time and the `Z` is false.
    """
    if told is None or told.wall is None or told.at is None or not told.offset_told:
        return told
    zone = zone_of(document.zone)
    if zone is None or told.wall != told.at.replace(tzinfo=None):
        return told
    local = told.wall.replace(tzinfo=zone).astimezone(UTC)
    if local == told.at:
        return told
    right = told.at.astimezone(zone)
    clocks = {match for text in shown for match in clock_texts(text)}
    if told.wall.time().replace(second=0) in clocks and right.time().replace(second=0, microsecond=0) not in clocks:
        return replace(told, at=local, raw=told.raw or f"{told.wall.isoformat()}Z")
    return told


def clock_texts(text: str) -> list[time]:
    """Every clock time in a short text (`11:07`, `09:23 ص`, `12:09 م`), in 24 hours."""
    found = []
    text = with_colons(text)
    for match in _CLOCK.finditer(to_ascii_digits(text)):
        hour, minute = int(match.group(1)), int(match.group(2))
        after = text[match.end() : match.end() + 8].strip()
        if hour < 12 and _AFTERNOON.match(after):
            hour += 12
        elif hour == 12 and _MORNING.match(after):
            hour = 0
        found.append(time(hour, minute))
    return found


def is_clock_only(text: str) -> bool:
    """Whether a text tells a clock and no date: `11:07`, `11:07 ص`, `الساعة 11:07 بتوقيت دمشق`."""
    return _CLOCK_ONLY.match(with_colons(text)) is not None and _RELATIVE.search(text) is None


@lru_cache(maxsize=4096)
def is_time_text(text: str) -> bool:
    """Whether a short text is a time and nothing else: `11:07 ص`, `آخر تحديث: 11:07`, `منذ ساعتين`, `11:07 BST`."""
    bare = _FOREIGN_WORDS.sub(" ", with_colons(text)).strip(" \n\t|•·-–—()[]،,.:")
    if not bare or len(bare) > 80:
        return False
    if _BARE_CLOCK.fullmatch(to_ascii_digits(bare)):
        return True
    # Only whether it can be read: any day will do.
    return parse_moment(bare, zone=UTC, fetched_at=_SOME_DAY) is not None


def with_colons(text: str) -> str:
    """The text with its clocks written with a colon, where they have a point: `11.52 بتوقيت دمشق`."""
    return _DOTTED.sub(r"\1:\2", text) if "." in text else text


def names_a_zone(text: str) -> bool:
    """Whether a shown time says itself which zone it stands in (`11:07 بتوقيت غرينتش`, `08:07 GMT`)."""
    return _ZONE_NAMED.search(text) is not None


def to_ascii_digits(text: str) -> str:
    """Arabic-Indic and Persian digits as ASCII ones, every letter in its place."""
    return text if text.isascii() else text.translate(_DIGITS)


_DIGITS = {base + digit: ord("0") + digit for base in (0x0660, 0x06F0) for digit in range(10)}


@lru_cache(maxsize=64)
def zone_of(name: str) -> tzinfo | None:
    """The zone of an IANA name; None for an empty or unknown one."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def local_time(wall: datetime, document: Document) -> Told | None:
    """A naive clock of the page's own, in its zone."""
    return _believable(_placed(wall, document.zone, None), document)


def _placed(wall: datetime, zone_name: str, raw: str | None) -> Told:
    zone = zone_of(zone_name)
    if zone is None or wall.replace(tzinfo=zone).utcoffset() != wall.replace(tzinfo=zone, fold=1).utcoffset():
        # No zone, or an hour that a change of its clocks skips or repeats: the day is all that is sure.
        return Told(None, wall.date(), Precision.DAY, raw, wall=wall)
    return Told(wall.replace(tzinfo=zone).astimezone(UTC), None, Precision.MINUTE, raw, wall=wall)


def _epoch(text: str) -> Told | None:
    match = _EPOCH.match(text)
    if not match:
        return None
    return Told(datetime.fromtimestamp(int(match.group(1)), UTC), None, Precision.MINUTE, offset_told=True)


@lru_cache(maxsize=2048)  # a live page tells the same times at every visit
def _iso(text: str, zone_name: str) -> Told | None:
    match = _ISO.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        if hour is None:
            return Told(None, date(int(year), int(month), int(day)), Precision.DAY)
        wall = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))  # noqa: DTZ001
    except ValueError:
        return None
    if not offset:
        return _placed(wall, zone_name, None)
    return Told(_minus_offset(wall, offset), None, Precision.MINUTE, offset_told=True, wall=wall)


def _minus_offset(wall: datetime, offset: str) -> datetime:
    digits = offset[1:].replace(":", "")
    ahead = timedelta()
    if offset[0] in "+-":
        ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return (wall + ahead if offset[0] == "-" else wall - ahead).replace(tzinfo=UTC)


def _rfc822(text: str, zone_name: str) -> Told | None:
    if not _RFC822.match(text):
        return None
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    wall = at.replace(tzinfo=None)
    if at.tzinfo is None and not text.rstrip().endswith("-0000"):
        zone = zone_of(zone_name)
        foreign = zone is not None and _SHORT_ZONE.search(_without_own_zone(text, zone))
        return _placed(wall, "" if foreign else zone_name, text)
    return Told(at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC), None, Precision.MINUTE, text, True, wall=wall)


def _arabic(text: str, document: Document) -> Told | None:
    zone = zone_of(document.zone)
    text = _MONTH_FIRST.sub(r"\1, \2", text)
    moment = parse_moment(text, zone=zone or UTC, fetched_at=document.fetched_at)
    if moment is None and zone is not None and (own := _without_own_zone(text, zone)) != text:
        moment = parse_moment(own, zone=zone, fetched_at=document.fetched_at)
    if moment is None:
        return None
    at, day, precision = moment.at, moment.day, Precision(moment.precision)
    foreign = zone is not None and _SHORT_ZONE.search(_without_own_zone(text, zone)) is not None
    if (zone is None or foreign) and at is not None:
        elsewhere = parse_moment(text, zone=ZoneInfo("Asia/Dubai"), fetched_at=document.fetched_at)
        if elsewhere is None or elsewhere.at != at:
            # It depends on a zone that nobody told, or that cannot be read: the date is all that is sure.
            return Told(None, day or at.date(), Precision.DAY, text)
    if precision is Precision.DAY:
        return Told(None, day, precision, text)
    return Told(at, None, precision, text, relative=_RELATIVE.search(text) is not None)


def _without_own_zone(text: str, zone: tzinfo) -> str:
    """The text without the short name of the page's own zone: `7:30 PM ET, July 3, 2018` of New York."""
    names = {datetime(2018, month, 1, tzinfo=zone).tzname() or "" for month in (1, 7)}
    names |= {f"{name[0]}{name[2]}" for name in names if len(name) == 3 and name[1] in "SD"}
    told = [name for name in names if name.isalpha() and re.search(rf"\b{name}\b", text)]
    return " ".join(re.sub(rf"\s*\(?\b(?:{'|'.join(told)})\b\)?", "", text).split()) if told else text


def _believable(told: Told | None, document: Document) -> Told | None:
    """Refuses times that cannot be; a fresh time in the future that is past as local time was local time."""
    if told is None:
        return None
    latest = document.fetched_at + _AHEAD
    if told.at is None:
        in_range = told.day is not None and _OLDEST.date() <= told.day <= (latest + timedelta(hours=14)).date()
        return told if in_range else None
    if told.at < _OLDEST:
        return None
    if told.at <= latest:
        return told
    zone = zone_of(document.zone)
    if zone is not None and told.wall is not None and told.offset_told and told.wall == told.at.replace(tzinfo=None):
        local = told.wall.replace(tzinfo=zone).astimezone(UTC)
        if local <= latest:
            return replace(told, at=local, raw=told.raw or f"{told.wall.isoformat()}Z")
    return None
