"""`marsad channels list | test NAME | preview NAME`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import CommandError, config_option, json_option, named_errors, print_json, read_config

if TYPE_CHECKING:
    from monitor.config import Config


@click.group(name="channels", short_help="The channels; a sample message to one of them, or into a file.")
def command() -> None:
    """Channels: where alerts are told."""


@command.command(name="list")
@config_option
@json_option
def list_(config_path: Path, as_json: bool) -> None:
    """Show each channel with its kind and the trouble that it has."""
    from storage.database import Database

    config = read_config(config_path)
    troubles = {}
    if config.marsad.database.exists():
        with named_errors(), Database.open(config.marsad.database) as database:
            troubles = database.read_now(lambda tx: tx.troubles.all())
    for name, channel in config.channels.items():
        found = troubles.get(name, [])
        trouble = found[0] if found else None
        row = {
            "name": name,
            "kind": channel.kind,
            "operator": channel.operator,
            "failing_since": trouble.failing_since if trouble else None,
            "broken": bool(trouble and trouble.broken_at),
            "reason": trouble.reason if trouble else None,
            "recipients": [one.recipient for one in found],
        }
        if as_json:
            print_json(row)
            continue
        state = "well"
        if trouble:
            state = f"{'broken' if trouble.broken_at else 'failing'} since {trouble.failing_since:%Y-%m-%d %H:%M} UTC"
            state += f" for {', '.join(one.recipient for one in found if one.recipient)}"
        reason = f": {trouble.reason}" if trouble else ""
        click.echo(f"{name:16} {channel.kind:8} {'operator ' if channel.operator else ''}{state}{reason}")


@command.command()
@click.argument("name")
@config_option
@json_option
def test(name: str, config_path: Path, as_json: bool) -> None:
    """Send a sample alert to every recipient of a channel, now. Nothing is stored."""
    import asyncio

    from monitor.sample import send_sample

    config = _config_with(name, config_path)
    with named_errors():
        results = asyncio.run(send_sample(config, name, sys.stderr if as_json else None))
    for recipient, problem in results.items():
        if as_json:
            print_json({"channel": name, "recipient": recipient, "sent": problem is None, "error": problem})
        else:
            click.echo(f"{name} → {recipient}: {'sent' if problem is None else problem}")
    if any(results.values()):
        raise CommandError(f"channel {name} did not take the sample")


@command.command()
@click.argument("name")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Where it is written.")
@config_option
@json_option
def preview(name: str, folder: Path, config_path: Path, as_json: bool) -> None:
    """Write the sample alert as this channel would send it: .eml and .html for email, .json for Slack."""
    from monitor.sample import write_preview

    config = _config_with(name, config_path)
    folder.mkdir(parents=True, exist_ok=True)
    with named_errors():
        paths = write_preview(config, name, folder)
    for path in paths:
        if as_json:
            print_json({"path": str(path)})
        else:
            click.echo(str(path))


def _config_with(name: str, config_path: Path) -> "Config":
    config = read_config(config_path)
    if name not in config.channels:
        raise CommandError(f'no channel "{name}"; there are: {", ".join(config.channels)}', 2)
    return config
