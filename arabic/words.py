"""Tokenising: the words of a folded text, with their places in it."""

import codecs
import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple, overload

from arabic.fold import Folded, fold_text
from arabic.letters import ARABIC, COMMON, TATWEEL

# An Arabic letter beside a Latin one or a digit is a boundary: «لـT72» is a clitic and a name.
WORD = re.compile(f"[{ARABIC}]+|[^\\W_{ARABIC}]+")
SENTENCE_END = re.compile(r"[!?؟؛\n]+|\.(?=\s|$)|…")


_LETTERS = re.compile(f"[{ARABIC}]{{2,}}")
# What an editor leaves standing before its word: «الـ نظام», «بـ صواريخ», «و طيردبا».
_ARTICLES = frozenset(conjunction + article for conjunction in ("", "و", "ف") for article in ("ال", "لل", "لال"))
_LETTERS_ALONE = frozenset("وفبلك")
_WITH_TATWEEL = frozenset(
    conjunction + prefix for conjunction in ("", "و", "ف") for prefix in ("بال", "كال", "ب", "ل", "ك")
)
_APART = _ARTICLES | _LETTERS_ALONE | _WITH_TATWEEL


class Word(NamedTuple):  # a tuple, because millions of them are made
    """A word of a folded text; `start` and `end` (exclusive) are offsets in the folded text.

    Where its clitic stands apart, `start` is that of the clitic and `shown` that of what follows it.
    """

    text: str
    start: int
    end: int
    shown: int


_NEW_WORD = partial(tuple.__new__, Word)

# A table over bytes tells words apart four times as fast as the expression: the common characters get a byte each.
_COMMON = "\0" + "".join(sorted(set(fold_text(COMMON))))
_ENCODING = codecs.charmap_build(_COMMON.ljust(256, "\ufffe"))
_LETTER = re.compile(f"[{ARABIC}]")
_KINDS = "".join("a" if _LETTER.match(one) else "o" if WORD.match(one) else " " for one in _COMMON).encode().ljust(256)
_DECODING = "".join(one if WORD.match(one) else " " for one in _COMMON)


class Words(Sequence[Word]):
    """The words of a folded text in their order; `texts` are the words alone.

    Their places are found out when one is first asked for.
    """

    __slots__ = ("_blanked", "_bounds", "_shown", "_text", "texts")

    def __init__(self, text: str, folded: Folded | None = None) -> None:
        self._text = text
        self._bounds: list[int] | None = None
        self._shown: dict[int, int] = {}
        self._blanked = _blanked(text)
        self.texts = WORD.findall(text) if self._blanked is None else self._blanked.split()
        if folded is not None and not _APART.isdisjoint(self.texts):
            self._join(folded)

    def _join(self, folded: Folded) -> None:
        """Writes the clitics that stand apart onto their words."""
        texts, bounds = self.texts, self.bounds
        joined = 0
        for position in [position for position, token in enumerate(texts) if token in _APART]:
            word = position - joined
            if word + 1 == len(texts) or not _may_stand_apart(texts, word, self.gap(word + 1)):
                continue
            after = bounds[2 * word + 2]
            if _is_written_apart(
                texts[word], folded.original[folded.offsets[bounds[2 * word]] : folded.offsets[after]]
            ):
                self._shown[word] = after
                texts[word : word + 2] = [texts[word] + texts[word + 1]]
                del bounds[2 * word + 1 : 2 * word + 3]
                joined += 1

    @property
    def bounds(self) -> list[int]:
        """Where word i begins, at 2i, and where it ends (exclusive), at 2i + 1: offsets in the folded text."""
        if self._bounds is None:
            self._bounds = _bounds(self._text, self._blanked)
        return self._bounds

    def shown(self, word: int) -> int:
        """Where a word begins without the clitic that stands apart from it."""
        return self._shown.get(word) or self.bounds[2 * word]

    def reach(self, first: int, last: int) -> tuple[int, int]:
        """Where the words `first` to `last` are shown: from `shown(first)` to the end (exclusive) of the last."""
        bounds = self._bounds or self.bounds
        return self._shown.get(first) or bounds[2 * first], bounds[2 * last + 1]

    def gap(self, word: int) -> str:
        """What stands before a word; of the number after the last one, what stands after all of them."""
        bounds = self._bounds or self.bounds
        start = bounds[2 * word - 1] if word else 0
        return self._text[start : bounds[2 * word]] if 2 * word < len(bounds) else self._text[start:]

    def between(self, first: int, last: int) -> str:
        """The text between two words, of which the one stands before the other."""
        bounds = self._bounds or self.bounds
        return self._text[bounds[2 * first + 1] : bounds[2 * last]]

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> list[Word]: ...
    def __getitem__(self, index: int | slice) -> Word | list[Word]:
        if isinstance(index, slice):
            return list(self)[index]
        if index < 0:
            index = range(len(self.texts))[index]
        bounds = self.bounds
        start = bounds[2 * index]
        return _NEW_WORD((self.texts[index], start, bounds[2 * index + 1], self._shown.get(index, start)))

    def __iter__(self) -> Iterator[Word]:
        starts, ends = self.bounds[::2], self.bounds[1::2]
        shown = [self._shown.get(*one) for one in enumerate(starts)] if self._shown else starts
        return map(_NEW_WORD, zip(self.texts, starts, ends, shown, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self._text == other._text and self.texts == other.texts

    __hash__ = None  # type: ignore[assignment]


def _blanked(text: str) -> str | None:
    """The text with a space for each character that is of no word; None where words touch, or a rare character is."""
    try:
        codes = codecs.charmap_encode(text, "strict", _ENCODING)[0]
    except UnicodeEncodeError:
        return None
    kinds = codes.translate(_KINDS)
    if b"o" in kinds and (b"ao" in kinds or b"oa" in kinds):
        return None
    return codecs.charmap_decode(codes, "strict", _DECODING)[0]


def _bounds(text: str, blanked: str | None) -> list[int]:
    bounds: list[int] = []
    if blanked is None:
        for found in WORD.finditer(text):
            bounds += found.span()
        return bounds
    start = 0
    for word in blanked.split(" "):  # half the time of looking for each
        if word:
            end = start + len(word)
            bounds += (start, end)
            start = end
        start += 1
    return bounds


def words(folded: Folded | str) -> Words:
    """The words in their order; digits and Latin letters are words too, punctuation is not."""
    return Words(folded if isinstance(folded, str) else folded.text)


def whole_words(folded: Folded) -> Words:
    """The same with the clitics that stand apart written onto their words: «بـ صواريخ» is one word, بصواريخ."""
    return Words(folded.text, folded)


def _may_stand_apart(texts: Sequence[str], word: int, gap: str) -> bool:
    """Whether a word may be a clitic of the next one, after the gap; «أ ف ب» are none."""
    after = texts[word + 1]
    if gap.strip(" ") or not _LETTERS.fullmatch(after):
        return False
    return len(texts[word]) > 1 or (len(after) > 1 and not (word and len(texts[word - 1]) == 1))


def _is_written_apart(clitic: str, written: str) -> bool:
    """Whether it is one as it is written, with what follows up to the next word; «آل ثاني» and «راحة بال» are none."""
    return TATWEEL in written or (clitic not in _WITH_TATWEEL - _LETTERS_ALONE and "آ" not in written)
