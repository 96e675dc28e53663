"""Tokenising: the words of a folded text, with their places in it."""

import re
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple, overload

from arabic.fold import Folded
from arabic.letters import ARABIC, TATWEEL

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


_SPAN = re.Match.span
_NEW_WORD = partial(tuple.__new__, Word)


class Words(Sequence[Word]):
    """The words of a folded text in their order. Their places are found out when one is first asked for."""

    __slots__ = ("_spans", "_text", "texts")

    def __init__(self, text: str, folded: Folded | None = None) -> None:
        self._text = text
        self._spans: list[tuple[int, int, int]] | None = None
        self.texts: list[str] = WORD.findall(text)
        if folded is not None and not _APART.isdisjoint(self.texts):
            joined = _joined(self, text, folded)
            self._spans = [(word.start, word.end, word.shown) for word in joined]
            self.texts = [word.text for word in joined]

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> list[Word]: ...
    def __getitem__(self, index: int | slice) -> Word | list[Word]:
        spans = self._spans
        if spans is None:
            spans = self._spans = [(*span, span[0]) for span in map(_SPAN, WORD.finditer(self._text))]
        if isinstance(index, slice):
            return [_NEW_WORD((text, *span)) for text, span in zip(self.texts[index], spans[index], strict=True)]
        return _NEW_WORD((self.texts[index], *spans[index]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self._text == other._text and self.texts == other.texts

    __hash__ = None  # type: ignore[assignment]


def words(folded: Folded | str) -> Words:
    """The words in their order; digits and Latin letters are words too, punctuation is not."""
    return Words(folded if isinstance(folded, str) else folded.text)


def whole_words(folded: Folded) -> Words:
    """The same with the clitics that stand apart written onto their words: «بـ صواريخ» is one word, بصواريخ."""
    return Words(folded.text, folded)


def _joined(words: Sequence[Word], text: str, folded: Folded) -> list[Word]:
    """The words with the clitics that stand apart on them."""
    found: list[Word] = []
    clitic: Word | None = None
    for word, following in zip(words, [*words[1:], None], strict=True):
        if clitic is not None:
            word = Word(clitic.text + word.text, clitic.start, word.end, word.shown)
        clitic = None
        if following is not None and _stands_apart(word, found[-1] if found else None, following, text, folded):
            clitic = word
        else:
            found.append(word)
    return found


def _stands_apart(word: Word, before: Word | None, after: Word, text: str, folded: Folded) -> bool:
    """Whether a word is a clitic of the next one; «أ ف ب», «آل ثاني» and «راحة بال» are none."""
    if word.text not in _APART or text[word.end : after.start].strip(" "):
        return False
    if not _LETTERS.fullmatch(after.text):
        return False
    if len(word.text) == 1 and (len(after.text) == 1 or (before is not None and len(before.text) == 1)):
        return False
    written = folded.original[folded.offsets[word.start] : folded.offsets[after.start]]
    return TATWEEL in written or (word.text not in _WITH_TATWEEL - _LETTERS_ALONE and "آ" not in written)
