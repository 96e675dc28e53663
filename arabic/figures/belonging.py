"""Whether a number of people belongs to the word before it that says what happened."""

from collections.abc import Sequence
from dataclasses import dataclass

from arabic.figures.counts import Count
from arabic.figures.passage import Passage
from arabic.figures.tolls import OTHER, Told
from arabic.figures.words import (
    ACCUSED,
    ADJECTIVES,
    ADVERBIALS,
    AGENTS,
    BEHIND,
    CARRIED_OUT,
    COMPLETED_BY,
    COSTING,
    CROWD,
    FLEEING,
    GANGS,
    GOING_ON,
    MOTION,
    NAMED,
    PAPERS,
    PREVENTED,
    RISE,
    SENTENCED,
    SHELTERS,
    THINGS,
    UNDONE,
    Trigger,
    noun_of,
    trigger_of,
)

_OVER_TIME = frozenset(("خلال", "منذ"))
_ATTEMPTS = frozenset(("محاولة", "محاولات"))
_ANYBODY = frozenset(("civil", "family", "anyone", "nation"))
_A_CROWD = 100
_SUBJECT = 3  # words
_FARTHEST = 7  # words between «مقتل …» and what «و» joins to the first of its numbers


@dataclass(frozen=True, slots=True)
class Link:
    """A word that says what happened, at `position`, and the words `between` it and a count; `joined` by «و»."""

    trigger: Trigger
    position: int
    between: Sequence[str]
    joined: bool


def told_before(passage: Passage, count: Count, link: Link) -> Told:
    """What is told of a count whose nearest word before is this one."""
    token = passage.token(link.position)
    if link.trigger.kind is None:
        return Told(None, -1, token.removeprefix("و"))
    if not asked(passage, link.trigger, count) or not _fits(passage, count, link):
        return OTHER
    if token.removeprefix("و") in COSTING and link.between not in ([], ["ب"]):
        return OTHER  # «أودى بمستقبل …»
    if _is_mixed(passage, link.position) or _only_said(passage, count, link):
        return OTHER
    held = link.trigger.kind == "arrested" and (
        passage.token(link.position - 1) in GOING_ON or token.removeprefix("و") in ("يقبع", "تقبع")
    )
    return Told(link.trigger.kind, link.position, token, lasting="a number that stands" if held else "")


def asked(passage: Passage, trigger: Trigger, count: Count) -> bool:
    """Whether a word that may mean something else takes these: «خرجت 200 عائلة», not «خرج 200 مقاتل»."""
    if trigger.asks is None:
        return True
    if any(word in SHELTERS for word in passage.tokens(count.last + 1, count.last + 3)):
        return False  # «مغادرة 40 عائلة المخيم»
    crowd = count.noun is None and count.place and count.low >= _A_CROWD
    if crowd and trigger.kind == "displaced" and "anyone" in trigger.asks:
        return not passage.sentence_has(count.first, CROWD)  # «لجأ إلى تشاد 150 ألفاً من …»
    if count.noun is None or passage.sentence_has(count.first, CROWD):
        return False
    fled = any(word in FLEEING for word in passage.tokens(count.last + 1, count.last + 5))
    if "displaced" in trigger.asks and fled and count.noun.group in _ANYBODY:
        return True
    fleeing = count.noun.group == "migrant" and len(trigger.asks) > 1  # who only arrives may have come for work
    group = "displaced" if count.noun.kind == "displaced" or fleeing else count.noun.group
    return group in trigger.asks


def _fits(passage: Passage, count: Count, link: Link) -> bool:
    """Whether what stands between lets the number belong to the word."""
    between, trigger = link.between, link.trigger
    described = all(word in ADJECTIVES for word in between)
    if count.noun is None and not count.place and not (count.crowd and trigger.shape == "verb") and not described:
        return False
    if count.noun is None and not count.place and trigger.kind == "displaced" and count.low < _A_CROWD:
        return False  # «رواية نزوح 67»
    if count.place and trigger.kind != "displaced" and not described:
        agent = len(between) == 1 and between[0] in AGENTS and passage.follows(count.last) == "منهم"
        return agent and trigger.shape == "verb"  # «اعتقلت الشرطة ثمانية منهم»
    if count.single and not _fits_one(passage, count, link):
        return False
    if described or (trigger.kind == "arrested" and all(word in GANGS for word in between)):
        return True
    if trigger.shape == "noun":
        if between[0] in AGENTS and trigger.kind in ("killed", "arrested") and not link.joined:
            return count.noun is not None  # «اعتقال الاحتلال 20 مواطناً»
        return link.joined and len(between) <= _FARTHEST and count.noun is not None and not count.single
    if link.joined and between[0] in NAMED["kin"] and between[1:] in ([], ["و"]):
        return True  # «وأصيب زوجها و4 مدنيين»
    if any(word.startswith("و") and not word.startswith(("وال", "وحتي")) and word not in THINGS for word in between):
        return False
    if trigger.kind == "displaced" and between[0] in MOTION:
        return True
    if between[0].startswith("ال") and len(between) <= _SUBJECT and not link.joined and count.noun is not None:
        return True  # «احتجز المجلس الانتقالي عشرات …»: who stands at the verb did it
    return trigger.shape == "verb" or between[0] in ADVERBIALS or between[0] in AGENTS


def _fits_one(passage: Passage, count: Count, link: Link) -> bool:
    assert count.noun is not None
    if count.noun.unit == "family" and link.trigger.kind != "displaced":
        return False  # «استشهاد عائلة»: of how many?
    token = passage.token(link.position).removeprefix("و")
    if link.between and token in NAMED["fell"] and link.between[0] in ADVERBIALS and not count.subject:
        return True  # «وأصيب في القصف ذاته مصور»: no one does it to another
    if passage.follows(count.last) in ("نفسه", "نفسها"):
        return False  # «قتل انتحاري نفسه»
    accusative = count.noun.amount == "accusative" and count.noun.group != "nation"
    if (link.trigger.asks is not None and link.trigger.kind != "arrested") or (link.between and not accusative):
        return False
    if link.trigger.shape == "noun":
        return not link.between
    return not count.subject


def _is_mixed(passage: Passage, position: int) -> bool:
    """«مقتل وإصابة 30», «مقتل أو إصابة 30»: one number for two things."""
    before = position - 1
    if passage.token(before) == "او":
        before -= 1
    elif not passage.token(position).startswith("و"):
        return False
    word = passage.token(before)
    if passage.token(before - 1).removeprefix("ل") in _ATTEMPTS:
        return False  # «نجاة ضابط من محاولة اغتيال وإصابة اثنين»
    other = trigger_of(word) if word else None
    if noun_of(passage.token(before - 1)) is not None and other is not None and other.shape == "passive":
        return False  # «إن شخصاً توفي وأصيب ثلاثة»
    return other is not None and other.kind is not None and word not in BEHIND


def _accuses(word: str, after: str) -> bool:
    return word in ACCUSED and (
        after == "عن" or not word.startswith("المسءول")
    )  # «المسؤول المالي» is accused of nothing


def _protests(word: str) -> bool:
    return word.startswith(("احتج", "واحتج", "احتجاج", "الاحتجاج", "تنديد", "ردا"))


def _only_said(passage: Passage, count: Count, link: Link) -> bool:
    """Accusations, papers and sentences of courts, bodies that were not found, and verbs that lack their end."""
    position, token = link.position, passage.token(link.position)
    before = passage.tokens(position - 4, position)
    if any(map(_accuses, before, [*before[1:], ""])) or (token == "بقتل" and any("عترف" in word for word in before)):
        return True
    if any(word in ("مءكدة", "رسمية") for word in before) and "غير" in before:
        return True  # «أنباء غير مؤكدة عن اعتقال 50»
    if link.trigger.kind == "arrested" and token[0] != "و" and passage.token(position - 1) in PAPERS:
        return True
    if count.single and passage.token(position - 1) == "علي" and any(map(_protests, before)):
        return True  # «احتجاجات على اعتقال رئيس البلدية»
    if passage.token(position - 1) in PREVENTED or passage.tokens(count.last + 1, count.last + 3) == ["عن", "العمل"]:
        return True
    if "ارتق" in token and any(word in RISE for word in passage.tokens(count.last + 1, count.last + 6)):
        return True
    if token.startswith("الجث") or (token.startswith("جث") and not passage.finding(position)):
        return True  # «وانتشلت الجثث الخمس»: of those who were told of
    if "اعدام" in token:  # a sentence, not its execution
        if any(word in CARRIED_OUT for word in before) and not any(word in UNDONE for word in before):
            return False
        return token != "اعدام" or any(word in SENTENCED for word in passage.tokens(position - 4, position))
    ends = COMPLETED_BY.get(token.removeprefix("و"))
    of_them = count.place and passage.tokens(count.last + 1, count.last + 3) == ["منهم"]  # «وقضى 28 منهم»
    ended = of_them or (count.noun is not None and not count.single and not passage.token(count.last + 1))
    if ended and token.removeprefix("و").startswith("قض"):
        return False  # «وقضى ثلاثون شخصاً»
    near = [*link.between, *passage.tokens(count.last + 1, count.last + 8)]
    if ends is None or any(word in ends for word in near):
        return False
    many = count.noun is not None and not (count.single or count.dual) and count.noun.unit == "person"
    lost = token.removeprefix("و").startswith("فقد")
    return lost or not (many and passage.follows(count.last) in _OVER_TIME)  # «قضى 5 جنود ليلتهم»
