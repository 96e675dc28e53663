"""`marsad run [--once]`."""

from pathlib import Path

import click

from monitor.cli.common import CommandError, config_option, json_option, named_errors, print_json


@click.command(name="run", short_help="The daemon; --once polls every page once, delivers, and exits.")
@config_option
@json_option
@click.option("--once", is_flag=True, help="Poll every page once, deliver what is due, and exit.")
def command(config_path: Path, as_json: bool, once: bool) -> None:
    """Run the daemon until it is stopped by SIGTERM or Ctrl-C; it takes a changed configuration by itself.

    With --once every page is polled once, followed articles are read, what is due is delivered, and a line
    for each page tells what came of it.
    """
    import asyncio

    from monitor import app
    from monitor import once as one_shot
    from monitor.config import load_config
    from monitor.logs import set_up

    with named_errors():
        general = load_config(config_path).marsad
        set_up(general.log, "warning" if once and general.log_level == "info" else general.log_level)
        if not once:
            asyncio.run(app.serve(config_path))
            return
        results = asyncio.run(one_shot.run_once(config_path))
        for polled in results:
            row = {
                "source": polled.page.source,
                "url": polled.page.url,
                "kind": polled.page.kind.value,
                "outcome": polled.outcome.value,
                "reason": polled.reason,
                "entries": polled.entries,
                "new": polled.new,
                "revised": polled.revised,
            }
            if as_json:
                print_json(row)
            elif polled.page.kind == "configured":
                told = f"{polled.entries} updates, {polled.new} new" if polled.outcome.succeeded else polled.reason
                click.echo(f"{polled.page.source:16} {polled.outcome.value:12} {told}  {polled.page.url}")
    if results and not any(polled.outcome.succeeded for polled in results):
        raise CommandError("not one page could be read")
