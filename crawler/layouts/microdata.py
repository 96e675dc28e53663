"""A live page that marks its updates as schema.org LiveBlogPosting in the attributes of its HTML (microdata)."""

import re
from collections.abc import Iterator

from crawler.cleaning import Cleaned, clean, clean_line
from crawler.document import Document, Element
from crawler.items import Update
from crawler.keys import text_key
from crawler.layouts import Evidence
from crawler.layouts.liveblog import count_up, identity_of
from crawler.opening import squeezed
from crawler.readable import markup, text_of
from crawler.times import first_told, told_time

NAME = "microdata"

_UPDATES = "//*[@itemprop][contains(concat(' ', normalize-space(@itemprop), ' '), ' liveBlogUpdate ')]"
_TYPED = "//*[@itemtype][contains(@itemtype, 'schema.org/LiveBlogPosting')]"
_ATTRIBUTES = frozenset(("itemprop", "content", "property", "name", "id", "class", "lang", "dir", "itemscope", "style"))
_VALUES = ("content", "datetime", "href", "src", "value")
_BODIES = ("articleBody", "text", "description")
_PREFIX = 30  # letters by which a text is found again

Properties = dict[str, list[Element]]


def recognise(document: Document) -> Evidence | None:
    if not document.is_html or "schema.org" not in document.text:
        return None
    if "liveBlogUpdate" in document.text and (found := document.elements(_UPDATES)):
        return Evidence(0.97, f"microdata: {len(found)} elements are a liveBlogUpdate")
    if "LiveBlogPosting" in document.text and document.elements(_TYPED):
        document.notes.append("the microdata says LiveBlogPosting, but marks not one update")
    return None


def read(document: Document) -> Iterator[Update]:
    elements = document.elements(_UPDATES)
    items = [properties_of(element) for element in elements]
    identities = [_identity(item, document) for item in items]
    if count_up(identities):
        document.notes.append("the updates' ids are their places on the page: not used as keys")
        identities = [None] * len(items)
    typed = next(iter(document.elements(_TYPED)), None)
    page_headline = clean_line(_value(properties_of(typed), "headline", "name")) if typed is not None else ""
    for element, item, identity in zip(elements, items, identities, strict=True):
        update = _update(element, item, identity, page_headline, document)
        if update is not None:
            yield update


def properties_of(item: Element) -> Properties:
    """The item's own properties, in the page's order; what belongs to an item inside it is left to that."""
    found: Properties = {}
    waiting = list(reversed(item))
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        for name in (element.get("itemprop") or "").split():
            found.setdefault(name, []).append(element)
        if element.get("itemscope") is None:
            waiting.extend(reversed(element))
    return found


def _update(
    element: Element, item: Properties, identity: str | None, page_headline: str, document: Document
) -> Update | None:
    headline = clean_line(_value(item, "headline", "name")) or None
    if headline in (page_headline, document.title):
        headline = None
    cleaned = _body(element, item)
    text = cleaned.text or None
    if headline is None and text is None:
        return None
    published = first_told((_value(item, name) for name in ("datePublished", "dateCreated", "uploadDate")), document)
    updated = told_time(_value(item, "dateModified"), document)
    return Update(
        key=identity or text_key(headline, text, **(published.key_fields if published else {})),
        native=identity is not None,
        headline=headline,
        text=text,
        updated_at=updated.at if updated else None,
        url=document.absolute(_value(item, "url")) or document.url,
        author=_author(item),
        caption=cleaned.caption,
        layout=NAME,
        **(published.fields() if published else {}),
    )


def _identity(item: Properties, document: Document) -> str | None:
    told = {name: value for name in ("url", "identifier", "mainEntityOfPage") if (value := _value(item, name))}
    return identity_of(told, document)


def _body(element: Element, item: Properties) -> Cleaned:
    """The update's text: as marked in the page, or from an attribute, unless that is broken by a quote in it."""
    marked = next((found for name in _BODIES for found in item.get(name, ())), None)
    if marked is None:
        return Cleaned("")
    told = marked.get("content")
    if told is None:
        return clean(markup(marked))
    cleaned = clean(told)
    whole = set(map(str, marked.attrib)) <= _ATTRIBUTES
    shown = _shown(element, squeezed(cleaned.text), clean_line(_value(item, "headline", "name")), whole)
    if shown is not None and (not whole or squeezed(shown.text) == squeezed(cleaned.text)):
        return shown  # it has the paragraphs, or the rest of what a quote cut off
    return cleaned


def _shown(element: Element, told: str, headline: str, whole: bool) -> Cleaned | None:
    """The text as the page shows it, found by how it begins; where it was not told whole, with what follows."""
    start = told[:_PREFIX]
    if not start:
        return None
    title = squeezed(headline)
    box = next((inner for inner in element.iter() if _begins(inner, start, title)), None)
    if box is None:
        return None
    while (inner := next((child for child in box if _begins(child, told, title)), None)) is not None:
        if not whole and len(text_of(inner)) < 0.9 * len(text_of(box)):
            break
        box = inner
    cleaned = clean(markup(box))
    first, _, rest = cleaned.text.partition("\n\n")
    return Cleaned(rest, cleaned.caption) if title and squeezed(first) == title else cleaned


def _begins(element: Element, start: str, title: str) -> bool:
    """Whether the element's text begins with these letters, after its headline at most."""
    if not isinstance(element.tag, str):
        return False
    found = ""
    for piece in element.itertext():
        found += squeezed(str(piece))
        if len(found) >= len(start) + len(title):
            break
    return found.removeprefix(title).startswith(start)


def _author(item: Properties) -> str | None:
    names = []
    for element in item.get("author", ()):
        inner = properties_of(element) if element.get("itemscope") is not None else {}
        names.append(clean_line(_value(inner, "name") or element.get("content") or text_of(element)))
    return "، ".join(dict.fromkeys(name for name in names if name and not re.match("https?:", name))) or None


def _value(item: Properties, *names: str) -> str | None:
    """The first of these properties that the item has, from its attribute or its text."""
    for name in names:
        for element in item.get(name, ()):
            told = next((element.get(attribute) for attribute in _VALUES if element.get(attribute)), None)
            value = told or (text_of(element) if element.tag not in ("meta", "link", "img") else "")
            if value.strip():
                return " ".join(value.split())
    return None
