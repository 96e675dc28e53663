"""Tokenising: the words of a folded text, with their places in it."""

import re
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple, overload

from arabic.fold import Folded
from arabic.letters import ARABIC

# An Arabic letter beside a Latin one or a digit is a boundary: «لـT72» is a clitic and a name.
WORD = re.compile(f"[{ARABIC}]+|[^\\W_{ARABIC}]+")
SENTENCE_END = re.compile(r"[!?؟؛\n]+|\.(?=\s|$)|…")


class Word(NamedTuple):  # a tuple, because millions of them are made
    """A word of a folded text; `start` and `end` (exclusive) are offsets in the folded text."""

    text: str
    start: int
    end: int


_NEW_WORD = partial(tuple.__new__, Word)


class Words(Sequence[Word]):
    """The words of a folded text in their order. Their places are found out when one is first asked for."""

    __slots__ = ("_placed", "_text", "texts")

    def __init__(self, text: str) -> None:
        self._text = text
        self._placed: list[Word] | None = None
        self.texts: list[str] = WORD.findall(text)

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> list[Word]: ...
    def __getitem__(self, index: int | slice) -> Word | list[Word]:
        if self._placed is None:
            self._placed = self._place()
        return self._placed[index]

    def _place(self) -> list[Word]:
        # Between two words stands nothing that a word is made of: each is the next stretch that looks like it.
        ends: list[int] = [0]
        for text in self.texts:
            ends.append(self._text.index(text, ends[-1]) + len(text))
        starts = (end - len(text) for text, end in zip(self.texts, ends[1:], strict=True))
        return list(map(_NEW_WORD, zip(self.texts, starts, ends[1:], strict=True)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self._text == other._text

    __hash__ = None  # type: ignore[assignment]


def words(folded: Folded | str) -> Words:
    """The words in their order; digits and Latin letters are words too, punctuation is not."""
    return Words(folded if isinstance(folded, str) else folded.text)
