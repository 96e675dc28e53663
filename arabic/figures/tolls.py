"""Tolls: numbers that a running count leads to («ارتفع عدد القتلى إلى 15»)."""

from dataclasses import dataclass

from arabic.figures.company import owned_noun
from arabic.figures.counts import Count
from arabic.figures.passage import Passage
from arabic.figures.words import (
    BEHIND,
    BEYOND,
    GROWING,
    LINKS,
    NUMBERED,
    RANGING,
    REACHED,
    TOLLS,
    Kind,
    Noun,
    core_of,
    noun_of,
)

_FIRST: tuple[list[str], ...] = ([], ["ان"], ["وان"], ["بان"])  # what may stand before «القتلى 14»
_ARREST = dict.fromkeys(("اعتقالات", "توقيفات"), Noun("many", "arrested", "arrested"))
_NUMBER = {"عدد", "اعداد"}
_REACH = 7  # words
_FAR = 15  # to «ارتفع عدد قتلى الاشتباكات التي اندلعت … إلى 99»


@dataclass(frozen=True, slots=True)
class Told:
    """What was decided of a count: its kind and the word that says so. Kind None: the number is not one of ours."""

    kind: Kind | None
    trigger: int
    by: str
    lasting: str = ""  # why it is a total by its nature
    total: bool = False  # a toll: «from 10 to 15» is no range there
    beyond: bool = False  # «تجاوز عدد القتلى 30»: more than the number


OTHER = Told(None, -1, "")


def toll(passage: Passage, count: Count, previous: Count | None, before: Told) -> Told | None:
    """«عدد القتلى 15», «ارتفع عدد الوفيات إلى 30 والإصابات إلى 200»; `before` is what was told of `previous`."""
    start = count.opening - 1
    if start < 0 or count.single or count.dual:
        return None
    if passage.follows(count.last) in NUMBERED and passage.token(start) in LINKS:
        behind = noun_of(core_of(passage.token(count.last + 2)))  # «ارتفعت إلى 27 حصيلة قتلى الانهيار»
        kind = behind.kind if behind and behind.amount == "many" and count.noun is None else None
        verb = BEHIND.get(passage.token(count.last + 4)) if passage.token(count.last + 3) == "الذين" else None
        if verb:  # «ليرتفع إلى 44 عدد الجنود الذين انتحروا»
            return Told(verb, count.last + 4, passage.token(count.last + 4), total=True)
        return Told(kind, count.last + 2, passage.token(count.last + 2), total=True) if kind else None
    linked = passage.token(start) in LINKS
    led = linked or passage.token(count.opening)[0] == "ب"  # «قدرت عدد النازحين بأكثر من …»
    if linked:
        start -= 1
    linked = led or noun_of(core_of(passage.token(start))) is not None
    reach = _FAR if led else _REACH
    for position in range(start, max(-1, start - reach), -1):
        gap = passage.text[passage.words[position].end : passage.words[position + 1].start].strip()
        if gap and not (gap == ":" and position + 1 == count.opening):
            return None
        if previous is not None and position <= previous.last:
            return None
        token = passage.token(position)
        those = passage.token(position - 1) in ("الذين", "من") and _NUMBER & set(passage.tokens(position - 3, position))
        if led and token in BEHIND and those:
            return Told(BEHIND[token], position, token, total=True)  # «عدد الذين نزحوا … بنحو 140 ألف شخص»
        noun = noun_of(core_of(token)) or noun_of(token + "ن")  # «عدد نازحي الرقة»
        if noun is None and passage.token(position - 1) in NUMBERED:
            noun = owned_noun(token) or _ARREST.get(token.removeprefix("ال"))  # «عدد شهدائها», «حصيلة الاعتقالات»
        families = _families(passage, position)
        if token.removeprefix("ال").startswith("جث") and not passage.finding(position):
            return None  # «عدد الجثامين المستلمة»
        if noun is not None and noun.kind and (families or noun.amount in ("many", "either")):
            if not (led or count.change) and any(
                word.removeprefix("و") in GROWING for word in passage.tokens(position - 3, position)
            ):
                return None  # «زاد عدد القتلى 20»: by so many
            if not _counts(passage, position - families, count.opening - families, linked, before):
                return None
            lasting = "a running total" if noun.group in ("displaced", "arrested") else ""
            beyond = any(word in BEYOND for word in passage.tokens(position - 2, position))
            return Told(noun.kind, position, token, lasting, total=True, beyond=beyond)
    return None


def _families(passage: Passage, position: int) -> bool:
    """«عدد العائلات النازحة»."""
    family = noun_of(passage.token(position - 1))
    return family is not None and family.unit == "family" and passage.token(position).startswith("ال")


def _counts(passage: Passage, position: int, opening: int, linked: bool, before: Told) -> bool:
    """«بلغ عدد …» opens a toll wherever its number stands; else a word such as «إلى» leads to the number."""
    heard = [word.removeprefix("و") for word in passage.tokens(position - 4, position)]
    adjacent = position + 1 == opening
    first = passage.before(position, 1) in _FIRST
    opens = adjacent and passage.token(position).startswith("ال") and first  # «القتلى 14»
    ranged = any(word in RANGING for word in heard)
    if not linked and not opens and not ranged:
        reached = any(word in REACHED for word in heard[-2:]) or passage.token(opening) in BEYOND
        return bool(heard) and heard[-1] in NUMBERED and (adjacent or reached)
    if opens or any(word in TOLLS for word in heard):
        return True
    return passage.token(position).startswith("و") and before.kind is not None
