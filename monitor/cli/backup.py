"""`marsad backup FILE`."""

from pathlib import Path

import click

from monitor.cli.common import config_option, json_option, named_errors, print_json, read_config


@click.command(name="backup", short_help="A safe copy of the database, also while the daemon runs.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@config_option
@json_option
def command(file: Path, config_path: Path, as_json: bool) -> None:
    """Copy the database as it is at one moment into FILE, and check the copy. FILE must not exist."""
    from storage.backup import backup

    config = read_config(config_path)
    with named_errors():
        size = backup(config.marsad.database, file)
    if as_json:
        print_json({"file": str(file), "bytes": size})
    else:
        click.echo(f"{file}: {size:,} bytes, checked")
