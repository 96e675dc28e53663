"""Backups: a safe copy of the database while it is in use, checking one, and putting it in place again."""

import os
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from storage import migrations
from storage.database import Database
from storage.errors import BrokenDatabase, DatabaseError, MissingDatabase, NewerSchema
from storage.lock import FileLock

PAGES_A_STEP = 2_000  # so that the daemon's writes come in between


def backup(database: Path, target: Path) -> int:
    """Copy a database as it is at one moment, whoever reads and writes it meanwhile; gives the copy's size in bytes.

    The copy is checked before it gets its name. Nothing is written over: an existing target is an error.
    """
    if not database.exists():
        raise MissingDatabase(f"{database}: no such database")
    if target.exists():
        raise DatabaseError(f"{target}: exists already; nothing was written over it")
    if not target.absolute().parent.is_dir():
        raise DatabaseError(f"{target}: the folder {target.absolute().parent} does not exist")
    handle, name = tempfile.mkstemp(dir=target.absolute().parent, prefix=f".{target.name}-")
    os.close(handle)
    part = Path(name)
    try:
        with (
            closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(part)) as copy,
        ):
            source.backup(copy, pages=PAGES_A_STEP, sleep=0.01)
            copy.execute("PRAGMA journal_mode = DELETE")
        check(part)
        part.rename(target)
    except sqlite3.Error as error:
        raise DatabaseError(f"{database}: cannot be copied: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return target.stat().st_size


def check(path: Path) -> None:
    """Raises where a file is no sound database of ours, or a newer program's."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (mark,) = connection.execute("PRAGMA application_id").fetchone()
            if mark != migrations.APPLICATION_ID:
                raise BrokenDatabase(f"{path}: this is not a database of marsad")
            newer = migrations.applied(connection) - migrations.MIGRATIONS.keys()
            if newer:
                raise NewerSchema(f"{path}: written by a newer marsad (it knows {', '.join(sorted(newer))})")
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise BrokenDatabase(f"{path}: the file is damaged or no database: {error}") from error
    if found != "ok":
        raise BrokenDatabase(f"{path}: the file is damaged: {found}")


def restore(copy: Path, database: Path, now: datetime) -> int:
    """Put a backup in the place of a database that is not there; gives how many deliveries are held.

    What was owed when the copy was made may have been sent since: it is held until it is released or dropped.
    """
    if not copy.exists():
        raise MissingDatabase(f"{copy}: no such file")
    if database.exists():
        raise DatabaseError(f"{database}: exists already; move it away first, nothing was written over it")
    check(copy)
    lock = FileLock(database)
    part = database.with_name(f".{database.name}-restoring")
    try:
        part.write_bytes(copy.read_bytes())
        with Database.open(part) as opened:
            held = opened.write_now(lambda tx: tx.held.hold(now))
        with closing(sqlite3.connect(part)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        part.rename(database)
    finally:
        for rest in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm", ".lock"))):
            rest.unlink(missing_ok=True)
        lock.free()
    return held
