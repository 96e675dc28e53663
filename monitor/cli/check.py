"""`marsad check [--live]`."""

from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import CommandError, config_option, json_option, named_errors, print_json

if TYPE_CHECKING:
    from monitor.config import QuietHours
    from monitor.watches.lint import WatchLint

_DAY = 24 * 60  # minutes


@click.command(name="check", short_help="Validate the configuration and show how its watches are read.")
@click.option("--live", is_flag=True, help="Also fetch every page once, storing and sending nothing.")
@config_option
@json_option
def command(config_path: Path, as_json: bool, live: bool) -> None:
    """Check the configuration: every mistake in one line, the reading taken of each term, hints on watches.

    A watch is also run over sentences of ordinary news that come with the program: where it hits many of them it
    will be loud, and it is warned of where it can never hit.

    Exit code 2 where the file is wrong, 1 where a page could not be read with --live.
    """
    import asyncio

    from monitor.app import checked_config, watch_values
    from monitor.vocabulary import vocabulary
    from monitor.watches.lint import lint_watches

    with named_errors():
        config, _ = checked_config(config_path)
        concepts, places = vocabulary(config)
    for note in config.notes:
        _say(as_json, {"note": note}, f"note: {note}")
    linted = lint_watches(watch_values(config), concepts=concepts, places=places)
    for watch, lint in zip(config.watches, linted, strict=True):
        _say_lint(as_json, lint)
        if watch.deliver.off:
            _say(as_json, {"watch": watch.name, "hint": "off"}, f'{watch.name}: deliver = "off": recorded, never sent')
        if quiet := common_quiet(
            [channel.quiet for name, channel in config.channels.items() if name in watch.channels]
        ):
            hint = f"from {quiet[0]:%H:%M} to {quiet[1]:%H:%M} every channel of it is quiet"
            _say(as_json, {"watch": watch.name, "hint": hint}, f"{watch.name}: {hint}")
    pages = sum(len(source.pages) for source in config.sources)
    counted = {"sources": len(config.sources), "pages": pages, "watches": len(config.watches)}
    _say(
        as_json,
        counted,
        f"{config_path}: good. {counted['sources']} sources, {pages} pages, {counted['watches']} watches",
    )
    if live:
        with named_errors():
            failed = asyncio.run(_fetch_all(config_path, as_json))
        if failed:
            raise CommandError(f"{failed} of {pages} pages could not be read")


def _say_lint(as_json: bool, lint: "WatchLint") -> None:
    for term in lint.terms:
        one, rate = term.explanation, round(term.per_1000, 1)
        row = {
            "watch": lint.watch,
            "key": term.key,
            "term": one.term,
            "reading": one.reading,
            "hints": list(one.hints),
            "per_1000": rate,
        }
        hints = "".join(f"\n      {hint}" for hint in one.hints)
        line = f"{lint.watch}: {term.key}: {one.term} is read as {one.reading}; in {rate:g} of 1,000 ordinary sentences"
        _say(as_json, row, line + hints)
    rate = round(lint.per_1000, 1)
    warnings = "".join(f"\n      warning: {warning}" for warning in lint.warnings)
    row = {"watch": lint.watch, "per_1000": rate, "warnings": list(lint.warnings)}
    _say(as_json, row, f"{lint.watch}: hits {rate:g} of 1,000 sentences of ordinary news{warnings}")


def common_quiet(hours: "Sequence[QuietHours | None]") -> "tuple[time, time] | None":
    """The first stretch of the day in which all channels are quiet; None where one is always awake."""
    asleep = set(range(_DAY)) if hours else set()
    for quiet in hours:
        asleep &= _minutes(quiet) if quiet else set()
    begins = [minute for minute in sorted(asleep) if (minute - 1) % _DAY not in asleep]
    if not begins:
        return (time(0), time(0)) if asleep else None
    end = begins[0]
    while end % _DAY in asleep:
        end += 1
    return time(*divmod(begins[0], 60)), time(*divmod(end % _DAY, 60))


def _minutes(quiet: "QuietHours") -> set[int]:
    start, end = (at.hour * 60 + at.minute for at in (quiet.start, quiet.end))
    return {minute % _DAY for minute in range(start, end if end > start else end + _DAY)}


async def _fetch_all(config_path: Path, as_json: bool) -> int:
    """Polls every page into a database of its own that is thrown away; returns how many could not be read."""
    import tempfile

    from monitor.once import look_once

    failed = 0
    with tempfile.TemporaryDirectory(prefix="marsad-check-") as folder:
        for polled in await look_once(config_path, Path(folder) / "check.db"):
            good = polled.outcome.succeeded
            failed += not good
            told = f"{polled.entries} updates" if good else polled.reason
            row = {
                "source": polled.page.source,
                "url": polled.page.url,
                "outcome": polled.outcome.value,
                "reason": polled.reason,
                "entries": polled.entries,
            }
            _say(as_json, row, f"{polled.page.source}: {polled.outcome.value}: {told}  {polled.page.url}")
    return failed


def _say(as_json: bool, row: object, line: str) -> None:
    if as_json:
        print_json(row)
    else:
        click.echo(line)
