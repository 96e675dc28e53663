"""The demo's Slack endpoint on loopback: every payload that a webhook gets becomes a .json file."""

import json
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from monitor.demo.serving import serving

WEBHOOK = "/services/T000DEMO/B000DEMO/loopback"


class SlackEndpoint:
    """Answers an incoming webhook as Slack does; `url` and `paths` tell where and what."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""
        self.paths: list[Path] = []
        self._server = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        app = web.Application()
        app.router.add_post(WEBHOOK, self._take)
        self.url = await self._server.enter_async_context(serving(app)) + WEBHOOK
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.aclose()

    async def _take(self, request: web.Request) -> web.Response:
        try:
            payload = json.loads(await request.text())
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        self.paths.append(self._keep(payload))
        return web.Response(text="ok")

    def _keep(self, payload: object) -> Path:
        path = self.folder / f"{len(self.paths) + 1:03}.json"
        path.write_text(json.dumps(payload, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return path
