"""The polite-host drill: 50 pages of one host that complains, fails, hangs and dies; the pace holds, all pages return.

    python -m tests.drills.polite [--pages 50] [--every 20] [--per-host 0.25] [--phase 40]

The real daemon polls the pages over loopback, and the host's own log judges it. Exits with 1 where requests came
faster than `per_host`, where the host was asked while it wanted to be left alone, or where a page did not come back.
"""

import argparse
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.table import Table

from storage.database import Database
from tests.drills.watching import Service
from tests.servers import Answer, Asked, WebServer, html

RETRY_AFTER = 30
HANGS = 30.0  # seconds, longer than the daemon waits for an answer
ALIVE_WITHIN = 180.0  # seconds after the last phase; a page that is down is asked at least every 10 min

console = Console(highlight=False, width=110)

ENTRY = (
    '<article id="e{n}"><time datetime="2026-07-03T0{n}:07:00Z">0{n}:07</time>'
    "<p>وصلت صباح اليوم قافلة جديدة رقم {n} إلى أطراف البلدة {page}</p></article>"
)


def page_of(asked: Asked) -> Answer:
    entries = "".join(ENTRY.format(n=n, page=asked.path) for n in range(1, 7))
    return html(f"<html><body><main>{entries}</main></body></html>")


PHASES: dict[str, Callable[[Asked], Answer]] = {
    "well": page_of,
    "429, Retry-After: 30": lambda asked: Answer(status=429, headers={"Retry-After": str(RETRY_AFTER)}),
    "429 without a word": lambda asked: Answer(status=429),
    "503": lambda asked: Answer(status=503),
    "slow (5 s an answer)": lambda asked: Answer(body=page_of(asked).body, headers=page_of(asked).headers, delay=5.0),
    "hangs": lambda asked: Answer(hang=True, delay=HANGS),
    "dead (connections cut)": lambda asked: Answer(cut=True),
}


@dataclass(slots=True)
class Host:
    """The host, and when each phase of it began."""

    pages: int
    answer: Callable[[Asked], Answer] = page_of
    began: list[tuple[str, float]] = field(default_factory=list)
    well_since: dict[str, float] = field(default_factory=dict)  # the first good answer of each page in the last phase
    server: WebServer = field(init=False)

    def __post_init__(self) -> None:
        self.server = WebServer({"/live/*": self._answer, "/robots.txt": Answer(body="User-agent: *\nDisallow:\n")})

    def _answer(self, asked: Asked) -> Answer:
        if self.answer is page_of:
            self.well_since.setdefault(asked.path, asked.at)
        return self.answer(asked)

    def enter(self, phase: str) -> None:
        self.answer = PHASES[phase]
        self.well_since.clear()
        self.began.append((phase, monotonic()))
        console.print(f"{phase} …")

    @property
    def paths(self) -> list[str]:
        return [f"/live/{number}" for number in range(self.pages)]

    @property
    def all_well(self) -> bool:
        return len(self.well_since) == self.pages


def write_config(folder: Path, host: Host, every: int, per_host: float) -> Path:
    pages = ", ".join(f'"{host.server.url(path)}"' for path in host.paths)
    path = folder / "config.toml"
    path.write_text(
        f'[marsad]\ncontact = "drill@marsad.invalid"\nper_host = "{per_host:g}s"\ndaily = "off"\n'
        f'log_level = "warning"\n\n[[sources]]\nname = "host"\npages = [{pages}]\nevery = "{every}s"\n\n'
        '[[watches]]\nname = "w"\nany = ["زلزال"]\nchannels = ["c"]\n\n[channels.c]\nkind = "console"\n',
        encoding="utf-8",
    )
    return path


def wait(seconds: float, until: Callable[[], bool] = lambda: False) -> float:
    """Waits so long, or until something is so; gives the seconds that it took."""
    began = monotonic()
    while monotonic() - began < seconds and not until():
        time.sleep(0.05)
    return monotonic() - began


def most_within(seconds: float, times: Sequence[float]) -> int:
    """The most requests in any stretch of so many seconds."""
    return max((bisect_left(times, at + seconds) - place for place, at in enumerate(times)), default=0)


def asked_while_held(requests: Sequence[Asked], host: Host, per_host: float) -> int:
    """Requests that came although the host had answered 429 with a time that was not over yet."""
    phase, begins = host.began[1]
    ends = host.began[2][1]
    held_until = 0.0
    count = 0
    for asked in requests:
        # Two are under way at once: what was sent before the complaint arrived is no offence.
        count += held_until - RETRY_AFTER + per_host + 0.5 < asked.at < held_until - 0.5
        if begins <= asked.at < ends:
            held_until = max(held_until, asked.at + RETRY_AFTER)
    assert phase.startswith("429, Retry-After")
    return count


def run(host: Host, service: Service, phase_seconds: float) -> float:
    """All phases; gives the seconds after the last one in which every page had come back."""
    service.start()
    host.enter("well")
    console.print(f"  every page read after {wait(ALIVE_WITHIN, lambda: host.all_well):.0f} s")
    for phase in list(PHASES)[1:]:
        host.enter(phase)
        wait(phase_seconds)
    host.enter("well")
    took = wait(ALIVE_WITHIN, lambda: host.all_well)
    wait(3.0)
    return took


def show(host: Host, per_host: float, took: float, failing: int) -> bool:
    requests = sorted(host.server.requests, key=lambda asked: asked.at)
    times = [asked.at for asked in requests]
    table = Table("phase", "s", "requests", "most in a minute", "shortest gap, s", box=None)
    ends = [at for _, at in host.began[1:]] + [times[-1] + 0.001]
    for (phase, begins), end in zip(host.began, ends, strict=True):
        inside = [at for at in times if begins <= at < end]
        gap = min((b - a for a, b in pairwise(inside)), default=0.0)
        row = f"{end - begins:.0f}", str(len(inside)), str(most_within(60, inside)), f"{gap:.3f}"
        table.add_row(phase, *row)
    console.print(table)
    rates = [(seconds, most_within(seconds, times), int(seconds / per_host) + 1) for seconds in (60, 10, 2)]
    held = asked_while_held(requests, host, per_host)
    findings = [
        *((f"most requests in any {n} s, allowed {allowed}", most, most > allowed) for n, most, allowed in rates),
        ("requests while the host wanted to be left alone", held, held),
        (f"pages back {took:.0f} s after the last phase, of {host.pages}", len(host.well_since), not host.all_well),
        ("pages that still count as failing", failing, failing),
    ]
    for what, count, wrong in findings:
        console.print(f"{what}: {count}  {'WRONG' if wrong else 'ok'}")
    return any(wrong for *_, wrong in findings)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--every", type=int, default=20, help="seconds between two polls of a page")
    parser.add_argument("--per-host", type=float, default=0.25, help="seconds between two requests to the host")
    parser.add_argument("--phase", type=float, default=40.0, help="seconds of each phase")
    chosen = parser.parse_args()
    host = Host(chosen.pages)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="marsad-drill-")))
        stack.enter_context(host.server)
        log = folder / "service.log"
        config = write_config(folder, host, chosen.every, chosen.per_host)
        service = stack.enter_context(closing(Service(config, log)))
        took = run(host, service, chosen.phase)
        service.stop()
        with Database.open(folder / "marsad.db") as database:
            failing = database.read_now(lambda tx: sum(page.failures > 0 for page in tx.pages.all()))
        failed = show(host, chosen.per_host, took, failing)
        if failed:
            console.print(log.read_text(encoding="utf-8", errors="replace")[-1500:], markup=False)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
