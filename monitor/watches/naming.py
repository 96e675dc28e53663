"""Naming: what in the neighbourhood of a name that is also another word tells which of the two it is."""

import re
from functools import lru_cache

from arabic.fold import fold_text
from arabic.places import Place
from arabic.words import Words
from monitor.watches.mentions import BEGINS, ENDS, PlaceNames
from monitor.watches.neighbourhood import ARTICLES, Neighbourhood
from monitor.watches.placewords import (
    ACTOR,
    AIM,
    CLAUSE_OPENERS,
    DIRECTION,
    DIRECTIONS,
    DWELLER,
    EVENT,
    FIGHT,
    GIVEN_NAMES,
    INSTITUTION,
    INSTITUTIONAL,
    OPENER,
    POSITION,
    PREPOSITION,
    PREPOSITIONS,
    REACHED,
    REACHING,
    TITLE,
    TOWARDS,
    TYPE,
    TYPE_AFTER,
    VAGUE_TYPE,
    cores,
    traits,
)

_LIST = re.compile(r"^\s*[،,/\-\u2013\u2014]\s*$")
_HEADING = re.compile(r"^\s*(?::|\||\.\.|[-\u2013\u2014])")
_QUOTES = " \"'\u00ab\u00bb\u201c\u201d"
_LEADS = TYPE | VAGUE_TYPE | DWELLER | INSTITUTION | PREPOSITION | REACHED | DIRECTION | OPENER
_FOLLOWS = TYPE_AFTER | DIRECTION
_FOLLOWS_OR_BEGINS, _TOUCHES = _FOLLOWS | BEGINS, BEGINS | ENDS
_EVENT_REACH, _HELD_REACH = 6, 8  # words
_ON, _IN, _WITHIN = fold_text("على"), ("في", "وفي"), ("في", "من")


def may_be_told(words: Words, first: int, last: int, also: str, names: PlaceNames) -> bool:
    """Whether anything beside a name could tell that it is one: a quick look that refuses most ordinary words."""
    texts = words.texts
    if first == 0 or texts[first][0] in "بلو":
        return True
    before, gap = names.known(texts[first - 1]).traits, words.gap(first)
    listed = gap != " " or also == "nisba"  # an adjective may be told by where it stands in its sentence
    if before & _LEADS or (listed and before & _TOUCHES) or gap.endswith("\n"):
        return True
    following = texts[last + 1 : last + 3]
    ahead = [names.known(token).traits for token in following]
    if not ahead:
        return False
    beside = following[0][0] in "وب" or also == "nisba" or words.gap(last + 1) != " "
    if ahead[0] & (_FOLLOWS_OR_BEGINS if beside else _FOLLOWS):
        return True
    within = following[0] in _WITHIN or following[-1][0] == "ب" or also == "nisba"
    return bool(ahead[-1] & (_FOLLOWS_OR_BEGINS if within else _FOLLOWS)) and len(ahead) == 2


def is_vetoed(words: Words, first: int, last: int, place: Place) -> bool:
    """Whether the very next words belong to the other word of that spelling: «درعا تكريمية»."""
    before, after = _vetoes(place)
    following = words.texts[last + 1] if last + 1 < len(words) else ""
    preceding = words.texts[first - 1] if first else ""
    return following in before or preceding in after


def against(near: Neighbourhood, place: Place) -> bool:
    """Whether the neighbours make it the other word."""
    following, preceding = near.following, near.preceding
    if _are_vetoed(following, preceding, place):
        return True
    if place.also == "person":
        titled = bool(near.behind & TITLE)
        surname = following in GIVEN_NAMES or (following.startswith("ال") and following.endswith("ي"))
        return titled or surname
    if place.also == "nisba":
        return near.name.startswith("ال") and preceding.startswith("ال") and not near.gap_before().strip()
    return near.is_adjective_after()


def speaks_for(near: Neighbourhood, place: Place) -> str:
    """What shows that the place is meant, in words; nothing where nothing does."""
    if _are_vetoed(near.following, near.preceding, place):
        return ""
    return _surely(near, place) or _probably(near, place)


def _are_vetoed(following: str, preceding: str, place: Place) -> bool:
    before, after = _vetoes(place)
    return bool(before and not before.isdisjoint(cores(following))) or bool(
        after and not after.isdisjoint(cores(preceding))
    )


def _surely(near: Neighbourhood, place: Place) -> str:
    """What only stands with a place."""
    preceding, following = near.preceding, near.following
    if near.behind & TYPE:
        return f"after «{preceding}»"
    if preceding in DIRECTIONS and traits(second := near.before(2)) & TYPE:
        return f"after «{second}»"
    if near.ahead & TYPE_AFTER:
        return f"before «{following}»"
    if following:
        second = near.after(2)
        if traits(second) & TYPE_AFTER and (second.startswith("ب") or near.mention(near.last + 3) is not None):
            return f"before «{second}»"  # «بريف حلب» says where; «ريف» of «الباب ريف» too
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
    if not near.behind & (DWELLER | INSTITUTION):
        return ""
    bare_name = not near.name.startswith("ال")
    if near.behind & DWELLER and (bare_name or place.also not in ("common", "construct")):
        return f"after «{near.preceding}»"
    if near.behind & INSTITUTION and (near.following in INSTITUTIONAL or (bare_name and place.also != "common")):
        return f"after «{near.preceding}»"
    return ""


def _on_the_way(near: Neighbourhood) -> str:
    """«من حمص إلى تدمر», «من التل إلى إدلب»: the other end is a sure name."""
    preceding = near.preceding
    if preceding in ("من", "ومن") and near.following in TOWARDS and near.mention(near.last + 2) is not None:
        return f"on the way to «{near.texts[near.last + 2]}»"
    if preceding in TOWARDS and near.before(3) in ("من", "ومن") and near.mention(near.first - 2) is not None:
        return f"on the way from «{near.before(2)}»" if not near.name.startswith("لل") else ""
    return ""


def _listed(near: Neighbourhood, place: Place) -> str:
    """A sure name joined to it: «طفس ونوى», «نوى، طفس»; or another doubtful one of the same governorate."""
    gap = near.gap_before()
    joined = near.name[0] == "و" and not gap.strip(_QUOTES) and not near.is_bare(place)
    if near.first and (joined or _LIST.match(gap)) and _is_beside(near, near.first - 1, place):
        return f"beside «{near.texts[near.first - 1]}»"
    gap = near.gap_after()
    joined = near.word(near.last + 1).startswith("و") and not gap.strip(_QUOTES)
    if (joined or _LIST.match(gap)) and _is_beside(near, near.last + 1, place):
        return f"beside «{near.texts[near.last + 1]}»"
    return ""


def _is_beside(near: Neighbourhood, position: int, place: Place) -> bool:
    if position == len(near.texts) or not near.names.holds(near.texts[position]):
        return False
    if near.mention(position) is not None:
        return True
    return any(one.parent == place.parent and one is not place for one in near.doubtful(position))


def _within(near: Neighbourhood, place: Place) -> str:
    """«في التل بدمشق», «نوى في درعا»: what it lies in follows."""
    following = near.following
    if not following:
        return ""
    for distance, token in ((1, following), (2, near.after(2))):
        if not token.startswith("ب") and (distance == 1 or not token or following not in _WITHIN):
            continue
        mention = near.mention(near.last + distance)
        if mention is not None and not near.names.around(place).keys().isdisjoint(mention.places):
            return f"before «{token}»"
    return ""


def _heading(near: Neighbourhood, place: Place) -> str:
    """«حماة: احتراق محاصيل»."""
    if place.also in ("person", "common") or "\n" not in near.gap_before():
        return ""
    return "as a heading" if _HEADING.match(near.gap_after()) else ""


def _probably(near: Neighbourhood, place: Place) -> str:
    """What mostly stands with a place, where nothing speaks for the other word."""
    before = near.preceding
    prepositional = (before in PREPOSITIONS) or (near.name[0] in "بل" and not near.is_bare(place))
    vague = bool(near.behind & VAGUE_TYPE)
    if place.also == "common" and not prepositional and not vague and before not in REACHING:
        return ""
    if against(near, place):
        return ""
    event = _event(near)
    if not event and place.also != "common":
        event = _aimed(near) if before == _ON else _held(near)
    if place.also in ("", "nisba") and before in CLAUSE_OPENERS:
        return f"after «{before}»"
    if not near.ends_here() and not (event and before in PREPOSITIONS and _has_no_complement(near, place)):
        return ""
    led = f"after «{before}»" if before else "by its place in the sentence"
    if place.also == "nisba":
        return led if not before or before in PREPOSITIONS or near.name.startswith(ARTICLES) else ""
    place_like = event or vague or place.also not in ("common", "word")
    if (prepositional or vague) and place_like and (land := near.near_by(place)):
        return f"{led}, with {land} in the text"
    if (
        (prepositional or vague or before in REACHING)
        and (event or place.also != "common")
        and (home := near.home(place))
    ):
        return f"{led}, and the source reports about {home}"
    if place.also == "common":
        return f"{led} with «{event}»" if prepositional and traits(event) & FIGHT else ""
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
    return place.also != "common" and not near.name.startswith(ARTICLES) and not near.following.startswith("ال")


def _event(near: Neighbourhood) -> str:
    """What happens there: a word of an event not far before in the same sentence."""
    return _nearest(near, EVENT)


def _aimed(near: Neighbourhood) -> str:
    """What is done to a town and hardly to a thing: «السيطرة على الباب»."""
    return _nearest(near, AIM)


def _nearest(near: Neighbourhood, kind: int) -> str:
    for token in near.leading(_EVENT_REACH):
        if traits(token) & kind:
            return token
    return ""


def _held(near: Neighbourhood) -> str:
    """What somebody armed holds in it: «قسد تعزز مواقعها في الطبقة»."""
    if not (near.preceding in _IN or near.behind & VAGUE_TYPE or near.name.startswith("ب")):
        return ""
    leading = list(near.leading(_HELD_REACH))
    position = next((distance for distance, token in enumerate(leading) if traits(token) & POSITION), len(leading))
    armed = any(traits(token) & ACTOR for token in leading[position + 1 :])
    return leading[position] if armed else ""


def _actor(near: Neighbourhood) -> bool:
    return any(traits(near.before(distance)) & ACTOR for distance in range(2, 6))


@lru_cache(maxsize=4096)
def _vetoes(place: Place) -> tuple[frozenset[str], frozenset[str]]:
    """The folded words that may not follow and may not precede."""
    return frozenset(map(fold_text, place.not_before)), frozenset(map(fold_text, place.not_after))
