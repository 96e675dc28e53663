"""Serving on loopback: each outlet on an address of its own, where the machine has it."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

HOME = "127.0.0.1"


@asynccontextmanager
async def serving(app: web.Application, address: str = HOME) -> AsyncIterator[str]:
    """Serves `app` on a free port of `address` and gives the base URL, `http://127.0.0.2:40123`."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        listener = bound(address)
        await web.SockSite(runner, listener).start()
        host, port = listener.getsockname()
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


def bound(address: str) -> socket.socket:
    """A socket on a free port of this loopback address; of 127.0.0.1 where the machine lacks the other ones."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.bind((address, 0))
    except OSError:
        listener.close()
        if address == HOME:
            raise
        return bound(HOME)
    return listener
