"""`marsad ingest --source NAME`."""

from pathlib import Path

import click

from monitor.cli.common import CommandError, config_option, json_option, named_errors, print_json, read_lines


@click.command(name="ingest", short_help="Take updates as JSON Lines on stdin through the same door.")
@click.option("--source", required=True, help="The name under which they are stored; need not be configured.")
@config_option
@json_option
def command(source: str, config_path: Path, as_json: bool) -> None:
    """Store updates that cannot be polled: deduplicated, matched and alerted like any other.

    Each line is {"key", "headline", "text", "published_at", "url", "author"}; a text or a headline is needed,
    all else may be left out. A running daemon delivers the alerts within seconds; without one they
    wait in the outbox.
    """
    from monitor.app import checked_config
    from monitor.hand_in import InputError, hand_in, update_from_row
    from storage.database import Database

    updates = []
    for number, row in read_lines():
        try:
            updates.append(update_from_row(row))
        except InputError as error:
            raise CommandError(f"line {number} of the input: {error}", 2) from None
    with named_errors():
        config, rules = checked_config(config_path)
        with Database.open(config.marsad.database, create=True) as database:
            counts = hand_in(database, rules, source, updates)
    if as_json:
        print_json(counts)
    else:
        click.echo(", ".join(f"{count} {name}" for name, count in counts.items()))
