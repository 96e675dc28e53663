"""The stage: everything around the daemon stands, and the daemon's configuration fits it."""

import asyncio
import stat
from datetime import UTC, datetime

import pytest

from monitor.config import load_config
from monitor.demo.config import WEBHOOK_FILE
from monitor.demo.stage import Stage, folder_for


def test_the_configuration_of_the_stage_is_valid_and_without_notes(tmp_path):
    async def check():
        async with Stage(tmp_path / "demo") as stage:
            return stage, load_config(stage.config_path)

    stage, config = asyncio.run(check())
    assert {source.name: source.pages for source in config.sources} == {
        name: [url] for name, url in stage.newsroom.urls.items()
    }
    assert config.channels["desk"].port == stage.mailbox.port
    assert config.channels["night"].webhook.reveal() == stage.slack.url
    assert config.marsad.database == (tmp_path / "demo" / "marsad.db").resolve()
    assert {watch.name for watch in config.watches} == {"towns", "displacement", "shelling"}
    assert not config.notes


def test_the_webhook_is_readable_for_its_owner_only(tmp_path):
    async def check():
        async with Stage(tmp_path):
            return (tmp_path / WEBHOOK_FILE).stat().st_mode

    assert stat.S_IMODE(asyncio.run(check())) == 0o600


def test_the_summary_counts_what_was_seen_from_outside(tmp_path):
    async def check():
        async with Stage(tmp_path) as stage:
            return stage.summary()

    summary = asyncio.run(check())
    assert summary.posts >= 15
    assert (summary.requests, summary.unchanged, summary.mails, summary.payloads) == (0, 0, (), ())


def test_a_stage_that_fails_to_set_up_leaves_nothing_open(tmp_path):
    (tmp_path / "slack").write_text("a file where a folder should be")

    async def check():
        async with Stage(tmp_path):
            pass

    with pytest.raises(FileExistsError):
        asyncio.run(check())


def test_the_folder_carries_the_time_of_the_start(tmp_path):
    folder = folder_for(tmp_path, datetime(2018, 7, 3, 8, 7, tzinfo=UTC))
    assert folder.parent == tmp_path
    assert folder.name.startswith("demo-2018070")
