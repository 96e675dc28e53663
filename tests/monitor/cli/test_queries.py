"""Queries as commands take them: on the command line, in the configuration, in the lint."""

import json
from datetime import time

import pytest
from click.testing import CliRunner

from monitor.cli.check import common_quiet
from monitor.cli.root import marsad
from monitor.config.parts import parse_quiet
from storage.database import Database
from tests.support import write_config

LINES = [
    {"id": 1, "text": "قصف عنيف على مدينة طفس"},
    {"id": 2, "headline": "قصف", "text": "هدوء.\nالوضع في طفس"},
    {"id": 3, "text": "قصف.\nمباراة في طفس"},
]


def run(*words, lines=(), exits=0):
    given = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    done = CliRunner().invoke(marsad, list(words), input=given)
    assert done.exit_code == exits, done.output
    return done


def rows(*words, lines=()):
    return [json.loads(line) for line in run(*words, "--json", lines=lines).stdout.splitlines()]


@pytest.fixture
def config(tmp_path):
    path = write_config(tmp_path)
    text = path.read_text(encoding="utf-8").replace('any = ["طفس"]', "query = 'قصف NEAR/9 طفس NOT مباراة'")
    assert "NEAR" in text
    path.write_text(text, encoding="utf-8")
    Database.open(tmp_path / "marsad.db", create=True).close()
    return path


def test_what_a_query_hits_is_told_under_the_query_as_given():
    query = 'قصف AND ("مدينة طفس" OR in:درعا)'
    told = rows("match", "--query", query, "--term", "هدوء", lines=LINES)
    assert [{(match["term"], match["form"]) for match in row["matches"]} for row in told] == [
        {(query, "قصف"), (query, "مدينة طفس"), (query, "طفس")},
        {("هدوء", "هدوء"), (query, "قصف"), (query, "طفس")},
        set(),
    ]


def test_a_query_is_fulfilled_within_the_stretch_that_is_asked_for():
    told = rows("match", "--query", "قصف AND طفس", "--within", "update", lines=LINES)
    assert [bool(row["matches"]) for row in told] == [True, True, True]
    told = rows("match", "--query", "قصف NEAR/9 طفس", "--within", "update", lines=LINES)
    assert [bool(row["matches"]) for row in told] == [True, False, True]


def test_a_mistake_is_pointed_at_below_the_query():
    done = run("match", "--query", "قصف AND (طفس", exits=2)
    last = done.stderr.splitlines()[-2:]
    assert last == ["  قصف AND (طفس", "  " + " " * 8 + "^"]
    assert run("match", "--term", "/قصف(/", exits=2).stderr.splitlines()[-1] == "   ^"


def test_check_lints_every_term_of_a_query(config):
    told = rows("check", "--config", str(config))
    terms = [row for row in told if row.get("watch") == "tafas" and "term" in row]
    assert [(row["key"], row["term"]) for row in terms] == [("query", "قصف"), ("query", "طفس"), ("query", "مباراة")]
    assert terms[0]["per_1000"] > 0 == terms[1]["per_1000"]
    (whole,) = [row for row in told if row.get("watch") == "tafas" and "warnings" in row]
    assert (whole["per_1000"], whole["warnings"]) == (0, [])


def test_check_warns_of_what_is_loud_and_of_what_can_never_hit(config):
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("قصف NEAR/9 طفس NOT مباراة", "قال OR قصف"), encoding="utf-8")
    assert "warning: hits" in run("check", "--config", str(config)).stdout
    config.write_text(text.replace("NOT مباراة", "NOT قصف"), encoding="utf-8")
    assert "warning: can never hit" in run("check", "--config", str(config)).stdout


def test_a_wrong_query_in_the_configuration_is_one_line_with_its_place(config):
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("NOT مباراة", "NOT (مباراة"), encoding="utf-8")
    (line,) = run("check", "--config", str(config), exits=2).stderr.splitlines()
    assert '"tafas": query = "قصف NEAR/9 طفس NOT (مباراة": at character 20' in line


def test_a_backtest_tells_what_was_refused(config):
    updates = [
        {"key": "1", "text": "قصف على طفس", "published_at": "2026-07-03T09:00:00Z"},
        {"key": "2", "text": "قصف على طفس أثناء مباراة"},
    ]
    run("ingest", "--source", "x", "--config", str(config), lines=updates)
    (tested, _) = rows("watches", "test", "tafas", "--since", "2020-01-01", "--config", str(config))
    assert (tested["hits"], tested["refused"]) == (1, {"مباراة": 1})
    assert (
        "1 stretches of text were refused for مباراة" in run("watches", "test", "tafas", "--config", str(config)).stdout
    )
    listed = rows("watches", "list", "--config", str(config))
    assert listed[1]["query"] == "قصف NEAR/9 طفس NOT مباراة"


@pytest.mark.parametrize(
    ("quiet", "asleep"),
    [
        ([], None),
        (["23:00-06:00", None], None),
        (["23:00-06:00"], (time(23), time(6))),
        (["23:00-06:00", "01:00-08:00"], (time(1), time(6))),
        (["23:00-06:00", "12:00-13:00"], None),
    ],
)
def test_hours_in_which_every_channel_of_a_watch_sleeps_are_found(quiet, asleep):
    assert common_quiet([parse_quiet(hours) if hours else None for hours in quiet]) == asleep
