"""People by a noun that no list has: «250 زميلاً استشهدوا», «اعتقال 61 مخالفاً», «3 مروجين», «1.3 مليون هايتي»."""

import re

from arabic.figures.passage import Passage
from arabic.figures.words import (
    AFTER_BARE,
    ANIMALS,
    ARRESTS,
    BEHIND,
    DEATHS,
    KILLING,
    NO_NATION,
    NO_PEOPLE,
    SPORT,
    SUBSET,
    Noun,
)
from arabic.numbers.words import Number

_BROKEN = re.compile(r"\w\wا\w?ين|\w+يون")  # قوانين, تلفزيون: the sound plural is of people alone
_FEW = 10  # up to here the counted stand in the plural
_HUNDRED = 100


def unnamed_people(passage: Passage, number: Number, token: str) -> Noun | None:
    """People by a noun that no list has: «250 زميلاً استشهدوا», «اعتقال 61 مخالفاً», «3 مروجين»."""
    if token in AFTER_BARE or token in NO_PEOPLE or token in ANIMALS:
        return None
    if token.endswith("ا") and number.low > 10:
        arrested = any(word.removeprefix("و") in ARRESTS for word in passage.before(number.opening, 4))
        behind = passage.follows(number.last + 1) in BEHIND
        died = any(word in KILLING or word.removeprefix("و") in DEATHS for word in passage.before(number.opening, 1))
        return Noun("accusative", "anyone") if arrested or behind or died else None
    if number.low >= _HUNDRED and token not in NO_NATION and _is_from(passage, number.last + 1):
        return Noun("one", "nation")
    if token in SPORT or token in ANIMALS:
        return None
    new = len(token) > 3 and token[0] not in "وب" and token not in SUBSET
    before = passage.token(number.opening - 1).removeprefix("و")
    if new and (before in DEATHS or before in ARRESTS) and (3 <= number.low <= 10 or number.low >= _HUNDRED):
        return Noun("many" if number.low <= _FEW else "one", "anyone")  # only people meet with it: «مصرع أربعة حجاج»
    return Noun("many", "anyone") if is_sound(token) and 3 <= number.low <= 10 else None


def is_sound(token: str) -> bool:
    return token.endswith(("ين", "ون")) and len(token) > 4 and not _BROKEN.fullmatch(token)


def _is_from(passage: Passage, position: int) -> bool:
    """«1.3 مليون هايتي»: behind hundreds one that says from where they are, not one in «ى»."""
    token = passage.token(position)
    return len(token) > 3 and token.endswith("ي") and not passage.written(position).endswith(("ى", "يّ"))
