"""Tells of a page whose blocks are of few makes that they show what its data tells, and no more.

A block's make is its markup without the id, the time and the words of its update. Blocks of one make differ in these
alone, so that one of each make is read and compared, and the others need not be taken apart.
"""

import html
import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from crawler.agreement import own_blocks
from crawler.cutting import Cut, Opening, cut_first
from crawler.document import Document, Element
from crawler.entry_blocks import block_of
from crawler.identities import ATTRIBUTES, permalink
from crawler.items import Precision, Update
from crawler.keys import is_positional
from crawler.marks import time_marks
from crawler.offsets import settled
from crawler.times import Told, told_time

_FEWEST = 4  # blocks
_MOST_MAKES = 0.25  # of the blocks: where each is of its own make, all are read anyway
_SHORTEST = 61  # letters: what a shorter text shows may depend on its length
_KEY = re.compile(r"[\w.:-]{4,}", re.ASCII)  # a shorter one may stand in any word
_SHOWN_TIME = re.compile(rb"<time\b[^<>]*>([^<>&]*)</time>")
_TIME = re.compile(r'<time\b[^<>]* datetime="([^"<>&]*)"[^<>]*>([^<>&]*)</time>')
_CLOCK = re.compile(r"\s*[0-2]?\d:[0-5]\d\s*")
_TAG = re.compile(r"<(/?)([a-z][\w-]*)(?:\s[^<>]*)?>")
_VOID = frozenset(("br", "hr", "img", "wbr"))
_RAW_TEXT = "iframe math noembed noframes noscript plaintext script style svg template textarea title xmp"
_RAW = frozenset(_RAW_TEXT.split())


class Telling(Protocol):
    """An update as the data of a page tells it, with the time as written."""

    @property
    def update(self) -> Update: ...
    @property
    def told(self) -> Told | None: ...


class Make(NamedTuple):
    """What of a block is not its update's own, the text too where it is short; and the clock that it shows."""

    written: str
    short: str
    clock: str


class Shown(NamedTuple):
    """A page that shows no more than its data tells: how it is cut, and the makes of its blocks."""

    opening: Opening
    cut: Cut
    makes: frozenset[tuple[str, str]]


def shows_no_more(sources: Sequence[Telling], document: Document) -> Shown | None:
    """How the page is made, where all that it shows with times are the updates' own blocks with their words alone."""
    blocks = _blocks(sources, document)
    keys = [source.update.key for source in sources]
    found = cut_first(document.body, str(blocks[0][0].tag), keys) if blocks else None
    if blocks is None or found is None:
        return None
    opening, parts = found
    made: dict[tuple[str, str], int] = {}
    clocks = []
    for place, source in enumerate(sources):
        make = make_of(source, parts.blocks[source.update.key], document)
        if make is None:
            return None
        made.setdefault((make.written, make.short), place)
        clocks.append(make.clock)
    if len(made) > max(2, _MOST_MAKES * len(sources)) or not all(is_closed(written) for written, _ in made):
        return None
    if not all(_shows(sources[place].update, *blocks[place], document) for place in made.values()):
        return None
    return Shown(opening, parts, frozenset(made)) if clocks_agree(sources, clocks, document) else None


def clocks_agree(sources: Sequence[Telling], clocks: Sequence[str], document: Document) -> bool:
    """Whether the clocks beside the times leave them as they are."""
    told = [source.told for source in sources]
    if settled(told, clocks, document) == told:
        return True
    document.notes.pop()  # it is told where all is compared
    return False


def make_of(source: Telling, block: bytes, document: Document) -> Make | None:
    """The make of an update's block; None where the block shows another time, or a paragraph is not one run of it."""
    update, told = source.update, source.told
    try:
        written = block.decode()
    except UnicodeDecodeError:
        return None
    time = _TIME.search(written)
    if time is None or told is None or told.precision is not Precision.MINUTE:
        return None
    if told_time(time.group(1), document) != told or not _KEY.fullmatch(update.key) or is_positional(update.key):
        return None
    clock = time.group(2)
    shown = "" if _CLOCK.fullmatch(clock) else clock
    written = f"{written[: time.start(1)]}{written[time.end(1) : time.start(2)]}{shown}{written[time.end(2) :]}"
    if update.headline:
        written = written.replace(f">{html.escape(update.headline, quote=False)}<", "><", 1)
    text = update.text or ""
    for paragraph in text.split("\n\n"):
        length = len(written)
        written = written.replace(f">{html.escape(paragraph, quote=False)}<", "><", 1)
        if len(written) == length:
            return None
    return Make(written.replace(update.key, ""), text if len(text) < _SHORTEST else "", clock)


def clock_of(block: bytes) -> str:
    """The clock that a block shows."""
    match = _SHOWN_TIME.search(block)
    return match.group(1).decode("utf-8", "replace") if match else ""


def is_closed(make: str) -> bool:
    """Whether what stands in a block neither depends on what is around it nor reaches into it."""
    tags = _TAG.findall(make.partition(">")[2])  # its own tag is cut off at the begin
    open_tags: list[str] = []
    for closes, name in tags[:-1]:
        if name in _RAW or (closes and (not open_tags or open_tags.pop() != name)):
            return False
        if not closes and name not in _VOID:
            open_tags.append(name)
    return not open_tags and make.count("<") == len(tags) == make.count(">") - 1


def _blocks(sources: Sequence[Telling], document: Document) -> list[tuple[Element, Element]] | None:
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


def _shows(update: Update, element: Element, mark: Element, document: Document) -> bool:
    """Whether a block, read whole, tells nothing that its update does not."""
    block = block_of(element, (mark,))
    return (
        mark.tag == "time"
        and block.text == update.text
        and block.headline in ("", update.headline)
        and not (block.author and not update.author)
        and not (block.caption and not update.caption)
        and not (block.epoch or block.changed)
        and permalink(block.links, document)[0] in (None, update.key)
        and not any(name in element.attrib for name in ATTRIBUTES if name != "id")
    )
