"""The scope of a figure: this event, a longer time, something denied, or what is only feared or planned."""

import re
from collections.abc import Sequence
from typing import Literal

from arabic.figures.passage import Passage
from arabic.figures.spans import is_month, is_period, long_time, past_month, span
from arabic.figures.words import BEHIND, SCOPE_LISTS, noun_of
from arabic.negation import denial
from arabic.words import Word

Scope = Literal["event", "cumulative", "denied", "planned"]

_SINCE = SCOPE_LISTS["since"]
_TODAY = SCOPE_LISTS["today"]
_STATE = SCOPE_LISTS["state"]
_DURING = SCOPE_LISTS["during"]
_PERIODS = SCOPE_LISTS["periods"]
_YEARS = SCOPE_LISTS["years"]
_SEASONS = SCOPE_LISTS["seasons"]
_PAST = SCOPE_LISTS["past"]
_LONG_AGO = SCOPE_LISTS["long_ago"]
_RATES = SCOPE_LISTS["rates"]
_REPORTS = SCOPE_LISTS["reports"]  # «التقرير السنوي»
_TOTALS = SCOPE_LISTS["totals"]
_TOLL = SCOPE_LISTS["toll"]
_FIRST_TOLL = SCOPE_LISTS["first_toll"]
_RISING = SCOPE_LISTS["rising"]
TODAYS = SCOPE_LISTS["todays"]

_FEARS = SCOPE_LISTS["fears"]
_EXPECTED = SCOPE_LISTS["expected"]
_CAN = SCOPE_LISTS["can"]
_CONDITIONS = SCOPE_LISTS["conditions"]
_ANEW = SCOPE_LISTS["anew"]
_REALISED = SCOPE_LISTS["realised"]
_FUTURE = re.compile(r"[وف]?س(?:ي|ت|ن)[^\W\d_]{2,}")
_IMPERFECT = re.compile(r"[يت]")
_NOT_FUTURE = SCOPE_LISTS["not_future"]
_NOT = frozenset(("لا", "لم", "لن"))
_ONLY = frozenset(("سوي", "الا"))  # «لم يقتل سوى شخصين»
_DONE = frozenset(("يتم", "تتم", "يجر", "يجري", "يحدث"))
_INFLICTS = SCOPE_LISTS["inflicts"]
_IN = frozenset(("في", "وفي", "خلال", "وخلال"))
_FEARED = frozenset(("من", "ان", "بان", "حدوث", "موجة"))
_COMMEMORATING = SCOPE_LISTS["commemorating"]
_FEASTS = SCOPE_LISTS["feasts"]
_SUPERLATIVE = SCOPE_LISTS["superlative"]
_FIRSTS = SCOPE_LISTS["firsts"]
_LASTING = SCOPE_LISTS["lasting"]
_DAYS = SCOPE_LISTS["days"]
_OF_A_WAR = SCOPE_LISTS["of_a_war"]
_EACH = frozenset(("كل", "وكل"))
_EACH_TIME = frozenset(("يوم", "ساعة", "شهر", "عام", "سنة", "اسبوع"))
_A_DAY = frozenset(("يوم", "اليوم", "يومين", "الساعات", "ساعات"))
_BEGINNING = SCOPE_LISTS["beginning"]
_ENDS = frozenset(("بداية", "مطلع", "نهاية"))
_EARLIER = SCOPE_LISTS["earlier"]
_FOILED = SCOPE_LISTS["foiled"]
_HURT_BEFORE = 8  # words from «أصيب بها» to «قبل شهر»
_TALKS = SCOPE_LISTS["talks"]
_REACH = 10


def scope_of(passage: Passage, trigger: int, first: int, last: int, taken: frozenset[int]) -> tuple[Scope, str]:
    """The scope of a figure in words `first` to `last`, with the word that says so.

    `trigger` is the word that says what happened, `taken` the words of all figures of the text.
    """
    words, text = passage.words, passage.text
    start = min(trigger, first)
    denied = denial(words, text, start, max(trigger, last)) or _undone(words, start)
    if denied and not any(word in _ONLY for word in passage.tokens(start, max(trigger, last))):
        return "denied", denied
    if planned := _planned(passage, trigger, first, last):
        return "planned", planned
    if longer := _cumulative(passage, start, first, last, taken):
        return "cumulative", longer
    return "event", ""


def _undone(words: Sequence[Word], start: int) -> str:
    """«لن يتم تهجير …»."""
    before = [word.text.removeprefix("و") for word in words[max(0, start - 2) : start]]
    if len(before) == 2 and before[0] in ("ليس", "غير") and before[1] in ("صحيحا", "صحيح"):
        return before[0]
    return before[0] if len(before) == 2 and before[0] in _NOT and before[1] in _DONE else ""


def _planned(passage: Passage, trigger: int, first: int, last: int) -> str:
    words = passage.words
    start, end = min(trigger, first), max(trigger, last)
    own = words[start].text
    if _will(own) or own in _EXPECTED:
        return own
    if start and words[start - 1].text in _REALISED:
        return ""
    done = trigger > last and words[trigger].text in BEHIND and own[0] not in "يت"
    if done and words[trigger].text[0] not in "يت" and words[trigger - 1].text not in _CAN:
        return ""  # «تقديرات: 4 ملايين فروا»: they did
    said = passage.trigger(start)
    hoped = said is None or said.shape == "noun" or own[0] in "يت"  # else it did happen
    feared = any(token in _FEARED for token in passage.tokens(start - 2, start))
    for position in range(start - 1, max(-1, start - 1 - _REACH), -1):
        if passage.stretch(position) != passage.stretch(start):
            break
        word = words[position].text
        if word in _REALISED or word in _ANEW:
            break
        if (word in _INFLICTS and start == first) or (noun_of(word) and passage.trigger(position - 1)):
            continue  # «وفاة طالب وإصابة 14»
        if word.startswith("محاول") and position + 1 < start and passage.trigger(position + 1):
            continue  # «نجا من محاولة اغتيال وأصيب اثنان»
        if word.startswith("محاول") and words[position - 1].text.removeprefix("و") in _FOILED:
            continue  # «إحباط محاولة تهريب وتوقيف 33»
        if word in _TALKS and said is not None and said.kind != "displaced":
            continue  # «البرلمان يناقش وفاة 34»
        if word in _EXPECTED or _will(word):
            return word
        if word in _FEARS and (feared or (hoped and words[position + 1].text in _FEARED)):
            return word
        if word in _FEARS and position + 1 == start and not word.startswith("تحذ"):
            return word
        if word in _CAN and _IMPERFECT.match(words[position + 1].text):
            return word
    if condition := next((word for word in passage.tokens(last + 1, last + 8) if word in _CONDITIONS), ""):
        return condition if passage.stretch_has(last, _CONDITIONS, behind=True) else ""
    threats = (words[position].text for position in range(last + 1, end + 1))
    return next((word for word in threats if word.startswith("مهدد")), "")


def _will(word: str) -> bool:
    return _FUTURE.match(word) is not None and word not in _NOT_FUTURE and noun_of(word.removeprefix("و")) is None


def _cumulative(passage: Passage, start: int, first: int, last: int, taken: frozenset[int]) -> str:
    begin, end = passage.around(first)
    here = passage.stretch(first)
    words = passage.words
    joined = _joined(passage, last, taken)
    for position in range(begin, end):
        cue = passage.cues.get(position)
        if cue is None:
            cue = passage.cues[position] = _cue(passage, position, passage.around(position)[1])
        if not cue or first <= position <= last or passage.aside(position, first):
            continue
        if passage.stretch(position) != here:
            if position > first or _owned(passage, position, taken) or _todays(passage, here, begin, end):
                continue
            return cue
        if position > last:
            behind = words[last + 1 : position]
            if cue in _TOLL and position == joined:
                return cue  # «38 ألف شهيد حصيلة العدوان»
            if cue in _TOLL and words[position - 1].text != "في" and not cue.startswith(("ب", "ك")):
                continue
            if cue in _TOTALS and _is_feast(passage, position):
                continue  # «اعتقال العشرات في ذكرى الثورة»
            if any(word.text in _RISING for word in behind):
                continue
            return cue
        if not any(one in taken for one in range(position + 1, start)) or cue in _SINCE:
            return cue
    return ""


def _joined(passage: Passage, last: int, taken: frozenset[int]) -> int:
    """The place behind a figure and those that «و» joins to it at once: «67 شهيداً و169 مصاباً حصيلة …»."""
    behind = last + 1
    while (behind in taken or passage.token(behind) == "و") and passage.stretch(behind) == passage.stretch(last):
        behind += 1
    return behind


def _is_feast(passage: Passage, position: int) -> bool:
    if passage.token(position - 1) in _COMMEMORATING:
        return True  # «مقتل 16 في احتجاجات ذكرى …»
    return passage.token(position - 1) == "في" and any(
        word in _FEASTS for word in passage.tokens(position + 1, position + 3)
    )


def _owned(passage: Passage, position: int, taken: frozenset[int]) -> bool:
    """Whether a figure of its own stands before the cue, in its stretch."""
    stretch = passage.stretch(position)
    return any(passage.stretch(one) == stretch and one < position for one in taken)


def _todays(passage: Passage, stretch: int, begin: int, end: int) -> bool:
    return any(passage.words[one].text in TODAYS for one in range(begin, end) if passage.stretch(one) == stretch)


def _cue(passage: Passage, position: int, end: int) -> str:
    """The word at a place, where it says that a longer time is counted."""
    words = passage.words
    word = words[position].text
    following = [one.text for one in words[position + 1 : min(position + 5, end)]]
    before = words[position - 1].text if position else ""
    if word in _IN and is_period(passage, position + 1):
        return following[0]
    if (word in _IN or word in _DURING or word in _LASTING) and (weeks := span(following)):
        return "" if word in _DURING and _is_superlative(passage, position) else weeks
    if word in _IN and (long := long_time(following)):
        return long
    if word in _OF_A_WAR and before.isdecimal():
        day = any(one in _IN for one in passage.tokens(position - 4, position))
        return "" if day else word  # «اليوم الـ 700 للحرب»
    if word in _EACH and following and following[0] in _EACH_TIME:
        return word
    if (word in _SINCE or word in _TOLL or word in _DURING) and _is_superlative(passage, position):
        return ""
    if word in _RATES or word in _TOTALS or (word in _REPORTS and "تقرير" in before):
        return word
    if word in _TOLL:
        days = bool(following) and following[0] in _A_DAY
        return "" if days or any(one in _FIRST_TOLL for one in following[:3]) else word
    if word in _SINCE:
        reach = 4 if following and following[0] in _BEGINNING else 2  # «منذ بدء العملية صباح اليوم»
        return "" if before in _STATE or any(one in _TODAY for one in following[:reach]) else word
    if word in _DURING:
        period = any(one in _PERIODS for one in following[:3]) or any(is_month(passage, position + n) for n in (1, 2))
        return word if period else ""
    if before and not before.isdecimal() and past_month(passage, position):
        return word
    if word in ("قبل", "وقبل"):
        earlier = any(one in _EARLIER for one in passage.tokens(position - _HURT_BEFORE, position))
        return word if not earlier and any(one in _LONG_AGO for one in following[:2]) else ""
    if word in ("بعد", "وبعد") and any(one in _LONG_AGO for one in following[:2]) and "علي" in following[:3]:
        return word
    if word == "سبق" and following[:1] == ["ان"]:
        return word
    opens = position - passage.around(position)[0] < 2
    if word in _DAYS and before.isdecimal() and opens and following[:1] == ["علي"]:
        return word  # «100 يوم على الحرب»
    if word in _LONG_AGO and following[:1] == ["علي"] and (opens or before in ("مرور", "بعد")):
        return word
    if word in _SEASONS and before == "هذا":
        return word
    if word in _YEARS and ((before == "من" and word == "الشهر") or before in _SINCE):
        return ""  # «في الثامن من الشهر الجاري» is a day; what «منذ» counts was decided there
    if word in _YEARS:
        year = bool(following) and following[0].isdecimal() and len(following[0]) == 4
        if year or (following and following[0] in _PAST):
            return word
        return word if before in ("هذا", "هذه") or (before in _ENDS and word == "العام") else ""
    return ""


def _is_superlative(passage: Passage, position: int) -> bool:
    """«في قصف هو الأعنف منذ …», «في حصيلة هي الأعلى»."""
    before, behind = passage.tokens(position - 4, position), passage.tokens(position + 1, position + 3)
    return any(token in _SUPERLATIVE for token in behind) or any(
        token.removeprefix("ب") in _SUPERLATIVE | _FIRSTS for token in before
    )
