"""Databases of schemas before: each is kept as a file, opened by the program of today, and nothing in it is lost.

The files are made by the program of their time: two updates, one of them edited, found by a watch, owed to a channel.
"""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage import migrations
from storage.database import Database
from storage.rows import Change

KEPT = sorted(Path(__file__).with_name("schemas").glob("*.db.gz"))


@pytest.fixture(params=KEPT, ids=lambda path: path.name)
def old(request, tmp_path):
    path = tmp_path / "marsad.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def test_there_is_one_at_least():
    assert KEPT


def test_what_an_older_program_stored_is_there_after_the_upgrade(old):
    with Database.open(old) as database:
        latest = database.read_now(lambda tx: tx.entries.latest(10))
        assert {entry.text for entry in latest} == {"وصلت إلى طفس 15 عائلة نازحة", "هدوء حذر في نوى بعد ليلة من القصف"}
        edited = next(entry for entry in latest if "طفس" in entry.text)
        changes = database.read_now(lambda tx: [one.change for one in tx.entries.revisions(edited.id)])
        assert changes == [Change.NEW, Change.REVISED]
        assert database.read_now(lambda tx: tx.outbox.listing(limit=10))
        found = database.read_now(lambda tx: list(tx.search.query('"طفس"', limit=5)))
        assert [entry.id for entry in found] == [edited.id]


def test_a_copy_of_before_is_kept_beside_it_once(old):
    before = applied(old)
    old.chmod(0o600)
    for _ in range(2):
        Database.open(old).close()
    assert applied(old) == set(migrations.MIGRATIONS)
    (copy,) = old.parent.glob("marsad.db.before-*")
    assert applied(copy) == before
    assert copy.stat().st_mode & 0o777 == 0o600
    assert not list(old.parent.glob("*.part"))


def applied(path):
    with closing(sqlite3.connect(path)) as connection:
        return migrations.applied(connection)
