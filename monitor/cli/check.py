"""`marsad check [--live]`."""

from pathlib import Path

import click

from monitor.cli.common import CommandError, config_option, json_option, named_errors, print_json


@click.command(name="check", short_help="Validate the configuration and show how its watches are read.")
@click.option("--live", is_flag=True, help="Also fetch every page once, storing and sending nothing.")
@config_option
@json_option
def command(config_path: Path, as_json: bool, live: bool) -> None:
    """Check the configuration: every mistake in one line, the reading taken of each term, hints on watches.

    Exit code 2 where the file is wrong, 1 where a page could not be read with --live.
    """
    import asyncio

    from monitor.app import checked_config
    from monitor.vocabulary import vocabulary
    from monitor.watches.matcher import explain_term

    with named_errors():
        config, _ = checked_config(config_path)
        concepts, places = vocabulary(config)
    for note in config.notes:
        _say(as_json, {"note": note}, f"note: {note}")
    for watch in config.watches:
        for key, term in watch.terms():
            one = explain_term(term, concepts=concepts, places=places)
            row = {"watch": watch.name, "key": key, "term": term, "reading": one.reading, "hints": list(one.hints)}
            hints = "".join(f"\n      {hint}" for hint in one.hints)
            _say(as_json, row, f"{watch.name}: {key}: {term} is read as {one.reading}{hints}")
        if watch.deliver.off:
            _say(as_json, {"watch": watch.name, "hint": "off"}, f'{watch.name}: deliver = "off": recorded, never sent')
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


async def _fetch_all(config_path: Path, as_json: bool) -> int:
    """Polls every page into a database of its own that is thrown away; returns how many could not be read."""
    import tempfile

    from monitor.app import look_once

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
