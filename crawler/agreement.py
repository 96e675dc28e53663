"""Remembers of a page that what it shows adds nothing to what it tells as data, so that both are seldom compared whole.

Only fingerprints are kept. At each visit every block is compared with its own before, and one that is new or reads
otherwise with its update. What else the page shows must not grow, and its times must come and go as the updates do.
"""

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from crawler.document import Document, Element
from crawler.items import Update
from crawler.opening import squeezed
from crawler.readable import length_shown, text_within

_LOOK_AFTER = 19  # visits at which each update's block was looked at, before all is compared again
_LOOK_AFTER_BLIND = 4  # where updates have no block of their own id
_MOST_NEW = 5  # updates
_AROUND = 40  # letters of time, author and links beside a text
_SHORTEST_BLOCK = 60  # letters beside the blocks that may be one more of them
_REMEMBERED = 500  # pages


class _Agreement(NamedTuple):
    """The fingerprints of a page's updates and of the blocks that show them; how much text and times it has besides."""

    updates: "array[int]"
    blocks: "array[int]"
    beside: int
    times: int
    visits: int


class _Shown(NamedTuple):
    """Each update's block as it reads, "" where none has its id; and how many letters stand beside the blocks."""

    blocks: list[str]
    beside: int

    @property
    def blind(self) -> bool:
        return "" in self.blocks


_agreed: dict[str, _Agreement] = {}
forget = _agreed.clear


def still_agrees(updates: Sequence[Update], document: Document) -> bool:
    """Whether a visit before found the page to agree, and nothing says that it does not any more."""
    before = _agreed.get(document.url)
    if before is None:
        return False
    shown = _shown(updates, document)
    now = _agreement(updates, shown, document, before.visits + 1)
    if now.visits > (_LOOK_AFTER_BLIND if shown.blind else _LOOK_AFTER):
        return False
    if now.times - before.times != len(updates) - len(before.updates):
        return False
    if not shown.blind and now.beside - before.beside > _SHORTEST_BLOCK:
        return False
    known_updates, known_blocks = set(before.updates), set(before.blocks)
    come = [update not in known_updates for update in now.updates]
    if sum(come) > _MOST_NEW:
        return False
    for place, (update, block) in enumerate(zip(updates, shown.blocks, strict=True)):
        changed = bool(block) and now.blocks[place] not in known_blocks
        if (come[place] or changed) and not _alike(update, block):
            return False
    _agreed[document.url] = now
    return True


def remember(updates: Sequence[Update], document: Document) -> None:
    """Keeps that all was compared and agreed."""
    if len(_agreed) >= _REMEMBERED:
        _agreed.clear()
    _agreed[document.url] = _agreement(updates, _shown(updates, document), document, 0)


def disagrees(document: Document) -> None:
    """Keeps nothing of a page whose data does not tell all that it shows."""
    _agreed.pop(document.url, None)


def _agreement(updates: Sequence[Update], shown: _Shown, document: Document, visits: int) -> _Agreement:
    times = document.body.count(b"<time")
    return _Agreement(array("q", map(hash, updates)), array("q", map(hash, shown.blocks)), shown.beside, times, visits)


def _shown(updates: Sequence[Update], document: Document) -> _Shown:
    """What stands in the block of each update's id; one that is shorter than its update's text is none."""
    blocks: list[str] = []
    for update, own in zip(updates, own_blocks(updates, document), strict=True):
        block = text_within(own) if own is not None else ""
        blocks.append(block if len(block) >= len(update.text or "") else "")
    return _Shown(blocks, length_shown(document) - sum(map(len, blocks)))


def own_blocks(updates: Sequence[Update], document: Document) -> list[Element | None]:
    """The one element of each update's id; None for an update that has none, or no text."""
    if "by id" not in document.memo:
        found: dict[str | None, Element | None] = {}
        for element in document.elements("descendant-or-self::*[@id]"):
            identity = element.get("id")
            found[identity] = None if identity in found else element
        document.memo["by id"] = found
    by_id: dict[str | None, Element | None] = document.memo["by id"]
    return [by_id.get(update.key) if update.native and update.text else None for update in updates]


def _alike(update: Update, block: str) -> bool:
    """Whether a block shows its update's text and hardly more."""
    if not block:
        return False
    told, read = squeezed(f"{update.headline or ''}{update.text}"), squeezed(block)
    return squeezed(update.text or "") in read and len(read) <= len(told) + _AROUND
