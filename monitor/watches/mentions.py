"""Mentions: every name of the gazetteer that begins at a word, and how places lie to each other."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from arabic.fold import fold_text
from arabic.places import Gazetteer, Place
from arabic.words import Words
from monitor.watches.placewords import cores, trait, traits

_MEMO_SIZE = 12_000
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


class Known(NamedTuple):
    """What is remembered of a word: its traits, the bits below among them, and the names that may begin with it."""

    traits: int
    names: tuple[_Name, ...] = ()


BEGINS, ENDS, GOES_ON, SEVERAL = trait(()), trait(()), trait(()), trait(())
"""A name may begin with the word, end with it as a later word, have it as a later word; begin with it and go on."""
NUMBER = trait(())


class PlaceNames:
    """Finds names of the gazetteer in words. Made ready when it is first asked."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._heads: dict[str, tuple[_Name, ...]] = {}
        self._memo: dict[str, Known] = {}
        self._nameless: dict[int, Known] = {}  # most words are alike: they have no names, and few traits
        self._inner: dict[str, bool] = {}  # later words of names → whether one ends with it
        self._around: dict[Place, dict[Place, None]] = {}
        self._namesakes: dict[Place, bool] = {}
        self._adjectives: dict[str, dict[Place, None]] = {}

    def known(self, token: str) -> Known:
        """What is known of a word."""
        return self._memo.get(token) or self._look_up(token)

    def holds(self, token: str) -> bool:
        """Whether this word may stand in a name."""
        return bool(self.known(token).traits & (GOES_ON | BEGINS))

    def beginnings(self, texts: Sequence[str]) -> Iterator[int]:
        """The words of a text with which a name may begin."""
        for position, known in enumerate(map(self._memo.get, texts)):
            if (known or self._look_up(texts[position])).names:
                yield position

    def at(self, words: Words, position: int) -> list[Mention]:
        """The names that begin at a word, the longest first."""
        texts = words.texts
        bits, names = self.known(texts[position])
        if bits & SEVERAL:
            following = texts[position + 1] if position + 1 < len(texts) else ""
            dotted = following[:-1] + "ة"
            names = tuple(
                name
                for name in names
                if not (rest := name.rest) or (rest[0] in (following, dotted) and self._follows(words, position, rest))
            )
        return [Mention(position, position + len(name.rest), name.places, name.sure) for name in names]

    def longer(self, words: Words, first: int, last: int) -> list[Mention]:
        """The names of more words than a name in words `first` to `last` has, in which that one stands."""
        texts = words.texts
        found: list[Mention] = []
        goes_on = self.known(texts[first]).traits & GOES_ON
        for start in range(max(0, first - 2) if goes_on else first, first + 1):
            if self.known(texts[start]).traits & SEVERAL:
                found += (
                    one for one in self.at(words, start) if one.last >= last and one.last - one.first > last - first
                )
        return found

    def countries_of(self, token: str) -> tuple[Place, ...]:
        """The countries of which a folded word is the adjective: ليبية, اللبنانيين."""
        if not self._adjectives:
            for place in self.gazetteer.places:
                if place.kind == "country":
                    for name in place.written:
                        if adjective := _adjective(fold_text(name)):
                            self._adjectives.setdefault(adjective, {})[place] = None
        if "ي" not in token[-3:]:
            return ()
        stem = _ENDING.sub("ي", token)
        return tuple(one for core in cores(stem) for one in self._adjectives.get(core.removeprefix("ال"), ()))

    def around(self, place: Place) -> Mapping[Place, None]:
        """What a place lies in, the nearest first."""
        known = self._around.get(place)
        if known is None:
            known = self._around[place] = dict.fromkeys(self.gazetteer.around(place))
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

    def _follows(self, words: Words, position: int, rest: Sequence[str]) -> bool:
        following = words.texts[position + 1 : position + 1 + len(rest)]
        if len(following) < len(rest):
            return False
        for written, wanted in zip(following, rest, strict=True):
            if written != wanted and not (wanted.endswith("ة") and written == wanted[:-1] + "ه"):
                return False
        gaps = map(words.gap, range(position + 1, position + 1 + len(rest)))
        return all(gap == " " or set(gap) <= _JOINED for gap in gaps)

    def _look_up(self, token: str) -> Known:
        if not self._heads:
            self._make_ready()
        names = [name for core in _spelt(token) for name in self._heads.get(core, ())]
        if names:
            names = [name for name in names if not all(token in place.never for place in name.places)]
        bits = traits(token) | (NUMBER if token.isdigit() else 0)
        if token in self._inner:
            bits |= GOES_ON | (ENDS if self._inner[token] else 0)
        if names:
            names.sort(key=lambda name: -len(name.rest))
            known = Known(bits | BEGINS | (SEVERAL if names[0].rest else 0), tuple(names))
        else:
            known = self._nameless.setdefault(bits, Known(bits))
        if len(self._memo) >= _MEMO_SIZE:
            self._memo.clear()
        self._memo[token] = known
        return known

    def _make_ready(self) -> None:
        for spelling, places in self.gazetteer.spellings().items():
            first, *rest = spelling.split()
            name = _Name(tuple(rest), places, any(_is_sure(place, spelling) for place in places))
            self._heads[first] = (*self._heads.get(first, ()), name)
            for word in rest:
                for written in (word, word[:-1] + "ه") if word.endswith("ة") else (word,):
                    self._inner[written] = self._inner.get(written, False) or (word == rest[-1] and written == word)


def _is_sure(place: Place, spelling: str) -> bool:
    return not place.unsure or spelling in map(fold_text, place.spellings)


def _spelt(token: str) -> Sequence[str]:
    """What a name may begin with where a token stands."""
    found = cores(token)
    return [*found, *(core[:-1] + "ة" for core in found)] if token.endswith("ه") else found


def _adjective(country: str) -> str:
    """The adjective of a country's folded name, without ال: سوريا → سوري, الأردن → أردني; nothing for two words."""
    name = country.removeprefix("ال")
    if " " in name:
        return ""
    stem = name[:-1] if name.endswith(("ا", "ة")) else name
    return stem if stem.endswith("ي") else stem + "ي"
