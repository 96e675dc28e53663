"""The gazetteer: places with their spellings, what lies inside what, and which names are also other words."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from arabic.fold import fold_text

KINDS = frozenset({"country", "governorate", "city", "town", "village", "region"})
_KEYS = {"name", "kind", "in", "spellings", "unsure", "ambiguous", "not_before", "not_after"}


class PlaceError(ValueError):
    """A row of a gazetteer that cannot be used; the message names the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place. A spelling in `unsure` is also another word; `not_before` and `not_after` tell that word apart."""

    name: str
    kind: str = "town"
    parent: str | None = None
    spellings: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """Every spelling, the sure ones first; `name` stands in one of the two lists."""
        return self.spellings + self.unsure


class Gazetteer:
    """Places by any spelling, and by what they lie in."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = tuple(places)
        self._by_spelling: dict[str, list[Place]] = {}
        self._inside: dict[str, list[Place]] = {}
        for place in self.places:
            for spelling in dict.fromkeys(map(fold_text, place.written)):
                self._by_spelling.setdefault(spelling, []).append(place)
            if place.parent:
                self._inside.setdefault(fold_text(place.parent), []).append(place)

    def named(self, spelling: str) -> list[Place]:
        """The places that are written so; `name@parent` asks for the one inside `parent`."""
        name, _, parent = fold_text(spelling).partition("@")
        found = self._by_spelling.get(" ".join(name.split()), [])
        return [place for place in found if not parent or fold_text(place.parent or "") == parent.strip()]

    def inside(self, place: Place) -> list[Place]:
        """Everything inside a place, at any depth, without itself."""
        found: dict[str, Place] = {}
        waiting = [place]
        while waiting:
            for member in self._inside.get(fold_text(waiting.pop().name), []):
                if member.name not in found and member.name != place.name:
                    found[member.name] = member
                    waiting.append(member)
        return list(found.values())

    def names(self) -> list[str]:
        """The names, for «did you mean»."""
        return [place.name for place in self.places]


def load_places(extra: Iterable[Mapping[str, Any]] = ()) -> Gazetteer:
    """The gazetteer of ours with rows of the same shape added; a row of a known name replaces that place."""
    rows = tomllib.loads((files("arabic") / "data" / "places.toml").read_text(encoding="utf-8"))["places"]
    places = {place.name: place for place in map(_place, (*rows, *extra))}
    for place in places.values():
        if place.parent and place.parent not in places:
            raise PlaceError(f"place {place.name}: it lies in {place.parent}, which is not in the gazetteer")
    return Gazetteer(places.values())


def _place(row: Mapping[str, Any]) -> Place:
    name = row.get("name")
    if not isinstance(name, str) or not fold_text(name).strip():
        raise PlaceError(f"a place without a name: {dict(row)}")
    if unknown := sorted(set(row) - _KEYS):
        raise PlaceError(f"place {name}: unknown key {unknown[0]}; allowed are {', '.join(sorted(_KEYS))}")
    kind = row.get("kind", "town")
    if kind not in KINDS:
        raise PlaceError(f"place {name}: kind {kind!r} is not one of {', '.join(sorted(KINDS))}")
    unsure = tuple(row.get("unsure", ()))
    spellings = tuple(row.get("spellings", ()))
    if row.get("ambiguous", False):
        unsure = (name, *unsure)
    else:
        spellings = (name, *spellings)
    return Place(
        name=name,
        kind=kind,
        parent=row.get("in"),
        spellings=spellings,
        unsure=unsure,
        not_before=tuple(row.get("not_before", ())),
        not_after=tuple(row.get("not_after", ())),
    )
