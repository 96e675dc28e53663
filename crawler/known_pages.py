"""Remembers of a page that it shows no more than its data tells, and how it is made: then its data alone is read.

At the next visit the page is cut up without being parsed. Where nothing but JSON-LD and blocks of known makes changed,
a tree of it would hold the same again, and is not made. Fingerprints are kept, no texts.
"""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.agreement import disagrees
from crawler.cutting import Cut, Opening, cut
from crawler.document import Document, json_ld_objects
from crawler.makes import Shown, Telling, clock_of, clocks_agree, make_of
from crawler.offsets import step_of
from crawler.succession import Ending, says_so

_REMEMBERED = 500  # pages
_LEADS_ON = re.compile(r"href=(?![\"']?#)")


@dataclass(frozen=True, slots=True)
class _Known:
    """A page's make; each update with its block, as one number; and what else was found in its tree."""

    opening: Opening
    frame: bytes
    content_type: str
    makes: frozenset[tuple[str, str]]
    pairs: "array[int]"
    title: str
    canonical_url: str
    base_url: str
    links: tuple[str, ...]


_known: dict[str, _Known] = {}
forget = _known.clear


def recall(document: Document) -> bool:
    """Whether the page is one that is known, with nothing around its blocks that was not there before.

    What its tree would tell is then given to the document, and the tree is made only where it is asked for.
    """
    known = _known.get(document.url)
    parts = cut(document.body, known.opening) if known is not None else None
    if known is None:
        return False
    if parts is None or (parts.frame, document.content_type) != (known.frame, known.content_type):
        _known.pop(document.url, None)
        document.memo["varies"] = True
        return False
    document.is_html = True
    document.title = known.title
    document.canonical_url = known.canonical_url
    document.base_url = known.base_url
    document.json_ld = json_ld_objects(parts.data, document.notes)
    document.memo["as before"] = (known, parts)
    return True


def as_before(sources: Sequence[Telling], document: Document) -> bool:
    """Whether a page that was recalled shows what its data tells, and no more."""
    told: tuple[_Known, Cut] | None = document.memo.pop("as before", None)
    if told is None:
        return False
    known, parts = told
    pairs = _pairs(sources, parts)
    if pairs is None or not _shows_no_more(sources, pairs, known, parts, document):
        _known.pop(document.url, None)
        disagrees(document)
        return False
    _known[document.url] = replace(known, pairs=pairs)
    document.memo["links as before"] = known.links
    return True


def show(sources: Sequence[Telling], shown: Shown, document: Document) -> None:
    """Notes in the document how a page is made that shows no more than its data tells; `keep` keeps it."""
    pairs = _pairs(sources, shown.cut)
    if pairs is not None:
        document.memo["made"] = (shown, pairs)


def keep(document: Document, ending: Ending) -> None:
    """Keeps how a page is made, where it was found to show no more than its data tells, and goes on."""
    told: tuple[Shown, array[int]] | None = document.memo.get("made")
    if told is None or ending.evidence or ending.sure or document.decoded.note or document.decoded.encoding != "utf-8":
        return
    shown, pairs = told
    if shown.cut.data != tuple(document.json_ld_sources()) or any(
        map(_LEADS_ON.search, (make for make, _ in shown.makes))
    ):
        return
    if len(_known) >= _REMEMBERED:
        _known.clear()
    _known[document.url] = _Known(
        opening=shown.opening,
        frame=shown.cut.frame,
        content_type=document.content_type,
        makes=shown.makes,
        pairs=pairs,
        title=document.title,
        canonical_url=document.canonical_url,
        base_url=document.base_url,
        links=ending.links,
    )


def _pairs(sources: Sequence[Telling], parts: Cut) -> "array[int] | None":
    """Each update with its block as one number; None where one has none, or a block has no update."""
    if len(parts.blocks) != len(sources):
        return None
    blocks = [parts.blocks.get(source.update.key) for source in sources]
    if None in blocks:
        return None
    return array("q", (hash((source.update, block)) for source, block in zip(sources, blocks, strict=True)))


def _shows_no_more(
    sources: Sequence[Telling], pairs: "array[int]", known: _Known, parts: Cut, document: Document
) -> bool:
    seen = set(known.pairs)
    for source, pair in zip(sources, pairs, strict=True):
        if pair in seen:
            continue
        block = parts.blocks[source.update.key]
        make = make_of(source, block, document)
        if make is None or (make.written, make.short) not in known.makes or says_so(block.decode()):
            return False
    step = step_of(len(sources))
    clocks = [
        clock_of(parts.blocks[source.update.key]) if place % step == 0 else "" for place, source in enumerate(sources)
    ]
    return clocks_agree(sources, clocks, document)
