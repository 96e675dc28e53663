"""Copies are found through every small change; a figure, a place or a negation makes a text news."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from arabic.fold import fold_text
from bench.copies import measure
from monitor.copying import Copying
from monitor.judgement.gist import gist_of
from monitor.judgement.guard import differences
from monitor.kinship import own_place_names

AT = datetime(2018, 7, 3, 10, tzinfo=UTC)
BASE = (
    "أفاد مراسلنا بأن طائرات حربية قصفت بلدة طفس بريف درعا الغربي ما أدى إلى مقتل 12 مدنياً وإصابة 5 آخرين بجروح "
    "في هجوم هو الأعنف منذ أيام"
)


def matters(before, after):
    found = differences(gist_of("", fold_text(before)).text, gist_of("", fold_text(after)).text, own_place_names())
    return [difference.matter for difference in found]


@pytest.mark.parametrize(
    ("was", "now", "matter"),
    [
        ("12", "15", "figure"),
        ("12", "اثني عشر", None),
        ("12 مدنياً وإصابة 5", "5 مدنيين وإصابة 12", "figure"),
        ("12 مدنياً", "مدنيين", "figure"),
        ("مقتل 12", "اعتقال 12", "figure"),
        ("طفس", "نوى", "place"),
        ("طفس", "كفرسنان", "place"),
        ("بلدة طفس", "قريتي كفرسنان وتلجوزا", "place"),
        ("الغربي", "الشرقي", "place"),
        ("قصفت", "لم تقصف", "negation"),
        ("أفاد", "نفى", "negation"),
        ("مراسلنا", "مصدر محلي", None),
        ("مراسلنا", "مراسل قناة الجزيرة", None),
        ("في هجوم", "الساعة 14:30 في هجوم", None),
        ("بجروح", "بجروح (12 صورة)", None),
        ("منذ أيام", "منذ أيام. ولا تزال فرق الإسعاف تعمل، ولم ترد تفاصيل أخرى", None),
    ],
)
def test_what_the_guard_lets_pass_and_what_not(was, now, matter):
    assert matters(BASE, BASE.replace(was, now)) == ([matter] if matter else [])


def test_places_outside_the_gazetteer_are_told_apart():
    before, after = BASE.replace("بلدة طفس", "محيط كفرسنان"), BASE.replace("بلدة طفس", "محيط تلجوزا")
    assert matters(before, after) == ["place"]


def test_a_place_behind_another_word_than_before_is_told_apart():
    before, after = BASE.replace("بلدة طفس", "محيط كفرسنان"), BASE.replace("بلدة طفس", "تخوم تلجوزا")
    assert matters(before, after) == ["place"]


def test_a_changed_number_behind_a_verb_of_leaving_is_a_figure_alone():
    assert matters("غادرت 88 عائلة من بلدة نوى", "غادرت 91 عائلة من بلدة نوى") == ["figure"]


def test_what_lies_around_a_place_is_no_other_place():
    assert matters("نزوح عشرات العائلات من طفس", "نزوح عشرات العائلات من طفس في ريف درعا") == []


@pytest.fixture
def copying():
    with closing(Copying()) as opened:
        yield opened


def test_a_changed_figure_is_new_in_the_same_story_and_a_copy_is_counted_to_it(copying):
    assert copying.judge("a", "", BASE, AT).story == "a"
    copy = copying.judge("b", "", f"عاجل | {BASE}", AT + timedelta(minutes=5))
    news = copying.judge("c", "", BASE.replace("12", "15"), AT + timedelta(minutes=9))
    other = copying.judge("d", "", "وصل وفد أممي إلى العاصمة لبحث إدخال المساعدات الطبية", AT)
    assert (copy.is_copy, copy.story) == (True, "a")
    assert (news.is_copy, news.story, news.why) == (False, "a", "figure changed: 12 → 15")
    assert (other.is_copy, other.story, other.score) == (False, "d", None)


def test_a_story_takes_no_members_after_a_day(copying):
    copying.judge("a", "", BASE, AT)
    assert copying.judge("b", "", BASE.replace("12", "15"), AT + timedelta(hours=25)).story == "b"


def test_nothing_is_a_copy_of_what_was_told_long_ago(copying):
    copying.judge("a", "", BASE, AT)
    assert not copying.judge("b", "", BASE, AT + timedelta(days=8)).is_copy


def test_a_corpus_of_near_copies_and_of_news():
    measured = measure(600, 40)
    assert measured["false links while storing"] <= 0.01
    for kind, (right, asked) in measured["right"].items():
        assert right >= (asked if kind.startswith("not:") else 0.96 * asked), (kind, right, asked)
