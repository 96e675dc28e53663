"""What recording one update costs at so many stored ones; beside it sqlite-utils' own upsert with full text."""

import argparse
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlite_utils

from bench.matching import generated_updates, vocabulary
from crawler.items import Precision, Update
from monitor import ingest
from monitor.backtest import backtest
from monitor.watches.matcher import compile_watches
from monitor.watches.watch import Watch
from storage.database import Database, Tx

START = datetime(2018, 1, 1, tzinfo=UTC)
PER_PAGE = 20
WINDOW = timedelta(hours=72)
IN_WINDOW = 30_000
MEASURED = 400
BACKTESTED = (
    Watch(name="displacement", any=("concept:displacement", "قافلة"), all=("in:درعا",)),
    Watch(name="shelling", any=("concept:shelling",)),
)


def updates(texts: list[str], first: int, at: datetime) -> list[Update]:
    return [
        Update(
            key=f"u{first + number}",
            native=True,
            text=text,
            published_at=at,
            precision=Precision.MINUTE,
            layout="liveblog",
        )
        for number, text in enumerate(texts)
    ]


def texts(count: int) -> Iterator[str]:
    """Texts of words as frequent as in real ones, none told twice."""
    known = vocabulary()
    seed = 1
    made = 0
    while made < count:
        for text in generated_updates(min(20_000, count - made), known, seed=seed):
            yield f"{text} {made}"
            made += 1
        seed += 1


def fill(database: Database, count: int, source: Iterator[str], *, stories: bool) -> None:
    """So many entries, the last of them spread so that a window of 72 h holds IN_WINDOW."""
    step = WINDOW / IN_WINDOW

    def write(tx: Tx, first: int, batch: list[str]) -> None:
        at = START + step * first
        page = tx.pages.ensure("bench", f"http://127.0.0.1/{first // 2000}", now=at)
        readings = ingest.to_readings(updates(batch, first, at))
        if stories:
            ingest.record(tx, page, readings, at, whole=False)
            return
        for reading in readings:
            tx.entries.add(page.id, "bench", reading, now=at)

    for first in range(0, count, 500):
        batch = [next(source) for _ in range(min(500, count - first))]
        database.write_now(lambda tx, first=first, batch=batch: write(tx, first, batch))  # type: ignore[misc]


def timed(work: Callable[[int], None]) -> list[float]:
    spent = []
    for number in range(MEASURED):
        begun = time.perf_counter()
        work(number)
        spent.append((time.perf_counter() - begun) * 1000)
    return sorted(spent)


def measure(count: int) -> dict[str, float]:
    """Milliseconds an update: stored alone, and with the search for copies among those of the last 72 h."""
    source = texts(count + 10 * MEASURED)
    step = WINDOW / IN_WINDOW
    now = START + step * count
    with tempfile.TemporaryDirectory() as folder, Database.open(Path(folder) / "marsad.db", create=True) as database:
        recent = min(IN_WINDOW, count)
        fill(database, count - recent, source, stories=False)
        _fill_window(database, count - recent, recent, source)
        page = database.write_now(lambda tx: tx.pages.ensure("bench", "http://127.0.0.1/now", now=now))
        readings = [ingest.to_readings(updates([next(source)], count + n, now))[0] for n in range(2 * MEASURED)]

        def store(number: int) -> None:
            database.write_now(lambda tx: tx.entries.add(page.id, "bench", readings[number], now=now))

        def record(number: int) -> None:
            one = [readings[MEASURED + number]]
            database.write_now(lambda tx: ingest.record(tx, page, one, now, whole=False))

        stored, recorded = timed(store), timed(record)
        word = next(source).split()[3]
        searches = timed(lambda _: database.read_now(lambda tx: tx.search.query(f'"{word}"', limit=250)) and None)
        backtests = [tested_back(database, watch) for watch in BACKTESTED]
        from_disk = [tested_back(database, watch) for watch in BACKTESTED if forget_pages(database.path)]
    return {
        "stored p50": statistics.median(stored),
        "recorded p50": statistics.median(recorded),
        "recorded p95": recorded[int(0.95 * MEASURED)],
        "search p95": searches[int(0.95 * MEASURED)],
        "backtest": max(backtests),
        "backtest, read from the disk": max(from_disk),
    }


def tested_back(database: Database, watch: Watch) -> float:
    """Milliseconds of running a watch over all that is stored."""
    matcher = compile_watches([watch])
    begun = time.perf_counter()
    backtest(database, matcher, watch.name, START, 10)
    return (time.perf_counter() - begun) * 1000


def forget_pages(path: Path) -> bool:
    """Lets the system forget what it holds of a database's files."""
    for file in path.parent.glob(f"{path.name}*"):
        with file.open("rb") as opened:
            os.fsync(opened.fileno())
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return True


def _fill_window(database: Database, first: int, count: int, source: Iterator[str]) -> None:
    step = WINDOW / IN_WINDOW
    for begin in range(first, first + count, 100):
        at = START + step * begin
        batch = [next(source) for _ in range(min(100, first + count - begin))]

        def write(tx: Tx, begin: int = begin, at: datetime = at, batch: list[str] = batch) -> None:
            page = tx.pages.ensure("bench", f"http://127.0.0.1/window/{begin // 2000}", now=at)
            ingest.record(tx, page, ingest.to_readings(updates(batch, begin, at)), at, whole=False)

        database.write_now(write)


def beside(count: int) -> float:
    """Milliseconds of one `upsert_all` of sqlite-utils into a table of so many rows with its own full text."""
    source = texts(count + MEASURED)
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "plain.db")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        database = sqlite_utils.Database(connection)
        rows = ({"id": number, "text": next(source)} for number in range(count))
        database.table("updates").insert_all(rows, pk="id", batch_size=1000)  # type: ignore[union-attr]
        database.table("updates").enable_fts(["text"], create_triggers=True)  # type: ignore[union-attr]

        def upsert(number: int) -> None:
            row = {"id": count + number, "text": next(source)}
            database.table("updates").upsert_all([row], pk="id")  # type: ignore[union-attr]

        return statistics.median(timed(upsert))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, nargs="+", default=[10_000, 100_000])
    for count in parser.parse_args().stored:
        figures = measure(count)
        told = ", ".join(f"{name} {value:.2f} ms" for name, value in figures.items())
        print(f"{count:,} stored: {told}; sqlite-utils upsert_all with FTS p50 {beside(count):.2f} ms", flush=True)


if __name__ == "__main__":
    main()
