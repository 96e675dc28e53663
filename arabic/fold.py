"""Folding: the one spelling that everything is compared in, with the way back to the original characters."""

import codecs
import re
from collections.abc import Sequence
from itertools import compress
from unicodedata import normalize

from arabic.letters import COMMON, DELETED, MARKS, TANWIN, TATWEEL, translation

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
_TRAILING = MARKS | frozenset(map(chr, range(0x0300, 0x0370))) | {TATWEEL}

# A table over bytes folds ten times as fast as one over code points: the common characters get a byte each.
_COMMON = "\0" + "".join(character for character in COMMON if character != "\0")
_ENCODING = codecs.charmap_build(_COMMON.ljust(256, "\ufffe"))
_DECODING = "".join(character.translate(_TABLE) or "\0" for character in _COMMON)
_BYTES_DELETED = bytes(number for number, character in enumerate(_COMMON) if not character.translate(_TABLE))
_KEPT = bytes(bool(character.translate(_TABLE)) for character in _COMMON).ljust(256, b"\1")
_TANWIN_AT_THE_END = re.compile(f"[{TANWIN}][ا{_ANY_MARK}{TATWEEL}]*$")


class Folded:
    """A folded text and where each of its characters comes from. A value: nobody changes it."""

    __slots__ = ("_offsets", "original", "text")

    def __init__(self, original: str, text: str, offsets: Sequence[int] | None = None) -> None:
        self.original = original
        self.text = text
        self._offsets = offsets

    @property
    def offsets(self) -> Sequence[int]:
        """`offsets[i]` is the code point in `original` that `text[i]` comes from; one more entry stands for the end.

        Found out when it is first asked for: most texts are never pointed into.
        """
        if self._offsets is None:
            self._offsets = _offsets(self.original)
        return self._offsets

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original (end exclusive) behind `text[start:end]`, with the marks of its last letter."""
        offsets = self.offsets
        if type(offsets) is range:  # each character gives one: no mark is left out after any of them
            return start, max(start, end)
        if start >= end:
            return offsets[start], offsets[start]
        stop = offsets[end - 1] + 1
        while stop < len(self.original) and self.original[stop] in _TRAILING:
            stop += 1
        return offsets[start], stop


def strip_marks(text: str) -> str:
    """The text in composed letters, without marks, tatweel and invisible characters; its spelling is kept."""
    return normalize("NFC", text).translate(_UNMARKED).strip()


def has_tanwin(written: str) -> bool:
    """Whether a word as it is written ends in a tanwin: an indefinite noun, or an adverb."""
    return _TANWIN_AT_THE_END.search(written) is not None


def fold_text(text: str) -> str:
    """The folded text alone; the same text as `fold(text).text`."""
    try:
        return codecs.charmap_decode(_bytes(text).translate(None, _BYTES_DELETED), "strict", _DECODING)[0]
    except UnicodeEncodeError:
        return _fold_any(text)


def fold(text: str) -> Folded:
    """The folded text with its offsets."""
    try:
        written = _bytes(text)
    except UnicodeEncodeError:
        return Folded(text, _fold_any(text))
    kept = written.translate(None, _BYTES_DELETED)
    folded = codecs.charmap_decode(kept, "strict", _DECODING)[0]
    return Folded(text, folded, range(len(text) + 1) if len(kept) == len(text) else None)


def _bytes(text: str) -> bytes:
    """A byte for each character; UnicodeEncodeError where one of them is not among the common ones."""
    return codecs.charmap_encode(text, "strict", _ENCODING)[0]


def _fold_any(text: str) -> str:
    if _IRREGULAR.search(text):
        text = _CLUSTER.sub(_composed, text)
    return text.translate(_TABLE)


def _offsets(text: str) -> Sequence[int]:
    try:
        return [*compress(range(len(text)), _bytes(text).translate(_KEPT)), len(text)]
    except UnicodeEncodeError:
        return _offsets_of_any(text)


def _offsets_of_any(text: str) -> Sequence[int]:
    if not _IRREGULAR.search(text):
        return range(len(text) + 1)
    offsets: list[int] = []
    done = 0
    for cluster in _CLUSTER.finditer(text):
        _copy(text, done, cluster.start(), offsets)
        offsets.extend([cluster.start()] * len(_composed(cluster).translate(_TABLE)))
        done = cluster.end()
    _copy(text, done, len(text), offsets)
    offsets.append(len(text))
    return offsets


def _copy(text: str, start: int, end: int, offsets: list[int]) -> None:
    """The offsets of a stretch in which every character gives one character or none."""
    while start < end:
        deleted = _DELETED.search(text, start, end)
        stop = deleted.start() if deleted else end
        offsets.extend(range(start, stop))
        start = deleted.end() if deleted else end


def _composed(cluster: re.Match[str]) -> str:
    """One letter as written, in the form in which the table knows it."""
    written = cluster.group()
    return normalize("NFKC" if _COMPATIBILITY.search(written) else "NFC", written)
