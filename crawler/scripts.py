"""Data in the writings of web frameworks: literals of JavaScript, devalue's flat lists, rows of a streamed page."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_MOST = 1_500_000  # characters of one literal
_MOST_VALUES = 200_000  # of what one place in a flat list holds, all in all
_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<string>"(?:[^"\\]|\\.)*+")|(?P<quoted>'(?:[^'\\]|\\.)*+')|(?P<open>[{\[])|(?P<close>[}\]])
    |(?P<mark>[:,])|(?P<word>[A-Za-z_$][\w$]*)|(?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<flag>![01])""",
    re.VERBOSE | re.DOTALL,
)
_DATE = re.compile(r"\s*(?:Date\s*\(\s*(\d+|\"[^\"]*\")\s*\)|0)")
_QUOTED = re.compile(r'\\(x[0-9a-fA-F]{2}|.)|"', re.DOTALL)
_WORDS = {"true": "true", "false": "false"}
_CALLED = re.compile(r"=\s*\(function\(([\w$,\s]*)\)\{(?:[^{}\"']{0,2000})return\s*(?=[{\[])")
_ROW = re.compile(rb"([0-9a-f]{1,8}):(?:T([0-9a-f]{1,8}),)?")
_PUSH = re.compile(r"^\s*self\.__next_f\.push\(")
_REFERENCE = re.compile(r'"\$([0-9a-f]{1,8})"')
_SAID = re.compile(r'"\$(?:undefined|D([^"\\]{8,40}))"')


def as_json(source: str, start: int, words: Mapping[str, str] | None = None) -> tuple[str, int] | None:
    """The literal of JavaScript that begins at `start` as JSON, and where it ends; None where it is none or cut off.

    `words` are names with what they stand for, as JSON; any other name stands for nothing.
    """
    told = {**_WORDS, **(words or {})}
    parts: list[str] = []
    depth, place, end = 0, start, min(len(source), start + _MOST)
    while place < end and (match := _TOKEN.match(source, place)) is not None:
        kind, text, place = match.lastgroup, match.group(), match.end()
        if kind == "space":
            continue
        if kind in ("open", "close"):
            if kind == "close" and parts[-1:] == [","]:
                parts.pop()
            depth += 1 if kind == "open" else -1
            parts.append(text)
            if depth <= 0:
                return "".join(parts), place
            continue
        if kind == "word":
            text, place = _word(text, source, place, told)
        elif kind == "quoted" or "\\" in text:
            text = f'"{_QUOTED.sub(_as_in_json, text[1:-1])}"'
        elif kind == "number":
            text = f"0{text}" if text[0] == "." else text.rstrip(".")
        elif kind == "flag":
            text = "true" if text == "!0" else "false"
        parts.append(text)
    return None


def _word(word: str, source: str, place: int, told: Mapping[str, str]) -> tuple[str, int]:
    """A bare word as JSON: a key, a name that stands for a value, `void 0`, `new Date(…)`."""
    if source[place : place + 1] == ":":
        return f'"{word}"', place
    if word in ("void", "new") and (match := _DATE.match(source, place)) is not None:
        return match.group(1) or "null", match.end()
    return told.get(word, "null"), place


def _as_in_json(match: re.Match[str]) -> str:
    """A letter of a string as JSON writes it: `\\'` and `\\x3C` it does not know."""
    if match.group() == '"':
        return '\\"'
    told = match.group(1)
    if told[0] == "x" and len(told) == 3:
        return f"\\u00{told[1:]}"
    return match.group() if told in 'bfnrtu"\\/' else told


def called(source: str) -> Any:
    """What a function gives that a script calls at once: `… = (function(a,b){return {…}}(true,"…"))`; else None."""
    match = _CALLED.search(source)
    passed = source.rfind("}(")
    if match is None or passed < match.end():
        return None
    names = [name.strip() for name in match.group(1).split(",") if name.strip()]
    values = as_json(f"[{source[passed + 2 :].rstrip().rstrip(';').rstrip(')')}]", 0)
    try:
        words = dict(zip(names, map(json.dumps, json.loads(values[0])), strict=False)) if values else {}
        written = as_json(source, match.end(), words)
        return json.loads(written[0], strict=False) if written else None
    except (ValueError, RecursionError):
        return None


def is_flat(value: list[Any]) -> bool:
    """Whether a list is devalue's: its first value is the whole, in which numbers stand for places in the list."""
    first = value[0] if len(value) > 3 else None
    if isinstance(first, list):
        return len(first) == 2 and isinstance(first[0], str) and type(first[1]) is int and 0 < first[1] < len(value)
    return isinstance(first, dict) and bool(first) and all(type(place) is int for place in first.values())


def unflattened(flat: list[Any]) -> Any:
    """The data in devalue's list, each value put where its number stands.

    What would hold itself, and what grows without measure by naming the same again, is left out.
    """
    done: dict[int, Any] = {}
    sizes: dict[int, int] = {}
    begun: set[int] = set()
    waiting = [0]
    while waiting:
        place = waiting[-1]
        if place in begun:
            waiting.pop()
            if place not in done:
                sizes[place] = 1 + sum(sizes.get(inner, 0) for inner in _places(flat[place]))
                done[place] = _filled(flat[place], done) if sizes[place] <= _MOST_VALUES else None
            continue
        begun.add(place)
        waiting.extend(inner for inner in _places(flat[place]) if 0 <= inner < len(flat) and inner not in begun)
    return done[0]


def _places(value: Any) -> list[int]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [place for place in inner if type(place) is int]


def _filled(value: Any, done: Mapping[int, Any]) -> Any:
    if isinstance(value, dict):
        return {key: done.get(place) for key, place in value.items()}
    if not isinstance(value, list):
        return value
    if value and isinstance(value[0], str):  # ["Reactive", 7], ["Date", "2018-…"], ["Set", 1, 2]
        inner = [done.get(place) if type(place) is int else place for place in value[1:]]
        return inner[0] if len(inner) == 1 else inner
    return [done.get(place) for place in value]


def streamed(scripts: list[str]) -> Iterator[Any]:
    """The rows of data that a page is streamed with: `self.__next_f.push([1,"5:[…]\\n"])`."""
    buffer = "".join(filter(None, map(_pushed, scripts))).encode("utf-8", "surrogatepass")
    rows: list[str] = []
    texts: dict[str, str] = {}
    place = 0
    while (match := _ROW.match(buffer, place)) is not None:
        if match.group(2):  # a long text, which another row names
            place = match.end() + int(match.group(2), 16)
            texts[match.group(1).decode()] = buffer[match.end() : place].decode("utf-8", "replace")
            continue
        stop = buffer.find(b"\n", match.end())
        stop = len(buffer) if stop < 0 else stop
        rows.append(buffer[match.end() : stop].decode("utf-8", "replace"))
        place = stop + 1
    for row in rows:
        if row[:1] in ("{", "["):
            told = _REFERENCE.sub(lambda match: _text(match, texts), row)
            told = _SAID.sub(lambda match: f'"{match.group(1)}"' if match.group(1) else "null", told)
            try:
                yield json.loads(told, strict=False)
            except (ValueError, RecursionError):
                continue  # a row that is cut off


def _text(match: re.Match[str], texts: dict[str, str]) -> str:
    """The text in place of its name, once: a page is not to grow by naming it often."""
    text = texts.pop(match.group(1), None)
    return match.group() if text is None else json.dumps(text, ensure_ascii=False)


def is_streamed(script: str) -> bool:
    """Whether a script adds to a streamed page."""
    return _PUSH.match(script) is not None


def _pushed(script: str) -> str | None:
    match = _PUSH.match(script)
    if match is None:
        return None
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(script, match.end())
    except (ValueError, RecursionError):
        return None
    return value[1] if isinstance(value, list) and len(value) == 2 and isinstance(value[1], str) else None
