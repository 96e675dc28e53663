"""changedetection.io over the same pages, where it is installed: `MARSAD_CHANGEDETECTION` names its command.

It is no part of the project and wants a virtual environment of its own: `pip install changedetection.io`.
"""

import asyncio
import json
import os
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from bench.outlets import free_port

COMMAND = os.environ.get("MARSAD_CHANGEDETECTION")
FASTEST_SECONDS = 3  # between two checks of a page: the least that it takes


@asynccontextmanager
async def watching(urls: Sequence[str], smtp_port: int) -> AsyncIterator[None]:
    """The program over these pages, each with a mail of what was added."""
    assert COMMAND is not None
    port = free_port()
    environment = {
        **os.environ,
        "MINIMUM_SECONDS_RECHECK_TIME": str(FASTEST_SECONDS),
        "ALLOW_IANA_RESTRICTED_ADDRESSES": "true",
        # It asks its home for news: nothing of a bench leaves this machine.
        "https_proxy": "http://127.0.0.1:9",
        "no_proxy": "127.0.0.0/8," + ",".join({url.split("/")[2].partition(":")[0] for url in urls}),
    }
    with tempfile.TemporaryDirectory(prefix="marsad-bench-peer-") as folder:
        service = await asyncio.create_subprocess_exec(
            COMMAND,
            *("-d", folder, "-h", "127.0.0.1", "-p", str(port)),
            env=environment,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            key = await _key(Path(folder, "changedetection.json"))
            for url in urls:
                await _watch(port, key, url, smtp_port)
            yield
        finally:
            service.terminate()
            await service.wait()


async def _key(settings: Path) -> str:
    """The key of its interface for programs, which it makes for itself at its start."""

    def read() -> str:
        return str(json.loads(settings.read_text())["settings"]["application"]["api_access_token"])

    async with asyncio.timeout(60):
        while True:
            await asyncio.sleep(1)
            try:
                return await asyncio.to_thread(read)
            except (OSError, ValueError, KeyError):
                continue  # not written yet


async def _watch(port: int, key: str, url: str, smtp_port: int) -> None:
    wanted = {
        "url": url,
        "time_between_check": {"seconds": FASTEST_SECONDS},
        "time_between_check_use_default": False,
        "notification_urls": [f"mailto://127.0.0.1:{smtp_port}?from=cd@example.org&to=desk@example.org&mode=insecure"],
        "notification_title": "change",
        "notification_body": "{{diff_added}}",
        "notification_format": "text",
    }
    headers = {"x-api-key": key, "Content-Type": "application/json"}
    request = Request(f"http://127.0.0.1:{port}/api/v1/watch", json.dumps(wanted).encode(), headers)
    async with asyncio.timeout(60):
        while True:
            try:
                await asyncio.to_thread(lambda: urlopen(request, timeout=10).close())
            except OSError:
                await asyncio.sleep(1)  # it does not listen yet
            else:
                return
