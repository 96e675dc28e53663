"""Whether a text tells of another event than the one told before at the same place: a second attack, not the first.

A second attack that is missed is worse than a message more: one plain sign is enough.
"""

from collections.abc import Iterator
from functools import lru_cache

from arabic.fold import fold_text
from monitor.judgement.dayparts import are_apart, parts_of_day
from monitor.judgement.gist import STOP
from monitor.judgement.guard import is_figure


def _words(row: str) -> frozenset[str]:
    return frozenset(fold_text(row).split())


_ATTACKS = _words(
    "قصف القصف قصفا قصفها قصفه غارة غارات الغارة الغارات غارتين غارتان هجوم الهجوم هجوما هجمات الهجمات هجومين انفجار "
    "الانفجار انفجارا انفجارات انفجاران تفجير التفجير تفجيرا تفجيرات استهداف الاستهداف استهدافا ضربة الضربة ضربات "
    "مجزرة المجزرة اشتباكات الاشتباكات قذيفة قذائف صاروخ صواريخ برميل براميل مفخخة عبوة لغم اعتداء الاعتداء"
)
# Behind the name of an attack, at most one word between them: «غارة جوية ثانية».
_FURTHER = _words(
    "ثان ثاني الثاني ثانية الثانية ثالث الثالث ثالثة الثالثة رابع رابعة جديد جديدة الجديد الجديدة آخر أخرى"
)
_REACH = 2
_OF_A_MONTH = _words("كانون تشرين ربيع جمادى")  # «تشرين الثاني»
# Anywhere in a sentence that names an attack.
_AGAIN = _words("مجددا تجدد يتجدد تتجدد وتجدد عاود عاودت وعاود وعاودت استأنف استأنفت معاودة")
_AGAIN_IN_TWO = (
    ("للمرة", _FURTHER),
    ("مرة", _words("أخرى ثانية ثالثة جديدة")),
    ("من", _words("جديد")),
)

_WEAPONS = tuple(
    _words(row)
    for row in (
        "غارة غارات الغارة الغارات غارتين طيران الطيران طائرة طائرات الطائرات حربية جوية جوي مروحية مروحيات براميل "
        "برميل مسيرة المسيرة مسيرات",
        "مدفعي مدفعية المدفعية المدفعي مدفعيا هاون الهاون دبابة دبابات",
        "مفخخة مفخختين عبوة عبوات ناسفة ناسف انتحاري انتحارية انتحاريان لغم ألغام لغما",
        "رصاص الرصاص رصاصة قنص قناص قناصة القناصة القنص اغتيال",
    )
)


def other_event(told: str, new: str) -> str | None:
    """By what a gist tells another event than one told before of the same place, in words; None where nothing says so.

    It calls the attack a further one and that one does not; or both name a weapon, or a part of the day, and these
    do not go together.
    """
    if again := further_attack(told, new):
        return f"– → {again}"
    old, now = told.split(), new.split()
    one, other = _named(_WEAPONS, old), _named(_WEAPONS, now)
    if one and other and one.isdisjoint(other):
        return f"{_first(_WEAPONS, one, old)} → {_first(_WEAPONS, other, now)}"
    was, parts = parts_of_day(old), parts_of_day(now)
    if was and parts and are_apart(was, parts):
        return f"{'، '.join(sorted(was))} → {'، '.join(sorted(parts))}"
    return None


def further_attack(told: str, new: str) -> str | None:
    """The words by which a gist, and not the one told before, says that its attack is a further one.

    Where both tell the same figures it is the same one: renewed since another day.
    """
    again = _further(new)
    if again is None or _further(told):
        return None
    figures = [{word for word in gist.split() if is_figure(word)} for gist in (told, new)]
    return None if figures[0] and figures[0] == figures[1] else again


@lru_cache(maxsize=256)  # one new text is compared with several
def _further(gist: str) -> str | None:
    """The words by which a text says that this attack is not the first one."""
    for sentence in _sentences(gist.split()):
        attacks = [place for place, word in enumerate(sentence) if _core(word, _ATTACKS)]
        if not attacks:
            continue
        for place, word in enumerate(sentence):
            behind = sentence[place + 1] if place + 1 < len(sentence) else ""
            near = any(0 < place - attack <= _REACH for attack in attacks)
            if word in _FURTHER and near and sentence[place - 1] not in _OF_A_MONTH:
                return word
            if word in _AGAIN:
                return word
            if any(word == first and behind in second for first, second in _AGAIN_IN_TWO):
                return f"{word} {behind}"
    return None


def _core(word: str, among: frozenset[str]) -> bool:
    return word in among or (word[0] in "وفبل" and word[1:] in among)


def _named(kinds: tuple[frozenset[str], ...], words: list[str]) -> set[int]:
    return {kind for kind, among in enumerate(kinds) if any(_core(word, among) for word in words)}


def _first(kinds: tuple[frozenset[str], ...], named: set[int], words: list[str]) -> str:
    return next(word for word in words if any(_core(word, kinds[kind]) for kind in named))


def _sentences(words: list[str]) -> Iterator[list[str]]:
    sentence: list[str] = []
    for word in [*words, STOP]:
        if word != STOP:
            sentence.append(word)
        elif sentence:
            yield sentence
            sentence = []
