"""A text by its words, sentences and stretches between commas, and what stands around a place in it."""

import re
from collections.abc import Collection, Sequence

from arabic.figures.words import (
    ASIDES,
    FINDING,
    LIBERATED,
    OPENING,
    PHRASES,
    SERVICES,
    SUBSET,
    TITLED,
    Trigger,
    trigger_of,
)
from arabic.fold import Folded
from arabic.words import Word

_STOP = re.compile(r"[\n|.!?؟؛،,;:()\[\]«»\"]|\s[-–—]\s")
_BRACKETED = re.compile(r"\(\d+\)", re.ASCII)  # «مقتل (5) مدنيين»
_SENTENCE = re.compile(r"[\n|!?؟؛]|(?<!\.)\.(?!\.)")
_COMMA = re.compile(r"[،,;…]|\.\.|\s[-–—]\s")
_SEIZED_REACH = 5  # «ألقت القبض خلال 24 ساعة على»
_QUOTED = re.compile(r"[«\"“]")
_TITLE_REACH = 5  # words
_PHRASE_REACH = 3  # «أودى الانفجار بحياة»
_THEY = ("هم", "هن", "وهم", "وهن")
_SENTENCE_REACH = 80  # words
_LONGEST_ASIDE = 8  # words
_FINDING_REACH = 9  # words


class Passage:
    """The words of a folded text. Places are numbers of words."""

    def __init__(self, words: Sequence[Word], text: str, folded: Folded | None = None) -> None:
        self.words = words
        self.texts = [word.text for word in words]
        self.text = text
        self._folded = folded
        self._sentence: list[int] = []
        self._stretch: list[int] = []
        self._clause: list[int] = []
        self._begins: list[int] = []  # the first word of each sentence
        self._runs_on: list[bool] = []  # whether no more than a blank stands before a word
        sentence = stretch = clause = -1
        end = 0
        for position, word in enumerate(words):
            between = text[end : word.start] if position else "\n"
            self._runs_on.append(between == " ")
            if between in (".", ",") and word.text[0].isdigit() and text[end - 1].isdigit():
                between = ""  # inside a number
            end = word.end
            told = between not in ("", " ")
            if told and _SENTENCE.search(between):
                sentence += 1
                self._begins.append(position)
                stretch, clause = stretch + 1, position
            elif told and _COMMA.search(between):
                stretch, clause = stretch + 1, position
            elif word.text in OPENING:
                clause = position
            self._sentence.append(sentence)
            self._stretch.append(stretch)
            self._clause.append(clause)
        self._begins.append(len(words))

    def with_asides(self, *, parts: bool = True) -> "Passage":
        """The same with no mark around what is only put in: «نفى الناطق، في مؤتمر صحفي، مقتل 12».

        Without `parts` the marks stay around a part of those counted: «سبعة، بينهم طفل، قتلوا».
        """
        if not _COMMA.search(self.text):
            return self
        text = list(self.text)
        opened: tuple[int, int] | None = None  # the last comma of the sentence: its offset, and the word behind it
        for position in range(1, len(self.words)):
            end, start = self.words[position - 1].end, self.words[position].start
            if _SENTENCE.search(self.text, end, start):
                opened = None
            elif found := _COMMA.search(self.text, end, start):
                if opened and (parts or not self._is_part(opened[1])) and self._is_aside(opened[1], position):
                    text[opened[0]] = text[found.start()] = " "
                opened = found.start(), position
        return Passage(self.words, "".join(text), self._folded)

    def _is_part(self, position: int) -> bool:
        """«بينهم طفل», «من بينهم طفل»."""
        return self.token(position + (self.token(position) == "من")) in SUBSET

    def _is_aside(self, first: int, end: int) -> bool:
        """Whether the words from `first` up to `end` begin like an aside and tell nothing that happened."""
        inside = self.tokens(first, end)
        if inside[0] not in ASIDES or len(inside) > _LONGEST_ASIDE:
            return False
        return inside[0] in SUBSET or not any(word[0].isdigit() or trigger_of(word) for word in inside)

    def __len__(self) -> int:
        return len(self.words)

    def token(self, position: int) -> str:
        """The word at a place; "" outside of the text."""
        return self.texts[position] if 0 <= position < len(self.texts) else ""

    def written(self, position: int) -> str:
        """The word at a place as the text spells it; as it is folded where that is not known."""
        word = self.words[position]
        if self._folded is None:
            return word.text
        start, end = self._folded.span(word.shown, word.end)
        return self._folded.original[start:end]

    def stops(self, position: int) -> bool:
        """Whether a mark stands between a place and the next one."""
        if self._runs_on[position + 1]:
            return False
        end, start = self.words[position].end, self.words[position + 1].start
        found = _STOP.search(self.text, end, start)
        if found is None or self._in_number(position):
            return False
        bracketed = _BRACKETED.match(self.text, found.start()) or _BRACKETED.match(self.text, self._bracket(position))
        return not (bracketed and not _STOP.search(self.text, found.end(), start))

    def _in_number(self, position: int) -> bool:
        """«4.8»: a point between digits parts nothing."""
        end, start = self.words[position].end, self.words[position + 1].start
        point = self.text[end:start] in (".", ",")
        return point and self.text[end - 1].isdigit() and self.text[start].isdigit()

    def _bracket(self, position: int) -> int:
        """Where the word at a place begins, with what opens right before it."""
        start = self.words[position].start
        return start - 1 if start and self.text[start - 1] == "(" else start

    def follows(self, position: int) -> str:
        """The word behind a place, unless something stands between."""
        if position + 1 >= len(self.texts) or self.stops(position):
            return ""
        return self.texts[position + 1]

    def before(self, position: int, most: int) -> list[str]:
        """The words right before a place, nearest last, as far as nothing stands between."""
        start = position
        while start > max(0, position - most) and not self.stops(start - 1):
            start -= 1
        return self.tokens(start, position)

    def tokens(self, first: int, end: int) -> list[str]:
        """The words from `first` up to `end`, whatever stands between."""
        return self.texts[max(0, first) : max(0, end)]

    def stretch(self, position: int) -> int:
        """The number of the stretch between commas."""
        return self._stretch[position]

    def clause(self, position: int) -> int:
        """The first word of the clause: a stretch, or what of it begins at a word such as «بينما» or «التي»."""
        return self._clause[position]

    def around(self, position: int) -> tuple[int, int]:
        """The first word of the sentence, and the one behind its last; of an endless one what stands near."""
        number = self._sentence[position]
        first = max(self._begins[number], position - _SENTENCE_REACH)
        return first, min(self._begins[number + 1], position + _SENTENCE_REACH)

    def asks(self, position: int) -> bool:
        """Whether the sentence is a question."""
        first, last = self.around(position)
        end = self.words[last].start if last < len(self.words) else len(self.text)
        return "؟" in self.text[self.words[last - 1].end : end] or self.token(first) == "هل"

    def sentence_has(self, position: int, some: Collection[str]) -> bool:
        """Whether one of some words stands in the sentence."""
        return any(token in some for token in self.tokens(*self.around(position)))

    def stretch_has(self, position: int, some: Collection[str], *, behind: bool = False) -> bool:
        """Whether one of some words stands in the stretch, or in what of it comes from a place on."""
        first, last = self.around(position)
        here = self._stretch[position]
        start = position if behind else first
        return any(self._stretch[one] == here and self.texts[one] in some for one in range(start, last))

    def past_aside(self, position: int) -> int:
        """The place behind what is put in right behind a word: «سبعة، بينهم طفل، قتلوا»; 0 where nothing is."""
        if position + 2 >= len(self.words) or not self.stops(position):
            return 0
        if not self._is_part(position + 1) and self.token(position + 1) not in _THEY:
            return 0
        last = min(position + 2 + _LONGEST_ASIDE, len(self.words) - 1)
        return next((place + 1 for place in range(position + 2, last) if self.stops(place)), 0)

    def titled(self, position: int) -> bool:
        """Whether a word stands in the title of a work: «رواية «مقتل بائع الكتب»»."""
        for place in range(position, max(0, position - _TITLE_REACH), -1):
            if not self._runs_on[place] and _QUOTED.search(
                self.text, self.words[place - 1].end, self.words[place].start
            ):
                return self.texts[place - 1] in TITLED
        return False

    def aside(self, position: int, other: int) -> bool:
        """Whether one of two words stands in parentheses that the other does not stand in."""
        low, high = sorted((self.words[position].start, self.words[other].start))
        between = self.text[low:high]
        return between.count("(") != between.count(")")

    def trigger(self, position: int) -> Trigger | None:
        """What the word at a place says that happened."""
        token = self.token(position)
        if token in PHRASES:
            said = PHRASES[token]
            before = [word.removeprefix("ف") for word in reversed(self.before(position, _SEIZED_REACH))]
            found = ((said[word], reach) for reach, word in enumerate(before) if word in said)
            return next((one for one, reach in found if reach < _PHRASE_REACH or one.kind == "arrested"), None)
        if self.follows(position) in LIBERATED or token in SERVICES:
            return None
        return trigger_of(token) if token else None

    def finding(self, position: int) -> bool:
        """Whether bodies were found there: «انتشال 14 جثة», not «مقبرة تضم 14 جثة»."""
        return any(token.removeprefix("و") in FINDING for token in self.tokens(position - _FINDING_REACH, position))
