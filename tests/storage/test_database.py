"""The database file: opening it, writing and reading, the order of writes, what is refused."""

import asyncio
import sqlite3
import stat
import threading

import pytest

from storage import migrations
from storage.database import BrokenDatabase, Database, DatabaseError, DatabaseInUse, MissingDatabase, NewerSchema
from tests.storage.samples import NOW, entry, page, reading


def urls(tx):
    return [each.url for each in tx.pages.all()]


def test_only_create_makes_a_file(path):
    for named in ({}, {"exclusive": True}):
        with pytest.raises(MissingDatabase, match="no such database") as told:
            Database.open(path, **named)
        assert str(path) in str(told.value)
        assert list(path.parent.iterdir()) == []
    Database.open(path, create=True).close()
    assert path.exists()


def test_a_folder_that_does_not_exist_is_named_and_not_made(path):
    with pytest.raises(DatabaseError, match=r"the folder .*nowhere does not exist"):
        Database.open(path.parent / "nowhere" / "marsad.db", create=True)
    assert not (path.parent / "nowhere").exists()


def test_a_database_keeps_its_identity_and_each_has_its_own(path):
    with Database.open(path, create=True) as first:
        identity = first.identity
        assert first.path == path
    with Database.open(path) as again, Database.open(path.with_name("other.db"), create=True) as other:
        assert again.identity == identity
        assert other.identity != identity
    assert len(identity) == 16


def test_a_name_with_spaces_and_signs_is_a_name_like_others(path):
    strange = path.with_name("مرصد ?a=1#b%20.db")
    Database.open(strange, create=True).close()
    assert strange.exists()


def test_the_file_is_set_up_for_one_writer_and_many_readers(database):
    def pragmas(tx):
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "query_only")
        return [tx.pages.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert database.write_now(pragmas) == ["wal", 1, 1, 5000, 0]
    assert database.read_now(pragmas) == ["wal", 1, 1, 5000, 1]


def test_a_write_is_there_for_the_next_read(database):
    async def work():
        await database.write(page)
        return await database.read(urls)

    assert asyncio.run(work()) == ["https://live.example.org/daraa"]


def test_an_exception_undoes_the_whole_transaction_and_reaches_the_caller(database):
    def work(tx):
        entry(tx)
        raise ZeroDivisionError("mid-way")

    with pytest.raises(ZeroDivisionError, match="mid-way"):
        asyncio.run(database.write(work))
    assert database.read_now(urls) == []
    database.write_now(entry)
    assert len(database.read_now(lambda tx: tx.entries.latest(9))) == 1


def test_a_reader_cannot_write(database):
    with pytest.raises(DatabaseError, match="cannot be written"):
        database.read_now(page)


def test_several_reads_come_in_their_order_and_cannot_write(database):
    database.write_now(page)
    reads = [lambda tx, number=number: (number, len(urls(tx))) for number in range(20)]
    assert list(database.read_each(reads)) == [(number, 1) for number in range(20)]
    with pytest.raises(DatabaseError, match="cannot be written"):
        list(database.read_each([*reads, page]))
    first = database.read_each(reads)
    assert next(first) == (0, 1)
    first.close()


def test_a_reader_sees_one_view_while_a_writer_goes_on(database):
    started, written = threading.Event(), threading.Event()

    def slow(tx):
        before = urls(tx)
        started.set()
        assert written.wait(10)
        return before, urls(tx)

    async def work():
        reading_on = asyncio.create_task(database.read(slow))
        await asyncio.to_thread(started.wait, 10)
        await database.write(page)
        written.set()
        return await reading_on

    assert asyncio.run(work()) == ([], [])
    assert len(database.read_now(urls)) == 1


def test_writes_happen_one_after_the_other_in_the_order_asked(database):
    seen = []

    async def work():
        await asyncio.gather(
            *(database.write(lambda tx, n=number: seen.append((n, threading.get_ident()))) for number in range(50))
        )

    asyncio.run(work())
    assert [number for number, _ in seen] == list(range(50))
    assert len({thread for _, thread in seen}) == 1


def test_a_queued_write_happens_also_where_its_caller_is_cancelled(database):
    gate = threading.Event()

    async def work():
        first = asyncio.create_task(database.write(lambda tx: gate.wait(10)))
        second = asyncio.create_task(database.write(page))
        await asyncio.sleep(0)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        gate.set()
        await first

    asyncio.run(work())
    assert len(database.write_now(urls)) == 1


def test_closing_finishes_what_is_queued_and_closing_twice_does_no_harm(path):
    database = Database.open(path, create=True, exclusive=True)
    gate = threading.Event()

    async def work():
        for write in (lambda tx: gate.wait(10), page):
            asyncio.create_task(database.write(write))  # noqa: RUF006 - nobody waits for it: that is the point
        await asyncio.sleep(0)
        gate.set()

    asyncio.run(work())
    database.close()
    database.close()
    with Database.open(path, exclusive=True) as again:
        assert len(again.read_now(urls)) == 1
    assert not path.with_name("marsad.db-wal").exists()


def test_a_second_daemon_is_refused_with_the_name_of_the_first_and_a_command_is_not(path):
    with Database.open(path, create=True, exclusive=True):
        with pytest.raises(DatabaseInUse, match=r"marsad\.db: .*\(process \d+ on .+\)"):
            Database.open(path, exclusive=True)
        with Database.open(path) as command:
            command.write_now(page)
    Database.open(path, exclusive=True).close()


def test_the_daemon_frees_every_lease_at_its_start_and_a_command_does_not(path):
    def owe_and_claim(tx):
        tx.alerts.create(kind="match", watch="w", channel="c", group="", due_at=NOW, recipients=["r"], now=NOW)
        tx.pages.connection.execute("UPDATE pages SET worker = 'gone', lease_until = '9999'")
        return tx.outbox.claim(now=NOW, worker="gone", lease_seconds=60, limit=5)

    def claim(tx):
        return tx.outbox.claim(now=NOW, worker="next", lease_seconds=60, limit=5)

    with Database.open(path, create=True, exclusive=True) as first:
        first.write_now(page)
        assert len(first.write_now(owe_and_claim)) == 1
    with Database.open(path) as command:
        assert command.write_now(claim) == []
    with Database.open(path, exclusive=True) as second:
        assert len(second.write_now(claim)) == 1
        leased = "SELECT count(*) FROM pages WHERE worker IS NOT NULL OR lease_until IS NOT NULL"
        assert second.read_now(lambda tx: tx.pages.connection.execute(leased).fetchone()[0]) == 0


def test_an_empty_file_gets_every_table_once_and_opening_it_again_changes_nothing(path):
    def schema():
        with sqlite3.connect(path) as raw:
            found = raw.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
            done = raw.execute("SELECT migration_set, name FROM _sqlite_migrations").fetchall()
        raw.close()
        return dict(found), done

    path.touch()
    Database.open(path, create=True).close()
    tables, done = schema()
    assert done == [("marsad", name) for name in migrations.MIGRATIONS]
    nouns = "pages page_hours polls entries entry_keys revisions matches decisions alerts deliveries silences"
    assert set(nouns.split()) <= tables.keys()
    for table in ("pages", "deliveries"):
        assert all(column in tables[table] for column in ("next_at", "lease_until", "worker", "attempts"))
    with Database.open(path, create=True, exclusive=True):
        pass
    assert schema() == (tables, done)


def test_a_newer_schema_is_refused_and_left_alone(path):
    Database.open(path, create=True).close()
    with sqlite3.connect(path) as raw:
        raw.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('marsad', 'm0099_later', '')"
        )
    raw.close()
    for named in ({}, {"create": True, "exclusive": True}):
        with pytest.raises(NewerSchema, match=r"marsad\.db: written by a newer marsad \(it knows m0099_later\)"):
            Database.open(path, **named)


def test_other_files_are_not_taken_for_a_database(path):
    path.write_text("no database at all, but a long enough text to be looked at " * 20)
    with pytest.raises(BrokenDatabase, match="damaged or no database"):
        Database.open(path, create=True)
    foreign = path.with_name("foreign.db")
    with sqlite3.connect(foreign) as raw:
        raw.execute("CREATE TABLE bookmarks (url TEXT)")
    raw.close()
    with pytest.raises(BrokenDatabase, match=r"foreign\.db: this is not a database of marsad"):
        Database.open(foreign, create=True)
    empty = path.with_name("empty.db")
    empty.touch()
    with pytest.raises(MissingDatabase, match="holds no database yet"):
        Database.open(empty)
    Database.open(empty, create=True).close()
    with pytest.raises(DatabaseError, match="cannot be opened"):
        Database.open(path.parent)


def test_a_damaged_file_is_named_when_it_is_read(path):
    with Database.open(path, create=True) as made:
        made.write_now(lambda tx: [entry(tx, f"live#{number}", text="قافلة " * 300) for number in range(50)])
    content = bytearray(path.read_bytes())
    for offset in range(4096, len(content), 4096):
        content[offset : offset + 512] = b"\xff" * 512
    path.write_bytes(content)
    with pytest.raises(BrokenDatabase, match=r"marsad\.db: the file is damaged"), Database.open(path) as damaged:
        damaged.read_now(lambda tx: tx.entries.latest(100))


def test_a_writer_that_never_ends_is_told_after_the_wait(path, monkeypatch):
    monkeypatch.setattr("storage.database.BUSY_SECONDS", 0.05)
    with Database.open(path, create=True) as daemon, Database.open(path) as command:
        started, done = threading.Event(), threading.Event()

        def hold(tx):
            page(tx)
            started.set()
            done.wait(10)

        holder = threading.Thread(target=daemon.write_now, args=(hold,))
        holder.start()
        assert started.wait(10)
        with pytest.raises(DatabaseInUse, match=r"marsad\.db: another process is writing"):
            command.write_now(page)
        done.set()
        holder.join()
        command.write_now(page)


def test_a_full_disk_is_told_and_nothing_half_stands_in_the_file(database):
    database.write_now(entry)

    def limit(tx):
        (pages,) = tx.pages.connection.execute("PRAGMA page_count").fetchone()
        tx.pages.connection.execute(f"PRAGMA max_page_count = {pages}")

    database.write_now(limit)

    def fill(tx):
        for number in range(1000):
            tx.entries.add(1, "demo", reading(f"big#{number}", text="قافلة " * 500), now=NOW)

    with pytest.raises(DatabaseError, match=r"marsad\.db: the disk is full; nothing was written"):
        database.write_now(fill)
    assert len(database.read_now(lambda tx: tx.entries.latest(9))) == 1
    database.write_now(lambda tx: tx.pages.unchanged(1, now=NOW))


def test_a_folder_without_write_permission_is_told(path):
    Database.open(path, create=True).close()
    folder = path.parent
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        try:
            (folder / "probe").touch()
        except PermissionError:
            pass
        else:
            pytest.skip("this user may write everywhere")
        with pytest.raises(DatabaseError, match=str(path)):
            Database.open(path, exclusive=True)
    finally:
        folder.chmod(stat.S_IRWXU)


def test_a_migration_that_fails_leaves_nothing(path, monkeypatch):
    def broken(db):
        db.execute("CREATE TABLE half (id INTEGER)")
        raise RuntimeError("no further")

    monkeypatch.setitem(migrations.MIGRATIONS, "m9999_broken", broken)
    with pytest.raises(RuntimeError, match="no further"):
        Database.open(path, create=True)
    monkeypatch.delitem(migrations.MIGRATIONS, "m9999_broken")
    with Database.open(path, create=True) as database:
        tables = "SELECT name FROM sqlite_master WHERE name = 'half'"
        assert database.read_now(lambda tx: tx.pages.connection.execute(tables).fetchall()) == []


def test_an_older_database_is_brought_up_to_date_but_not_under_a_running_daemon(path, monkeypatch):
    with Database.open(path, create=True, exclusive=True):
        monkeypatch.setitem(migrations.MIGRATIONS, "m9999_later", lambda db: db.execute("CREATE TABLE later (id)"))
        with pytest.raises(DatabaseInUse, match="another marsad has this database"):
            Database.open(path)
    with Database.open(path) as command:
        assert command.read_now(lambda tx: migrations.applied(tx.pages.connection)) == set(migrations.MIGRATIONS)
