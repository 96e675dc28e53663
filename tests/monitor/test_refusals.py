"""A host that wants to be left alone is left alone by all its pages; none of them is ill for it."""

import asyncio
from datetime import timedelta

from monitor.app import checked_config
from monitor.daemon import prepare_pages
from monitor.poll import Poller
from storage.database import Database
from tests.crawler.fetching import fetching
from tests.servers import Answer, WebServer
from tests.support import CONSOLE, HandClock, write_config


def test_pages_that_were_not_asked_wait_and_count_no_failure(tmp_path):
    clock = HandClock()

    async def scenario():
        async with WebServer({"/a": Answer(status=429, headers={"Retry-After": "30"}), "/b": "<p>طفس"}) as server:
            listed = f'{server.url("/a")}", "{server.url("/b")}'
            config, rules = checked_config(write_config(tmp_path, page=listed, tables=CONSOLE))
            sources = {source.name: source for source in config.sources}
            async with fetching(clock=clock) as fetcher:
                with Database.open(tmp_path / "marsad.db", create=True) as database:
                    poller = Poller(fetcher=fetcher, database=database, clock=clock, rules=rules, sources=sources)
                    first, second = await prepare_pages(database, config, clock.now())
                    limited, held = await poller.poll(first.id), await poller.poll(second.id)
                    poller.close()
                    pages = database.read_now(lambda tx: tx.pages.all())
            return limited, held, pages, len(server.asked("/b"))

    limited, held, (first, second), asked = asyncio.run(scenario())
    assert (limited.outcome, held.outcome, asked) == ("rate limited", "rate limited", 0)
    assert (first.failures, second.failures) == (1, 0)
    assert timedelta(seconds=29) < second.next_at - clock.now() <= timedelta(seconds=30)
    assert first.next_at - clock.now() >= timedelta(seconds=30)
