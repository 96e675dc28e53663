"""Folding: the one spelling that everything is compared in, with the way back to the original characters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from arabic.letters import DELETED, MARKS, TATWEEL, translation

RULES_VERSION = 1
"""Grows with every change of what folding gives, so that stored texts can be told apart."""

_TABLE = translation()
_UNMARKED = dict.fromkeys(map(ord, DELETED))
_PRESENTATION = "\ufb50-\ufc5d\ufc64-\ufcf1\ufcf5-\ufdff\ufe80-\ufefc\uff01-\uff5e\ufb00-\ufb06"
_LATIN_MARKS = "\u0300-\u036f"
_COMPOSING = "\u0653-\u0655" + _LATIN_MARKS
_ANY_MARK = "".join(sorted(MARKS)) + _LATIN_MARKS
# Letters that are more or less than one character as written: composed before the table is applied.
_CLUSTER = re.compile(f"[^{_ANY_MARK}][{_ANY_MARK}]*[{_COMPOSING}][{_ANY_MARK}]*|[{_PRESENTATION}]")
_COMPATIBILITY = re.compile(f"[{_PRESENTATION}]")
_IRREGULAR = re.compile(f"[{re.escape(''.join(sorted(DELETED)))}{_COMPOSING}{_PRESENTATION}]")
_DELETED = re.compile(f"[{re.escape(''.join(sorted(DELETED)))}]+")
_TRAILING = frozenset(_ANY_MARK) | frozenset(map(chr, range(0x0300, 0x0370))) | {TATWEEL}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where each of its characters comes from.

    `offsets[i]` is the code point in `original` that `text[i]` comes from; one more entry stands for the end.
    """

    original: str
    text: str
    offsets: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original (end exclusive) behind `text[start:end]`, with the marks of its last letter."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        stop = self.offsets[end - 1] + 1
        while stop < len(self.original) and self.original[stop] in _TRAILING:
            stop += 1
        return self.offsets[start], stop


def strip_marks(text: str) -> str:
    """The text in composed letters, without marks, tatweel and invisible characters; its spelling is kept."""
    return normalize("NFC", text).translate(_UNMARKED).strip()


def fold_text(text: str) -> str:
    """The folded text alone; the same text as `fold(text).text`."""
    if _IRREGULAR.search(text):
        text = _CLUSTER.sub(_composed, text)
    return text.translate(_TABLE)


def fold(text: str) -> Folded:
    """The folded text with its offsets."""
    if not _IRREGULAR.search(text):
        return Folded(text, text.translate(_TABLE), range(len(text) + 1))
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    for cluster in _CLUSTER.finditer(text):
        _copy(text, done, cluster.start(), pieces, offsets)
        piece = _composed(cluster).translate(_TABLE)
        pieces.append(piece)
        offsets.extend([cluster.start()] * len(piece))
        done = cluster.end()
    _copy(text, done, len(text), pieces, offsets)
    offsets.append(len(text))
    return Folded(text, "".join(pieces), offsets)


def _copy(text: str, start: int, end: int, pieces: list[str], offsets: list[int]) -> None:
    """Fold a stretch in which every character gives one character or none."""
    while start < end:
        deleted = _DELETED.search(text, start, end)
        stop = deleted.start() if deleted else end
        pieces.append(text[start:stop].translate(_TABLE))
        offsets.extend(range(start, stop))
        start = deleted.end() if deleted else end


def _composed(cluster: re.Match[str]) -> str:
    """One letter as written, in the form in which the table knows it."""
    written = cluster.group()
    return normalize("NFKC" if _COMPATIBILITY.search(written) else "NFC", written)
