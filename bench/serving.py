"""What the outlets of the benches serve: pages on many loopback hosts, and a mailbox.

The first part of a path says how its page behaves:
`/known/…` 304 to whoever knows its ETag · `/same/…` the same body, no ETag · `/changed/…` a new entry at every
request · `/mixed/…` a new entry at every fifth request, else 304 on three hosts of four and the same body on one.
"""

import argparse
import asyncio
import json
import sys
from collections import Counter

from aiohttp import web

from bench.outlets import addresses
from bench.pages import LivePage

CHANGED_EVERY = 5  # requests of a mixed page


class Site:
    """The pages of all hosts, made when they are first asked for."""

    def __init__(self) -> None:
        self._pages: dict[tuple[str, str], LivePage] = {}
        self._asked: Counter[tuple[str, str]] = Counter()

    async def answer(self, request: web.Request) -> web.Response:
        if request.path == "/robots.txt":
            return web.Response(text="User-agent: *\nAllow: /\n")
        place = (request.host, request.path)
        kind = request.path.split("/")[1]
        number = int(request.host.partition(":")[0].rpartition(".")[2])
        if place not in self._pages:
            self._pages[place] = LivePage(f"http://{request.host}{request.path}", seed=number)
        elif kind == "changed" or (kind == "mixed" and (self._asked[place] + number) % CHANGED_EVERY == 0):
            self._pages[place].change()
        self._asked[place] += 1
        page = self._pages[place]
        tagged = kind in ("known", "changed") or (kind == "mixed" and number % 4 != 0)
        headers = {"ETag": page.etag} if tagged else {}
        if tagged and request.headers.get("If-None-Match") == page.etag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=page.body(), headers=headers, content_type="text/html", charset="utf-8")


class Mailbox(asyncio.Protocol):
    """As much SMTP as it takes to accept every mail."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._buffer, self._in_mail = transport, b"", False
        transport.write(b"220 mailbox.bench\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := b"\r\n.\r\n" if self._in_mail else b"\r\n") in self._buffer:
            line, _, self._buffer = self._buffer.partition(end)
            self._transport.write(self._reply(line))

    def _reply(self, line: bytes) -> bytes:
        if self._in_mail:
            self._in_mail = False
            return b"250 taken\r\n"
        self._in_mail = line.upper() == b"DATA"
        if self._in_mail:
            return b"354 go on\r\n"
        return b"221 bye\r\n" if line.upper() == b"QUIT" else b"250 ok\r\n"


async def _serve(hosts: int) -> None:
    application = web.Application()
    application.router.add_get("/{path:.*}", Site().answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    port = 0
    for host in addresses(hosts):
        await web.TCPSite(runner, host, port).start()
        port = port or runner.addresses[0][1]
    mailbox = await asyncio.get_running_loop().create_server(Mailbox, "127.0.0.1", 0)
    sys.stdout.write(json.dumps({"http": port, "smtp": mailbox.sockets[0].getsockname()[1]}) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    mailbox.close()
    await runner.cleanup()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--hosts", type=int, default=1)
    asyncio.run(_serve(parser.parse_args().hosts))
