"""Several processes, killed processes and a full disk: what a file holds after them."""

import resource
import signal
import sqlite3
import subprocess
import sys

from storage.database import Database
from tests.storage.samples import NOW, page

BEGIN = """
import sys
from pathlib import Path
from storage.database import Database, DatabaseError
from tests.storage.samples import NOW, entry, page, reading

database = Database.open(Path(sys.argv[1]), create=True)
"""

WRITE_FOR_EVER = """
def batch(tx, start):
    for number in range(start, start + 20):
        tx.entries.add(1, "demo", reading(f"live#{number}", text="قافلة " * 50), now=NOW)

database.write_now(page)
for start in range(0, 10**9, 20):
    database.write_now(lambda tx: batch(tx, start))
    print(start + 20, flush=True)
"""

WRITE_200 = """
for number in range(200):
    database.write_now(lambda tx: tx.entries.add(1, "demo", reading(f"{sys.argv[2]}#{number}"), now=NOW))
database.close()
"""

FILL = """
try:
    for number in range(10**6):
        database.write_now(lambda tx: [
            tx.entries.add(1, "demo", reading(f"live#{number}/{part}", text="قافلة " * 400), now=NOW)
            for part in range(5)
        ])
except DatabaseError as error:
    print(number, error)
"""


def start(body, *arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-c", BEGIN + body, *map(str, arguments)], stdout=subprocess.PIPE, text=True, **options
    )


def whole(path):
    """Nothing is wrong in the file: pages, foreign keys, full-text index, entries without a text."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO entries_fts (entries_fts, rank) VALUES ('integrity-check', 1)")
        textless = "SELECT count(*) FROM entries WHERE revision_id NOT IN (SELECT id FROM revisions)"
        assert connection.execute(textless).fetchone() == (0,)
    finally:
        connection.close()


def stored(path):
    with Database.open(path) as database:
        return database.read_now(lambda tx: tx.entries.connection.execute("SELECT count(*) FROM entries").fetchone()[0])


def test_a_process_killed_while_it_writes_leaves_all_it_said_it_stored_and_no_half(path):
    for batches in (1, 3, 8):
        path.unlink(missing_ok=True)
        with start(WRITE_FOR_EVER, path) as writer:
            said = [int(writer.stdout.readline()) for _ in range(batches)][-1]
            writer.send_signal(signal.SIGKILL)
        count = stored(path)
        assert count >= said
        assert count % 20 == 0
        whole(path)


def test_two_processes_write_at_the_same_time_and_nothing_is_lost(path):
    with Database.open(path, create=True, exclusive=True) as daemon:
        daemon.write_now(page)
        others = [start(WRITE_200, path, name) for name in ("one", "two")]
        for _ in range(200):
            daemon.write_now(lambda tx: tx.polls.count(1, NOW, "unchanged"))
        for other in others:
            with other:
                assert other.wait(60) == 0
        assert sum(daemon.read_now(lambda tx: tx.polls.counts(NOW)).values()) == 200
    assert stored(path) == 400
    whole(path)


def test_a_full_disk_stops_the_write_and_leaves_a_whole_file(path):
    def limit_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))

    with Database.open(path, create=True) as made:
        made.write_now(page)
    with start(FILL, path, preexec_fn=limit_files) as filler:
        number, told = filler.stdout.readline().split(" ", 1)
        assert filler.wait(60) == 0
    assert int(number) > 10
    assert str(path) in told
    assert stored(path) == int(number) * 5
    whole(path)
