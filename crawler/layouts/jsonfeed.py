"""A JSON Feed (https://www.jsonfeed.org/version/1.1/): items with id, title, text and exact times."""

from collections.abc import Iterator
from typing import Any

from crawler.addresses import url_key
from crawler.cleaning import clean, clean_line
from crawler.document import Document
from crawler.items import Update
from crawler.keys import text_key
from crawler.layouts import Evidence
from crawler.layouts.liveblog import author_of
from crawler.times import first_told, told_time

NAME = "jsonfeed"

_FULL_TEXT = 600  # characters that are clearly more than a teaser


def recognise(document: Document) -> Evidence | None:
    feed = document.json_body
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    if "jsonfeed.org" not in str(feed.get("version")):
        return None
    return Evidence(1.0, f"a JSON Feed with {len(feed['items'])} items")


def read(document: Document) -> Iterator[Update]:
    feed = document.json_body
    for item in feed["items"]:
        if isinstance(item, dict):
            yield _update(item, document)
    following = document.absolute(_string(feed.get("next_url")))
    if following:
        document.older.append(following)


def _update(item: dict[str, Any], document: Document) -> Update:
    headline = clean_line(_string(item.get("title"))) or None
    whole = clean(_string(item.get("content_html")) or _string(item.get("content_text")) or "")
    text = whole.text or clean(_string(item.get("summary")) or "").text or None
    published = first_told((item.get("date_published"), item.get("date_modified")), document)
    updated = told_time(item.get("date_modified"), document)
    link = document.absolute(_string(item.get("url")) or _string(item.get("external_url")))
    identity = str(item.get("id") or "").strip()
    if identity.startswith(("http://", "https://")):
        identity = url_key(identity)
    identity = identity or (url_key(link) if link else "")
    tags = [clean_line(tag) for tag in _list(item.get("tags")) if isinstance(tag, str)]
    return Update(
        key=identity or text_key(headline, text, **(published.key_fields if published else {})),
        native=bool(identity),
        headline=headline,
        text=text,
        updated_at=updated.at if updated else None,
        url=link,
        author=author_of(item.get("authors") or item.get("author")),
        section=tags[0] if tags else None,
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        caption=whole.caption,
        layout=NAME,
        partial=link is not None and len(whole.text) < _FULL_TEXT,
        **(published.fields() if published else {}),
    )


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
