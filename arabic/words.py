"""Tokenising: the words of a folded text, with their places in it."""

import re
from typing import NamedTuple

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


def words(folded: Folded | str) -> list[Word]:
    """The words in their order; digits and Latin letters are words too, punctuation is not."""
    text = folded if isinstance(folded, str) else folded.text
    return [Word(found.group(), found.start(), found.end()) for found in WORD.finditer(text)]
