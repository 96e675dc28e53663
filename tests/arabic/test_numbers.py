"""Numbers in digits and words, with their ends."""

import pytest

from arabic.fold import fold_text
from arabic.numbers import numbers
from arabic.words import words


def read(text):
    folded = fold_text(text)
    return numbers(words(folded), folded)


def ends(text):
    return [(number.low, number.high) for number in read(text)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12),
        ("٢٠٠", 200),
        ("۱۲", 12),
        ("1,250", 1250),
        ("1.250", 1250),
        ("١٬٢٥٠", 1250),
        ("270 000", 270_000),
        ("270 ألف", 270_000),
        ("5 آلاف", 5000),
        ("5 آلاف و200", 5200),
        ("1.5 مليون", 1_500_000),
        ("5,7 مليون", 5_700_000),
        ("نصف مليون", 500_000),
        ("مليون ونصف المليون", 1_500_000),
        ("ثلاثة", 3),
        ("ثلاث", 3),
        ("ثماني", 8),
        ("عشر", 10),
        ("أحد عشر", 11),
        ("إحدى عشرة", 11),
        ("اثني عشر", 12),
        ("اثنتا عشرة", 12),
        ("خمسة عشر", 15),
        ("عشرون", 20),
        ("ثلاثة وعشرين", 23),
        ("مئة", 100),
        ("مائة وخمسين", 150),
        ("مئتا", 200),
        ("مئتي", 200),
        ("ثلاثمئة", 300),
        ("ثلاث مئة وخمسة", 305),
        ("أربعمائة وعشرين", 420),
        ("ألف", 1000),
        ("ألفي", 2000),
        ("ألف ومئتي", 1200),
        ("خمسة وثلاثين ألف", 35_000),
        ("ثلاث مئة وخمسة وستون ألفاً وأربعة", 365_004),
        ("مليوني", 2_000_000),
        ("ثلاثة ملايين", 3_000_000),
        ("لـ200", 200),
        ("الـ15", 15),
    ],
)
def test_a_number_has_its_value_however_it_is_written(written, value):
    assert ends(f"{written} شخص") == [(value, value)]


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("أكثر من 200 شخص", 200, None),
        ("ما يزيد على 60 ألف شخص", 60_000, None),
        ("ما لا يقل عن 17 شخصاً", 17, None),
        ("30 شخصاً على الأقل", 30, None),
        ("أقل من 10 أشخاص", 0, 9),
        ("ما يصل إلى 40 شخصاً", 0, 40),
        ("نحو 900 عائلة", 900, 900),
        ("بين 10 و15 عنصراً", 10, 15),
        ("ما بين ألف و1500 عائلة", 1000, 1500),
        ("من 20 إلى 30 ألف شخص", 20_000, 30_000),
        ("15-20 عائلة", 15, 20),
        ("3 أو 4 أشخاص", 3, 4),
        ("بضعة أشخاص", 3, 9),
        ("بضعة آلاف", 3000, 9999),
        ("عشرات المدنيين", 10, None),
        ("عشرات الآلاف", 10_000, None),
        ("مئات العائلات", 100, None),
        ("مئات آلاف المدنيين", 100_000, None),
        ("آلاف النازحين", 1000, None),
        ("ملايين السوريين", 1_000_000, None),
    ],
)
def test_a_number_has_the_ends_that_are_told(written, low, high):
    assert ends(written) == [(low, high)]


def test_more_than_is_not_at_least():
    assert [number.above for number in read("أكثر من 10 ثم ما لا يقل عن 10")] == [True, False]


@pytest.mark.parametrize(
    "written",
    [
        "11:07",
        "2018.07.03",
        "3/7/2018",
        "٣ / ٧ / ٢٠١٨",
        "2018-07-03",
        "0944123456",
        "70%",
        "70 بالمئة",
        "T72",
        "#15",
        "$200",
    ],
)
def test_clocks_dates_telephones_shares_and_names_are_no_numbers(written):
    assert ends(f"{written} شخص") == []


def test_numbers_side_by_side_stay_apart():
    assert ends("3 و5 أشخاص") == [(3, 3), (5, 5)]
    assert ends("ثلاثة قتلى وخمسة جرحى") == [(3, 3), (5, 5)]
    assert ends("2341 جندياً و54 مدنياً") == [(2341, 2341), (54, 54)]


def test_a_million_with_three_decimals_is_refused():
    assert ends("1.250 مليون شخص") != [(1250, 1250)]


def test_a_year_is_marked():
    assert [number.year for number in read("عام 2018 قتل 2018 شخصاً و200 آخرون")] == [True, True, False]


def test_the_words_of_a_number_are_told():
    (number,) = read("نزوح أكثر من خمسة وثلاثين ألف مدني")
    assert (number.opening, number.first, number.last) == (1, 3, 5)
