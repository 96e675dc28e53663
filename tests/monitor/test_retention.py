"""What is older than the configuration keeps it is deleted by the daemon's chore: pages, texts, settled deliveries."""

import asyncio
import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from monitor.app import checked_config
from monitor.cli.root import marsad
from monitor.retention import delete_due, due
from storage.database import Database
from storage.rows import PageKind
from tests.desk import desk
from tests.receivers import MailServer
from tests.storage.samples import entry
from tests.support import CONSOLE, START, mail_channel, update, write_config


def configured(folder, **days):
    path = write_config(folder)
    rows = "".join(f"{name} = {number}\n" for name, number in days.items())
    path.write_text(path.read_text().replace('daily = "off"\n', f'daily = "off"\n{rows}'))
    return path


def counted(database):
    tables = ("entries", "matches", "alerts", "deliveries", "snapshots", "bodies")
    return database.read_now(
        lambda tx: {
            table: tx.entries.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables
        }
    )


def snapshot(tx, page_id, at, body):
    tx.snapshots.keep(page_id, at=at, fetched_at=at, url="http://x", status=200, headers={}, body=body)


def test_evidence_is_kept_for_ninety_days_and_the_rest_for_ever(tmp_path):
    config, _ = checked_config(configured(tmp_path))
    assert due(config, START) == {"raw": START - timedelta(days=90)}


def test_zero_days_keep_everything(tmp_path):
    config, _ = checked_config(configured(tmp_path, evidence_days=0))
    assert due(config, START) == {}
    done = CliRunner().invoke(marsad, ["prune", "--config", str(tmp_path / "config.toml")])
    assert (done.exit_code, "keeps all for ever" in done.output) == (2, True)


@pytest.mark.parametrize("wrong", [-1, 40_000])
def test_a_wrong_number_of_days_is_refused(tmp_path, wrong):
    configured(tmp_path, text_days=wrong)
    done = CliRunner().invoke(marsad, ["check", "--config", str(tmp_path / "config.toml")])
    assert done.exit_code == 2
    assert "text_days" in done.output


def test_snapshots_go_by_age_and_bodies_with_the_last_of_them(tmp_path):
    config, _ = checked_config(configured(tmp_path, evidence_days=10))

    def fill(tx):
        page = tx.pages.ensure("ufuq", "http://127.0.0.1/live", now=START)
        for days, body in ((0, b"one"), (1, b"two"), (15, b"two"), (16, b"three")):
            snapshot(tx, page.id, START + timedelta(days=days), body)

    with Database.open(tmp_path / "marsad.db", create=True) as database:
        database.write_now(fill)
        deleted = asyncio.run(delete_due(database, config, START + timedelta(days=20)))
        left = counted(database)
    assert deleted == {"raw": 2}
    assert (left["snapshots"], left["bodies"]) == (2, 2)


def test_texts_and_deliveries_go_once_nobody_shows_or_is_owed_them(tmp_path):
    with MailServer() as mail:
        path = write_config(tmp_path, channels=("desk",), tables=mail_channel("desk", mail.port) + CONSOLE)
        days = 'daily = "off"\ntext_days = 30\ndelivery_days = 30\n'
        path.write_text(path.read_text().replace('daily = "off"\n', days))

        async def run():
            async with desk(path) as it:
                gone = update("قصف على طفس ليلاً", key="1", at=it.clock.now())
                it.see(gone, update("نزوح من طفس", key="2", at=it.clock.now()))
                it.see(update("نزوح من طفس", key="2", at=it.clock.now()))
                it.clock.move(days=40)
                first = await delete_due(it.database, it.config, it.clock.now())
                await it.deliver()
                same_day = await delete_due(it.database, it.config, it.clock.now())
                it.clock.move(days=40)
                last = await delete_due(it.database, it.config, it.clock.now())
                return first, same_day, last, counted(it.database)

        first, same_day, last, left = asyncio.run(run())
    assert first == {}, "it is still owed"
    assert same_day == {"texts": 1}, "the delivery was settled today"
    assert set(last) == {"deliveries"}
    assert (left["entries"], left["alerts"], left["deliveries"]) == (1, 0, 0), "what the page shows stays"


def test_articles_of_closed_pages_and_what_was_handed_in_go_too(tmp_path):
    config, _ = checked_config(configured(tmp_path, text_days=30))

    def fill(tx):
        for kind in PageKind:
            page = tx.pages.ensure("demo", f"http://127.0.0.1/{kind}", kind=kind, now=START)
            entry(tx, kind.value, page_id=page.id, now=START, published_at=START)
            if kind is PageKind.ITEM:
                tx.pages.close(page.id, START)

    with Database.open(tmp_path / "marsad.db", create=True) as database:
        database.write_now(fill)
        deleted = asyncio.run(delete_due(database, config, START + timedelta(days=31)))
        (left,) = database.read_now(lambda tx: tx.entries.latest(5))
        kind = database.read_now(lambda tx: tx.pages.get(left.page_id).kind)
    assert deleted == {"texts": 2}
    assert kind is PageKind.CONFIGURED


def test_prune_without_options_does_what_the_configuration_says(tmp_path):
    path = configured(tmp_path, evidence_days=10)
    with Database.open(tmp_path / "marsad.db", create=True) as database:
        page = database.write_now(lambda tx: tx.pages.ensure("ufuq", "http://127.0.0.1/live", now=START))
        database.write_now(lambda tx: snapshot(tx, page.id, START - timedelta(days=4000), b"old"))
    done = CliRunner().invoke(marsad, ["prune", "--json", "--config", str(path)])
    assert json.loads(done.output) == {"raw": 1, "deleted": True}
