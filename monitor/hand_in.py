"""Updates that come by hand or from another program, taken through the same door as polled ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any

from arabic.fold import fold_text
from crawler.items import Precision, Update, without_lone_surrogates
from monitor import ingest, pipeline
from monitor.pipeline import Rules, Sighting
from storage.database import Database, Tx
from storage.rows import PageKind

_TEXT_KEYS = ("key", "headline", "text", "url", "author", "section", "caption")


class InputError(ValueError):
    """A line that is no update."""


def update_from_row(row: Mapping[str, Any]) -> Update:
    """An Update of a line as `marsad extract` prints it; raises InputError."""
    for name in _TEXT_KEYS:
        if row.get(name) is not None and not isinstance(row[name], str):
            raise InputError(f'"{name}" must be a string')
    if not (row.get("headline") or row.get("text")):
        raise InputError("has neither a headline nor a text")
    published_at, published_day, precision = _published(row.get("published_at"))
    told = f"{row.get('headline') or ''}\n{row.get('text') or ''}"
    digest = blake2b(f"{fold_text(told)}\n{published_at}".encode(errors="surrogatepass"), digest_size=12)
    update = Update(
        key=row.get("key") or f"text:{digest.hexdigest()}",
        native=bool(row.get("key")),
        headline=row.get("headline"),
        text=row.get("text"),
        published_at=published_at,
        published_day=published_day,
        precision=precision,
        url=row.get("url"),
        author=row.get("author"),
        section=row.get("section"),
        tags=tuple(str(tag) for tag in row.get("tags") or ()),
        caption=row.get("caption"),
        layout="ingest",
    )
    return without_lone_surrogates(update)


def _published(value: Any) -> tuple[datetime | None, date | None, Precision | None]:
    if value is None:
        return None, None, None
    try:
        if len(value) == 10:
            return None, date.fromisoformat(value), Precision.DAY
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise InputError(f'"published_at" must be a time in ISO 8601, not {value!r}') from None
    if at.tzinfo is None:
        raise InputError(f'"published_at" must say its zone, as in 2018-07-03T08:07:00Z, not {value!r}')
    return at.astimezone(UTC), None, Precision.MINUTE


def hand_in(database: Database, rules: Rules, source: str, updates: Sequence[Update]) -> dict[str, int]:
    """Records, matches and enqueues; returns how many were new, revised, unchanged, and alerts owed."""
    readings = ingest.to_readings(updates)

    def write(tx: Tx) -> dict[str, int]:
        now = datetime.now(UTC)
        page = tx.pages.ensure(source, f"ingest:{source}", kind=PageKind.INGEST, now=now)
        recorded = ingest.record(tx, page, readings, now, whole=False)
        owed = pipeline.run(tx, rules, Sighting(source=source, first=False, recorded=recorded), now)
        counts = Counter(one.change.value for one in recorded)
        return {name: counts[name] for name in ("new", "revised", "unchanged")} | {"alerts": owed}

    return database.write_now(write)
