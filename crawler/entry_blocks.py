"""Takes one block of a list apart: its own headline, its text without times and boxes around it, times, links.

All of it depends on the block's markup alone, so it is kept for as long as a page shows the block as it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from crawler.cleaning import clean_line, clean_within
from crawler.document import Element
from crawler.marks import OPENS_WITH_CLOCK, epoch_of, mark_text, short_line
from crawler.readable import is_box_of_furniture, markup, text_of
from crawler.times import clock_texts, is_clock_only, is_time_text

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary")

_AUTHOR = re.compile(r"author|byline|writer|reporter", re.IGNORECASE)
_LONGEST_TIME = 40
_LONGEST_INFO = 60  # characters of the box with time, author and place
_LONG = 200  # characters of text that surely are more than a line, without their spaces too
_TEXT_BEFORE = 60  # characters of text after which a heading is no headline any more
_REMEMBERED = 4096  # blocks
_known: dict[bytes, "Block"] = {}
forget = _known.clear


@dataclass(frozen=True, slots=True)
class Block:
    """What a block tells. `times` are its times as written, the surest first; `shown` is the clock that it shows."""

    headline: str
    text: str
    author: str | None
    caption: str | None
    epoch: str | None
    changed: str | None
    times: tuple[str, ...]
    shown: str
    clock: str | None
    headline_link: str | None
    links: tuple[str, ...]  # those with a fragment or a query, which may be permalinks
    anchor: str | None  # the first id inside


class _Mark(NamedTuple):
    """An element that tells a time, with its text."""

    element: Element
    text: str


def block_of(element: Element, marks: tuple[Element, ...]) -> Block:
    """The block of an element; `marks` are the elements in it that tell times."""
    written = markup(element)
    digest = blake2b(written.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    known = _known.get(digest)
    if known is None:
        if len(_known) >= _REMEMBERED:
            _known.clear()
        known = _known[digest] = _block(element, marks, written)
    return known


def _block(element: Element, marks: tuple[Element, ...], written: str) -> Block:
    told = [_Mark(mark, _mark_line(mark)) for mark in marks]
    # What is not written need not be looked for.
    data = " data-" in written or " title=" in written or any(map(_has_datetime, (element, *marks)))
    headed = "<h" in written or "<summary" in written
    info = _info_box(element, told)
    heading = _heading(element) if headed else None
    taken = [part for part in (heading, info) if part is not None]
    for mark, text in told:
        if mark is not element and _is_apart(mark, text) and not _holds(mark, taken):
            taken.append(mark)
    author, named = _author(element, info)
    if named is not None and not any(part is named or part in named.iterancestors() for part in taken):
        taken.append(named)
    cleaned = clean_within(element, written, taken)
    headline = _headline(heading, told) if heading is not None else ""
    return Block(
        headline=_without_clock(headline),
        text=_without_clock(cleaned.text),
        author=author,
        caption=cleaned.caption,
        epoch=next((epoch for part in (element, *marks) if (epoch := epoch_of(part))), None) if data else None,
        changed=epoch_of(element, changed=True) if data else None,
        times=tuple(_times(told, element if len(cleaned.text) > _LONG else None)),
        shown=next((text[:60] for _, text in told if clock_texts(text[:60])), ""),
        clock=_clock(told),
        headline_link=next(_headline_links(element), None) if headed else None,
        links=tuple(_links(element)),
        anchor=_anchor(element),
    )


def _has_datetime(element: Element) -> bool:
    """Whether an element has the attribute that tells an epoch where it is no <time>."""
    return element.tag != "time" and element.get("datetime") is not None


def _mark_line(mark: Element) -> str:
    return mark_text(mark) if len(mark) and mark.find("br") is not None else text_of(mark)


def _info_box(block: Element, marks: Sequence[_Mark]) -> Element | None:
    """The box with the entry's time, and with the author and the share links where they stand with it."""
    box = next((mark for mark, text in marks if mark is not block and is_time_text(text)), None)
    if box is None:
        return None
    whole = 0
    while (parent := box.getparent()) is not None and parent is not block and parent.tag != "p":
        whole = whole or len(text_of(block))
        length = len(text_of(parent))
        if length > _LONGEST_INFO or whole - length < _LONGEST_INFO / 3:
            break
        if next(parent.iter("p", *HEADINGS), None) is not None:
            break
        box = parent
    return box


def _is_apart(mark: Element, text: str) -> bool:
    """Whether a time stands by itself, and not within a sentence."""
    if not is_time_text(text) and not (mark.tag == "time" and len(text) <= _LONGEST_TIME):
        return False
    parent = mark.getparent()
    return parent is None or parent.tag != "p" or len(text_of(parent)) <= 2 * len(text) + 10


def _holds(element: Element, others: Sequence[Element]) -> bool:
    """Whether one of the others stands within: broken markup puts a text into its time."""
    return len(element) > 0 and any(element in other.iterancestors() for other in others)


def _author(block: Element, info: Element | None) -> tuple[str | None, Element | None]:
    """The author's name, with the box that holds it alone where it says that it does."""
    named = [
        (text_of(element), element)
        for element in block.iter("*")
        if element is not block and (_names_author(element.get("class")) or _names_author(element.get("rel")))
    ]
    for name, element in named:
        if _is_name(name):
            return name, element
    boxes = info.iter("mark", "cite", "address") if not named and info is not None and len(info) else ()
    return next(filter(_is_name, map(text_of, boxes)), None), None


def _is_name(name: str) -> bool:
    return bool(name) and len(name) < 60 and not is_time_text(name)


def _names_author(told: str | None) -> bool:
    return told is not None and _is_author(told)


@lru_cache(maxsize=1024)
def _is_author(told: str) -> bool:
    return _AUTHOR.search(told) is not None


def _heading(block: Element) -> Element | None:
    """The entry's headline: a heading above its text, not one within it, nor one of a related story."""
    heading = next(block.iter(*HEADINGS), None)
    if heading is None or is_time_text(text_of(heading)):
        return None
    for above in heading.iterancestors():
        if above is block:
            break
        if above.tag in ("blockquote", "aside", "figure") or is_box_of_furniture(above):
            return None
    before = 0
    for paragraph in block.iter("p", *HEADINGS):
        if paragraph is heading:
            return heading
        before += len(text_of(paragraph))
        if before > _TEXT_BEFORE:
            return None
    return heading


def _headline(heading: Element, marks: Sequence[_Mark]) -> str:
    """The heading's text without the times in it."""
    headline = clean_line(text_of(heading))
    for mark, text in marks:
        if mark is not heading and heading in mark.iterancestors() and is_time_text(text):
            headline = " ".join(headline.replace(text, " ", 1).split())
    return headline


def _without_clock(text: str) -> str:
    opening = OPENS_WITH_CLOCK.match(text)
    return text[opening.end() :].lstrip(" \t:–—|-.،\n)]»") if opening else text


def _times(marks: Sequence[_Mark], long: Element | None) -> Iterator[str]:
    """The times as written: the attributes of <time> before the texts; a clock alone is none. `long` is no line."""
    for mark, _ in marks:
        if mark.tag == "time":
            if told := mark.get("datetime"):
                yield str(told)
            yield from (str(value) for name, value in mark.items() if str(name).startswith("data-"))
            if len(mark):
                yield " ".join(" ".join(map(str, mark.itertext())).split())[:60]
    titles = (str(mark.get("title") or "") for mark, _ in marks)  # `<span title="3 يوليو 2018 11:52">منذ ساعة</span>`
    yield from (title for title in titles if 8 <= len(title) <= 60 and is_time_text(title))
    yield from (text for _, text in marks if 4 <= len(text) <= 60 and not is_clock_only(text))
    for mark, text in marks:
        around = mark.getparent()
        if (
            len(text) < 40
            and around is not None
            and around is not long
            and 1 < len(around) <= 3
            and is_clock_only(text)
        ):
            line = short_line(around, 60)  # the date in one box, the clock in the next
            if line != text and is_time_text(line):
                yield line


def _clock(marks: Sequence[_Mark]) -> str | None:
    """The clock as the block writes it, where that is all it tells."""
    for mark, text in marks:
        if len(text) < 40 and is_clock_only(text):
            return text
        if opening := OPENS_WITH_CLOCK.match(mark.text or ""):
            return opening.group().strip()
    return None


def _headline_links(block: Element) -> Iterator[str]:
    for heading in block.iter(*HEADINGS):
        around = next(heading.iterancestors("a"), None)
        for link in (*heading.iter("a"), *([around] if around is not None else [])):
            if href := link.get("href"):
                yield str(href)


def _links(block: Element) -> Iterator[str]:
    for link in block.iter("a"):
        href = str(link.get("href") or "")
        if "#" in href or "?" in href:
            yield href


def _anchor(block: Element) -> str | None:
    for inner in block.iter("*"):
        if inner is not block:
            value = inner.get("id") or (inner.get("name") if inner.tag == "a" else None)
            if value:
                return str(value)
    return None
