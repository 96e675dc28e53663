"""A fetched page, decoded and parsed once, with the evidence that layouts read: JSON-LD, the head, the feed's kind."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

from lxml import etree
from scrapy.http import Response
from w3lib.html import get_base_url

from crawler.addresses import same_site
from crawler.encoding import Decoded, ReadError, decode
from crawler.items import Outcome

MAX_BYTES = 8 * 1024 * 1024
MAX_TAGS = 50_000  # the largest real pages have about 10,000
_MAX_JSON_NODES = 20_000

# Each piece is taken once and for all (`(?>…)`): tried in all its lengths, a row of comments takes for ever.
_HEAD = re.compile(
    r"^\s*(?>(?:(?><\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\])?>)\s*)*)<([\w:]+)", re.DOTALL | re.ASCII
)
_REFERENCE = re.compile(r"&#([0-9]{1,12}|[xX][0-9a-fA-F]{1,12});?")
_FEEDS = {"rss": "rss", "feed": "atom", "rdf:RDF": "rdf"}
_ROOTED = re.compile(r"(?!\S*/\.)/(?!/)[^\s?#;]*(?:\?[^\s#]+)?(?:#\S+)?$")
_ABSOLUTE = re.compile(r"https?://[^/\s:@?#\[\]]+(?::\d{1,4})?(?:[/?#]\S*)?$")

# Half of a character outside the basic plane, as JSON may escape it: it can be neither stored nor sent.
# What stands before is looked at last: an expression that begins with letters is searched ten times as fast.
_HALF = re.compile(
    r"\\u[dD](?<!\\\\u.)(?:[89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|"
    r"(?<!\\u[dD][89abAB][0-9a-fA-F]{2}\\u.)[c-fC-F][0-9a-fA-F]{2})"
)

# A comma before a closing bracket; strings are stepped over whole.
_COMMA_TOO_MANY = re.compile(r'"(?:[^"\\]|\\.)*+"|,\s*(?P<end>[\]}])')

Element = etree._Element


class Document:
    """One fetched page. Parsing happens at the first question, once; `notes` gathers what was found odd."""

    def __init__(self, body: bytes, *, url: str, fetched_at: datetime, zone: str = "", content_type: str = "") -> None:
        if len(body) > MAX_BYTES:
            raise ReadError(Outcome.TOO_LARGE, f"the page has {len(body)} bytes, more than {MAX_BYTES}")
        if (tags := body.count(b"<")) > MAX_TAGS:
            raise ReadError(Outcome.TOO_LARGE, f"the page has {tags} tags, more than {MAX_TAGS}")
        self.body = body
        self.url = url
        self.zone = zone
        self.fetched_at = fetched_at
        self.content_type = content_type
        self.notes: list[str] = []
        self.wanted: list[str] = []  # addresses of further parts that belong to this read of the page
        self.older: list[str] = []  # addresses of older updates, needed only where nothing here is known yet
        self.memo: dict[str, Any] = {}  # what layouts found out once, by their own names

    @cached_property
    def decoded(self) -> Decoded:
        match = re.search(r"charset=[\"']?([\w.:-]+)", self.content_type)
        decoded = decode(self.body, match.group(1) if match else None)
        if decoded.note:
            self.notes.append(decoded.note)
        return decoded

    @property
    def text(self) -> str:
        return self.decoded.text

    @cached_property
    def _first_element(self) -> tuple[str, int] | None:
        """The name of the first element as it is written, and where its tag begins."""
        match = _HEAD.match(self.text[:20_000])
        return (match.group(1), match.start(1) - 1) if match else None

    @property
    def root_tag(self) -> str | None:
        """The name of the first element, with its prefix; None where nothing like it stands first."""
        return self._first_element[0] if self._first_element else None

    @property
    def xml(self) -> str:
        """The text from its first element on, for an XML parser: it has no document type and names no half characters.

        A document type can hold entities that grow without bound; feedparser gives up a whole feed over one reference
        to no character, and libxml2 makes text of it that cannot be decoded.
        """
        text = self.text[self._first_element[1] :] if self._first_element else self.text
        return _REFERENCE.sub(_character, text)

    @property
    def feed_kind(self) -> str | None:
        """`rss`, `atom` or `rdf` by the root element, whatever the Content-Type says; None for all else."""
        return _FEEDS.get(self.root_tag or "")

    @cached_property
    def json_body(self) -> Any:
        """The body as JSON where it is an object or a list; None for all else, and for what does not parse."""
        if self.text.lstrip()[:1] not in ("{", "["):
            return None
        return parsed_json(self.text, self.notes, "the body")

    @cached_property
    def is_html(self) -> bool:
        if self.feed_kind is not None or self.text.lstrip()[:1] in ("{", "["):
            return False
        return re.search(r"<[a-zA-Z!]", self.text[:20_000]) is not None

    @cached_property
    def root(self) -> Element:
        """The page's root element. libxml2 stops at 255 levels by itself; deeper pages are read up to there."""
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
        same = self.decoded.encoding == "utf-8" and self.decoded.note is None
        data = self.body if same else self.text.encode("utf-8", "replace")
        try:
            root = etree.fromstring(data, parser)
        except etree.LxmlError as error:
            raise ReadError(Outcome.UNREADABLE, f"the page is not HTML: {error}") from error
        if root is None:
            raise ReadError(Outcome.UNREADABLE, "the page has no element at all")
        if any("depth" in entry.message for entry in parser.error_log):
            self.notes.append("nested deeper than 255 elements: what lies deeper was not read")
        return root

    def elements(self, path: str) -> list[Element]:
        """The elements that an XPath expression finds in the page."""
        return cast(list[Element], self.root.xpath(path))

    @cached_property
    def json_ld(self) -> tuple[dict[str, Any], ...]:
        """Every object with an @type in the page's JSON-LD blocks, outermost first; broken blocks are noted."""
        return json_ld_objects(self.json_ld_sources(), self.notes)

    def json_ld_sources(self) -> Iterator[str]:
        """What stands in the page's JSON-LD blocks."""
        return (one.text or "" for one in self.root.iter("script") if one.get("type") == "application/ld+json")

    def json_ld_of(self, *types: str) -> Iterator[dict[str, Any]]:
        """The JSON-LD objects of one of these types (`NewsArticle`, …)."""
        return (node for node in self.json_ld if not types_of(node).isdisjoint(types))

    @cached_property
    def meta(self) -> dict[str, tuple[str, ...]]:
        """The head's meta contents by lower-case property, name or itemprop."""
        found: dict[str, tuple[str, ...]] = {}
        for element in self.root.iterfind(".//meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            content = (element.get("content") or "").strip()
            if name and content:
                found[name.lower()] = (*found.get(name.lower(), ()), content)
        return found

    def meta_first(self, *names: str) -> str | None:
        """The first content of the first of these meta names that the head has."""
        return next((self.meta[name][0] for name in names if name in self.meta), None)

    @cached_property
    def title(self) -> str:
        return " ".join((self.root.findtext(".//title") or "").split())

    @cached_property
    def base_url(self) -> str:
        try:
            told = get_base_url(self.text[:8192], self.url, "utf-8")
            return told if urlsplit(told).hostname else self.url
        except ValueError:
            return self.url  # the page names a base that is no address

    @cached_property
    def _site(self) -> str:
        """What an address that begins with a slash follows: scheme and host; "" where the page has no such base."""
        base = urlsplit(self.base_url)
        site = f"{base.scheme}://{base.netloc}"
        return site if _ABSOLUTE.match(site) else ""

    def absolute(self, url: str | None) -> str | None:
        """An absolute http(s) URL for a link of this page; None for anchors, scripts and what is no URL."""
        url = (url or "").strip()
        if not url or url.startswith(("#", ":", "javascript:", "mailto:", "tel:", "data:", "whatsapp:")):
            return None
        if _ABSOLUTE.match(url):
            return url
        if self._site and _ROOTED.match(url):
            return self._site + url
        try:
            full = urljoin(self.base_url, url)
            parts = urlsplit(full)
            told = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            return None
        return full if told else None

    @cached_property
    def canonical_url(self) -> str:
        """The page's own address as it tells it, where it is believable, else the one that it was fetched from."""
        links = self.root.iterfind('.//link[@rel="canonical"]')
        told = [*(link.get("href") for link in links), self.meta_first("og:url")]
        for candidate in told:
            url = self.absolute(candidate)
            if url and same_site(url, self.url) and urlsplit(url).path.strip("/"):
                return url
        return self.url


def json_ld_objects(sources: Iterable[str], notes: list[str]) -> tuple[dict[str, Any], ...]:
    """Every object with an @type in these JSON-LD blocks, outermost first; broken blocks are noted."""
    found: list[dict[str, Any]] = []
    for number, told in enumerate(sources, start=1):
        source = told.strip().removeprefix("<![CDATA[").removesuffix("]]>").strip().rstrip(";")
        block = parsed_json(source, notes, f"JSON-LD block {number}") if source else None
        if block is not None:
            found.extend(_typed_objects(block))
    return tuple(found)


def _character(match: re.Match[str]) -> str:
    """The reference as it stands, unless it names no character: that becomes U+FFFD."""
    told = match.group(1).lower()
    number = int(told[1:], 16) if told.startswith("x") else int(told)
    return match.group() if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"


def parsed_json(source: str, notes: list[str], name: str) -> Any:
    """A JSON text as pages hold it: with raw line ends, half characters, commas too many; None where it is broken."""
    if "\\" in source:
        source = _HALF.sub(r"\\ufffd", source)
    try:
        return json.loads(source, strict=False)
    except (ValueError, RecursionError) as error:
        reason = str(error)[:80]
    repaired = _COMMA_TOO_MANY.sub(_without_comma, source)
    if repaired != source:
        try:
            return json.loads(repaired, strict=False)
        except (ValueError, RecursionError):
            pass
    notes.append(f"{name} does not parse: {reason}")
    return None


def _without_comma(match: re.Match[str]) -> str:
    return match.group("end") or match.group()


def document_of(response: Response) -> Document:
    """The Document of a response, made once and kept in its meta beside `fetched_at` and `zone`."""
    meta: dict[str, Any] = response.meta if response.request is not None else {}
    document = meta.get("document")
    if isinstance(document, Document) and document.body is response.body:
        return document
    content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    document = Document(
        response.body,
        url=response.url,
        fetched_at=meta.get("fetched_at") or datetime.now(UTC),
        zone=meta.get("zone") or "",
        content_type=content_type,
    )
    meta["document"] = document
    return document


def forget_document(response: Response) -> None:
    """Lets go of the parsed page, which is ten times as large as its body, while the response lives on."""
    if response.request is not None:
        response.meta.pop("document", None)


def types_of(node: dict[str, Any]) -> set[str]:
    """The node's schema.org types, without the vocabulary's address."""
    told = node.get("@type")
    names = told if isinstance(told, list) else [told]
    return {name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)}


def _typed_objects(block: Any) -> Iterator[dict[str, Any]]:
    """Walks lists, @graph and nested values; a LiveBlogPosting's own updates are not walked into."""
    waiting = [block]
    seen = 0
    while waiting and seen < _MAX_JSON_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            if "@type" in node:
                yield node
            waiting.extend(
                value for key, value in node.items() if key != "liveBlogUpdate" and isinstance(value, dict | list)
            )
