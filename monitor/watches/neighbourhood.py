"""The neighbourhood of a name in a text: the words around it and what is known of the places around it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from arabic.fold import Folded, fold_text, has_tanwin
from arabic.places import Place
from arabic.words import Words
from monitor.watches.mentions import Mention, PlaceNames
from monitor.watches.placewords import AFTER_A_NAME, TIME_WORDS, TOWN_ADJECTIVES

ARTICLES = ("ال", "لل", "وال", "فال", "بال", "كال", "ولل", "وبال")
_REACH = 8  # nothing looks further back
_SENTENCE = re.compile(r"[\n.!?؟؛:]")
_PAUSE = re.compile(r"[^\w\s\"«»“”'ـ]")


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
    preceding: list[str] = field(default_factory=list)

    def before(self, distance: int = 1) -> str:
        """The word so many words before it in the same sentence."""
        known = self.preceding
        while len(known) < distance:
            position = self.first - len(known) - 1
            if position < 0 or _SENTENCE.search(self._gap(position, position + 1)):
                known.extend([""] * _REACH)
            else:
                known.append(self.words.texts[position])
        return known[distance - 1]

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
        if self.words.texts[self.first].startswith(ARTICLES):  # only an adjective with its article belongs to it
            return not self.is_adjective_after()
        if not following or following in AFTER_A_NAME or following in TIME_WORDS or following in TOWN_ADJECTIVES:
            return True
        if following.startswith("ي") and len(following) >= 4:  # a verb: «أهالي نوى يشيعون»
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
        return has_tanwin(self.folded.original[start:end]) or self.mention(position) is None
