"""`marsad extract FILE --url URL`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.cli.common import CommandError, config_option, json_option, print_json


@click.command(name="extract", short_help="Read a saved page and print its single updates.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", required=True, help="The address that the page was fetched from.")
@click.option("--fetched-at", help="When it was fetched (ISO 8601); default: the file's time of change.")
@click.option("--zone", default="Asia/Damascus", show_default=True, help="The outlet's zone, for times without one.")
@click.option("--spider", help="The spider that reads it; default: the outlet's own, else auto.")
@click.option(
    "--also",
    multiple=True,
    metavar="URL=FILE",
    help="What URL answers, where the spider asks for more. A URL without a query stands for all of its path.",
)
@click.option("--header", "headers", multiple=True, help="A response header, as in 'Content-Type: text/html'.")
@config_option
@json_option
def command(
    file: Path,
    url: str,
    fetched_at: str | None,
    zone: str,
    spider: str | None,
    also: tuple[str, ...],
    headers: tuple[str, ...],
    config_path: Path,
    as_json: bool,
) -> None:
    """Read FILE (HTML, XML or JSON) as if it had just been fetched, and print one line per update.

    Nothing is fetched and nothing is stored; no configuration is needed.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from crawler.parsing import ReadError, response_from
    from crawler.recorded import Recorded, read_with_recorded
    from crawler.spiders import spider_class, spider_for, spider_names

    spider = spider or spider_for(url)
    if spider not in spider_names():
        raise CommandError(f'no spider "{spider}"; there are: {", ".join(spider_names())}', 2)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise CommandError(f'no time zone "{zone}"; write an IANA name such as Asia/Damascus', 2) from None
    at = _instant(fetched_at) if fetched_at else datetime.fromtimestamp(file.stat().st_mtime, UTC)
    recorded = [Recorded(address, path.read_bytes()) for address, path in map(_answer, also)]
    response = response_from(
        file.read_bytes(), url=url, headers=dict(_header(line) for line in headers), fetched_at=at, zone=zone
    )
    try:
        parsed = read_with_recorded(spider_class(spider)(), response, recorded, fetched_at=at, zone=zone)
    except ReadError as error:
        raise CommandError(f"{file}: {error.outcome}: {error.reason}") from None
    for update in parsed.updates:
        if as_json:
            print_json(update.as_json())
            continue
        row = update.as_json()
        click.echo(f"{row['published_at'] or '–':22} [{update.layout}] {update.headline or ''}")
        if update.text:
            click.echo(click.wrap_text(update.text, 100, "    ", "    ", preserve_paragraphs=True))
    if not as_json:
        click.echo(f"{len(parsed.updates)} updates, layout {parsed.layout or 'none'}", err=True)
    for note in parsed.notes:
        click.echo(f"note: {note}", err=True)
    if parsed.requests and not as_json:
        click.echo(f"note: {len(parsed.requests)} further requests, as {parsed.requests[0].url}", err=True)


def _answer(line: str) -> tuple[str, Path]:
    """URL and FILE of `--also`: a URL may hold a «=» too, so the file is what exists."""
    parts = line.split("=")
    for place in range(1, len(parts)):
        url, path = "=".join(parts[:place]), Path("=".join(parts[place:]))
        if url and path.is_file():
            return url, path
    raise CommandError(f'--also "{line}" is not URL=FILE with a file that exists', 2)


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise CommandError(f'--header "{line}" has no colon', 2)
    return name.strip(), value.strip()


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f'--fetched-at "{text}" is not ISO 8601', 2) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
