"""The walk over a watch's hits in `marsad watches test --label`: each shown, and asked of."""

from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from monitor.archive import Found
    from monitor.backtest import Backtest
    from monitor.watches.matcher import WatchMatcher
    from storage.database import Database, Tx


def walk(
    database: "Database", watch: str, tested: "Backtest", count: int, matcher: "WatchMatcher", zone: tzinfo
) -> None:
    """Asks of so many hits that were not judged yet whether they are right, and keeps each verdict at once.

    They are spread evenly over all hits, so that they speak for the watch. Ends early with q, or with the input.
    """
    judged = database.read_now(lambda tx: tx.verdicts.of(watch))
    left = [entry_id for entry_id in tested.hit_ids if entry_id not in judged]
    chosen = left[:: max(1, len(left) // max(count, 1))][:count]
    if not chosen:
        click.echo("every hit was judged already" if tested.hit_ids else "there is no hit to judge")
    for number, entry_id in enumerate(chosen, 1):
        click.echo(f"[{number}/{len(chosen)}] {shown(_found(database, watch, entry_id, matcher), zone)}")
        answer = _asked()
        if answer == "q":
            return
        if answer != "s":
            _keep(database, watch, entry_id, right=answer == "r")


def shown(found: "Found", zone: tzinfo) -> str:
    """A hit in three lines: when, where and its headline; the stretch that was hit; why."""
    at = (found.entry.published_at or found.entry.first_seen_at).astimezone(zone)
    why = "; ".join(sorted({match.why for match in found.matches}))
    return f"{at:%Y-%m-%d %H:%M}  {found.entry.source}  {found.entry.headline}\n    {found.snippet}\n    {why}"


def _found(database: "Database", watch: str, entry_id: int, matcher: "WatchMatcher") -> "Found":
    from monitor.archive import found_in

    entry = database.read_now(lambda tx: tx.entries.get(entry_id))
    hits = matcher.match(entry.headline, entry.text, entry.source)
    return found_in(entry, next(hit.matches for hit in hits if hit.watch == watch))


def _asked() -> str:
    """r, w, s or q; q also where the input has ended."""
    choice = click.Choice(["r", "w", "s", "q"])
    try:
        return str(click.prompt("right (r), wrong (w), skip (s), quit (q)", type=choice, show_choices=False))
    except click.Abort:
        click.echo()
        return "q"


def _keep(database: "Database", watch: str, entry_id: int, *, right: bool) -> None:
    def write(tx: "Tx") -> None:
        tx.verdicts.put(watch, entry_id, right=right, now=datetime.now(UTC))

    database.write_now(write)
