"""One update told twice by a page, as data and as HTML: brought together, each field from where it is told better."""

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.agreement import disagrees, remember, still_agrees
from crawler.document import Document
from crawler.items import Precision, Update
from crawler.known_pages import as_before, show
from crawler.layouts.entries import Entry, entries_of, recognise
from crawler.makes import shows_no_more
from crawler.offsets import settled
from crawler.opening import squeezed
from crawler.times import Told

_START = 60  # letters by which a text is known again
_SURE = 0.9
_LONGER = 2.0  # times the text told as data: what the page shows beyond that is not the update's
_CUT = ("…", "...", "[…]")


@dataclass(frozen=True, slots=True)
class Source:
    """An update as the data of a page tells it, with the time as written."""

    update: Update
    told: Told | None


def merged(sources: Sequence[Source], document: Document) -> list[Update]:
    """The updates of the data with what the page shows of them, and those that the page alone shows.

    Where fewer than half of the blocks shown are told as data too, the list is another one: it is left alone.
    A text that is taken from the page carries the layout `entries`: when it leaves the page, no edit is seen.
    """
    updates = [source.update for source in sources]
    if as_before(sources, document) or still_agrees(updates, document):
        return updates
    if (made := shows_no_more(sources, document)) is not None:
        if "varies" in document.memo:
            remember(updates, document)  # what is around its blocks is of this visit: it is known by their looks
        show(sources, made, document)
        return updates
    evidence = recognise(document)
    shown = entries_of(document) if evidence is not None else []
    pairs = _aligned(sources, shown)
    if not shown or len(pairs) * 2 < min(len(shown), len(sources)):
        return _alone(sources, document)
    partners = [shown[pairs[place]] if place in pairs else None for place in range(len(sources))]
    times = settled(
        [source.told for source in sources], [partner.shown if partner else "" for partner in partners], document
    )
    found = [_merge(*row) for row in zip(sources, times, partners, strict=True)]
    taken = set(pairs.values())
    if evidence is not None and evidence.certainty >= _SURE and len(pairs) * 2 >= len(shown):
        found += [entry.update for place, entry in enumerate(shown) if place not in taken]
    if len(pairs) == len(sources) and found == updates:
        remember(updates, document)
    else:
        disagrees(document)
    return found


def _alone(sources: Sequence[Source], document: Document) -> list[Update]:
    times = settled([source.told for source in sources], [""] * len(sources), document)
    return [_timed(source.update, time) for source, time in zip(sources, times, strict=True)]


def _aligned(sources: Sequence[Source], shown: Sequence[Entry]) -> dict[int, int]:
    """The place of each source's entry among those shown: by an id, else by how its text begins; one to one."""
    by_key = {key: place for place, entry in enumerate(shown) for key in _ids(entry.update)}
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for place, source in enumerate(sources):
        partner = next((by_key[key] for key in _ids(source.update) if key in by_key), None)
        if partner is not None and partner not in taken:
            pairs[place] = partner
            taken.add(partner)
    by_start: dict[str, list[int]] = {}
    for place, entry in enumerate(shown):
        if place not in taken:
            by_start.setdefault(_start(entry.update), []).append(place)
    for place, source in enumerate(sources):
        places = by_start.get(_start(source.update), []) if place not in pairs else []
        if places and _start(source.update):
            pairs[place] = places.pop(0)
    return pairs


def _ids(update: Update) -> tuple[str, ...]:
    return (update.key, *update.also) if update.native else update.also


def _start(update: Update) -> str:
    return squeezed(update.text or update.headline or "")[:_START]


def _merge(source: Source, time: Told | None, entry: Entry | None) -> Update:
    update = source.update
    if entry is None:
        return _timed(update, time)
    other = entry.update
    if _same(update, other):
        return _timed(update, _better(time, entry))
    best = other if other.native and not update.native else update
    keys = (update.key, *update.also, other.key, *other.also) if update.native else (other.key, *other.also, update.key)
    text, layout = _text(update, other)
    headline = update.headline or other.headline
    changes = {
        "key": best.key,
        "native": best.native,
        "also": tuple(key for key in dict.fromkeys(keys) if key != best.key),
        "headline": headline,
        "text": text,
        "layout": layout if headline == update.headline else other.layout,
        "url": update.url if update.native and update.url else other.url or update.url,
        "author": update.author or other.author,
        "caption": update.caption or other.caption,
        "updated_at": update.updated_at or other.updated_at,
    }
    return _timed(update.with_(**changes), _better(time, entry))


def _same(update: Update, other: Update) -> bool:
    """Whether the page shows nothing that the data does not tell: nearly always."""
    adds = (other.also, not update.author and other.author, not update.caption and other.caption)
    if any(adds) or (other.updated_at and not update.updated_at):
        return False
    return (update.native, update.key, update.text, update.headline) == (True, other.key, other.text, other.headline)


def _better(told: Told | None, entry: Entry) -> Told | None:
    """An epoch before a time with an offset before one without; what is told as data first among equals."""
    other = entry.told
    if other is None or told is None:
        return told or other
    if entry.epoch and told.at != other.at and not _same_minute(told, other):
        return other
    if told.precision is not Precision.MINUTE or (other.offset_told and not told.offset_told):
        return other if other.precision is Precision.MINUTE else told
    return told


def _same_minute(told: Told, other: Told) -> bool:
    return told.at is not None and other.at is not None and abs((told.at - other.at).total_seconds()) < 60


def _timed(update: Update, told: Told | None) -> Update:
    if told is None:
        return update
    fields = {"published_at": None, "published_day": None, "precision": None, "raw_time": None, **told.fields()}
    if all(getattr(update, name) == value for name, value in fields.items()):
        return update
    return update.with_(**fields)


def _text(update: Update, other: Update) -> tuple[str | None, str]:
    """The fuller text of the two, and its layout. Data often loses lists, quotes and the ends of paragraphs."""
    told, shown = update.text or "", other.text or ""
    if not shown or not told:
        return (told or shown or None), (update if told else other).layout
    if "".join(told.split()) == "".join(shown.split()):
        return shown, update.layout  # the same letters, with the paragraphs as they are shown
    letters, others = squeezed(told.rstrip("…. ")), squeezed(shown)
    is_cut = told.endswith(_CUT) or len(others) <= _LONGER * len(letters)
    if len(others) > len(letters) and is_cut and _holds(others, letters):
        return shown, other.layout
    return told, update.layout


def _holds(text: str, part: str) -> bool:
    """Whether a text holds the other one, but for what stands between its pieces: lists, quotes."""
    if part in text:
        return True
    size = max(20, len(part) // 8)
    pieces = [part[at : at + size] for at in range(0, len(part), size)]
    return sum(piece in text for piece in pieces) >= 0.7 * len(pieces)
