"""One person who is told of by a pronoun: «دهس طفلة في الخليل، ما أدى إلى إصابتها»."""

from collections.abc import Iterator

from arabic.figures.counts import Count
from arabic.figures.passage import Passage
from arabic.figures.tolls import Told
from arabic.figures.words import NAMED, NOUNS, OWNED

_WHO = ("person", "civil", "anyone", "migrant", "arrested", "displaced")


def owned(passage: Passage, happened: frozenset[int]) -> Iterator[tuple[Count, Told]]:
    """What came of something for the only one who was told of before; `happened` are the words of other figures."""
    for position in [place for place, token in enumerate(passage.texts) if place > 1 and token.endswith(("ه", "ها"))]:
        pronoun = "ها" if passage.token(position).endswith("ها") else "ه"
        said = passage.token(position).removeprefix("ل")
        kind = OWNED.get(said.removesuffix(pronoun))
        if kind is None or not said.endswith(pronoun) or not _came_of(passage, position):
            continue
        first, _ = passage.around(position)
        if any(one in happened for one in range(first, position)):
            continue
        before = [one for one in range(first, position - 1) if _is_one(passage, one)]
        if len(before) == 1 and passage.token(before[0]).endswith("ة") == (pronoun == "ها"):
            count = Count(1, 1, position, position, position, NOUNS["شخص"], single=True)
            yield count, Told(kind, position, passage.token(position))


def _came_of(passage: Passage, position: int) -> bool:
    """«ما أدى إلى وفاته», «أدت لمقتله»."""
    led = position - (1 if passage.token(position).startswith("ل") else 2)
    return passage.token(led).removeprefix("و") in NAMED["came_of"] and passage.token(led - 1) not in ("لم", "ان", "قد")


def _is_one(passage: Passage, position: int) -> bool:
    """Whether a word is one person."""
    token = passage.token(position)
    noun = next((NOUNS[core] for core in (token, token[1:], token[2:]) if core in NOUNS), None)
    return noun is not None and noun.amount in ("one", "accusative") and noun.group in _WHO
