"""An edit is news where a figure or a negation changed."""

import pytest

from monitor.judgement.significance import significant_change
from monitor.kinship import own_place_names


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("مقتل 12 مدنيا", "مقتل 15 مدنيا"),
        ("نزوح 1,200 عائله", "نزوح 12,000 عائله"),
        ("المصدر اكد حدوث نزوح", "المصدر نفي حدوث نزوح"),
        ("دخلت القافله", "لم تدخل القافله"),
        ("اطلاق صاروخا علي المدينه", "اطلاق صاروخين علي المدينه"),
        ("ثلث السكان بلا كهرباء", "نصف السكان بلا كهرباء"),
        ("هزه بقوه 4.5 درجات", "هزه بقوه 5.4 درجات"),
        ("سيول في بلدة اريانة", "سيول في بلدة فريانة"),
        ("سرايا القدس تعلن استهداف دبابه", "القسام تعلن استهداف دبابه"),
    ],
)
def test_a_changed_figure_or_negation_is_significant(before, after):
    assert significant_change(before, after, own_place_names())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("مقتل 12 مدنيا في البلده", "مقتل 12 مدنيا، في البلده."),
        ("تحديث 11:07 قصف علي البلده", "تحديث 11:45 قصف علي البلده"),
        ("بيان 2018/07/03 الغرفه", "بيان 2018/07/04 الغرفه"),
        ("قصف علي البلده", "قصف جديد علي البلده"),
        ("هزه بقوه 4.5 درجات", "هزه بقوه 4,5 درجات"),
        ("جرفت السيول الخيام في القطيفه", "جرفت السيول الخيام في القيطفه"),
        ("نزوح من تلعفر صباح الاثنين", "نزوح من تل عفر صباح الثلاثاء"),
    ],
)
def test_a_comma_a_clock_time_or_an_added_word_is_not(before, after):
    assert significant_change(before, after, own_place_names()) is None
