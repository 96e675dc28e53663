"""The guard of copies: whether two texts that are nearly the same differ in a figure, a place or a negation."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Literal

from rapidfuzz.distance import OSA

from arabic.figures import figures
from arabic.fold import fold_text
from monitor.judgement.actors import actors_in, are_akin
from monitor.judgement.dayparts import are_apart, parts_of_day, weekdays
from monitor.judgement.gist import STOP
from monitor.judgement.negation import negations
from monitor.judgement.placenames import PlaceNames, direction, leads_to_place

Matter = Literal["figure", "place", "negation", "actor", "time", "wording"]
_ENDING = re.compile("[اهة]$")
_OF_A_NAME = 3  # words at most
_TWO = 2
_OF_A_TYPO = 2  # letters at most


def _words(row: str) -> frozenset[str]:
    return frozenset(fold_text(row).split())


_FRACTIONS = _words("نصف ثلث ثلثا ثلثي ربع")


@dataclass(frozen=True, slots=True)
class Difference:
    """What two texts differ in, and how."""

    matter: Matter
    was: str
    now: str

    def __str__(self) -> str:
        if self.matter == "wording":
            return "told in other words"
        return f"{self.matter} changed: {self.was or '–'} → {self.now or '–'}"


def differences(before: str, after: str, places: PlaceNames) -> list[Difference]:
    """What matters and differs between two gists; an empty list where one may be taken for the other."""
    old, new = before.split(), after.split()
    found = _by_number(old, new) or _by_kind(before, after)
    found += _by_place([word for word in old if word != STOP], [word for word in new if word != STOP], places)
    found += _by_negation(old, new)
    blocks = replaced(old, new)
    if not any(one.matter == "figure" for one in found):
        found += _by_order(old, new, blocks)
    if not any(one.matter == "place" for one in found):
        found += _by_unknown_place(old, new, blocks, places) or _by_way(old, new)
    return found + _by_denial(new, old, blocks) + _by_actor(old, new, blocks) + _by_time(old, new)


def is_figure(word: str) -> bool:
    return word[0].isdigit()


def _by_number(old: Sequence[str], new: Sequence[str]) -> list[Difference]:
    was, now = {word for word in old if is_figure(word)}, {word for word in new if is_figure(word)}
    if was == now:
        return []
    return [Difference("figure", "، ".join(sorted(was - now)), "، ".join(sorted(now - was)))]


def _by_kind(before: str, after: str) -> list[Difference]:
    """«3 قتلى و5 جرحى» against «5 قتلى و3 جرحى»: the same numbers, of other kinds."""
    was, now = _kinds(before), _kinds(after)
    for kind in was.keys() & now.keys():
        if was[kind] != now[kind]:
            return [Difference("figure", f"{kind} {_row(was[kind])}", f"{kind} {_row(now[kind])}")]
    was_of, now_of = _kinds_of(was), _kinds_of(now)
    for value in was_of.keys() & now_of.keys():
        if was_of[value].isdisjoint(now_of[value]):
            return [Difference("figure", f"{_row(was_of[value])} {value}", f"{_row(now_of[value])} {value}")]
    return []


@lru_cache(maxsize=2048)
def _kinds(gist: str) -> dict[str, set[int]]:
    told: defaultdict[str, set[int]] = defaultdict(set)
    for figure in figures(gist):
        if figure.scope != "denied":
            told[figure.kind].add(figure.low)
    return told


def _kinds_of(told: dict[str, set[int]]) -> dict[int, set[str]]:
    kinds: defaultdict[int, set[str]] = defaultdict(set)
    for kind, values in told.items():
        for value in values:
            kinds[value].add(kind)
    return kinds


def _row(values: set[int] | set[str]) -> str:
    return "، ".join(map(str, sorted(values)))


def _by_place(old: Sequence[str], new: Sequence[str], places: PlaceNames) -> list[Difference]:
    """Places of the gazetteer that one text names and the other does not; what lies around a common one is none."""
    was_sure, was_any = places.named(old)
    now_sure, now_any = places.named(new)
    common = [found for name, found in was_any.items() if name in now_any]

    def own(sure: dict, others: dict) -> list[str]:  # type: ignore[type-arg]
        return [
            name
            for name, found in sure.items()
            if name not in others and not any(places.holds(inner, found) for inner in common)
        ]

    gone = [name for name in own(was_sure, now_any) if not _is_written(name, new, places)]
    came = [name for name in own(now_sure, was_any) if not _is_written(name, old, places)]
    return [Difference("place", "، ".join(gone), "، ".join(came))] if gone or came else []


def _is_written(name: str, words: Sequence[str], places: PlaceNames) -> bool:
    """Whether a name stands among words in another spelling, «تلعفر» for «تل عفر», or with a typo that is no name."""
    squeezed = fold_text(name).replace(" ", "")
    return any(_same_name(squeezed, one) and not places.named((one,))[1] for one in words) or any(
        one + other in (squeezed, f"ب{squeezed}", f"ل{squeezed}", f"و{squeezed}") for one, other in pairwise(words)
    )


def _by_negation(old: Sequence[str], new: Sequence[str]) -> list[Difference]:
    was, now = negations(old, frozenset(new)), negations(new, frozenset(old))
    if (was.total(), was["denied"]) == (now.total(), now["denied"]):
        return []
    return [Difference("negation", "، ".join(sorted(was.elements())), "، ".join(sorted(now.elements())))]


Block = tuple[int, int, int, int]


def replaced(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, Block]]:
    """What differs between two rows of words: "replace", "delete" or "insert", and where in both."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(kind, (a, b, c, d)) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"]


def _by_order(old: Sequence[str], new: Sequence[str], blocks: Sequence[tuple[str, Block]]) -> list[Difference]:
    """The same numbers at other places, a dual that became one, a third that became a half."""
    for kind, (a, b, c, d) in blocks:
        if kind != "replace":
            continue
        was, now = old[a:b], new[c:d]
        numbers = [word for word in was if is_figure(word)], [word for word in now if is_figure(word)]
        if numbers[0] and numbers[1] and numbers[0] != numbers[1]:
            return [Difference("figure", " ".join(was), " ".join(now))]
        for one, other in zip(was, now, strict=False):
            if _is_dual_of(one, other) or _is_dual_of(other, one) or {one, other} <= _FRACTIONS:
                return [Difference("figure", one, other)]
    return []


def _is_dual_of(dual: str, single: str) -> bool:
    """«غارتين» of «غارة», «صاروخين» of «صاروخا»."""
    if not dual.endswith(("ان", "ين")) or len(dual) < 5 or dual == single:
        return False
    stem = dual[:-2]
    return single in (stem, f"{stem}ا") or (stem.endswith("ت") and single == stem[:-1] + "ة")


def _by_unknown_place(
    old: Sequence[str], new: Sequence[str], blocks: Sequence[tuple[str, Block]], places: PlaceNames
) -> list[Difference]:
    """A word that stands for a place and became another one; a name behind «بلدة» that one text alone has."""
    had, has = Counter(old), Counter(new)
    for kind, (a, b, c, d) in blocks:
        if kind == "replace":
            was, now = old[a:b], new[c:d]
            pairs = zip(range(a, b), range(c, d), strict=False)
            if "".join(was) == "".join(now) or places.named(was)[1].keys() & places.named(now)[1].keys():
                continue  # «كفر ناسج» and «كفرناسج», «عين العرب» and «كوباني»
            for i, j in pairs:
                if STOP in (old[i], new[j]) or any(had[word] == has[word] for word in (old[i], new[j])):
                    continue  # it only stands somewhere else
                if direction(old[i]) != direction(new[j]) and None not in (direction(old[i]), direction(new[j])):
                    return [Difference("place", old[i], new[j])]
                if _same_name(old[i], new[j]):
                    continue
                if _are_places(old, i, new, j, places):
                    return [Difference("place", old[i], new[j])]
            if _are_names(old, (a, b), new, (c, d), places) and not _same_name(old[a], new[c]):
                return [Difference("place", " ".join(was), " ".join(now))]
        for words, others, start, end in ((old, has, a, b), (new, had, c, d)):
            for i in range(start, end):
                if words[i] not in others and words[i] != STOP and places.names_unknown(words, i):
                    near = any(_same_name(words[i], other) for other in others)
                    if not near:
                        return [Difference("place", words[i] if words is old else "", words[i] if words is new else "")]
    return []


def _are_places(old: Sequence[str], i: int, new: Sequence[str], j: int, places: PlaceNames) -> bool:
    """Both stand where places do; or one does, and the other is no common word either."""
    was, now = places.stands_for_place(old, i), places.stands_for_place(new, j)
    return (was and now) or (was and places.is_rare(new[j])) or (now and places.is_rare(old[i]))


def _are_names(
    old: Sequence[str], was: tuple[int, int], new: Sequence[str], now: tuple[int, int], places: PlaceNames
) -> bool:
    """«في الرمادي» and «في جسر الدواب»: a few words behind the same one, some of them perhaps a name."""
    (a, b), (c, d) = was, now
    if not a or not c or old[a - 1] != new[c - 1] or is_figure(old[a - 1]):
        return False
    few = max(b - a, d - c) <= _OF_A_NAME and OSA.distance(old[a], new[c]) > _OF_A_TYPO
    if few and old[a][0] != "و" != new[c][0] and places.is_odd(old, a, b) and places.is_odd(new, c, d):
        return True
    if not leads_to_place(old[a - 1]):
        return False
    if places.may_name(old, a, b) or places.may_name(new, c, d):
        return True
    if few and _is_of_two(old[a:b]) and _is_of_two(new[c:d]) and old[a - 1].removeprefix("و") in _WAYS:
        return True
    return few and any(map(places.is_rare, (*old[a:b], *new[c:d])))


def _is_of_two(words: Sequence[str]) -> bool:
    """«ربوة الزهور»: how a name of two common words is made."""
    return len(words) == _TWO and not words[0].startswith("ال") and words[1].startswith("ال")


def _same_name(one: str, other: str) -> bool:
    """Two spellings of one name: «وتسيل» and «تسيل», «المسيفره» and «المسيفرة», «كسلا» and «كسلة»."""
    cores = {_ENDING.sub("ه", word.removeprefix("و").removeprefix("ب").removeprefix("ل")) for word in (one, other)}
    if len(cores) == 1:
        return True
    return min(len(one), len(other)) >= 6 and OSA.distance(one, other, score_cutoff=1) <= 1


_WAYS = _words("من إلى نحو باتجاه صوب على في")


def _by_way(old: Sequence[str], new: Sequence[str]) -> list[Difference]:
    """«من إدلب إلى حلب» against «من حلب إلى إدلب»: two words that changed places behind the same two."""
    was, now = _ways(old), _ways(new)
    moved = [word for word in was if was[word] != now.get(word, was[word])]
    for one, other in combinations(moved, 2):
        if was[one] == now[other] and was[other] == now[one]:
            return [Difference("place", f"{was[one]} {one}", f"{now[one]} {one}")]
    return []


def _ways(words: Sequence[str]) -> dict[str, str]:
    """The words that stand once and behind «من», «إلى» or their like, and behind which."""
    told = Counter(words)
    return {b: a.removeprefix("و") for a, b in pairwise(words) if told[b] == 1 and a.removeprefix("و") in _WAYS}


def _by_denial(new: Sequence[str], old: Sequence[str], blocks: Sequence[tuple[str, Block]]) -> list[Difference]:
    """«ما نزحت» of «نزحت»: elsewhere than where a sentence begins «ما» is mostly no negation."""
    for kind, (a, b, c, d) in blocks:
        for words, start, end in ((old, a, b), (new, c, d)):
            if kind != "replace" and list(words[start:end]) == ["ما"] and (not start or words[start - 1] == STOP):
                return [Difference("negation", "ما" if words is old else "", "ما" if words is new else "")]
    return []


def _by_actor(old: Sequence[str], new: Sequence[str], blocks: Sequence[tuple[str, Block]]) -> list[Difference]:
    for kind, (a, b, c, d) in blocks:
        was, now = actors_in(old[a:b]) - actors_in(new), actors_in(new[c:d]) - actors_in(old)
        if kind == "replace" and was and now and not are_akin(was, now):
            return [Difference("actor", "، ".join(sorted(was)), "، ".join(sorted(now)))]
    return []


def _by_time(old: Sequence[str], new: Sequence[str]) -> list[Difference]:
    """Another day of the week, another part of the day."""
    for tell in (weekdays, parts_of_day):
        was, now = tell(old) - tell(new), tell(new) - tell(old)
        if was and now and (tell is weekdays or are_apart(was, now)):
            return [Difference("time", "، ".join(sorted(was)), "، ".join(sorted(now)))]
    return []
