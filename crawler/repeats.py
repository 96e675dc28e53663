"""Finds a list of entries in plain HTML: sibling blocks of one shape, each with a time and a text of its own."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from crawler.document import Document, Element
from crawler.furniture import is_advert_label, names_adverts
from crawler.marks import time_marks
from crawler.readable import is_outside, misnamed, text_of

FEWEST = 3
SHORTEST = 20  # characters of an entry's text
_MOST = 2_000  # entries of one page
_CLIMB = 7
_MARKS_WITHIN = 4  # a block with more times inside is a box of entries: a day, a column
_FINER = 0.75  # of a box's text, when it stands in finer blocks of one shape, makes those the entries
_NO_BLOCKS_TEXT = """
p h1 h2 h3 h4 h5 h6 time span b strong em i small label font u a samp bdi cite dt th td sup sub abbr mark header figure
"""
_NO_BLOCKS = frozenset(_NO_BLOCKS_TEXT.split())
_IGNORED_CLASSES = frozenset(("odd", "even", "first", "last", "active", "new", "pinned", "sticky", "clearfix", "row"))
_COMMENTS = re.compile(r"تعليق|التعليقات|آراء\s+القراء|\bcomments?\b|\breplies\b", re.IGNORECASE)
_LONGEST_LABEL = 40
_ABOVE = 2  # boxes whose line above is looked at
_ASKED = 16  # blocks of a list whose links are counted

Members = dict[Element, list[Element]]


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks of one shape, in the page's order, with the elements that tell times in each, and how much text."""

    blocks: tuple[Element, ...]
    marks: tuple[tuple[Element, ...], ...]
    length: int


def repeated(document: Document) -> Group | None:
    """The page's best list of entries; looked for once a page."""
    if "repeated" not in document.memo:
        document.memo["repeated"] = _find(document)
    found: Group | None = document.memo["repeated"]
    return found


def are_comments(group: Group) -> bool:
    """Whether a short line right above the list says that readers wrote it."""
    box = group.blocks[0].getparent()
    for _ in range(_ABOVE):
        if box is None:
            break
        above = box.getprevious()
        lines = [text_of(element) for element in (above, *list(box)[:2]) if element is not None and _is_line(element)]
        if any(len(line) <= _LONGEST_LABEL and _COMMENTS.search(line) for line in lines):
            return True
        box = box.getparent()
    return False


def _is_line(element: Element) -> bool:
    return element.tag in ("h2", "h3", "h4", "h5", "h6", "p", "div", "span", "strong", "header")


def stable_classes(element: Element) -> frozenset[str]:
    """The classes that say what a block is, without counters, states and places."""
    told = element.get("class")
    return _stable(told) if told else frozenset()


@lru_cache(maxsize=1024)
def _stable(classes: str) -> frozenset[str]:
    names = (name for name in classes.lower().split() if name not in _IGNORED_CLASSES)
    return frozenset(name for name in names if not any(letter.isdigit() for letter in name))


def _find(document: Document) -> Group | None:
    marks = time_marks(document)
    if len(marks) < FEWEST:
        return None
    outside = _outside(marks, document)
    lists = _lists(marks)
    judged = (_judged(members, outside) for members in [*lists.values(), *_gathered(lists)] if len(members) >= FEWEST)
    found = [group for group in judged if group is not None]
    if not found:
        return None
    return _without_adverts(_innermost(_with_strays(_finest(found), marks, outside)), document)


def _outside(marks: list[Element], document: Document) -> dict[Element, bool]:
    """Which boxes are no part of the text, as far as is known. One that holds most of the text never is."""
    known: dict[Element, bool] = {}
    if sum(is_outside(mark, known) for mark in marks) * 2 < len(marks):
        return known
    exempt, known = misnamed(document), {}
    for mark in marks:
        is_outside(mark, known, exempt)
    return known


def _innermost(group: Group) -> Group:
    """The group without blocks that hold others of it: broken markup nests what stood side by side."""
    blocks = set(group.blocks)
    holders = {above for block in group.blocks for above in block.iterancestors() if above in blocks}
    if not holders:
        return group
    kept = [row for row in zip(group.blocks, group.marks, strict=True) if row[0] not in holders]
    return Group(tuple(block for block, _ in kept), tuple(marks for _, marks in kept), group.length)


def _lists(marks: list[Element]) -> dict[tuple[Element, str], Members]:
    """Every box with the blocks in it that hold times, by the blocks' tag."""
    lists: dict[tuple[Element, str], Members] = {}
    for mark in marks:
        block: Element | None = mark
        for _ in range(_CLIMB):
            parent = block.getparent() if block is not None else None
            if block is None or parent is None or block.tag in ("body", "html"):
                break
            if block.tag not in _NO_BLOCKS:
                lists.setdefault((parent, str(block.tag)), {}).setdefault(block, []).append(mark)
            block = parent
    return lists


def _gathered(lists: dict[tuple[Element, str], Members]) -> Iterator[Members]:
    """Lists that stand in several boxes of one shape: hours, days, the parts of a live page."""
    by_shape: dict[tuple[object, ...], list[Members]] = {}
    for (parent, tag), members in lists.items():
        above = parent.getparent()
        if above is None:
            continue
        shape = (tag, parent.tag, stable_classes(parent))
        by_shape.setdefault((*shape, above), []).append(members)
        further = above.getparent()
        if further is not None:
            by_shape.setdefault((*shape, above.tag, stable_classes(above), further), []).append(members)
    for parts in by_shape.values():
        # One block in each box: then the box itself is the block.
        if len(parts) > 1 and max(map(len, parts)) > 1:
            yield {block: marks for part in parts for block, marks in part.items()}


def _judged(members: Members, outside: dict[Element, bool]) -> Group | None:
    """The members that share a shape, where they are entries and not a menu, a sidebar or an index of links."""
    if median(len(marks) for marks in members.values()) > _MARKS_WITHIN:
        return None
    classes = {block: stable_classes(block) for block in members}
    counted = Counter(name for names in classes.values() for name in names)
    if counted:
        shared, times = counted.most_common(1)[0]
        if times >= max(FEWEST, 0.6 * len(members)):
            members = {block: marks for block, marks in members.items() if shared in classes[block]}
    blocks = [block for block in members if not is_outside(block, outside)][:_MOST]
    if len(blocks) < FEWEST:
        return None
    lengths = [len(text_of(block)) for block in blocks]
    if median(lengths) < SHORTEST + 5:
        return None
    step = len(blocks) // _ASKED + 1
    if median(map(_linked, blocks[::step], lengths[::step])) > 0.6:
        return None
    return Group(tuple(blocks), tuple(tuple(members[block]) for block in blocks), sum(lengths))


def _linked(block: Element, length: int) -> float:
    """The share of the block's text that stands in links."""
    return sum(len(text_of(link)) for link in block.iter("a")) / max(length, 1)


def _without_adverts(group: Group, document: Document) -> Group | None:
    """The group without the blocks that say of themselves that they are adverts."""
    if not names_adverts(document.text):
        return group
    kept = [
        (block, marks) for block, marks in zip(group.blocks, group.marks, strict=True) if not _is_advert(block, marks)
    ]
    return Group(tuple(block for block, _ in kept), tuple(marks for _, marks in kept), group.length) if kept else None


def _is_advert(block: Element, marks: tuple[Element, ...]) -> bool:
    """Whether the block is an advert, and not an entry with an advert in it."""
    label = next((inner for inner in block.iter("*") if inner.text and is_advert_label(inner.text)), None)
    if label is None:
        return False
    box = label.getparent() if label is not block else None
    if box is None or box is block or any(mark is box or box in mark.iterancestors() for mark in marks):
        return True
    return len(text_of(block)) - len(text_of(box)) - sum(map(len, map(text_of, marks))) < SHORTEST


def _finest(groups: list[Group]) -> Group:
    """The group with the most text, or the finer blocks that this text stands in."""
    best = max(groups, key=lambda group: group.length)
    while finer := [group for group in groups if _is_finer(group, best)]:
        best = max(finer, key=lambda group: group.length)
    return best


def _is_finer(group: Group, best: Group) -> bool:
    if len(group.blocks) <= len(best.blocks) or group.length < _FINER * best.length:
        return False
    boxes = set(best.blocks)
    ends = (group.blocks[0], group.blocks[-1])
    return all(any(above in boxes for above in block.iterancestors()) for block in ends)


def _with_strays(group: Group, marks: list[Element], outside: dict[Element, bool]) -> Group:
    """The group with blocks of its class that stand elsewhere: a pinned entry has a box of its own."""
    within = {mark for told in group.marks for mark in told}
    apart = [mark for mark in marks if mark not in within]
    shared = frozenset.intersection(*(stable_classes(block) for block in group.blocks))
    if not shared or not apart:
        return group
    tag = group.blocks[0].tag
    known = set(group.blocks)
    found: Members = {}
    for mark in apart:
        for block in (mark, *mark.iterancestors()):
            if block in known:
                break
            if block.tag == tag and shared <= stable_classes(block):
                if not is_outside(block, outside) and not any(inner in known for inner in block.iter(tag)):
                    found.setdefault(block, []).append(mark)
                break
    if not found:
        return group
    found.update(zip(group.blocks, map(list, group.marks), strict=True))
    places = {element: place for place, element in enumerate(group.blocks[0].getroottree().iter("*"))}
    blocks = sorted(found, key=lambda block: places[block])
    return Group(tuple(blocks), tuple(tuple(found[block]) for block in blocks), group.length)
