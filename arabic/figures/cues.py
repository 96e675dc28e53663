"""Cues: the words by which a text counts a longer time («منذ بداية العام», «خلال شهر», «حصيلة», «بعد عامين على»)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from arabic.dates.words import MONTHS
from arabic.figures.passage import Passage
from arabic.figures.spans import is_month, is_period, long_ago, long_time, past_month, span
from arabic.figures.words import RELATIVE, SCOPE_LISTS, trigger_of

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
_SUPERLATIVE = SCOPE_LISTS["superlative"]
_FIRSTS = SCOPE_LISTS["firsts"]
_LASTING = SCOPE_LISTS["lasting"]
_DAYS = SCOPE_LISTS["days"]
_OF_A_WAR = SCOPE_LISTS["of_a_war"]
_COMMEMORATING = SCOPE_LISTS["commemorating"]
_FEASTS = SCOPE_LISTS["feasts"]
_COMMEMORATED = frozenset(("ذكري", "الذكري", "بذكري"))
_SAME = frozenset(("نفسه", "نفسها", "ذاته", "ذاتها"))
_SPANS = frozenset(("مدة", "فترة", "شهر", "عام", "سنة", "اسبوع"))
_WARS = SCOPE_LISTS["wars"]
_LAST = SCOPE_LISTS["last"]
_IN = frozenset(("في", "وفي", "خلال", "وخلال"))
_A_WEEK = 7  # days
_AFTER = frozenset(("بعد", "وبعد"))
_EACH = frozenset(("كل", "وكل"))
_EACH_TIME = frozenset(("يوم", "ساعة", "شهر", "عام", "سنة", "اسبوع"))
_A_DAY = frozenset(("يوم", "اليوم", "يومين", "الساعات", "ساعات"))
_BEGINNING = SCOPE_LISTS["beginning"]
_ENDS = frozenset(("بداية", "مطلع", "نهاية"))
_EARLIER = SCOPE_LISTS["earlier"]
_HURT_BEFORE = 8  # words from «أصيب بها» to «قبل شهر»


@dataclass(frozen=True, slots=True)
class Cue:
    """The word that counts a longer time; `onward` where it says so only of what stands behind it."""

    word: str
    onward: bool = False


class Cues:
    """The cues of a passage, each looked for once."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self._found: dict[int, Cue | None] = {}

    def at(self, position: int) -> Cue | None:
        """What the word at a place says of the time that is counted; None where it says nothing of a longer one."""
        if position not in self._found:
            self._found[position] = _cue(self.passage, position)
        return self._found[position]


def _cue(passage: Passage, position: int) -> Cue | None:
    word = passage.words[position].text
    if word[:2] in ("19", "20") and len(word) == len("2019") and passage.token(position + 1) in RELATIVE:
        return Cue(word, onward=True)  # «في هجوم 2019 الذي أودى بحياة …»
    for read in _READERS.get(word, ()):
        if (found := read(passage, position, _following(passage, position))) is not None:
            return found
    return None


def _following(passage: Passage, position: int) -> list[str]:
    return passage.tokens(position + 1, min(position + 6, passage.around(position)[1]))


def _within(passage: Passage, position: int, following: Sequence[str]) -> Cue | None:
    """«في 2018», «خلال الأسبوعين الماضيين», «بأقل من شهر», «في الحرب»."""
    word = passage.token(position)
    if word in _IN and is_period(passage, position + 1):
        return Cue(following[0])
    superlative = word in _DURING and _is_superlative(passage, position)
    if weeks := span(following):
        return None if superlative else Cue(weeks)
    if word in _IN and (long := long_time(following)):
        return Cue(long)
    if word not in _DURING or superlative or {"راس", "براس", "عطلة"} & set(following[:3]):
        return None  # «خلال احتفالات رأس السنة»
    period = any(one in _PERIODS for one in following[:3]) or any(is_month(passage, position + n) for n in (1, 2))
    return Cue(word) if period else None


def _since(passage: Passage, position: int, following: Sequence[str]) -> Cue | None:
    """«منذ عام 2011», not «منذ صباح اليوم», «المحاصرة منذ 2013»."""
    if _is_superlative(passage, position) or passage.token(position - 1) in _STATE:
        return None
    reach = 4 if following and following[0] in _BEGINNING else 2  # «منذ بدء العملية صباح اليوم»
    return None if any(one in _TODAY for one in following[:reach]) else Cue(passage.token(position))


def _total(passage: Passage, position: int, following: Sequence[str]) -> Cue | None:
    """«حصيلة», «إجمالي», «يومياً», «كل عام», «التقرير السنوي», «سبق أن», «اليوم الـ 700 للحرب»."""
    word, before = passage.token(position), passage.token(position - 1)
    if word in _TOLL:
        days = bool(following) and following[0] in _A_DAY
        first = any(one in _FIRST_TOLL for one in following[:3])
        return None if days or first or _is_superlative(passage, position) else Cue(word)
    if word in _OF_A_WAR:
        day = any(one in _IN for one in passage.tokens(position - 4, position))
        return Cue(word) if before.isdecimal() and not day else None  # «اليوم الـ 700 للحرب»
    if word == "لليوم":
        count = next((int(one) for one in following[:2] if one.isdecimal()), 0)
        return Cue(word) if count >= _A_WEEK else None  # «واصلت عدوانها لليوم الـ 38»
    if word in _EACH:
        return Cue(word) if following and following[0] in _EACH_TIME else None
    if word in _SAME:
        return Cue(before) if before.removeprefix("ال") in _SPANS else None  # «في المدة نفسها»
    if word in _COMMEMORATED and _is_feast(passage, position, following):
        return None
    if word in _REPORTS:
        return Cue(word) if "تقرير" in before else None
    if word == "سبق":
        return Cue(word) if following[:1] == ["ان"] else None
    return Cue(word)


def _is_feast(passage: Passage, position: int, following: Sequence[str]) -> bool:
    """«مقتل 16 في إحياء ذكرى …», «اعتقال العشرات في ذكرى الثورة»."""
    before = passage.token(position - 1)
    if following and trigger_of(following[0]):
        return False  # «إحياء ذكرى مقتل 12»
    return before in _COMMEMORATING or (before == "في" and any(word in _FEASTS for word in following[:2]))


def _ago(passage: Passage, position: int, following: Sequence[str]) -> Cue | None:
    """«قبل شهر», «بعد أكثر من عامين على الزلزال»."""
    word = passage.token(position)
    if word in _AFTER:
        return Cue(word, onward=True) if long_ago(following) else None
    earlier = any(one in _EARLIER for one in passage.tokens(position - _HURT_BEFORE, position))
    return Cue(word) if not earlier and any(one in _LONG_AGO for one in following[:2]) else None


def _time_on(passage: Passage, position: int, following: Sequence[str]) -> Cue | None:
    """«100 يوم على الحرب», «مرور عام على»."""
    if following[:1] != ["علي"]:
        return None
    word, before = passage.token(position), passage.token(position - 1)
    opens = position - passage.around(position)[0] < 2
    if word in _DAYS and not (before.isdecimal() and opens):
        return None
    return Cue(word) if opens or before in ("مرور", "بعد") else None


def _year(passage: Passage, position: int, following: Sequence[str]) -> Cue | None:
    """«عام 2011», «الشهر الماضي», «هذا الشتاء»."""
    word, before = passage.token(position), passage.token(position - 1)
    year = bool(following) and following[0].isdecimal() and len(following[0]) == 4
    if word in _SEASONS:
        return Cue(word) if before == "هذا" or year else None
    if any(one in _COMMEMORATED for one in passage.tokens(position - 3, position)):
        return None  # «ذكرى احتجاجات العام الماضي»
    since = before in _SINCE or passage.token(position - 2) in _SINCE
    if word not in _YEARS or since or (before == "من" and word == "الشهر"):
        return None  # «في الثامن من الشهر الجاري» is a day; what «منذ» counts was decided there
    if year or (following and following[0] in _PAST):
        return Cue(word)
    return Cue(word) if before in ("هذا", "هذه") or (before in _ENDS and word == "العام") else None


def _month(passage: Passage, position: int, following: Sequence[str]) -> Cue | None:
    """«أيلول 1999», «27 أيلول الماضي»."""
    before = passage.token(position - 1)
    if before and any(one in _LAST for one in following[: 1 + (bool(following) and following[0] in MONTHS)]):
        return Cue(passage.token(position))
    return Cue(passage.token(position)) if before and not before.isdecimal() and past_month(passage, position) else None


def _between(passage: Passage, position: int, following: Sequence[str]) -> Cue | None:
    """«بين 27 أيار و13 آب», «بين 2010 و2013», «بين عامي …»: of two months, or of years."""
    if following[:1] == ["عامي"]:
        return Cue(following[0])
    if is_period(passage, position + 1) and is_period(passage, position + 3):
        return Cue(following[0])
    months = [one for one in passage.tokens(position + 2, position + 7) if one in MONTHS]
    dates = len(following) > 1 and following[0].isdecimal() and following[1] in MONTHS
    return Cue(following[1]) if dates and len({MONTHS[one] for one in months}) > 1 else None


def _war(passage: Passage, position: int, following: Sequence[str]) -> Cue | None:
    """«الحرب التي خلفت …»."""
    return Cue(passage.token(position), onward=True) if following and following[0] in RELATIVE else None


_Reader = Callable[[Passage, int, Sequence[str]], Cue | None]


def _readers() -> dict[str, tuple[_Reader, ...]]:
    """Who is asked of a word, in this order."""
    asked: tuple[tuple[frozenset[str], _Reader], ...] = (
        (_IN | _DURING | _LASTING, _within),
        (_RATES | _TOTALS | _TOLL | _REPORTS | _OF_A_WAR | _EACH | _SAME | {"سبق", "لليوم"}, _total),
        (_SINCE, _since),
        (_AFTER | {"قبل", "وقبل"}, _ago),
        (frozenset(MONTHS), _month),
        (_DAYS | _LONG_AGO, _time_on),
        (_SEASONS | _YEARS, _year),
        (_WARS, _war),
        (frozenset(("بين", "وبين")), _between),
    )
    readers: dict[str, tuple[_Reader, ...]] = {}
    for some, reader in asked:
        for word in some:
            readers[word] = (*readers.get(word, ()), reader)
    return readers


_READERS = _readers()


def _is_superlative(passage: Passage, position: int) -> bool:
    """«في قصف هو الأعنف منذ …», «في حصيلة هي الأعلى»."""
    before, behind = passage.tokens(position - 4, position), passage.tokens(position + 1, position + 3)
    return any(token in _SUPERLATIVE for token in behind) or any(
        token.removeprefix("ب") in _SUPERLATIVE | _FIRSTS for token in before
    )
