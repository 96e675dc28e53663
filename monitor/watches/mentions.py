"""Mentions: every name of the gazetteer that begins at a word, and how places lie to each other."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from arabic.fold import fold_text
from arabic.places import Gazetteer, Place
from arabic.words import Words
from monitor.watches.placewords import cores

_MEMO_SIZE = 6_000
_ENDING = re.compile("ي(?:ة|ه|ين|ون|ات|ا)?$")
_JOINED = frozenset(' "\u00ab\u00bb()')  # what may stand between the words of one name


class Mention(NamedTuple):
    """A name in words `first` to `last`; `sure` where it is no other word for at least one of the places."""

    first: int
    last: int
    places: tuple[Place, ...]
    sure: bool


class _Name(NamedTuple):
    rest: tuple[str, ...]
    places: tuple[Place, ...]
    sure: bool


class PlaceNames:
    """Finds names of the gazetteer in words. Made ready when it is first asked."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._heads: dict[str, tuple[_Name, ...]] = {}
        self._memo: dict[str, tuple[_Name, ...]] = {}
        self._tails: set[str] = set()
        self._around: dict[Place, frozenset[Place]] = {}
        self._namesakes: dict[Place, bool] = {}
        self._adjectives: dict[str, dict[Place, None]] = {}

    def begins(self, token: str, *, longer: bool = False) -> bool:
        """Whether a name, or one of several words, may begin with this word."""
        found = self._memo.get(token)
        if found is None:
            found = self._names(token)
        return bool(found) and not (longer and not found[0].rest)

    def touches(self, token: str) -> bool:
        """Whether a name may begin or end with this word."""
        return self.begins(token) or token in self._tails

    def at(self, words: Words, text: str, position: int) -> list[Mention]:
        """The names that begin at a word, the longest first."""
        found = []
        for name in self._names(words.texts[position]):
            last = position + len(name.rest)
            if not name.rest or self._follows(words, text, position, name.rest):
                found.append(Mention(position, last, name.places, name.sure))
        return found

    def countries_of(self, token: str) -> tuple[Place, ...]:
        """The countries of which a folded word is the adjective: ليبية, اللبنانيين."""
        if not self._adjectives:
            for place in self.gazetteer.places:
                if place.kind == "country":
                    for name in place.written:
                        self._adjectives.setdefault(_adjective(fold_text(name)), {})[place] = None
        stem = _ENDING.sub("ي", token)
        return tuple(one for core in cores(stem) for one in self._adjectives.get(core.removeprefix("ال"), ()))

    def around(self, place: Place) -> frozenset[Place]:
        """What a place lies in."""
        known = self._around.get(place)
        if known is None:
            known = self._around[place] = frozenset(self.gazetteer.around(place))
        return known

    def akin(self, one: Place, other: Place) -> bool:
        """Whether they are one, or one lies in the other."""
        return one is other or one in self.around(other) or other in self.around(one)

    def has_namesakes(self, place: Place) -> bool:
        """Whether a place that has nothing to do with it is written the same way."""
        known = self._namesakes.get(place)
        if known is None:
            others = (one for spelling in place.written for one in self.gazetteer.named(spelling))
            known = self._namesakes[place] = any(not self.akin(place, one) for one in others)
        return known

    def _follows(self, words: Words, text: str, position: int, rest: Sequence[str]) -> bool:
        following = words.texts[position + 1 : position + 1 + len(rest)]
        if len(following) < len(rest):
            return False
        for written, wanted in zip(following, rest, strict=True):
            if written != wanted and not (wanted.endswith("ة") and written == wanted[:-1] + "ه"):
                return False
        last = position + len(rest)
        return all(set(text[words[i].end : words[i + 1].start]) <= _JOINED for i in range(position, last))

    def _names(self, token: str) -> tuple[_Name, ...]:
        found = self._memo.get(token)
        if found is None:
            if not self._heads:
                self._make_ready()
            names = [name for core in _spelt(token) for name in self._heads.get(core, ())]
            names = [name for name in names if not all(token in place.never for place in name.places)]
            if len(self._memo) >= _MEMO_SIZE:
                self._memo.clear()
            found = self._memo[token] = tuple(sorted(names, key=lambda name: -len(name.rest)))
        return found

    def _make_ready(self) -> None:
        for spelling, places in self.gazetteer.spellings().items():
            first, *rest = spelling.split()
            name = _Name(tuple(rest), places, any(_is_sure(place, spelling) for place in places))
            self._heads[first] = (*self._heads.get(first, ()), name)
            self._tails.update(rest[-1:])


def _is_sure(place: Place, spelling: str) -> bool:
    return not place.unsure or spelling in map(fold_text, place.spellings)


def _spelt(token: str) -> set[str]:
    found = set(cores(token))
    return found | {core[:-1] + "ة" for core in found if core.endswith("ه")}


def _adjective(country: str) -> str:
    """The adjective of a country's folded name, without ال: سوريا → سوري, الأردن → أردني; nothing for two words."""
    name = country.removeprefix("ال")
    if " " in name:
        return ""
    stem = name[:-1] if name.endswith(("ا", "ة")) else name
    return stem if stem.endswith("ي") else stem + "ي"
