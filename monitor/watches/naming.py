"""Naming: what in the neighbourhood of a name that is also another word tells which of the two it is."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from arabic.fold import Folded, fold_text
from arabic.letters import TANWIN_FATH
from arabic.places import Place
from arabic.words import Words
from monitor.watches.mentions import Mention, PlaceNames
from monitor.watches.placewords import (
    ACTORS,
    AFTER_A_NAME,
    DIRECTIONS,
    EVENTS,
    FIGHTING,
    GIVEN_NAMES,
    PREPOSITIONS,
    REACHING,
    TIME_WORDS,
    TITLES,
    TOWN_ADJECTIVES,
    TYPES,
    TYPES_AFTER,
    VAGUE_TYPES,
    cores,
)

_SENTENCE = re.compile(r"[\n.!?؟؛:]")
_PAUSE = re.compile(r"[^\w\s\"«»“”'ـ]")
_LIST = re.compile(r"^\s*[،,/\-\u2013\u2014]\s*$")
_HEADING = re.compile(r"^\s*(?::|\||\.\.|[-\u2013\u2014])")
_QUOTES = " \"'\u00ab\u00bb\u201c\u201d"
_ARTICLES = ("ال", "لل", "وال", "فال", "بال", "كال", "ولل", "وبال")
_EVENT_REACH = 6  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """Where a name stands: its words, the sure names around it, and what is known of the land it would lie in."""

    words: Words
    folded: Folded
    first: int
    last: int
    mention: Callable[[int], Mention | None]
    candidates: tuple[Place, ...]
    names: PlaceNames
    near_by: Callable[[], str]
    region: str

    def before(self, distance: int = 1) -> str:
        """The word so many words before it in the same sentence."""
        position = self.first - distance
        if position < 0 or _SENTENCE.search(self._gap(position, self.first)):
            return ""
        return self.words.texts[position]

    def after(self, distance: int = 1) -> str:
        """The word so many words after it, with no pause between them."""
        position = self.last + distance
        if position >= len(self.words) or _PAUSE.search(self._gap(self.last, position)):
            return ""
        return self.words.texts[position]

    def gap_before(self) -> str:
        return self._gap(self.first - 1, self.first) if self.first else "\n"

    def gap_after(self) -> str:
        return self._gap(self.last, self.last + 1) if self.last + 1 < len(self.words) else self._tail()

    def ends_here(self) -> bool:
        """Whether what stands after the name does not belong to it: a pause, a preposition, a time, a list."""
        following = self.after()
        if self.words.texts[self.first].startswith(_ARTICLES):  # only an adjective with its article belongs to it
            return not self.is_adjective_after()
        if not following or following in AFTER_A_NAME or following in TIME_WORDS or following in TOWN_ADJECTIVES:
            return True
        if following.startswith(("بال", "لل", "وال")) or (following[0] == "و" and len(following) > 3):
            return True
        return self._is_adverb(self.last + 1) or following.isdigit()

    def is_adjective_after(self) -> bool:
        """«الطبقة الوسطى»: a word with its article follows, and is neither a time nor a town's adjective."""
        following = self.after()
        if not following.startswith("ال") or following in TIME_WORDS or following in TOWN_ADJECTIVES:
            return False
        return following not in AFTER_A_NAME and self.mention(self.last + 1) is None

    def is_bare(self) -> bool:
        """Whether nothing is written onto the name."""
        own = self.words.texts[self.first]
        return any(fold_text(spelling).split()[0] == own for place in self.candidates for spelling in place.written)

    def vowels(self, place: Place) -> int:
        """Whether the vowel signs written are those of a spelling of this place: عمّان, عُمان."""
        start, end = self.folded.span(self.words[self.first].start, self.words[self.last].end)
        signs = {sign for sign in self.folded.original[start:end] if sign in "\u064f\u0651"}  # DAMMA, SHADDA
        if not signs:
            return 0
        spelt = {sign for spelling in place.written for sign in spelling if sign in "\u064f\u0651"}
        return 9 if signs & spelt else 0

    def _gap(self, one: int, other: int) -> str:
        return self.folded.text[self.words[one].end : self.words[other].start]

    def _tail(self) -> str:
        return self.folded.text[self.words[self.last].end :]

    def _is_adverb(self, position: int) -> bool:
        token = self.words.texts[position]
        if not token.endswith("ا") or len(token) < 4:
            return False
        start, end = self.folded.span(self.words[position].start, self.words[position].end)
        return TANWIN_FATH in self.folded.original[start:end] or self.mention(position) is None


def may_be_told(words: Words, text: str, first: int, last: int, names: PlaceNames) -> bool:
    """Whether anything beside a name could tell that it is one: a quick look that refuses most ordinary words."""
    texts = words.texts
    if first == 0 or texts[first][0] in "بلو" or _leads(texts[first - 1]) or names.touches(texts[first - 1]):
        return True
    following = texts[last + 1 : last + 3]
    if any(_follows(token) or names.begins(token) for token in following):
        return True
    return "\n" in text and text[words[first].start - 1] == "\n"


@lru_cache(maxsize=20_000)
def _leads(token: str) -> bool:
    return not cores(token).isdisjoint(TYPES | VAGUE_TYPES | PREPOSITIONS | REACHING | DIRECTIONS)


@lru_cache(maxsize=20_000)
def _follows(token: str) -> bool:
    return not cores(token).isdisjoint(TYPES_AFTER | DIRECTIONS)


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
    return _listed(near, place) or _within(near, place) or _heading(near, place)


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
    if not near.ends_here():
        return ""
    vague = not around.isdisjoint(VAGUE_TYPES)
    event = _event(near)
    led = f"after «{before}»" if before else "by its place in the sentence"
    if place.also == "nisba":
        return led if not around or before in PREPOSITIONS or own.startswith(_ARTICLES) else ""
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
