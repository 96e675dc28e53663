"""English names of places, for readers who do not read Arabic."""

from functools import lru_cache
from importlib.resources import files

from arabic.places import Place


def english_name(place: Place) -> str | None:
    """How the place is written in English; None where nobody has told us."""
    return _names().get((place.name, place.parent or ""))


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, str], str]:
    """(name, what it lies in) → English; about 3,000, read when first asked for."""
    lines = (files("arabic") / "data" / "places_english.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {(name, around): english for name, around, english in rows}
