"""A list of entries in plain HTML: sibling blocks of one shape, each with a time and a text, with or without ids."""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from statistics import median

from crawler.cleaning import clean, clean_line
from crawler.document import Document, Element
from crawler.items import Precision, Update
from crawler.keys import is_positional, text_key
from crawler.layouts import Evidence
from crawler.readable import body_of, is_outside, markup, take_out, text_of
from crawler.timeline import placed_clocks
from crawler.times import Told, clock_texts, is_clock_only, told_time

NAME = "entries"

_FEWEST = 3
_MOST = 2_000  # entries of one page
_SHORTEST = 20  # characters of an entry's text
_CLIMB = 7
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_OPENS_WITH_CLOCK = re.compile(r"^\s*[\[(«•*-]*\s*(?:الساعة\s+)?[\d٠-٩]{1,2}:[\d٠-٩]{2}(?![\d٠-٩])")
_MARKED = frozenset(
    (
        "time",
        "span",
        "div",
        "b",
        "strong",
        "p",
        "small",
        "em",
        "td",
        "th",
        "dt",
        "h3",
        "h4",
        "h5",
        "a",
        "label",
        "i",
        "samp",
    )
)
_SELF_TIMED = frozenset(("li", "tr", "td", "dd", "div", "article", "section"))
_IGNORED_CLASSES = frozenset(("odd", "even", "first", "last", "active", "new", "pinned", "sticky", "clearfix", "row"))
_ID_ATTRIBUTES = ("data-post-id", "data-entry-id", "data-update-id", "data-item-id", "data-id", "data-key", "id")
_TIME_NAME = re.compile(r"time|date|stamp|sort|publish")
_CHANGE_NAME = re.compile(r"updat|modif|edit")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_AUTHOR = re.compile(r"author|byline|writer|reporter", re.I)


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks of one shape, in the page's order, with the element that tells each one's time."""

    blocks: tuple[Element, ...]
    marks: tuple[Element, ...]
    length: int


def recognise(document: Document) -> Evidence | None:
    if not document.is_html:
        return None
    group = _group(document)
    if group is None:
        return None
    body = body_of(document)
    if body is not None and group.length * 2 < body.total:
        return None  # comments, or a list beside the text
    return Evidence(0.92, f"{len(group.blocks)} blocks of one shape, each with a time and a text")


def read(document: Document) -> Iterator[Update]:
    group = _group(document)
    if group is None:
        return
    times = _times(group, document)
    ids = _ids(group.blocks)
    page_headline = clean_line(document.root.findtext(".//h1"))
    for block, mark, told, identity in zip(group.blocks, group.marks, times, ids, strict=True):
        update = _update(block, mark, told, identity, page_headline, document)
        if update.headline or update.text:
            yield update


def _group(document: Document) -> Group | None:
    """The page's best list of entries; looked for once a page."""
    if "entries" not in document.memo:
        document.memo["entries"] = _find(document.root)
    found: Group | None = document.memo["entries"]
    return found


def _find(root: Element) -> Group | None:
    marks = list(_marks(root))
    if len(marks) < _FEWEST:
        return None
    by_parent: dict[tuple[Element, str], dict[Element, Element]] = {}
    for mark in marks:
        block: Element | None = mark
        for _ in range(_CLIMB):
            parent = block.getparent() if block is not None else None
            if block is None or parent is None or block.tag in ("body", "html"):
                break
            by_parent.setdefault((parent, str(block.tag)), {}).setdefault(block, mark)
            block = parent
    outside: dict[Element, bool] = {}
    groups = [_judged(members, outside) for members in by_parent.values() if len(members) >= _FEWEST]
    found = [group for group in groups if group is not None]
    return max(found, key=lambda group: group.length) if found else None


def _marks(root: Element) -> Iterator[Element]:
    """The elements that tell a time: <time>, an epoch in a data attribute, a short text with a clock in it."""
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag == "time" or _epoch_of(element) is not None or _is_clock(element, tag):
            yield element


def _is_clock(element: Element, tag: str) -> bool:
    """Whether the element is a clock, or a block of text that begins with one."""
    text = element.text
    if not text or ":" not in text:
        return False
    if tag in _MARKED and len(text) <= 40 and len(element) == 0 and clock_texts(text):
        return True
    return tag in _SELF_TIMED and _OPENS_WITH_CLOCK.match(text) is not None


def _epoch_of(element: Element, changed: bool = False) -> str | None:
    """The epoch in one of the element's data attributes: that of its publishing, or of its last change."""
    for key, told in element.attrib.items():
        name, value = str(key), str(told)
        is_time = name.startswith("data-") and _EPOCH.fullmatch(value) and _TIME_NAME.search(name)
        if is_time and (_CHANGE_NAME.search(name) is not None) is changed:
            return value
    return None


def _judged(members: dict[Element, Element], outside: dict[Element, bool]) -> Group | None:
    """The members that share a shape, where they are entries and not a menu, a sidebar or an index of links."""
    counted = Counter(name for block in members for name in _classes(block))
    if counted:
        shared, times = counted.most_common(1)[0]
        if times >= max(_FEWEST, 0.6 * len(members)):
            members = {block: mark for block, mark in members.items() if shared in _classes(block)}
    blocks = [block for block in members if not is_outside(block, outside)]
    if len(blocks) < _FEWEST:
        return None
    blocks = blocks[:_MOST]
    lengths, shares = [], []
    for block in blocks:
        length = len(text_of(block))
        linked = sum(len(text_of(link)) for link in block.iter("a"))
        lengths.append(length)
        shares.append(linked / max(length, 1))
    if median(lengths) < _SHORTEST + 5 or median(shares) > 0.6:
        return None
    return Group(tuple(blocks), tuple(members[block] for block in blocks), sum(lengths))


def _classes(block: Element) -> set[str]:
    return {
        name
        for name in (block.get("class") or "").lower().split()
        if name not in _IGNORED_CLASSES and not re.search(r"\d", name)
    }


def _times(group: Group, document: Document) -> list[Told | None]:
    told = [_time(block, mark, document) for block, mark in zip(group.blocks, group.marks, strict=True)]
    if any(time is not None and time.precision is Precision.MINUTE for time in told):
        return told
    clocks = [_clock_text(block, mark) for block, mark in zip(group.blocks, group.marks, strict=True)]
    if not any(clocks):
        return told
    placed = placed_clocks(clocks, document)
    return [clock or time for clock, time in zip(placed, told, strict=True)]


def _time(block: Element, mark: Element, document: Document) -> Told | None:
    """The time that a block tells by itself: an epoch before a <time>'s attribute before its text."""
    for element in (block, mark, *block.iter("time")):
        epoch = _epoch_of(element)
        if epoch:
            return told_time(epoch, document)
    time = mark if mark.tag == "time" else next(block.iter("time"), None)
    if time is not None:
        for value in (
            time.get("datetime"),
            *(value for name, value in time.attrib.items() if str(name).startswith("data-")),
        ):
            told = None if value is None or is_clock_only(str(value)) else told_time(value, document)
            if told is not None:
                return told
    text = text_of(time if time is not None else mark)
    return None if is_clock_only(text) or len(text) > 60 else told_time(text, document)


def _clock_text(block: Element, mark: Element) -> str | None:
    """The clock as the block writes it, where that is all it tells."""
    text = text_of(mark)
    if is_clock_only(text):
        return text
    opening = _OPENS_WITH_CLOCK.match(mark.text or "")
    return opening.group().strip() if opening else None


def _ids(blocks: tuple[Element, ...]) -> list[str | None]:
    """Each block's native id, where one attribute names them all apart."""
    for name in _ID_ATTRIBUTES:
        values = [block.get(name) for block in blocks]
        known = [value for value in values if value]
        if len(known) < max(2, 0.8 * len(blocks)) or len(set(known)) < len(known):
            continue
        if sum(is_positional(value) for value in known) * 2 < len(known):
            return list(values)
    return [None] * len(blocks)


def _update(
    block: Element, mark: Element, told: Told | None, identity: str | None, page_headline: str, document: Document
) -> Update:
    copy = deepcopy(block)
    twin = _twin(block, mark, copy)
    author = _take_info(copy, twin)
    heading = next(copy.iter(*_HEADINGS), None)
    headline = clean_line(text_of(heading)) if heading is not None else ""
    if heading is not None:
        take_out(heading)
    cleaned = clean(markup(copy))
    text = _without_clock(cleaned.text)
    if headline == page_headline:
        headline = ""
    fields = told.fields() if told else {}
    changed = told_time(_epoch_of(block, changed=True), document)
    return Update(
        key=identity or text_key(headline, text, **(told.key_fields if told else {})),
        native=identity is not None,
        headline=headline or None,
        text=text or None,
        updated_at=changed.at if changed else None,
        url=f"{document.url.split('#')[0]}#{identity}" if identity and block.get("id") == identity else document.url,
        author=author,
        caption=cleaned.caption,
        layout=NAME,
        **fields,
    )


def _twin(block: Element, mark: Element, copy: Element) -> Element | None:
    """The copy's element at the place of the mark."""
    for original, copied in zip(block.iter(), copy.iter(), strict=True):
        if original is mark:
            return copied
    return None


def _take_info(copy: Element, mark: Element | None) -> str | None:
    """Takes the time's box (time, author, share) off the copy; gives back the author's name in it."""
    if mark is None or mark is copy:
        mark = next(copy.iter("time"), None)
    if mark is None:
        return None
    box = mark
    while (parent := box.getparent()) is not None and parent is not copy and parent.tag != "p":
        if len(text_of(parent)) > 60 or next(parent.iter("p", *_HEADINGS), None) is not None:
            break
        box = parent
    authors = [
        text_of(element)
        for element in box.iter()
        if element is not mark and _AUTHOR.search(f"{element.get('class') or ''} {element.get('rel') or ''}")
    ]
    if not authors:
        authors = [text_of(element) for element in box.iter("mark", "cite", "address")]
    if len(text_of(box)) <= 80:
        take_out(box)
    return next((name for name in authors if name and len(name) < 60), None)


def _without_clock(text: str) -> str:
    opening = _OPENS_WITH_CLOCK.match(text)
    return text[opening.end() :].lstrip(" \t:–—|-.،\n)]»") if opening else text
