"""The same event in another house's words is a copy; news that looks like it is not."""

from contextlib import closing

import pytest

from arabic.fold import fold_text
from bench.reports import measure
from monitor.copying import Copying
from monitor.judgement.gist import gist_of
from monitor.judgement.guard import differences
from monitor.kinship import own_place_names
from tests.support import START

NEGATIVES = ("figure", "place", "negation", "direction", "weekday", "part of the day", "killed and wounded")


@pytest.fixture
def copying():
    with closing(Copying()) as opened:
        yield opened


other = copying


@pytest.mark.parametrize("corpus", ["first", "second"])
def test_reports_in_other_words_and_other_news(corpus):
    by_kind, false, _ = measure(corpus, 7, seed=3)
    assert false == 0
    for kind, (right, told) in by_kind.items():
        assert right >= (told if kind.startswith(NEGATIVES) else told - 1), (kind, right, told)


BASE = "سيطرت قوات سوريا الديمقراطية على جسر الدواب صباح الاثنين بعد معارك مع تنظيم الدولة وسمحت للأهالي بالعودة"


@pytest.mark.parametrize(
    ("was", "now", "matter"),
    [
        ("جسر الدواب", "الرمادي", "place"),
        ("جسر الدواب", "قرية أم هشابة", "place"),
        ("جسر الدواب", "ربوة الزهور", "place"),
        ("معارك مع تنظيم الدولة", "حصار بلدات شوعوهو", "place"),
        ("تنظيم الدولة", "فصائل المعارضة", "actor"),
        ("الاثنين", "الأربعاء", "time"),
        ("صباح", "مساء", "time"),
        ("صباح", "فجر", None),
        ("سيطرت", "ما سيطرت", "negation"),
        ("وسمحت", "وهو ما نفاه ناطق، وسمحت", "negation"),
        ("سوريا", "سورية", None),
    ],
)
def test_what_makes_a_report_news(was, now, matter):
    before, after = (gist_of("", fold_text(text)).text for text in (BASE, BASE.replace(was, now)))
    found = [difference.matter for difference in differences(before, after, own_place_names())]
    assert found == ([matter] if matter else [])


def test_two_places_that_changed_their_ends_are_told_apart(copying):
    there = "نزحت 40 عائلة من سرمين إلى كفرنبل بعد قصف عنيف طال الأحياء السكنية ومحيطها منذ الفجر"
    copying.judge("a", "", there, START)
    back = copying.judge("b", "", there.replace("من سرمين إلى كفرنبل", "من كفرنبل إلى سرمين"), START)
    assert (back.is_copy, back.why) == (False, "place changed: من سرمين → الي سرمين")
    assert copying.judge("c", "", there.replace("من سرمين إلى كفرنبل", "إلى كفرنبل من سرمين"), START).is_copy


def test_a_text_that_was_cut_off_tells_nothing_new_and_the_whole_one_may(copying, other):
    whole = "انفجر لغم أرضي بحافلة على طريق سرمين ظهر السبت فقضى 4 من ركابها وجرح 12 وفق فرق الإسعاف المحلية"
    cut = whole.replace(" وجرح 12 وفق فرق الإسعاف المحلية", "…")
    copying.judge("a", "", whole, START)
    assert copying.judge("b", "", cut, START).is_copy
    assert not copying.judge("c", "", cut.replace("4 من", "7 من"), START).is_copy
    other.judge("a", "", cut, START)
    assert not other.judge("b", "", whole, START).is_copy


def test_tags_behind_the_last_sentence_name_no_further_place(copying):
    text = "توقفت محطة المياه في خربة العدس عن العمل مساء السبت بسبب نفاد الوقود."
    copying.judge("a", "", text, START)
    assert copying.judge("b", "", f"{text} #سوريا #خربة_العدس", START).is_copy
