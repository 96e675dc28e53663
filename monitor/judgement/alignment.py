"""Aligning what a page shows now with the entries that are known of it: key, then equal text, then near text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from rapidfuzz import fuzz

NEAR_SAME_MINUTE = 60.0  # two texts told at one minute are an edit of each other from this ratio on
NEAR_UNTIMED = 85.0  # where no minute helps, the texts must speak for themselves
NEAR_REWORDED = 92.0  # … where words stand in the place of others
SAME_WORDS = timedelta(hours=6)  # so far apart the same words tell of two events: «انفجار في دمشق»
WITHIN = timedelta(minutes=90)  # of a time that is told by the hour


class Told(Protocol):
    """What a reading and a known entry have in common."""

    @property
    def keys(self) -> tuple[str, ...]: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def headline_folded(self) -> str: ...
    @property
    def text_folded(self) -> str: ...
    @property
    def published_at(self) -> datetime | None: ...


class Fresh(Told, Protocol):
    """A reading: it also says whether its key is the page's own id, and how exact its time is."""

    @property
    def native(self) -> bool: ...
    @property
    def precision(self) -> str | None: ...


class Known(Told, Protocol):
    @property
    def id(self) -> int: ...
    @property
    def listed(self) -> bool: ...


def align_by_key(fresh: Sequence[Fresh], by_key: Mapping[str, Known]) -> list[int | None]:
    """For each reading the id of the entry that was seen under one of its keys, one to one, else None."""
    taken: set[int] = set()
    aligned: list[int | None] = []
    for reading in fresh:
        entry = next((by_key[k].id for k in reading.keys if k in by_key and by_key[k].id not in taken), None)
        if entry is not None:
            taken.add(entry)
        aligned.append(entry)
    return aligned


def align_by_text(
    fresh: Sequence[Fresh], aligned: Sequence[int | None], candidates: Sequence[Known], *, other_ids: bool = False
) -> list[int | None]:
    """`aligned` with the readings that no key told aligned by equal text, then by near text, one to one.

    Near text serves readings without a native id only: a page that gives ids says by a new id that the
    update is new, unless all its ids are `other_ids` than before. Position on the page is no evidence at any step.
    """
    result = list(aligned)
    taken = set(aligned)
    free = {entry.id: entry for entry in candidates if entry.id not in taken}
    _align_equal(fresh, result, free)
    _align_near(fresh, result, free, other_ids)
    return result


def _align_equal(fresh: Sequence[Fresh], result: list[int | None], free: dict[int, Known]) -> None:
    by_text: dict[str, list[Known]] = {}
    for entry in free.values():
        by_text.setdefault(entry.fingerprint, []).append(entry)
    for index, reading in enumerate(fresh):
        if result[index] is not None:
            continue
        told = by_text.get(reading.fingerprint, [])
        same = [entry for entry in told if entry.id in free and not _another_time(reading, entry)]
        if same:
            best = max(same, key=lambda entry: _same_minute(reading, entry))
            result[index] = best.id
            del free[best.id]


def _another_time(reading: Fresh, entry: Known) -> bool:
    """Whether equal words are told of another hour, after the page had stopped to show those told before."""
    if entry.listed or reading.published_at is None or entry.published_at is None:
        return False
    return abs(reading.published_at - entry.published_at) > SAME_WORDS


def _align_near(fresh: Sequence[Fresh], result: list[int | None], free: dict[int, Known], other_ids: bool) -> None:
    pairs: list[tuple[float, int, int]] = []
    for index, reading in enumerate(fresh):
        if result[index] is not None or (reading.native and not other_ids):
            continue
        for entry in free.values():
            score = _nearness(reading, entry)
            if score > 0:
                pairs.append((score, index, entry.id))
    for _, index, entry_id in sorted(pairs, key=lambda pair: -pair[0]):
        if result[index] is None and entry_id in free:
            result[index] = entry_id
            del free[entry_id]


def _nearness(reading: Fresh, entry: Known) -> float:
    """0 to 101: how surely one text is an edit of the other; 0 where it is not."""
    if reading.published_at is not None and entry.published_at is not None:
        if _same_minute(reading, entry):
            ratio = fuzz.token_sort_ratio(_whole(reading), _whole(entry), score_cutoff=NEAR_SAME_MINUTE)
            return ratio + 1.0 if ratio else 0.0
        if reading.precision != "hour" or abs(reading.published_at - entry.published_at) > WITHIN:
            return 0.0
    if not entry.listed:
        return 0.0  # nothing edits what left the page before
    ratio = fuzz.token_sort_ratio(_whole(reading), _whole(entry), score_cutoff=NEAR_UNTIMED)
    return ratio if ratio and ratio >= _bound(_whole(reading), _whole(entry)) else 0.0


def _bound(text: str, other: str) -> float:
    """How near two untimed texts must be: lines of one pattern about two places differ in a word and in a figure."""
    words, figures = _told(text)
    others, other_figures = _told(other)
    came, gone = Counter(words) - Counter(others), Counter(others) - Counter(words)
    moved = not came and not gone and words != others
    if not moved and not (came and gone):
        return NEAR_UNTIMED
    return NEAR_REWORDED if sorted(figures) == sorted(other_figures) else 101.0


def _told(text: str) -> tuple[list[str], list[str]]:
    """The words of a text and its figures, each in their order."""
    tokens = text.split()
    figures = [token for token in tokens if any(map(str.isdigit, token))]
    return [token for token in tokens if token not in figures], figures


def _same_minute(a: Told, b: Told) -> bool:
    if a.published_at is None or b.published_at is None:
        return False
    return a.published_at.replace(second=0, microsecond=0) == b.published_at.replace(second=0, microsecond=0)


def _whole(told: Told) -> str:
    return f"{told.headline_folded}\n{told.text_folded}"
