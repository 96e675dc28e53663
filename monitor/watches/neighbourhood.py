"""The neighbourhood of a name in a text: the words around it and what is known of the places around it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Protocol

from arabic.fold import fold_text, has_tanwin
from arabic.places import Place
from monitor.watches.index import Scanned
from monitor.watches.mentions import Mention, PlaceNames
from monitor.watches.placewords import AFTER_A_NAME, TIME_WORDS, TOWN_ADJECTIVES, traits

ARTICLES = ("ال", "لل", "وال", "فال", "بال", "كال", "ولل", "وبال")
_SENTENCE = re.compile(r"[\n.!?؟؛:]")
_PAUSE = re.compile(r"[^\w\s\"«»“”'ـ]")


class Around(Protocol):
    """What the rest of an update says of places."""

    def mention(self, field: int, position: int) -> Mention | None:
        """The sure mention that stands on a word of a field."""

    def near_by(self, place: Place) -> str:
        """What the update names of the land that a place lies in, below the country."""

    def home(self, place: Place) -> str:
        """What its source reports about, where that is the place or the place lies in it."""


class Neighbourhood:
    """Where a name stands, in words `first` to `last` of a field of an update.

    `preceding` is the word before it in the same sentence and `following` the word after it with no pause between
    them, or nothing; `behind` and `ahead` are their traits.
    """

    __slots__ = ("_field", "_scanned", "_update", "ahead", "behind", "first", "following", "last", "names", "preceding")

    def __init__(self, scanned: Scanned, field: int, first: int, last: int, names: PlaceNames, update: Around) -> None:
        self._scanned = scanned
        self._field = field
        self._update = update
        self.first = first
        self.last = last
        self.names = names
        self.preceding = self.before(1)
        self.following = self.after(1)
        self.behind = traits(self.preceding)
        self.ahead = traits(self.following)

    def word(self, position: int) -> str:
        """Any word of the field; nothing beyond its ends."""
        return self.texts[position] if 0 <= position < len(self.texts) else ""

    @property
    def texts(self) -> list[str]:
        """The words of the field."""
        return self._scanned.words.texts

    @property
    def name(self) -> str:
        """The first word of the name as it is written, with what is on it."""
        return self.texts[self.first]

    def before(self, distance: int) -> str:
        """The word so many words before it in the same sentence."""
        position = self.first - distance
        if position < 0:
            return ""
        between = self._scanned.words.between(position, self.first)
        return "" if between != " " and _SENTENCE.search(between) else self.texts[position]

    def leading(self, count: int) -> Iterator[str]:
        """Up to so many words before it in the same sentence, the nearest first."""
        texts, words = self.texts, self._scanned.words
        for position in range(self.first - 1, max(self.first - 1 - count, -1), -1):
            gap = words.gap(position + 1)
            if gap != " " and _SENTENCE.search(gap):
                return
            yield texts[position]

    def after(self, distance: int) -> str:
        """The word so many words after it, with no pause between them."""
        position = self.last + distance
        if position >= len(self.texts):
            return ""
        between = self._scanned.words.between(self.last, position)
        return "" if between != " " and _PAUSE.search(between) else self.texts[position]

    def mention(self, position: int) -> Mention | None:
        """The sure name of a place that stands on a word of the field."""
        return self._update.mention(self._field, position)

    def doubtful(self, position: int) -> Iterator[Place]:
        """The places of every name that stands on a word beside this one."""
        starts = range(max(0, position - 2), position) if position < self.first else ()
        for start in (position, *starts):
            for mention in self.names.at(self._scanned.words, start):
                if mention.last >= position:
                    yield from mention.places

    def near_by(self, place: Place) -> str:
        """What the update names of the land that a place lies in, below the country."""
        return self._update.near_by(place)

    def home(self, place: Place) -> str:
        """What its source reports about, where that is the place or the place lies in it."""
        return self._update.home(place)

    def gap_before(self) -> str:
        """What stands between the word before the name and the name."""
        return self._scanned.words.gap(self.first) if self.first else "\n"

    def gap_after(self) -> str:
        """What stands between the name and the next word; at the end of the field, the rest of it."""
        return self._scanned.words.gap(self.last + 1)

    def ends_here(self) -> bool:
        """Whether what stands after the name does not belong to it: a pause, a preposition, a time, a list."""
        following = self.following
        if self.name.startswith(ARTICLES):  # only an adjective with its article belongs to it
            return not self.is_adjective_after()
        if not following or following in AFTER_A_NAME or following in TIME_WORDS or following in TOWN_ADJECTIVES:
            return True
        if following.startswith("ي") and len(following) >= 4:  # a verb: «أهالي نوى يشيعون»
            return True
        if following.startswith(("بال", "لل", "وال")) or (following[0] == "و" and len(following) > 3):
            return True
        return self._is_adverb(self.last + 1) or following.isdigit()

    def is_adjective_after(self) -> bool:
        """«الطبقة الوسطى»: a word with its article follows, and is neither a time nor a town's adjective."""
        following = self.following
        if not following.startswith("ال") or following in TIME_WORDS or following in TOWN_ADJECTIVES:
            return False
        return following not in AFTER_A_NAME and self.mention(self.last + 1) is None

    def candidates(self) -> list[Place]:
        """The places that are written as the name is, any clitic taken off."""
        found = self.names.at(self._scanned.words, self.first)
        return list(dict.fromkeys(place for mention in found if mention.last == self.last for place in mention.places))

    def is_bare(self, place: Place) -> bool:
        """Whether nothing is written onto the name, of this place or another one written so."""
        return self.name in _first_words(place) or any(self.name in _first_words(one) for one in self.candidates())

    def vowels(self, place: Place) -> int:
        """Whether the vowel signs written are those of a spelling of this place: عمّان, عُمان."""
        folded = self._scanned.folded
        start, end = self._scanned.written(self.first, self.last)
        signs = {sign for sign in folded.original[start:end] if sign in "\u064f\u0651"}  # DAMMA, SHADDA
        if not signs:
            return 0
        spelt = {sign for spelling in place.written for sign in spelling if sign in "\u064f\u0651"}
        return 9 if signs & spelt else 0

    def _is_adverb(self, position: int) -> bool:
        token = self.texts[position]
        if not token.endswith("ا") or len(token) < 4:
            return False
        start, end = self._scanned.written(position, position)
        return has_tanwin(self._scanned.folded.original[start:end]) or self.mention(position) is None


@lru_cache(maxsize=4096)
def _first_words(place: Place) -> frozenset[str]:
    return frozenset(fold_text(spelling).split()[0] for spelling in place.written)
