"""The scope of a figure: this event, a longer time, something denied, or what is only feared or planned."""

import re
from collections.abc import Sequence
from typing import Literal

from arabic.figures.cues import Cue, Cues
from arabic.figures.passage import Passage
from arabic.figures.words import BEHIND, MEETING, OPENING, PARTING, RELATIVE, SCOPE_LISTS, noun_of
from arabic.negation import denial
from arabic.words import Word

Scope = Literal["event", "cumulative", "denied", "planned"]

_SINCE = SCOPE_LISTS["since"]
_TOLL = SCOPE_LISTS["toll"]
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
_FEARED = frozenset(("من", "ان", "بان", "حدوث", "موجة"))
_FOILED = SCOPE_LISTS["foiled"]
_TALKS = SCOPE_LISTS["talks"]
_AFTER = frozenset(("بعد", "عقب", "اثر"))
_JOINED = 9  # words from one figure to the next that «و» joins
_AT_HEAD = 1  # words of a stretch before «منذ» that says of the whole sentence when it was
_REACH = 10


def scope_of(cues: Cues, trigger: int, first: int, last: int, taken: frozenset[int]) -> tuple[Scope, str]:
    """The scope of a figure in words `first` to `last`, with the word that says so.

    `trigger` is the word that says what happened, `taken` the words of all figures of the text.
    """
    passage = cues.passage
    words, text = passage.words, passage.text
    start = min(trigger, first)
    denied = denial(words, text, start, max(trigger, last)) or _undone(words, start)
    if denied and not any(word in _ONLY for word in passage.tokens(start, max(trigger, last))):
        return "denied", denied
    if planned := _planned(passage, trigger, first, last):
        return "planned", planned
    if longer := _cumulative(cues, trigger, first, last, taken):
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
    for position in range(start + 1, first):  # «عدد القتلى قد يتجاوز 150»
        if _will(words[position].text) or _can(passage, position):
            return words[position].text
    said = passage.trigger(start)
    asserted = own[0] in "وف" and said is not None and said.shape != "noun" and own[1] not in "يتس"
    if asserted or (start and words[start - 1].text in _REALISED):
        return ""  # «صدت محاولة تسلل وقتلت 54»
    if trigger > last and words[trigger - 1].text == "ربما":
        return "ربما"
    done = trigger > last and (words[trigger].text in BEHIND or words[trigger].text in MEETING) and own[0] not in "يت"
    if done and words[trigger].text[0] not in "يت" and words[trigger - 1].text not in _CAN:
        return ""  # «تقديرات: 4 ملايين فروا»: they did
    if hoped := _planned_before(passage, start, first):
        return hoped
    if condition := next((word for word in passage.tokens(last + 1, last + 8) if word in _CONDITIONS), ""):
        return condition if passage.stretch_has(last, _CONDITIONS, behind=True) else ""
    threats = (words[position].text for position in range(last + 1, end + 1))
    return next((word for word in threats if word.startswith("مهدد") or word == "خطر"), "")


def _planned_before(passage: Passage, start: int, first: int) -> str:
    """The word before a figure by which it is only feared, planned or expected."""
    words = passage.words
    own = words[start].text
    said = passage.trigger(start)
    hoped = said is None or said.shape == "noun" or own[0] in "يت"  # else it did happen
    feared = any(token in _FEARED for token in passage.tokens(start - 2, start))
    for position in range(start - 1, max(-1, start - 1 - _REACH), -1):
        if passage.stretch(position) != passage.stretch(start):
            break
        word = words[position].text
        if _can(passage, position):
            return word
        happened = word in RELATIVE and not _IMPERFECT.match(words[position + 1].text)
        if happened or word in _REALISED or word in _ANEW or word in PARTING:
            break
        word = word if word in _CAN else word.removeprefix("و")
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
    return ""


def _can(passage: Passage, position: int) -> bool:
    """«قد يتجاوز», not «قد تجاوز», «قد تعرضت»."""
    verb = passage.token(position + 1)
    if passage.token(position) not in _CAN or not _IMPERFECT.match(verb):
        return False
    return verb == "تموت" or not (verb.startswith("ت") and verb.endswith("ت"))


def _will(word: str) -> bool:
    return _FUTURE.match(word) is not None and word not in _NOT_FUTURE and noun_of(word.removeprefix("و")) is None


def _cumulative(cues: Cues, trigger: int, first: int, last: int, taken: frozenset[int]) -> str:
    passage = cues.passage
    start, end = min(trigger, first), max(trigger, last)
    sentence = passage.around(first)
    for position in range(*sentence):
        cue = cues.at(position)
        if cue is None or first <= position <= last or passage.aside(position, first):
            continue
        reaches = _from_before if position < first else _from_behind
        if reaches(passage, cue, position, (start, first, end), taken):
            return cue.word
    return ""


def _from_before(
    passage: Passage, cue: Cue, position: int, figure: tuple[int, int, int], taken: frozenset[int]
) -> bool:
    start, first, _ = figure
    heads = {passage.clause(one) for one in range(position + 1, first + 1)}
    if any(head > position and passage.token(head) in PARTING for head in heads):
        return False
    if passage.stretch(position) == passage.stretch(first):
        if passage.token(start - 1) in _AFTER and _owned(passage, position, taken):
            return False  # «257 منذ بدء الحرب بعد استشهاد خمسة»
        if cue.word in _SINCE or not any(one in taken for one in range(position + 1, start)):
            return True
        leads = cue.word not in _TOLL and not _owned(passage, position, taken)  # «خلال عام قتل 5 وأصيب 6»
        return leads and not passage.stretch_has(first, TODAYS, behind=True)
    begin, end = passage.around(first)
    head = position
    while head > begin and passage.stretch(head - 1) == passage.stretch(position):
        head -= 1
    if position - head > _AT_HEAD and cue.word in _SINCE:
        return False  # «غادره منذ بداية العام 10 آلاف، واعتقلت قسد 21»
    return not (_owned(passage, position, taken) or _todays(passage, passage.stretch(first), begin, end))


def _from_behind(
    passage: Passage, cue: Cue, position: int, figure: tuple[int, int, int], taken: frozenset[int]
) -> bool:
    _, first, last = figure
    if cue.onward or passage.stretch(position) != passage.stretch(first):
        return False
    clause = passage.clause(position)
    if clause > last and passage.token(clause) in OPENING:
        return False  # «قتل 9 بسبب الأمطار التي تضرب البلاد منذ أسبوع»
    behind = next((one for one in range(last + 1, position) if one in taken), 0)
    goes_on = bool(behind) and _goes_on(passage, last, behind)
    if not goes_on and any(_tells(passage, one) for one in range(last + 1, position)):
        return False  # «القبض على سوري من مجموعة قتلت جنديين عام 2017»
    if cue.word in _TOLL:
        if position <= last or position == _joined(passage, last, taken):
            return True  # «38 ألف شهيد حصيلة العدوان»
        if passage.token(position - 1) != "في" and not cue.word.startswith(("ب", "ك")):
            return False
    return not any(word in _RISING for word in passage.tokens(last + 1, position))


def _tells(passage: Passage, position: int) -> bool:
    """Whether a verb stands there that says what happened to others."""
    trigger = None if passage.token(position) in BEHIND else passage.trigger(position)
    return trigger is not None and trigger.kind is not None and trigger.shape != "noun"


def _goes_on(passage: Passage, last: int, behind: int) -> bool:
    """Whether «و» joins a figure at `behind` to the one that ends at `last`: «مقتل 5 وإصابة 6 خلال عام»."""
    between = passage.tokens(last + 1, behind + 1)
    return len(between) <= _JOINED and any(word.startswith("و") for word in between[-3:])


def _joined(passage: Passage, last: int, taken: frozenset[int]) -> int:
    """The place behind a figure and those that «و» joins to it at once: «67 شهيداً و169 مصاباً حصيلة …»."""
    behind = last + 1
    while (behind in taken or passage.token(behind) == "و") and passage.stretch(behind) == passage.stretch(last):
        behind += 1
    return behind


def _owned(passage: Passage, position: int, taken: frozenset[int]) -> bool:
    """Whether a figure of its own stands before the cue, in its stretch."""
    stretch = passage.stretch(position)
    return any(passage.stretch(one) == stretch and one < position for one in taken)


def _todays(passage: Passage, stretch: int, begin: int, end: int) -> bool:
    return any(passage.words[one].text in TODAYS for one in range(begin, end) if passage.stretch(one) == stretch)
