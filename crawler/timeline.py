"""Dates for a list of bare clock times: from the page's own date, stepping over midnight; or none at all."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

from crawler.document import Document
from crawler.items import Precision
from crawler.times import Told, clock_texts, local_time, told_time, zone_of

_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastdate")
_PUBLISHED = ("article:published_time", "datepublished", "publisheddate", "publish-date")
_SLACK = timedelta(minutes=10)  # an entry may be written a little after the page says that it changed


def placed_clocks(clocks: list[str | None], document: Document) -> list[Told | None]:
    """The instants of a list's clocks, in the page's order; None for all where the page does not date them.

    The page's last change dates the newest entry. From there the clocks run back: where one is later
    than its newer neighbour, midnight lies between them. A page that tells only its day dates a list
    that never crosses midnight. A list that jumps to and fro has no order to rely on.
    """
    times = [next(iter(clock_texts(clock)), None) if clock else None for clock in clocks]
    known = [clock for clock in times if clock is not None]
    steps = list(pairwise(known))
    # Read downwards or upwards, whichever takes less time in all: a list of a day, not of weeks.
    newest_first = sum(_minutes(a, b) for a, b in steps) <= sum(_minutes(b, a) for a, b in steps)
    midnights = sum(a < b if newest_first else a > b for a, b in steps)
    if not known or zone_of(document.zone) is None or midnights > max(1, len(known) // 8):
        return [None] * len(clocks)
    order = range(len(times)) if newest_first else range(len(times) - 1, -1, -1)
    day = _day_of_newest(known[0] if newest_first else known[-1], midnights, document)
    if day is None:
        return [None] * len(clocks)
    placed: list[Told | None] = [None] * len(clocks)
    later: time | None = None
    for place in order:
        clock = times[place]
        if clock is None:
            continue
        if later is not None and clock > later:
            day -= timedelta(days=1)
        later = clock
        placed[place] = _placed(day, clock, clocks[place] or "", document)
    return placed


def _minutes(later: time, earlier: time) -> int:
    """From one clock to another, less than a day."""
    return ((later.hour - earlier.hour) * 60 + later.minute - earlier.minute) % (24 * 60)


def _placed(day: date, clock: time, text: str, document: Document) -> Told | None:
    # The text may name a zone of its own (`بتوقيت غرينتش`): the reader of Arabic dates knows those words.
    told = told_time(f"{day:%Y.%m.%d} | {text}", document)
    if told is not None and told.precision is Precision.MINUTE:
        return told
    return local_time(datetime.combine(day, clock), document)


def _day_of_newest(newest: time, midnights: int, document: Document) -> date | None:
    """The outlet's date of the newest entry."""
    zone = zone_of(document.zone)
    if zone is None:
        return None
    changed = _first_instant(document, _MODIFIED, "dateModified")
    if changed is not None:
        if changed.at is None:
            return changed.day if midnights == 0 else None
        local = (changed.at + _SLACK).astimezone(zone)
        return local.date() if newest <= local.time() else local.date() - timedelta(days=1)
    published = _first_instant(document, _PUBLISHED, "datePublished")
    if published is None or midnights:
        return None
    return published.at.astimezone(zone).date() if published.at else published.day


def _first_instant(document: Document, names: tuple[str, ...], json_name: str) -> Told | None:
    values = [
        node.get(json_name) for node in document.json_ld_of("NewsArticle", "Article", "LiveBlogPosting", "WebPage")
    ]
    values += [document.meta_first(*names)]
    return next((told for told in (told_time(value, document) for value in values) if told is not None), None)
