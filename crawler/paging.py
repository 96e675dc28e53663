"""Whether what was read of a page reaches what was known of it before; pinned entries do not count."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from crawler.items import Update

_MANY_KNOWN = 5  # where so many and half of all are known, the page was not replaced, whatever their order


def reaches(updates: Sequence[Update], known: Collection[str]) -> bool:
    """Whether nothing can be missing between these updates and those known before.

    A known update tells that only in its own place: an outlet pins an old one to the top, and it stays known
    while all below it is new. So it counts where nothing unknown that may be newer follows it.
    """
    rows = list({update.key: update for update in updates if not update.withdrawn}.values())
    old = [row.key in known or any(key in known for key in row.also) for row in rows]
    if all(old) or (sum(old) >= _MANY_KNOWN and sum(old) * 2 >= len(old)):
        return True
    fresh = [row for row, is_known in zip(rows, old, strict=True) if not is_known]
    if (_rises(fresh) or _rises(rows)) > 0:
        rows.reverse()
        old.reverse()
    newest = None  # of the unknown ones that follow
    untimed = False
    for row, is_known in zip(reversed(rows), reversed(old), strict=True):
        if not is_known:
            untimed = untimed or row.published_at is None
            newest = max(filter(None, (newest, row.published_at)), default=None)
        elif not untimed and (newest is None or (row.published_at is not None and row.published_at >= newest)):
            return True
    return False


def _rises(rows: Sequence[Update]) -> int:
    """Above 0 where the updates stand in the order of time, as a few pages have them; 0 where that cannot be told."""
    times = [row.published_at for row in rows if row.published_at is not None]
    return sum((earlier < later) - (earlier > later) for earlier, later in pairwise(times))
