"""Takes one block of a list apart: its own headline, its text without times and boxes around it, times, links.

All of it depends on the block's markup alone, so it is kept for as long as a page shows the block as it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from crawler.cleaning import clean, clean_line
from crawler.document import Element
from crawler.marks import OPENS_WITH_CLOCK, epoch_of
from crawler.readable import is_box_of_furniture, markup, text_of
from crawler.times import clock_texts, is_clock_only, is_time_text

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_AUTHOR = re.compile(r"author|byline|writer|reporter", re.IGNORECASE)
_LONGEST_TIME = 40
_LONGEST_INFO = 60  # characters of the box with time, author and place
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


def block_of(element: Element, marks: tuple[Element, ...]) -> Block:
    """The block of an element; `marks` are the elements in it that tell times."""
    whole = markup(element)
    digest = blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    known = _known.get(digest)
    if known is None:
        if len(_known) >= _REMEMBERED:
            _known.clear()
        known = _known[digest] = _block(element, marks, whole)
    return known


def _block(element: Element, marks: tuple[Element, ...], whole: str) -> Block:
    info = _info_box(element, marks)
    heading = _heading(element)
    taken = [info] if info is not None else []
    taken += [mark for mark in marks if mark is not element and _is_apart(mark)]
    for part in [*([heading] if heading is not None else []), *taken]:
        whole = whole.replace(markup(part), "", 1)
    cleaned = clean(whole)
    headline = _headline(heading, marks) if heading is not None else ""
    texts = [text_of(mark) for mark in marks]
    return Block(
        headline=_without_clock(headline),
        text=_without_clock(cleaned.text),
        author=_author(element, info),
        caption=cleaned.caption,
        epoch=next((epoch for part in (element, *marks) if (epoch := epoch_of(part))), None),
        changed=epoch_of(element, changed=True),
        times=tuple(_times(marks, texts)),
        shown=next((text[:60] for text in texts if clock_texts(text[:60])), ""),
        clock=_clock(marks, texts),
        headline_link=next(_headline_links(element), None),
        links=tuple(_links(element)),
        anchor=_anchor(element),
    )


def _info_box(block: Element, marks: tuple[Element, ...]) -> Element | None:
    """The box with the entry's time, and with the author and the share links where they stand with it."""
    mark = next((mark for mark in marks if mark is not block and is_time_text(text_of(mark))), None)
    if mark is None:
        return None
    box, whole = mark, len(text_of(block))
    while (parent := box.getparent()) is not None and parent is not block and parent.tag != "p":
        length = len(text_of(parent))
        if length > _LONGEST_INFO or whole - length < _LONGEST_INFO / 3:
            break
        if next(parent.iter("p", *HEADINGS), None) is not None:
            break
        box = parent
    return box


def _is_apart(mark: Element) -> bool:
    """Whether a time stands by itself, and not within a sentence."""
    text = text_of(mark)
    if not is_time_text(text) and not (mark.tag == "time" and len(text) <= _LONGEST_TIME):
        return False
    parent = mark.getparent()
    return parent is None or parent.tag != "p" or len(text_of(parent)) <= 2 * len(text) + 10


def _author(block: Element, info: Element | None) -> str | None:
    names = [
        text_of(element)
        for element in block.iter("*")
        if element is not block and _AUTHOR.search(f"{element.get('class') or ''} {element.get('rel') or ''}")
    ]
    if not names and info is not None:
        names = [text_of(element) for element in info.iter("mark", "cite", "address")]
    return next((name for name in names if name and len(name) < 60 and not is_time_text(name)), None)


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


def _headline(heading: Element, marks: tuple[Element, ...]) -> str:
    """The heading's text without the times in it."""
    headline = clean_line(text_of(heading))
    for mark in marks:
        text = text_of(mark)
        if mark is not heading and heading in mark.iterancestors() and is_time_text(text):
            headline = " ".join(headline.replace(text, " ", 1).split())
    return headline


def _without_clock(text: str) -> str:
    opening = OPENS_WITH_CLOCK.match(text)
    return text[opening.end() :].lstrip(" \t:–—|-.،\n)]»") if opening else text


def _times(marks: tuple[Element, ...], texts: list[str]) -> Iterator[str]:
    """The times as written: the attributes of <time> before the texts; a clock alone is none."""
    for mark in marks:
        if mark.tag == "time":
            if told := mark.get("datetime"):
                yield str(told)
            yield from (str(value) for name, value in mark.attrib.items() if str(name).startswith("data-"))
            if len(mark):
                yield " ".join(" ".join(map(str, mark.itertext())).split())[:60]
    yield from (text for text in texts if 4 <= len(text) <= 60 and not is_clock_only(text))


def _clock(marks: tuple[Element, ...], texts: list[str]) -> str | None:
    """The clock as the block writes it, where that is all it tells."""
    for mark, text in zip(marks, texts, strict=True):
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
