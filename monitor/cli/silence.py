"""`marsad silence WATCH --for 2h | list | lift WATCH`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.cli.common import CommandError, config_option, json_option, open_database, print_json, read_config


@click.command(name="silence", short_help="Mute a watch with a reason and an end; list; lift.")
@click.argument("words", nargs=-1, required=True, metavar="WATCH | list | lift WATCH")
@click.option("--for", "duration", help="How long, as in 2h or 30m.")
@click.option("--reason", help="Why; it is kept with every match that is not told.")
@config_option
@json_option
def command(words: tuple[str, ...], duration: str | None, reason: str | None, config_path: Path, as_json: bool) -> None:
    """Mute a watch: `silence WATCH --for 2h`. Show what is muted: `silence list`. End it: `silence lift WATCH`.

    Matches of a muted watch are still stored, with the reason why they were not told.
    """
    from monitor.config.parts import parse_duration

    config = read_config(config_path)
    now = datetime.now(UTC)
    watches = [watch.name for watch in config.watches]
    with open_database(config) as database:
        if words == ("list",):
            silences = database.read_now(lambda tx: tx.silences.listing(now))
        elif len(words) == 2 and words[0] == "lift":
            name = _known(words[1], watches)
            lifted = database.write_now(lambda tx: tx.silences.lift(name, now))
            if not lifted:
                raise CommandError(f'watch "{name}" is not silenced', 2)
            silences = []
        elif len(words) == 1:
            name = _known(words[0], watches)
            if duration is None:
                raise CommandError("write for how long, as in --for 2h", 2)
            try:
                until = now + parse_duration(duration)
            except ValueError as error:
                raise CommandError(f"--for {duration}: {error}", 2) from None
            silences = [database.write_now(lambda tx: tx.silences.add(name, until, reason=reason, now=now))]
        else:
            raise CommandError("write WATCH --for 2h, or list, or lift WATCH", 2)
    for silence in silences:
        if as_json:
            print_json({"watch": silence.watch, "until": silence.until, "reason": silence.reason})
        else:
            told = f" ({silence.reason})" if silence.reason else ""
            click.echo(f"{silence.watch}: silent until {silence.until.astimezone(config.zone):%Y-%m-%d %H:%M}{told}")


def _known(name: str, watches: list[str]) -> str:
    from difflib import get_close_matches

    if name in watches:
        return name
    near = get_close_matches(name, watches, 1)
    hint = f'; did you mean "{near[0]}"?' if near else f"; there are: {', '.join(watches)}"
    raise CommandError(f'no watch "{name}"{hint}', 2)
