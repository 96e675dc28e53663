"""backup, restore, export and prune, as a person calls them; moving to another server loses and doubles nothing."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from monitor.cli.root import marsad
from storage.database import Database
from tests.support import write_config

NEWS = "مقتل 12 مدنياً في قصف مدفعي على بلدة طفس بريف درعا الغربي صباح اليوم"


@pytest.fixture
def shell(tmp_path):
    config = write_config(tmp_path)
    Database.open(tmp_path / "marsad.db", create=True).close()

    def run(*words, lines=(), exits=0):
        given = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        done = CliRunner().invoke(marsad, [*words, "--config", str(config)], input=given)
        assert done.exit_code == exits, done.output
        return done.output

    run.folder = tmp_path
    return run


def ingest(shell, text, key, *, source="ufuq", at=None):
    row = {"key": key, "text": text, "published_at": (at or datetime.now(UTC)).isoformat()}
    shell("ingest", "--source", source, lines=[row])


def pending(shell):
    return [
        json.loads(line)["alert"] for line in shell("deliveries", "list", "--state", "pending", "--json").splitlines()
    ]


def test_moving_to_another_server_loses_and_doubles_nothing(shell):
    ingest(shell, NEWS, "1")
    owed = pending(shell)
    shell("backup", str(shell.folder / "copy.db"))
    (shell.folder / "marsad.db").rename(shell.folder / "old.db")
    shell("restore", str(shell.folder / "copy.db"))
    assert json.loads(shell("restore", "--release", "--json"))["released"] == len(owed) > 0
    assert pending(shell) == owed
    ingest(shell, NEWS, "1")
    assert pending(shell) == owed, "the update is known on the new server"


def test_restore_asks_for_one_thing_and_writes_over_nothing(shell):
    assert "name the file" in shell("restore", exits=2)
    shell("backup", str(shell.folder / "copy.db"))
    assert "exists already" in shell("restore", str(shell.folder / "copy.db"), exits=1)


def test_export_holds_every_revision_with_what_it_changed(shell):
    ingest(shell, NEWS, "1")
    ingest(shell, NEWS.replace("12", "15"), "1")
    ingest(shell, f"عاجل | {NEWS.replace('12', '15')}", "2", source="other")
    rows = {row["source"]: row for row in map(json.loads, shell("export").splitlines())}
    first, second = rows["ufuq"]["revisions"]
    assert (first["change"], second["change"]) == ("new", "revised")
    assert second["significant"] == "figure changed: 12 → 15"
    assert [step for step in second["diff"] if step[0] != "="] == [["-", "12"], ["+", "15"]]
    assert rows["other"]["copy_of"] == rows["ufuq"]["id"]
    assert rows["other"]["story"] == rows["ufuq"]["story"]
    assert shell("export", "--format", "csv").splitlines()[0].startswith("id,source,published_at")


def test_prune_says_what_it_would_delete_before_it_does(shell):
    old = datetime.now(UTC) - timedelta(days=400)
    ingest(shell, "خبر قديم عن سوق البلدة وأسعار الخضار فيها", "1", at=old)
    assert shell("prune").strip() == "0 raw deleted"
    database = Database.open(shell.folder / "marsad.db")
    with database:
        database.write_now(
            lambda tx: tx.entries.connection.execute(
                "UPDATE entries SET listed = 0, last_seen_at = news_at, first_seen_at = news_at"
            )
        )
    assert json.loads(shell("prune", "--texts", "365d", "--dry-run", "--json")) == {"texts": 1, "deleted": False}
    assert json.loads(shell("prune", "--texts", "365d", "--json")) == {"texts": 1, "deleted": True}
    assert shell("export") == ""
