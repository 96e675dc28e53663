"""A Fetcher on a real Downloader, for the tests of fetching."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from crawler.fetcher import Fetcher, FetchError
from crawler.politeness import Politeness
from crawler.runner import Downloader
from crawler.settings import settings_for

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class StandingClock:
    """A clock that shows NOW until a test moves it."""

    def __init__(self, now=NOW):
        self.at = now

    def now(self):
        return self.at


@asynccontextmanager
async def fetching(politeness=None, clock=None, **overrides):
    politeness = politeness or Politeness(per_host_seconds=0)
    downloader = Downloader(
        settings_for("desk@example.org", **overrides), on_crawl_delay=politeness.crawl_delay, pace=politeness.pace
    )
    await downloader.start()
    try:
        yield Fetcher(downloader, politeness, clock or StandingClock())
    finally:
        await downloader.stop()


def fetch_once(server, path="/", *, politeness=None, clock=None, settings=None, **known):
    """What one fetch from a server came to. `server` is a WebServer that is not started yet."""

    async def scenario():
        async with server, fetching(politeness, clock, **(settings or {})) as fetcher:
            return await fetcher.fetch(server.url(path), **known)

    return asyncio.run(asyncio.wait_for(scenario(), 30))


def refusal(server, path="/", **arguments) -> FetchError:
    """The FetchError that one fetch came to."""
    with pytest.raises(FetchError) as raised:
        fetch_once(server, path, **arguments)
    return raised.value
