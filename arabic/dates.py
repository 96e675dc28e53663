"""Times as Arabic pages write them, read with their precision; what is not sure is refused, never guessed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from arabic.fold import fold_text
from arabic.timewords import (
    DAY_PARTS,
    DUALS,
    FRACTIONS,
    HIJRI_MONTHS,
    IGNORED,
    MONTHS,
    NUMBERS,
    UNITS,
    WEEKDAYS,
    ZONES,
)

MomentPrecision = Literal["minute", "hour", "day"]


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that was read: `at` is an aware UTC datetime, or None with precision "day", which gives `day` alone."""

    at: datetime | None
    day: date | None
    precision: MomentPrecision


class _Refused(Exception):  # noqa: N818 - a way out of the reading, not an error
    """The text does not tell one sure time."""


def parse_moment(text: str, *, zone: tzinfo, fetched_at: datetime) -> Moment | None:
    """The moment that a text tells; None where it is not sure.

    `zone` is the outlet's, for local times without a zone of their own; `fetched_at` is aware, and what relative
    times («منذ ساعتين», «أمس») and times without a date count from.
    """
    reader = _Reader(fold_text(text).lower(), zone, fetched_at)
    try:
        return reader.read()
    except _Refused:
        return None


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_END = r"(?![^\W_])"  # the word ends here
_START = r"(?<![^\W_])"
_MONTH = f"(?:{_any_of(MONTHS)})"
_PART = f"(?:{_any_of(DAY_PARTS)})"
_ZONE = f"(?:{_any_of(ZONES)})"
_ERA = rf"(?:\s*م{_END})?"
_NUMBER = rf"(?:\d{{1,3}}|{_any_of(NUMBERS)})"
_UNIT = f"(?:{_any_of(UNITS)})"
_AMOUNT = rf"(?:{_any_of(FRACTIONS)}|{_any_of(DUALS)}|{_NUMBER}\s+{_UNIT}|{_UNIT}(?:\s+واحد[ةه]?)?){_END}"
_AMOUNTS = rf"{_AMOUNT}(?:\s*و\s*{_AMOUNT})?"

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[t ](\d\d):(\d\d)(?::\d\d)?(?:\.\d+)?\s*(z(?![^\W_])|[+-]\d\d:?\d\d(?!\d))", re.ASCII
)
_RELATIVE = re.compile(
    rf"{_START}(?:(?:منذ|قبل|من)\s+(?P<after>{_AMOUNTS})|(?P<before>{_AMOUNTS})\s+(?:مضت|مضي|مضيا|ago)){_END}"
)
_NOW = re.compile(rf"{_START}(?:الان|منذ لحظات|قبل لحظات|منذ ثوان|منذ ثواني|قبل ثوان|just now){_END}")
_HIJRI = re.compile(
    rf"{_START}\d{{1,2}}\s+(?:من\s+)?(?:{_any_of(HIJRI_MONTHS)})،?\s+1[34]\d\d(?:\s*ه{_END})?"
    rf"|(?<!\d)\d{{1,2}}\s*[/-]\s*\d{{1,2}}\s*[/-]\s*1[34]\d\d(?:\s*ه{_END})?"
    rf"|(?<!\d)1[34]\d\d\s*[/-]\s*\d{{1,2}}\s*[/-]\s*\d{{1,2}}(?:\s*ه{_END})?"
)
_MONTH_NAMES = rf"(?P<month>{_MONTH})(?:\s*[/\-(]\s*(?P<other>{_MONTH})\s*\)?)?"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d)(?P<day>\d{{1,2}})\s*(?:من\s+)?(?:شهر\s+)?{_MONTH_NAMES}\s*[،,]?\s*(?:عام\s+|سنة\s+)?(?P<year>\d{{4}})(?!\d){_ERA}",
        rf"{_START}{_MONTH_NAMES}\s+(?P<day>\d{{1,2}})\s*[،,]\s*(?P<year>\d{{4}})(?!\d){_ERA}",
        rf"(?<!\d)(?P<year>\d{{4}})\s*(?P<sep>[./-])\s*(?P<number>\d{{1,2}})\s*(?P=sep)\s*(?P<day>\d{{1,2}})(?!\d){_ERA}",
        rf"(?<!\d)(?P<day>\d{{1,2}})\s*(?P<sep>[./-])\s*(?P<number>\d{{1,2}})\s*(?P=sep)\s*(?P<year>\d{{4}})(?!\d){_ERA}",
    )
)
_NEAR_DAY = re.compile(rf"{_START}(?P<word>اول امس|اول من امس|امس|البارحة|اليوم){_END}")
_CLOCK = re.compile(
    rf"(?<![\d:])(?P<hour>\d{{1,2}})\s*[:h]\s*(?P<minute>\d{{2}})(?::\d{{2}})?(?![\d:])(?:\s*\(?(?P<part>{_PART}){_END}\)?)?"
    rf"|{_START}الساع[ةه]\s+(?P<full>\d{{1,2}})(?![\d:.])(?:\s*(?P<fullpart>{_PART}){_END})?"
)
_OFFSET = re.compile(r"(?:(?:gmt|utc)\s*)?(?<![\d:])(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?!\d)")
_CLOCK_MARK = "\x00"
# A city without «بتوقيت» is a zone only right behind the time; elsewhere it may be where the news is from.
_NAMED_ZONE = re.compile(
    rf"{_START}ب?توقيت\s+(?P<named>{_ZONE}){_END}|{_START}(?P<utc>gmt|utc){_END}|{_CLOCK_MARK}[\s(]*(?P<bare>{_ZONE}){_END}"
)
_WEEKDAY = re.compile(rf"{_START}(?:{_any_of(WEEKDAYS)}){_END}")
_LABEL_CITY = re.compile(rf"^\s*(?!gmt|utc){_ZONE}\s*:")
_WORD = re.compile(r"[^\W_]+")


class _Reader:
    """Takes one piece after the other out of a folded text; nothing but ignorable words may be left over."""

    def __init__(self, text: str, zone: tzinfo, fetched_at: datetime) -> None:
        self.text = text
        self.zone = zone
        self.fetched_at = fetched_at.astimezone(UTC)

    def read(self) -> Moment:
        self.text = _LABEL_CITY.sub(" ", self.text)  # «القاهرة: …» is where it was written, no zone
        if found := self._take(_ISO):
            return self._iso(found)
        if self._take(_NOW):
            return self._done(_minute(self.fetched_at))
        if found := self._take(_RELATIVE):
            return self._relative(found)
        self._take(_HIJRI)
        day = self._date()
        clock = self._clock()
        zone = self._zone() if clock else None
        weekday = self._take(_WEEKDAY)
        self._finish()
        if day and weekday and day.weekday() != WEEKDAYS[weekday.group()]:
            raise _Refused  # the page contradicts itself, or the day and the month were read the wrong way round
        if clock is None:
            if day is None:
                raise _Refused
            return Moment(None, day, "day")
        if day is None and weekday:
            raise _Refused  # «Monday 11:07» of which week?
        return self._at(day, clock, zone or self.zone)

    def _take(self, pattern: re.Pattern[str], mark: str = "|") -> re.Match[str] | None:
        """The first find, taken out; a second, different one makes the text ambiguous."""
        found = pattern.search(self.text)
        again = found
        while again is not None:
            if again.group().strip() != (found or again).group().strip():
                raise _Refused
            self.text = f"{self.text[: again.start()]} {mark} {self.text[again.end() :]}"
            again = pattern.search(self.text)
        return found

    def _finish(self) -> None:
        """Refuse a text in which something is left that was not understood."""
        if any(word not in IGNORED for word in _WORD.findall(self.text)):
            raise _Refused

    def _done(self, at: datetime, precision: MomentPrecision = "minute") -> Moment:
        self._finish()
        return Moment(at, None, precision)

    def _iso(self, found: re.Match[str]) -> Moment:
        offset = found[6]
        try:
            local = datetime(*(int(found[number]) for number in range(1, 6)), tzinfo=UTC)  # type: ignore[arg-type, misc]
        except ValueError as error:
            raise _Refused from error
        if offset != "z":
            local -= _offset(offset[0], offset[1:3], offset[-2:])
        return self._done(local)

    def _relative(self, found: re.Match[str]) -> Moment:
        total = timedelta()
        coarsest_last = "second"
        for amount in re.findall(_AMOUNT, found["after"] or found["before"]):
            number, unit = _amount(amount)
            total += timedelta(**{f"{unit}s": number})
            coarsest_last = unit
        self._finish()
        then = self.fetched_at - total
        if coarsest_last == "day":
            return Moment(None, then.astimezone(self.zone).date(), "day")
        return Moment(_minute(then), None, "hour" if coarsest_last == "hour" else "minute")

    def _date(self) -> date | None:
        for pattern in _DATES:
            found = self._take(pattern)
            if found is None:
                continue
            named = found.groupdict()
            month = MONTHS[named["month"]] if named.get("month") else int(named["number"])
            if named.get("other") and MONTHS[named["other"]] != month:
                raise _Refused
            if any(other.search(self.text) for other in _DATES):
                raise _Refused
            try:
                return date(int(named["year"]), month, int(named["day"]))
            except ValueError as error:
                raise _Refused from error
        found = self._take(_NEAR_DAY)
        if found is None:
            return None
        back = {"اليوم": 0, "امس": 1, "البارحة": 1}.get(found["word"], 2)
        return self.fetched_at.astimezone(self.zone).date() - timedelta(days=back)

    def _clock(self) -> tuple[time, MomentPrecision] | None:
        found = self._take(_CLOCK, _CLOCK_MARK)
        if found is None:
            return None
        part = found["part"] or found["fullpart"]
        if found["full"] and part is None and int(found["full"]) <= 12:
            raise _Refused  # «الساعة 8»: morning or evening?
        hour = _hour(int(found["hour"] or found["full"]), part)
        try:
            return time(hour, int(found["minute"] or 0)), "hour" if found["full"] else "minute"
        except ValueError as error:
            raise _Refused from error

    def _zone(self) -> tzinfo | None:
        offset = self._take(_OFFSET)
        named = self._take(_NAMED_ZONE)
        name = named and (named["named"] or named["utc"] or named["bare"])
        if offset and (not name or name in ("gmt", "utc")):
            return timezone(_offset(offset["sign"], offset["hours"], offset["minutes"] or "0"))
        return ZoneInfo(ZONES[name]) if name else None

    def _at(self, day: date | None, clock: tuple[time, MomentPrecision], zone: tzinfo) -> Moment:
        at, precision = clock
        if day is not None:
            return Moment(_instant(datetime.combine(day, at), zone), None, precision)
        local_day = self.fetched_at.astimezone(zone).date()
        instant = _instant(datetime.combine(local_day, at), zone)
        if instant > self.fetched_at + timedelta(minutes=10):  # still to come today: it was yesterday
            instant = _instant(datetime.combine(local_day - timedelta(days=1), at), zone)
        return Moment(instant, None, precision)


def _amount(text: str) -> tuple[int, str]:
    if text in FRACTIONS:
        return FRACTIONS[text], "minute"
    if text in DUALS:
        return 2, DUALS[text]
    first, _, second = text.partition(" ")
    if first in UNITS:
        return 1, UNITS[first]
    return int(first) if first.isdigit() else NUMBERS[first], UNITS[second.strip()]


def _hour(hour: int, part: str | None) -> int:
    """The hour of the day; a half of the day that contradicts the hour is refused."""
    if part is None:
        return hour
    half = DAY_PARTS[part]
    if half == "noon":
        half = "am" if hour == 11 else "pm"
    elif half == "night":
        half = "pm" if 6 <= hour <= 11 else "am"
    if hour > 12:
        if half == "am":
            raise _Refused
        return hour
    if hour == 0 and half == "pm":
        raise _Refused
    return hour % 12 + (12 if half == "pm" else 0)


def _offset(sign: str, hours: str, minutes: str) -> timedelta:
    size = timedelta(hours=int(hours), minutes=int(minutes))
    if size > timedelta(hours=14):
        raise _Refused
    return -size if sign == "-" else size


def _instant(local: datetime, zone: tzinfo) -> datetime:
    """The instant of a local time; refused in the hour that a change of the clocks skips or repeats."""
    first, second = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        raise _Refused
    return first.astimezone(UTC)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
