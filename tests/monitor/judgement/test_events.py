"""A second attack on a place is not taken for the first: its words, its weapon, its part of the day, its toll."""

import pytest

from arabic.fold import fold_text
from monitor.judgement.events import other_event
from monitor.judgement.gist import gist_of
from storage.alert_rows import Decision
from tests.monitor.test_stories import configured, decisions, mail, tell, watching  # noqa: F401

FIRST = "مقتل 12 مدنياً في قصف استهدف السوق الشعبي في بلدة طفس بريف درعا"

OTHERS = [
    "مقتل 5 مدنيين في قصف جديد على بلدة طفس بريف درعا",
    "غارة جوية ثانية على طفس بريف درعا تودي بحياة 5 مدنيين",
    "تجدد القصف على بلدة طفس بريف درعا ومقتل 5 مدنيين",
    "مقتل 5 مدنيين بقصف بلدة طفس بريف درعا للمرة الثانية",
    "قصف يطال بلدة طفس بريف درعا مرة أخرى ويقتل 5 مدنيين",
]
SAME = [
    "حصيلة جديدة: مقتل 15 مدنياً في القصف على بلدة طفس بريف درعا",
    "ارتفاع عدد قتلى القصف على طفس بريف درعا إلى 15 مدنياً وفق معلومات جديدة",
    "تجدد القصف على بلدة طفس بريف درعا ومقتل 12 مدنياً",
    "مقتل 12 مدنياً في القصف على بلدة طفس بريف درعا في تشرين الثاني",
]


def between(told, new):
    return other_event(*(gist_of("", fold_text(text)).text for text in (told, new)))


@pytest.mark.parametrize("text", OTHERS)
def test_words_that_call_it_a_further_attack(text):
    assert between(FIRST, text)
    assert between(text, text) is None
    assert between(text, FIRST) is None, "the first report of another outlet, which comes later"


@pytest.mark.parametrize("text", SAME)
def test_words_that_do_not(text):
    assert between(FIRST, text) is None


@pytest.mark.parametrize(
    ("told", "new", "other"),
    [
        ("قتلى في قصف مدفعي على طفس", "قتلى في غارة جوية على طفس", True),
        ("قتلى بانفجار سيارة مفخخة في طفس", "قتلى برصاص قناص في طفس", True),
        ("قتلى في قصف مدفعي وغارات جوية على طفس", "قتلى في غارة جوية على طفس", False),
        ("قتلى في القصف على طفس", "قتلى في غارة جوية على طفس", False),
        ("قتلى في قصف على طفس فجر اليوم", "قتلى في قصف على طفس ظهر اليوم", True),
        ("قتلى في قصف على طفس صباح اليوم", "قتلى في قصف على طفس ظهر اليوم", False),
        ("قتلى في قصف على طفس ليلاً", "قتلى في قصف على طفس فجر اليوم", False),
    ],
)
def test_weapons_and_parts_of_the_day(told, new, other):
    assert (between(told, new) is not None) is other


@pytest.mark.parametrize(
    ("text", "minutes", "decision"),
    [
        ("مقتل 5 مدنيين في قصف جديد على السوق الشعبي في بلدة طفس بريف درعا", 40, Decision.TOLD),
        ("مقتل 5 مدنيين في قصف استهدف السوق الشعبي في بلدة طفس بريف درعا", 20, Decision.KNOWN),
        ("مقتل 5 مدنيين في قصف استهدف السوق الشعبي في بلدة طفس بريف درعا", 90, Decision.TOLD),
        ("5 قتلى في القصف على السوق ببلدة طفس بريف درعا", 20, Decision.KNOWN),
        ("5 قتلى في القصف على السوق ببلدة طفس بريف درعا", 90, Decision.TOLD),
        ("مقتل 12 مدنياً في القصف على السوق ببلدة طفس بريف درعا", 90, Decision.COPY),
    ],
)
def test_a_lower_toll_of_another_outlet(configured, text, minutes, decision):  # noqa: F811
    async def play(it):
        tell(it, "one", FIRST, "1")
        it.clock.move(minutes=minutes)
        tell(it, "two", text, "2")
        assert [found for found, _ in decisions(it)] == [Decision.TOLD, decision]

    watching(configured(), play)


def test_further_reports_of_the_second_attack_join_it(configured):  # noqa: F811
    async def play(it):
        tell(it, "one", FIRST, "1")
        it.clock.move(minutes=30)
        for source in ("two", "three"):
            tell(it, source, f"عاجل | {OTHERS[0]}", source)
        assert [found for found, _ in decisions(it)] == [Decision.TOLD, Decision.TOLD, Decision.COPY]

    watching(configured(), play)
