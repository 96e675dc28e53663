"""Parses a feed with feedparser, of which an item's cost is most: what it told before in the same bytes is not parsed.

What an item tells depends on its own bytes and on the tags above that name vocabularies or a base. Items are known only
from feeds that were well-formed, and are put back only into one that is well-formed without them.
"""

import io
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from crawler.remembered import Remembered, digest

_NAMES = ("title", "summary", "link", "id", "published", "created", "author")
_BEGIN = re.compile(r"<(?:item|entry)[\s>]")
_TAG = re.compile("<[^>]*>")
_REACHING = ("xmlns", "xml:", " base=")  # an item's attributes that feedparser may count for the items after it
_ENDS = ("</item>", "</entry>")

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed's items in its order, what it says of itself, and why it is not well-formed."""

    items: list[Item]
    feed: Any
    broken: Exception | None


@dataclass(frozen=True, slots=True)
class _Parts:
    """The feed's items, with the digests by which they are known, and what stands before and after them."""

    before: str
    items: list[str]
    names: list[bytes]
    after: str


_known: Remembered[Item] = Remembered(limit=1_000_000)
forget = _known.clear


def parsed_feed(xml: str) -> ParsedFeed:
    """The feed, without the document type that it may have; raises ValueError or OverflowError as feedparser does."""
    parts = _parts(xml)
    if parts is None:
        return _parsed(xml)
    told = {name: item for name in parts.names if (item := _known.get(name)) is not None}
    new = [place for place, name in enumerate(parts.names) if name not in told]
    rest = "".join((parts.before, *(parts.items[place] for place in new), parts.after))
    read = _parsed(rest if told else xml)
    if read.broken is not None or len(read.items) != len(new):
        return _parsed(xml) if told else read
    for place, item in zip(new, read.items, strict=True):
        told[parts.names[place]] = item
        _known.put(parts.names[place], item, _length(item))
    return ParsedFeed([told[name] for name in parts.names], read.feed, None)


def _parsed(xml: str) -> ParsedFeed:
    import feedparser  # late: also pages that are no feed ask the layout

    headers = {"content-type": "application/xml; charset=utf-8"}
    body = io.BytesIO(xml.encode("utf-8", "replace"))
    parsed = feedparser.parse(body, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    broken = parsed.get("bozo_exception") if parsed.get("bozo") else None
    return ParsedFeed([_plain(entry) for entry in parsed.entries], parsed.feed, broken)


def _plain(entry: Any) -> Item:
    """What of an item is read. feedparser answers for a missing `updated` with `published`, but not to `in`."""
    item: Item = {name: value for name in _NAMES if (value := entry.get(name))}
    if "updated" in entry:
        item["updated"] = entry["updated"]
    item["content"] = [one.get("value") or "" for one in entry.get("content", []) if isinstance(one, dict)]
    item["tags"] = [one["term"] for one in entry.get("tags", []) if isinstance(one.get("term"), str)]
    return item


def _parts(xml: str) -> _Parts | None:
    """None for a feed that does not divide into items with nothing between them, each for itself."""
    begins = [match.start() for match in _BEGIN.finditer(xml)]
    before = xml[: begins[0]] if begins else xml
    items: list[str] = []
    after = ""
    for begin, stop in pairwise([*begins, len(xml)]):
        piece = xml[begin:stop]
        end = next((at + len(name) for name in _ENDS if (at := piece.find(name)) >= 0), 0)
        items.append(piece[:end])
        if not end or after.strip() or any(name in items[-1] for name in _REACHING):
            return None
        after = piece[end:]
    tags = _TAG.findall(before)
    vocabularies = "".join(tag for tag in tags if tag is tags[0] or "xml" in tag or "base" in tag)
    return _Parts(before, items, [digest(vocabularies + item) for item in items], after) if items and tags else None


def _length(item: Item) -> int:
    texts = [*(value for value in item.values() if isinstance(value, str)), *item["content"], *item["tags"]]
    return sum(map(len, texts))
