"""What an outlet took back: known by a tombstone, or by an article that is gone; never by what a page shows no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.items import Outcome, Update
from monitor.pipeline import Rules, tell_withdrawn
from storage.database import Tx
from storage.rows import Page, PageKind

# A 404 may be a mishap of the outlet's: it is asked again so long after the first one, and after the second.
ASKED_AGAIN = (timedelta(minutes=10), timedelta(minutes=50))
ADDRESSES_MOVED = 2  # other articles of the outlet that are gone as well, and none that answers
LATELY = timedelta(days=3)  # the articles that are still read again were first seen since then
GONE_FOR_GOOD = 410  # https://www.rfc-editor.org/rfc/rfc9110#name-410-gone


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of an article that is gone: why it counts as taken back, or after how long to ask again; neither: no sign."""

    why: str | None = None
    again: timedelta | None = None


def of_updates(tx: Tx, page: Page, rules: Rules, updates: Sequence[Update], now: datetime) -> int:
    """Takes note of a page's tombstones; returns how many alerts are owed for them."""
    buried = {key for update in updates if update.withdrawn for key in (update.key, *update.also)}
    if not buried:
        return 0
    buried -= {key for update in updates if not update.withdrawn for key in (update.key, *update.also)}
    return _withdraw(tx, page, rules, tx.withdrawals.standing(page.id, buried), "the page marks it as deleted", now)


def of_article(tx: Tx, page: Page, rules: Rules, why: str, now: datetime) -> int:
    """Takes note of an article that is gone; returns how many alerts are owed for it."""
    return _withdraw(tx, page, rules, tx.withdrawals.standing(page.id), why, now)


def judge_gone(tx: Tx, page: Page, status: int | None, reason: str, now: datetime) -> Verdict:
    """What it means that an article cannot be found any more which was read before.

    A 410 says it; a 404 says it where it stays and the outlet's other articles answer. Where they are gone too, the
    outlet moved its addresses.
    """
    if page.kind is not PageKind.ITEM or page.reads == 0:
        return Verdict()
    if status == GONE_FOR_GOOD:
        return Verdict(why=reason)
    before = page.failures if page.outcome == Outcome.GONE else 0
    if before == 0:
        return Verdict(again=ASKED_AGAIN[0])
    since = (page.checked_at or now) if before == 1 else now - sum(ASKED_AGAIN, timedelta()) * 2
    alive, gone = tx.pages.articles_since(page.source, since, now - LATELY, page.id)
    if alive:
        return Verdict(why=f"{reason}, again, while other articles answer")
    if before == 1:
        return Verdict(again=ASKED_AGAIN[1])
    return Verdict(why=f"{reason}, three times") if gone < ADDRESSES_MOVED else Verdict()


def _withdraw(tx: Tx, page: Page, rules: Rules, entry_ids: Sequence[int], why: str, now: datetime) -> int:
    withdrawn = [(entry_id, tx.withdrawals.withdraw(entry_id, why, now)) for entry_id in entry_ids]
    return tell_withdrawn(tx, rules, page.id, withdrawn, now)
