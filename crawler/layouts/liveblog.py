"""A live page that tells its updates as schema.org LiveBlogPosting in JSON-LD."""

import marshal
import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.addresses import url_key
from crawler.cleaning import clean, clean_line
from crawler.document import Document
from crawler.items import Update
from crawler.keys import is_positional, text_key
from crawler.layouts import Evidence
from crawler.merging import Source, merged
from crawler.opening import squeezed
from crawler.times import first_told, told_time

NAME = "liveblog"

_TIMES = ("datePublished", "dateCreated", "uploadDate", "dateModified")
_ISO_DATE = re.compile(r"\d{4}-")
_SHORTEST_HEADLINE = 8  # letters
_REMEMBERED = 1024  # updates, about 2 KB each

# Query parameters of a permalink that name an update (Al Jazeera, BBC, WordPress Liveblog, Sourcefabric).
_PERMALINK_PARAMETERS = ("update", "post", "lbup", "page_block", "entry", "liveblog._id")


class _Told(NamedTuple):
    """An update with its own id and its time as written, as a node of a live page tells them."""

    identity: str | None
    source: Source | None


_known: dict[bytes, _Told] = {}
forget = _known.clear


def recognise(document: Document) -> Evidence | None:
    if not document.is_html:
        return None
    count = sum(len(_updates(blog)) for blog in document.json_ld_of("LiveBlogPosting"))
    return Evidence(0.99, f"JSON-LD LiveBlogPosting with {count} updates") if count else None


def read(document: Document) -> Iterator[Update]:
    """The updates of the JSON-LD, brought together with what the page shows of them."""
    yield from merged(list(_sources(document)), document)


def _sources(document: Document) -> Iterator[Source]:
    for blog in document.json_ld_of("LiveBlogPosting"):
        nodes = _updates(blog)
        page_headline = clean_line(_string(blog.get("headline")) or _string(blog.get("name")))
        of_page = marshal.dumps((page_headline, document.title, document.url, document.canonical_url, document.zone))
        told = [_told(node, of_page, page_headline, document) for node in nodes]
        if count_up([one.identity for one in told]):
            document.notes.append("the updates' ids are their places on the page: not used as keys")
            told = [_Told(None, _source(node, None, page_headline, document)) for node in nodes]
        yield from (one.source for one in told if one.source is not None)


def _updates(blog: dict[str, Any]) -> list[dict[str, Any]]:
    told = blog.get("liveBlogUpdate")
    nodes = told if isinstance(told, list) else [told]
    return [node for node in nodes if isinstance(node, dict)]


def _told(node: dict[str, Any], of_page: bytes, page_headline: str, document: Document) -> _Told:
    """What a node tells, kept for as long as the page tells it in the same words: nearly all, at every visit.

    Only where each of its times is a date as such: what «five minutes ago» says depends on the visit.
    """
    digest = blake2b(of_page + marshal.dumps(node), digest_size=16).digest()
    known = _known.get(digest)
    if known is not None:
        return known
    identity = identity_of(node, document)
    told = _Told(identity, _source(node, identity, page_headline, document))
    published_at = told.source.update.published_at if told.source else None
    if (published_at is None or published_at <= document.fetched_at) and _tells_dates_only(node):
        if len(_known) >= _REMEMBERED:
            _known.clear()
        _known[digest] = told
    return told


def _tells_dates_only(node: dict[str, Any]) -> bool:
    for name in _TIMES:
        time = node.get(name)
        if time and isinstance(time, str) and not _ISO_DATE.match(time):
            return False
    return True


def _source(node: dict[str, Any], identity: str | None, page_headline: str, document: Document) -> Source | None:
    headline = clean_line(_string(node.get("headline")) or _string(node.get("name"))) or None
    if headline == page_headline or headline == document.title:
        headline = None
    body = next((node[name] for name in ("articleBody", "text", "description") if _string(node.get(name))), "")
    cleaned = clean(body)
    text = cleaned.text or None
    if headline and text and _begins(text, headline):
        headline = None
    if headline is None and text is None and identity is None:
        return None
    published = first_told((node.get("datePublished"), node.get("dateCreated"), node.get("uploadDate")), document)
    updated = told_time(node.get("dateModified"), document)
    url = document.absolute(_string(node.get("url")) or _string(node.get("@id")))
    fields = published.fields() if published else {}
    update = Update(
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
    return Source(update, published)


def _begins(text: str, headline: str) -> bool:
    """Whether a headline is but the beginning of the text, and so none of its own."""
    letters = squeezed(headline.rstrip("…. "))
    return len(letters) >= _SHORTEST_HEADLINE and squeezed(text).startswith(letters)


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
    if not value:
        return None
    people = value if isinstance(value, list) else [value]
    names = [
        clean_line(person.get("name") if isinstance(person, dict) else person)
        for person in people
        if isinstance(person, str | dict)
        and isinstance(person.get("name") if isinstance(person, dict) else person, str)
    ]
    return "، ".join(dict.fromkeys(name for name in names if name and not name.startswith("http"))) or None
