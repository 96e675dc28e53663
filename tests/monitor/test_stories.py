"""One thing is told once to a channel: copies, rising tolls, corrections, waiting for a second outlet."""

import asyncio
import re

import pytest

from arabic.bidi import strip_controls
from storage.alert_rows import Decision
from tests.desk import desk
from tests.receivers import MailServer
from tests.support import CONSOLE, mail_channel, update, write_config

FIRST = "مقتل 12 مدنياً في قصف مدفعي على بلدة طفس بريف درعا الغربي صباح اليوم، ونزوح عشرات العائلات"


@pytest.fixture
def mail():
    with MailServer() as server:
        yield server


@pytest.fixture
def configured(tmp_path, mail):
    def write(watch=""):
        path = write_config(tmp_path, channels=("desk",), tables=mail_channel("desk", mail.port) + CONSOLE)
        path.write_text(path.read_text().replace('channels = ["desk"]', f'channels = ["desk"]\n{watch}'))
        return path

    return write


def tell(it, source, text, key):
    """Hands in one update of a source at the desk's time; the watch «طفس» alone is looked at."""
    it.see(update(text, key=key, at=it.clock.now()), source=source)


def decisions(it, watch="tafas"):
    rows = it.database.read_now(
        lambda tx: tx.matches.connection.execute(
            "SELECT decision, reason FROM decisions WHERE watch = ? ORDER BY id", (watch,)
        ).fetchall()
    )
    return [(Decision(decision), reason) for decision, reason in rows]


def about(mail, title="طفس"):
    return [strip_controls(body) for body in (one.part("plain") for one in mail.accepted) if body.startswith(title)]


def watching(path, play):
    async def run():
        async with desk(path) as it:
            await play(it)

    asyncio.run(run())


def test_a_copy_of_another_outlet_is_counted_and_not_told(configured, mail):
    async def play(it):
        tell(it, "one", FIRST, "1")
        await it.deliver()
        tell(it, "two", f"عاجل | {FIRST}، وفق رويترز", "2")
        await it.deliver()
        assert [decision for decision, _ in decisions(it)] == [Decision.TOLD, Decision.COPY]

    watching(configured(), play)
    assert len(about(mail)) == 1


def test_with_repeat_all_every_outlet_is_told(configured, mail):
    async def play(it):
        tell(it, "one", FIRST, "1")
        tell(it, "two", f"عاجل | {FIRST}", "2")
        assert [decision for decision, _ in decisions(it)] == [Decision.TOLD, Decision.TOLD]

    watching(configured('repeat = "all"'), play)


def test_a_copy_is_the_first_report_of_a_channel_that_heard_nothing(configured, mail):
    async def play(it):
        it.database.write_now(
            lambda tx: tx.silences.add("tafas", it.clock.now().replace(hour=23), reason=None, now=it.clock.now())
        )
        tell(it, "one", FIRST, "1")
        it.database.write_now(lambda tx: tx.silences.lift("tafas", it.clock.now()))
        tell(it, "two", FIRST, "2")
        assert [decision for decision, _ in decisions(it)] == [Decision.MUTED, Decision.TOLD]

    watching(configured(), play)


@pytest.mark.parametrize(
    "news",
    [FIRST.replace("طفس", "طفس ونوى"), FIRST.replace("مقتل", "نفي مقتل"), FIRST.replace("مدفعي", "لم يكن مدفعياً")],
)
def test_another_place_or_a_negation_is_told(configured, news):
    async def play(it):
        tell(it, "one", FIRST, "1")
        tell(it, "two", news, "2")
        assert [decision for decision, _ in decisions(it)] == [Decision.TOLD, Decision.TOLD]

    watching(configured(), play)


def test_an_edit_of_a_copy_that_changes_the_place_is_told(configured):
    async def play(it):
        tell(it, "one", FIRST, "1")
        tell(it, "two", FIRST, "2")
        tell(it, "two", FIRST.replace("طفس", "طفس ونوى"), "2")
        assert [decision for decision, _ in decisions(it)] == [Decision.TOLD, Decision.COPY, Decision.TOLD]

    watching(configured(), play)


def test_a_higher_figure_with_another_place_is_told_by_itself(configured, mail):
    """A line of figures would not show the place, and a still higher figure would stand in its stead."""

    async def play(it):
        tell(it, "one", FIRST, "1")
        await it.deliver()
        it.clock.move(minutes=1)
        tell(it, "two", FIRST, "2")
        tell(it, "two", FIRST.replace("12", "14").replace("طفس", "طفس ونوى"), "2")
        await it.deliver()
        tell(it, "three", FIRST.replace("12", "20"), "3")
        for _ in range(40):
            it.clock.move(minutes=1)
            await it.deliver()

    watching(configured(), play)
    assert any("طفس ونوى" in body.replace("*", "") for body in about(mail))
    assert "→ 20 قتيلاً" in about(mail)[-1]


def test_nine_outlets_and_thirty_tolls_make_few_messages_and_the_last_toll_is_right(configured, mail):
    """Every four minutes an outlet tells a toll; in its own words, higher or lower than the others."""
    words = (
        "مقتل {n} مدنياً في قصف مدفعي على بلدة طفس بريف درعا الغربي",
        "ارتفاع حصيلة القصف المدفعي على بلدة طفس إلى {n} قتيلاً",
        "{n} قتيلاً في القصف على طفس بريف درعا",
    )
    tolls = [
        12,
        12,
        13,
        12,
        15,
        14,
        15,
        15,
        17,
        16,
        17,
        18,
        18,
        17,
        20,
        19,
        20,
        21,
        21,
        22,
        20,
        22,
        23,
        23,
        23,
        24,
        24,
        25,
        25,
        26,
    ]

    async def play(it):
        for number, toll in enumerate(tolls):
            source = f"outlet{number % 9}"
            tell(it, source, words[number % 3].format(n=toll), f"{number}")
            await it.deliver()
            it.clock.move(minutes=4)
        it.clock.move(hours=1)
        await it.deliver()

    watching(configured(), play)
    told = about(mail)
    assert 2 <= len(told) <= 6
    assert "26" in re.sub("[^0-9→ ]", "", told[-1])
    assert "→ 26 قتيلاً" in told[-1]


def test_a_corrected_figure_names_the_alert_that_told_it(configured, mail):
    async def play(it):
        tell(it, "one", FIRST, "1")
        await it.deliver()
        it.clock.move(minutes=3)
        tell(it, "one", FIRST.replace("12", "9"), "1")
        await it.deliver()

    watching(configured(), play)
    assert re.search(r"تصحيح للتنبيه a\d+ \(12:00\): 12 → 9 قتلى", about(mail)[-1])


def test_a_watch_waits_for_a_second_outlet_and_agencies_are_one_voice(configured, mail):
    async def play(it):
        tell(it, "one", f"{FIRST}، بحسب رويترز", "1")
        tell(it, "two", f"{FIRST}، وفق رويترز", "2")
        assert [decision for decision, _ in decisions(it)] == [Decision.WAITING, Decision.WAITING]
        tell(it, "three", FIRST, "3")
        assert [decision for decision, _ in decisions(it)] == [Decision.TOLD, Decision.WAITING, Decision.COPY]

    watching(configured("min_outlets = 2"), play)


def test_a_story_that_nobody_confirms_is_told_after_a_while(configured, mail):
    async def play(it):
        tell(it, "one", FIRST, "1")
        await it.deliver()
        assert about(mail) == []
        it.clock.move(minutes=31)
        await it.deliver()

    watching(configured('min_outlets = 2\nor_after = "30m"'), play)
    assert len(about(mail)) == 1
