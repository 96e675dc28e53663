"""`marsad evidence ALERT | --page URL --at TIME -o FILE.zip`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.cli.common import (
    CommandError,
    config_option,
    json_option,
    open_database,
    parse_since,
    print_json,
    read_config,
)


@click.command(name="evidence", short_help="A bundle of what was told and on what ground.")
@click.argument("alert", required=False)
@click.option("--page", help="Instead of an alert: what this page showed, and did not, at a time.")
@click.option("--at", "at", help="The time: 2h ago as 2h, or ISO 8601.")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="FILE.zip")
@config_option
@json_option
def command(
    alert: str | None, page: str | None, at: str | None, output: Path, config_path: Path, as_json: bool
) -> None:
    """Write FILE.zip about an alert (as a1042): pages as received with their headers, every revision, how each update
    matched, a readable page, and a manifest of SHA-256 that `marsad verify FILE.zip` checks without the database."""
    from monitor.evidence import EvidenceError, of_alert, of_page, write_bundle

    if (alert is None) == (page is None):
        raise CommandError("name an alert, as a1042, or write --page URL --at TIME", 2)
    if page is not None and at is None:
        raise CommandError("--page needs --at TIME", 2)
    number = (alert or "").removeprefix("a")
    if alert is not None and not number.isdecimal():
        raise CommandError(f'"{alert}" is no alert; write it as a1042', 2)
    config, now = read_config(config_path), datetime.now(UTC)
    try:
        with open_database(config) as database:
            if page is not None:
                when = parse_since(at or "", now)
                files = database.read_now(lambda tx: of_page(tx, page, when))
            else:
                files = database.read_now(lambda tx: of_alert(tx, int(number)))
        write_bundle(output, files, now)
    except EvidenceError as error:
        raise CommandError(str(error), 2) from None
    if as_json:
        print_json({"file": str(output), "files": sorted(files)})
    else:
        click.echo(f"{output}: {len(files)} files; `marsad verify {output}` checks it")
