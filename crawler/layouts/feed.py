"""A feed: RSS, Atom or RDF, read by feedparser; its items are partial, their full text stands at their links."""

import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.addresses import same_site, url_key
from crawler.cleaning import clean, clean_line
from crawler.document import Document
from crawler.encoding import ReadError
from crawler.feed_items import Item, parsed_feed
from crawler.items import Outcome, Update
from crawler.keys import text_key
from crawler.layouts import Evidence
from crawler.times import Told, first_told, told_time

NAME = "feed"

_FULL_TEXT = 600  # characters of content:encoded that are clearly more than a teaser
_GUID_EPOCH = re.compile(r"(?<!\d)(1[0-9]{9})(?!\d)")


def recognise(document: Document) -> Evidence | None:
    return Evidence(1.0, f"the root element is that of a feed ({document.feed_kind})") if document.feed_kind else None


def read(document: Document) -> Iterator[Update]:
    entries, built = _parsed(document)
    guids = [str(entry.get("id") or "") for entry in entries]
    false_offset = _offset_is_false(entries, built)
    if false_offset:
        document.notes.append("the feed's offset is false: its clock is UTC")
    for entry in entries:
        yield _update(entry, guids, false_offset, document)


def _parsed(document: Document) -> tuple[list[Item], str | None]:
    """The feed's items and when it says that it was built."""
    try:
        parsed = parsed_feed(document.xml)
    except (ValueError, OverflowError) as error:
        raise ReadError(Outcome.UNREADABLE, f"the feed does not parse: {error}") from error
    items = [item for item in parsed.items if item.get("title") or item.get("summary") or item.get("link")]
    if parsed.broken and not items:
        raise ReadError(Outcome.UNREADABLE, f"the feed does not parse: {parsed.broken}")
    if parsed.broken:
        document.notes.append(f"the feed is not well-formed: {parsed.broken}")
    older = _older(parsed.feed, document)
    if older and items:
        document.older.append(older)
    built = parsed.feed["updated"] if "updated" in parsed.feed else parsed.feed.get("published")
    return items, built


def _older(feed: dict[str, Any], document: Document) -> str | None:
    """Where the items before these stand: as the feed says itself (RFC 5005), or as every feed of WordPress has it."""
    told = (link.get("href") for link in feed.get("links", []) if link.get("rel") == "next")
    url = document.absolute(next(told, None))
    if url is None and "wordpress.org" in str(feed.get("generator") or ""):
        parts = urlsplit(document.url)
        query = dict(parse_qsl(parts.query))
        page = int(query["paged"]) if query.get("paged", "").isdigit() else 1
        url = parts._replace(query=urlencode({**query, "paged": page + 1}), fragment="").geturl()
    return url if url and same_site(url, document.url) else None


def _update(entry: Item, guids: list[str], false_offset: bool, document: Document) -> Update:
    headline = clean_line(entry.get("title")) or None
    text, full = _text(entry)
    if text is not None and text == headline:
        text = None
    changed = entry.get("updated")
    published = first_told((entry.get("published"), entry.get("created"), changed), document)
    updated = told_time(changed, document)
    if false_offset:
        published, updated = _as_utc(published), _as_utc(updated)
    link = document.absolute(entry.get("link"))
    identity = _identity(entry, guids, link)
    fields = published.fields() if published else {}
    tags = [clean_line(tag) for tag in entry["tags"]]
    return Update(
        key=identity or text_key(headline, text, **(published.key_fields if published else {})),
        native=identity is not None,
        headline=headline,
        text=text,
        updated_at=updated.at if updated else None,
        url=link,
        author=clean_line(entry.get("author")) or None,
        section=tags[0] if tags else None,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        layout=NAME,
        partial=link is not None and not full,
        **fields,
    )


def _text(entry: Item) -> tuple[str | None, bool]:
    """The longest text that the feed gives of an item, and whether it is clearly the whole of it."""
    summary = clean(entry.get("summary") or "").text
    whole = max((clean(content).text for content in entry["content"]), key=len, default="")
    if len(whole) > len(summary):
        cut = whole.rstrip().endswith(("…", "...", "[…]", "[...]"))
        return whole or None, len(whole) >= _FULL_TEXT and not cut and len(whole) > 1.5 * len(summary)
    return summary or None, False


def _identity(entry: Item, guids: list[str], link: str | None) -> str | None:
    """The guid where it is unique in the feed, else the link; both without tracking and revision counters."""
    guid = str(entry.get("id") or "").strip()
    if guid and guids.count(guid) == 1:
        if not guid.startswith(("http://", "https://")):
            return guid
        # Some outlets count an item's revisions in the guid's fragment: link#0, link#1.
        bare = guid.partition("#")[0]
        if bare.partition("://")[2].partition("/")[2].strip("/") or "?" in bare:
            return url_key(bare)
    return url_key(link) if link else None


def _offset_is_false(entries: list[Item], built: str | None) -> bool:
    """Whether the items' one and the same offset is contradicted by the feed itself.

    An item cannot be published before its guid's epoch says that it was made. Where that is so by the
    offset, but not if the clock is taken for UTC, and the feed was built at UTC, the offset is false.
    """
    import feedparser

    if not built or not re.search(r"(?:\+0000|GMT|UTC|Z)\s*$", built):
        return False
    contradicted = False
    for entry in entries:
        told, made = str(entry.get("published") or ""), _GUID_EPOCH.search(str(entry.get("id") or ""))
        offset = re.search(r"([+-])(\d\d)(\d\d)\s*$", told)
        if not offset or offset.group(2, 3) == ("00", "00"):
            return False
        wall = feedparser.datetimes._parse_date(told[: offset.start()].strip() + " +0000")
        if made and wall:
            as_utc = datetime.fromtimestamp(timegm(wall), UTC)
            ahead = timedelta(hours=int(offset.group(2)), minutes=int(offset.group(3)))
            by_offset = as_utc - ahead if offset.group(1) == "+" else as_utc + ahead
            contradicted = contradicted or by_offset < datetime.fromtimestamp(int(made.group(1)), UTC) <= as_utc
    return contradicted


def _as_utc(told: Told | None) -> Told | None:
    if told is None or told.wall is None:
        return told
    return Told(told.wall.replace(tzinfo=UTC), None, told.precision, told.raw, wall=told.wall)
