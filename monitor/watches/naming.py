"""Naming: what in the neighbourhood of a name that is also another word tells which of the two it is."""

import re
from collections.abc import Iterable
from functools import lru_cache

from arabic.fold import fold_text
from arabic.places import Place
from arabic.words import Words
from monitor.watches.mentions import PlaceNames
from monitor.watches.neighbourhood import ARTICLES, Neighbourhood
from monitor.watches.placewords import (
    ACTORS,
    CLAUSE_OPENERS,
    DIRECTIONS,
    DWELLERS,
    EVENTS,
    FIGHTING,
    GIVEN_NAMES,
    INSTITUTIONAL,
    INSTITUTIONS,
    PREPOSITIONS,
    REACHING,
    TITLES,
    TOWARDS,
    TYPES,
    TYPES_AFTER,
    VAGUE_TYPES,
    cores,
)

_LIST = re.compile(r"^\s*[،,/\-\u2013\u2014]\s*$")
_HEADING = re.compile(r"^\s*(?::|\||\.\.|[-\u2013\u2014])")
_QUOTES = " \"'\u00ab\u00bb\u201c\u201d"
_LEADING = TYPES | VAGUE_TYPES | DWELLERS | INSTITUTIONS | PREPOSITIONS | REACHING | DIRECTIONS | CLAUSE_OPENERS
_EVENT_REACH = 6  # words


def may_be_told(words: Words, text: str, first: int, last: int, names: PlaceNames) -> bool:
    """Whether anything beside a name could tell that it is one: a quick look that refuses most ordinary words."""
    texts = words.texts
    if first == 0 or texts[first][0] in "بلو" or _leads(texts[first - 1]) or names.touches(texts[first - 1]):
        return True
    following = texts[last + 1 : last + 3]
    if any(_follows(token) or names.begins(token) for token in following):
        return True
    return "\n" in text and text[words[first].start - 1] == "\n"


@lru_cache(maxsize=2_000)
def _leads(token: str) -> bool:
    return not cores(token).isdisjoint(_LEADING)


@lru_cache(maxsize=2_000)
def _follows(token: str) -> bool:
    return not cores(token).isdisjoint(TYPES_AFTER | DIRECTIONS)


def is_vetoed(words: Words, first: int, last: int, place: Place) -> bool:
    """Whether the very next words belong to the other word of that spelling: «درعا تكريمية»."""
    before, after = _vetoes(place)
    following = words.texts[last + 1] if last + 1 < len(words) else ""
    preceding = words.texts[first - 1] if first else ""
    return following in before or preceding in after


def against(near: Neighbourhood, place: Place) -> bool:
    """Whether the neighbours make it the other word."""
    following, preceding = near.after(), near.before()
    before, after = _vetoes(place)
    if following and (following in before or not cores(following).isdisjoint(before)):
        return True
    if preceding and not cores(preceding).isdisjoint(after):
        return True
    name = near.words.texts[near.first]
    if place.also == "person":
        titled = not (cores(preceding) if preceding else frozenset()).isdisjoint(TITLES)
        surname = following in GIVEN_NAMES or (following.startswith("ال") and following.endswith("ي"))
        return titled or surname
    if place.also == "nisba":
        return name.startswith("ال") and preceding.startswith("ال") and not near.gap_before().strip()
    return near.is_adjective_after()


def speaks_for(near: Neighbourhood, place: Place) -> str:
    """What shows that the place is meant, in words; nothing where nothing does."""
    before, after = near.before(), near.after()
    vetoes = _vetoes(place)
    vetoed = bool(after and not cores(after).isdisjoint(vetoes[0])) or bool(
        before and not cores(before).isdisjoint(vetoes[1])
    )
    if vetoed:
        return ""
    return _surely(near, place) or ("" if against(near, place) else _probably(near, place))


def _surely(near: Neighbourhood, place: Place) -> str:
    """What only stands with a place."""
    before = near.before()
    if before and not cores(before).isdisjoint(TYPES):
        return f"after «{before}»"
    second = near.before(2)
    if second and before in DIRECTIONS and not cores(second).isdisjoint(TYPES):
        return f"after «{second}»"
    for distance in (1, 2):
        following = near.after(distance)
        if following and not cores(following).isdisjoint(TYPES_AFTER) and _says_where(near, distance):
            return f"before «{following}»"
    following = near.after()
    if following in DIRECTIONS and near.mention(near.last + 2) is not None:
        return f"before «{following}»"
    return (
        _peopled(near, place)
        or _on_the_way(near)
        or _listed(near, place)
        or _within(near, place)
        or _heading(near, place)
    )


def _peopled(near: Neighbourhood, place: Place) -> str:
    """«أهالي دوما», «سجن تدمر العسكري»; where the name has an article it may be another word: «سكان الخيام»."""
    before = near.before()
    around = cores(before) if before else frozenset()
    bare_name = not near.words.texts[near.first].startswith("ال")
    told = f"after «{before}»"
    if not around.isdisjoint(DWELLERS) and (bare_name or place.also not in ("common", "construct")):
        return told
    if not around.isdisjoint(INSTITUTIONS) and (
        near.after() in INSTITUTIONAL or (bare_name and place.also != "common")
    ):
        return told
    return ""


def _on_the_way(near: Neighbourhood) -> str:
    """«من حمص إلى تدمر», «من التل إلى إدلب»: the other end is a sure name."""
    before, own = near.before(), near.words.texts[near.first]
    if before in ("من", "ومن") and near.after() in TOWARDS and near.mention(near.last + 2) is not None:
        return f"on the way to «{near.words.texts[near.last + 2]}»"
    if before in TOWARDS and near.before(3) in ("من", "ومن") and near.mention(near.first - 2) is not None:
        return f"on the way from «{near.before(2)}»" if not own.startswith("لل") else ""
    return ""


def _says_where(near: Neighbourhood, distance: int) -> bool:
    """«بريف حلب» says where; «ريف» of «الباب ريف» too."""
    if distance == 1 or near.words.texts[near.last + distance].startswith("ب"):
        return True
    return near.mention(near.last + distance + 1) is not None


def _listed(near: Neighbourhood, place: Place) -> str:
    """A sure name joined to it: «طفس ونوى», «نوى، طفس»; or another doubtful one of the same governorate."""
    own = near.words.texts[near.first]
    for position, joined in (
        (near.first - 1, own.startswith("و") and not near.is_bare() and not near.gap_before().strip(_QUOTES)),
        (near.last + 1, _begins_with_and(near, near.last + 1)),
    ):
        if not 0 <= position < len(near.words):
            continue
        gap = near.gap_before() if position < near.first else near.gap_after()
        if not joined and not _LIST.match(gap):
            continue
        if near.mention(position) is not None:
            return f"beside «{near.words.texts[position]}»"
        if any(one.parent == place.parent and one is not place for one in _doubtful(near, position)):
            return f"beside «{near.words.texts[position]}»"
    return ""


def _begins_with_and(near: Neighbourhood, position: int) -> bool:
    if position >= len(near.words) or near.gap_after().strip(_QUOTES):
        return False
    return near.words.texts[position].startswith("و")


def _doubtful(near: Neighbourhood, position: int) -> Iterable[Place]:
    text = near.folded.text
    starts = range(max(0, position - 2), position) if position < near.first else ()
    for start in (position, *starts):
        for mention in near.names.at(near.words, text, start):
            if mention.last >= position:
                yield from mention.places


def _within(near: Neighbourhood, place: Place) -> str:
    """«في التل بدمشق», «نوى في درعا»: what it lies in follows."""
    for distance in (1, 2):
        following = near.after(distance)
        if not following or not (following.startswith("ب") or (distance == 2 and near.after() in ("في", "من"))):
            continue
        position = near.last + distance
        mention = near.mention(position)
        around = near.names.around(place)
        if mention is not None and any(one in around for one in mention.places):
            return f"before «{near.words.texts[position]}»"
    return ""


def _heading(near: Neighbourhood, place: Place) -> str:
    """«حماة: احتراق محاصيل»."""
    if place.also in ("person", "common") or "\n" not in near.gap_before():
        return ""
    return "as a heading" if _HEADING.match(near.gap_after()) else ""


def _probably(near: Neighbourhood, place: Place) -> str:
    """What mostly stands with a place, where nothing speaks for the other word."""
    before = near.before()
    around = cores(before) if before else frozenset()
    own = near.words.texts[near.first]
    prepositional = (before in PREPOSITIONS) or (own[0] in "بل" and not near.is_bare())
    event = _event(near)
    if place.also in ("", "nisba") and before in CLAUSE_OPENERS:
        return f"after «{before}»"
    if not near.ends_here() and not (event and before in PREPOSITIONS and _has_no_complement(near, place)):
        return ""
    vague = not around.isdisjoint(VAGUE_TYPES)
    led = f"after «{before}»" if before else "by its place in the sentence"
    if place.also == "nisba":
        return led if not around or before in PREPOSITIONS or own.startswith(ARTICLES) else ""
    place_like = event or vague or place.also not in ("common", "word")
    if (prepositional or vague) and place_like and (land := near.near_by()):
        return f"{led}, with {land} in the text"
    if near.region and (prepositional or vague or before in REACHING) and (event or place.also != "common"):
        return f"{led}, and the source reports about {near.region}"
    if place.also == "common":
        fought = event and not cores(event).isdisjoint(FIGHTING)
        return f"{led} with «{event}»" if event and (before == "على" or (prepositional and fought)) else ""
    if before in REACHING and (place.also in ("construct", "person") or event or _actor(near)):
        return led
    if (prepositional or vague) and event:
        return f"{led} with «{event}»"
    if vague and place.also != "word":
        return led
    who = place.also == "verb" and before == "من"  # «من حضر»: who attended
    if prepositional and place.also in ("construct", "verb", "person") and not who:
        return f"{led}, and nothing speaks against it"
    return ""


def _has_no_complement(near: Neighbourhood, place: Place) -> bool:
    """Whether a name without an article is followed by nothing that would complete the other word: «كسب المعركة»."""
    own = near.words.texts[near.first]
    return place.also != "common" and not own.startswith(ARTICLES) and not near.after().startswith("ال")


def _event(near: Neighbourhood) -> str:
    """What happens there: a word of an event not far before in the same sentence."""
    for distance in range(1, _EVENT_REACH + 1):
        token = near.before(distance)
        if not token:
            return ""
        if not cores(token).isdisjoint(EVENTS):
            return token
    return ""


def _actor(near: Neighbourhood) -> bool:
    return any(not cores(near.before(d)).isdisjoint(ACTORS) for d in range(2, 6) if near.before(d))


@lru_cache(maxsize=4096)
def _vetoes(place: Place) -> tuple[frozenset[str], frozenset[str]]:
    """The folded words that may not follow and may not precede."""
    return frozenset(map(fold_text, place.not_before)), frozenset(map(fold_text, place.not_after))
