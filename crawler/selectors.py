"""The entries of an outlet's pages by CSS selectors of the configuration, where no layout reads them."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from lxml import etree
from parsel.csstranslator import HTMLTranslator

from crawler.cleaning import Cleaned, clean, clean_line
from crawler.document import Document, Element
from crawler.items import Update
from crawler.keys import text_key
from crawler.readable import markup, take_out, text_of
from crawler.timeline import placed_clocks
from crawler.times import Told, is_clock_only, told_time

NAME = "selectors"


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors, each within an entry but `entry` itself; `time::attr(datetime)` and `::text` as in Scrapy."""

    entry: str
    headline: str | None = None
    text: str | None = None
    time: str | None = None
    id: str | None = None
    author: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    element: Element
    told: Told | None
    clock: str | None


def read(document: Document, selectors: Selectors) -> Iterator[Update]:
    """The updates of a page by the selectors of its source."""
    elements = _elements(document.root, selectors.entry)
    if not elements:
        document.notes.append(f'no element of the page matches entry = "{selectors.entry}"')
    rows = [_row(element, selectors, document) for element in elements]
    clocks = [row.clock if row.told is None else None for row in rows]
    placed = placed_clocks(clocks, document) if any(clocks) else [None] * len(rows)
    for row, clock in zip(rows, placed, strict=True):
        update = _update(row.element, row.told or clock, selectors, document)
        if update is not None:
            yield update


def _row(element: Element, selectors: Selectors, document: Document) -> _Row:
    written = _value(element, selectors.time)
    clock = written if written and is_clock_only(written) else None
    return _Row(element, told_time(written, document) if written else None, clock)


def _update(element: Element, told: Told | None, selectors: Selectors, document: Document) -> Update | None:
    headline = clean_line(_value(element, selectors.headline)) or None
    cleaned = _text(element, selectors)
    if headline is None and not cleaned.text:
        return None
    identity = _value(element, selectors.id)
    link = document.absolute(_value(element, selectors.link, "href"))
    return Update(
        key=identity or text_key(headline, cleaned.text, **(told.key_fields if told else {})),
        native=identity is not None,
        headline=headline,
        text=cleaned.text or None,
        url=link or document.url,
        author=clean_line(_value(element, selectors.author)) or None,
        caption=cleaned.caption,
        layout=NAME,
        **(told.fields() if told else {}),
    )


def _text(element: Element, selectors: Selectors) -> Cleaned:
    """The text by its selector; without one, the entry's text without what the other selectors take."""
    if selectors.text is not None:
        parts = [clean(markup(part)) for part in _elements(element, selectors.text)]
        captions = " ".join(part.caption for part in parts if part.caption)
        return Cleaned("\n\n".join(part.text for part in parts if part.text), captions or None)
    copy = deepcopy(element)
    for selector in (selectors.headline, selectors.time, selectors.author):
        for part in _elements(copy, selector.partition("::")[0]) if selector else []:
            if part is not copy:
                take_out(part)
    return clean(markup(copy))


def _value(element: Element, selector: str | None, attribute: str = "") -> str | None:
    """What the selector's first match tells: an attribute, or its text in one line."""
    if not selector:
        return None
    found = next(iter(cast(list[Element | str], _compiled(selector)(element))), None)
    if found is None:
        return None
    told = found if isinstance(found, str) else (found.get(attribute) if attribute else text_of(found))
    return " ".join((told or "").split()) or None


def _elements(element: Element, selector: str) -> list[Element]:
    found = cast(list[Element | str], _compiled(selector or "*")(element)) if selector else []
    return [one for one in found if not isinstance(one, str)]


@lru_cache(maxsize=256)
def _compiled(selector: str) -> etree.XPath:
    told = f"*{selector}" if selector.startswith("::") else selector
    return etree.XPath(HTMLTranslator().css_to_xpath(told))
