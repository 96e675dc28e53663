"""What the benches measure with, the configuration that they run, and how they print."""

import gc
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter, process_time

from bench.outlets import Running
from monitor.app import App, checked_config, open_app

WATCHES = """
[[watches]]
name = "daraa-towns"
any = ["طفس", "نوى", "درعا", "بصرى الشام"]
channels = ["desk"]

[[watches]]
name = "displacement"
any = ["concept:displacement"]
channels = ["desk"]

[[watches]]
name = "daraa-displacement"
any = ["concept:displacement", "قافلة"]
all = ["in:درعا"]
none = ["كرة القدم"]
channels = ["desk"]
"""
CHANNEL = """
[channels.desk]
kind = "email"
to = ["desk@example.org"]
from = "marsad@example.org"
host = "127.0.0.1"
port = {port}
tls = "none"
"""


def write_config(folder: Path, urls: Sequence[str], running: Running, *, every: str = "30s") -> Path:
    """A configuration with a source for each page and the watches of config.toml."""
    general = '[marsad]\ncontact = "bench@marsad.invalid"\nper_host = "0s"\ndaily = "off"\n'
    sources = [
        f'\n[[sources]]\nname = "outlet-{place}"\npages = ["{url}"]\nevery = "{every}"\n'
        for place, url in enumerate(urls)
    ]
    path = folder / "config.toml"
    path.write_text(general + "".join(sources) + WATCHES + CHANNEL.format(port=running.smtp_port), encoding="utf-8")
    return path


@asynccontextmanager
async def opened(urls: Sequence[str], running: Running, *, every: str = "30s") -> AsyncIterator[App]:
    """The program's parts over a new database in a folder that goes with the block."""
    with tempfile.TemporaryDirectory(prefix="marsad-bench-") as folder:
        path = write_config(Path(folder), urls, running, every=every)
        _make_database(path.parent / "marsad.db")
        config, rules = checked_config(path)
        async with open_app(config, rules) as app:
            yield app


def _make_database(path: Path) -> None:
    """As a service finds it from its second start on: what makes the tables stays in the memory of who made them."""
    make = (
        "import pathlib, sys, storage.database as it; it.Database.open(pathlib.Path(sys.argv[1]), create=True).close()"
    )
    subprocess.run([sys.executable, "-c", make, str(path)], check=True)


async def cost(job: Callable[[], Awaitable[object]], times: int) -> tuple[float, float]:
    """CPU and wall milliseconds of one run of the job, all threads of this process together."""
    gc.collect()
    began, cpu = perf_counter(), process_time()
    for _ in range(times):
        await job()
    return (process_time() - cpu) * 1000 / times, (perf_counter() - began) * 1000 / times


def resident_mb() -> float:
    """Memory that the process holds now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(values: Sequence[float]) -> str:
    """The median, and between which values it lies."""
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console  # late: it would count as memory of the daemon
    from rich.table import Table

    console = Console(highlight=False, width=118)
    table = Table(*columns, title=title, title_justify="left", box=None)
    for row in rows:
        table.add_row(*row)
    console.print(table)
    console.print()
