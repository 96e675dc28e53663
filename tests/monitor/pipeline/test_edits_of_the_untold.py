"""What was not told is not told by an edit that matters in nothing: a typo in an article that stood there for days."""

import asyncio
from datetime import timedelta

import pytest

from storage.alert_rows import Decision
from tests.desk import desk
from tests.support import START, update, write_config

OLD = START - timedelta(days=3)
CALM = "هدوء حذر يسود المنطقة منذ الصباح وفق ناشطين محليين"
LEFT = "حركة نزوح واسعة من القرى الغربية خشية تجدد القصف المدفعي"
BACK = "ناشطون يتحدثون عن عائلات نازحة لا تجد مأوى في العراء"
TEXT = f"{CALM}\n{LEFT}"


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (TEXT.replace("خشية", "خشيه ان"), 0),
        (f"{TEXT}\nالأسواق مفتوحة كالمعتاد", 0),
        (TEXT.replace("واسعة", "واسعة تشمل 300 عائلة"), 1),
        (f"{TEXT}\n{BACK}", 1),
        (f"{CALM}\n{LEFT}، ونزوح ثان من السهول", 1),
        (f"{CALM}\n{BACK}", 1),
    ],
    ids=[
        "a typo",
        "a line beside",
        "a figure",
        "a line of the matter",
        "more in the line",
        "another line of the matter",
    ],
)
def test_an_old_text_is_told_only_by_an_edit_that_matters_or_brings_more(tmp_path, after, told):
    async def run():
        async with desk(write_config(tmp_path)) as it:
            assert it.see(update(TEXT, key="1", at=OLD), first=True) == 0
            it.clock.move(minutes=15)
            assert it.see(update(after, key="1", at=OLD)) == told
            last = it.database.read_now(lambda tx: tx.matches.decided(1))[0]
            assert last.decision is (Decision.TOLD if told else Decision.KNOWN)

    asyncio.run(run())
