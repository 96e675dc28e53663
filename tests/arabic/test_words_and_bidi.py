"""Tokens of folded texts, and bidi controls."""

from arabic.bidi import FSI, PDI, RLI, RLM, isolate, strip_controls
from arabic.fold import fold, fold_text
from arabic.words import words


def tokens(text):
    return [word.text for word in words(fold(text))]


def test_punctuation_is_no_word_and_marks_do_not_divide_one():
    assert tokens("قال: «مِنْ درعا»، (أمس).") == ["قال", "من", "درعا", "امس"]


def test_latin_names_with_figures_are_one_word():
    assert tokens("طراز T72 و BMP") == ["طراز", "t72", "و", "bmp"]


def test_a_clitic_before_a_latin_name_or_a_figure_is_a_word_of_its_own():
    assert tokens("لـT72 بـ15") == ["ل", "t72", "ب", "15"]


def test_offsets_of_words_point_into_the_folded_text():
    folded = fold("بـ صواريخَ، إلى إدلب")
    assert [folded.text[word.start : word.end] for word in words(folded)] == ["ب", "صواريخ", "الي", "ادلب"]
    assert words(folded) == words(fold_text("بـ صواريخَ، إلى إدلب"))


def test_bidi_controls_are_taken_out():
    assert strip_controls(f"{RLM}طفس {RLI}T72{PDI}") == "طفس T72"


def test_an_isolated_text_always_closes():
    assert isolate(f"طفس{RLI}") == f"{FSI}طفس{PDI}"
