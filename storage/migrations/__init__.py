"""The schema's history: every migration in order, and bringing a database up to date."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from storage.errors import BrokenDatabase, MissingDatabase, NewerSchema
from storage.lock import FileLock
from storage.migrations.m0001_first import make_first_schema
from storage.migrations.m0002_gaps import remember_gaps
from storage.migrations.m0003_endings import remember_endings
from storage.migrations.m0005_stories import add_stories
from storage.migrations.m0006_receipts import keep_receipts
from storage.migrations.m0007_lines import count_lines
from storage.migrations.m0012_snapshots import keep_snapshots
from storage.migrations.m0013_withdrawn import remember_withdrawn
from storage.migrations.m0014_paragraphs import remember_paragraphs
from storage.migrations.m0015_verdicts import keep_verdicts
from storage.migrations.m0020_shingles import index_shingles
from storage.migrations.m0021_wordings import remember_wordings
from storage.migrations.m0022_turned import remember_turned
from storage.migrations.m0023_by_text import find_by_text
from storage.migrations.m0024_shingles_apart import write_shingles_apart
from storage.migrations.m0025_views import add_views

if TYPE_CHECKING:
    from sqlite_utils import Database

log = logging.getLogger(__name__)

MIGRATIONS: dict[str, Callable[["Database"], None]] = {
    "m0001_first": make_first_schema,
    "m0002_gaps": remember_gaps,
    "m0003_endings": remember_endings,
    "m0005_stories": add_stories,
    "m0006_receipts": keep_receipts,
    "m0007_lines": count_lines,
    "m0012_snapshots": keep_snapshots,
    "m0013_withdrawn": remember_withdrawn,
    "m0014_paragraphs": remember_paragraphs,
    "m0015_verdicts": keep_verdicts,
    "m0020_shingles": index_shingles,
    "m0021_wordings": remember_wordings,
    "m0022_turned": remember_turned,
    "m0023_by_text": find_by_text,
    "m0024_shingles_apart": write_shingles_apart,
    "m0025_views": add_views,
}
APPLICATION_ID = 0x4D525344  # "MRSD": marks the file as ours, https://sqlite.org/pragma.html#pragma_application_id


def applied(connection: sqlite3.Connection) -> set[str]:
    """The names of the migrations that a database has had."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone()
    if found is None:
        return set()
    return {
        name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'marsad'")
    }


def apply(connection: sqlite3.Connection) -> None:
    """Bring a database to this program's schema, in one transaction."""
    import sqlite_utils  # takes a tenth of a second, and most commands find nothing to do here

    migrations = sqlite_utils.Migrations("marsad")
    for name, migration in MIGRATIONS.items():
        migrations(name=name)(migration)
    connection.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(sqlite_utils.Database(connection, recursive_triggers=False, execute_plugins=False))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _keep_copy(path: Path, connection: sqlite3.Connection, first: str) -> None:
    """Keep the database as it was before a migration beside it, for the way back to the program before."""
    target = path.with_name(f"{path.name}.before-{first}")
    if target.exists():  # what was broken off and begins anew has its copy
        return
    part = target.with_name(f"{target.name}.part")
    try:
        with closing(sqlite3.connect(part)) as copy:
            connection.backup(copy)
        part.chmod(path.stat().st_mode & 0o777)  # nobody reads the copy who may not read the database
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
    log.info("%s: the database as it was before %s; delete it when all is well", target, first)


def bring_up_to_date(path: Path, connection: sqlite3.Connection, *, create: bool, locked: bool) -> None:
    """Refuse what is not ours or newer than we are; keep a copy and apply the migrations that are missing."""
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if mark != APPLICATION_ID and (mark or tables):
        raise BrokenDatabase(f"{path}: this is not a database of marsad")
    if not tables and not create:
        raise MissingDatabase(f"{path}: the file holds no database yet; `marsad run` makes it")
    done = applied(connection)
    newer = done - MIGRATIONS.keys()
    if newer:
        raise NewerSchema(f"{path}: written by a newer marsad (it knows {', '.join(sorted(newer))}); update this one")
    connection.execute("PRAGMA journal_mode = WAL")
    if done == MIGRATIONS.keys():
        return
    lock = None if locked else FileLock(path)
    try:
        if done:
            _keep_copy(path, connection, next(name for name in MIGRATIONS if name not in done))
        apply(connection)
    finally:
        if lock:
            lock.free()
