"""Times as Arabic pages write them, read with their precision; what is not sure is refused, never guessed."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from arabic.dates.hijri import gregorian_day
from arabic.dates.patterns import (
    AMOUNT,
    CLOCK,
    CLOCK_MARK,
    DATES,
    HIJRI,
    ISO,
    ISO_CLOCK,
    LABEL_CITY,
    NAMED_ZONE,
    NEAR_DAY,
    NOW,
    OFFSET,
    RELATIVE,
    WEEKDAY,
    WORD,
)
from arabic.dates.words import (
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
from arabic.fold import fold_text

MomentPrecision = Literal["minute", "hour", "day"]


_CALENDARS_APART = timedelta(days=2)  # a month begins when its moon is seen, and it is not seen everywhere at once
_YEARS = range(1900, 2101)  # others are of another calendar
_YMD = ("year", "month", "day")


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


class _Reader:
    """Takes one piece after the other out of a folded text; nothing but ignorable words may be left over."""

    def __init__(self, text: str, zone: tzinfo, fetched_at: datetime) -> None:
        self.text = text
        self.zone = zone
        self.fetched_at = fetched_at.astimezone(UTC)

    def read(self) -> Moment:
        self.text = LABEL_CITY.sub(" ", self.text)  # «القاهرة: …» is where it was written, no zone
        self.text = self.text if ISO.search(self.text) else ISO_CLOCK.sub(" ", self.text)
        if found := self._take(ISO):
            return self._iso(found)
        if self._take(NOW):
            return self._done(_minute(self.fetched_at))
        if found := self._take(RELATIVE):
            return self._relative(found)
        hijri, gregorian = self._hijri(), self._date()
        clock = self._clock()
        zone = self._zone() if clock else None
        weekday = self._take(WEEKDAY)
        self._finish()
        day = _agreed(hijri, gregorian, WEEKDAYS[weekday.group()] if weekday else None)
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
        if any(word not in IGNORED for word in WORD.findall(self.text)):
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
        for amount in re.findall(AMOUNT, found["after"] or found["before"]):
            number, unit = _amount(amount)
            total += timedelta(**{f"{unit}s": number})
            coarsest_last = unit
        if found.group().rstrip().endswith("ونصف"):
            total += timedelta(minutes=30)
            coarsest_last = "minute"
        self._finish()
        then = self.fetched_at - total
        if coarsest_last == "day":
            return Moment(None, then.astimezone(self.zone).date(), "day")
        return Moment(_minute(then), None, "hour" if coarsest_last == "hour" else "minute")

    def _hijri(self) -> date | None:
        found = self._take(HIJRI)
        if found is None:
            return None
        year, month, day = (next(filter(None, (found[name + end] for end in ("", "2", "3")))) for name in _YMD)
        try:
            return gregorian_day(int(year), HIJRI_MONTHS.get(month) or int(month), int(day))
        except ValueError as error:
            raise _Refused from error

    def _date(self) -> date | None:
        for pattern in DATES:
            found = self._take(pattern)
            if found is None:
                continue
            named = found.groupdict()
            month = MONTHS[named["month"]] if named.get("month") else int(named["number"])
            if named.get("other") and MONTHS[named["other"]] != month:
                raise _Refused
            if int(named["year"]) not in _YEARS or any(other.search(self.text) for other in DATES):
                raise _Refused
            try:
                return date(int(named["year"]), month, int(named["day"]))
            except ValueError as error:
                raise _Refused from error
        found = self._take(NEAR_DAY)
        if found is None:
            return None
        back = {"اليوم": 0, "امس": 1, "البارحة": 1}.get(found["word"], 2)
        return self.fetched_at.astimezone(self.zone).date() - timedelta(days=back)

    def _clock(self) -> tuple[time, MomentPrecision] | None:
        found = self._take(CLOCK, CLOCK_MARK)
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
        offset = self._take(OFFSET)
        named = self._take(NAMED_ZONE)
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


def _agreed(hijri: date | None, gregorian: date | None, weekday: int | None) -> date | None:
    """The day that a text tells, once or more than once; refused where it contradicts itself.

    A Hijri month begins when its moon is seen: by its weekday a day may stand beside the one that the calendar has.
    """
    if hijri and gregorian and abs(gregorian - hijri) > _CALENDARS_APART:
        raise _Refused
    day = gregorian or hijri
    if day is None or weekday is None or day.weekday() == weekday:
        return day
    beside = [day + timedelta(days=days) for days in (-1, 1)] if gregorian is None else []
    for one in beside:
        if one.weekday() == weekday:
            return one
    raise _Refused  # or the day and the month were read the wrong way round


def _amount(text: str) -> tuple[int, str]:
    if text in FRACTIONS:
        return FRACTIONS[text], "minute"
    if text in DUALS:
        return 2, DUALS[text]
    *number, unit = re.sub(r"(?<=\d)(?=[^\W\d])", " ", text).split()
    if unit not in UNITS:  # «ساعة واحدة»
        return 1, UNITS[number[0]]
    written = " ".join(number) or "1"
    return int(written) if written.isdigit() else NUMBERS[written], UNITS[unit]


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
