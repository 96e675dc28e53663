"""`marsad restore FILE | --release | --drop`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.cli.common import (
    CommandError,
    config_option,
    json_option,
    named_errors,
    open_database,
    print_json,
    read_config,
)


@click.command(name="restore", short_help="Put a backup in place; what it still owed is held.")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--release", is_flag=True, help="Send what is held since a restore.")
@click.option("--drop", is_flag=True, help="Give up what is held since a restore; it becomes dead letters.")
@config_option
@json_option
def command(file: Path | None, release: bool, drop: bool, config_path: Path, as_json: bool) -> None:
    """Restore the database of the configuration from FILE, which `marsad backup` wrote.

    There must be no database yet. Deliveries that the backup still owed may have been sent since it was made: they
    are held until `marsad restore --release` sends them or `marsad restore --drop` gives them up.
    """
    if (file is not None) + release + drop != 1:
        raise CommandError("name the file of a backup, or write --release or --drop", 2)
    config, now = read_config(config_path), datetime.now(UTC)
    if file is not None:
        from storage.backup import restore

        with named_errors():
            count = restore(file, config.marsad.database, now)
        done = "held"
    else:
        with open_database(config) as database:
            count = database.write_now(lambda tx: tx.held.release(now) if release else tx.held.drop(now))
        done = "released" if release else "dropped"
    if as_json:
        print_json({"database": str(config.marsad.database), done: count})
        return
    click.echo(f"{count} deliveries {done}")
    if file is not None and count:
        click.echo("`marsad restore --release` sends them, `marsad restore --drop` gives them up")
