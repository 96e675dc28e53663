"""The path of an alert: which stages there are, in which order, and where a match leaves them, with which reason."""

import asyncio
from datetime import timedelta

import pytest

from monitor import ingest
from monitor.pipeline import STAGES
from monitor.pipeline.case import Case, Context
from monitor.pipeline.stages import TOLD_OF, passed
from storage.alert_rows import Decision
from tests.desk import desk
from tests.support import CONSOLE, START, update, write_config

BOTH = update("نازحون من طفس وصلوا إلى الحدود", key="1")


def test_the_stages_are_those_of_the_design_in_their_order():
    assert [stage.__name__ for stage in STAGES] == ["match", "route", "mute", "group", "enqueue"]
    assert STAGES[-len(TOLD_OF) :] == TOLD_OF


def through(it, stages, *, text=BOTH):
    """The cases that come out of so many stages for a text that both watches find."""

    def write(tx):
        page = tx.pages.ensure("ufuq", "http://127.0.0.1/live", now=START)
        (recorded,) = ingest.record(tx, page, ingest.to_readings([text]), START, whole=True)
        context = Context(tx=tx, rules=it.rules, now=START, source="ufuq", recorded=recorded)
        cases = [Case(entry_id=recorded.entry_id, revision_id=recorded.revision_id)]
        for stage in STAGES[:stages]:
            cases = stage(context, cases)
        return list(cases)

    return it.database.write_now(write)


@pytest.fixture
def opened(tmp_path):
    """Runs a function over a desk with two channels, one of them with room for one message an hour."""

    def run(fn):
        tables = CONSOLE + '\n[channels.night]\nkind = "console"\nmax_per_hour = 1\n'
        path = write_config(tmp_path, channels=("console", "night"), tables=tables)

        async def over():
            async with desk(path) as it:
                fn(it)

        asyncio.run(over())

    return run


def test_each_stage_adds_what_it_found(opened):
    def run(it):
        assert [(one.watch, one.channel) for one in through(it, 1)] == [("nuzuh", ""), ("tafas", "")]

    opened(run)


def test_every_channel_of_a_watch_is_a_case_of_its_own(opened):
    def run(it):
        found = [(one.watch, one.channel, one.placement) for one in through(it, 2)]
        assert found == [(watch, channel, None) for watch in ("nuzuh", "tafas") for channel in ("console", "night")]

    opened(run)


def test_what_is_muted_leaves_the_path_with_its_reason(opened):
    def run(it):
        until = START + timedelta(hours=1)
        it.database.write_now(lambda tx: tx.silences.add("nuzuh", until=until, reason="drill", now=START))
        assert {one.watch for one in through(it, 3)} == {"tafas"}
        decided = it.database.read_now(lambda tx: tx.matches.decided(10))
        assert {(one.watch, one.channel, one.decision, one.reason) for one in decided} == {
            ("nuzuh", channel, Decision.MUTED, "silenced until 2026-07-03 10:00 UTC (drill)")
            for channel in ("console", "night")
        }

    opened(run)


def test_one_case_passes_all_stages_before_the_next_so_that_the_first_has_the_room(opened):
    def run(it):
        groups = {(one.watch, one.channel): one.placement.group for one in through(it, 5)}
        assert groups == {
            ("nuzuh", "console"): "",
            ("nuzuh", "night"): "",
            ("tafas", "console"): "",
            ("tafas", "night"): "folded",
        }

    opened(run)


def test_what_comes_out_is_owed_and_decided(opened):
    def run(it):
        owed = through(it, 5)
        decided = it.database.read_now(lambda tx: tx.matches.decided(10))
        assert {(one.watch, one.channel, one.alert_id) for one in decided} == {
            (one.watch, one.channel, one.alert_id) for one in owed
        }
        assert {one.decision for one in decided} == {Decision.TOLD}
        assert len(it.deliveries()) == 4

    opened(run)


def test_nothing_passes_where_no_watch_finds_anything(opened):
    def run(it):
        assert through(it, 5, text=update("افتتح معرض الكتاب أبوابه", key="2")) == []
        assert passed(Context(tx=None, rules=it.rules, now=START), STAGES, []) == 0

    opened(run)
