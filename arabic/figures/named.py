"""One person who is named, or two: «مقتل الشاب محمد الحريري», «استشهاد الشقيقين أحمد ومحمود»."""

import re
from collections.abc import Collection, Iterator

from arabic.figures.company import with_others
from arabic.figures.counts import Count
from arabic.figures.passage import Passage
from arabic.figures.tolls import Told
from arabic.figures.words import AGENTS, KILLING, NAMED, NOUNS, Trigger, noun_of

_TITLES = NAMED["titles"]
_PAIRS = NAMED["pairs"]
_KIN = NAMED["kin"]
_KIN_PAIRS = NAMED["kin_pairs"]
_WHO = _TITLES | _PAIRS | _KIN | _KIN_PAIRS
_RANKS = NAMED["ranks"]
_GIVEN = NAMED["given"]
_CAUSES = NAMED["causes"]
_DIED = NAMED["died"]  # also in bed: told only with what they died of
_FELL = NAMED["fell"]  # verbs that no one does to another
_DOUBTFUL = NAMED["doubtful"]  # «قتل الشاب محمد» was killed, or killed someone
_EARLIER = NAMED["earlier"]
_KIN_REACH = 12  # words
_INITIALS = re.compile(r"\s*\(\s*[^\W\d_]\s*[. ،]\s*[^\W\d_]\b")
_CAUSE_REACH = 14  # words
_AGENT_REACH = 4  # words from «اعتقلت قوات الاحتلال» to the one who is named
_PAIR_REACH = 5  # words from the first name to the second


def named(passage: Passage, taken: frozenset[int]) -> Iterator[tuple[Count, Told]]:
    """Those who are told by name and title, where nothing is left open; `taken` are the words of other counts."""
    happened = set(taken)
    for position in [place for place, token in enumerate(passage.texts) if place and token in _WHO]:
        token = passage.token(position)
        if token in _KIN or token in _KIN_PAIRS:
            if (kin := _kin(passage, position, happened)) is not None:
                happened.add(position)
                yield kin
            continue
        if position in taken or not (token in _TITLES or token in _PAIRS):
            continue
        name = _name(passage, position)
        pair = token in _PAIRS
        if pair and (name < 0 or not _two(passage, name)):
            continue
        found = _told(passage, position, taken)
        if found is None or (name < 0 and not _unnamed(passage, position, found)):
            continue
        noun = noun_of(token) or NOUNS["شخص"]
        high = 2 if pair else 1
        more = None if with_others(passage, position) and not pair else high
        yield Count(high, more, position, position, position, noun, single=not pair, dual=pair), found


def _caused(passage: Passage, position: int) -> bool:
    return any(token in _CAUSES for token in passage.tokens(position + 1, position + _CAUSE_REACH))


def _unnamed(passage: Passage, position: int, found: Told) -> bool:
    """«مقتل القيادي في الحركة …», «أسفر عن مصرع السائق وإصابة 19»: one of whom nothing else was told before."""
    last = position
    while passage.follows(last) in _RANKS or passage.follows(last).startswith("ال"):
        last += 1
    after = passage.follows(last)
    if found.kind == "killed" and not passage.before(found.trigger, 1) and _caused(passage, position):
        return True  # «مقتل الناشط الأميركي تشارلي كيرك برصاص قناص»
    whose = after.startswith("لل")  # «المسؤول المالي للتنظيم»
    if not after and found.by == "علي":
        return True  # «وألقت القبض على السائق.»
    if after not in ("في", "عن") and not whose and (after[:1] != "و" or found.kind == "arrested"):
        return False
    said = found.trigger
    came_of = passage.token(said - 1) in ("عن", "الي")
    if found.kind == "arrested":
        return found.by != "ضبط"  # «اعتقال القيادي السابق في الحزب»
    if after == "في" or whose:
        return came_of or not passage.before(said, 1)
    return came_of and passage.trigger(position + 1) is not None


def _kin(passage: Passage, position: int, taken: Collection[int]) -> tuple[Count, Told] | None:
    """«مقتل لاجئ وإصابة شقيقه»: who belongs to the one before, right behind what is joined to a figure."""
    said = position - 1
    trigger, word = passage.trigger(said), passage.token(said)
    if (
        passage.token(said) in ("احد", "احدي")
        or position in taken
        or trigger is None
        or trigger.kind in (None, "displaced")
    ):
        return None
    first = passage.around(said)[0]
    tried = "محاول" in passage.token(said - 1)
    seized = word == "علي" and trigger.kind == "arrested"
    done = seized or word in KILLING or word.lstrip("وف") in _FELL  # «شاب يقتل والده»
    done = done and not tried and not any(word in _EARLIER for word in passage.before(said, _KIN_REACH))
    if not done and not word.startswith("و"):
        return None
    if not done and not any(one in taken for one in range(max(first, said - 12), said)):
        return None
    pair = passage.token(position) in _KIN_PAIRS
    low = 2 if pair else 1
    high = None if with_others(passage, position) else low
    count = Count(low, high, position, position, position, NOUNS["شخص"], single=not pair, dual=pair)
    return count, Told(trigger.kind, said, word)


def _name(passage: Passage, position: int) -> int:
    """Where the name of the one with this title begins; -1 where none does."""
    text, end = passage.text, passage.words[position].end
    if _INITIALS.match(text, end):
        return position
    behind = position + 1
    while passage.follows(behind - 1) in _RANKS:
        behind += 1
    return behind if passage.follows(behind - 1) in _GIVEN else -1


def _two(passage: Passage, name: int) -> bool:
    """«أحمد ومحمود»: two names, and no third."""
    names = 0
    for position in range(name + 1, min(name + 2 * _PAIR_REACH, len(passage))):
        if passage.stops(position - 1):
            break
        names += passage.token(position)[0] == "و" and passage.token(position)[1:] in _GIVEN
    return names == 1


def _told(passage: Passage, position: int, taken: frozenset[int]) -> Told | None:
    """What happened to the one at a place."""
    first, last = passage.around(position)
    stretch = [one for one in range(first, last) if passage.stretch(one) == passage.stretch(position)]
    before = [passage.token(one).removeprefix("و") for one in stretch if one < position]
    if any(word in _EARLIER for word in before):
        return None
    said = position - 1
    trigger = passage.trigger(said)
    if trigger is None:
        said, trigger = _arrest(passage, position)
    if trigger is None or trigger.kind in (None, "displaced"):
        return None
    if any(passage.stops(one) for one in range(said, position)):
        return None
    word = passage.token(said)
    if word not in _DIED:
        word = word.removeprefix("و")
    caused = _caused(passage, position)
    if word in _DIED:
        sure = caused
    elif word in _DOUBTFUL:
        sure = caused and not any(one in taken for one in stretch if one > position)
    elif word == "علي":
        sure = trigger.kind == "arrested" and said == position - 1  # «ألقي القبض على المدعو خالد الأحمد»
    elif trigger.shape == "noun":
        sure = _opens(passage, said, taken)
    else:
        sure = word in _FELL or trigger.kind == "arrested" or word.endswith(("ون", "وا"))
    return Told(trigger.kind, said, passage.token(said)) if sure else None


def _arrest(passage: Passage, position: int) -> tuple[int, Trigger | None]:
    """«اعتقلت قوات الاحتلال الشاب …»: the agent stands between."""
    for said in range(position - 2, max(-1, position - 2 - _AGENT_REACH), -1):
        if passage.stops(said):
            break
        trigger = passage.trigger(said)
        if trigger is not None:
            agent = passage.token(said + 1)
            active = trigger.shape != "passive" or agent.startswith("ال") or agent in AGENTS
            return (said, trigger if trigger.kind == "arrested" and active else None)
    return position, None


def _opens(passage: Passage, said: int, taken: frozenset[int]) -> bool:
    """Whether «مقتل» opens what is told, is joined to it, or is what came of something: «أسفر عن مقتل»."""
    before = passage.before(said, 9)
    if not before:
        return True
    if passage.token(said).startswith("و"):
        return any(one in taken for one in range(max(0, said - 8), said)) or _is_told_before(passage, said)
    if any(word in NAMED["said"] for word in before):
        return True  # «أعلن الحزب استشهاد المقاتل …»
    return before[-1] in ("عن", "الي", "في") and any(word.removeprefix("و") in NAMED["came_of"] for word in before)


def _is_told_before(passage: Passage, said: int) -> bool:
    return any((one := passage.trigger(at)) and one.kind for at in range(max(0, said - 8), said))
