"""`marsad init`."""

from importlib import resources
from pathlib import Path

import click

from monitor.cli.common import CommandError, config_option, json_option, print_json


@click.command(name="init", short_help="Write a commented starter configuration.")
@config_option
@json_option
def command(config_path: Path, as_json: bool) -> None:
    """Write a commented starter configuration, that works as it is; an existing file is never overwritten."""
    starter = (resources.files("monitor") / "templates" / "config.toml").read_bytes()
    try:
        with config_path.open("xb") as file:
            file.write(starter)
    except FileExistsError:
        raise CommandError(f"{config_path}: exists already; it is left as it is", 2) from None
    except OSError as error:
        raise CommandError(f"{config_path}: cannot be written: {error.strerror}") from None
    if as_json:
        print_json({"path": str(config_path)})
    else:
        click.echo(f"Wrote {config_path}. Next: `marsad check`, then `marsad run`.")
