"""Dates for a list of bare clock times: from the page's own date, stepping over midnight; or none at all."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from crawler.document import Document
from crawler.items import Precision
from crawler.readable import text_of
from crawler.times import Told, clock_texts, local_time, told_time, with_colons, zone_of

_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastdate")
_PUBLISHED = ("article:published_time", "datepublished", "publisheddate", "publish-date")
# `3 تموز 2018`, `٣ تموز/يوليو ٢٠١٨`, `3/7/2018`
_DAY_SOMEWHERE = re.compile(
    r"(?<![\d/.-])\d{1,2}(?:\s+[^\s\d]+(?:\s*/\s*[^\s\d]+)?\s+|[/.-]\d{1,2}[/.-])\d{4}(?![\d/.-])"
)
_LONG = 16  # entries of a list that may have several of them
_STRAYS = 4  # entries that may be pinned out of order
_DAY = 24 * 60
_QUIET = 12 * 60  # minutes between the newest entry and the page's last change, at most
_SLACK = timedelta(minutes=10)  # an entry may be written a little after the page says that it changed


def placed_clocks(clocks: list[str | None], document: Document, shown: Told | None = None) -> list[Told | None]:
    """The instants of a list's clocks, in the page's order; None for all where the page does not date them.

    `shown` is the page's own time as its readers see it, for a page whose head tells none.

    The page's last change dates the newest entry. From there the clocks run back, over midnights.
    A page that tells only its day dates a list that never crosses midnight. A list that jumps to and
    fro has no order to rely on; a few pinned entries are passed over.
    """
    times = [next(iter(clock_texts(clock)), None) if clock else None for clock in clocks]
    known = [place for place, clock in enumerate(times) if clock is not None]
    nothing: list[Told | None] = [None] * len(clocks)
    zone = zone_of(document.zone)
    if not known or zone is None:
        return nothing
    steps = [(times[a], times[b]) for a, b in pairwise(known)]
    # Read downwards or upwards, whichever takes less time in all: a list of a day, not of weeks.
    newest_first = sum(_minutes(a, b) for a, b in steps) <= sum(_minutes(b, a) for a, b in steps)
    order = known if newest_first else known[::-1]
    changed = _first_instant(document, _MODIFIED, "dateModified")
    end = (changed.at + _SLACK).astimezone(zone) if changed is not None and changed.at is not None else None
    if end is not None:
        days = _days_before(end, [times[place] for place in order])
    else:
        days = _days_of(changed or _first_instant(document, _PUBLISHED, "datePublished") or shown, order, times, zone)
    for place, day in zip(order, days, strict=True):
        clock = times[place]
        if day is not None and clock is not None:
            nothing[place] = on_day(day, clocks[place] or "", document)
    return nothing


def _days_before(end: datetime, clocks: Sequence[time | None]) -> list[date | None]:
    """The dates of clocks that run back from a page's last change; None where a clock stands out of that order.

    Pinned entries stand above the newest, out of order: no more than a few, before all others.
    """
    ages = [_minutes(end.time(), clock) for clock in clocks]
    first = _first_in_order(ages)
    if ages[first] > _QUIET:
        return [None] * len(clocks)
    placed: list[tuple[int, int]] = []  # place and minutes before the end, over midnights
    out = first
    for place in range(first, len(ages)):
        age = ages[place]
        before = placed[-1][1] if placed else 0
        age += before // _DAY * _DAY
        if age < before and age + _DAY - before <= _QUIET:
            age += _DAY
        if age < before:
            later = sum(told > age for _, told in placed)
            out += min(later, 1) if later > _STRAYS else later
            if later > _STRAYS:
                continue
            del placed[len(placed) - later :]
        placed.append((place, age))
    dates: list[date | None] = [None] * len(clocks)
    odd = out + (placed[-1][1] // _DAY if placed else 0)
    if odd <= max(1 if len(ages) < _LONG else _STRAYS, len(ages) // 8):
        for place, age in placed:
            dates[place] = (end - timedelta(minutes=age)).date()
    return dates


def _first_in_order(ages: Sequence[int]) -> int:
    """The place of the newest entry: the first, but for a few that are pinned above it."""
    first = 0
    for place in range(1, min(_STRAYS + 1, len(ages))):
        if ages[place] < min(ages[first:place]) and ages[place] <= _QUIET:
            first = place
    return first


def _days_of(told: Told | None, order: Sequence[int], times: Sequence[time | None], zone: tzinfo) -> list[date | None]:
    """The one date of a list that never crosses midnight, where the page tells only its day or when it began."""
    ages = [times[place] for place in order]
    crossed = any(a is not None and b is not None and a < b for a, b in pairwise(ages))
    if told is None or crossed:
        return [None] * len(order)
    return [told.at.astimezone(zone).date() if told.at else told.day] * len(order)


def _minutes(later: time | None, earlier: time | None) -> int:
    """From one clock to another, less than a day."""
    if later is None or earlier is None:
        return 0
    return ((later.hour - earlier.hour) * 60 + later.minute - earlier.minute) % (24 * 60)


def day_in_heading(document: Document) -> Told | None:
    """The day that the page's heading names: «تطورات الجنوب: الثلاثاء 3 تموز 2018»; None for none or several."""
    days = {
        told.day
        for heading in document.root.iterfind(".//h1")
        for match in _DAY_SOMEWHERE.finditer(text_of(heading))
        if (told := told_time(match.group(), document)) is not None and told.day is not None
    }
    return Told(None, days.pop(), Precision.DAY) if len(days) == 1 else None


def on_day(day: date, text: str, document: Document) -> Told | None:
    """The instant of a clock as written, on a day of the outlet's; None where it is no clock."""
    # The text may name a zone of its own (`بتوقيت غرينتش`): the reader of Arabic dates knows those words.
    told = told_time(f"{day:%Y.%m.%d} | {with_colons(text)}", document)
    if told is not None and told.precision is Precision.MINUTE:
        return told
    clock = next(iter(clock_texts(text)), None)
    return local_time(datetime.combine(day, clock), document) if clock is not None else None


def _first_instant(document: Document, names: tuple[str, ...], json_name: str) -> Told | None:
    values = [
        node.get(json_name) for node in document.json_ld_of("NewsArticle", "Article", "LiveBlogPosting", "WebPage")
    ]
    values += [document.meta_first(*names)]
    return next((told for told in (told_time(value, document) for value in values) if told is not None), None)
