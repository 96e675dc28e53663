"""The runs that end by themselves: every page polled once, to tell what came of it or only to look."""

import asyncio
from dataclasses import replace
from pathlib import Path

from monitor.app import App, checked_config, open_app
from monitor.daemon import prepare_pages
from monitor.poll import Polled

HELD_SECONDS = 60.0  # a host that asked to be left alone for so long is waited for: the run does not come again


async def run_once(path: Path) -> list[Polled]:
    """`marsad run --once`: every page polled once, followed articles read, everything due delivered."""
    config, rules = checked_config(path)
    async with open_app(config, rules) as app:
        app.politeness.wait_most = HELD_SECONDS
        polled = await _poll_all(app)
        polled += await _read_items(app)
        await app.deliverer.deliver_due()
        await app.deliverer.stop()
    return polled


async def look_once(path: Path, database: Path) -> list[Polled]:
    """`marsad check --live`: every page polled once into a database of its own; nothing is sent."""
    config, rules = checked_config(path)
    aside = replace(config, marsad=config.marsad.model_copy(update={"database": database}))
    async with open_app(aside, rules) as app:
        app.politeness.wait_most = HELD_SECONDS
        return await _poll_all(app)


async def _poll_all(app: App) -> list[Polled]:
    pages = await prepare_pages(app.database, app.config, app.clock.now())
    return [one for one in await asyncio.gather(*(app.poller.poll(page.id) for page in pages)) if one]


async def _read_items(app: App) -> list[Polled]:
    """Reads every followed article that is due, each at most once."""
    done: dict[int, Polled | None] = {}
    while True:
        due = await app.database.read(lambda tx: tx.pages.due_items(app.clock.now(), 200))
        fresh = [page.id for page in due if page.id not in done]
        if not fresh:
            return [one for one in done.values() if one]
        results = await asyncio.gather(*(app.poller.poll(page_id) for page_id in fresh))
        done.update(zip(fresh, results, strict=True))
