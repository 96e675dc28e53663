"""Concepts: word families that are watched under one name, read from a file that users copy and extend."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

from arabic.fold import fold_text

_KEYS = {"label", "family", "phrases", "exclude"}
_SCHEMA = 1


class ConceptError(ValueError):
    """A concept that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class FamilyWord:
    """A noun or verb in citation form, with forms that no rule gives."""

    kind: Literal["noun", "verb"]
    word: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A word family with its labels by language; `exclude` holds forms and phrases that are not meant."""

    name: str
    labels: tuple[str, ...]
    family: tuple[FamilyWord, ...]
    phrases: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


def load_concepts(extra: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Concept]:
    """The concepts of ours by name, with tables of the same shape added or put in their place."""
    data = tomllib.loads((files("arabic") / "data" / "concepts.toml").read_text(encoding="utf-8"))
    if data.get("schema") != _SCHEMA:
        raise ConceptError(f"concepts.toml has schema {data.get('schema')}; this version reads {_SCHEMA}")
    tables: dict[str, Mapping[str, Any]] = {**data["concept"], **(extra or {})}
    return {name: _concept(name, table) for name, table in tables.items()}


def concept_by_label(concepts: Mapping[str, Concept], label: str) -> Concept | None:
    """The concept of that name or of that label in any language."""
    wanted = " ".join(fold_text(label).split())
    for concept in concepts.values():
        if wanted in (fold_text(concept.name), *map(fold_text, concept.labels)):
            return concept
    return None


def _concept(name: str, table: Mapping[str, Any]) -> Concept:
    if unknown := sorted(set(table) - _KEYS):
        raise ConceptError(f"concept {name}: unknown key {unknown[0]}; allowed are {', '.join(sorted(_KEYS))}")
    family = tuple(_family_word(name, row) for row in table.get("family", ()))
    phrases = tuple(table.get("phrases", ()))
    if not family and not phrases:
        raise ConceptError(f"concept {name}: neither family nor phrases")
    return Concept(
        name=name,
        labels=tuple(table.get("label", {}).values()),
        family=family,
        phrases=phrases,
        exclude=tuple(table.get("exclude", ())),
    )


def _family_word(name: str, row: Mapping[str, Any]) -> FamilyWord:
    kinds = set(row) - {"forms"}
    if kinds == {"noun"}:
        return FamilyWord("noun", row["noun"], tuple(row.get("forms", ())))
    if kinds == {"verb"}:
        return FamilyWord("verb", row["verb"], tuple(row.get("forms", ())))
    raise ConceptError(
        f'concept {name}: {dict(row)} should be {{ noun = "…" }} or {{ verb = "…" }}, with forms or without'
    )
