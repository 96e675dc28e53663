"""`marsad deliveries list`."""

from pathlib import Path

import click

from monitor.cli.common import config_option, json_option, open_database, print_json, read_config


@click.group(name="deliveries", short_help="The outbox and its dead letters.")
def command() -> None:
    """Deliveries: what is owed, what was sent, what is dead."""


@command.command(name="list")
@click.option("--state", type=click.Choice(["pending", "failed", "sent", "dead"]), help="Only these.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000))
@config_option
@json_option
def list_(state: str | None, limit: int, config_path: Path, as_json: bool) -> None:
    """Show deliveries, the newest first, each with its alert, its recipient and what went wrong."""
    from storage.rows import DeliveryState

    config = read_config(config_path)
    wanted = DeliveryState(state) if state else None
    with open_database(config) as database:
        deliveries = database.read_now(lambda tx: tx.outbox.listing(wanted, limit))
    for one in deliveries:
        if as_json:
            print_json(
                {
                    "id": one.id,
                    "alert": f"a{one.alert_id}",
                    "channel": one.channel,
                    "recipient": one.recipient,
                    "state": one.state.value,
                    "due_at": one.due_at,
                    "next_at": one.next_at,
                    "attempts": one.attempts,
                    "sent_at": one.sent_at,
                    "error": one.error,
                }
            )
            continue
        at = one.sent_at or one.next_at
        error = f"  {one.error}" if one.error else ""
        click.echo(
            f"{one.id:6}  a{one.alert_id:<6} {one.state.value:8} {at.astimezone(config.zone):%Y-%m-%d %H:%M:%S}  "
            f"{one.channel} → {one.recipient}{error}"
        )
