"""The ids that a page gives its entries: attributes, anchors, permalinks; places on the page are none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.addresses import same_site, url_key
from crawler.document import Document, Element
from crawler.entry_blocks import Block
from crawler.keys import is_positional

# Query parameters of a permalink that name an update (Al Jazeera, BBC, Guardian, Sourcefabric).
_PERMALINK_PARAMETERS = ("update", "post", "page_block", "entry", "liveblog._id")
_ATTRIBUTES_TEXT = """
id data-post-id data-entry-id data-update-id data-item-id data-block-id data-urn data-id data-key data-uuid
"""
ATTRIBUTES = _ATTRIBUTES_TEXT.split()
_SHARED = re.compile(r"facebook|twitter|[/.]x\.com|t\.me/|whatsapp|mailto:|telegram", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """An entry's id, the other ids it has, and its permalink where it has one."""

    key: str
    also: tuple[str, ...] = ()
    url: str | None = None


def identities(elements: Sequence[Element], blocks: Sequence[Block], document: Document) -> list[Identity | None]:
    """Each block's ids: every place that names the blocks apart counts, the first one is the key."""
    told: list[list[str]] = [[] for _ in elements]
    urls: list[str | None] = [None] * len(elements)
    anchors = [element.get("id") for element in elements]
    present = {name for element in elements for name, _ in element.items()}
    for name in ATTRIBUTES:
        if name in present:
            _take([element.get(name) for element in elements], told)
    if not any(told):
        _take([_wrapper_id(element) for element in elements], told)
        anchors = [block.anchor for block in blocks]
        _take(anchors, told)
    permalinks = [permalink(block.links, document) for block in blocks]
    if _take([identity for identity, _ in permalinks], told):
        urls = [url for _, url in permalinks]
    page = document.url.split("#")[0]
    found: list[Identity | None] = []
    for keys, url, anchor in zip(told, urls, anchors, strict=True):
        unique = tuple(dict.fromkeys(keys))
        own = f"{page}#{anchor}" if anchor and anchor in unique else None
        found.append(Identity(unique[0], unique[1:], url or own) if unique else None)
    return found


def _take(values: Sequence[str | None], told: list[list[str]]) -> bool:
    """Adds one place's ids, where they name nearly all blocks apart and are not counted from the top."""
    known = [value for value in values if value]
    if len(known) < max(2, 0.8 * len(values)) or len(set(known)) < 0.9 * len(known):
        return False
    places = set(filter(is_positional, known))
    if sum(value in places for value in known) * 2 >= len(known):
        return False
    for value, keys in zip(values, told, strict=True):
        if value and value not in places:
            keys.append(value)
    return True


def _wrapper_id(element: Element) -> str | None:
    """The id of the box around the block alone."""
    parent = element.getparent()
    return parent.get("id") if parent is not None and len(parent) == 1 and parent.tag not in ("body", "main") else None


def permalink(links: Sequence[str], document: Document) -> tuple[str | None, str | None]:
    """The id in the first link that leads back into this page, with the link."""
    page, _, _ = document.url.partition("#")
    for href in links:
        if href.startswith("#"):
            if len(href) > 1:
                return unquote(href[1:]), page + href
            continue
        if _SHARED.search(href):
            continue
        url = document.absolute(href)
        if url is None or not same_site(url, document.url):
            continue
        parts = urlsplit(url)
        named = (value for name, value in parse_qsl(parts.query) if name in _PERMALINK_PARAMETERS and value)
        identity = next(named, None)
        if identity is None and parts.fragment and url_key(url) == url_key(document.url):
            identity = unquote(parts.fragment)
        if identity is not None:
            return identity, url
    return None, None
