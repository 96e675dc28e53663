"""Numbers that move by themselves: views, votes, ratings in a line of an article, in whatever words it has them."""

import re
from collections.abc import Collection
from datetime import datetime

from arabic.figures import figures
from arabic.fold import fold_text
from monitor.learning import digest_of
from storage.database import Tx
from storage.rows import Revision

MOVES = 2  # times that a line's number moved in one entry before it is taken for a counter
_LONGEST = 60  # characters of such a line
_NUMBER = re.compile(r"\d[\d.,٬٫]*")


def is_counter(
    tx: Tx, source: str, entry_id: int, before_folded: str, after_folded: str, now: datetime, learnt: Collection[int]
) -> bool:
    """Whether an edit only moved a number that moved in this entry before, or does in others of the source.

    Never one that tells how many people something befell, nor one of the headline or of the text's first line.
    The source's lines are counted as those that are furniture, under a digest of their own.
    """
    lines = _moved(before_folded, after_folded)
    if not lines:
        return False
    digest = digest_of("\n".join(["moves", *lines]))  # no line holds a line's end
    if digest in learnt:
        return True
    tx.lines.count(source, [(digest, entry_id)], now)
    return _moves_before(tx, entry_id, set(lines)) >= MOVES


def _moved(before: str, after: str) -> list[str]:
    """The lines, their numbers masked, in which nothing but numbers changed; none where anything else did."""
    old, new = before.split("\n"), after.split("\n")
    if len(old) != len(new) or list(map(_mask, old)) != list(map(_mask, new)):
        return []
    moved = [place for place, (was, now) in enumerate(zip(old, new, strict=True)) if was != now]
    first = next((place for place in range(1, len(new)) if new[place].strip()), 0)  # the headline stands before it
    if any(place <= first or len(new[place]) > _LONGEST or figures(new[place]) for place in moved):
        return []
    return [_mask(new[place]) for place in moved]


def _moves_before(tx: Tx, entry_id: int, lines: set[str]) -> int:
    """How often the entry's texts before differed in these lines' numbers alone, back from the last one."""
    texts = [_folded(one) for one in tx.entries.revisions(entry_id)[-MOVES - 1 :]]
    moves = 0
    for was, now in zip(texts[-2::-1], texts[:0:-1], strict=True):
        if not lines.issuperset(_moved(was, now)) or was == now:
            break
        moves += 1
    return moves


def _folded(revision: Revision) -> str:
    return f"{fold_text(revision.headline)}\n{fold_text(revision.text)}"


def _mask(line: str) -> str:
    return _NUMBER.sub("#", line)
