"""Counts of people in a text: a number with its noun («12 مدنياً»), a dual («قتيلان») or one alone («طفل»)."""

import re
from dataclasses import dataclass, replace
from itertools import zip_longest

from arabic.dates.words import MONTHS
from arabic.figures.company import TWO, owned_noun, with_others
from arabic.figures.passage import Passage
from arabic.figures.people import is_sound, unnamed_people
from arabic.figures.words import (
    AFTER_BARE,
    BEHIND,
    BODIES,
    CASES,
    CAUSES,
    COLLECTIVES,
    COUNTRIES,
    FORCED,
    FROM_ADJECTIVES,
    NOUNS,
    ORDINALS,
    PLACES,
    REFUSED_AFTER,
    REMAINING,
    SUBSET,
    THINGS,
    TRIGGERS,
    WHICH,
    Noun,
    noun_of,
)
from arabic.numbers import numbers
from arabic.numbers.words import Number


@dataclass(frozen=True, slots=True)
class Count:
    """How many of whom, in words `first` to `last` (inclusive) of a text, with «more than» from `opening` on.

    `noun` is None where the number stands alone. `place` marks «… من بلدة» and «… منهم», which do not say who.
    """

    low: int
    high: int | None
    opening: int
    first: int
    last: int
    noun: Noun | None
    above: bool = False
    about: bool = False
    change: bool = False
    single: bool = False
    dual: bool = False
    place: bool = False
    crowd: bool = False  # «المئات»: people, without a noun
    definite: bool = False
    subject: bool = False  # «قتل جندي 3 فلسطينيين»


_NONE = Count(0, 0, -1, -1, -1, None)


def counts(passage: Passage) -> list[Count]:
    """Every count in its order; some of them count nothing that happened."""
    found: list[Count] = []
    told = {number.first: number for number in numbers(passage.words, passage.text)}
    openings = {number.opening: number for number in told.values()}
    asked = {
        place
        for place, token in enumerate(passage.texts)
        if token in _COUNTING or (token[0] in "وبل" and token[1:] in NOUNS)
    }
    asked.update(openings, [place - 1 for place in openings])
    position = 0
    while position < len(passage):
        if position not in asked:
            position += 1
            continue
        number = openings.get(position)
        count = _of_number(passage, number) if number else _of_word(passage, position)
        if number is None and count is None and (definite := openings.get(position + 1)) is not None:
            count = _of_theirs(passage, position, definite)
        if count and count.single and found and found[-1].last == position - 1:
            joined = passage.token(position).startswith("و")
            count = None if (_shares if joined else _describes)(found[-1], count) else count
        if count is not None:
            found.append(count)
            position = count.last + 1
        else:
            position = number.last + 1 if number else position + 1
    return [
        replace(count, subject=count.single and following.opening == count.last + 1)
        for count, following in zip_longest(found, found[1:], fillvalue=_NONE)
    ]


def _of_theirs(passage: Passage, position: int, number: Number) -> Count | None:
    """«مقتل منفذيه الأربعة»: all of those who belong to something, where that is what happened to them."""
    trigger, noun = passage.trigger(position - 1), owned_noun(passage.token(position))
    told = trigger is not None and trigger.kind is not None and trigger.shape == "noun"
    if noun is None or not told or not number.definite or number.low != number.high or not 2 < number.low <= _FEW:
        return None
    return None if passage.stops(position) else Count(number.low, number.high, position, position, number.last, noun)


def _describes(before: Count, count: Count) -> bool:
    """«12 جندياً أميركياً», «مصور صحفي»."""
    if count.noun is None or before.noun is None:
        return False
    alike = before.single and before.noun.amount == count.noun.amount == "one"
    return count.noun.group == "nation" or (alike and before.noun.group != "nation" and count.first == count.last)


def _shares(before: Count, count: Count) -> bool:
    """«15 امرأة وطفلاً»: two nouns of one number."""
    accusative = count.noun is not None and count.noun.amount == "accusative"
    return accusative and before.noun is not None and before.noun.amount in ("one", "accusative") and before.low > _FEW


def _of_number(passage: Passage, number: Number) -> Count | None:
    noun, last, place = _counted(passage, number)
    if last < 0:
        return None
    if noun is None and passage.token(number.opening - 1) in WHICH and not passage.stops(number.opening - 1):
        return None
    low, high = number.low, number.high
    return Count(
        low,
        high,
        number.opening,
        number.first,
        last,
        noun,
        number.above,
        number.about,
        number.change,
        place=place,
        definite=number.definite and not number.vague,
        crowd=number.vague and number.definite and noun is None,
    )


_DUAL = re.compile("\N{ARABIC FATHA}ي\N{ARABIC SUKUN}?ن")  # «مسعفَين»
_FEW = 10  # up to here the counted stand in the plural
_CORPS = frozenset(("اطفاء", "امن", "شرطة", "دين", "مرور", "اسعاف"))  # «أصيب رجلا إطفاء»: two
_FOREMOST = frozenset(("ابرز", "كبار", "اهم", "خيرة", "صغار"))
_NOTHING: tuple[None, int, bool] = (None, -1, False)


def _counted(passage: Passage, number: Number) -> tuple[Noun | None, int, bool]:
    """The noun behind a number, the last word of both, and whether «من» with a place follows; -1 if it is no count."""
    token = passage.follows(number.last)
    if token in REFUSED_AFTER or _is_share(passage, number.last + 1):
        return _NOTHING
    if token == "من":
        return _of_whom(passage, number)
    if case := _case(passage, number.last + 1) if token in ("حالة", "حالات") else None:
        return case, number.last + 2, False
    noun = noun_of(token) if token else None
    if noun is not None and (not token.startswith("ال") or number.vague or token in NOUNS):
        last = number.last + 1
        after = passage.follows(last)
        if noun.group == "family" and after.removeprefix("ال") in FROM_ADJECTIVES:
            return Noun(noun.amount, "family", "displaced"), last + 1, False
        if after in TWO:
            last += 1
        return noun, last, False
    if number.vague and token.startswith("ال") and is_sound(token[2:]):
        return Noun("many", "anyone"), number.last + 1, False  # «عشرات الشماليين»
    if unnamed := unnamed_people(passage, number, token):
        return unnamed, number.last + 1, False
    if token in SUBSET and not number.vague:
        return None, number.last, True  # «مصرع 17 منهم»
    if number.year:
        return _NOTHING
    ends = _ends(passage, number, token)
    return (None, number.last, False) if ends or (number.definite and number.vague) else _NOTHING


def _ends(passage: Passage, number: Number, token: str) -> bool:
    """Whether the word behind a number is nothing that it counts."""
    if not token or token in AFTER_BARE or token in BEHIND or token in FORCED or token == "و" or begins_anew(token):
        return True
    behind = passage.token(number.last + 2)
    if token == "عام":
        return len(behind) == len("2028")
    if token in ("ما", "لا"):
        return behind in REMAINING  # «4.5 ملايين ما زالوا لاجئين»
    return token.endswith("وا") and len(token) > len("نقوا") and not number.definite  # «إصابة ستة نقلوا إلى المشفى»


def _is_share(passage: Passage, position: int) -> bool:
    """«1 من كل 5», «طفل واحد من كل 5»."""
    return any(passage.tokens(start, start + 2) == ["من", "كل"] for start in (position, position + 1))


def begins_anew(token: str) -> bool:
    """Whether a word behind a number is no thing that it counts: «3 بقصف», «3 وإصابة», not «3 بيوت», «3 ورشات»."""
    if token[0] == "ب":
        return token.startswith("بال") or token[1:] in CAUSES or token[1:] in PLACES
    return token == "وان" or (token[0] == "و" and len(token) > 3 and token not in THINGS)


def _case(passage: Passage, position: int) -> Noun | None:
    """«40 حالة اعتقال»: as many people."""
    what = passage.follows(position)
    kind = CASES.get(what) or ((trigger := TRIGGERS.get(what)) and trigger.shape == "noun" and trigger.kind) or None
    return Noun("many", "casualty", kind) if kind else None


def _of_whom(passage: Passage, number: Number) -> tuple[Noun | None, int, bool]:
    """«9 من عناصر …», «ثلاثة من أفراد …», «12 ألفاً من سكان …», «عشرات الآلاف من ريف …»."""
    position = number.last + 2
    position += passage.token(position) in _FOREMOST  # «15 من أبرز قادة …»
    whom = passage.follows(position - 1)
    construct = whom.endswith(("ي", "و")) and noun_of(whom + "ن")  # «سبعة من مقاتلي الفصائل»
    noun = noun_of(whom) or owned_noun(whom) or construct or (Noun("many", "person") if whom in COLLECTIVES else None)
    if noun is not None and noun.amount in ("many", "either") and noun.group != "family":
        return noun, position, False
    if number.year or (number.definite and not number.vague) or whom in MONTHS:
        return _NOTHING  # «العشرين من رمضان», «التاسع عشر من آذار»
    if whom in PLACES or number.vague:
        return None, number.last, True
    if whom.startswith("ال") and whom.endswith(("ين", "ون")):
        return Noun("many", "person"), position, False
    return None, number.last, True


# Words that may count somebody by themselves.
_COUNTING = frozenset(("احد", "احدي", "حالتا", "حالتي", "حالتين")) | BODIES | NOUNS.keys()


def _of_word(passage: Passage, position: int) -> Count | None:
    token = passage.token(position)
    if token in ("احد", "احدي"):
        noun = noun_of(passage.follows(position)) or owned_noun(passage.follows(position))
        if noun is not None and noun.amount in ("many", "either") and noun.group != "family":
            return Count(1, 1, position, position, position + 1, noun, single=True)
        return None
    if token in ("حالتا", "حالتي", "حالتين") and (case := _case(passage, position)):
        return Count(2, 2, position, position, position + 1, case, dual=True)
    if token in BODIES and noun_of(passage.follows(position)):
        return Count(2, 2, position, position, position + 1, NOUNS["جثة"], dual=True)
    noun = NOUNS.get(token)
    if noun is None and token[0] in "وبل" and len(token) > 3:
        noun = NOUNS.get(token[1:])
        if noun is not None and token[0] != "و" and noun.amount not in ("two", "either"):
            return None
    if noun is None or noun.amount == "many" or token in TRIGGERS or (token[0] in "وفبل" and token[1:] in TRIGGERS):
        return None
    if passage.token(position - 1).endswith("رتبة"):
        return None  # «ضابط برتبة عميد»
    if (token in COUNTRIES and "ً" not in passage.written(position)) or _is_adjective(passage, position, noun):
        return None
    if token == "امام" and "إ" not in passage.written(position):
        return None  # «أمام» is a preposition
    after = passage.follows(position)
    if token.removeprefix("و") in ("رجلا", "رجلي") and after in _CORPS:
        return Count(2, 2, position, position, position + 1, NOUNS["رجل"], dual=True)
    two = after in TWO
    marked = noun.amount == "either" and _DUAL.search(passage.written(position)) is not None
    verb = after in BEHIND and after.endswith("ا") and not after.endswith("وا")
    both = verb and noun_of(passage.token(position - 1)) is None  # «شرطيين أصيبا»
    if noun.amount == "two" or marked or (noun.amount == "either" and (two or both)):
        return Count(2, 2, position, position, position + two, noun, dual=True)
    if noun.amount == "either":
        return None
    one = after in ("واحد", "واحدة", "واحده")
    if token.removeprefix("و") in ORDINALS | {"اخر"} and noun_of(after):
        return None  # «ثالث جندي»: not a third beside the two before
    high = None if with_others(passage, position) else 1
    return Count(1, high, position, position, position + one, noun, single=not one)


def _is_adjective(passage: Passage, position: int, noun: Noun) -> bool:
    """«64 تجمعاً بدوياً»: a word that follows another accusative describes it."""
    before = passage.token(position - 1)
    accusative = noun.amount == "accusative" and before.endswith("ا") and before not in TRIGGERS
    return accusative and passage.token(position - 2).isdecimal() and not passage.stops(position - 1)
