"""Concepts: word families that are watched under one name, read from files that users copy and extend."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Any, Literal, get_args

from arabic.fold import fold_text

Phrase = tuple[tuple[str, ...], ...]
"""Word by word, the citation forms that may stand there."""

Kind = Literal["noun", "verb", "form", "phrase"]

_KINDS: frozenset[str] = frozenset(get_args(Kind))
_CONDITIONS = {"near", "and_near", "not_near"}
_KEYS = {"name", "label", "family", "phrases", "exclude", "not_near", "keep_denied", "extends"}
_SCHEMA = 1


class ConceptError(ValueError):
    """A concept that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class FamilyWord:
    """A noun or verb in citation form, a phrase, or one very form; `forms` are those that no rule gives.

    With `near` and `and_near` it counts only where one word of each stands near it; `not_near` words end it.
    """

    kind: Kind
    word: str
    forms: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    near: tuple[Phrase, ...] = ()
    and_near: tuple[Phrase, ...] = ()
    not_near: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A word family with its labels by language.

    `exclude` holds forms and phrases that are not meant, `not_near` what ends any of its words nearby. A hit that the
    text denies does not count, unless `keep_denied`.
    """

    name: str
    labels: tuple[str, ...]
    family: tuple[FamilyWord, ...]
    phrases: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    not_near: tuple[Phrase, ...] = ()
    keep_denied: bool = False


def load_concepts(extra: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Concept]:
    """The concepts of ours by name, with tables of the same shape added or put in their place."""
    if not extra:
        return dict(_shipped())
    concepts = dict(_shipped())
    tables = _tables()
    for name, table in extra.items():
        concepts[name] = _concept(name, _extended(name, table, tables))
    return concepts


def concept_by_label(concepts: Mapping[str, Concept], label: str) -> Concept | None:
    """The concept of that name or of that label in any language."""
    wanted = " ".join(fold_text(label).split())
    for concept in concepts.values():
        if wanted in (_folded(concept.name), *map(_folded, concept.labels)):
            return concept
    return None


def expand(phrase: str) -> tuple[Phrase, ...]:
    """What a phrase stands for: `a|b` is either word, `a?` may be missing, `@list` is a word of that list."""
    choices = [_choices(part) for part in phrase.split()]
    phrases = (tuple(word for word in chosen if word) for chosen in product(*choices))
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


def _choices(part: str) -> tuple[tuple[str, ...], ...]:
    optional = part.endswith("?")
    words: list[str] = []
    for word in part.removesuffix("?").split("|"):
        if not word.startswith("@"):
            words.append(word)
        elif (listed := _lists().get(word[1:])) is None:
            raise ConceptError(f"there is no list {word}; there are {', '.join('@' + name for name in _lists())}")
        else:
            words += listed
    return (tuple(words), ()) if optional else (tuple(words),)


@lru_cache(1024)
def _folded(label: str) -> str:
    return " ".join(fold_text(label).split())


@cache
def _shipped() -> dict[str, Concept]:
    return {name: _concept(name, table) for name, table in _tables().items()}


@cache
def _tables() -> dict[str, dict[str, Any]]:
    tables = (_read(file.name) for file in sorted(_folder().iterdir(), key=lambda file: file.name) if _is_concept(file))
    return {table["name"]: table for table in tables}


@cache
def _lists() -> dict[str, list[str]]:
    """Words that several concepts share, by the name that stands after @."""
    lists: dict[str, list[str]] = _read("_lists.toml")["lists"]
    return lists


def _folder() -> Any:
    return files("arabic") / "data" / "concepts"


def _is_concept(file: Any) -> bool:
    return file.name.endswith(".toml") and not file.name.startswith("_")


def _read(name: str) -> dict[str, Any]:
    data = tomllib.loads((_folder() / name).read_text(encoding="utf-8"))
    if data.pop("schema", None) != _SCHEMA:
        raise ConceptError(f"{name} is not of schema {_SCHEMA}, which this version reads")
    return data


def _extended(name: str, table: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """The table itself, or joined with the one that it extends."""
    base = table.get("extends")
    if not base:
        return table
    if base not in known:
        raise ConceptError(f"concept {name}: there is no concept {base} to extend; there are {', '.join(known)}")
    joined = {**known[base], **table}
    for key in ("family", "phrases", "exclude", "not_near"):
        joined[key] = [*known[base].get(key, ()), *table.get(key, ())]
    if base == name:  # it stays what people call it
        joined["label"] = {**known[base]["label"], **table.get("label", {})}
    return joined


def _concept(name: str, table: Mapping[str, Any]) -> Concept:
    if unknown := sorted(set(table) - _KEYS):
        raise ConceptError(f"concept {name}: unknown key {unknown[0]}; allowed are {', '.join(sorted(_KEYS))}")
    family = tuple(_family_word(name, row) for row in table.get("family", ()))
    phrases = tuple(table.get("phrases", ()))
    if not family and not phrases:
        raise ConceptError(f"concept {name}: neither family nor phrases")
    return Concept(
        name=name,
        labels=tuple(_labels(table.get("label", {}))),
        family=family,
        phrases=phrases,
        exclude=tuple(table.get("exclude", ())),
        not_near=_patterns(table.get("not_near", ())),
        keep_denied=bool(table.get("keep_denied", False)),
    )


def _labels(label: Mapping[str, str | list[str]]) -> Iterator[str]:
    for value in label.values():
        yield from [value] if isinstance(value, str) else value


def _patterns(phrases: Any) -> tuple[Phrase, ...]:
    return tuple(pattern for phrase in phrases for pattern in expand(phrase))


def _family_word(name: str, row: Mapping[str, Any]) -> FamilyWord:
    kinds = set(row) & _KINDS
    if len(kinds) != 1 or set(row) - kinds - _CONDITIONS - {"forms"}:
        raise ConceptError(
            f'concept {name}: {dict(row)} should be {{ noun = "…" }}, {{ verb = "…" }}, {{ form = "…" }} or '
            '{ phrase = "…" }, with forms, near, and_near and not_near or without'
        )
    (kind,) = kinds
    word = row[kind]
    return FamilyWord(
        kind,  # type: ignore[arg-type]  # one of _KINDS
        word,
        tuple(row.get("forms", ())),
        expand(word) if kind == "phrase" else (),
        _patterns(row.get("near", ())),
        _patterns(row.get("and_near", ())),
        _patterns(row.get("not_near", ())),
    )
