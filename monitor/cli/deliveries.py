"""`marsad deliveries list | retry ID… | replay --since T`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import (
    CommandError,
    config_option,
    json_option,
    open_database,
    parse_since,
    print_json,
    read_config,
)

if TYPE_CHECKING:
    from monitor.config import Config


@click.group(name="deliveries", short_help="The outbox and its dead letters.")
def command() -> None:
    """Deliveries: what is owed, what was sent, what is dead."""


@command.command(name="list")
@click.option("--state", type=click.Choice(["pending", "failed", "sent", "dead", "folded"]), help="Only these.")
@click.option("--decisions", is_flag=True, help="What was decided of each match, and why; also what is not told.")
@click.option("--alert", "alert", metavar="ALERT", help="Everything that this alert tells, with links: a1042.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000))
@config_option
@json_option
def list_(state: str | None, decisions: bool, alert: str | None, limit: int, config_path: Path, as_json: bool) -> None:
    """Show deliveries, the newest first, each with its alert, its recipient and what went wrong.

    With --decisions every match instead, with the reason for which it was told, deferred, muted or not told; with
    --alert only those that one alert tells, whatever a message had room for.
    """
    from storage.alert_rows import DeliveryState

    config = read_config(config_path)
    if decisions or alert is not None:
        _list_decisions(config, limit, None if alert is None else _alert_number(alert), as_json)
        return
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


def _list_decisions(config: "Config", limit: int, alert_id: int | None, as_json: bool) -> None:
    with open_database(config) as database:
        found = database.read_now(lambda tx: tx.matches.decided(limit, alert=alert_id))
    if alert_id is not None and not found:
        raise CommandError(f"no alert a{alert_id} that tells updates", 2)
    for one in found:
        due = f" until {one.due_at.astimezone(config.zone):%Y-%m-%d %H:%M}" if one.due_at else ""
        reason = one.reason or (f"{one.group}{due}" if one.group else "")
        if as_json:
            print_json(
                {
                    "at": one.at,
                    "watch": one.watch,
                    "channel": one.channel,
                    "decision": one.decision.value,
                    "reason": reason or None,
                    "alert": f"a{one.alert_id}" if one.alert_id else None,
                    "due_at": one.due_at,
                    "headline": one.headline or one.text,
                    "url": one.url,
                }
            )
            continue
        alert = f"  a{one.alert_id}" if one.alert_id else ""
        told = " ".join((one.headline or one.text).split())[:80]
        click.echo(
            f"{one.at.astimezone(config.zone):%Y-%m-%d %H:%M:%S}  {one.watch} → {one.channel}: {one.decision.value}"
            f"{alert}{f' ({reason})' if reason else ''}  {told}{f'  {one.url}' if alert_id and one.url else ''}"
        )


def _alert_number(written: str) -> int:
    """The number of `a1042`, as messages write it."""
    number = written.removeprefix("a")
    if not (number.isascii() and number.isdigit()):
        raise CommandError(f'"{written}" is no alert; messages write them as a1042', 2)
    return int(number)


@command.command()
@click.argument("ids", nargs=-1, required=True, type=int)
@config_option
@json_option
def retry(ids: tuple[int, ...], config_path: Path, as_json: bool) -> None:
    """Owe dead deliveries again; a running daemon sends them within seconds."""
    config = read_config(config_path)
    with open_database(config) as database:
        revived = database.write_now(lambda tx: tx.outbox.revive(ids, datetime.now(UTC)))
    if not revived:
        raise CommandError(f"none of {', '.join(map(str, ids))} is dead; see `marsad deliveries list --state dead`", 2)
    _say_owed(revived, as_json)


@command.command()
@click.option("--since", required=True, help="From when on: 2h, 1d, or a time in ISO 8601.")
@click.option("--channel", help="Only this channel.")
@click.option("--sent", is_flag=True, help="Also what was sent, for a receiver that lost it.")
@config_option
@json_option
def replay(since: str, channel: str | None, sent: bool, config_path: Path, as_json: bool) -> None:
    """Owe again every delivery that died since a time; with --sent also those that were sent."""
    config = read_config(config_path)
    now = datetime.now(UTC)
    if channel is not None and channel not in config.channels:
        raise CommandError(f'no channel "{channel}"; there are: {", ".join(config.channels)}', 2)
    start = parse_since(since, now)
    with open_database(config) as database:
        owed = database.write_now(lambda tx: tx.outbox.replay(start, now, channel=channel, sent=sent))
    _say_owed(owed, as_json)


def _say_owed(count: int, as_json: bool) -> None:
    if as_json:
        print_json({"owed": count})
    else:
        click.echo(f"{count} deliveries are owed again")
