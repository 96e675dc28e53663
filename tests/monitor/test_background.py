"""A paragraph that stood in an older update of the source is searchable, and raises no alert by itself."""

import asyncio
import json
from datetime import timedelta

import pytest

from arabic.bidi import strip_controls
from monitor.archive import search
from storage.alert_rows import Decision
from storage.paragraphs import FORGOTTEN_AFTER
from tests.desk import desk
from tests.support import CONSOLE, update, write_config

OLD = "وكانت مدينة طفس قد شهدت قصفاً مدفعياً عنيفاً مطلع الأسبوع أوقع ضحايا"
BEFORE = "زار وفد من المنظمة المشفى الميداني واطلع على حاجاته من الأدوية والوقود"
NEWS = "أعلنت البلدية اليوم موعد افتتاح السوق الجديد بعد أعمال ترميم دامت شهراً"
FRESH = "وتجدد القصف على طفس مساء اليوم بعد هدوء حذر دام عدة ساعات فقط"


@pytest.fixture
def path(tmp_path):
    return write_config(tmp_path, tables=CONSOLE)


def decisions(path, *steps):
    """What was decided for the watch «طفس» of (source, key, paragraphs, hours later) told one after the other."""

    async def run():
        async with desk(path) as it:
            for source, key, paragraphs, hours in steps:
                it.clock.move(hours=hours)
                it.see(update("\n\n".join(paragraphs), key=key, at=it.clock.now()), source=source)
            found = search(it.database, "طفس")
            rows = it.database.read_now(lambda tx: tx.matches.decided(20, watch="tafas"))
            return [row.decision for row in reversed(rows)], len(found)

    return asyncio.run(run())


def test_a_paragraph_that_stood_before_raises_no_alert_and_is_found(path):
    told, found = decisions(path, ("ufuq", "1", [BEFORE, OLD], 0), ("ufuq", "2", [NEWS, OLD], 40))
    assert told == [Decision.TOLD, Decision.BACKGROUND]
    assert found == 2


def test_news_beside_background_is_told(path):
    told, _ = decisions(path, ("ufuq", "1", [BEFORE, OLD], 0), ("ufuq", "2", [FRESH, OLD], 40))
    assert told == [Decision.TOLD, Decision.TOLD]


def test_another_source_may_tell_the_paragraph(path):
    told, _ = decisions(path, ("ufuq", "1", [BEFORE, OLD], 0), ("sada", "2", [NEWS, OLD], 40))
    assert told == [Decision.TOLD, Decision.TOLD]


def test_a_text_of_one_paragraph_is_no_background(path):
    told, _ = decisions(path, ("ufuq", "1", [BEFORE, OLD], 0), ("ufuq", "2", [OLD], 40))
    assert told == [Decision.TOLD, Decision.TOLD]


def test_an_edited_entry_is_no_background_to_itself(path):
    edited = [NEWS, OLD.replace("ضحايا", "12 قتيلاً")]
    told, _ = decisions(path, ("ufuq", "1", [NEWS, OLD], 0), ("ufuq", "1", edited, 1))
    assert told == [Decision.TOLD, Decision.TOLD]


def test_the_older_of_two_that_are_seen_together_has_the_news(path):
    async def run():
        async with desk(path) as it:
            now = it.clock.now()
            newer = update(f"{NEWS}\n\n{OLD}", key="2", at=now)
            older = update(f"{BEFORE}\n\n{OLD}", key="1", at=now - timedelta(hours=1))
            it.see(newer, older)
            rows = it.database.read_now(lambda tx: tx.matches.decided(20, watch="tafas"))
            return {row.text.partition("\n")[0]: row.decision for row in rows}

    told = asyncio.run(run())
    assert told == {NEWS: Decision.BACKGROUND, BEFORE: Decision.TOLD}


def test_a_figure_in_background_makes_nothing_urgent(path):
    path.write_text(path.read_text().replace('any = ["طفس"]', 'any = ["طفس"]\nurgent = "killed>=10"'))
    toll = OLD.replace("ضحايا", "15 قتيلاً من المدنيين")

    async def run():
        async with desk(path) as it:
            it.see(update(f"{BEFORE}\n\n{toll}", key="1", at=it.clock.now()))
            it.clock.move(hours=40)
            it.see(update(f"{FRESH}\n\n{toll}", key="2", at=it.clock.now()))
            return it.database.read_now(
                lambda tx: [
                    bool(urgent)
                    for (urgent,) in tx.matches.connection.execute(
                        "SELECT urgent FROM alerts WHERE watch = 'tafas' ORDER BY id"
                    )
                ]
            )

    assert asyncio.run(run()) == [True, False]


def test_a_paragraph_is_forgotten_after_a_month(path):
    days = FORGOTTEN_AFTER + timedelta(days=1)

    async def run():
        async with desk(path) as it:
            it.see(update(f"{NEWS}\n\n{OLD}", key="1", at=it.clock.now()))
            it.clock.move(days=days.days)
            it.database.write_now(lambda tx: tx.paragraphs.forget(it.clock.now()))
            return it.database.read_now(
                lambda tx: tx.matches.connection.execute("SELECT count(*) FROM paragraphs").fetchone()[0]
            )

    assert asyncio.run(run()) == 0


def test_too_many_paragraphs_lose_the_oldest(path, monkeypatch):
    monkeypatch.setattr("storage.paragraphs.MOST", 3)

    async def run():
        async with desk(path) as it:
            for number in range(5):
                now = it.clock.now()
                it.database.write_now(lambda tx, n=number, at=now: tx.paragraphs.put("ufuq", [(n, n + 1, at)], at))
                it.clock.move(minutes=1)
            it.database.write_now(lambda tx: tx.paragraphs.forget(it.clock.now()))
            return it.database.read_now(lambda tx: tx.paragraphs.owners("ufuq", range(5)))

    assert asyncio.run(run()) == {2: 3, 3: 4, 4: 5}


def see_background(it):
    """A toll, and 40 hours on a new one above the paragraph that told the old one."""
    old = "وكانت غارة على بلدة نوى قد أدت إلى مقتل 30 شخصاً بينهم نساء وأطفال"
    fresh = "قصف مدفعي على أطراف مدينة طفس مساء اليوم يؤدي إلى مقتل 3 مدنيين"
    for key, paragraphs in [("1", [BEFORE, old]), ("2", [fresh, old])]:
        it.clock.move(hours=40)
        it.see(update("\n\n".join(paragraphs), key=key, at=it.clock.now()), source="ufuq")


def test_a_message_tells_no_figure_of_background(path):
    async def run():
        async with desk(path) as it:
            see_background(it)
            await it.deliver()
            rows = it.database.read_now(
                lambda tx: tx.alerts.connection.execute("SELECT content FROM alerts").fetchall()
            )
            return [
                strip_controls(one) for row in rows for item in json.loads(row[0])["items"] for one in item["figures"]
            ]

    assert asyncio.run(run()) == ["قتلى: 3 (في هذا الحدث)"]


def test_a_figure_of_background_is_none_of_the_new_story(path):
    async def run():
        async with desk(path) as it:
            see_background(it)
            return it.database.read_now(
                lambda tx: tx.stories.connection.execute("SELECT value FROM story_figures ORDER BY at").fetchall()
            )

    assert [row[0] for row in asyncio.run(run())] == [30, 3]
