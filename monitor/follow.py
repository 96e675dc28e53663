"""Following the items of a feed or listing: each is a page of its own, read once in full and read again later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from crawler.items import Precision, Update
from storage.database import Tx
from storage.rows import Page, PageKind, Reading

REREAD_AFTER = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An item as its feed or listing told it; `first_sight`: it stood there when that page was first read.

    `since`: or first read as a listing, which it was not at the visit before: then what is dated since is news.
    """

    update: Update
    first_sight: bool
    since: datetime | None = None


_LISTED: TypeAdapter[Listed] = TypeAdapter(Listed)


def listed_of(page: Page) -> Listed | None:
    """What the listing told of an item's page."""
    return _LISTED.validate_json(page.listed_json) if page.listed_json else None


def followable(update: Update, page: Page) -> bool:
    """Whether the update's full text stands on a page of its own."""
    return update.partial and update.url is not None and update.url != page.url


class Registered(NamedTuple):
    """How many items of a listing were never seen before, how many are due to be read now, the keys of the known."""

    new: int
    due: int
    known: frozenset[str]


def register(
    tx: Tx, listing: Page, updates: Sequence[Update], *, first_sight: bool, since: datetime | None, now: datetime
) -> Registered:
    """Makes the items of a listing pages of their own; for `first_sight` and `since` see `Listed`.

    An item whose headline or summary changed in the listing is due at once, however often it was read.
    """
    if not updates:
        return Registered(0, 0, frozenset())
    by_url = {update.url: update for update in updates if update.url}
    known = tx.pages.items_by_url(listing.source, list(by_url))
    new = due = 0
    for url, update in by_url.items():
        listed: dict[str, Any] = {
            "listed_json": _LISTED.dump_json(Listed(update=update, first_sight=first_sight, since=since)).decode(),
            "listed_fingerprint": _fingerprint(update),
        }
        page = known.get(url)
        if page is None:
            tx.pages.ensure(
                listing.source, url, kind=PageKind.ITEM, parent_id=listing.id, next_at=now, now=now, **listed
            )
            new += 1
            due += 1
        elif page.listed_fingerprint != listed["listed_fingerprint"]:
            tx.pages.relisted(page.id, next_at=now, **listed)
            due += 1
    return Registered(new, due, frozenset(by_url[url].key for url in known))


def next_read(page: Page, now: datetime) -> datetime | None:
    """When an item that was read now is read again; None when it was read often enough."""
    first = page.first_read_at or now
    return next((first + after for after in REREAD_AFTER if first + after > now), None)


def with_listing(readings: Sequence[Reading], listed: Listed | None) -> list[Reading]:
    """The readings of an item's page with what only its listing knew: its key there, and a better time."""
    if listed is None or len(readings) != 1:
        return list(readings)
    reading, told = readings[0], listed.update
    keys = tuple(dict.fromkeys((told.key, *reading.keys)))
    if reading.precision != Precision.MINUTE and told.precision is Precision.MINUTE:
        reading = replace(reading, published_at=told.published_at, published_day=None, precision=Precision.MINUTE.value)
    return [replace(reading, keys=keys, native=reading.native or told.native)]


def _fingerprint(update: Update) -> str:
    told = f"{update.headline or ''}\n{update.text or ''}"
    return blake2b(told.encode(errors="surrogatepass"), digest_size=16).hexdigest()
