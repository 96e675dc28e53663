"""`marsad prune`."""

from datetime import UTC, datetime
from pathlib import Path

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


@click.command(name="prune", short_help="Delete what is older than it is kept.")
@click.option("--texts", help="Updates that no page has shown for so long, with their alerts' places: 365d, or a time.")
@click.option("--deliveries", help="Alerts that were settled so long ago: 90d, or a time.")
@click.option("--raw", help="Pages as they were received: 90d, or a time.")
@click.option("--polls", help="Visits of pages: 30d, or a time.")
@click.option("--dry-run", is_flag=True, help="Only count what would be deleted.")
@config_option
@json_option
def command(
    texts: str | None,
    deliveries: str | None,
    raw: str | None,
    polls: str | None,
    dry_run: bool,
    config_path: Path,
    as_json: bool,
) -> None:
    """Delete by age, also while the daemon runs. What is still owed, and what a page still shows, is never deleted.

    Without options it deletes what the configuration keeps no longer (evidence_days, text_days, delivery_days), as the
    daemon does every hour.
    """
    from monitor.retention import delete_now, due

    asked = {"texts": texts, "deliveries": deliveries, "raw": raw, "polls": polls}
    now = datetime.now(UTC)
    config = read_config(config_path)
    wanted = {kind: parse_since(age, now) for kind, age in asked.items() if age} or due(config, now)
    if not wanted:
        raise CommandError("the configuration keeps all for ever: say what to delete, as in --texts 365d --raw 90d", 2)
    with open_database(config) as database:
        counts = {kind: delete_now(database, kind, before, count_only=dry_run) for kind, before in wanted.items()}
    if as_json:
        print_json({**counts, "deleted": not dry_run})
    else:
        verb = "would be deleted" if dry_run else "deleted"
        click.echo(", ".join(f"{count} {name}" for name, count in counts.items()) + f" {verb}")
