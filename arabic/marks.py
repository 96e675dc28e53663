"""Marks: what outlets write around a text that is no part of the news, and the names of outlets in it."""

import re
import tomllib
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from arabic.fold import fold_text
from arabic.letters import ARABIC

RULES_VERSION = 1
"""Grows with every change of what is taken off a text: its fingerprint changes with it."""

_SYMBOLS = (
    "\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d"
    "\ufe0e\ufe0f\u20e3\U0001f000-\U0001faff\U000e0020-\U000e007f"
)
_EMOJI = re.compile(f"[{_SYMBOLS}]+")
_HASHTAG = re.compile(f"[#＃]([{ARABIC}\\w]+)")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_SIGN = r"[\s:|/\\\-–—_.…·•*،,!«»\"()\[\]]"
_BEHIND = "".join(filter(str.isspace, map(chr, range(0x3001)))) + ".…:!)"  # what may stand behind a mark or an outlet
_LONGEST = 4  # words of an outlet's name


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A folded text without its marks, and what they said: `urgent`, `video`, `#tag` …"""

    text: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutletName:
    """An outlet named in words `first` to `last` (inclusive). `agency` where others copy it."""

    first: int
    last: int
    agency: str | None


@lru_cache(maxsize=16)  # a new text is asked about for its flags, its fingerprint and its gist
def unmark(folded: str) -> Unmarked:
    """Takes the marks off a folded text; a text that is nothing but marks stays as it is."""
    flags: dict[str, None] = {}
    text = folded
    if _EMOJI.search(text):
        flags["emoji"] = None
        text = _EMOJI.sub(" ", text)
    if "#" in text:
        text = _without_hashtags(text, flags)
    text = "\n".join(_without_edges(line, flags) for line in text.split("\n"))
    text = _tidy(text)
    return Unmarked(text, tuple(flags)) if text else Unmarked(folded.strip(), tuple(flags))


def is_mark(folded: str) -> bool:
    """Whether a folded text is nothing but marks: «عاجل», «بالفيديو | خاص»."""
    unmarked = unmark(folded)
    return bool(unmarked.flags) and unmarked.text == folded.strip()


def outlet_names(words: Sequence[str]) -> list[OutletName]:
    """The outlets that folded words name, in their order, none inside another."""
    data = _data()
    first = data.first
    found: list[OutletName] = []
    last = -1
    for position in [place for place, word in enumerate(words) if word in first or word[1:] in first]:
        if position > last and (name := _name_at(words, position, data)) is not None:
            found.append(name)
            last = name.last
    return found


def leads_to_outlet(word: str) -> bool:
    """«قناة», «وكالة»: the word behind is the name of an outlet, known or not."""
    return _stripped(word, ("و",)) in _data().media


def _without_hashtags(text: str, flags: dict[str, None]) -> str:
    """Hashtags as words; what only says again what the text says, or is a mark itself, is taken off."""
    tags = list(_HASHTAG.finditer(text))
    rest = f" {' '.join(_PLAIN_WORD.findall(_HASHTAG.sub(' ', text)))} "

    def plain(tag: re.Match[str]) -> str:
        words = tag[1].replace("_", " ").strip()
        flags[f"#{tag[1]}"] = None
        return " " if words in _data().flag_of or f" {words} " in rest else words

    return _HASHTAG.sub(plain, text) if tags else text


def _without_edges(line: str, flags: dict[str, None]) -> str:
    """A line without the marks before it, behind it and in brackets."""
    data = _data()

    def noted(found: re.Match[str]) -> str:
        flags[data.flag_of[" ".join(found["mark"].split())]] = None
        return " "

    line = data.bracketed.sub(noted, line)
    while data.leading.match(line):
        line = data.leading.sub(noted, line, count=1)
    # Looking for what may stand at the end takes a while, and the last word nearly always rules it out.
    while _ends_in(line, data.flags) and (shorter := data.trailing.sub(noted, line, count=1)) != line:
        line = shorter
    if not (data.begins_named.match(line) or _ends_in(line, data.lasts)):
        return line
    named = data.named.sub(" ", line)
    if named != line:
        flags["outlet"] = None
    return named


def _ends_in(line: str, words: tuple[str, ...]) -> bool:
    return line.rstrip(_BEHIND).endswith(words)


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()).lstrip(" .…").strip(" :|-–—،,") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _name_at(words: Sequence[str], position: int, data: "_Data") -> OutletName | None:
    for length in range(min(_LONGEST, len(words) - position), 0, -1):
        name = " ".join(words[position : position + length])
        core = name if name in data.names else _stripped(name, ("و", "ل", "ب"), data.names)
        kind = data.names.get(core)
        if kind is None:
            continue
        last = position + length - 1
        if kind != "?" or _led_to(words, position, data):
            return OutletName(position, last, None if kind in ("", "?") else kind)
    return None


def _led_to(words: Sequence[str], position: int, data: "_Data") -> bool:
    """Whether what stands before a name that is also something else says that an outlet is meant."""
    if position == 0:
        return False
    before = words[position - 1]
    return any(word in data.media or word in data.cues for word in (before, _stripped(before, ("و", "ف"))))


def _stripped(word: str, prefixes: Iterable[str], known: Container[str] | None = None) -> str:
    """A word without the first of the prefixes that it has; where words are given, only if that leaves one of them."""
    for prefix in prefixes:
        core = word.removeprefix(prefix)
        if word.startswith(prefix) and len(core) > 1 and (known is None or core in known):
            return core
    return word


@dataclass(frozen=True, slots=True)
class _Data:
    flag_of: dict[str, str]
    flags: tuple[str, ...]  # as they are written
    names: dict[str, str]  # "": an outlet; "?": also something else; else the agency
    first: frozenset[str]  # the words that names begin with
    media: frozenset[str]
    cues: frozenset[str]
    bracketed: re.Pattern[str]
    leading: re.Pattern[str]
    named: re.Pattern[str]  # an outlet's name at an edge
    begins_named: re.Pattern[str]
    lasts: tuple[str, ...]  # the words that names end in
    trailing: re.Pattern[str]


@cache
def _data() -> _Data:
    table: dict[str, Any] = tomllib.loads((files("arabic") / "data" / "marks.toml").read_text("utf-8"))
    flag_of = {fold_text(word): flag for flag, words in table["marks"].items() for word in words}
    outlets = table["outlets"]
    names = {_spaced(name): "?" for name in outlets["names"]["unsure"]}
    names |= {_spaced(name): "" for name in outlets["names"]["sure"]}
    names |= {_spaced(name): agency for agency, spelt in outlets["agencies"].items() for name in spelt}
    marks = _any_of(flag_of)
    alone = _any_of(map(fold_text, table["alone"]["words"]))
    outlet = _any_of(_pattern_of(name) for name in names)
    said = _any_of(("المصدر", "نقلا عن", "خاص", "متابعات"))
    begins_named = rf"^{_SIGN}*(?:{outlet})\s*[:|/–—-]+(?=\s)"
    return _Data(
        flag_of=flag_of,
        flags=tuple(flag_of),
        names=names,
        first=frozenset(name.split()[0] for name in names),
        media=frozenset(map(fold_text, outlets["names"]["media"])),
        cues=frozenset(map(fold_text, outlets["names"]["cues"])),
        bracketed=re.compile(rf"[(\[«]\s*(?:\d+\s*)?(?P<mark>{marks})\s*[)\]»]"),
        leading=re.compile(
            rf"^{_SIGN}*(?:(?:{outlet})\s*[:|/–—-])?{_SIGN}*(?P<mark>(?:{marks})(?=\s*(?:[:|/\-–—_.…،!]|$))|(?:{alone})(?=\s))"
        ),
        named=re.compile(rf"{begins_named}|[|/–—(-]\s*(?:{outlet})\s*[).]*$|(?:{said})\s*:\s*(?:{outlet})[\s.]*$"),
        begins_named=re.compile(begins_named),
        lasts=tuple({name.split()[-1] for name in names}),
        trailing=re.compile(rf"[\s]*[:|/\-–—_.…،+(]+\s*(?:\d+\s*)?(?P<mark>{marks})[\s.…:!)]*$"),
    )


def _spaced(name: str) -> str:
    """A name as the words of a folded text give it: «أ.ف.ب» is three."""
    return " ".join(re.findall(r"[^\W_\d]+|\d+", fold_text(name)))


def _pattern_of(name: str) -> str:
    return r"[\s.]*".join(map(re.escape, name.split()))


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(str, words), key=len, reverse=True))
