"""What `marsad sources probe` and `catalog` print."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from monitor.config.snippet import name_of, source_table

if TYPE_CHECKING:
    from crawler.catalog import Outlet
    from crawler.items import Update
    from crawler.probe import Report
    from crawler.taking import Taken

_HEADLINE_LONGEST = 90
_KEY_LONGEST = 18
_FEED_LAYOUTS = ("feed", "jsonfeed", "listing", "sitemap", "wordpress")


def closed_answer(name: str, url: str) -> str:
    """The honest answer for a platform that nobody can poll without an account."""
    return (
        f"{name} cannot be polled: it shows its posts only to who is logged in, and forbids reading by programs.\n"
        f"Marsad does not try. What you may lawfully export or are sent, hand in by the same door, and it is stored,\n"
        f"matched and told like any other update:\n\n"
        f'  echo \'{{"text": "…", "url": "{url}", "published_at": "2026-07-03T09:00:00Z"}}\' '
        f"| marsad ingest --source {name.lower()}\n\n"
        f"Many outlets say the same on Telegram: `marsad sources catalog` names the channels that are known."
    )


def as_row(report: "Report", taken: "Taken") -> dict[str, Any]:
    """The report as one JSON line."""
    robots = taken.robots
    return {
        "url": report.url,
        "status": taken.status,
        "bytes": len(taken.body),
        "robots": robots and {"url": robots.robots_url, "read": robots.read, "crawl_delay": robots.crawl_delay},
        "outlet": report.outlet.name if report.outlet else None,
        "spider": report.spider,
        "zone": report.zone or None,
        "layout": report.parsed.layout or None,
        "layouts": [
            {
                "name": one.name,
                "certainty": one.certainty,
                "reason": one.reason,
                "updates": one.updates,
                "problem": one.problem or None,
            }
            for one in report.tried
        ],
        "problem": report.problem or None,
        "notes": list(report.parsed.notes),
        "updates": [update.as_json() for update in report.parsed.updates],
        "older": list(report.older),
        "further": list(report.further),
        "leads": [{"kind": lead.kind, "url": lead.url, "note": lead.note} for lead in report.leads],
        "config": snippet(report, taken),
    }


def as_text(report: "Report", taken: "Taken", rows: int) -> Iterator[str]:
    """The report for people, line by line."""
    yield from _head(report, taken)
    yield ""
    yield "Layouts"
    for one in report.tried:
        mark = "*" if one.name == report.parsed.layout else " "
        found = one.problem or _count(one.updates)
        yield f"  {mark} {one.name:10} {one.certainty:.2f}  {found}: {one.reason}"
    if report.parsed.layout and all(one.name != report.parsed.layout for one in report.tried):
        yield f"  * {report.parsed.layout:10}       {_count(len(report.parsed.updates))}, by the outlet's own spider"
    if not report.tried and not report.parsed.updates:
        yield "    none fits"
    yield ""
    yield from _updates(report, rows)
    for note in report.parsed.notes:
        yield f"  note: {note}"
    yield ""
    yield from _next(report)
    if report.parsed.updates or report.further:
        if report.parsed.layout == "article":
            yield "This is a single article: to hear of the next ones, poll a feed or listing of the outlet."
        yield "For config.toml"
        yield ""
        yield snippet(report, taken)


def _head(report: "Report", taken: "Taken") -> Iterator[str]:
    kind = next((value for name, value in taken.headers.items() if name.lower() == "content-type"), "no Content-Type")
    size = f"{len(taken.body) / 1024:.0f} KiB of {kind}"
    yield unquote(report.url)
    if taken.seconds is None:
        yield f"  file     {size}, fetched {taken.fetched_at:%Y-%m-%d %H:%M} UTC"
    else:
        rendered = ", after its scripts have run" if taken.rendered else ""
        yield f"  came     {taken.status}, {size} in {taken.seconds:.1f} s{rendered}"
    if taken.robots is not None:
        robots = taken.robots
        allows = "allows it" if robots.read else "none that can be read: nothing is forbidden"
        delay = f"; Crawl-delay {robots.crawl_delay:g} s is kept" if robots.crawl_delay else ""
        yield f"  robots   {robots.robots_url}: {allows}{delay}"
    if report.outlet is not None:
        told = f"; {report.outlet.note}" if report.outlet.note else ""
        yield f"  outlet   {report.outlet.name}, {report.outlet.title}{told}"
        if report.outlet.live:
            yield f"  live     {report.outlet.live}"
    else:
        yield "  outlet   not in the catalog"
    yield f"  spider   {report.spider}"


def _updates(report: "Report", rows: int) -> Iterator[str]:
    updates = report.parsed.updates
    if not updates:
        yield f"No updates: {report.problem or 'what it holds is asked for in further requests'}"
        return
    exact = sum(update.precision == "minute" for update in updates)
    days = sum(update.precision in ("day", "hour") for update in updates)
    textless = sum(not update.text and not update.headline for update in updates)
    partial = sum(update.partial for update in updates)
    told = [f"{exact} with an exact time"]
    told += [f"{days} with a day or hour"] if days else []
    told += [f"{len(updates) - exact - days} without a time"] if exact + days < len(updates) else []
    told += [f"{textless} known by id only"] if textless else []
    told += [f"{partial} to be read in full at their own addresses"] if partial else []
    yield f"Updates: {len(updates)}, {', '.join(told)} (times of {report.zone or 'UTC'})"
    for update in updates[:rows]:
        headline = " ".join((update.headline or update.text or "–").split())
        short = headline if len(headline) <= _HEADLINE_LONGEST else f"{headline[: _HEADLINE_LONGEST - 1]}…"
        yield f"  {_time(update, report.zone):16}  {_key(update):{_KEY_LONGEST}}  {short}"
    if len(updates) > rows:
        yield f"  … and {len(updates) - rows} more"


def _count(updates: int) -> str:
    return "1 update" if updates == 1 else f"{updates} updates"


def _time(update: "Update", zone: str) -> str:
    if update.published_at is not None:
        local: datetime = update.published_at.astimezone(ZoneInfo(zone or "UTC"))
        return f"{local:%Y-%m-%d %H:%M}"
    return update.published_day.isoformat() if update.published_day else "no time"


def _key(update: "Update") -> str:
    """The id as far as it tells entries apart: the end of an address, not its host; «hash» where a page has no ids."""
    if not update.native:
        return "hash"
    key = unquote(update.key).rstrip("/")
    return key if len(key) <= _KEY_LONGEST else f"…{key[-_KEY_LONGEST + 1 :]}"


def _next(report: "Report") -> Iterator[str]:
    lines = [f"older     {unquote(url)}  (read on by itself until what is known)" for url in report.older[:1]]
    if report.further:
        lines.append(f"further   {len(report.further)} more answers belong to each poll, as {report.further[0]}")
    lines += [f"{lead.kind:9} {unquote(lead.url)}{f'  ({lead.note})' if lead.note else ''}" for lead in report.leads]
    if lines:
        yield "Found besides (probe each before you add it)"
        yield from (f"  {line}" for line in lines)
        yield ""


def snippet(report: "Report", taken: "Taken") -> str:
    outlet = report.outlet
    return source_table(
        name=outlet.name if outlet else name_of(report.url),
        title=outlet.title if outlet else "",
        pages=[unquote(report.url)],
        every="2m" if report.parsed.layout in _FEED_LAYOUTS else "60s",
        zone=report.zone,
        spider=report.spider,
        render=taken.rendered,
    )


def outlet_text(outlet: "Outlet") -> Iterator[str]:
    """One outlet of the catalog with all its addresses, and a table to paste."""
    yield f"{outlet.name}  {outlet.title}  ({outlet.country}, {outlet.zone})"
    if outlet.note:
        yield f"  {outlet.note}"
    if outlet.live:
        yield f"  live: {outlet.live}"
    for address in outlet.addresses:
        note = f"  ({address.note})" if address.note else ""
        yield f"  {address.sure.value:10}  {address.kind.value:9}  {address.url}{note}"
    yield ""
    yield source_table(
        name=outlet.name,
        title=outlet.title,
        pages=[outlet.best.url],
        every="2m",
        zone=outlet.zone,
        spider=outlet.spider,
    )
