"""A real HTTP server on loopback whose answers a test programs, with a log of what was asked."""

import asyncio
import hashlib
import inspect
import ssl
import threading
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from types import TracebackType
from typing import Self

from aiohttp import web
from multidict import CIMultiDictProxy


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as the server saw it. `at` is `time.monotonic()`; `headers` ignore case."""

    method: str
    path: str
    query: str
    host: str
    headers: CIMultiDictProxy[str]
    body: bytes
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a route answers.

    `cut` drops the connection without a word, `cut_at` within the body after so many bytes; `hang` never
    answers; `chunked` does not tell the body's length beforehand.
    """

    status: int = 200
    body: bytes | str = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cut: bool = False
    cut_at: int | None = None
    chunked: bool = False
    hang: bool = False


Handler = Callable[[Asked], Answer | Awaitable[Answer]]
Route = Answer | Handler | str | bytes

HTML = {"Content-Type": "text/html; charset=utf-8"}
NOT_FOUND = Answer(status=404, body="no such page", headers={"Content-Type": "text/plain"})


def html(body: str | bytes, **headers: str) -> Answer:
    """A page; header names are written with underscores: `html("…", Last_Modified="…")`."""
    return Answer(body=body, headers=HTML | {name.replace("_", "-"): value for name, value in headers.items()})


def redirect(location: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": location})


class Versioned:
    """A page whose body a test changes; it has an ETag and answers 304 to whoever knows it."""

    def __init__(self, body: str, content_type: str = HTML["Content-Type"]) -> None:
        self.body = body
        self.content_type = content_type

    def __call__(self, asked: Asked) -> Answer:
        etag = f'"{hashlib.sha256(self.body.encode()).hexdigest()[:16]}"'
        headers = {"ETag": etag, "Content-Type": self.content_type}
        if asked.headers.get("If-None-Match") == etag:
            return Answer(status=304, headers=headers)
        return Answer(body=self.body, headers=headers)


class WebServer:
    """`async with WebServer({"/": "<p>…"}) as server` serves in this loop, `with WebServer(…)` in a thread of its own.

    The port is free and the same for all `hosts`, which are loopback addresses; `server.url("/", host=…)`
    names one of them. Routes may be changed while it serves; a route that ends in `*` answers all paths
    below it; what has no route is a 404, robots.txt too.
    """

    def __init__(
        self,
        routes: Mapping[str, Route] | None = None,
        *,
        hosts: Sequence[str] = ("127.0.0.1",),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.routes: dict[str, Route] = dict(routes or {})
        self.requests: list[Asked] = []
        self.hosts = tuple(hosts)
        self.tls = tls
        self.port = 0
        self._runner: web.AppRunner | None = None
        self._closing = asyncio.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def route(self, path: str, answer: Route) -> None:
        self.routes[path] = answer

    def url(self, path: str = "/", *, host: str | None = None) -> str:
        return f"{'https' if self.tls else 'http'}://{host or self.hosts[0]}:{self.port}{path}"

    def asked(self, path: str) -> list[Asked]:
        """The requests for a path, in order."""
        return [request for request in self.requests if request.path == path]

    async def start(self) -> None:
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        for host in self.hosts:
            site = web.TCPSite(self._runner, host, self.port, ssl_context=self.tls)
            await site.start()
            self.port = self.port or self._runner.addresses[0][1]

    async def stop(self) -> None:
        self._closing.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="web server", daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self.start(), self._loop).result(timeout=10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            raise RuntimeError("the server was not started in a thread")
        asyncio.run_coroutine_threadsafe(self.stop(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=64 * 1024 * 1024)
        application.router.add_route("*", "/{path:.*}", self._serve)
        return application

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        asked = Asked(
            method=request.method,
            path=request.path,
            query=request.query_string,
            host=request.host,
            headers=request.headers,
            body=await request.read(),
            at=monotonic(),
        )
        self.requests.append(asked)
        answer = await self._answer(asked)
        if answer.delay:
            await self._wait(answer.delay)
        if answer.hang:
            await self._wait(None)
        if (answer.cut or answer.hang) and request.transport is not None:
            request.transport.abort()
        body = answer.body.encode() if isinstance(answer.body, str) else answer.body
        if answer.cut_at is not None:
            return await self._half(request, answer, body)
        response = web.Response(status=answer.status, body=body, headers=dict(answer.headers))
        if answer.chunked:
            response.enable_chunked_encoding()
        return response

    async def _half(self, request: web.Request, answer: Answer, body: bytes) -> web.StreamResponse:
        response = web.StreamResponse(status=answer.status, headers=dict(answer.headers))
        response.content_length = len(body)
        await response.prepare(request)
        await response.write(body[: answer.cut_at])
        if request.transport is not None:
            request.transport.close()
        return response

    async def _answer(self, asked: Asked) -> Answer:
        route = self._find(asked.path)
        if callable(route):
            answer = route(asked)
            return await answer if inspect.isawaitable(answer) else answer
        return html(route) if isinstance(route, str | bytes) else route

    def _find(self, path: str) -> Route:
        if path in self.routes:
            return self.routes[path]
        below = [prefix for prefix in self.routes if prefix.endswith("*") and path.startswith(prefix[:-1])]
        return self.routes[max(below, key=len)] if below else NOT_FOUND

    async def _wait(self, seconds: float | None) -> None:
        """Wait, but no longer than the server lives."""
        try:
            await asyncio.wait_for(self._closing.wait(), seconds)
        except TimeoutError:
            return
