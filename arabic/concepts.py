"""Concepts: word families that are watched under one name, read from files that users copy and extend."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, Literal, get_args

from arabic.fold import fold_text

Phrase = tuple[tuple[str, ...], ...]
"""Word by word, the citation forms that may stand there."""

Kind = Literal["noun", "verb", "form", "phrase"]

_KINDS: frozenset[str] = frozenset(get_args(Kind))
_CONDITIONS = {"near", "and_near", "not_near", "figure"}
_KEYS = {"name", "label", "family", "phrases", "exclude", "not_near", "keep_denied", "extends"}
_SCHEMA = 1
_MOST_OPTIONAL = 5


class ConceptError(ValueError):
    """A concept that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class FamilyWord:
    """A noun or verb in citation form, a phrase, or one very form; `forms` are those that no rule gives.

    With `near` and `and_near` it counts only where one word of each stands near it; `not_near` words end it. One that
    is also a `figure` of speech does not count beside sport, markets or arts with nothing in its sentence in earnest.
    """

    kind: Kind
    word: str
    forms: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    near: tuple[Phrase, ...] = ()
    and_near: tuple[Phrase, ...] = ()
    not_near: tuple[Phrase, ...] = ()
    figure: bool = False


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


class Concepts(Mapping[str, Concept]):
    """Concepts by name; one of ours is read when it is first asked for."""

    def __init__(self, own: Mapping[str, Concept]) -> None:
        self._own = dict(own)
        self._names = {_folded(label): name for name, labels in _heads().items() for label in (name, *labels)}
        for concept in self._own.values():
            self._names = {label: name for label, name in self._names.items() if name != concept.name}
            self._names |= {_folded(label): concept.name for label in (concept.name, *concept.labels)}

    def __getitem__(self, name: str) -> Concept:
        return self._own[name] if name in self._own else _shipped(name)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*_heads(), *self._own)))

    def __len__(self) -> int:
        return len(_heads().keys() | self._own.keys())

    def labelled(self, label: str) -> Concept | None:
        """The concept of that name or of that label in any language; - and _ count as spaces."""
        name = self._names.get(_folded(label))
        return None if name is None else self[name]


def load_concepts(extra: Mapping[str, Mapping[str, Any]] | None = None) -> Concepts:
    """The concepts of ours by name, with tables of the same shape added or put in their place."""
    return Concepts({name: _concept(name, _extended(name, table)) for name, table in (extra or {}).items()})


def concept_by_label(concepts: Mapping[str, Concept], label: str) -> Concept | None:
    """The concept of that name or of that label in any language."""
    if isinstance(concepts, Concepts):
        return concepts.labelled(label)
    wanted = _folded(label)
    return next(
        (one for one in concepts.values() if wanted in (_folded(one.name), *map(_folded, one.labels))),
        None,
    )


def expand(phrase: str) -> tuple[Phrase, ...]:
    """What a phrase stands for: `a|b` is either word, `a?` may be missing, `@list` is a word of that list."""
    choices = [_choices(part) for part in phrase.split()]
    if sum(len(chosen) > 1 for chosen in choices) > _MOST_OPTIONAL:
        raise ConceptError(f"the phrase «{phrase}» has more than {_MOST_OPTIONAL} words that may be missing")
    phrases = (tuple(word for word in chosen if word) for chosen in product(*choices))
    return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))


@cache
def figures_of_speech() -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
    """What stands beside words of war and flight where they are figures of speech, and what shows that they are not."""
    return _patterns(_lists()["elsewhere"]), _patterns(_lists()["earnest"])


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


def _folded(label: str) -> str:
    return " ".join(fold_text(label).replace("-", " ").replace("_", " ").split())


@cache
def _texts() -> dict[str, str]:
    """File name without its ending → its text."""
    folder = files("arabic") / "data" / "concepts"
    found = {file.name.removesuffix(".toml"): file for file in folder.iterdir() if file.name.endswith(".toml")}
    return {name: found[name].read_text(encoding="utf-8") for name in sorted(found)}


@cache
def _heads() -> dict[str, tuple[str, ...]]:
    """Name → labels of the concepts of ours, without the cost of reading their families."""
    heads = {
        name: _parsed(name, text.partition("\nfamily = [")[0]) for name, text in _texts().items() if name[0] != "_"
    }
    return {name: tuple(_labels(head["label"])) for name, head in heads.items()}


@cache
def _table(name: str) -> dict[str, Any]:
    return _parsed(name, _texts()[name])


@cache
def _shipped(name: str) -> Concept:
    if name not in _heads():
        raise KeyError(name)
    return _concept(name, _table(name))


@cache
def _lists() -> dict[str, list[str]]:
    """Words that several concepts share, by the name that stands after @."""
    lists: dict[str, list[str]] = _table("_lists")["lists"]
    return lists


def _parsed(name: str, text: str) -> dict[str, Any]:
    data = tomllib.loads(text)
    if data.pop("schema", None) != _SCHEMA:
        raise ConceptError(f"{name}.toml is not of schema {_SCHEMA}, which this version reads")
    return data


def _extended(name: str, table: Mapping[str, Any]) -> Mapping[str, Any]:
    """The table itself, or joined with the one that it extends."""
    base = table.get("extends")
    if not base:
        return table
    if base not in _heads():
        raise ConceptError(f"concept {name}: there is no concept {base} to extend; there are {', '.join(_heads())}")
    known = _table(base)
    joined = {**known, "label": {}, **table}
    for key in ("family", "phrases", "exclude", "not_near"):
        joined[key] = [*known.get(key, ()), *table.get(key, ())]
    if base == name:  # it stays what people call it
        joined["label"] = {**known["label"], **joined["label"]}
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
            '{ phrase = "…" }, with forms, near, and_near, not_near and figure or without'
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
        bool(row.get("figure", False)),
    )
