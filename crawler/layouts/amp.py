"""A live list of an AMP page (`<amp-live-list>`): items with ids, epochs, times of change and tombstones.

https://amp.dev/documentation/components/amp-live-list/
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from urllib.parse import parse_qsl

from crawler.cleaning import Cleaned, clean, clean_line
from crawler.document import Document, Element
from crawler.items import Update
from crawler.keys import text_key
from crawler.layouts import Evidence
from crawler.readable import markup, take_out, text_of
from crawler.times import Told, told_time

NAME = "amp"

_ITEMS = "//amp-live-list//*[@items]/*[@id]"
_PERIOD = 10  # digits of an epoch
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# The id of the WordPress plugin's AMP template holds the time of the last change: a new one at every edit.
_MOVING = re.compile(r"^post(1\d{9})$")
_ENTRY_PARAMETERS = ("liveblog_id", "lbup")
_ENTRY_LINK = re.compile(r"liveblog-entry-(\d+)")


def recognise(document: Document) -> Evidence | None:
    if not document.is_html or "amp-live-list" not in document.text:
        return None
    found = document.elements(_ITEMS)
    return Evidence(0.96, f"an amp-live-list with {len(found)} items") if found else None


def read(document: Document) -> Iterator[Update]:
    items = document.elements(_ITEMS)
    moving = _ids_move(items)
    if moving:
        document.notes.append("the items' ids are their times of change: not used as keys")
    page_headline = clean_line(document.root.findtext(".//h1"))
    for item in items:
        update = _update(item, moving, page_headline, document)
        if update is not None:
            yield update
    _find_older(document)


def _update(item: Element, moving: bool, page_headline: str, document: Document) -> Update | None:
    linked = _linked_id(item)
    identity = linked if moving else item.get("id")
    if item.get("data-tombstone") is not None:
        return Update(key=identity, native=True, withdrawn=True, layout=NAME) if identity else None
    published = _epoch(item.get("data-sort-time"), document)
    match = _MOVING.match(item.get("id") or "") if moving else None
    changed = _epoch(match.group(1) if match else item.get("data-update-time"), document)
    if changed is not None and published is not None and changed.at == published.at:
        changed = None
    author = next((text_of(name) for name in item.iter("header", "address", "cite")), None)
    headline, cleaned = _texts(item, document)
    if headline == page_headline:
        headline = ""
    if not headline and not cleaned.text:
        return None
    page = document.url.partition("#")[0]
    return Update(
        key=identity or text_key(headline, cleaned.text, **(published.key_fields if published else {})),
        native=identity is not None,
        headline=headline or None,
        text=cleaned.text or None,
        updated_at=changed.at if changed else None,
        author=author or None,
        url=f"{page}#{item.get('id')}" if not moving else document.url,
        caption=cleaned.caption,
        layout=NAME,
        **(published.fields() if published else {}),
    )


def _texts(item: Element, document: Document) -> tuple[str, Cleaned]:
    """The item's headline, and its text without headline, author and displayed time."""
    copy = deepcopy(item)
    heading = next(copy.iter(*_HEADINGS), None)
    headline = clean_line(text_of(heading)) if heading is not None else ""
    if heading is not None:
        take_out(heading)
    for outside in list(copy.iter("time", "header", "address", "cite")):
        take_out(outside)
    cleaned = clean(markup(copy))
    first, _, rest = cleaned.text.partition("\n\n")
    if rest and len(first) <= 40 and told_time(first, document) is not None:
        return headline, Cleaned(rest, cleaned.caption)
    return headline, cleaned


def _ids_move(items: list[Element]) -> bool:
    """Whether each id is made of a time, which for an item that was never edited is the time that it is sorted by."""
    matches = [(_MOVING.match(item.get("id") or ""), item.get("data-sort-time")) for item in items]
    return all(match is not None for match, _ in matches) and any(
        match is not None and match.group(1) == sorted_by for match, sorted_by in matches
    )


def _linked_id(item: Element) -> str | None:
    """The plugin's own number of the entry, from a permalink in the item."""
    for link in item.iter("a", "amp-social-share"):
        url = link.get("href") or link.get("data-param-url") or ""
        query = dict(parse_qsl(url.partition("?")[2].partition("#")[0]))
        number = next((query[name] for name in _ENTRY_PARAMETERS if name in query), None)
        match = _ENTRY_LINK.search(url)
        if number or match:
            return number or (match.group(1) if match else None)
    return None


def _epoch(value: str | None, document: Document) -> Told | None:
    return told_time(value, document) if value and value.isdigit() and len(value) >= _PERIOD else None


def _find_older(document: Document) -> None:
    """The following page of a paged list."""
    links = document.elements(
        "//link[@rel='next'] | //amp-live-list//*[@pagination]//a[@rel='next' or contains(@class, 'pagination-next')]"
    )
    url = document.absolute(links[0].get("href")) if links else None
    if url:
        document.older.append(url)
