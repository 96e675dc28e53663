"""Counts whose noun itself says what happened: «12 قتيلاً», «400 نازح»."""

from dataclasses import replace

from arabic.figures.counts import Count
from arabic.figures.passage import Passage
from arabic.figures.tolls import OTHER, Told
from arabic.figures.words import (
    ADVERBIALS,
    AID,
    BEYOND,
    BRIEFLY,
    BRINGING,
    FALLEN,
    FINDING,
    FREED,
    HEARSAY,
    HOLDING,
    HOSPITALS,
    JAILS,
    LIVING,
    MOVING,
    RETURNING,
    SERVICES,
    SUBSET,
    TOLLS,
    WAITING,
    noun_of,
    related,
    trigger_of,
)

_CLAUSE = 14  # words from «استقبلت المستشفيات …» to those who were brought
_MARTYRS = 5_000  # who are called so died in a war
_CARRY = ("ينقل", "تنقل", "نقل", "نقلت", "نقلنا")  # «الهلال الأحمر ينقل 16 مصاباً»
_CARRIED = frozenset(("نقلوا", "نقلا", "ادخلوا", "وصلوا"))  # «إن 16 جريحاً نقلوا إلى المستشفى»
_NOW = frozenset(("حاليا", "الان"))  # «تستقبل حالياً 2,750 عائلة نازحة»
_TO_HOSPITAL = 9  # words
_FEW = 10  # up to here the counted stand in the plural
_ON_THEIR_WAY = frozenset({"displaced"})  # what verbs of coming and going ask for


def casualty(passage: Passage, count: Count, *, goes_on: bool) -> Told:
    """«12 قتيلاً»: unless they are only spoken of («عائلات 12 شهيداً») or let alone («الإفراج عن 12 جريحاً»).

    `goes_on` says that «و» joins them to a figure before.
    """
    assert count.noun is not None
    before = [word for word in passage.before(count.opening, 3) if word not in SERVICES]
    bodies = {word[:2] for word in (*before[-1:], passage.token(count.first))} & {"جث"} and passage.finding(
        count.opening
    )
    if (not bodies and related(before)) or not (goes_on or _is_told(passage, count)):
        return OTHER
    if passage.token(count.last).startswith("ال") and passage.token(count.last - 1) == "من":
        return OTHER  # «ستة من المصابين»: of those who were told of before
    body, found = (
        passage.token(count.last).startswith("جث"),
        passage.finding(count.opening) or _to_hospital(passage, count),
    )
    if body and not found and not goes_on:
        return OTHER
    waiting = any(word in WAITING for word in passage.tokens(count.last + 1, count.last + 4))
    if waiting and not passage.before(count.opening, 1):
        return OTHER
    nearest = next((word for word in reversed(before) if word in FINDING or trigger_of(word) or _brings(word)), "")
    counted = any(word.removeprefix("و") in TOLLS for word in passage.before(count.opening, 12))
    if nearest not in FINDING and not counted and _told_of_later(passage, nearest, count):
        return OTHER
    heard = any(word.removeprefix("و") in HEARSAY for word in before)
    one = count.single or (count.low == count.high == 1)
    if one and not goes_on and not (body and found) and (heard or not _stands_alone(passage, count)):
        return OTHER
    rising = any(word.removeprefix("و") in TOLLS for word in passage.before(count.opening, 12))
    beyond = any(word in BEYOND for word in passage.before(count.opening, 12)) and rising
    name = passage.token(count.last)
    lasting = "more than one event makes" if count.low >= _MARTYRS and name.startswith(("شهيد", "شهداء")) else ""
    return Told(count.noun.kind, count.first, name, lasting, total=rising, beyond=beyond)


def _is_told(passage: Passage, count: Count) -> bool:
    """Whether nothing stands before casualties, or something that says how they came about."""
    before = [word for word in passage.before(count.opening, _CLAUSE) if word != "و"]
    if not before or (passage.follows(count.last) in _CARRIED and _to_hospital(passage, count)):
        return True
    return before[-1] not in ("ل", "ب") and any(
        {word, word.removeprefix("و"), word.removeprefix("ف"), word.removeprefix("ب")} & BRINGING for word in before
    )


def _brings(word: str) -> bool:
    """«وتوقع شهيدين»; «عن» and «عدد» only lead on from another word."""
    return len(word) > 3 and word.removeprefix("و") in BRINGING


def _told_of_later(passage: Passage, word: str, count: Count) -> bool:
    """Whether a word before a casualty tells of what came later: «إجلاء 15 جريحاً», «الإفراج عن …»."""
    trigger = trigger_of(word) if word else None
    if trigger is None or trigger.kind not in (None, "displaced") or "ستقب" in word:
        return False
    carried = count.noun is not None and count.noun.kind == "injured" and word.endswith(_CARRY)
    return not (trigger.asks == _ON_THEIR_WAY and (carried or _to_hospital(passage, count)))


def _to_hospital(passage: Passage, count: Count) -> bool:
    if any(token in HOSPITALS for token in passage.before(count.opening, _TO_HOSPITAL)):
        return True  # «أفاد مصدر في مشفى إزرع بوصول ثلاثة مصابين»
    behind = passage.tokens(count.last + 1, count.last + 1 + _TO_HOSPITAL)
    aside = bool(behind) and behind[0] in SUBSET  # «نقلت 16 إصابة، بينها اثنتان خطيرتان، إلى المستشفى»
    return any(token in HOSPITALS for token in behind[: None if aside else 5])


def _stands_alone(passage: Passage, count: Count) -> bool:
    """«قتيل و4 جرحى», «سقوط قتيل في …»: one is counted, not described."""
    if count.first and not passage.stops(count.first - 1) and passage.token(count.first - 1).lstrip("وف") not in FALLEN:
        return False
    after = passage.follows(count.last)
    if (noun := noun_of(after)) and noun.group in ("civil", "nation", "person") and noun.amount == "one":
        after = passage.follows(count.last + 1)  # «قتيل مدني وثلاثة جرحى»
    return not after or after in ("هو", "هي") or after[0] in "وب" or after in ADVERBIALS


def standing(passage: Passage, count: Count, told: Told | None, *, goes_on: bool) -> Told:
    """«يضم المخيم 400 نازح», «9500 أسير في السجون»: a number that stands, where nothing happens to them.

    `told` is what the words around the count say that happened, `goes_on` that «و» joins it to a figure before.
    """
    assert count.noun is not None
    carried = passage.token(count.opening - 1) == "من" and passage.token(count.opening - 2) in MOVING
    if (goes_on or carried) and told is not None and not told.by:
        told = None  # what joins it to the dead says nothing of the detained
    freed = any(one in FREED for one in passage.tokens(count.last + 1, count.last + 3))
    housed = "وحدات" in passage.tokens(count.last + 1, count.last + 10)  # «نقل 230 عائلة نازحة إلى وحدات سكنية»
    if (freed or housed) and count.noun.kind == "displaced":
        return OTHER  # «قافلة تقل 213 لاجئاً سورياً عائدين»
    aided = count.noun.kind == "displaced" and any(
        {word, word.removeprefix("و")} & AID for word in passage.before(count.opening, 7)
    )
    if told is not None and not aided and not (told.kind is None and told.by.removeprefix("ل") in AID):
        still = told.kind == count.noun.kind == "arrested" and told.by.removeprefix("و") in HOLDING
        now = any(word in _NOW for word in passage.tokens(max(told.trigger, 0), count.opening))
        return replace(told, lasting="a number that stands") if still or (now and told.kind) else told
    if count.single or related(passage.tokens(count.opening - 2, count.opening)):
        return OTHER
    kind, by = count.noun.kind, passage.token(count.last)
    if freed or passage.stretch_has(count.first, RETURNING):
        return OTHER
    if goes_on and told is None:
        lives = any(one in LIVING for one in passage.tokens(count.last + 1, count.last + 3))
        lives = lives or (by.endswith("ون") and count.low > _FEW)  # «و6 ملايين نازحون داخل البلاد»
        return Told(kind, count.first, by, lasting="a number that stands" if lives else "")
    if passage.token(count.opening - 1) == "مقابل":
        return OTHER  # «33 رهينة مقابل 1,900 أسير»
    first = passage.around(count.first)[0]
    if kind == "displaced" and any(word in MOVING for word in passage.tokens(first, count.first)):
        return Told(kind, count.first, by)
    behind = passage.tokens(count.last + 1, count.last + 3)
    brief = len(behind) == 2 and behind[0] in ("خلال", "في") and behind[1] in BRIEFLY
    if (
        told is None
        and brief
        and (kind == "arrested" or _held(passage, count))
        and not passage.before(count.opening, 1)
    ):
        return Told(kind, count.first, by)
    if told is None and not _held(passage, count):
        return OTHER
    beyond = any(word in BEYOND for word in passage.before(count.opening, 7)) and "عدد" in passage.before(
        count.opening, 7
    )
    return Told(kind, count.first, by, lasting="a number that stands", beyond=beyond)


def _held(passage: Passage, count: Count) -> bool:
    """Whether something says that they stand there; what else is told of them may be anything."""
    before = passage.before(count.opening, 7)
    if any(word in HOLDING or word.removeprefix("و") in HOLDING - {"علي"} for word in before):
        return True
    if count.noun is not None and count.noun.kind == "arrested":
        jailed = any(word in JAILS for word in passage.tokens(count.last + 1, count.last + 5))
        return jailed and not before
    return not before or any(word in AID for word in before)


def is_mixed(passage: Passage, count: Count) -> bool:
    """«بين قتيل وجريح», «عشرات القتلى والجرحى»: one number for two things."""
    after = passage.tokens(count.last + 1, count.last + 3)
    if len(after) > 1 and after[0] == "و":
        after = ["و" + after[1]]
    if len(after) > 1 and after[0] == "بين" and (one := noun_of(after[1])) and one.group == "casualty":
        return True
    if count.noun is None or count.noun.kind is None or count.single or count.dual or not after:
        return False
    other = noun_of(after[0][1:]) if after[0].startswith("و") else None
    if other and other.kind not in (None, count.noun.kind) and other.amount == count.noun.amount != "many":
        return count.low > _FEW  # «70 قتيلاً وجريحاً»
    if other is None or other.group != "casualty" or other.amount != "many":
        return False
    return count.high is None or not after[0].endswith("ات")  # «3 شهداء وإصابات» tells of three
