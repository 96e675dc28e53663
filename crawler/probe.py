"""A look at one page: which layouts fit and why, what would be taken, and what else it names that can be polled."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from crawler.addresses import same_site
from crawler.catalog import Outlet, outlet_for
from crawler.document import Document
from crawler.embeds import embedded_by
from crawler.encoding import ReadError
from crawler.layouts import candidates, unique
from crawler.parsing import Parsed, response_from
from crawler.readable import text_of
from crawler.recorded import Recorded, read_with_recorded
from crawler.spider import OLDER
from crawler.spiders import spider_class, spider_for
from crawler.succession import is_live_path

# Hosts that show nothing without an account and forbid automated reading.
_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
_STREAM = re.compile(r"البث|بث مباشر|راديو|\bTV\b|[Ss]tream|[Ww]atch")  # a live picture is no live coverage
_CHANNEL = re.compile(r"^/(?:s/)?([A-Za-z]\w{3,31})/?$")
_NOT_CHANNELS = {"share", "joinchat", "addstickers", "proxy", "iv"}
_MOST_LEADS = 4  # of one kind
_SHELL_TEXT = 400  # characters: a page that shows less, and runs scripts, is filled by them
_SHELL_SCRIPTS = 3


@dataclass(frozen=True, slots=True)
class Tried:
    """A layout that the page may have, why, and how many updates it finds; `problem` where it cannot read it."""

    name: str
    certainty: float
    reason: str
    updates: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """Something else to poll, which the page or the catalog names."""

    kind: str  # "feed", "telegram", "wordpress", "live page", "amp"
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found. `problem` says why nothing was taken; `older` and `further` are pages that are read on."""

    url: str
    spider: str
    zone: str
    outlet: Outlet | None
    tried: tuple[Tried, ...]
    parsed: Parsed
    problem: str
    leads: tuple[Lead, ...]
    older: tuple[str, ...] = field(default=())
    further: tuple[str, ...] = field(default=())


def probe(
    body: bytes,
    *,
    url: str,
    headers: Mapping[str, str],
    fetched_at: datetime,
    zone: str = "",
    spider: str = "",
    also: Sequence[Recorded] = (),
) -> Report:
    """Reads a fetched page as a poll would, and looks around in it. `zone` and `spider` are the catalog's where empty.

    `also` holds the answers that its spider asks for besides.
    """
    outlet = outlet_for(url)
    spider = spider or (outlet.spider if outlet and outlet.spider != "auto" else spider_for(url))
    zone = zone or (outlet.zone if outlet else "") or spider_class(spider).zone
    parsed, problem = Parsed((), (), "", ()), ""
    try:
        response = response_from(body, url=url, headers=headers, fetched_at=fetched_at, zone=zone)
        parsed = read_with_recorded(spider_class(spider)(), response, also, fetched_at=fetched_at, zone=zone)
    except ReadError as error:
        problem = error.reason
    tried: tuple[Tried, ...] = ()
    leads: list[Lead] = []
    try:
        tried = tuple(_try(body, url, headers, fetched_at, zone))
        document = _document(body, url, headers, fetched_at, zone)
        leads = list(_leads(document)) if document.is_html else []
        if not problem and not parsed.updates and not parsed.requests:
            problem = _why_nothing(document)
    except ReadError as error:
        problem = problem or error.reason
    return Report(
        url=url,
        spider=spider,
        zone=zone,
        outlet=outlet,
        tried=tried,
        parsed=parsed,
        problem=problem,
        leads=(*_few(leads), *_of_catalog(outlet, url, leads)),
        older=tuple(request.url for request in parsed.requests if request.meta.get(OLDER)),
        further=tuple(request.url for request in parsed.requests if not request.meta.get(OLDER)),
    )


def _document(body: bytes, url: str, headers: Mapping[str, str], fetched_at: datetime, zone: str) -> Document:
    told = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    return Document(body, url=url, fetched_at=fetched_at, zone=zone, content_type=told)


def _try(body: bytes, url: str, headers: Mapping[str, str], fetched_at: datetime, zone: str) -> Iterator[Tried]:
    """Every layout that the page may have, each read on a document of its own: they leave notes in it."""
    for candidate in candidates(_document(body, url, headers, fetched_at, zone)):
        layout, evidence = candidate.layout, candidate.evidence
        document = _document(body, url, headers, fetched_at, zone)
        try:
            updates, problem = len(unique(layout.read(document))), ""
        except ReadError as error:
            updates, problem = 0, error.reason
        yield Tried(layout.NAME, evidence.certainty, evidence.reason, updates, problem)


def _why_nothing(document: Document) -> str:
    if provider := embedded_by(document):
        return f"the live entries are embedded from {provider} and cannot be read here"
    if looks_like_shell(document):
        return "the page is filled by scripts: try --browser; a feed or Telegram channel of the outlet is cheaper"
    return "nothing in it is repeated, dated or long enough to be an update"


def looks_like_shell(document: Document) -> bool:
    """Whether the page shows next to nothing before its scripts have run."""
    if not document.is_html:
        return False
    scripts = len(document.elements("//script[@src]"))
    shown = document.elements("//body//*[not(self::script or self::style or self::noscript or self::template)]")
    text = sum(len((element.text or "").strip()) + len((element.tail or "").strip()) for element in shown)
    return scripts >= _SHELL_SCRIPTS and text < _SHELL_TEXT


def _leads(document: Document) -> Iterator[Lead]:
    for link in document.elements("//link[@href]"):
        rel, kind = (link.get("rel") or "").lower(), (link.get("type") or "").lower()
        url = document.absolute(link.get("href"))
        if url is None:
            continue
        if kind in _FEED_TYPES and "comments" not in url:
            yield Lead("feed", url, (link.get("title") or "").strip())
        elif rel == "https://api.w.org/":
            yield Lead("wordpress", f"{url.rstrip('/')}/wp/v2/posts", "the site is WordPress")
        elif rel == "amphtml":
            yield Lead("amp", url)
    for link in document.elements("//a[@href]"):
        url = document.absolute(link.get("href"))
        if url is None:
            continue
        parts = urlsplit(url)
        if parts.hostname in ("t.me", "telegram.me"):
            match = _CHANNEL.match(parts.path)
            if match and match.group(1).lower() not in _NOT_CHANNELS:
                yield Lead("telegram", f"https://t.me/s/{match.group(1)}")
        elif _STREAM.search(text_of(link)):
            continue
        elif same_site(url, document.url) and url != document.url and is_live_path(url):
            yield Lead("live page", url)


def _few(leads: list[Lead]) -> Iterator[Lead]:
    """Each once, and a few of a kind."""
    counts: dict[str, int] = {}
    for lead in {(lead.kind, lead.url): lead for lead in reversed(leads)}.values().__reversed__():
        counts[lead.kind] = counts.get(lead.kind, 0) + 1
        if counts[lead.kind] <= _MOST_LEADS:
            yield lead


def _of_catalog(outlet: Outlet | None, url: str, leads: list[Lead]) -> Iterator[Lead]:
    if outlet is None:
        return
    known = {url.rstrip("/"), *(lead.url.rstrip("/") for lead in leads)}
    for address in outlet.addresses:
        if address.url.rstrip("/") not in known:
            told = f"{address.sure}: {address.note}" if address.note else address.sure.value
            yield Lead(address.kind.value, address.url, f"catalog, {told}")
