"""The shapes that a page can have: each layout is one module, recognised by evidence and tried from the surest on.

A layout module has `NAME`, `recognise(document) -> Evidence | None` and `read(document) -> Iterator[Update]`.
A new layout is its file and its name in `NAMES`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol, cast
from urllib.parse import urlsplit

from crawler.document import Document
from crawler.embeds import embedded_by
from crawler.encoding import ReadError
from crawler.items import Outcome, Update
from crawler.known_pages import recall

# The order in which equally sure layouts are tried.
NAMES = (
    "feed",
    "jsonfeed",
    "sitemap",
    "telegram",
    "liveblog",
    "microdata",
    "amp",
    "wordpress",
    "embedded",
    "entries",
    "paragraphs",
    "article",
    "listing",
    "ticker",
)

# Layouts that tell a page as a whole: beside the live entries of another provider, that is all that can be had.
_UNSPLIT = ("article", "listing", "ticker")

# From here on nothing surer needs to be looked for.
CERTAIN = 0.9

_FEED_URL = re.compile(r"(?:^|[/._-])(?:rss\d?|feeds?|atom|rdf|mrss)(?:$|[/._-])|\.xml$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a page is taken for a layout: how sure it is, from 0 to 1, and the reason in words."""

    certainty: float
    reason: str


class Layout(Protocol):
    NAME: str

    def recognise(self, document: Document) -> Evidence | None:
        """Evidence that the page has this shape, or None."""
        ...

    def read(self, document: Document) -> Iterator[Update]:
        """The page's updates in the page's order."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A layout that a page may have, with the evidence for it."""

    layout: Layout
    evidence: Evidence


@cache
def layout(name: str) -> Layout:
    """The layout of this name; KeyError for one that does not exist."""
    if name not in NAMES:
        raise KeyError(name)
    return cast(Layout, import_module(f"crawler.layouts.{name}"))


def candidates(document: Document) -> list[Candidate]:
    """The layouts that the page may have, the surest first."""
    found = []
    for name in ("liveblog",) if recall(document) else NAMES:
        evidence = layout(name).recognise(document)
        if evidence is not None:
            found.append(Candidate(layout(name), evidence))
            if evidence.certainty >= CERTAIN:
                break
    return sorted(found, key=lambda candidate: -candidate.evidence.certainty)


def read_by_evidence(document: Document) -> list[Update]:
    """The updates by the surest layout that finds any; what was tried stands in the document's notes.

    Raises ReadError where the page is nothing that a layout could read.
    """
    for candidate in candidates(document):
        name, evidence = candidate.layout.NAME, candidate.evidence
        updates = unique(candidate.layout.read(document))
        if updates:
            document.notes.append(f"read as {name} ({evidence.certainty:.2f}): {evidence.reason}")
            if name in _UNSPLIT and (provider := embedded_by(document)):
                document.notes.append(f"the live entries are embedded from {provider}: not split")
            return updates
        document.notes.append(f"not {name}, though {evidence.reason}: no update in it")
        if document.wanted:
            return []
    if provider := embedded_by(document):
        raise ReadError(Outcome.UNREADABLE, f"the live entries are embedded from {provider}: not split")
    if document.json_body is not None:
        raise ReadError(Outcome.UNREADABLE, "JSON came, in which no list of updates was found")
    if not document.is_html and document.feed_kind is None:
        raise ReadError(Outcome.UNREADABLE, "the page is neither HTML nor a feed")
    if document.is_html and _FEED_URL.search(urlsplit(document.url).path):
        raise ReadError(Outcome.UNREADABLE, "a feed was expected, HTML came")
    return []


def unique(updates: Iterator[Update]) -> list[Update]:
    """The updates without those that repeat a key: pages tell an update twice in a slider, a bar, a mobile copy."""
    found: dict[str, Update] = {}
    for update in updates:
        found.setdefault(update.key, update)
    return list(found.values())
