"""Finding what a new text is to those told before: judgement over the candidates that storage has."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from arabic.lexicon import load_lexicon
from arabic.places import Gazetteer, load_places
from monitor.judgement.copies import FEWEST, SAME_WINDOW, SHORT_WINDOW, WINDOW, Kinship, kin
from monitor.judgement.gist import Gist
from monitor.judgement.placenames import PlaceNames
from storage.gists import Gists


def place_names(gazetteer: Gazetteer) -> PlaceNames:
    return PlaceNames(gazetteer, load_lexicon().count)


@cache
def own_place_names() -> PlaceNames:
    """Those of the program's own gazetteer."""
    return place_names(load_places())


def find_kin(
    gists: Gists, gist: Gist, shingles: Sequence[int], at: datetime, places: PlaceNames
) -> tuple[Kinship | None, float | None]:
    """What a text that was told at an instant is to those told before it; and the best score, 0 to 100.

    `shingles` are those of its gist.
    """
    window = SAME_WINDOW if len(gist.words) >= FEWEST else SHORT_WINDOW
    same = gists.same(gist.digest, at - window, at + min(window, WINDOW)) if gist.text else None
    if same is not None:
        return Kinship(same, 100.0), 100.0
    if len(gist.words) < FEWEST:
        return None, None
    return kin(gist, gists.sharing(shingles, at - WINDOW, at + WINDOW), places)
