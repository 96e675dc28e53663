"""`marsad export`."""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.common import config_option, open_database, parse_since, read_config

if TYPE_CHECKING:
    from storage.database import Tx
    from storage.rows import Entry

COLUMNS = (
    "id",
    "source",
    "published_at",
    "first_seen_at",
    "last_seen_at",
    "listed",
    "withdrawn_at",
    "withdrawn_why",
    "headline",
    "text",
    "url",
    "author",
    "section",
    "tags",
    "story",
    "copy_of",
    "revisions",
)


@click.command(name="export", short_help="The archive as JSON Lines or CSV.")
@click.option("--since", help="Only what is newer: 2h, 30d, or a time in ISO 8601.")
@click.option("--source", help="Only this source.")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@config_option
def command(since: str | None, source: str | None, form: str, config_path: Path) -> None:
    """Write every update to stdout, newest first; JSON Lines hold every revision with what it changed."""
    config = read_config(config_path)
    start = parse_since(since, datetime.now(UTC)) if since else None

    def write(tx: "Tx") -> None:
        rows = _rows(tx, start, source, whole=form == "jsonl")
        if form == "jsonl":
            for row in rows:
                click.echo(json.dumps(row, ensure_ascii=False, default=_plain))
            return
        out = csv.DictWriter(sys.stdout, COLUMNS)
        out.writeheader()
        for row in rows:
            cells = {name: " ".join(value) if isinstance(value, tuple) else value for name, value in row.items()}
            out.writerow({name: _plain(value) if isinstance(value, date) else value for name, value in cells.items()})

    with open_database(config) as database:
        database.read_now(write)


def _rows(tx: "Tx", since: datetime | None, source: str | None, *, whole: bool) -> Iterator[dict[str, Any]]:
    for entry in tx.entries.iterate(since, source):
        yield _row(tx, entry, whole=whole)


def _row(tx: "Tx", entry: "Entry", *, whole: bool) -> dict[str, Any]:
    member = tx.stories.of(entry.id)
    row: dict[str, Any] = {
        "id": entry.id,
        "source": entry.source,
        "published_at": entry.published_at or entry.published_day,
        "first_seen_at": entry.first_seen_at,
        "last_seen_at": entry.last_seen_at,
        "listed": entry.listed,
        "withdrawn_at": entry.withdrawn_at,
        "withdrawn_why": entry.withdrawn_why,
        "headline": entry.headline,
        "text": entry.text,
        "url": entry.url,
        "author": entry.author,
        "section": entry.section,
        "tags": entry.tags,
        "story": member.story_id if member else None,
        "copy_of": member.copy_of if member else None,
        "revisions": entry.revisions,
    }
    if whole:
        row["revisions"] = [
            {
                "number": one.number,
                "seen_at": one.seen_at,
                "change": one.change.value,
                "headline": one.headline,
                "text": one.text,
                "significant": one.significant,
                "diff": json.loads(one.diff) if one.diff else None,
            }
            for one in tx.entries.revisions(entry.id)
        ]
    return row


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value)
