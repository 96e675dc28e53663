"""`marsad status`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    from storage.rows import Page


@click.command(name="status", short_help="Polls, failing and silent pages, outbox, last alert, the database's path.")
@click.option("--max-age", help="Exit 1 where the daemon gave no sign of life for so long, as in 2m.")
@config_option
@json_option
def command(max_age: str | None, config_path: Path, as_json: bool) -> None:
    """Say how the service is: polls of the last hour, pages in trouble, what is owed, the last alert."""
    config = read_config(config_path)
    now = datetime.now(UTC)
    with open_database(config) as database:
        status: dict[str, Any] = database.read_now(
            lambda tx: {
                "database": str(database.path),
                "pages": len([page for page in tx.pages.all() if not page.closed]),
                "polls_last_hour": tx.polls.counts(now - timedelta(hours=1)),
                "trouble": [
                    {"source": page.source, "url": page.url, "failures": page.failures, "reason": _reason(page)}
                    for page in tx.pages.all()
                    if not page.closed and (page.failures or page.told)
                ],
                "outbox": {state.value: count for state, count in tx.outbox.counts().items()},
                "last_poll_at": max((p.checked_at for p in tx.pages.all() if p.checked_at), default=None),
                "last_alert_at": tx.alerts.last_told_at(),
                "heartbeat": tx.heartbeat.last(),
            }
        )
    beat = status.pop("heartbeat")
    status["alive_at"], status["daemon"] = beat or (None, None)
    if as_json:
        print_json(status)
    else:
        _print(status, now)
    oldest = parse_since(max_age, now) if max_age else None
    if oldest is not None and (status["alive_at"] is None or status["alive_at"] < oldest):
        raise CommandError(f"the daemon gave no sign of life for {max_age}")


def _print(status: dict[str, Any], now: datetime) -> None:
    daemon = status["daemon"] or {}
    lag = f", lag p99 {daemon['lag_p99_seconds'] * 1000:.0f} ms" if daemon.get("lag_p99_seconds") is not None else ""
    click.echo(f"database    {status['database']}")
    click.echo(f"daemon      last sign of life {_ago(status['alive_at'], now)}{lag}")
    click.echo(f"pages       {status['pages']}, last poll {_ago(status['last_poll_at'], now)}")
    polls = ", ".join(f"{count} {outcome}" for outcome, count in status["polls_last_hour"].items()) or "none"
    click.echo(f"last hour   {polls}")
    click.echo("outbox      " + ", ".join(f"{count} {state}" for state, count in status["outbox"].items()))
    click.echo(f"last alert  {_ago(status['last_alert_at'], now)}")
    for page in status["trouble"]:
        click.echo(f"trouble     {page['source']}: {page['url']}: {page['reason'] or 'nothing new for long'}")


def _ago(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "never"
    minutes = int((now - at).total_seconds() // 60)
    return f"{at:%Y-%m-%d %H:%M} UTC ({minutes} min ago)"


def _reason(page: "Page") -> str | None:
    if page.reason is None and "gap" in page.told:
        return f"possible gap: {page.gap_note}"
    return page.reason
