"""What messages call concepts and places: labels in Arabic, where a place lies, and both in English."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from arabic.concepts import Concept
from arabic.english import english_name
from arabic.places import Gazetteer, Place
from monitor import labels

_ARABIC = re.compile("[\u0621-\u064a]")


@dataclass(frozen=True, slots=True)
class Named:
    """A thing in Arabic and, where it is known, in English."""

    arabic: str
    english: str = ""

    def told(self, gloss: bool) -> str:
        return f"{self.arabic} – {self.english}" if gloss and self.english else self.arabic


class Glossary:
    """Names for concepts and places of a configuration. With neither, things go by the names in their terms."""

    def __init__(self, concepts: Mapping[str, Concept] | None = None, places: Gazetteer | None = None) -> None:
        self._concepts = concepts or {}
        self._places = places

    def concept(self, name: str) -> Named:
        concept = self._concepts.get(name)
        called = (*concept.labels, name) if concept else (name,)
        arabic = next((label for label in called if _ARABIC.search(label)), name)
        english = next((label for label in called if not _ARABIC.search(label)), "")
        return Named(arabic, "" if english == arabic else english)

    def place(self, name: str, inside: str = "") -> Named:
        """A place with what it lies in, where only one place of that name (inside `inside`) can be meant."""
        found = self._places.named(f"{name}@{inside}" if inside else name) if self._places else []
        found = [place for place in found if place.name == name] or found
        if len(found) != 1 or self._places is None:
            return Named(name, english_name(found[0]) or "" if len(found) == 1 else "")
        place = found[0]
        around = _land(self._places.around(place))
        arabic = f"{name} ({_called(around)})" if around and place.kind != "country" else name
        english = english_name(place) or ""
        beyond = english_name(around) if around else None
        return Named(arabic, ", ".join(part for part in (english, beyond) if part))


def _land(around: list[Place]) -> Place | None:
    """The governorate, else the country."""
    for kind in ("governorate", "country"):
        for place in around:
            if place.kind == kind:
                return place
    return None


def _called(place: Place) -> str:
    if place.kind == "governorate" and not place.name.startswith(labels.GOVERNORATE):
        return f"{labels.GOVERNORATE} {place.name}"
    return place.name
