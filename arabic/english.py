"""English names of places, for readers who do not read Arabic."""

from functools import lru_cache
from importlib.resources import files

from arabic.places import Place


def english_name(place: Place) -> str | None:
    """How the place is written in English; None where nobody has told us."""
    return _english(place.name, place.parent or "")


@lru_cache(maxsize=512)
def _english(name: str, around: str) -> str | None:
    """Looked up in the file: of its 3,000 names, messages ask for a few again and again."""
    lines = (files("arabic") / "data" / "places_english.tsv").read_text(encoding="utf-8")
    begin = f"{name}\t{around}\t"
    return next((line.removeprefix(begin) for line in lines.splitlines() if line.startswith(begin)), None)
