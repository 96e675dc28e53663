"""`marsad demo [--seconds N]`."""

from pathlib import Path

import click

from monitor.cli.common import CommandError, config_option, json_option, named_errors, print_json


@click.command(name="demo", short_help="The whole daemon against a live newsroom of its own: no account, no network.")
@click.option("--seconds", default=60.0, show_default=True, type=click.FloatRange(5, 3600), help="How long it lasts.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where mails, Slack payloads and the database are left; default: ./demo-DATE-TIME.",
)
@config_option
@json_option
def command(seconds: float, folder: Path | None, config_path: Path, as_json: bool) -> None:
    """Watch a made-up day of live coverage on loopback: alerts come here, by mail and to Slack as they happen.

    The daemon, the newsroom, the mail server and the Slack endpoint are real and talk over 127.0.0.x; nothing
    leaves this machine. --config is not read: the demo writes its own.
    """
    import asyncio
    from datetime import UTC, datetime

    from monitor.demo.show import show
    from monitor.demo.stage import folder_for
    from monitor.logs import set_up

    folder = (folder or folder_for(Path.cwd(), datetime.now(UTC))).absolute()
    if folder.exists() and any(folder.iterdir()):
        raise CommandError(f"{folder}: is not empty", 2)
    set_up("text", "warning")
    if not as_json:
        click.echo(f"A live newsroom on loopback, {seconds:g} s. Everything is left in {folder}")
    with named_errors():
        shown = asyncio.run(show(folder, seconds))
    outside = shown.outside
    row = {
        "folder": str(folder),
        "published": outside.posts,
        "stored": shown.entries,
        "requests": outside.requests,
        "unchanged": outside.unchanged,
        "mails": len(outside.mails),
        "slack": len(outside.payloads),
        "deliveries": {state.value: count for state, count in shown.deliveries.items()},
    }
    if as_json:
        print_json(row)
        return
    click.echo("")
    click.echo(f"Published {outside.posts} updates; stored {shown.entries}, each once.")
    click.echo(f"{outside.requests} requests, {outside.unchanged} of them answered «not modified».")
    click.echo(
        f"{len(outside.mails)} mails in {folder / 'mail'}, {len(outside.payloads)} payloads in {folder / 'slack'}."
    )
    click.echo(f"The archive is {folder / 'marsad.db'}; try:")
    click.echo(f"  marsad search نازح --config {folder / 'config.toml'}")
