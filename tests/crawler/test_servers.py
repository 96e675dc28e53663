"""The test server keeps what it promises to the other tests."""

import asyncio
import urllib.error
import urllib.request

import aiohttp
import pytest

from tests.servers import Answer, Asked, Versioned, WebServer


def test_a_page_is_served_in_this_loop_and_the_request_is_logged():
    async def scenario():
        async with (
            WebServer({"/a": "<p>طفس"}) as server,
            aiohttp.ClientSession() as session,
            session.get(server.url("/a?b=1"), headers={"X-Who": "me"}) as response,
        ):
            return await response.text(), server.requests

    text, (asked,) = asyncio.run(scenario())
    assert text == "<p>طفس"
    assert (asked.method, asked.path, asked.query, asked.headers["x-who"]) == ("GET", "/a", "b=1", "me")


def test_a_server_in_a_thread_answers_blocking_clients_on_every_host():
    def echo(asked: Asked) -> Answer:
        return Answer(body=asked.host)

    with WebServer({"/x/*": echo}, hosts=("127.0.0.1", "127.0.0.2")) as server:
        for host in server.hosts:
            with urllib.request.urlopen(server.url("/x/y", host=host)) as response:
                assert response.read().decode() == f"{host}:{server.port}"


def test_what_has_no_route_is_a_404():
    with WebServer() as server, pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(server.url("/robots.txt"))
    assert raised.value.code == 404
    raised.value.close()


def test_a_versioned_page_answers_304_to_who_knows_it_until_it_changes():
    page = Versioned("one")

    async def scenario():
        statuses = []
        async with WebServer({"/": page}) as server, aiohttp.ClientSession() as session:
            etag = ""
            for body in ("one", "one", "two"):
                page.body = body
                async with session.get(server.url(), headers={"If-None-Match": etag}) as response:
                    statuses.append(response.status)
                    etag = response.headers["ETag"]
        return statuses

    assert asyncio.run(scenario()) == [200, 304, 200]


def test_a_server_with_a_hanging_request_stops_at_once():
    async def scenario():
        arrived = asyncio.Event()

        def hang(asked: Asked) -> Answer:
            arrived.set()
            return Answer(hang=True)

        async with aiohttp.ClientSession() as session:
            async with WebServer({"/": hang}) as server:
                request = asyncio.create_task(session.get(server.url()))
                await arrived.wait()
            with pytest.raises(aiohttp.ClientError):
                await request

    asyncio.run(asyncio.wait_for(scenario(), 5))
