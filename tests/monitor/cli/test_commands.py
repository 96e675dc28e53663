"""Every command, as another program calls it: JSON Lines on stdout, exit 0, 1 or 2."""

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli.root import marsad
from storage.database import Database
from tests.support import write_config

COMMANDS = [
    "channels",
    "check",
    "deliveries",
    "demo",
    "extract",
    "ingest",
    "init",
    "match",
    "run",
    "search",
    "silence",
    "sources",
    "status",
    "terms",
    "watches",
]


class Shell:
    """Runs commands on the configuration of one folder."""

    def __init__(self, folder):
        self.folder = folder
        self.config = folder / "config.toml"

    def __call__(self, *words, lines=(), exits=0):
        given = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        done = CliRunner().invoke(marsad, [*words, "--config", str(self.config)], input=given)
        assert done.exit_code == exits, done.output
        return done

    def rows(self, *words, lines=(), exits=0):
        return [json.loads(line) for line in self(*words, "--json", lines=lines, exits=exits).stdout.splitlines()]


@pytest.fixture
def shell(tmp_path):
    write_config(tmp_path)
    Database.open(tmp_path / "marsad.db", create=True).close()
    return Shell(tmp_path)


UPDATES = [
    {
        "key": "1",
        "headline": "نزوح من طفس",
        "text": "نزوح عشرات العائلات من مدينة طفس.",
        "published_at": "2026-07-03T09:00:00Z",
        "url": "https://t.me/hawran/7",
    },
    {"key": "2", "text": "والنازحون يصلون إلى المخيم."},
    {"key": "3", "text": "قدّم له درعاً تكريمياً."},
]


def test_help_names_every_command_and_comes_at_once():
    began = time.process_time()
    done = CliRunner().invoke(marsad, ["--help"])
    assert time.process_time() - began < 5
    assert [name for name in COMMANDS if name not in done.output] == []


def test_help_loads_nothing_heavy():
    heavy = {"scrapy", "lxml", "bs4", "pydantic", "apscheduler", "aiohttp", "rich", "sqlite_utils", "simplemma"}
    code = (
        "import sys; from monitor.cli.root import marsad\n"
        "try: marsad(['--help'])\n"
        "except SystemExit: pass\n"
        f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_config_and_json(name):
    command = marsad.get_command(None, name)
    leaves = command.commands.values() if hasattr(command, "commands") else [command]
    for leaf in leaves:
        assert {"config_path", "as_json"} <= {parameter.name for parameter in leaf.params}, leaf.name


def test_ingest_stores_matches_and_owes_alerts_and_again_does_nothing(shell):
    (counts,) = shell.rows("ingest", "--source", "telegram", lines=UPDATES)
    assert counts == {"new": 3, "revised": 0, "unchanged": 0, "alerts": 3}
    (again,) = shell.rows("ingest", "--source", "telegram", lines=UPDATES)
    assert again == {"new": 0, "revised": 0, "unchanged": 3, "alerts": 0}
    deliveries = shell.rows("deliveries", "list")
    assert [one["state"] for one in deliveries] == ["pending", "pending"]
    assert deliveries[0]["channel"] == "console"


def test_ingest_makes_the_database_where_none_is_yet(tmp_path):
    write_config(tmp_path)
    shell = Shell(tmp_path)
    (counts,) = shell.rows("ingest", "--source", "telegram", lines=UPDATES)
    assert counts["new"] == 3
    assert len(shell.rows("search", "displacement")) == 2


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"key": "1"}, "neither a headline nor a text"),
        ({"text": 7}, '"text" must be a string'),
        ({"text": "نزوح", "published_at": "yesterday"}, "published_at"),
        ({"text": "نزوح", "published_at": "2026-07-03T09:00:00"}, "zone"),
    ],
)
def test_ingest_names_the_line_that_is_no_update_and_stores_nothing(shell, line, told):
    done = shell("ingest", "--source", "x", lines=[UPDATES[0], line], exits=2)
    assert "line 2" in done.stderr
    assert told in done.stderr
    assert shell.rows("search", "نزوح") == []


def test_search_finds_every_written_form_and_marks_it(shell):
    shell("ingest", "--source", "telegram", lines=UPDATES)
    (found,) = shell.rows("search", "نازح")
    assert [match["form"] for match in found["matches"]] == ["والنازحون"]
    match = found["matches"][0]
    assert found["text"][match["start"] : match["end"]] == "والنازحون"
    assert {row["headline"] for row in shell.rows("search", "displacement")} == {"نزوح من طفس", ""}
    assert len(shell.rows("search", '"عشرات العائلات" طفس')) == 1
    assert shell.rows("search", "درعا") == []
    shown = shell("search", "place:طفس").stdout
    assert "[طفس]" in shown
    assert "https://t.me/hawran/7" in shown
    assert len(shell.rows("search", "displacement", "--limit", "1")) == 1
    assert shell.rows("search", "displacement", "--source", "other") == []


def test_search_refuses_an_open_quote(shell):
    assert "quote" in shell("search", '"مجلس الأمن', exits=2).stderr


def test_match_gives_code_points_of_the_text_as_it_came(shell):
    text = "🔴 عاجل | نُزوحُ العائلات مِن طَفَس"
    (row,) = shell.rows("match", "--term", "نزوح", "--term", "طفس", lines=[{"id": 7, "text": text}])
    assert row["id"] == 7
    assert [(m["term"], text[m["start"] : m["end"]]) for m in row["matches"]] == [("نزوح", "نُزوحُ"), ("طفس", "طَفَس")]


def test_match_reads_terms_from_a_file(shell, tmp_path):
    terms = tmp_path / "terms.txt"
    terms.write_text("displacement\n\nplace:نوى\n", encoding="utf-8")
    (row,) = shell.rows("match", "--terms", str(terms), lines=[{"id": "a", "text": "نازحون من مدينة نوى"}])
    assert {match["term"] for match in row["matches"]} == {"displacement", "place:نوى"}


@pytest.mark.parametrize("term", ["/نزح(/", "نزوح NEAR طفس", "killed>=many", '""'])
def test_a_term_that_cannot_be_read_is_named(shell, term):
    done = shell("match", "--term", term, lines=[{"id": 1, "text": "x"}], exits=2)
    assert term in done.stderr


def test_terms_says_what_is_covered_and_what_is_not(shell):
    (row,) = shell.rows("terms", "نازح")
    assert "نازحون" in {form for forms in row["covers"].values() for form in forms}
    assert any("concept:displacement" in hint for hint in row["hints"])
    assert "found «طفس»" in shell("terms", "طفس", "--text", "قصف على طفس").stdout


def test_silence_mutes_lists_and_lifts(shell):
    (made,) = shell.rows("silence", "nuzuh", "--for", "2h", "--reason", "drill")
    assert made["watch"] == "nuzuh"
    assert [row["reason"] for row in shell.rows("silence", "list")] == ["drill"]
    (counts,) = shell.rows("ingest", "--source", "x", lines=UPDATES)
    assert counts["alerts"] == 1  # «tafas» is not silenced
    shell("silence", "lift", "nuzuh")
    assert shell.rows("silence", "list") == []
    assert "did you mean" in shell("silence", "nuzuhh", "--for", "2h", exits=2).stderr
    assert "how long" in shell("silence", "nuzuh", exits=2).stderr


def test_dead_deliveries_are_sent_again_on_demand(shell):
    shell("ingest", "--source", "telegram", lines=UPDATES)
    now = datetime.now(UTC)
    with Database.open(shell.folder / "marsad.db") as database:
        claimed = database.write_now(
            lambda tx: tx.outbox.claim(now=now, worker="w", lease_seconds=60, limit=9, channel="console")
        )
        for one in claimed:
            database.write_now(lambda tx, one=one: tx.outbox.dead(one.id, worker="w", now=now, error="550"))
    dead = shell.rows("deliveries", "list", "--state", "dead")
    assert [one["error"] for one in dead] == ["550", "550"]
    assert shell.rows("deliveries", "retry", str(dead[0]["id"])) == [{"owed": 1}]
    assert "none of" in shell("deliveries", "retry", "999", exits=2).stderr
    assert shell.rows("deliveries", "replay", "--since", "1h") == [{"owed": 1}]
    assert {one["state"] for one in shell.rows("deliveries", "list")} == {"failed"}
    assert "did you" not in shell("deliveries", "replay", "--since", "soon", exits=2).stderr


def test_channels_are_listed_tried_and_previewed(shell):
    (row,) = shell.rows("channels", "list")
    assert (row["name"], row["kind"], row["broken"]) == ("console", "console", False)
    assert shell.rows("channels", "test", "console")[-1]["sent"] is True
    (preview,) = shell.rows("channels", "preview", "console", "--folder", str(shell.folder))
    assert "رسالة تجريبية" in Path(preview["path"]).read_text(encoding="utf-8")
    assert "there are: console" in shell("channels", "test", "slck", exits=2).stderr


def test_watches_test_runs_a_watch_over_the_archive(shell):
    shell("ingest", "--source", "telegram", lines=UPDATES)
    tested, *samples = shell.rows("watches", "test", "nuzuh", "--since", "2026-01-01")
    assert (tested["hits"], tested["entries"], tested["by_source"]) == (2, 3, {"telegram": 2})
    assert len(samples) == 2
    assert [row["name"] for row in shell.rows("watches", "list")] == ["nuzuh", "tafas"]


def test_watches_test_tries_a_query_that_belongs_to_no_watch(shell):
    shell("ingest", "--source", "telegram", lines=UPDATES)
    tested, *_ = shell.rows("watches", "test", "--query", "concept:displacement", "--since", "2026-01-01")
    assert (tested["watch"], tested["hits"]) == ("draft", 2)
    assert "there are: nuzuh, tafas" in shell("watches", "test", exits=2).stderr
    assert "name a watch" in shell("watches", "test", "--query", "نزوح", "--label", exits=2).stderr


def test_status_and_sources_tell_what_is_there(shell):
    (status,) = shell.rows("status")
    assert status["database"] == str(shell.folder / "marsad.db")
    assert status["outbox"]["pending"] == 0
    (source,) = shell.rows("sources", "list")
    assert source["outcome"] is None
    assert {"auto", "syria_tv"} <= {row["name"] for row in shell.rows("sources", "spiders")}


def test_status_tells_of_a_daemon_that_gives_no_sign_of_life(shell):
    assert "sign of life" in shell("status", "--max-age", "2m", exits=1).stderr
    now = datetime.now(UTC)
    with Database.open(shell.folder / "marsad.db") as database:
        database.write_now(lambda tx: tx.heartbeat.beat(now - timedelta(minutes=5), {"lag_p99_seconds": 0.004}))
        database.write_now(lambda tx: tx.heartbeat.beat(now, {"lag_p99_seconds": 0.004}))
    (status,) = shell.rows("status", "--max-age", "2m")
    assert status["daemon"] == {"lag_p99_seconds": 0.004}
    assert "lag p99 4 ms" in shell("status").stdout


def test_run_once_fails_where_not_one_page_could_be_read(shell):
    (row, *_) = shell.rows("run", "--once", exits=1)
    assert row["outcome"] == "unreachable"
    assert "SSLContext" not in row["reason"]


def test_check_shows_the_reading_of_each_term(shell):
    rows = shell.rows("check")
    assert {row["term"] for row in rows if "term" in row} == {"displacement", "طفس"}


def test_a_wrong_configuration_is_exit_2_with_one_line(shell):
    shell.config.write_text(shell.config.read_text().replace("channels", "chanels"))
    done = shell("check", exits=2)
    assert "did you mean" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_term_in_a_watch_that_cannot_be_read_is_exit_2(shell):
    shell.config.write_text(shell.config.read_text().replace('"displacement"', '"/x(/"'))
    assert "/x(/" in shell("check", exits=2).stderr


@pytest.mark.parametrize("words", [["status"], ["search", "نزوح"], ["deliveries", "list"], ["silence", "list"]])
def test_only_run_demo_and_restore_create_a_database(shell, words):
    (shell.folder / "marsad.db").unlink()
    done = shell(*words, exits=1)
    assert "marsad.db" in done.stderr
    assert not (shell.folder / "marsad.db").exists()


def test_init_writes_a_configuration_that_checks_and_never_overwrites(tmp_path):
    shell = Shell(tmp_path)
    shell("init")
    assert shell("check").exit_code == 0
    before = shell.config.read_bytes()
    assert "exists already" in shell("init", exits=2).stderr
    assert shell.config.read_bytes() == before


def test_extract_prints_one_line_per_update(tmp_path):
    page = tmp_path / "live.html"
    post = {"@id": "#p1", "datePublished": "2018-07-03T11:07:00+03:00", "articleBody": "قصف على مدينة طفس"}
    block = json.dumps({"@type": "LiveBlogPosting", "headline": "تغطية", "liveBlogUpdate": [post]})
    page.write_text(f'<script type="application/ld+json">{block}</script>', encoding="utf-8")
    (row,) = Shell(tmp_path).rows("extract", str(page), "--url", "https://news.example/live")
    assert row["text"] == "قصف على مدينة طفس"
    assert (row["published_at"], row["precision"], row["layout"]) == ("2018-07-03T08:07:00Z", "minute", "liveblog")
    assert {"key", "headline", "updated_at", "url", "author"} <= row.keys()


def test_extract_names_what_cannot_be_read(tmp_path):
    page = tmp_path / "picture.html"
    page.write_bytes(bytes(range(256)) * 20)
    done = Shell(tmp_path)("extract", str(page), "--url", "https://news.example/live", exits=1)
    assert str(page) in done.stderr
    assert not Path("live").exists()


def test_a_template_that_is_wrong_is_one_line_of_check_with_its_place(shell):
    folder = shell.folder / "templates"
    folder.mkdir()
    config = shell.config.read_text(encoding="utf-8")
    shell.config.write_text(config.replace("[marsad]\n", '[marsad]\ntemplates = "templates"\n'), encoding="utf-8")
    shell("check")
    (folder / "email.txt.j2").write_text("{{ message.title }}\n{{ message.tittle }}\n", encoding="utf-8")
    said = shell("check", exits=2).stderr
    assert f"{folder / 'email.txt.j2'}, line 2: UndefinedError" in said


def test_every_decision_is_listed_with_its_reason(shell):
    config = shell.config.read_text(encoding="utf-8")
    shell.config.write_text(config.replace('kind = "console"', 'kind = "console"\nquiet = "00:00-23:59"'), "utf-8")
    shell("silence", "tafas", "--for", "2h", "--reason", "too loud")
    shell("ingest", "--source", "telegram", lines=UPDATES)
    rows = shell.rows("deliveries", "list", "--decisions")
    by_watch = {(one["watch"], one["decision"]): one for one in rows}
    assert len(rows) == 3
    muted = by_watch["tafas", "muted"]
    assert muted["reason"].startswith("silenced until ")
    assert muted["reason"].endswith("(too loud)")
    assert (muted["alert"], muted["headline"]) == (None, "نزوح من طفس")
    told = by_watch["nuzuh", "told"]
    assert told["alert"] == "a1"
    assert told["reason"] is None or told["reason"].startswith("quiet hours until ")
    assert "tafas → console: muted (silenced until" in shell("deliveries", "list", "--decisions").stdout
    rows = shell.rows("deliveries", "list", "--alert", "a1")
    assert [one["alert"] for one in rows] == ["a1", "a1"]
    assert told["headline"] in {one["headline"] for one in rows}
    assert "no alert" in shell("deliveries", "list", "--alert", "a99", exits=2).stderr
    assert "messages write them as a1042" in shell("deliveries", "list", "--alert", "x", exits=2).stderr
