"""The whole road over the demo's day, at a clock that the test moves: told is what day.toml says, and nothing else."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from monitor.app import checked_config, open_app
from monitor.daemon import prepare_pages
from monitor.demo.stage import Stage
from monitor.demo.story import Expected, expected_alerts
from storage.alert_rows import DeliveryState


class HandClock:
    """A clock that a test moves."""

    def __init__(self, at):
        self.at = at

    def now(self):
        return self.at


async def poll_everything(app):
    pages = await prepare_pages(app.database, app.config, app.clock.now())
    polled = [await app.poller.poll(page.id) for page in pages]
    due = await app.database.read(lambda tx: tx.pages.due_items(app.clock.now(), 100))
    return [*polled, *[await app.poller.poll(page.id) for page in due]]


def told(tx, day):
    """Every item of every alert on the console, as `expected_alerts` writes it."""
    posts = {post.text: (post.id, False) for post in day.posts} | {edit.text: (edit.post, True) for edit in day.edits}
    items = []
    for delivery in tx.outbox.listing(limit=1000):
        alert = tx.alerts.get(delivery.alert_id)
        if alert.channel == "console":
            for item in tx.alerts.items(alert.id):
                post, edited = posts[item.revision.text]
                items.append(Expected(watch=alert.watch, post=post, edited=edited, late=item.late))
    return items


@pytest.fixture(scope="module")
def day_watched(tmp_path_factory):
    """The day, polled every 4 seconds of the demo and told at its end."""
    folder = tmp_path_factory.mktemp("demo")
    clock = HandClock(datetime(2018, 7, 3, 8, 7, tzinfo=UTC))

    async def watch():
        async with Stage(folder, clock=clock) as stage:
            config, rules = checked_config(stage.config_path)
            async with open_app(config, rules, clock=clock) as app:
                outcomes = []
                for _ in range(16):
                    outcomes += [one.outcome for one in await poll_everything(app)]
                    clock.at += timedelta(seconds=4)
                items = await app.database.read(lambda tx: told(tx, stage.newsroom.day))
                await app.deliverer.deliver_due()
                await app.deliverer.stop()
                counts = await app.database.read(lambda tx: tx.outbox.counts())
            return stage, outcomes, items, counts

    return asyncio.run(watch())


def test_every_update_that_concerns_a_watch_is_told_once_and_nothing_else(day_watched):
    stage, _, items, _ = day_watched
    assert sorted(items, key=repr) == sorted(expected_alerts(stage.newsroom.day), key=repr)


def test_every_visit_of_a_page_succeeds(day_watched):
    _, outcomes, _, _ = day_watched
    assert {outcome.succeeded for outcome in outcomes} == {True}


def test_everything_owed_is_delivered(day_watched):
    _, _, _, counts = day_watched
    assert {state for state, count in counts.items() if count} == {DeliveryState.SENT}


def test_mails_and_slack_payloads_lie_in_the_folder(day_watched):
    stage, *_ = day_watched
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in stage.mailbox.paths]
    assert {mail["List-Id"].partition(".")[0] for mail in mails} == {"<towns", "<displacement"}
    payloads = [json.loads(path.read_text(encoding="utf-8")) for path in stage.slack.paths]
    assert len(payloads) == 3, "two digests or groups, and a corrected figure by itself"
    assert all(payload["blocks"] for payload in payloads)
