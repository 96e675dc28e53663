"""From a change on the page to SMTP 250: the real daemon as a process, the pages and the mailbox here."""

import argparse
import asyncio
import json
import random
import re
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from aiohttp import web

from bench import changedetection
from bench.corpus import WORDS
from bench.measure import CHANNEL, quantile, show
from bench.outlets import addresses
from bench.serving import Mailbox

# Seconds between polls: (pages, changes of each page, seconds for which they change).
PERIODS = {1: (6, 16, 48), 3: (6, 16, 48), 30: (20, 5, 90)}
OVERHEAD = 0.030  # seconds, the aim beyond half a period
PLAIN = "/plain"  # the same posts for who reads no JSON-LD
_NUMBER = re.compile(r"برقية رقم (\d{6})")
ROOT = Path(__file__).parents[1]


@dataclass(slots=True)
class Change:
    """When a text appeared, when its page was first asked for after that, and when its mail was accepted."""

    appeared: float
    asked: float | None = None
    accepted: float | None = None
    by_peer: float | None = None


@dataclass(slots=True)
class Site:
    """Live pages, one a host, with a post for each change."""

    posts: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    changes: dict[int, Change] = field(default_factory=dict)
    asked: dict[str, float] = field(default_factory=dict)  # when each host was last asked
    asked_by_peer: set[str] = field(default_factory=set)

    def publish(self, host: str, said: str) -> None:
        number = 100_000 + len(self.changes)
        self.changes[number] = Change(perf_counter())
        self.posts.setdefault(host, []).append((number, said))

    async def answer(self, request: web.Request) -> web.Response:
        if request.path == "/robots.txt":
            raise web.HTTPNotFound
        at, host = perf_counter(), request.host.partition(":")[0]
        posts = self.posts.get(host, [])
        if request.path == PLAIN:
            self.asked_by_peer.add(host)
            told = "".join(f"<p>نازحون {said}، برقية رقم {number}.</p>" for number, said in posts)
            return web.Response(text=f"<!doctype html><title>x</title><p>بداية</p>{told}", content_type="text/html")
        self.asked[host] = at
        for number, _ in posts:
            self.changes[number].asked = self.changes[number].asked or at
        updates = [
            {
                "@type": "BlogPosting",
                "@id": f"http://{request.host}/live#{number}",
                "datePublished": datetime.now(UTC).isoformat(timespec="seconds"),
                "articleBody": f"نازحون {said}، برقية رقم {number}.",
            }
            for number, said in posts
        ]
        updates.append({"@type": "BlogPosting", "@id": "#first", "articleBody": "بداية التغطية"})
        blog = {"@context": "https://schema.org", "@type": "LiveBlogPosting", "liveBlogUpdate": updates}
        page = f'<!doctype html><title>x</title><script type="application/ld+json">{json.dumps(blog)}</script>'
        return web.Response(text=page, content_type="text/html")

    def mailbox(self, *, peer: bool = False) -> asyncio.Protocol:
        site = self

        class Telling(Mailbox):
            def _reply(self, line: bytes) -> bytes:
                if self._in_mail:
                    site.accepted(line, peer=peer)
                return super()._reply(line)

        return Telling()

    def accepted(self, mail: bytes, *, peer: bool) -> None:
        from email import message_from_bytes, policy

        at = perf_counter()
        body = message_from_bytes(mail, policy=policy.default).get_body(("plain",))
        for number in _NUMBER.findall(body.get_content() if body else ""):
            change = self.changes[int(number)]
            if peer:
                change.by_peer = change.by_peer or at
            else:
                change.accepted = change.accepted or at


def write_config(folder: Path, urls: Sequence[str], every: int, smtp_port: int) -> Path:
    sources = [f'\n[[sources]]\nname = "s{n}"\npages = ["{url}"]\nevery = "{every}s"\n' for n, url in enumerate(urls)]
    watch = '\n[[watches]]\nname = "displacement"\nany = ["concept:displacement"]\nchannels = ["desk"]\n'
    general = '[marsad]\ncontact = "bench@marsad.invalid"\nper_host = "0s"\ndaily = "off"\nlog_level = "error"\n'
    path = folder / "config.toml"
    path.write_text(general + "".join(sources) + watch + CHANNEL.format(port=smtp_port), encoding="utf-8")
    return path


def moments(
    every: int, polls: Sequence[float], changes: int, began: float, seconds: float, rng: random.Random
) -> list[tuple[float, int]]:
    """When which page changes: all over the time, and at moments that are spread evenly between two polls of its.

    `polls` holds for each page a time when it was asked. At moments drawn at random the mean wait of a hundred changes
    would be off by 3 % of a period by chance alone.
    """
    total = len(polls) * changes
    phases = [every * (place + rng.random()) / total for place in range(total)]
    rng.shuffle(phases)
    found = []
    for page, polled in enumerate(polls):
        for change in range(changes):
            slot = began + seconds * (change + page / len(polls)) / changes
            found.append((slot + (polled + phases.pop() - slot) % every, page))
    return sorted(found)


async def until(true: Callable[[], bool], seconds: float) -> None:
    """Waits for what another process does; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.1)


async def measure(every: int, pages: int, each: int, seconds: float, rng: random.Random) -> list[Change]:
    site = Site()
    application = web.Application()
    application.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    hosts, port = addresses(pages), 0
    for host in hosts:
        await web.TCPSite(runner, host, port).start()
        port = port or runner.addresses[0][1]
    loop = asyncio.get_running_loop()
    smtp = await loop.create_server(site.mailbox, "127.0.0.1", 0)
    other = await loop.create_server(lambda: site.mailbox(peer=True), "127.0.0.1", 0)
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as folder:
        urls = [f"http://{host}:{port}/live" for host in hosts]
        config = write_config(Path(folder), urls, every, smtp.sockets[0].getsockname()[1])
        service = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "monitor", "run", "--config", str(config), cwd=ROOT
        )
        peer = changedetection.COMMAND is not None and every == changedetection.FASTEST_SECONDS
        try:
            async with AsyncExitStack() as stack:
                if peer:
                    plain = [f"http://{host}:{port}{PLAIN}" for host in hosts]
                    await stack.enter_async_context(changedetection.watching(plain, other.sockets[0].getsockname()[1]))
                await until(lambda: len(site.asked) == pages, 60)
                await until(lambda: not peer or len(site.asked_by_peer) == pages, 60)
                await asyncio.sleep(2)
                began = perf_counter()
                polls = [site.asked[host] for host in hosts]
                for at, page in moments(every, polls, each, began, seconds, rng):
                    await asyncio.sleep(at - perf_counter())
                    site.publish(hosts[page], " ".join(rng.sample(WORDS, 10)))
                await until(lambda: all(one.accepted for one in site.changes.values()), every + 20)
                if peer:
                    await asyncio.sleep(4 * every)  # what it has not told by then is counted as not told
        finally:
            service.terminate()
            await service.wait()
    smtp.close()
    other.close()
    await runner.cleanup()
    return list(site.changes.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--periods", type=int, nargs="+", choices=PERIODS, default=list(PERIODS), help="seconds")
    chosen = parser.parse_args()
    rng = random.Random(chosen.seed)
    rows = []
    for every in chosen.periods:
        changes = asyncio.run(measure(every, *PERIODS[every], rng))
        told_by_peer = [one.by_peer - one.appeared for one in changes if one.by_peer]
        total = [one.accepted - one.appeared for one in changes if one.accepted]
        waited = [one.asked - one.appeared for one in changes if one.asked]
        own = [one.accepted - one.asked for one in changes if one.accepted and one.asked]
        rows.append(
            (
                f"{every} s",
                str(len(changes)),
                f"{statistics.mean(total):.3f}",
                f"{every / 2 + OVERHEAD:.3f}",
                f"{statistics.mean(waited):.3f}",
                f"{1000 * statistics.mean(own):.1f}",
                f"{1000 * quantile(own, 0.5):.1f} / {1000 * quantile(own, 0.95):.1f}",
            )
        )
        if told_by_peer:
            name, told = f"{every} s, changedetection.io", f"{len(told_by_peer)} of {len(changes)}"
            rows.append((name, told, f"{statistics.mean(told_by_peer):.3f}", "", "", "", ""))
    columns = ("poll", "changes", "mean s", "aim", "of it waiting for the poll", "from poll to 250, ms", "p50 / p95")
    show("change on the page → SMTP 250", columns, rows)
    if changedetection.COMMAND is None:
        print("changedetection.io beside it: not installed (MARSAD_CHANGEDETECTION names its command)")


if __name__ == "__main__":
    main()
