"""A list of entries in plain HTML: sibling blocks of one shape, each with a time and a text, with or without ids."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.addresses import url_key
from crawler.counters import without_counters
from crawler.day_headings import days_above
from crawler.document import Document, Element
from crawler.entry_blocks import Block, block_of
from crawler.identities import Identity, identities
from crawler.items import Precision, Update
from crawler.keys import text_key
from crawler.layouts import Evidence
from crawler.offsets import settled
from crawler.readable import body_of, body_text, length_shown, text_of
from crawler.repeats import SHORTEST, Group, are_comments, repeated
from crawler.timeline import day_in_heading, on_day, placed_clocks
from crawler.times import Told, told_time

NAME = "entries"

_LINKED_HEADINGS = 0.6  # of the blocks, from which the list is one of articles


@dataclass(frozen=True, slots=True)
class Entry:
    """An update with the time as the block told it, whether that was an epoch, and the clock that readers see."""

    update: Update
    told: Told | None
    epoch: bool
    shown: str


class _Time(NamedTuple):
    told: Told | None
    epoch: bool


def recognise(document: Document) -> Evidence | None:
    if not document.is_html:
        return None
    group = _group(document)
    if group is None or are_comments(group) or not _is_the_text(group, document):
        return None
    blocks = _blocks(document)
    if _links_to_articles(blocks, document):
        return Evidence(0.3, f"{len(blocks)} blocks of one shape, but each leads to an article of its own")
    return Evidence(0.92, f"{len(blocks)} blocks of one shape, each with a time and a text")


def leads_to_articles(document: Document) -> bool:
    """Whether the page's list is one of articles, each with an address of its own."""
    return _group(document) is not None and _links_to_articles(_blocks(document), document)


def read(document: Document) -> Iterator[Update]:
    for entry in entries_of(document):
        yield entry.update


def entries_of(document: Document) -> list[Entry]:
    """The page's entries with the evidence for their times; read once a page."""
    if "entries" not in document.memo:
        group = _group(document)
        document.memo["entries"] = list(_entries(group, document)) if group is not None else []
    found: list[Entry] = document.memo["entries"]
    return found


def _group(document: Document) -> Group | None:
    """The page's list, each entry once: some pages show their entries again under another tab."""
    if "group" not in document.memo:
        group = repeated(document)
        document.memo["group"] = _without_copies(group, document) if group is not None else None
    found: Group | None = document.memo["group"]
    return found


def _without_copies(group: Group, document: Document) -> Group:
    rows: dict[tuple[object, ...], tuple[Element, tuple[Element, ...], Block]] = {}
    for element, marks in zip(group.blocks, group.marks, strict=True):
        block = block_of(element, marks)
        same = (block.headline, block.text, block.epoch, block.times, block.clock)
        rows.setdefault(same if len(block.text) >= SHORTEST else (element,), (element, marks, block))
    found = [block for _, _, block in rows.values()]
    texts = without_counters([block.text for block in found])
    pairs = zip(found, texts, strict=True)
    document.memo["blocks"] = [block if block.text == text else replace(block, text=text) for block, text in pairs]
    if len(rows) == len(group.blocks):
        return group
    blocks, marked, _ = zip(*rows.values(), strict=True)
    return Group(blocks, marked, group.length)  # the copies are no text beside the list


def _blocks(document: Document) -> list[Block]:
    found: list[Block] = document.memo["blocks"]
    return found


def _is_the_text(group: Group, document: Document) -> bool:
    """Whether the list is the page's text, and not comments or a list beside it."""
    shown = length_shown(document)
    if group.length * 2 >= shown:
        return True
    text = body_text(document)
    if group.length * 2 >= shown - len(text) + len(" ".join(text.split())):
        return True
    body = body_of(document)
    return body is None or group.length * 2 >= body.total


def _entries(group: Group, document: Document) -> Iterator[Entry]:
    blocks = _blocks(document)
    times = _times(group, blocks, document)
    known = identities(group.blocks, blocks, document)
    page_headlines = {text_of(heading) for heading in document.root.iterfind(".//h1")}
    counted = Counter(block.headline for block in blocks)
    foreign = {name for name, count in counted.items() if count >= max(3, len(blocks) // 3) or name in page_headlines}
    for block, time, identity in zip(blocks, times, known, strict=True):
        headline = "" if block.headline in foreign else block.headline
        if headline or block.text:
            yield Entry(_update(block, headline, time.told, identity, document), time.told, time.epoch, block.shown)


def _update(block: Block, headline: str, told: Told | None, identity: Identity | None, document: Document) -> Update:
    changed = told_time(block.changed, document) if block.changed else None
    return Update(
        key=identity.key if identity else text_key(headline, block.text, **(told.key_fields if told else {})),
        also=identity.also if identity else (),
        native=identity is not None,
        headline=headline or None,
        text=block.text or None,
        updated_at=changed.at if changed else None,
        url=(identity.url if identity else None) or document.url,
        author=block.author,
        caption=block.caption,
        layout=NAME,
        **(told.fields() if told else {}),
    )


def _links_to_articles(blocks: list[Block], document: Document) -> bool:
    """Whether the headlines lead to articles of their own: a listing, whose items are read there."""
    own = urlsplit(url_key(document.url)).path.rstrip("/")
    targets = set()
    for block in blocks:
        url = document.absolute(block.headline_link)
        if url is not None and not urlsplit(url).fragment:
            path = urlsplit(url_key(url)).path.rstrip("/")
            if path != own and not (own and path.startswith(f"{own}/")):
                targets.add(path)
    return len(targets) >= _LINKED_HEADINGS * len(blocks)


def _times(group: Group, blocks: list[Block], document: Document) -> list[_Time]:
    told = [_time(block, document) for block in blocks]
    if any(time.told is not None and time.told.precision is Precision.MINUTE for time in told):
        right = settled([time.told for time in told], [block.shown for block in blocks], document)
        return [time._replace(told=at) for time, at in zip(told, right, strict=True)]
    clocks = [block.clock for block in blocks]
    if not any(clocks):
        return told
    days = days_above(group.blocks, document)
    if any(days):
        pairs = zip(days, clocks, strict=True)
        placed = [on_day(day, clock, document) if day and clock else None for day, clock in pairs]
    else:
        placed = placed_clocks(clocks, document, day_in_heading(document))
    return [time._replace(told=clock or time.told) for clock, time in zip(placed, told, strict=True)]


def _time(block: Block, document: Document) -> _Time:
    """The time that a block tells by itself: an epoch before a <time>'s attribute before its text."""
    if block.epoch:
        return _Time(told_time(block.epoch, document), block.epoch.isdigit())
    told = next((time for value in block.times if (time := told_time(value, document)) is not None), None)
    if told is not None and told.day is not None and block.clock:
        told = on_day(told.day, block.clock, document) or told  # the date in one place, the clock in another
    return _Time(told, False)
