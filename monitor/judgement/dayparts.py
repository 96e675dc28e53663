"""Days of the week and parts of the day that a text names."""

from collections import Counter
from collections.abc import Collection, Iterable

from arabic.dates.words import WEEKDAYS
from arabic.fold import fold_text

_FORMS = (
    "فجر فجرا الفجر",
    "صباح صباحا الصباح صباحي",
    "ظهر ظهرا الظهر ظهيرة الظهيرة",
    "عصر عصرا العصر",
    "مساء المساء",
    "ليل ليلا الليل الليلة ليلة",
)
# In their order; neighbours are told of one event by different outlets.
_NAMES = {word: fold_text(forms).split()[0] for forms in _FORMS for word in fold_text(forms).split()}
_PLACES = {name: place for place, name in enumerate(dict.fromkeys(_NAMES.values()))}
_DAYS = {number: name for name, number in reversed(WEEKDAYS.items()) if name.startswith("ال")}
APART = 2


def weekdays(words: Iterable[str]) -> Counter[str]:
    """The days of the week among folded words, each by one name, and how often; «أحد» is none."""
    return Counter(_DAYS[WEEKDAYS[word]] for word in words if word.startswith("ال") and word in WEEKDAYS)


def parts_of_day(words: Iterable[str]) -> Counter[str]:
    """The parts of the day among folded words, each by one name, and how often."""
    cores = ((word, word[1:] if word[0] in "وفبل" else word) for word in words)
    return Counter(
        next(_NAMES[one] for one in pair if one in _NAMES) for pair in cores if not _NAMES.keys().isdisjoint(pair)
    )


def are_apart(one: Iterable[str], other: Collection[str]) -> bool:
    """Whether each part of one is far from each of the other, midnight counting as no end."""
    return all(_apart(_PLACES[a], _PLACES[b]) >= APART for a in one for b in other)


def _apart(one: int, other: int) -> int:
    return min(abs(one - other), len(_PLACES) - abs(one - other))
