"""Readings and a clock for the tests of storage."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage.rows import Reading

NOW = datetime(2018, 7, 3, 8, 7, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def reading(*keys, headline="قافلة تصل", text="وصلت قافلة مساعدات إلى درعا صباح اليوم", **changes):
    """A reading whose folded text is its text: storage does not fold."""
    made = Reading(
        keys=keys or ("live#1",),
        native=True,
        headline=headline,
        text=text,
        headline_folded=headline,
        text_folded=text,
        fingerprint=f"{headline}/{text}",
        rules_version=1,
        layout="liveblog",
        published_at=NOW,
        precision="minute",
    )
    return replace(made, **changes)


def page(tx, url="https://live.example.org/daraa", source="demo", **named):
    return tx.pages.ensure(source, url, **{"now": NOW, **named})


def entry(tx, *keys, page_id=None, now=NOW, **changes):
    """A stored entry on the sample page; gives the entry's and the revision's id."""
    page_id = page(tx).id if page_id is None else page_id
    return tx.entries.add(page_id, "demo", reading(*keys, **changes), now=now)
