"""A clock that is set is noticed, and nothing waits until it has caught up."""

import asyncio
from datetime import UTC, datetime, timedelta

from monitor.clock import StepWatch
from monitor.pipeline import CLOCK_GROUPS
from storage.database import Database
from tests.desk import desk
from tests.receivers import MailServer
from tests.support import CONSOLE, START, mail_channel, update, write_config

CALM = '\n[channels.calm]\nkind = "console"\nquiet = "11:00-15:00"\n'


def test_a_clock_that_runs_beside_its_stopwatch_took_no_step():
    watch = StepWatch(START, 100.0)
    assert watch.step(START + timedelta(seconds=5), 105.0) == timedelta(0)


def test_a_clock_set_back_or_forward_took_a_step_once():
    watch = StepWatch(START, 100.0)
    assert watch.step(START - timedelta(hours=1) + timedelta(seconds=5), 105.0) == timedelta(hours=-1)
    assert watch.step(START - timedelta(hours=1) + timedelta(seconds=10), 110.0) == timedelta(0)
    assert watch.step(START + timedelta(seconds=15), 115.0) == timedelta(hours=1)


def set_back(it, now, hours=3):
    was = now + timedelta(hours=hours)
    it.database.write_now(lambda tx: tx.outbox.set_back(now, was, CLOCK_GROUPS))


def test_after_the_clock_was_set_back_spans_of_time_go_on_and_times_of_the_day_stay(tmp_path):
    with MailServer() as mail:
        path = write_config(
            tmp_path, channels=("desk", "calm"), tables=mail_channel("desk", mail.port) + CALM + CONSOLE
        )
        text = path.read_text().replace('any = ["displacement"]', 'group_wait = "10m"\nany = ["displacement"]')
        path.write_text(text)

        async def run():
            async with desk(path) as it:
                it.see(update("نزوح عائلات من البلدة", key="1"))  # waits for ten minutes; for the calm one until 15:00
                it.clock.move(hours=-1)
                set_back(it, it.clock.now(), hours=1)
                return {one.channel: one.next_at - it.clock.now() for one in it.deliveries()}

        waits = asyncio.run(run())
    assert waits["desk"] == timedelta(minutes=10)
    assert waits["calm"] == timedelta(hours=4)


def test_what_was_due_and_leased_before_the_clock_was_set_back_is_due(tmp_path):
    with MailServer() as mail:
        path = write_config(tmp_path, channels=("desk",), tables=mail_channel("desk", mail.port) + CONSOLE)

        async def run():
            async with desk(path) as it:
                it.see(update("نزوح عائلات من البلدة", key="1"))
                it.database.write_now(
                    lambda tx: tx.outbox.claim(now=it.clock.now(), worker="dead", lease_seconds=180, limit=9)
                )
                it.clock.move(hours=-1)
                set_back(it, it.clock.now(), hours=1)
                it.clock.move(seconds=181)
                assert await it.deliver() == 1

        asyncio.run(run())


def test_what_failed_before_the_clock_was_set_back_is_tried_within_one_back_off_after_it(tmp_path):
    with MailServer() as mail:
        path = write_config(tmp_path, channels=("desk",), tables=mail_channel("desk", mail.port) + CONSOLE)
        mail.answer_next("DATA", "451 4.7.1 try later")

        async def run():
            async with desk(path) as it:
                it.see(update("نزوح عائلات من البلدة", key="1"))
                assert await it.deliver() == 0
                it.clock.move(hours=-3)
                assert await it.deliver() == 0
                now = it.clock.now()
                set_back(it, now)
                assert await it.deliver() == 0
                it.clock.move(seconds=6)
                assert await it.deliver() == 1

        asyncio.run(run())
        assert len(mail.accepted) == 1


def test_a_page_that_backs_off_does_not_wait_for_the_clock_to_catch_up(tmp_path):
    now = datetime(2026, 7, 3, tzinfo=UTC)
    with Database.open(tmp_path / "m.db", create=True) as database:

        def write(tx):
            page = tx.pages.ensure("s", "http://127.0.0.1/", now=now)
            tx.pages.failed(page.id, now=now, outcome="timed out", reason="x", next_at=now + timedelta(minutes=10))
            past = now - timedelta(hours=3)
            assert tx.pages.hasten(past + timedelta(hours=1), past) == 1
            return tx.pages.get(page.id).next_at - past

        assert database.write_now(write) == timedelta(0)
