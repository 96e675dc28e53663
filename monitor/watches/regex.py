"""Regular expressions between slashes: RE2 on folded text, so that no text can make them slow.

What a pattern spells out is folded as the text is. RE2 knows words and letters of English only: `\\w` and `\\d` become
the classes of Unicode, and for `\\b` the text is searched with a mark at both ends of each of its words.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

from arabic.fold import fold_text
from arabic.words import WORD

MOST_HITS = 1000  # in one field: each search goes on to the end of the text
_LONGEST = 1000  # letters of a pattern
_MOST_MEMORY = 4 << 20
_EDGE = "\ufdd0"  # a noncharacter: the mark at the ends of words
_CLASSES = {"w": r"\p{L}\p{N}_", "d": r"\p{Nd}", "s": r"\s"}
_PLAIN_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_GROUP = re.compile(r"\?(?:P?<[A-Za-z_]\w*>|(?P<flags>[imU]*)(?P<end>[:)]))")
_REPEAT = re.compile(r"[*+?]\??|\{\d*,?\d*\}\??")
_PROPERTY = re.compile(r"\\[pP](?:[A-Z]|\{\^?\w+\})")
_ASKED_EDGE = re.compile(r"(?<!\\)(?:\\\\)*\\b")
_CODE = re.compile(r"\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})")
_POINTERS = {
    "B": "say what stands there instead",
    "C": "a dot is any letter",
    "Q": "put a backslash before each sign that is meant as such",
    "K": "put parentheses and an alternative instead",
    "Z": r"write \z",
}


class RegexError(ValueError):
    """A pattern that cannot be used; `at` is where in it."""

    def __init__(self, reason: str, at: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


class Regex:
    """A compiled pattern."""

    def __init__(self, pattern: str) -> None:
        """`pattern` is what stands between the slashes; raises RegexError."""
        if len(pattern) > _LONGEST:
            raise RegexError(f"is longer than {_LONGEST} letters", _LONGEST)
        import re2  # late, and only where a watch has a pattern

        translation = _Translation(normalize("NFC", pattern))
        self._edges = translation.edges
        options = re2.Options()
        options.max_mem, options.log_errors, options.never_capture = _MOST_MEMORY, False, True
        try:
            self._compiled = re2.compile(translation.written, options)
        except re2.error as error:
            detail = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
            raise RegexError(detail.partition(": ")[0], 0) from None
        if self._compiled.search("") or self._compiled.fullmatch(_EDGE * translation.edges):
            raise RegexError("is fulfilled by nothing at all; at least one letter must be required", 0)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where it hits a folded text (end exclusive), from left to right, at most `MOST_HITS` times."""
        text = text.encode("utf-8", "replace").decode("utf-8")  # half of a surrogate pair is no letter
        edges: Sequence[int] = ()
        if self._edges:
            text, edges = _marked(text, self._edges)
        spans: list[tuple[int, int]] = []
        for found in self._compiled.finditer(text):
            start, end = (place - bisect_left(edges, place) for place in found.span())
            if start < end:
                spans.append((start, end))
            if len(spans) == MOST_HITS:
                break
        return spans


@lru_cache(maxsize=4)  # the patterns of many watches look at one text after the other
def _marked(text: str, count: int) -> tuple[str, list[int]]:
    """The text with so many marks at both ends of each word, and where in it the marks are."""
    text = text.replace(_EDGE, " ")
    edge = _EDGE * count
    pieces: list[str] = []
    edges: list[int] = []
    done = 0
    for word in WORD.finditer(text):
        start, end = word.span()
        pieces += (text[done:start], edge, text[start:end], edge)
        for place in (start, end):
            first = place + len(edges)
            edges.extend(range(first, first + count))
        done = end
    pieces.append(text[done:])
    return "".join(pieces), edges


class _Translation:
    """One pattern, written anew for RE2."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        # Each of several \b in a row takes one mark, so an end of a word has as many as the pattern may ask for.
        self.edges = len(_ASKED_EDGE.findall(pattern))
        self._skip = f"{_EDGE}*" if self.edges else ""  # marks may stand before any letter
        pieces: list[str] = []
        while self._at < len(pattern):
            pieces.append(self._piece())
        self.written = "".join(pieces)

    def _take(self, text: str) -> str:
        self._at += len(text)
        return text

    def _piece(self) -> str:
        letter = self._pattern[self._at]
        if letter == "\\":
            return self._escape()
        if letter == "[":
            return self._letter(self._class())
        if letter == "(":
            return self._group()
        if letter == ".":
            self._take(letter)
            return self._letter(f"[^\\n{_EDGE}]")
        if repeat := _REPEAT.match(self._pattern, self._at):
            return self._take(repeat.group())
        self._take(letter)
        if letter == "$":
            return f"{self._skip}$"
        return letter if letter in "^)|" else self._literal(letter)

    def _letter(self, written: str) -> str:
        return f"(?:{self._skip}{written})" if self._skip else written

    def _literal(self, letter: str) -> str:
        """One letter as written; folded it may be none (a mark) or two (a ligature)."""
        folded = "".join(self._letter(_escaped(one)) for one in fold_text(letter))
        return f"(?:{folded})" if len(fold_text(letter)) > 1 else folded

    def _group(self) -> str:
        start = self._at
        self._take("(")
        if self._pattern[self._at : self._at + 1] != "?":
            return "(?:"
        group = _GROUP.match(self._pattern, self._at)
        if group is None:
            reason = "this kind of group is unknown; looking ahead or behind is not possible, write NEAR or NOT instead"
            raise RegexError(reason, start)
        self._take(group.group())
        flags = (group["flags"] or "").replace("i", "")  # the text has small letters only
        if group["end"] == ")":
            return f"(?{flags})" if flags else ""
        return f"(?{flags}:"

    def _escape(self) -> str:
        start = self._at
        if found := _PROPERTY.match(self._pattern, self._at):
            return self._letter(self._take(found.group()))
        if found := _CODE.match(self._pattern, self._at):
            self._take(found.group())
            return self._literal(self._character(found, start))
        kind = self._pattern[self._at + 1 : self._at + 2]
        self._take(f"\\{kind}")
        if kind == "b":
            return _EDGE
        if kind in ("A", "z"):
            return f"\\{kind}" if kind == "A" else f"{self._skip}\\z"
        if kind.lower() in _CLASSES:
            inside = _CLASSES[kind.lower()]
            return self._letter(f"[^{inside}{_EDGE}]" if kind.isupper() else f"[{inside}]")
        return self._literal(self._spelled(kind, start))

    def _spelled(self, kind: str, start: int) -> str:
        """The letter that a backslash and `kind` stand for."""
        if kind in _PLAIN_ESCAPES:
            return _PLAIN_ESCAPES[kind]
        if not kind:
            raise RegexError("ends with a backslash", start)
        if kind.isalnum():
            raise RegexError(f"\\{kind} is not known here; {_POINTERS.get(kind, 'see docs/config.md')}", start)
        return kind

    @staticmethod
    def _character(found: re.Match[str], start: int) -> str:
        code = int(found[1] or found[2], 16)
        if code > 0x10FFFF or 0xD800 <= code < 0xE000:
            raise RegexError(f"{found.group()} is no letter", start)
        return chr(code)

    def _class(self) -> str:
        """A class in brackets; every letter of it folded, ranges letter by letter."""
        start = self._at
        self._take("[")
        negated = self._pattern.startswith("^", self._at)
        self._take("^" if negated else "")
        members: list[str] = []
        letters: set[str] = set()
        first = True
        while first or not self._pattern.startswith("]", self._at):
            if self._at >= len(self._pattern):
                raise RegexError("this bracket is not closed", start)
            first = False
            if named := self._named():
                members.append(named)
                continue
            low = high = self._member(start)
            if self._pattern.startswith("-", self._at) and self._pattern[self._at + 1 : self._at + 2] not in ("]", ""):
                self._take("-")
                high = self._member(start)
            if high < low:
                raise RegexError(f"{low}-{high} runs backwards", start)
            if ord(high) - ord(low) > 0x2000:
                raise RegexError(f"{low}-{high} holds too many letters; write \\p{{…}} instead", start)
            letters.update(
                *(fold_text(chr(code)) for code in range(ord(low), ord(high) + 1) if not 0xD800 <= code < 0xE000)
            )
        self._take("]")
        members += map(_escaped, sorted(letters))
        if not members:
            raise RegexError("nothing is left of this bracket: marks are taken out of every text", start)
        return f"[{'^' + _EDGE if negated else ''}{''.join(members)}]"

    def _named(self) -> str:
        """`\\w`, `\\d`, `\\s` or `\\p{…}` inside of brackets."""
        pattern, at = self._pattern, self._at
        if pattern.startswith("[:", at):
            raise RegexError(r"[:…:] is not known here; write \p{L} for letters, \d for digits", at)
        if pattern[at : at + 1] != "\\":
            return ""
        if found := _PROPERTY.match(pattern, at):
            if found.group()[1] == "P" or "^" in found.group():
                raise RegexError(f"inside of brackets {found.group()} is not known; write [^…]", at)
            return self._take(found.group())
        kind = pattern[at + 1 : at + 2]
        if kind in ("W", "D", "S"):
            raise RegexError(f"inside of brackets \\{kind} is not known; write [^\\{kind.lower()}…]", at)
        if kind in _CLASSES:
            self._take(f"\\{kind}")
            return _CLASSES[kind]
        return ""

    def _member(self, start: int) -> str:
        if self._at >= len(self._pattern):
            raise RegexError("this bracket is not closed", start)
        if found := _CODE.match(self._pattern, self._at):
            self._take(found.group())
            return self._character(found, start)
        letter = self._take(self._pattern[self._at])
        if letter != "\\":
            return letter
        kind = self._take(self._pattern[self._at : self._at + 1])
        return self._spelled(kind, self._at - 2)


def _escaped(letter: str) -> str:
    return letter if letter.isalnum() else f"\\x{{{ord(letter):x}}}"
