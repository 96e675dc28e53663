"""The gazetteer: places with their spellings, what lies inside what, and which names are also other words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from arabic.fold import fold_text

KINDS = frozenset({"country", "governorate", "city", "town", "village", "region"})
ALSO = frozenset({"", "word", "common", "construct", "verb", "person", "nisba", "place"})
"""What a name is besides the place. `word`: an ordinary word; `common`: one that stands alone as often as the place
is named; `construct`: a noun that hardly stands without its complement; `verb`; `person`; `nisba`: an adjective of the
country; `place`: only other places."""
_KEYS = {"name", "kind", "in", "spellings", "unsure", "ambiguous", "not_before", "not_after", "members"}
_FILES = ("places.tsv", "places_generated.tsv")
_NOTHING: frozenset[str] = frozenset()
_FINAL_HEH = re.compile(r"ه\b")  # as ة is often written
_BIG = {"country": 0, "governorate": 1, "region": 2, "city": 3}


class PlaceError(ValueError):
    """A row of a gazetteer that cannot be used; the message names the place."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Place:
    """One place. A spelling in `unsure` is also another word; `not_before` and `not_after` tell that word apart.

    `never` are folded tokens that look like the name with a clitic on it and are other words.
    `parent` is the name of what it lies in; a region has `members` beside what lies in it. `seat` says of what it is
    the centre (governorate, district, subdistrict); `reviewed` tells rows written by hand from imported ones.
    """

    name: str
    kind: str = "town"
    parent: str | None = None
    spellings: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    also: str = ""
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()
    members: tuple[str, ...] = ()
    seat: str = ""
    population: int = 0
    reviewed: bool = True

    @property
    def is_well_known(self) -> bool:
        """Whether its name is taken for the place first, whatever else it means."""
        return self.also not in ("", "common", "place") and (bool(self.seat) or self.kind in ("country", "governorate"))

    @property
    def written(self) -> tuple[str, ...]:
        """Every spelling, the sure ones first; `name` stands in one of the two lists."""
        return self.spellings + self.unsure


class Gazetteer:
    """Places by any spelling, and by what they lie in. Raises PlaceError where a place lies in an unknown one."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = tuple(places)
        by_name: dict[str, list[Place]] = {}
        by_spelling: dict[str, list[Place]] = {}
        for place in self.places:
            by_name.setdefault(place.name, []).append(place)
            for spelling in dict.fromkeys(map(fold_text, place.written)):
                by_spelling.setdefault(spelling, []).append(place)
        self._by_spelling = {spelling: tuple(found) for spelling, found in by_spelling.items()}
        self._parents: dict[Place, Place] = {}
        self._inside: dict[Place, list[Place]] = {}
        self._regions: dict[Place, list[Place]] = {}
        resolved: dict[str, Place] = {}
        for place in self.places:
            if place.parent:
                parent = resolved.get(place.parent)
                if parent is None or parent is place:
                    parent = resolved[place.parent] = self._referred(by_name, place, place.parent)
                self._parents[place] = parent
                self._inside.setdefault(parent, []).append(place)
        for place in self.places:
            for reference in place.members:
                member = self._referred(by_name, place, reference, near=self._parents.get(place))
                self._inside.setdefault(place, []).append(member)
                self._regions.setdefault(member, []).append(place)

    def named(self, spelling: str) -> list[Place]:
        """The places that are written so; `name@around` asks for those inside `around`, at any depth."""
        name, _, around = fold_text(spelling).partition("@")
        name = " ".join(name.split())
        found = self._by_spelling.get(name) or self._by_spelling.get(_FINAL_HEH.sub("ة", name), ())
        wanted = " ".join(around.split())
        if not wanted:
            return list(found)
        return [place for place in found if any(self._is_called(one, wanted) for one in self.around(place))]

    def is_first_a_place(self, text: str) -> bool:
        """Whether a word by itself means a place, or may as well be the other word that it is."""
        found = self.named(text)
        if "@" in text:
            return bool(found)
        if any(place.is_well_known or place.kind == "country" for place in found):
            return True
        return any(fold_text(text) in map(fold_text, place.spellings) for place in found)

    def spellings(self) -> Mapping[str, tuple[Place, ...]]:
        """Folded spelling → the places written so."""
        return self._by_spelling

    def around(self, place: Place) -> list[Place]:
        """Everything that a place lies in, the nearest first: what it belongs to, and the regions that count it."""
        found: dict[Place, None] = {}
        waiting = [place]
        while waiting:
            one = waiting.pop(0)
            parent = self._parents.get(one)
            for outer in [*([parent] if parent else []), *self._regions.get(one, [])]:
                if outer not in found and outer is not place:
                    found[outer] = None
                    waiting.append(outer)
        return list(found)

    def inside(self, place: Place) -> list[Place]:
        """Everything inside a place, at any depth, without itself."""
        found: dict[Place, None] = {}
        waiting = [place]
        while waiting:
            for member in self._inside.get(waiting.pop(), []):
                if member not in found and member is not place:
                    found[member] = None
                    waiting.append(member)
        return list(found)

    def names(self) -> list[str]:
        """The names, for «did you mean»."""
        return list(dict.fromkeys(place.name for place in self.places))

    def _is_called(self, place: Place, folded: str) -> bool:
        return folded == fold_text(place.name) or place in self._by_spelling.get(folded, ())

    def _referred(
        self, by_name: Mapping[str, list[Place]], place: Place, reference: str, near: Place | None = None
    ) -> Place:
        """The place that a row means by `name` or `name@around`: the one nearby, else the biggest."""
        name, _, around = reference.partition("@")
        found = [one for one in by_name.get(name, ()) if one is not place]
        if around or (near and len(found) > 1):
            within = [one for one in found if any(o.name == around if around else o is near for o in self.around(one))]
            found = within if around else within or found
        if not found:
            raise PlaceError(f"place {place.name}: it lies in {reference}, which is not in the gazetteer")
        return min(found, key=lambda one: (_BIG.get(one.kind, 9), not one.reviewed))


def load_places(extra: Iterable[Mapping[str, Any]] = ()) -> Gazetteer:
    """The gazetteer of ours with rows of `[[places]]` added.

    A row replaces the known place of its name; where it says `in`, only the one that lies there.
    """
    known = _own()
    added = [_place(row) for row in extra]
    if not added:
        return known
    replaced = {one for place in added for one in _replaced(known, place)}
    return Gazetteer([*(place for place in known.places if place not in replaced), *_last_of_a_name(added)])


@cache
def _own() -> Gazetteer:
    """Ours alone: read once, whoever asks for it; nobody changes a gazetteer."""
    return Gazetteer(place for name in _FILES for place in _shipped(name))


def _replaced(known: Gazetteer, place: Place) -> list[Place]:
    found = [one for one in known.named(place.name) if one.name == place.name]
    if place.parent is None:
        return found
    return [one for one in found if any(outer.name == place.parent for outer in known.around(one))]


def _last_of_a_name(places: Iterable[Place]) -> list[Place]:
    return list({(place.name, place.parent): place for place in places}.values())


def _shipped(file: str) -> Iterable[Place]:
    """The rows of a file of ours; docs/places.md says what the columns are."""
    lines = (files("arabic") / "data" / file).read_text(encoding="utf-8").splitlines()
    reviewed = file == _FILES[0]
    rows = (line.split("\t") for line in lines if line and not line.startswith(("#", "name\t")))
    once: dict[str, str] = {}  # what stands in thousands of rows is held once
    for name, kind, parent, _, seat, also, spelt, unsure, after, before, never, members, _, _, people in rows:
        sure, doubtful = [name, *_listed(spelt)], list(_listed(unsure))
        if also not in ("", "place"):  # what is written with a space is hardly that other word
            doubtful = [one for one in sure if " " not in one] + doubtful
            sure = [one for one in sure if " " in one]
        yield Place(
            name=name,
            kind=once.setdefault(kind, kind),
            parent=once.setdefault(parent, parent) or None,
            spellings=tuple(sure),
            unsure=tuple(doubtful),
            also=once.setdefault(also, also),
            not_before=_listed(before),
            not_after=_listed(after),
            never=frozenset(_listed(never)) if never else _NOTHING,
            members=_listed(members),
            seat=once.setdefault(seat, seat),
            population=int(people) if people else 0,
            reviewed=reviewed,
        )


def _listed(field: str) -> tuple[str, ...]:
    return tuple(field.split("|")) if field else ()


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
    ambiguous = bool(row.get("ambiguous", False))
    return Place(
        name=name,
        kind=kind,
        parent=row.get("in"),
        spellings=spellings if ambiguous else (name, *spellings),
        unsure=(name, *unsure) if ambiguous else unsure,
        also="word" if ambiguous or unsure else "",
        not_before=tuple(row.get("not_before", ())),
        not_after=tuple(row.get("not_after", ())),
        members=tuple(row.get("members", ())),
    )
