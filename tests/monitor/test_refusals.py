"""A host that wants to be left alone is left alone by all its pages; none of them is ill for it."""

import asyncio
from datetime import timedelta

from tests.monitor.polling import polling
from tests.servers import Answer, WebServer
from tests.support import HandClock


def test_pages_that_were_not_asked_wait_and_count_no_failure(tmp_path):
    clock = HandClock()

    async def scenario():
        async with WebServer({"/a": Answer(status=429, headers={"Retry-After": "30"}), "/b": "<p>طفس"}) as server:
            urls = server.url("/a"), server.url("/b")
            async with polling(tmp_path, clock, *urls) as (database, poller, _, _):
                first, second = database.read_now(lambda tx: tx.pages.all())
                came = [await poller.poll(first.id), await poller.poll(second.id)]
                return came, database.read_now(lambda tx: tx.pages.all()), len(server.asked("/b"))

    (limited, held), (first, second), asked = asyncio.run(scenario())
    assert (limited.outcome, held.outcome, asked) == ("rate limited", "rate limited", 0)
    assert (first.failures, second.failures) == (1, 0)
    assert timedelta(seconds=29) < second.next_at - clock.now() <= timedelta(seconds=30)
    assert first.next_at - clock.now() >= timedelta(seconds=30)
