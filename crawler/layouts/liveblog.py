"""A live page that tells its updates as schema.org LiveBlogPosting in JSON-LD."""

import marshal
import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.cleaning import clean, clean_line
from crawler.document import Document, url_key
from crawler.items import Update
from crawler.keys import is_positional, text_key
from crawler.layouts import Evidence
from crawler.times import first_told, told_time

NAME = "liveblog"

_TIMES = ("datePublished", "dateCreated", "uploadDate", "dateModified")
_ISO_DATE = re.compile(r"\d{4}-")
_REMEMBERED = 2048  # updates, about 2 KB each
_updates_known: dict[bytes, Update | None] = {}

# Query parameters of a permalink that name an update (Al Jazeera, BBC, WordPress Liveblog, Sourcefabric).
_PERMALINK_PARAMETERS = ("update", "post", "lbup", "page_block", "entry", "liveblog._id")


def recognise(document: Document) -> Evidence | None:
    if not document.is_html:
        return None
    count = sum(len(_updates(blog)) for blog in document.json_ld_of("LiveBlogPosting"))
    return Evidence(0.99, f"JSON-LD LiveBlogPosting with {count} updates") if count else None


def read(document: Document) -> Iterator[Update]:
    for blog in document.json_ld_of("LiveBlogPosting"):
        nodes = _updates(blog)
        identities = [identity_of(node, document) for node in nodes]
        if count_up(identities):
            document.notes.append("the updates' ids are their places on the page: not used as keys")
            identities = [None] * len(nodes)
        page_headline = clean_line(_string(blog.get("headline")) or _string(blog.get("name")))
        for node, identity in zip(nodes, identities, strict=True):
            update = _remembered(node, identity, page_headline, document)
            if update is not None:
                yield update


def _updates(blog: dict[str, Any]) -> list[dict[str, Any]]:
    told = blog.get("liveBlogUpdate")
    nodes = told if isinstance(told, list) else [told]
    return [node for node in nodes if isinstance(node, dict)]


def _remembered(node: dict[str, Any], identity: str | None, page_headline: str, document: Document) -> Update | None:
    """`_update`, kept for as long as the page tells this update in the same words: nearly all, at every visit.

    Only where each of its times is a date as such: what «five minutes ago» says depends on the visit.
    """
    if not all(_ISO_DATE.match(node.get(name) or "0000-") for name in _TIMES if isinstance(node.get(name), str)):
        return _update(node, identity, page_headline, document)
    told = (node, identity, page_headline, document.title, document.url, document.canonical_url, document.zone)
    digest = blake2b(marshal.dumps(told), digest_size=16).digest()
    if digest in _updates_known:
        return _updates_known[digest]
    update = _update(node, identity, page_headline, document)
    if update is None or update.published_at is None or update.published_at <= document.fetched_at:
        if len(_updates_known) >= _REMEMBERED:
            _updates_known.clear()
        _updates_known[digest] = update
    return update


def _update(node: dict[str, Any], identity: str | None, page_headline: str, document: Document) -> Update | None:
    headline = clean_line(_string(node.get("headline")) or _string(node.get("name"))) or None
    if headline == page_headline or headline == document.title:
        headline = None
    body = next((node[name] for name in ("articleBody", "text", "description") if _string(node.get(name))), "")
    cleaned = clean(body)
    text = cleaned.text or None
    if headline is None and text is None and identity is None:
        return None
    published = first_told((node.get("datePublished"), node.get("dateCreated"), node.get("uploadDate")), document)
    updated = told_time(node.get("dateModified"), document)
    url = document.absolute(_string(node.get("url")) or _string(node.get("@id")))
    fields = published.fields() if published else {}
    return Update(
        key=identity or text_key(headline, text, **(published.key_fields if published else {})),
        native=identity is not None,
        headline=headline,
        text=text,
        updated_at=updated.at if updated else None,
        url=url or document.url,
        author=author_of(node.get("author")),
        section=clean_line(_string(node.get("articleSection"))) or None,
        caption=cleaned.caption,
        layout=NAME,
        **fields,
    )


def identity_of(node: Mapping[str, Any], document: Document) -> str | None:
    """The update's own id: from @id, url or identifier; a URL equal to the page's is no permalink."""
    for name in ("@id", "url", "identifier", "mainEntityOfPage"):
        told = _string(node.get(name))
        if not told or (name == "mainEntityOfPage" and "#" not in told):
            continue
        if name == "identifier" or not ("/" in told or "#" in told or told.startswith("?")):
            if told.strip() and not is_positional(told):
                return told.strip()
            continue
        identity = _from_url(told, document)
        if identity is not None:
            return identity
    return None


def _from_url(told: str, document: Document) -> str | None:
    _, _, fragment = told.partition("#")
    if fragment:
        fragment = unquote(fragment)
        return None if _is_place(fragment) else fragment
    for name, value in parse_qsl(told.partition("?")[2]):
        if name in _PERMALINK_PARAMETERS and value:
            return value
    url = document.absolute(told)
    if url is None:
        return None
    key = url_key(url)
    own = {url_key(document.url), url_key(document.canonical_url)}
    return None if key in own or not urlsplit(url).path.strip("/") else key


def _is_place(fragment: str) -> bool:
    """`#post1` is a place; a bare number (`#80`) may be a counter that stays, which the whole list decides."""
    return is_positional(fragment) and not fragment.isdigit()


def count_up(identities: list[str | None]) -> bool:
    """Whether the ids are 1, 2, 3 … from the newest on: places, that shift with every new update."""
    numbers = [int(identity) for identity in identities if identity is not None and identity.isdigit()]
    return len(numbers) == len(identities) > 1 and numbers in ([*range(len(numbers))], [*range(1, len(numbers) + 1)])


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def author_of(value: Any) -> str | None:
    """The names of a schema.org author: a string, a Person, or several."""
    people = value if isinstance(value, list) else [value]
    names = [
        clean_line(person.get("name") if isinstance(person, dict) else person)
        for person in people
        if isinstance(person, str | dict)
        and isinstance(person.get("name") if isinstance(person, dict) else person, str)
    ]
    return "، ".join(dict.fromkeys(name for name in names if name and not name.startswith("http"))) or None
