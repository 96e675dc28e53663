"""The long-lived Crawler starts, is renewed and stops inside a running loop, whatever is in flight."""

import asyncio
import gc
import logging
from time import monotonic

import pytest
from scrapy.http import Request

import crawler.handlers
from crawler.runner import Downloader
from crawler.settings import settings_for
from tests.servers import Answer, Asked, WebServer

PAGE = "<p>طفس"


class Gate:
    """A route that says when it was asked and answers when it is let."""

    def __init__(self):
        self.asked = asyncio.Event()
        self.let = asyncio.Event()

    async def __call__(self, asked: Asked) -> Answer:
        self.asked.set()
        await self.let.wait()
        return Answer(body=PAGE)


def run(scenario):
    return asyncio.run(asyncio.wait_for(scenario(), 15))


@pytest.fixture
def downloader():
    return Downloader(settings_for("desk@example.org"))


def test_a_download_before_the_start_or_after_the_stop_is_refused(downloader):
    async def scenario():
        with pytest.raises(RuntimeError, match="not running"):
            await downloader.download(Request("http://127.0.0.1/"))
        await downloader.start()
        with pytest.raises(RuntimeError, match="running already"):
            await downloader.start()
        await downloader.stop()
        await downloader.stop()
        with pytest.raises(RuntimeError, match="not running"):
            await downloader.download(Request("http://127.0.0.1/"))

    run(scenario)


def test_it_can_be_started_again_after_a_stop(downloader):
    async def scenario():
        async with WebServer({"/": PAGE}) as server:
            for _ in range(2):
                await downloader.start()
                assert (await downloader.download(Request(server.url()))).status == 200
                await downloader.stop()

    run(scenario)


@pytest.mark.parametrize("path", ["/hang", "/robots.txt"])
def test_it_stops_at_once_while_a_request_hangs(downloader, path):
    gate = Gate()

    async def scenario():
        async with WebServer({"/hang": PAGE, path: gate}) as server:
            await downloader.start()
            hanging = asyncio.create_task(downloader.download(Request(server.url("/hang"))))
            await gate.asked.wait()
            started = monotonic()
            await downloader.stop()
            took = monotonic() - started
            with pytest.raises(asyncio.CancelledError):
                await hanging
            others = asyncio.all_tasks() - {asyncio.current_task()}
            return took, [task for task in others if "scrapy" in repr(task)]

    took, left = run(scenario)
    assert took < 1.0
    assert left == []


def test_it_stops_at_once_after_its_callers_were_cancelled(downloader):
    gate = Gate()

    async def scenario():
        async with WebServer({"/hang": gate}) as server:
            await downloader.start()
            hanging = asyncio.create_task(downloader.download(Request(server.url("/hang"))))
            await gate.asked.wait()
            hanging.cancel()
            await asyncio.gather(hanging, return_exceptions=True)
            started = monotonic()
            await downloader.stop()
            return monotonic() - started

    assert run(scenario) < 1.0


def test_a_renewal_loses_no_request_in_flight_and_reads_robots_txt_anew(downloader):
    gate = Gate()

    async def scenario():
        async with WebServer({"/slow": gate, "/": PAGE}) as server:
            await downloader.start()
            slow = asyncio.create_task(downloader.download(Request(server.url("/slow"))))
            await gate.asked.wait()
            renewal = asyncio.create_task(downloader.recycle())
            during = []
            for _ in range(3):
                during.append((await downloader.download(Request(server.url()))).status)
            assert not slow.done()
            gate.let.set()
            status = (await slow).status
            await renewal
            await downloader.download(Request(server.url()))
            await downloader.stop()
            return status, during, len(server.asked("/robots.txt"))

    assert run(scenario) == (200, [200, 200, 200], 2)


def test_a_stop_during_a_renewal_ends_both_crawlers(downloader):
    gate = Gate()

    async def scenario():
        async with WebServer({"/slow": gate}) as server:
            await downloader.start()
            slow = asyncio.create_task(downloader.download(Request(server.url("/slow"))))
            await gate.asked.wait()
            renewal = asyncio.create_task(downloader.recycle())
            while not downloader._retiring:  # noqa: ASYNC110 - the renewal tells nobody when it begins to wait
                await asyncio.sleep(0)
            started = monotonic()
            await downloader.stop()
            took = monotonic() - started
            await asyncio.gather(slow, renewal, return_exceptions=True)
            return took, slow.cancelled()

    took, cancelled = run(scenario)
    assert took < 1.0
    assert cancelled


def test_an_engine_that_closed_by_itself_is_replaced_at_the_next_download(downloader):
    async def scenario():
        async with WebServer({"/": PAGE}) as server:
            await downloader.start()
            await downloader._engine._crawler.stop_async()
            await downloader._engine._run
            answers = await asyncio.gather(*(downloader.download(Request(server.url())) for _ in range(3)))
            await downloader.stop()
            return [answer.status for answer in answers]

    assert run(scenario) == [200, 200, 200]


def test_many_renewals_leave_nothing_behind(downloader):
    async def scenario():
        async with WebServer({"/": PAGE}) as server:
            await downloader.start()
            for _ in range(10):
                await downloader.download(Request(server.url()))
                await downloader.recycle()
            gc.collect()
            crawlers = sum(type(thing).__name__ == "Crawler" for thing in gc.get_objects())
            tasks = len(asyncio.all_tasks())
            await downloader.stop()
            return crawlers, tasks

    crawlers, tasks = run(scenario)
    assert crawlers <= 2
    assert tasks < 12


def test_scrapy_keeps_its_words_to_itself(downloader, caplog):
    async def scenario():
        async with WebServer({"/": PAGE, "/large": "a" * 9_000_000}) as server:
            await downloader.start()
            await downloader.download(Request(server.url()))
            await asyncio.gather(downloader.download(Request(server.url("/large"))), return_exceptions=True)
            await downloader.recycle()
            await downloader.stop()

    with caplog.at_level(logging.DEBUG):
        run(scenario)
    assert [record for record in caplog.records if record.name.startswith(("scrapy", "twisted"))] == []


def test_a_connection_is_kept_for_the_next_question_and_not_much_longer(downloader, monkeypatch):
    """aiohttp's own 15 s would keep one for half of all pages that are polled every 30 s."""
    monkeypatch.setattr(crawler.handlers, "KEPT_SECONDS", 0.2)
    asked, closed = [], asyncio.Event()

    async def answer(reader, writer):
        while b"/b" not in asked:
            asked.append((await reader.readuntil(b"\r\n\r\n")).split()[1])
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok")
        await reader.read()
        closed.set()
        writer.close()

    async def scenario():
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        await downloader.start()
        for path in "ab":
            await downloader.download(Request(f"{url}/{path}"))
        await asyncio.wait_for(closed.wait(), 5)
        await downloader.stop()
        server.close()

    run(scenario)
    assert asked == [b"/robots.txt", b"/a", b"/b"]
