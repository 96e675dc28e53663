"""Possible gaps: a page on which nothing known stands any more; how that is remembered, and when it is over."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from crawler.items import Update
from crawler.paging import reaches
from storage.database import Tx
from storage.rows import Page, PageKind

TRIES = 3  # polls that look for what may be missing in older parts of the page
MINDED = timedelta(hours=1)  # for so long the page is polled oftener
WITHOUT_PAST = frozenset({"ticker"})  # layouts that show what is urgent now, and never promised more
_FEWEST = 3  # updates: a page that shows fewer was begun anew


def sought(page: Page) -> bool:
    """Whether the next poll reads older parts until it meets what was known before the gap."""
    return page.gap_at is not None and page.gap_tries < TRIES


def minded(page: Page, now: datetime) -> bool:
    """Whether the page may have missed something lately."""
    return page.gap_at is not None and now - page.gap_at < MINDED


def told(page: Page, now: datetime) -> bool:
    """Whether the operator has to know: what may be missing was looked for, or there is nowhere to look."""
    return minded(page, now) and page.gap_tries > 0


def look(
    tx: Tx,
    page: Page,
    updates: Sequence[Update],
    known: Collection[str],
    *,
    behind: str | None,
    older: bool,
    now: datetime,
) -> str | None:
    """Judges a read by the keys of it that were known; remembers a gap or that one is filled, and says so.

    `behind` says why older parts were not read as far as they had to be; `older`: the page has such parts.
    """
    if page.kind is not PageKind.CONFIGURED or not page.reads or not page.entries_last:
        return None
    if sought(page):
        assert page.gap_at is not None
        keys = {key for update in updates for key in (update.key, *update.also)}
        if reaches(updates, tx.entries.known_keys(page.id, keys, before=page.gap_at)):
            tx.pages.fill_gap(page.id)
            return f"the possible gap of {page.gap_at:%H:%M} UTC is filled"
        tx.pages.count_gap_try(page.id)
    if len(updates) < _FEWEST or reaches(updates, known):
        return None
    note = _note(page, updates, known, behind)
    tx.pages.open_gap(page.id, at=now, tries=0 if older else TRIES, note=note)
    return f"possible gap: {note}"


def _note(page: Page, updates: Sequence[Update], known: Collection[str], behind: str | None) -> str:
    fresh = [update.published_at for update in updates if update.published_at and update.key not in known]
    last = f" at the visit of {page.checked_at:%H:%M} UTC" if page.checked_at else ""
    oldest = f"; the oldest new one is of {min(fresh):%H:%M} UTC" if fresh else ""
    return f"nothing that was known{last} was found any more{oldest}{f' ({behind})' if behind else ''}"
