"""The operator is told, once, of a page in trouble and of its recovery; and once a day that the service lives."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from crawler.items import Outcome
from monitor import gaps
from monitor.pipeline import Rules, enqueue_notice
from storage.database import Tx
from storage.rows import Page

FAILURES_UNTIL_TOLD = 3  # one or two failures in a row are the weather

OF_THE_OUTLET = frozenset({"is down", "refuses to be read"})  # such trouble its pages share

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a page: a word that is kept until it is over, and a sentence for the operator."""

    kind: str  # "failing", "empty", "silent" or "gap"
    text: str


def troubles(page: Page, now: datetime, silent_after: timedelta) -> list[Trouble]:
    """What is wrong with a page, judged by what its last polls left in its row."""
    found: list[Trouble] = []
    if page.outcome == Outcome.EMPTY:
        if page.entries_last or page.failures >= FAILURES_UNTIL_TOLD:
            had = (
                f"it had {page.entries_last}: its layout may have changed" if page.entries_last else "it never had one"
            )
            found.append(Trouble("empty", f"answers, but not one update can be read in it ({had})"))
    elif page.failures >= FAILURES_UNTIL_TOLD:
        kind = Outcome(page.outcome).trouble if page.outcome else "cannot be read"
        found.append(Trouble("failing", f"{kind}, {page.failures} times in a row: {page.outcome}: {page.reason}"))
    if gaps.told(page, now):
        found.append(Trouble("gap", f"has a possible gap: {page.gap_note}"))
    newest = page.last_new_at or page.first_read_at
    if newest is not None and now - newest > silent_after:
        hours = (now - newest).total_seconds() / 3600
        found.append(Trouble("silent", f"has shown nothing new for {hours:.0f} h"))
    return found


def tell_troubles(tx: Tx, page_id: int, rules: Rules, now: datetime, silent_after: timedelta) -> int:
    """Tells the operator what is newly wrong with a page, or over; returns how many notices are owed."""
    page = tx.pages.get(page_id)
    if page.closed:
        return 0
    wrong = {trouble.kind: trouble for trouble in troubles(page, now, silent_after)}
    if set(wrong) == set(page.told):
        return 0
    owed = 0
    for kind, trouble in wrong.items():
        if kind not in page.told and not (kind == "failing" and _told_of_source(tx, page)):
            owed += len(enqueue_notice(tx, rules, f"{page.source}: {page.url} {trouble.text}.", now))
    over = [kind for kind in page.told if kind not in wrong and kind != "gap"]  # what was missed stays missed
    if over and not wrong and not ("failing" in over and _others_failing(tx, page)):
        owed += len(enqueue_notice(tx, rules, f"{page.source}: {page.url} is well again ({', '.join(over)}).", now))
    tx.pages.set_told(page.id, tuple(sorted(wrong)))
    return owed


def _told_of_source(tx: Tx, page: Page) -> bool:
    """Whether the operator knows already that the outlet is down or refuses: fifty pages of it are no fifty notices."""
    trouble = Outcome(page.outcome).trouble if page.outcome else ""
    return trouble in OF_THE_OUTLET and any(
        other.outcome and Outcome(other.outcome).trouble == trouble for other in _others_failing(tx, page)
    )


def _others_failing(tx: Tx, page: Page) -> list[Page]:
    return [
        other
        for other in tx.pages.all(page.source)
        if other.id != page.id and not other.closed and "failing" in other.told
    ]


def daily_line(pages: Sequence[Page], last_alert_at: datetime | None, zone: ZoneInfo) -> str:
    """«14 of 15 sources alive, last alert 03:12», with the names of those that are not."""
    sources = {page.source for page in pages}
    dead = {source for source in sources if all(_down(page) for page in pages if page.source == source)}
    last = f"last alert {last_alert_at.astimezone(zone):%Y-%m-%d %H:%M}" if last_alert_at else "no alert yet"
    line = f"{len(sources) - len(dead)} of {len(sources)} sources alive, {last}."
    return f"{line} Not alive: {', '.join(sorted(dead))}." if dead else line


def _down(page: Page) -> bool:
    return page.failures >= FAILURES_UNTIL_TOLD or page.first_read_at is None
