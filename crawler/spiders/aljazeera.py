"""Al Jazeera: its live pages come as a shell; ids and times stand in their Apollo state, the texts come by GraphQL."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from scrapy.http import Request, Response

from crawler.cleaning import clean, clean_line
from crawler.document import Document, document_of
from crawler.items import Update
from crawler.layouts import read_by_evidence
from crawler.spider import TEXT_OF, PageSpider
from crawler.states import states_of
from crawler.times import Told, told_time

NAME = "aljazeera"

_LIVE_PATH = re.compile(r"/liveblog/")
_SITES = {"aljazeera.net": "aja", "ajnet.me": "aja", "aljazeera.com": "aje"}
_MOST_NODES = 60_000
_MOST_TEXTS = 150  # updates of one page whose texts are asked for, the newest first


class AlJazeeraSpider(PageSpider):
    name = "aljazeera"
    zone = "Asia/Qatar"
    domains = ("aljazeera.net", "aljazeera.com", "ajnet.me")
    pages = ("https://www.aljazeera.net/",)

    def read(self, document: Document) -> Iterator[Update | Request]:
        if document.is_html and not _is_live(document):
            yield from read_by_evidence(document)
            return
        told = list(_told(document))
        if not told and not document.is_html:
            yield from read_by_evidence(document)
            return
        page = _page_url(document)
        yield from _known(told, page, document)
        asked = {str(node["id"]) for node in told if _is_post(node)}
        yield from (self._ask_text(key, epoch, page) for key, epoch in _unread(told, asked))
        if document.is_html and not told:
            document.notes.append("a live page of Al Jazeera: a shell without state; its entries are asked for")
            slug = unquote(urlsplit(page).path.rstrip("/").rpartition("/")[2])
            url, headers = _question("SingleLiveBlogChildrensQuery", {"postName": slug}, page)
            yield Request(url, callback=self.parse_children, headers=headers, cb_kwargs={"page": page})

    def parse_children(self, response: Response, page: str) -> Iterator[Update | Request]:
        """The answer to SingleLiveBlogChildrensQuery: the ids of the updates."""
        told = list(_told(document_of(response)))
        yield from _known(told, page, document_of(response))
        yield from (self._ask_text(key, epoch, page) for key, epoch in _unread(told, set()))

    def parse_text(self, response: Response, page: str, key: str, epoch: str | None = None) -> Iterator[Update]:
        """The answer to LiveBlogUpdateQuery: one update with its text."""
        document = document_of(response)
        for post in filter(_is_post, _told(document)):
            yield _update(post, page, document, epoch if str(post["id"]) == key else None)

    def _ask_text(self, key: str, epoch: str | None, page: str) -> Request:
        post = {"postID": int(key) if key.isdigit() else key, "postType": "liveblog-update"}
        url, headers = _question("LiveBlogUpdateQuery", {**post, "preview": "", "isAmp": False}, page)
        kwargs = {"page": page, "key": key, "epoch": epoch}
        return Request(url, callback=self.parse_text, headers=headers, meta={TEXT_OF: key}, cb_kwargs=kwargs)


def _is_live(document: Document) -> bool:
    return document.meta_first("contenttype") == "liveblog" or bool(_LIVE_PATH.search(urlsplit(document.url).path))


def _page_url(document: Document) -> str:
    return document.canonical_url if document.is_html else document.url.partition("?")[0]


def _told(document: Document) -> Iterator[dict[str, Any]]:
    """What the page or an answer says of single updates: with text (Post), with id and time, or with the id alone."""
    waiting: list[Any] = [state.value for state in states_of(document)]
    seen = 0
    ids: list[int] = []
    known: set[str] = set()
    while waiting and seen < _MOST_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, list):
            waiting.extend(inner for inner in reversed(node) if isinstance(inner, dict | list))
        elif isinstance(node, dict):
            if isinstance(node.get("id"), str | int) and (_is_post(node) or "publishedTime" in node):
                known.add(str(node["id"]))
                yield node
            told = node.get("children")
            if isinstance(told, list) and told and all(type(child) is int for child in told):
                ids += told
            waiting.extend(inner for inner in reversed(node.values()) if isinstance(inner, dict | list))
    yield from ({"id": str(child)} for child in dict.fromkeys(ids) if str(child) not in known)


def _is_post(node: dict[str, Any]) -> bool:
    return node.get("postType") == "liveblog-update" and isinstance(node.get("content"), str)


def _known(told: list[dict[str, Any]], page: str, document: Document) -> Iterator[Update]:
    """The updates in the order told, those with text before what repeats them without."""
    texts = {str(node["id"]): node for node in told if _is_post(node)}
    epochs = {str(node["id"]): node.get("publishedTime") for node in told if "publishedTime" in node}
    for key in dict.fromkeys(str(node["id"]) for node in told):
        if key in texts:
            yield _update(texts[key], page, document, epochs.get(key))
        else:
            published = told_time(epochs.get(key), document)
            yield Update(
                key=key,
                native=True,
                url=f"{page}?update={key}",
                layout=NAME,
                **(published.fields() if published else {}),
            )


def _update(post: dict[str, Any], page: str, document: Document, epoch: str | None) -> Update:
    key = str(post["id"])
    link = document.absolute(post["link"]) if isinstance(post.get("link"), str) else None
    cleaned = clean(str(post["content"]))
    published = told_time(epoch, document) or _gmt(post.get("date"), document)
    changed = _gmt(post.get("modified_gmt"), document)
    headline = clean_line(post["title"]) if isinstance(post.get("title"), str) else ""
    people = post.get("author")
    names = [person.get("name") for person in people if isinstance(person, dict)] if isinstance(people, list) else []
    return Update(
        key=key,
        native=True,
        headline=(headline or None) if post.get("shouldDisplayTitle") is not False else None,
        text=cleaned.text or None,
        updated_at=changed.at if changed else None,
        url=f"{link or page}?update={key}",
        author="، ".join(name for name in names if isinstance(name, str) and name) or None,
        caption=cleaned.caption,
        layout=NAME,
        **(published.fields() if published else {}),
    )


def _gmt(value: Any, document: Document) -> Told | None:
    """A time without a zone: UTC, as the epochs of the same updates show."""
    return told_time(f"{value}Z", document) if isinstance(value, str) and value else None


def _unread(told: list[dict[str, Any]], asked: set[str]) -> list[tuple[str, str | None]]:
    """The updates whose texts are missing, the newest first: ids do not stand in the order of time."""
    rows = {str(node["id"]): node.get("publishedTime") for node in told if str(node["id"]) not in asked}
    return sorted(rows.items(), key=lambda row: _epoch_of(row[1]), reverse=True)[:_MOST_TEXTS]


def _epoch_of(told: object) -> int:
    """Updates without a time are asked for first: they are new, or nothing is known of them."""
    text = str(told)
    return int(text) if text.isascii() and text.isdigit() else 1 << 62


def _question(operation: str, variables: dict[str, Any], page: str) -> tuple[str, dict[str, str]]:
    """Address and headers of one of the site's own GraphQL questions: a GET with its name; others are not answered."""
    host = urlsplit(page).hostname or ""
    site = next((name for domain, name in _SITES.items() if host.endswith(domain)), "aja")
    query = {
        "wp-site": site,
        "operationName": operation,
        "variables": json.dumps(variables, ensure_ascii=False, separators=(",", ":")),
        "extensions": "{}",
    }
    return f"https://{host}/graphql?{urlencode(query)}", {"wp-site": site, "Accept": "application/json"}
