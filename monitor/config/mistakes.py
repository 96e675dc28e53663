"""What is wrong in the file, one line each: file, table, key, value, what is allowed, «did you mean»."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from monitor.config.keys import WrongKeyError
from monitor.config.model import (
    ChannelConfig,
    ConceptConfig,
    General,
    LayoutConfig,
    PlaceConfig,
    Source,
    Tables,
    WatchConfig,
)
from monitor.config.parts import HiddenValueError

MODELS: Mapping[str, type[BaseModel]] = {
    "marsad": General,
    "sources": Source,
    "watches": WatchConfig,
    "places": PlaceConfig,
    "concepts": ConceptConfig,
}
CHANNEL_MODELS: Mapping[str, type[BaseModel]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model for model in get_args(ChannelConfig)
}
_ARRAYS = ("sources", "watches", "places", "concepts")
_SECRET_KEYS = ("password", "webhook", "token", "secret", "url")
_LAYOUT = "sources.layout"
_EXAMPLES = {
    "contact": 'contact = "desk@example.org", which outlets see in the User-Agent',
    "name": 'a short Latin name, as in name = "syria-tv"',
    "entry": 'the CSS selector of one entry, as in entry = "li.update"',
    "pages": 'at least one URL, as in pages = ["https://…"]',
    "channels": 'the channels to tell, as in channels = ["desk"]',
    "to": 'who gets the mails, as in to = ["desk@example.org"]',
    "from": 'the sender, as in from = "marsad@example.org"',
    "host": 'the mail server, as in host = "smtp.example.org"',
    "webhook": 'the webhook\'s URL as a secret: webhook = { env = "MARSAD_SLACK_WEBHOOK" }',
    "url": 'the URL as a secret: url = { env = "MARSAD_WEBHOOK_URL" }',
}
_PLAIN = {
    "string_type": 'must be text in straight quotes: "…"',
    "list_type": 'must be a list: ["…", "…"]',
    "bool_type": "must be true or false, without quotes",
    "int_type": "must be a whole number, without quotes",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "too_short": "must hold at least one",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One line. `table` is as the file writes it, `value` as TOML would; both may be empty."""

    file: str
    problem: str
    table: str = ""
    key: str = ""
    value: str = ""

    def __str__(self) -> str:
        place = f"{self.key} = {self.value}" if self.value else self.key
        return ": ".join(part for part in (self.file, self.table, place, self.problem) if part)


class ConfigError(Exception):
    """The configuration is wrong; the text is one line a mistake."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(str(mistake) for mistake in mistakes))
        self.mistakes = tuple(mistakes)


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """`; did you mean "desk"?`, or nothing."""
    near = get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """The problem of a name that is not defined, with those that are."""
    names = sorted(known)
    return f"no such {what}; defined: {', '.join(names) or 'none'}{did_you_mean(word, names)}"


def shown(value: object) -> str:
    """A plain value as TOML writes it, shortened; tables are not shown."""
    if isinstance(value, bool | int | float | str):
        text = json.dumps(value, ensure_ascii=False)
        return text if len(text) <= 80 else text[:78] + '…"'
    if isinstance(value, list) and all(isinstance(item, bool | int | float | str) for item in value):
        inside = ", ".join(shown(item) for item in value)
        return f"[{inside}]" if len(inside) <= 80 else "[…]"
    return ""


def table_label(name: str, number: int | None = None, title: object = None) -> str:
    """`[marsad]`, `[channels.desk]`, `[[watches]] no. 2 "nuzuh"`."""
    if number is None:
        return f"[{name}]"
    return f"[[{name}]] no. {number + 1}" + (f' "{title}"' if isinstance(title, str) and title else "")


def from_pydantic(file: str, error: ErrorDetails, raw: Mapping[str, Any]) -> Mistake:
    """One of pydantic's findings in our words."""
    where = list(error["loc"])
    name = str(where.pop(0)) if where else ""
    table, holder = f"[{name}]" if name else "", raw.get(name)
    if name in _ARRAYS and where and isinstance(holder, list):
        number = int(where.pop(0))
        holder = holder[number]
        table = table_label(name, number, holder.get("name") if isinstance(holder, dict) else None)
        if name == "sources" and where[:1] == ["layout"] and len(where) > 1 and isinstance(holder, dict):
            name, holder, table = _LAYOUT, holder.get(str(where.pop(0))), f"{table} [{_LAYOUT}]"
    elif name == "channels" and where and isinstance(holder, dict):
        channel = str(where.pop(0))
        holder = holder.get(channel)
        table = table_label(f"channels.{channel}")
        if where and (where[0] in CHANNEL_MODELS or where[0] == "[key]"):
            where.pop(0)
    cause = error.get("ctx", {}).get("error")
    key = cause.key if isinstance(cause, WrongKeyError) else str(where[0]) if where else ""
    value = _value(error, key, holder)
    if key == "any" and isinstance(holder, dict) and "keywords" in holder:
        key = "keywords"
    if not key and name not in MODELS and name not in ("channels", _LAYOUT):
        return Mistake(file, f"unknown table{_top_level(name)}", table)
    return Mistake(file, _problem(error, name, key, holder), table, key, value)


def _value(error: ErrorDetails, key: str, holder: object) -> str:
    """What the key says, unless it is or may be a secret."""
    if not key or key in _SECRET_KEYS or error["type"] in ("missing", "extra_forbidden"):
        return ""
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, HiddenValueError):
        return ""
    if isinstance(cause, WrongKeyError):
        return shown(holder.get(key)) if isinstance(holder, dict) else ""
    return shown(error["input"])


def _problem(error: ErrorDetails, name: str, key: str, holder: object) -> str:
    kind, details = error["type"], error.get("ctx", {})
    if kind == "missing":
        return f"is missing{': write ' + _EXAMPLES[key] if key in _EXAMPLES else ''}"
    if kind == "extra_forbidden":
        return _unknown_key(name, key, holder)
    if kind == "literal_error":
        allowed = str(details["expected"]).replace("'", '"')
        words = re.findall(r'"(.*?)"', allowed)
        return f"must be {allowed}{did_you_mean(error['input'], words)}"
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _kind_problem(holder)
    if kind == "value_error":
        return str(details["error"])
    if not key:
        return _shape_problem(name)
    return _PLAIN.get(kind, error["msg"]).format_map(details)


def _unknown_key(name: str, key: str, holder: object) -> str:
    model = LayoutConfig if name == _LAYOUT else MODELS.get(name)
    if name == "channels" and isinstance(holder, dict):
        model = CHANNEL_MODELS.get(str(holder.get("kind")))
    known = known_keys(model) if model else []
    return f"unknown key; known: {', '.join(known)}{did_you_mean(key, known)}"


def _kind_problem(holder: object) -> str:
    allowed = ", ".join(f'"{kind}"' for kind in CHANNEL_MODELS)
    said = holder.get("kind") if isinstance(holder, dict) else None
    if said is None:
        return f"kind: is missing: write one of {allowed}"
    return f"kind = {shown(said)}: must be one of {allowed}{did_you_mean(said, CHANNEL_MODELS)}"


def _shape_problem(name: str) -> str:
    if name in _ARRAYS:
        return f"one table each, with two brackets: [[{name}]]"
    if name == "channels":
        return "one table each, with its name in one pair of brackets: [channels.desk]"
    return f"must be a table: [{name}]"


def _top_level(name: str) -> str:
    known = list(Tables.model_fields)
    return f"; known: {', '.join(known)}{did_you_mean(name, known)}"


def known_keys(model: type[BaseModel]) -> list[str]:
    """The keys of a table as the file writes them."""
    keys = [field.alias or name for name, field in model.model_fields.items()]
    return [*keys, "keywords"] if model is WatchConfig else keys


def mistake_for_watch(
    file: Path | str, watches: Sequence[WatchConfig], name: str, problem: str, *, key: str = "", value: str = ""
) -> Mistake:
    """A mistake that was found in a watch after reading, in the form of all others."""
    numbers = {watch.name: number for number, watch in enumerate(watches)}
    return Mistake(str(file), problem, table_label("watches", numbers.get(name, 0), name), key, value)


def mistake_for_term(
    file: Path | str,
    watches: Sequence[WatchConfig],
    term: str,
    problem: str,
    *,
    watch: str | None = None,
    channels: Mapping[str, ChannelConfig] | None = None,
) -> Mistake:
    """A term that cannot be compiled, with the watch (the first that has it, where none is named) and its key.

    What no watch has may be what a channel calls urgent.
    """
    for config in watches:
        if watch is None or config.name == watch:
            for key, said in config.terms():
                if said == term:
                    return mistake_for_watch(file, watches, config.name, problem, key=key, value=shown(term))
    for name, channel in (channels or {}).items():
        if channel.urgent == term:
            return Mistake(str(file), problem, table_label(f"channels.{name}"), "urgent", shown(term))
    return Mistake(str(file), problem, value="", key=shown(term))
