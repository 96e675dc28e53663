"""Numbers as news writes them: digits, words, duals, ranges, «more than», tens of thousands."""

from arabic.numbers.reading import numbers
from arabic.numbers.words import Number

__all__ = ["Number", "numbers"]
