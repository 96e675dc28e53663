"""`marsad search QUERY`."""

from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.common import (
    config_option,
    json_option,
    open_database,
    parse_since,
    print_json,
    read_config,
    wrong_term,
)

if TYPE_CHECKING:
    from monitor.archive import Found


@click.command(name="search", short_help="Search the archive; words are found in every written form.")
@click.argument("query")
@click.option("--since", help="Only what is newer: 2h, 30d, or a time in ISO 8601.")
@click.option("--source", help="Only this source.")
@click.option("--sort", type=click.Choice(["newest", "best"]), default="newest", show_default=True)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@config_option
@json_option
def command(
    query: str, since: str | None, source: str | None, sort: str, limit: int, config_path: Path, as_json: bool
) -> None:
    """Search what was stored. Terms are those of a watch, apart by spaces: all must occur.

    A phrase stands in quotes: marsad search '"مجلس الأمن" نازح'; source:NAME asks for one source, place: and concept:
    for a place or a word family. Best ranks the newest 20,000 hits.
    """
    from monitor.archive import search
    from monitor.watches.matcher import TermError

    config = read_config(config_path)
    now = datetime.now(UTC)
    try:
        with open_database(config) as database:
            found = search(
                database,
                query,
                since=parse_since(since, now) if since else None,
                source=source,
                limit=limit,
                best=sort == "best",
            )
    except TermError as error:
        raise wrong_term(error) from None
    for hit in found:
        if as_json:
            print_json(_row(hit))
        else:
            _show(hit, config.zone)
    if not found and not as_json:
        click.echo("nothing found", err=True)


def _row(hit: "Found") -> dict[str, Any]:
    entry = hit.entry
    return {
        "id": entry.id,
        "source": entry.source,
        "headline": entry.headline,
        "text": entry.text,
        "published_at": entry.published_at or entry.published_day,
        "first_seen_at": entry.first_seen_at,
        "url": entry.url,
        "withdrawn_at": entry.withdrawn_at,
        "matches": [
            {"field": m.field, "form": m.form, "start": m.start, "end": m.end, "why": m.why} for m in hit.matches
        ],
    }


def _show(hit: "Found", zone: tzinfo) -> None:
    entry = hit.entry
    at = entry.published_at or entry.first_seen_at
    withdrawn = f"  (withdrawn: {entry.withdrawn_why})" if entry.withdrawn_at else ""
    click.echo(f"{at.astimezone(zone):%Y-%m-%d %H:%M}  {entry.source}  {entry.headline}{withdrawn}")
    click.echo(f"    {hit.snippet}")
    if entry.url:
        click.echo(f"    {entry.url}")
