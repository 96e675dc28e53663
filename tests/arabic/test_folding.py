"""Folding: one spelling for every way of writing, and the way back to the original characters."""

from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arabic.fold import fold, fold_text, strip_marks
from arabic.words import words

ALPHABET = (
    "ابةتثجحخدرسصطعفقكلمنهوىيءآأؤإئ"  # letters and hamza seats
    "\u064b\u064e\u0651\u0652\u0653\u0654\u0655\u0670\u0640"  # marks and tatweel
    "\u200b\u200c\u200d\u200e\u200f\u061c\u202b\u202c\u2067\u2069\ufeff\u00ad"  # invisible characters
    "کگیھہەۀپچڤ٠١٢۳۴5"  # Persian and Urdu letters, three digit families
    "ﻻﷲﷺﺎﹰﱠ"  # presentation forms
    "TtÉe\u0301ß \u00a0\n.-«»،"
)
texts = st.text(st.sampled_from(ALPHABET), max_size=60) | st.text(max_size=40)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("قُتِلَ", "قتل"),
        ("درعـــا", "درعا"),
        ("أإآٱا", "ااااا"),
        ("إدلب", "ادلب"),
        ("نوى", "نوي"),
        ("مسؤول مسئول", "مسءول مسءول"),
        ("سيطرة", "سيطرة"),
        ("کشتی گفت", "كشتي كفت"),
        ("ہجرة ھجرة", "هجرة هجرة"),
        ("ﻻﺟﺊ", "لاجء"),
        ("طف\u200dس\u200f", "طفس"),
        ("می\u200cشود", "مي شود"),
        ("١٢٣ ۱۲۳ 123", "123 123 123"),
        ("BMP T٧٢", "bmp t72"),
        ("كلمة\u00a0أخرى", "كلمة اخري"),
        ("٢٫٥", "2.5"),
        ("ڤيينا", "فيينا"),
        ("درعا\ufe70", "درعا"),
    ],
)
def test_every_way_of_writing_folds_into_one_spelling(written, folded):
    assert fold_text(written) == folded


@pytest.mark.parametrize("word", ["مسؤول", "آخر", "إدلب", "لاجئ", "أسرة", "café"])
def test_a_decomposed_word_folds_as_the_composed_one(word):
    assert fold_text(normalize("NFD", word)) == fold_text(word)


def test_paragraphs_survive_folding():
    assert fold_text("أولًا\r\nثانيًا\u2029ثالثًا").split("\n") == ["اولا ", "ثانيا", "ثالثا"]


def test_a_span_covers_the_marks_of_its_last_letter_and_no_invisible_character_after_it():
    original = "في \u200fطَفَسْ\u200f ونوى"
    folded = fold(original)
    start = folded.text.index("طفس")
    first, last = folded.span(start, start + 3)
    assert original[first:last] == "طَفَسْ"


def test_a_ligature_is_covered_whole():
    folded = fold("ﻻﺟﺊ")
    assert folded.text == "لاجء"
    assert folded.span(0, 1) == (0, 1)
    assert folded.span(0, 4) == (0, 3)


def test_marks_are_taken_off_and_the_spelling_stays():
    assert strip_marks("\u200fمُسـؤُول ") == "مسؤول"


@given(texts)
@settings(max_examples=1500, deadline=None)
def test_folding_with_and_without_a_map_agree(text):
    folded = fold(text)
    assert folded.text == fold_text(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    assert folded.offsets[-1] == len(text)


@given(texts)
@settings(max_examples=1500, deadline=None)
def test_the_original_span_of_a_word_folds_to_a_text_with_that_word(text):
    folded = fold(text)
    for word in words(folded):
        start, end = folded.span(word.start, word.end)
        assert 0 <= start < end <= len(text)
        assert word.text in fold_text(text[start:end])


@given(st.lists(st.sampled_from(["طَفَس", "نـوى", "دِرعا\u200f", "لـ قوات", "T72", "ﻻﺟﺊ", "٢٠٠ مدني"]), max_size=12))
@settings(deadline=None)
def test_the_original_span_of_an_arabic_word_folds_to_that_very_word(parts):
    folded = fold(" ".join(parts))
    for word in words(folded):
        start, end = folded.span(word.start, word.end)
        assert fold_text(folded.original[start:end]) == word.text
