"""A clock that is set is noticed, and nothing waits until it has caught up."""

import asyncio
from datetime import UTC, datetime, timedelta

from monitor.clock import StepWatch
from storage.database import Database
from tests.desk import desk
from tests.receivers import MailServer
from tests.support import CONSOLE, START, mail_channel, update, write_config


def test_a_clock_that_runs_beside_its_stopwatch_took_no_step():
    watch = StepWatch(START, 100.0)
    assert watch.step(START + timedelta(seconds=5), 105.0) == timedelta(0)


def test_a_clock_set_back_or_forward_took_a_step_once():
    watch = StepWatch(START, 100.0)
    assert watch.step(START - timedelta(hours=1) + timedelta(seconds=5), 105.0) == timedelta(hours=-1)
    assert watch.step(START - timedelta(hours=1) + timedelta(seconds=10), 110.0) == timedelta(0)
    assert watch.step(START + timedelta(seconds=15), 115.0) == timedelta(hours=1)


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
                it.database.write_now(lambda tx: tx.outbox.hasten(now + timedelta(hours=1), now))
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
