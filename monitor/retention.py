"""Deleting by age: what the configuration keeps for how long, in steps that let others write in between."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from monitor.config import Config
from storage.database import Database, Tx
from storage.retention import Retention

STEPS = 200  # of one round of the daemon's: a long backlog is cleared in several hours
KINDS: Mapping[str, Callable[..., int]] = {
    "texts": Retention.texts,
    "deliveries": Retention.deliveries,
    "raw": Retention.raw,
    "polls": Retention.polls,
}


def due(config: Config, now: datetime) -> dict[str, datetime]:
    """What is deleted by the configuration, by kind: all before that instant. 0 days keep it for ever."""
    kept = config.marsad
    days = {"texts": kept.text_days, "deliveries": kept.delivery_days, "raw": kept.evidence_days}
    return {kind: now - timedelta(days=number) for kind, number in days.items() if number}


def delete_now(database: Database, kind: str, before: datetime, *, count_only: bool = False) -> int:
    """Delete all of one kind that is older, step by step; how many."""

    def step(tx: Tx) -> int:
        return KINDS[kind](tx.retention, before, count_only=count_only)

    total = last = database.write_now(step)
    while last and not count_only:
        last = database.write_now(step)
        total += last
    return total


async def delete_due(database: Database, config: Config, now: datetime) -> dict[str, int]:
    """Delete what the configuration keeps no longer, a bounded number of steps; how many by kind."""
    counts: dict[str, int] = {}
    for kind, before in due(config, now).items():
        for _ in range(STEPS):
            deleted = await database.write(lambda tx, kind=kind, before=before: KINDS[kind](tx.retention, before))  # type: ignore[misc]
            counts[kind] = counts.get(kind, 0) + deleted
            if not deleted:
                break
    return {kind: count for kind, count in counts.items() if count}
