"""Runs a spider's callback whole over a response, within bounds; called in a worker thread."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scrapy.http import Request, Response, TextResponse

from crawler.document import Document, document_of, forget_document
from crawler.encoding import ReadError
from crawler.items import Update, without_lone_surrogates
from crawler.known_pages import keep
from crawler.language import foreign_note, language_of
from crawler.spider import PageSpider
from crawler.succession import Ending, ending_of

__all__ = ["MAX_UPDATES", "Parsed", "ReadError", "parse_response", "response_from"]

MAX_UPDATES = 5_000
NOT_LIVE = frozenset({"article", "feed", "jsonfeed", "listing", "sitemap", "telegram"})  # layouts that never end
_MAX_REQUESTS = 200
_ASKED = 3  # updates whose language is looked at


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a page gave: its updates, what to fetch besides, the layout it was read by, and notes for people."""

    updates: tuple[Update, ...]
    requests: tuple[Request, ...]
    layout: str
    notes: tuple[str, ...]
    ending: Ending = field(default_factory=Ending)


def parse_response(
    spider: PageSpider, response: Response, callback: str = "parse", cb_kwargs: Mapping[str, Any] | None = None
) -> Parsed:
    """Runs one callback to its end. Raises ReadError where the body is nothing that can be read."""
    try:
        return _parsed(spider, response, document_of(response), callback, cb_kwargs or {})
    finally:
        forget_document(response)


def _parsed(
    spider: PageSpider, response: Response, document: Document, callback: str, cb_kwargs: Mapping[str, Any]
) -> Parsed:
    updates: dict[str, Update] = {}
    requests: list[Request] = []
    for item in getattr(spider, callback)(response, **cb_kwargs):
        if isinstance(item, Update):
            update = without_lone_surrogates(item)
            updates.setdefault(update.key, update)
        elif isinstance(item, Request):
            requests.append(item)
        else:
            raise TypeError(f"spider {spider.name} gave a {type(item).__name__}, neither an Update nor a Request")
        if len(updates) >= MAX_UPDATES or len(requests) >= _MAX_REQUESTS:
            document.notes.append(f"stopped after {len(updates)} updates and {len(requests)} requests")
            break
    layout = next((update.layout for update in updates.values() if update.layout), "")
    first = list(updates.values())[:_ASKED]
    if note := foreign_note(language_of(update.headline, update.text) for update in first):
        document.notes.append(note)
    told = tuple(updates.values())
    ending = Ending() if layout in NOT_LIVE else ending_of(document, told)
    keep(document, ending)
    return Parsed(told, tuple(requests), layout, tuple(document.notes), ending)


def response_from(
    body: bytes, *, url: str, headers: Mapping[str, str] | None = None, fetched_at: datetime, zone: str = ""
) -> Response:
    """A response made of a saved body, as `marsad extract` reads it."""
    request = Request(_as_url(url), meta={"fetched_at": fetched_at, "zone": zone})
    return TextResponse(request.url, headers=dict(headers or {}), body=body, request=request, encoding="utf-8")


def _as_url(url: str) -> str:
    return url if "://" in url else f"http://{url.lstrip('/')}"
