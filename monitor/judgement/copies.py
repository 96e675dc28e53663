"""Copies: whether a text is told elsewhere already, word for word or nearly, and which story it belongs to."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from rapidfuzz import fuzz, process

from monitor.judgement.events import further_attack, other_event
from monitor.judgement.gist import STOP, Gist
from monitor.judgement.guard import Difference, differences, is_figure
from monitor.judgement.placenames import PlaceNames

WINDOW = timedelta(hours=72)  # so long after a text another one can be its near copy
SAME_WINDOW = timedelta(days=7)  # and so long its copy word by word
SHORT_WINDOW = timedelta(hours=6)  # but of a few words only: «انفجار في دمشق» is told of the next one too
OPEN = timedelta(hours=24)  # a story takes members so long after its first report
NEAR = 80.0  # token_set_ratio from which two texts are nearly the same
SAME_EVENT = 45.0  # token_set_ratio from which two texts of the same places may tell one event
FEWEST = 6  # words; shorter texts are copies only where they are equal
OTHER_WORDS = 3  # words of the shorter text that the longer one may lack
OTHER_PART = 0.15  # or so large a part of them
TELLING = 2  # figures; texts that tell the same so many may differ in more words
MORE = frozenset(("المزيد", "التفاصيل", "التتمة"))  # the last word of a text that was cut off
NEWS_WORDS = 3  # and so many more where a figure, a place or a negation makes it news of the same story


class Told(Protocol):
    """A text that was told before, as far as it takes to compare with it."""

    @property
    def entry_id(self) -> int: ...
    @property
    def story_id(self) -> int: ...
    @property
    def gist(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Kinship:
    """What a text is to one told before: its copy, or of the same story and different in what `differs` says.

    `score` is 0 to 100, 100 for the same words.
    """

    to: Told
    score: float
    differs: tuple[Difference, ...] = ()

    @property
    def is_copy(self) -> bool:
        return not self.differs


def kin(gist: Gist, candidates: Sequence[Told], places: PlaceNames) -> tuple[Kinship | None, float | None]:
    """The text that this one is a copy of, else the nearest one of the same story; and the best score, 0 to 100.

    The candidates come with the likeliest first; texts of a few words are near to none.
    """
    words = frozenset(gist.words)
    scored = _scored(gist, words, [told for told in candidates if told.gist.count(" ") + 1 >= FEWEST])
    related: Kinship | None = None
    for score, told, others in scored:
        if score < NEAR or not _nearly(words, others, NEWS_WORDS):
            continue
        if further_attack(told.gist, gist.text):
            continue
        if _is_beginning(gist.words, told.gist):
            return Kinship(told, score), scored[0][0]
        more = NEWS_WORDS if len(_figures(words)) >= TELLING else 0
        may_be_copy = _nearly(words, others, more) and _figures(words) == _figures(others)
        if related and not may_be_copy:  # the guard costs much, and there is a nearer text of the story already
            continue
        found = tuple(differences(told.gist, gist.text, places))
        if not found and may_be_copy:
            return Kinship(told, score), scored[0][0]
        if found and related is None and _same_event(found):
            related = Kinship(told, score, found)
    return related, scored[0][0] if scored else None


_Scored = tuple[float, Told, Set[str]]


def _scored(gist: Gist, words: Set[str], candidates: Sequence[Told]) -> list[_Scored]:
    """The likeliest candidate and all that hold nearly the same words, with their scores and words, the nearest first.

    Scoring takes much longer than comparing words, and most candidates share but a stretch.
    """
    with_words = [(told, _words(told.gist)) for told in candidates]
    near = [pair for place, pair in enumerate(with_words) if not place or _nearly(words, pair[1], NEWS_WORDS)]
    found = process.extract(gist.text, [told.gist for told, _ in near], scorer=fuzz.token_set_ratio, limit=None)
    return [(score, *near[place]) for _, score, place in found]


def same_event(gist: Gist, told: Told, places: PlaceNames) -> Kinship | None:
    """A text of the same places that shares so many words that it may tell the event in others."""
    score = fuzz.token_set_ratio(gist.text, told.gist)
    if score < SAME_EVENT:
        return None
    found = differences(told.gist, gist.text, places)
    if any(difference.matter != "figure" for difference in found) or other_event(told.gist, gist.text):
        return None
    return Kinship(told, score, tuple(found) or (Difference("wording", "", ""),))


def _words(gist: str) -> Set[str]:
    words = set(gist.split())
    words.discard(STOP)
    return words


def _nearly(words: Set[str], others: Set[str], more: int) -> bool:
    """Whether the shorter text says little that the longer one does not: so many words, or a part of it."""
    shorter, longer = (words, others) if len(words) <= len(others) else (others, words)
    return len(shorter - longer) <= max(OTHER_WORDS, OTHER_PART * len(shorter)) + more


def _is_beginning(words: Sequence[str], told: str) -> bool:
    """Whether a text was cut off: it has only the words with which the one told before begins."""
    if words[-1] in MORE:
        words = words[:-1]
    before = [word for word in told.split() if word != STOP][: len(words)]
    *whole, last = words
    if len(whole) < FEWEST or len(before) < len(words) or before[:-1] != whole:
        return False
    return last == before[-1] or (not is_figure(last) and before[-1].startswith(last))


def _figures(words: Set[str]) -> set[str]:
    return {word for word in words if is_figure(word)}


def _same_event(found: Sequence[Difference]) -> bool:
    """Whether texts that differ so may still tell of one event: not where several things are others."""
    return len(found) == 1 and not any(one.matter == "time" or _several(one) for one in found)


def _several(difference: Difference) -> bool:
    return sum(is_figure(word) for word in difference.now.replace("،", " ").split()) > 3
