"""Killed while it writes: a process that records, matches and enqueues without a pause is killed with -9 at random.

    python -m tests.drills.writing [--kills 100] [--seed N]

Exits with 1 where the database does not open, is not whole, holds half of a batch, or lacks one that was answered as
stored. The database is the same all along, so that what one kill leaves behind is there at the next.
"""

import argparse
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from crawler.items import Precision, Update
from monitor.app import checked_config
from monitor.hand_in import hand_in
from storage.database import Database
from tests.support import CONSOLE, write_config

BATCH = 10  # updates of one transaction
LONGEST = 0.6  # seconds from the first answer to the kill
TEXT = "قصف مدفعي على محيط بلدة طفس في الموجة {batch}، والمصابون {number} بحسب الفريق الطبي رقم {team}"

# Nothing of these may be found: what one transaction writes is there as a whole.
HALVES = {
    "entries without their last text": "SELECT 1 FROM entries WHERE revision_id IS NULL OR revision_id NOT IN "
    "(SELECT id FROM revisions)",
    "entries whose revisions are miscounted": "SELECT 1 FROM entries WHERE revisions <> "
    "(SELECT count(*) FROM revisions WHERE entry_id = entries.id)",
    "entries without a key": "SELECT 1 FROM entries WHERE id NOT IN (SELECT entry_id FROM entry_keys)",
    "entries without a story": "SELECT 1 FROM entries WHERE id NOT IN (SELECT entry_id FROM story_entries)",
    "entries without a gist": "SELECT 1 FROM entries WHERE id NOT IN (SELECT entry_id FROM gists)",
    "texts that were not matched": "SELECT 1 FROM revisions WHERE id NOT IN (SELECT revision_id FROM matches)",
    "matches without a decision": "SELECT 1 FROM matches WHERE revision_id NOT IN (SELECT revision_id FROM decisions)",
    "told without an alert": "SELECT 1 FROM decisions WHERE decision = 'told' AND id NOT IN "
    "(SELECT decision_id FROM alert_decisions)",
    "alerts without a delivery": "SELECT 1 FROM alerts WHERE id NOT IN (SELECT alert_id FROM deliveries)",
}


def updates(batch: int) -> list[Update]:
    """The batch's updates; its last one is an edit of the batch before."""

    def one(of: int, number: int, people: int) -> Update:
        return Update(
            key=f"{of}-{number}",
            native=True,
            text=TEXT.format(batch=of, number=people, team=of * BATCH + number),
            published_at=datetime.now(UTC),
            precision=Precision.MINUTE,
            layout="drill",
        )

    fresh = [one(batch, number, number + 3) for number in range(BATCH)]
    return [*fresh, one(batch - 1, 0, 90)] if batch else fresh


def write_for_ever(config: Path) -> None:
    """The process that is killed: hands in batch after batch, and answers each with its number once it is stored."""
    _, rules = checked_config(config)
    with Database.open(config.parent / "marsad.db") as database:
        stored = database.read_now(lambda tx: tx.entries.count(datetime(2000, 1, 1, tzinfo=UTC)))
        batch = stored // BATCH
        while True:
            hand_in(database, rules, "drill", updates(batch))
            sys.stdout.write(f"{batch}\n")
            sys.stdout.flush()
            batch += 1


def one_life(config: Path, rng: random.Random) -> int:
    """Starts the writer and kills it some moment after its first answer; the last batch that it answered."""
    command = [sys.executable, "-m", "tests.drills.writing", "--write", str(config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = writer.stdout.readline()
        time.sleep(rng.uniform(0.0, LONGEST))
        writer.send_signal(signal.SIGKILL)
        said += writer.stdout.read()
    answers = said.splitlines(keepends=True)
    whole = [line for line in answers if line.endswith("\n")]
    if not whole:
        raise SystemExit("the writer ended by itself before its first answer")
    return int(whole[-1])


def wrong(path: Path, answered: int) -> list[str]:
    """What is wrong in the database after a kill, in words."""
    with Database.open(path) as database:  # as the next start finds it
        database.write_now(lambda tx: tx.heartbeat.last())
    with closing(sqlite3.connect(path)) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"foreign key of {row[0]}" for row in connection.execute("PRAGMA foreign_key_check")]
        try:
            connection.execute("INSERT INTO entries_fts (entries_fts, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            found.append(f"the full-text index: {error}")
        found += [what for what, sql in HALVES.items() if connection.execute(sql).fetchone()]
        keys = (key for (key,) in connection.execute("SELECT key FROM entry_keys"))
        batches = Counter(int(key.partition("-")[0]) for key in keys)
        found += [f"batch {batch}: {count} of {BATCH}" for batch, count in batches.items() if count != BATCH]
        found += [f"batch {batch} was answered as stored" for batch in range(answered + 1) if batch not in batches]
        edits = connection.execute("SELECT count(*) FROM revisions WHERE number > 1").fetchone()[0]
        if edits != len(batches) - 1:
            found.append(f"{edits} edits of {len(batches) - 1} batches")
    return found


def drill(folder: Path, kills: int, rng: random.Random) -> tuple[int, list[str]]:
    """How many updates are stored at the end, and what was wrong after which kill."""
    config = write_config(folder, tables=CONSOLE)
    path = folder / "marsad.db"
    Database.open(path, create=True).close()
    found: list[str] = []
    for life in range(1, kills + 1):
        answered = one_life(config, rng)
        found += [f"kill {life}: {what}" for what in wrong(path, answered)]
        if life % 25 == 0:
            sys.stdout.write(f"{life} kills, {answered + 1} batches answered as stored, {len(found)} wrong\n")
            sys.stdout.flush()
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM entries").fetchone()[0]), found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.write is not None:
        write_for_ever(chosen.write)
    with tempfile.TemporaryDirectory(prefix="marsad-writing-") as folder:
        began = time.monotonic()
        stored, found = drill(Path(folder), chosen.kills, random.Random(chosen.seed))
        took = time.monotonic() - began
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.stdout.write(f"seed {chosen.seed}: {chosen.kills} kills, {stored} updates, {len(found)} wrong, {took:.0f} s\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
