"""A sitemap: of news (headline and time of each article), of plain addresses, or an index of sitemaps."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from lxml import etree

from crawler.addresses import url_key
from crawler.cleaning import clean_line
from crawler.document import Document, Element
from crawler.encoding import ReadError
from crawler.items import Outcome, Update
from crawler.layouts import Evidence
from crawler.times import first_told, told_time

NAME = "sitemap"

_ROOTS = ("urlset", "sitemapindex")
_NEWS_NAME = re.compile(r"news|latest|today|last|breaking|live", re.IGNORECASE)
_MOST_PLAIN = 500  # addresses of a sitemap without headlines: the newest
_MOST_CHILDREN = 3
_FRESH = timedelta(days=2)


def recognise(document: Document) -> Evidence | None:
    name = (document.root_tag or "").rpartition(":")[2]
    return Evidence(1.0, f"the root element is that of a sitemap ({name})") if name in _ROOTS else None


def read(document: Document) -> Iterator[Update]:
    root = _parsed(document)
    if etree.QName(root).localname == "sitemapindex":
        document.wanted += _children(root, document)
        return
    rows = [_row(element, document) for element in root.iterchildren("{*}url")]
    found = [update for update in rows if update is not None]
    if any(update.headline for update in found):
        yield from (update for update in found if update.headline)
        return
    document.notes.append("a sitemap without headlines: only addresses and times of change")
    oldest = datetime.min.replace(tzinfo=UTC)
    yield from sorted(found, key=lambda update: update.updated_at or oldest, reverse=True)[:_MOST_PLAIN]


def _parsed(document: Document) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(document.xml.encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise ReadError(Outcome.UNREADABLE, f"the sitemap does not parse: {error}") from error
    if root is None:
        raise ReadError(Outcome.UNREADABLE, "the sitemap has no element at all")
    return root


def _children(root: Element, document: Document) -> list[str]:
    """The sitemaps of an index that are worth reading: those named as news, else the last changed."""
    rows = []
    for element in root.iterchildren("{*}sitemap"):
        url = document.absolute(_text(element, "loc"))
        if url:
            changed = told_time(_text(element, "lastmod"), document)
            rows.append((url, changed.at if changed else None))
    named = [row for row in rows if _NEWS_NAME.search(urlsplit(row[0]).path.rsplit("/", 1)[-1])]
    fresh = [row for row in rows if row[1] is not None and row[1] > document.fetched_at - _FRESH]
    chosen = named or fresh or rows[-1:]
    oldest = datetime.min.replace(tzinfo=UTC)
    chosen.sort(key=lambda row: row[1] or oldest, reverse=True)
    document.notes.append(f"an index of {len(rows)} sitemaps: {len(chosen[:_MOST_CHILDREN])} of them are read")
    return [url for url, _ in chosen[:_MOST_CHILDREN]]


def _row(element: Element, document: Document) -> Update | None:
    url = document.absolute(_text(element, "loc"))
    if url is None:
        return None
    news = element.find("{*}news")
    headline = clean_line(_text(news, "title")) if news is not None else ""
    published = first_told([_text(news, "publication_date")] if news is not None else [], document)
    changed = told_time(_text(element, "lastmod"), document)
    words = _text(news, "keywords") if news is not None else None
    tags = [clean_line(word) for word in re.split(r"[,،]", words or "")]
    return Update(
        key=url_key(url),
        native=True,
        headline=headline or None,
        updated_at=changed.at if changed else None,
        url=url,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        layout=NAME,
        partial=True,
        **(published.fields() if published else {}),
    )


def _text(element: Element, name: str) -> str | None:
    found = element.find(f"{{*}}{name}")
    return found.text if found is not None else None
