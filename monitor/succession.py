"""A live page that ends and the page that goes on with it: the watch follows by itself."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from crawler.items import Update
from crawler.succession import Ending, date_in, is_live_path, successor
from monitor import follow
from monitor.pipeline import Rules, enqueue_notice
from storage.database import Tx
from storage.rows import Page, PageKind

LOOKED_BACK = timedelta(hours=48)  # over what a feed or listing has shown
QUIET = timedelta(hours=6)  # a page that has ended, and has had nothing new for so long, is closed


def look(
    tx: Tx, page: Page, ending: Ending, updates: Sequence[Update], rules: Rules, now: datetime
) -> tuple[list[Page], int]:
    """Takes up what goes on with this page, or what this listing shows to go on with a live page of its source.

    Gives the pages that are new to be polled, and how many notices are owed.
    """
    if page.kind is not PageKind.CONFIGURED:
        return [], 0
    if ending.evidence != page.ended_note:
        tx.pages.ending(page.id, note=ending.evidence, now=now)
    taken, owed = [], 0
    for live, url in [*_of_page(tx, page, ending, now), *_of_listing(tx, page, updates)]:
        adopted = _adopt(tx, live, url, now)
        if adopted is None:
            continue
        taken.append(adopted)
        said = ending.evidence if live.id == page.id and ending.evidence else live.ended_note
        why = f" has ended ({said})" if said else ""
        text = f"{page.source}: {live.url}{why}; the watch goes on at {adopted.url}."
        owed += len(enqueue_notice(tx, rules, text, now))
    return taken, owed


def close_when_quiet(tx: Tx, page: Page, now: datetime) -> None:
    """Closes a page that has ended, has a successor, and stays quiet."""
    last = page.last_new_at or page.first_read_at
    if page.ended_at and page.successor_id and last and now - max(last, page.ended_at) >= QUIET:
        tx.pages.close(page.id, now)


def _of_page(tx: Tx, page: Page, ending: Ending, now: datetime) -> Iterator[tuple[Page, str]]:
    """What this page itself links to, then what the source's listings have shown lately."""
    if ending.evidence is None or page.successor_id:
        return
    if len(ending.sure) == 1:
        yield page, ending.sure[0]
        return
    named = [(url, "") for url in ending.sure or ending.links]
    shown = tx.pages.followed_since(page.source, now - LOOKED_BACK)
    listed = [(item.url, _headline(item)) for item in shown]
    url = successor(page.url, named, ended=True) or successor(page.url, listed, ended=True)
    if url is not None:
        yield page, url


def _of_listing(tx: Tx, page: Page, updates: Sequence[Update]) -> Iterator[tuple[Page, str]]:
    """For each live page of the source without a successor, the one that this listing shows."""
    shown = [
        (update.url, update.headline or "")
        for update in updates
        if update.url and follow.followable(update, page) and is_live_path(update.url)
    ]
    if not shown:
        return
    for live in tx.pages.all(page.source):
        if live.closed or live.successor_id or not live.reads or live.id == page.id or not is_live_path(live.url):
            continue
        day = date_in(live.url)
        later = [(url, headline) for url, headline in shown if day and (date_in(url) or day) > day]
        url = successor(live.url, shown if live.ended_at else later, ended=live.ended_at is not None)
        if url is not None:
            yield live, url


def _adopt(tx: Tx, live: Page, url: str, now: datetime) -> Page | None:
    """Makes the address the page's successor; None where it is polled already."""
    known = tx.pages.by_url(live.source, url)
    if known is not None and known.kind is PageKind.CONFIGURED:
        if known.id != live.id and known.parent_id != live.id and not known.successor_id:
            tx.pages.succeed(live.id, known.id)
        return None
    adopted = tx.pages.ensure(live.source, url, kind=PageKind.CONFIGURED, now=now)
    tx.pages.succeed(live.id, adopted.id)
    return tx.pages.get(adopted.id)


def _headline(item: Page) -> str:
    listed = follow.listed_of(item)
    return listed.update.headline or "" if listed else ""
