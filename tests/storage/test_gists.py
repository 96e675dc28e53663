"""Where copies of a text are looked for: by shingles, in a window, bounded."""

import sqlite3

import pytest

from storage import migrations
from storage.gists import CANDIDATES, SHARING, gists_in_memory
from tests.storage.samples import HOUR, MINUTE, NOW


@pytest.fixture
def gists():
    opened = gists_in_memory()
    yield opened
    opened.connection.close()


def put(gists, entry_id, shingles, at=NOW, digest="d"):
    gists.put(entry_id, entry_id, at=at, digest=digest, gist="وصلت قافلة", shingles=shingles)


def found(gists, shingles):
    return [row.entry_id for row in gists.sharing(shingles, NOW - HOUR, NOW + HOUR)]


def kept(gists):
    return sorted(map(tuple, gists.connection.execute("SELECT shingle, entry_id FROM gist_shingles")))


def test_those_that_share_most_come_first(gists):
    put(gists, 1, [10, 11, 12])
    put(gists, 2, [10, 11, 99])
    put(gists, 3, [10])
    put(gists, 4, [77])
    assert found(gists, [10, 11, 12]) == [1, 2, 3]


def test_a_rare_shingle_counts_more_than_two_common_ones(gists):
    for number in range(2, 22):
        put(gists, number, [1, 2])
    put(gists, 1, [3])
    assert found(gists, [1, 2, 3])[0] == 1
    assert len(found(gists, [1, 2, 3])) == CANDIDATES


def test_only_the_newest_of_very_many_are_looked_at(gists):
    for number in range(SHARING + 1):
        put(gists, number, [5])
    put(gists, SHARING + 1, [6])
    assert [row.entry_id for row in gists.sharing_all([5], NOW, NOW)][:1] == [SHARING]
    ((*newest,),) = gists._having([5])
    assert list(map(int, newest)) == list(range(SHARING, 0, -1))


def test_what_is_out_of_the_window_is_not_found(gists):
    put(gists, 1, [10], at=NOW - 2 * HOUR)
    put(gists, 2, [10], at=NOW + 2 * HOUR)
    assert found(gists, [10]) == []


def test_sharing_all_wants_every_shingle_and_gives_the_newest_first(gists):
    put(gists, 1, [10, 11], at=NOW)
    put(gists, 2, [10])
    put(gists, 3, [10, 11], at=NOW - MINUTE)
    told = gists.sharing_all([10, 11], NOW - HOUR, NOW + HOUR)
    assert [row.entry_id for row in told] == [1, 3]
    assert gists.sharing_all([], NOW - HOUR, NOW + HOUR) == []


def test_a_new_text_of_an_entry_takes_the_place_of_its_old_one(gists):
    put(gists, 1, [10, 11])
    put(gists, 1, [11, 12], digest="e")
    assert kept(gists) == [(11, 1), (12, 1)]
    assert gists.same("d", NOW - HOUR, NOW + HOUR) is None
    assert gists.same("e", NOW - HOUR, NOW + HOUR).entry_id == 1


def test_forgotten_gists_leave_no_shingle(gists):
    put(gists, 1, [10, 11], at=NOW - HOUR)
    put(gists, 2, [10])
    gists.forget(NOW)
    assert kept(gists) == [(10, 2)]
    assert gists.same("d", NOW - 2 * HOUR, NOW + HOUR).entry_id == 2


def test_a_database_of_before_keeps_its_gists(path, monkeypatch):
    before = {name: step for name, step in migrations.MIGRATIONS.items() if name < "m0020"}
    connection = sqlite3.connect(path, isolation_level=None)
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", before)
        migrations.apply(connection)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("INSERT INTO gists (entry_id, story_id, at, digest, gist) VALUES (7, 3, '2018', 'd', 'وصلت')")
    migrations.apply(connection)
    assert connection.execute("SELECT entry_id, story_id, digest, shingles FROM gists").fetchall() == [
        (7, 3, "d", "[]")
    ]
    assert not connection.execute("SELECT name FROM sqlite_master WHERE name IN ('gists_fts', 'kept_gists')").fetchall()
    connection.close()
