"""BBC Arabic (simorgh): live pages of paged posts, as JSON and in `__NEXT_DATA__`; each post a tree of blocks."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy.http import Request

from crawler.blocks import text_of_blocks
from crawler.cleaning import clean_line
from crawler.document import Document
from crawler.items import Update
from crawler.layouts import read_by_evidence
from crawler.spider import PageSpider
from crawler.states import states_of
from crawler.times import first_told, told_time

NAME = "bbc"

_LIVE_PATH = re.compile(r"/live/")
_MOST_NODES = 60_000


class BbcSpider(PageSpider):
    name = "bbc"
    zone = "UTC"
    domains = ("bbc.com", "bbc.co.uk", "bbci.co.uk")
    pages = ("https://feeds.bbci.co.uk/arabic/rss.xml",)

    def read(self, document: Document) -> Iterator[Update | Request]:
        stream = _stream(document)
        if stream is None:
            yield from read_by_evidence(document)
            return
        page = document.canonical_url if document.is_html else document.url
        for post in stream["results"]:
            if isinstance(post, dict) and (update := _update(post, page.partition("?")[0], document)) is not None:
                yield update
        document.older += _next_page(stream.get("page"), document.url)


def _stream(document: Document) -> dict[str, Any] | None:
    """The live text stream: posts and which of its pages this is."""
    if document.is_html and not _LIVE_PATH.search(urlsplit(document.url).path):
        return None
    waiting: list[Any] = [state.value for state in states_of(document)]
    for _ in range(_MOST_NODES):
        if not waiting:
            break
        node = waiting.pop()
        if isinstance(node, dict):
            told = node.get("liveTextStream")
            found = _within(told, "content", "data")
            if isinstance(found, dict) and isinstance(found.get("results"), list):
                return found
        inner = node.values() if isinstance(node, dict) else node
        waiting.extend(value for value in inner if isinstance(value, dict | list))
    return None


def _update(post: dict[str, Any], page: str, document: Document) -> Update | None:
    key = post.get("urn")
    if not isinstance(key, str) or not key:
        return None
    heads = _within(post, "header", "model", "blocks")
    titles = [(head.get("type"), clean_line(text_of_blocks(head))) for head in _rows(heads)]
    headline = next((title for kind, title in titles if kind == "headline" and title), None)
    below = [title for kind, title in titles if title and title != headline]
    body = text_of_blocks(_within(post, "content", "model", "blocks"))
    told = post.get("dates")
    dates: dict[str, Any] = told if isinstance(told, dict) else {}
    published = first_told((dates.get(name) for name in ("firstPublished", "curated", "lastPublished")), document)
    changed = told_time(dates.get("lastPublished"), document)
    edited = changed is not None and published is not None and changed.at != published.at
    breaking = _within(post, "options", "isBreakingNews") is True
    return Update(
        key=key,
        native=True,
        headline=headline,
        text="\n\n".join(part for part in (*below, body) if part) or None,
        updated_at=changed.at if changed and edited else None,
        url=f"{page}?post={key}",
        section="breaking" if breaking else None,
        layout=NAME,
        **(published.fields() if published else {}),
    )


def _next_page(told: Any, url: str) -> list[str]:
    """The page after this one, which holds older posts."""
    index, total = _within(told, "index"), _within(told, "total")
    if not isinstance(index, int) or not isinstance(total, int) or index >= total:
        return []
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query)), "page": str(index + 1)}
    return [parts._replace(query=urlencode(query), fragment="").geturl()]


def _within(node: Any, *names: str) -> Any:
    for name in names:
        node = node.get(name) if isinstance(node, dict) else None
    return node


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
