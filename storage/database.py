"""The database: opening it, its one writer thread, its reader, and what can go wrong with the file."""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Literal, Self, TypeVar

from storage import migrations
from storage.alerts import Alerts
from storage.entries import Entries
from storage.errors import TROUBLES, BrokenDatabase, DatabaseError, DatabaseInUse, MissingDatabase, NewerSchema
from storage.gists import Gists
from storage.heartbeat import Heartbeat
from storage.held import Held
from storage.lines import Lines
from storage.lock import FileLock
from storage.matches import Matches
from storage.outbox import Outbox
from storage.pages import Pages
from storage.paragraphs import Paragraphs
from storage.polls import Polls
from storage.receipts import Receipt, Receipts
from storage.retention import Retention
from storage.search import Search
from storage.silences import Silences
from storage.snapshots import Snapshots
from storage.stories import Stories
from storage.times import from_text, to_text
from storage.troubles import Troubles
from storage.turns import Turns
from storage.verdicts import Verdicts
from storage.withdrawals import Withdrawals

__all__ = ["BrokenDatabase", "Database", "DatabaseError", "DatabaseInUse", "MissingDatabase", "NewerSchema", "Tx"]

T = TypeVar("T")
BUSY_SECONDS = 5.0
READERS = 4  # of one `read_each`
READER_CACHE_KB = 500  # SQLite's own 2,000 for each connection; readers ask for a few rows at a time


class Tx:
    """The tables, inside one transaction. It ends with the function that it was given to: keep nothing of it."""

    __slots__ = (
        "alerts",
        "entries",
        "gists",
        "heartbeat",
        "held",
        "lines",
        "matches",
        "outbox",
        "pages",
        "paragraphs",
        "polls",
        "retention",
        "search",
        "silences",
        "snapshots",
        "stories",
        "troubles",
        "verdicts",
        "withdrawals",
    )

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.pages = Pages(connection)
        self.entries = Entries(connection)
        self.polls = Polls(connection)
        self.matches = Matches(connection)
        self.alerts = Alerts(connection)
        self.outbox = Outbox(connection)
        self.silences = Silences(connection)
        self.troubles = Troubles(connection)
        self.heartbeat = Heartbeat(connection)
        self.search = Search(connection)
        self.stories = Stories(connection)
        self.held = Held(connection)
        self.verdicts = Verdicts(connection)
        self.paragraphs = Paragraphs(connection)
        self.withdrawals = Withdrawals(connection)
        self.lines = Lines(connection)
        self.snapshots = Snapshots(connection)
        self.retention = Retention(connection)
        self.gists = Gists(connection)


class Database:
    """One SQLite file: writes go one after the other through one thread, reads through another that cannot write."""

    def __init__(
        self,
        path: Path,
        *,
        identity: str,
        writer: sqlite3.Connection,
        reader: sqlite3.Connection,
        looker: sqlite3.Connection,
        lock: FileLock | None,
        receipts: Receipts | None,
    ) -> None:
        self.path = path
        self.identity = identity
        self._lock = lock
        self._receipts = receipts
        self._writer = writer
        self._reader = reader
        self._looker = looker
        self._writes = Turns("database-writer")
        self._reads = ThreadPoolExecutor(1, thread_name_prefix="database-reader")

    @classmethod
    def open(cls, path: Path, *, create: bool = False, exclusive: bool = False) -> Self:
        """Open the database, and bring an older one up to date.

        Only with `create` a missing file is made. `exclusive` is the daemon's way: no second one gets in, what
        receivers had accepted from a killed one is settled, and the leases that it left are freed.
        """
        path = path.absolute()
        if not path.exists() and not create:
            raise MissingDatabase(f"{path}: no such database; `marsad run` makes it")
        if not path.parent.is_dir():
            raise DatabaseError(f"{path}: the folder {path.parent} does not exist")
        with ExitStack() as undo:
            lock = FileLock(path) if exclusive else None
            if lock:
                undo.callback(lock.free)
            with _named_troubles(path):
                writer = _connect(path, "rwc" if create else "rw")
                undo.callback(writer.close)
                migrations.bring_up_to_date(path, writer, create=create, locked=exclusive)
                reader, looker = (undo.enter_context(closing(_reader(path))) for _ in range(2))
                (identity,) = writer.execute("SELECT value FROM meta WHERE name = 'identity'").fetchone()
                receipts = Receipts.open(path, identity) if exclusive else None
                if receipts:
                    undo.callback(receipts.close)
                if exclusive:
                    left = receipts.all() if receipts else []
                    _transaction(path, writer, "BEGIN IMMEDIATE", partial(_take_over, receipts=left))
                if receipts:
                    receipts.clear()
            undo.pop_all()
        return cls(path, identity=identity, writer=writer, reader=reader, looker=looker, lock=lock, receipts=receipts)

    async def write(self, fn: Callable[[Tx], T], *, pressing: bool = False) -> T:
        """Run `fn` in the writer thread inside BEGIN IMMEDIATE … COMMIT; an exception undoes all of it.

        What was queued is written also where the caller is cancelled while waiting. What is pressing goes before what
        is queued and is not.
        """
        return await asyncio.shield(asyncio.wrap_future(self._queue_write(fn, pressing=pressing)))

    async def read(self, fn: Callable[[Tx], T]) -> T:
        """Run `fn` in the reader thread on one unchanging view of the database."""
        return await asyncio.wrap_future(self._queue_read(fn))

    def look(self, fn: Callable[[Tx], T]) -> T:
        """A read by one statement, done at once on the calling thread: shorter than a way to another thread and back.

        Only ever from one thread, the loop's. One statement is a transaction by itself.
        """
        with _named_troubles(self.path):
            return fn(Tx(self._looker))

    def note_accepted(self, delivery_id: int, *, worker: str, now: datetime, reference: str | None) -> None:
        """Write down at once, beside the tables, that a delivery was accepted; it is settled by `write` afterwards.

        Only ever from one thread, the loop's. Does nothing where the database was not opened `exclusive`.
        """
        if self._receipts:
            self._receipts.keep(Receipt(delivery_id, worker, to_text(now), reference))

    def note_settled(self, delivery_id: int) -> None:
        """The tables know that the delivery was accepted."""
        if self._receipts:
            self._receipts.drop(delivery_id)

    def write_now(self, fn: Callable[[Tx], T]) -> T:
        """`write` for code without a loop."""
        return self._queue_write(fn).result()

    def read_now(self, fn: Callable[[Tx], T]) -> T:
        """`read` for code without a loop."""
        return self._queue_read(fn).result()

    def read_each(self, fns: Iterable[Callable[[Tx], T]]) -> Iterator[T]:
        """The results of several reads in their order, for code without a loop.

        Each has a view of the database of its own. Some are done ahead and at once: while one waits for the disk,
        others go on.
        """
        with ExitStack() as ended:
            idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()
            for _ in range(READERS):
                idle.put(ended.enter_context(closing(_reader(self.path))))

            def read(fn: Callable[[Tx], T]) -> T:
                connection = idle.get()
                try:
                    return _transaction(self.path, connection, "BEGIN", fn)
                finally:
                    idle.put(connection)

            threads = ended.enter_context(ThreadPoolExecutor(READERS, thread_name_prefix="database-readers"))
            ahead: deque[Future[T]] = deque()
            for fn in fns:
                ahead.append(threads.submit(read, fn))
                if len(ahead) > READERS:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()

    def close(self) -> None:
        """Finish what is queued and close the file. Closing twice does no harm."""
        self._reads.shutdown()
        self._writes.shutdown()
        self._reader.close()
        self._looker.close()
        self._writer.close()
        if self._receipts:
            self._receipts.close()
            self._receipts = None
        if self._lock:
            self._lock.free()
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _queue_write(self, fn: Callable[[Tx], T], *, pressing: bool = False) -> "Future[T]":
        write = partial(_transaction, self.path, self._writer, "BEGIN IMMEDIATE", fn)
        return self._writes.submit(write, pressing=pressing)

    def _queue_read(self, fn: Callable[[Tx], T]) -> "Future[T]":
        return self._reads.submit(_transaction, self.path, self._reader, "BEGIN", fn)


def _transaction(path: Path, connection: sqlite3.Connection, begin: str, fn: Callable[[Tx], T]) -> T:
    with _named_troubles(path):
        connection.execute(begin)
        try:
            result = fn(Tx(connection))
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
    return result


def _take_over(tx: Tx, receipts: Sequence[Receipt]) -> None:
    """After a process that ended somehow: what was accepted from it is settled, what it had leased is free."""
    for one in receipts:
        tx.outbox.sent(one.delivery_id, worker=one.worker, now=from_text(one.at), reference=one.reference)
    tx.outbox.free_leases()
    tx.pages.free_leases()


def _connect(path: Path, mode: Literal["rw", "rwc"], *pragmas: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    with ExitStack() as undo:  # the first statement is the one that finds a file damaged
        undo.callback(connection.close)
        connection.row_factory = sqlite3.Row
        for pragma in ("foreign_keys = ON", "synchronous = NORMAL", *pragmas):
            connection.execute(f"PRAGMA {pragma}")
        undo.pop_all()
    return connection


def _reader(path: Path) -> sqlite3.Connection:
    return _connect(path, "rw", "query_only = ON", f"cache_size = -{READER_CACHE_KB}")


@contextmanager
def _named_troubles(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file into a DatabaseError that names it; other exceptions pass."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte of an extended code is the plain one
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise BrokenDatabase(f"{path}: the file is damaged or no database: {error}") from error
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise DatabaseInUse(f"{path}: another process is writing for over {BUSY_SECONDS:g} s") from error
        if code in TROUBLES:
            raise DatabaseError(f"{path}: {TROUBLES[code]} ({error})") from error
        raise
