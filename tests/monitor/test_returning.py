"""A figure that an outlet takes back is told once it has stood for a while; two copies of a page in turn are not."""

import asyncio
from datetime import timedelta

import pytest

from crawler.fetcher import Fetched
from crawler.parsing import response_from
from monitor.app import compile_rules
from monitor.config import load_config
from monitor.recording import record_read
from monitor.visited import Visited
from storage.database import Database
from tests.desk import desk
from tests.support import START, update, write_config

NEWS = "مقتل 12 مدنياً في قصف مدفعي على بلدة طفس بريف درعا الغربي صباح اليوم"
MORE = NEWS.replace("12", "15")
OTHER = update("دخول قافلة مساعدات إلى نوى تضم 20 شاحنة محملة بالطحين", key="2")


@pytest.fixture
def path(tmp_path):
    return write_config(tmp_path)


def told(path, *shown):
    """How many alerts each of some visits comes to, so many minutes after the first; and the entry's revisions."""

    async def run():
        async with desk(path) as it:
            owed, began = [], it.clock.now()
            for minutes, text in shown:
                it.clock.at = began + timedelta(minutes=minutes)
                owed.append(it.see(update(text, key="1"), OTHER))
                await it.deliver()
            (entry,) = (one for one in it.database.read_now(lambda tx: tx.entries.latest(9)) if "طفس" in one.text)
            return owed, it.database.read_now(lambda tx: tx.entries.revisions(entry.id))

    return asyncio.run(run())


def test_a_figure_that_is_taken_back_is_told_once_when_it_has_stood(path):
    visits = [(0, NEWS), (1, MORE), (4, NEWS), (9, NEWS), (14, NEWS), (15, NEWS), (60, NEWS)]
    owed, revisions = told(path, *visits)
    assert owed == [1, 1, 0, 0, 1, 0, 0]
    assert [("12" in one.text, one.change) for one in revisions] == [
        (True, "new"),
        (False, "revised"),
        (True, "revised"),
    ]
    assert (revisions[2].significant, revisions[2].diff.count("15")) == ("figure changed: 15 → 12", 1)


def test_an_edit_before_it_has_stood_is_compared_with_what_was_told(path):
    owed, revisions = told(path, (0, NEWS), (1, MORE), (4, NEWS), (6, NEWS.replace("12", "18")), (30, MORE))
    assert owed == [1, 1, 0, 1, 0]
    assert revisions[2].significant == "figure changed: 15 → 18"


def test_two_copies_of_a_page_in_turn_tell_nothing(path):
    owed, revisions = told(path, *((minute, MORE if minute % 2 else NEWS) for minute in range(40)))
    assert (sum(owed), len(revisions)) == (2, 2)


def test_two_copies_that_stay_long_each_are_told_no_more_than_once(path):
    owed, revisions = told(path, *((minute, MORE if minute // 15 % 2 else NEWS) for minute in range(0, 300, 5)))
    assert (sum(owed), len(revisions)) == (3, 4)


def test_a_typo_that_comes_back_is_not_told(path):
    owed, revisions = told(path, (0, NEWS), (1, NEWS.replace("بلدة", "بلده")), (2, NEWS), (30, NEWS), (60, NEWS))
    assert (sum(owed), len(revisions)) == (1, 2)


def test_a_page_that_may_be_an_old_copy_is_read_at_every_visit_until_that_is_clear(path, tmp_path):
    config = load_config(path)
    rules, source = compile_rules(config), config.sources[0]
    visits = [(0, NEWS), (1, MORE), (2, NEWS), (7, NEWS), (12, NEWS), (13, NEWS)]
    with Database.open(tmp_path / "visits.db", create=True) as database:

        def visit(tx, minutes, text):
            now = START + timedelta(minutes=minutes)
            response = response_from(b"", url=source.pages[0], fetched_at=now)
            fetched = Fetched(
                response=response,
                unchanged=False,
                etag='"v"',
                last_modified="Fri, 03 Jul 2026 09:00:00 GMT",
                body_hash="b",
                seconds=0.1,
                fetched_at=now,
            )
            updates = (update(text, key="1", layout="entries"), OTHER.with_(layout="entries"))
            visited = Visited(
                fetched=fetched, updates=updates, layout="entries", partial=None, read_seconds=0.0, version="v"
            )
            page = tx.pages.ensure(source.name, source.pages[0], now=now)
            owed = record_read(tx, page, source, rules, visited, now).owed
            kept = tx.pages.get(page.id)
            return owed, (kept.etag, kept.last_modified, kept.body_hash) != (None, None, None)

        found = [database.write_now(lambda tx, one=one: visit(tx, *one)) for one in visits]
    assert found == [(1, True), (1, True), (0, False), (0, False), (1, True), (0, True)]
