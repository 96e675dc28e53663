"""The views that people open the archive by: as documented, and with what was stored."""

import asyncio
import re
from pathlib import Path

import pytest
import sqlite_utils

from tests.desk import desk
from tests.support import update, write_config

DOCS = (Path(__file__).parents[2] / "docs" / "archive.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (.+) \|$", DOCS, re.MULTILINE))


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = write_config(tmp_path_factory.mktemp("views"))

    async def fill():
        async with desk(path) as it:
            it.see(update("وصلت إلى طفس 12 عائلة نازحة", key="1"))
            it.clock.move(minutes=5)
            it.see(update("وصلت إلى طفس 15 عائلة نازحة", key="1"))
            await it.deliver()

    asyncio.run(fill())
    opened = sqlite_utils.Database(path.parent / "marsad.db")
    yield opened
    opened.close()


def test_every_view_is_documented_with_its_columns(archive):
    assert sorted(ROWS) == sorted(archive.view_names())
    for name, told in ROWS.items():
        documented = re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", told))
        assert documented == [column.name for column in archive[name].columns], name


def test_the_views_show_what_was_stored_found_and_told(archive):
    (one,) = archive["updates"].rows
    assert (one["source"], one["edits"], one["shown_now"]) == ("ufuq", 1, 1)
    assert one["text"] == "وصلت إلى طفس 15 عائلة نازحة"
    (edit,) = archive["edits"].rows
    assert (edit["update_id"], edit["edit"], edit["change"]) == (one["id"], 1, "revised")
    assert "12 → 15" in edit["significant"]
    assert {row["form"] for row in archive["hits"].rows} >= {"طفس"}
    messages, told = list(archive["messages"].rows), list(archive["told"].rows)
    assert {row["alert"] for row in told} == {row["alert"] for row in messages}
    assert {row["update_id"] for row in told} == {one["id"]}
    (page,) = archive["page_health"].rows
    assert page["source"] == "ufuq"
