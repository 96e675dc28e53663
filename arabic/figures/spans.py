"""Spans of time: «خلال الأسبوعين الماضيين», «في 10 أيام», «في 2018», «في النصف الأول من العام»."""

import re
from collections.abc import Sequence

from arabic.dates.words import MONTHS
from arabic.figures.passage import Passage
from arabic.figures.words import SCOPE_LISTS

_LONG_TIMES = SCOPE_LISTS["long_times"]
_PLURAL_TIMES = SCOPE_LISTS["plural_times"]
_LONG_AGO = SCOPE_LISTS["long_ago"]
_ABOUT = SCOPE_LISTS["about"]
_DAYS = SCOPE_LISTS["days"]
_WEEK_WORDS = SCOPE_LISTS["week_words"]
_FEW = frozenset(("ثلاثة", "اربعة", "خمسة", "ستة", "ثلاث", "اربع", "خمس", "ست", "بضعة", "بضع", "عدة"))
_A_WEEK = 7
_YEAR = re.compile("(?:19|20)[0-9]{2}")


def long_time(following: Sequence[str]) -> str:
    """«في النصف الأول من العام», «في الأسابيع الأخيرة», «في آخر شهر», «في الحرب»."""
    if not following:
        return ""
    if following[0] in _LONG_TIMES or (following[0] in _PLURAL_TIMES and following[1:2]):
        return following[0]
    return following[1] if following[0] == "اخر" and following[1:2] and following[1] in _LONG_AGO else ""


def span(following: Sequence[str]) -> str:
    """«خلال الأسبوعين الماضيين», «في 10 أيام», «بأقل من شهر»: a week or more; "" for less, and for what is no span."""
    ahead = list(following)
    while ahead and ahead[0] in _ABOUT:
        ahead.pop(0)
    if not ahead:
        return ""
    if ahead[0] in _LONG_AGO:
        return ahead[0]
    if len(ahead) > 1 and ahead[0].isdecimal() and ahead[1] in _DAYS:
        return ahead[1] if int(ahead[0]) >= _A_WEEK else ""
    if len(ahead) > 1 and ahead[0] in _DAYS and ahead[1].removeprefix("ال") in _WEEK_WORDS:
        return ahead[0]
    return ahead[1] if len(ahead) > 1 and ahead[0] in _WEEK_WORDS and ahead[1] in _DAYS else ""


def long_ago(following: Sequence[str]) -> bool:
    """«[بعد] شهر من …», «[بعد] أكثر من عامين على …», «[بعد] نحو 40 يوماً من …»: a week or more, and since what."""
    ahead = list(following)
    while ahead and (ahead[0] in _ABOUT or ahead[0] == "مرور"):
        ahead.pop(0)
    number = int(ahead.pop(0)) if ahead and ahead[0].isdecimal() else 0
    if ahead[1:] and ahead[0] in _WEEK_WORDS | _FEW and ahead[1] in _LONG_AGO:
        ahead.pop(0)
    long = bool(ahead) and (ahead[0] in _LONG_AGO or (ahead[0] in _DAYS and number >= _A_WEEK))
    return long and any(word in ("علي", "من") for word in ahead[1:3])


def is_month(passage: Passage, position: int) -> bool:
    word = passage.token(position)
    return word in MONTHS or f"{word} {passage.token(position + 1)}" in MONTHS


def is_period(passage: Passage, position: int) -> bool:
    """«في 2018», «في أيلول», not «في 2018/3/4»."""
    if passage.token(position) == "اب" and "إ" in passage.written(position):
        return False  # the town of Ibb, not August
    year = _YEAR.fullmatch(passage.token(position)) is not None and not passage.token(position + 1).isdecimal()
    return year or is_month(passage, position)


def past_month(passage: Passage, position: int) -> bool:
    """«أيلول 1999»: a month with its year and without a day is told of what is past."""
    words = passage.words
    if words[position].text not in MONTHS or position + 2 > len(words) - 1:
        return False
    behind = position + 1 + (words[position + 1].text in MONTHS)
    year = words[behind].text if behind < len(words) else ""
    return (
        len(year) == 4
        and year.isdecimal()
        and not any(word.text.isdecimal() or word.text == "من" for word in words[max(0, position - 2) : position])
    )
