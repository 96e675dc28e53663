"""`marsad prune`."""

from collections.abc import Callable
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
    from storage.database import Database, Tx


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
    """Delete by age, also while the daemon runs. What is still owed, and what a page still shows, is never deleted."""
    from storage.retention import Retention

    asked = {"texts": texts, "deliveries": deliveries, "raw": raw, "polls": polls}
    if not any(asked.values()):
        raise CommandError("say what to delete: --texts 365d, --deliveries 90d, --raw 90d or --polls 30d", 2)
    work = {
        "texts": Retention.texts,
        "deliveries": Retention.deliveries,
        "raw": Retention.raw,
        "polls": Retention.polls,
    }
    now = datetime.now(UTC)
    config = read_config(config_path)
    counts: dict[str, int] = {}
    with open_database(config) as database:
        for name, age in asked.items():
            if age:
                counts[name] = _pruned(database, work[name], parse_since(age, now), dry_run)
    if as_json:
        print_json({**counts, "deleted": not dry_run})
    else:
        verb = "would be deleted" if dry_run else "deleted"
        click.echo(", ".join(f"{count} {name}" for name, count in counts.items()) + f" {verb}")


def _pruned(database: "Database", delete: Callable[..., int], before: datetime, dry_run: bool) -> int:
    def step(tx: "Tx") -> int:
        return delete(tx.retention, before, count_only=dry_run)

    total = database.write_now(step)
    if dry_run:
        return total
    last = total
    while last:
        last = database.write_now(step)
        total += last
    return total
