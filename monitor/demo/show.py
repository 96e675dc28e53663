"""Runs the real daemon on the demo's stage for a while, and ends it as SIGTERM would."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from monitor.app import serve
from monitor.config import load_config
from monitor.demo.stage import Stage, Summary
from storage.alert_rows import DeliveryState
from storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the demo came to: seen from outside, and what the daemon's own archive says."""

    outside: Summary
    entries: int
    deliveries: dict[DeliveryState, int]


async def show(folder: Path, seconds: float) -> Shown:
    """The demo, from the first page served to the last message sent; Ctrl-C ends it early and as cleanly."""
    async with Stage(folder, seconds=seconds) as stage:
        stop = asyncio.Event()
        ending = asyncio.get_running_loop().call_later(seconds, stop.set)
        await serve(stage.config_path, stop)
        ending.cancel()
        outside = stage.summary()
    database_path = load_config(stage.config_path).marsad.database
    with Database.open(database_path) as database:
        entries = len(database.read_now(lambda tx: tx.entries.latest(10_000)))
        deliveries = database.read_now(lambda tx: tx.outbox.counts())
    return Shown(outside=outside, entries=entries, deliveries=deliveries)
