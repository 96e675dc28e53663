"""What of a page is our own doing, not the outlet's: it was read by another layout or by other rules than before."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rapidfuzz import fuzz

from arabic.fold import fold_text
from crawler.items import Update
from monitor.judgement.alignment import SAME_WORDS
from monitor.judgement.standing import STRETCH, Standing
from monitor.learning import kept
from storage.database import Tx
from storage.rows import Change, KnownEntry, Page, Reading

HEADLINES = frozenset({"listing", "ticker"})  # these read the headlines of a page alone
WHOLE = HEADLINES | {"article"}  # and these tell it not entry by entry
HEADED = frozenset({"article", "paragraphs"})  # these tell under the page's own address what heads it
LATE = timedelta(minutes=3)  # what is published is dated to its minute, and stands in a cache for a while
NEAR_TEXT = 80.0  # below this ratio another layout read something else altogether
NEAR_LINE = 75.0  # from this ratio on a line stands in the place of another one
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLayout:
    """A page that was read by another layout at the visit before, and what it told then.

    `since`: what is dated from then on is news. `compared`: the layout before read what stands here too, so that what
    is new or has another figure and tells no time is news as well. `between`: both tell entry by entry.
    """

    standing: Standing
    since: datetime
    compared: bool
    between: bool

    def seeing(self, known_at: Iterable[datetime | None]) -> "OtherLayout":
        """The same for a read in which known entries have these times: what is dated among them was not there before,
        what is older the layout before did not read. They are of one clock, also where that is wrong."""
        known = [at for at in known_at if at is not None]
        return replace(self, since=min(self.since, *known)) if self.between and known else self

    def is_news(self, reading: Reading) -> bool:
        """Whether what aligns with nothing that the page told before came to it since."""
        told = f"{reading.headline_folded}\n{reading.text_folded}"
        if (reading.native and reading.layout in HEADED) or self.standing.has(told):
            return False
        if reading.published_at is not None and reading.published_at >= self.since:
            return True
        return self.compared and (reading.published_at is None or self.standing.had_other_figures(told))


def other_layout(tx: Tx, page: Page, updates: Collection[Update], now: datetime) -> OtherLayout | None:
    """What a page told before, where it is read by another layout now; None where it is not."""
    layout = _layout_of(page, updates)
    if layout is None or layout == page.layout:
        return None
    stood = [entry for entry in tx.entries.recent_known(page.id) if _stood_lately(entry, now)]
    texts = [f"{entry.headline_folded} {entry.text_folded}" for entry in stood]
    since, compared = page.seen_at or now, page.layout not in HEADLINES
    if page.layout in WHOLE and layout not in WHOLE:
        # It was told entry by entry for a while before: what came to it since then was read, but told to nobody.
        gone = [entry.gone_at for entry in stood if entry.gone_at and entry.layout not in WHOLE]
        if gone:
            texts = [
                _told_by(tx, entry) if entry.layout in WHOLE else text for entry, text in zip(stood, texts, strict=True)
            ]
            since, compared = max(gone), True
    return OtherLayout(
        standing=Standing(texts),
        since=since - LATE,
        compared=compared and layout not in WHOLE,
        between=WHOLE.isdisjoint((page.layout, layout)),
    )


def recut_since(page: Page, updates: Collection[Update]) -> datetime | None:
    """Since when what a page shows is news, where it was told entry by entry before and is now told as a whole or by
    headlines, or the other way round; None where it is not."""
    layout = _layout_of(page, updates)
    if layout is None or layout == page.layout or WHOLE.isdisjoint((page.layout, layout)):
        return None
    return page.seen_at and page.seen_at - LATE


def _layout_of(page: Page, updates: Collection[Update]) -> str | None:
    """By which layout a page was read: by the one before, where any update is its, as one read may mix two.

    None where there is none to compare: at the first read, or nothing was read.
    """
    if page.layout is None or any(update.layout == page.layout for update in updates):
        return page.layout
    return next((update.layout for update in updates if update.layout), None)


def _stood_lately(entry: KnownEntry, now: datetime) -> bool:
    return entry.listed or (entry.gone_at is not None and now - entry.gone_at < SAME_WORDS)


def _told_by(tx: Tx, entry: KnownEntry) -> str:
    """What of an entry's text was told: not what it held when it was but read otherwise."""
    untold: set[str] = set()
    for revision in tx.entries.revisions(entry.id):
        if revision.change is Change.REREAD:
            untold.update(_lines(fold_text(f"{revision.headline}\n{revision.text}")))
    return "\n".join(line for line in _lines(f"{entry.headline_folded}\n{entry.text_folded}") if line not in untold)


def is_cut_only(reading: Reading, entry: KnownEntry) -> bool:
    """Whether two layouts' texts of one entry differ as layouts do: one leaves out or adds what the other does not.

    A figure or a word in the place of another is the outlet's doing, also where its page was read in another way.
    """
    if not reading.text_folded or not entry.text_folded:
        return True
    if fuzz.ratio(reading.text_folded, entry.text_folded) < NEAR_TEXT:
        return True
    lines, others = _lines(reading.text_folded), _lines(entry.text_folded)
    came = [line for line in lines if line not in others]
    gone = [line for line in others if line not in lines]
    here, there = _words(came), _words(gone)
    if not (here - there and there - here):
        return True
    return not any(_in_place_of(line, other) for line in came for other in gone)


def _lines(text_folded: str) -> list[str]:
    return [words for line in text_folded.split("\n") if (words := " ".join(line.split()))]


def _words(lines: Iterable[str]) -> Counter[str]:
    return Counter(word for line in lines for word in _WORD.findall(line))


def _in_place_of(line: str, other: str) -> bool:
    """Whether one line is another one with other words in it; one of them may hold several lines of the other text."""
    short = min(line.count(" "), other.count(" ")) + 1 < STRETCH
    return (fuzz.ratio if short else fuzz.partial_ratio)(line, other) >= NEAR_LINE


def lost_furniture(reading: Reading, entry: KnownEntry, learnt: Collection[int]) -> bool:
    """Whether the entry lost no more than lines that were learnt to be furniture since."""
    return bool(learnt) and kept(entry.text_folded, learnt) == " ".join(reading.text_folded.split())
