"""The data that a page carries for its own scripts: `__NEXT_DATA__`, Apollo's cache, plain or base64, other JSON."""

import base64
import binascii
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from crawler.document import Document, parsed_json
from crawler.scripts import as_json, called, is_streamed, streamed

_SMALLEST = 200  # characters: a smaller script holds settings
_MOST_SCRIPTS = 40
_JSON_TYPE = re.compile(r"application/(?:[\w.+-]*json)$", re.IGNORECASE)
# `window.__STATE__ = {…}`, `self.__x = "eyJ…"`, `JSON.parse("…")`
_ASSIGNED = re.compile(
    r"(?:^|[;,{(\s])(?:(?:window|self|globalThis|[A-Z]\w{2,20})(?:\.|\[[\"'])|(?:var|let|const)\s+)(?P<name>[\w$.-]{1,60})(?:[\"']\])?"
    r"\s*=\s*(?:JSON\.parse\(\s*)?(?:(?:window\.)?atob\(\s*)?(?=[{\[\"'])"
)
_BASE64 = re.compile(r"(?:eyJ|W3si|W1t7|eyAi|ewog)[A-Za-z0-9+/_=-]{40,}")
_LITERAL = re.compile(r"(?:^|[\"'`(])((?:eyJ|W3si|W1t7|eyAi|ewog)[A-Za-z0-9+/_=-]{200,})")
_MOST_LITERALS = 5
_DECODER = json.JSONDecoder(strict=False)
_IS_LITERAL = re.compile(r"[{\[][\s{\[]*[A-Za-z_$']")  # `{name: …}`, `[{'id': …}]`: no JSON
_STATE_ATTRIBUTES = ("data-state", "data-props", "data-page", "data-initial")


@dataclass(frozen=True, slots=True)
class State:
    """One piece of data: by which name the page knows it, and its value."""

    name: str
    value: Any


def states_of(document: Document) -> tuple[State, ...]:
    """Every piece of data in the page's scripts, in the page's order; a JSON body is one by itself. Found once."""
    if "states" not in document.memo:
        document.memo["states"] = tuple(_states(document))
    found: tuple[State, ...] = document.memo["states"]
    return found


def _states(document: Document) -> Iterator[State]:
    if not document.is_html:
        if document.json_body is not None:
            yield State("body", document.json_body)
        return
    if "__next_f" in document.text:
        sources = [script.text or "" for script in document.root.iter("script")]
        yield from (State("rows", row) for row in streamed(sources))
    scripts = (script for script in document.root.iter("script") if _holds_data(script.text or ""))
    for _, script in zip(range(_MOST_SCRIPTS), scripts, strict=False):
        source = (script.text or "").strip()
        name, told = str(script.get("id") or "script"), str(script.get("type") or "")
        if told == "application/ld+json":
            continue
        if _JSON_TYPE.match(told) or name == "__NEXT_DATA__":
            if source.startswith("{&q;"):
                source = _unescaped(source)
            value = parsed_json(source, document.notes, name)
            if isinstance(value, dict | list):
                yield State(name, value)
        else:
            assigned = list(_assigned(source)) if "=" in source else []
            if not assigned and (value := called(source)) is not None:
                assigned = [State(name, value)]
            yield from assigned or _literals(name, source)
    paths = ["//body[@*]", *(f"//*[@{name}]" for name in _STATE_ATTRIBUTES if name in document.text)]
    for element in document.elements(" | ".join(paths)):
        for attribute, content in element.attrib.items():
            text = str(content)
            if len(text) >= _SMALLEST and text.lstrip()[:1] in ("{", "["):
                data = parsed_json(text, document.notes, f"attribute {attribute!s}")
                if data is not None:
                    yield State(str(attribute), data)


def _holds_data(source: str) -> bool:
    return len(source) >= _SMALLEST and not is_streamed(source)


def _unescaped(source: str) -> str:
    """Data in the writing of Angular, which keeps quotes and signs out of the page's markup."""
    return _ESCAPED.sub(lambda match: _SIGNS[match.group()], source)


_SIGNS = {"&q;": '"', "&s;": "'", "&l;": "<", "&g;": ">", "&a;": "&"}
_ESCAPED = re.compile("&[qslga];")


def _assigned(source: str) -> Iterator[State]:
    """The values that a script sets: objects, strings of JSON, strings of JSON in base64."""
    end = 0
    for match in _ASSIGNED.finditer(source):
        if match.end() < end or len(source) - match.end() < _SMALLEST:
            continue
        value, stop = _value(source, match.end())
        if stop - match.end() >= _SMALLEST:
            end = stop
        if isinstance(value, str):
            value = from_text(value)
        if isinstance(value, dict | list):
            yield State(match.group("name"), value)


def _literals(name: str, source: str) -> Iterator[State]:
    """Data in base64 that stands in a script in whatever way, or is all of it."""
    for match in islice(_LITERAL.finditer(source), _MOST_LITERALS):
        value = from_text(match.group(1))
        if isinstance(value, dict | list):
            yield State(name, value)


def _value(source: str, start: int) -> tuple[Any, int]:
    """The JSON value that begins here, and where it ends."""
    quote = source[start]
    if quote == "'":
        end = source.find("'", start + 1)
        return (source[start + 1 : end], end) if end > 0 else (None, start)
    try:
        return _DECODER.raw_decode(source, start)
    except (ValueError, RecursionError):
        # JavaScript allows what JSON does not, and a page may be cut off in the middle of its state.
        match = _BASE64.match(source, start + 1) if quote == '"' else None
        if match is not None:
            return match.group(), match.end()
    return _literal(source, start) if _IS_LITERAL.match(source, start) else (None, start)


def _literal(source: str, start: int) -> tuple[Any, int]:
    """The value of an object that is written as JavaScript and not as JSON."""
    written = as_json(source, start)
    if written is None or written[1] - start < _SMALLEST:
        return None, start
    try:
        return json.loads(written[0], strict=False), written[1]
    except (ValueError, RecursionError):
        return None, start


def from_text(text: str) -> Any:
    """The data in a string: JSON as such, or in base64; None where it is neither, or broken."""
    text = text.strip()
    if text[:1] not in ("{", "["):
        decoded = _from_base64(text) if _BASE64.match(text) else None
        if decoded is None:
            return None
        text = decoded
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        return None
    except ValueError:
        return _until_broken(text)


def _from_base64(text: str) -> str | None:
    text = text.rstrip("=").translate(_URL_SAFE)
    text = text[:-1] if len(text) % 4 == 1 else text  # cut off in the middle
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return None


_URL_SAFE = str.maketrans("-_", "+/")
_PAIR = re.compile(r'\s*[{,]\s*("(?:[^"\\]|\\.)*+")\s*:\s*')


def _until_broken(text: str) -> dict[str, Any] | None:
    """The pairs of a flat object that is cut off, up to where it is."""
    found: dict[str, Any] = {}
    place = 0
    while (match := _PAIR.match(text, place)) is not None:
        try:
            found[json.loads(match.group(1))], place = _DECODER.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            break
    return found or None
