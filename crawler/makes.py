"""Tells of a page whose blocks are of few makes that they show what its data tells, and no more.

A block's make is its markup without the id, the time and the words of its update. Blocks of one make differ in these
alone, so that one of each make is read and compared, and the others need not be taken apart.
"""

import html
import re
from collections.abc import Sequence
from typing import Protocol

from crawler.agreement import own_blocks
from crawler.document import Document, Element
from crawler.entry_blocks import block_of
from crawler.identities import ATTRIBUTES, permalink
from crawler.items import Precision, Update
from crawler.keys import is_positional
from crawler.marks import time_marks
from crawler.offsets import settled
from crawler.readable import markup
from crawler.times import Told, told_time

_FEWEST = 4  # blocks
_MOST_MAKES = 0.25  # of the blocks: where each is of its own make, all are read anyway
_SHORTEST = 61  # letters: what a shorter text shows may depend on its length
_SHORTEST_KEY = 4  # a shorter one may stand in any word
_CLOCK = re.compile(r"\s*[0-2]?\d:[0-5]\d\s*")


class Telling(Protocol):
    """An update as the data of a page tells it, with the time as written."""

    @property
    def update(self) -> Update: ...
    @property
    def told(self) -> Told | None: ...


def show_no_more(sources: Sequence[Telling], document: Document) -> bool:
    """Whether all that the page shows with times are the updates' own blocks, each with its update's words alone."""
    shown = _shown(sources, document)
    if shown is None:
        return False
    made: dict[tuple[str, str], int] = {}
    for place, (source, (block, mark)) in enumerate(zip(sources, shown, strict=True)):
        make = _make(source.update, block, mark) if _is_plain(source, mark, document) else None
        if make is None:
            return False
        text = source.update.text or ""
        made.setdefault((make, text if len(text) < _SHORTEST else ""), place)
    if len(made) > max(2, _MOST_MAKES * len(sources)):
        return False
    if not all(_shows(sources[place].update, *shown[place], document) for place in made.values()):
        return False
    told = [source.told for source in sources]
    if settled(told, [mark.text or "" for _, mark in shown], document) == told:
        return True
    document.notes.pop()  # it is told where all is compared
    return False


def _shown(sources: Sequence[Telling], document: Document) -> list[tuple[Element, Element]] | None:
    """Each update's block with the one time in it; None where they are no siblings, or a time stands elsewhere."""
    blocks = [block for block in own_blocks([source.update for source in sources], document) if block is not None]
    if not _FEWEST <= len(blocks) == len(sources):
        return None
    around, marks = blocks[0].getparent(), time_marks(document)
    if around is None or len(marks) != len(blocks):
        return None
    by_block: dict[Element | None, Element] = {}
    for mark in marks:
        above: Element | None = mark
        while above is not None and (parent := above.getparent()) is not around:
            above = parent
        by_block[above] = mark
    found = [(block, by_block[block]) for block in blocks if block in by_block]
    return found if len(found) == len(blocks) else None


def _is_plain(source: Telling, mark: Element, document: Document) -> bool:
    """Whether the time beside an update is the one that the data tells, and its id can be one of a page's blocks."""
    told, key = source.told, source.update.key
    if told is None or told.precision is not Precision.MINUTE or mark.tag != "time" or len(mark):
        return False
    return told_time(mark.get("datetime"), document) == told and len(key) >= _SHORTEST_KEY and not is_positional(key)


def _make(update: Update, block: Element, mark: Element) -> str | None:
    """The block's markup without what is its own; None where one of its update's paragraphs is not one run of it."""
    make = markup(block).replace(f' datetime="{mark.get("datetime")}"', "", 1)
    if mark.text and _CLOCK.fullmatch(mark.text):
        make = make.replace(f">{mark.text}</time>", "></time>", 1)
    if update.headline:
        make = make.replace(f">{html.escape(update.headline, quote=False)}<", "><", 1)
    for paragraph in (update.text or "").split("\n\n"):
        length = len(make)
        make = make.replace(f">{html.escape(paragraph, quote=False)}<", "><", 1)
        if len(make) == length:
            return None
    return make.replace(update.key, "")


def _shows(update: Update, element: Element, mark: Element, document: Document) -> bool:
    """Whether a block, read whole, tells nothing that its update does not."""
    block = block_of(element, (mark,))
    return (
        block.text == update.text
        and block.headline in ("", update.headline)
        and not (block.author and not update.author)
        and not (block.caption and not update.caption)
        and not (block.epoch or block.changed)
        and permalink(block.links, document)[0] in (None, update.key)
        and not any(name in element.attrib for name in ATTRIBUTES if name != "id")
    )
