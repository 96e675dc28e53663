"""Lines between the entries of a list that tell the day of those below: «الثلاثاء 3 تموز 2018»."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from lxml import etree

from crawler.document import Document, Element
from crawler.items import Precision
from crawler.readable import UNSEEN, text_of
from crawler.times import is_time_text, told_time

_LONGEST = 40  # characters of such a line


def days_above(blocks: Sequence[Element], document: Document) -> list[date | None]:
    """For each block of a list, in the page's order, the day that the line above it tells.

    None for all where no two days part the list in order: a single date above may be that of anything. None as well
    for blocks that no such line stands right above: a date in the head of a page is not theirs.
    """
    found = _nearest(blocks, document)
    days = list(dict.fromkeys(day for day in found if day is not None))
    told = [day for day in found if day is not None]
    in_order = all(a >= b for a, b in pairwise(told)) or all(a <= b for a, b in pairwise(told))
    return found if len(days) > 1 and in_order else [None] * len(blocks)


def _nearest(blocks: Sequence[Element], document: Document) -> list[date | None]:
    inside = set(blocks)
    day: date | None = None
    used = False  # whether a block stands below the day already
    found: dict[Element, date | None] = {}
    walk = etree.iterwalk(document.root, events=("start",))
    for _, element in walk:
        if element in inside:
            found[element], used = day, True
            walk.skip_subtree()
        elif element.tag in UNSEEN:
            walk.skip_subtree()
        elif (told := _day_of(element, document)) is not None:
            day, used = told, False
            walk.skip_subtree()
        elif not used and (element.text or "").strip():
            day = None  # something else stands between
    return [found.get(block) for block in blocks]


def _day_of(element: Element, document: Document) -> date | None:
    text = text_of(element)
    if not 0 < len(text) <= _LONGEST or not is_time_text(text):
        return None
    told = told_time(text, document)
    return told.day if told is not None and told.precision is Precision.DAY else None
