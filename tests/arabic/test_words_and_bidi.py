"""Tokens of folded texts, and bidi controls."""

from itertools import chain, zip_longest

from hypothesis import given
from hypothesis import strategies as st

from arabic.bidi import FSI, PDI, RLI, RLM, isolate, strip_controls
from arabic.fold import fold, fold_text
from arabic.words import WORD, whole_words, words


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


_PIECES = st.sampled_from(
    [
        "درعا",
        "T72",
        "15",
        "é",
        "و",
        "بـ",
        "ال",
        "لَـ",
        "\u0640",
        "\u064b",
        "\ufefb",
        "«",
        "»",
        "،",
        ".",
        " ",
        "  ",
        "\n",
        "_",
        "\0",
        "ſ",
        "ـ ",
    ]
)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_words_are_what_the_expression_finds_and_stand_where_they_are_written(text):
    folded = fold(text)
    plain = words(folded)
    assert plain.texts == WORD.findall(folded.text)
    assert [(word.start, word.end) for word in plain] == [found.span() for found in WORD.finditer(folded.text)]
    for found in (plain, whole_words(folded)):
        gaps = [found.gap(number) for number in range(len(found) + 1)]
        written = [folded.text[word.start : word.end] for word in found]
        assert "".join(chain(*zip_longest(gaps, written, fillvalue=""))) == folded.text
        assert [found[number] for number in range(len(found))] == list(found) == found[:]
        shown = [found.shown(number) for number in range(len(found))]
        assert shown == [word.shown for word in found]
        assert all(word.text.endswith(folded.text[word.shown : word.end]) for word in found)


def test_a_clitic_that_stands_apart_is_written_onto_its_word():
    folded = fold("قصفت بـ صواريخ و ال نظام")
    found = whole_words(folded)
    assert found.texts == ["قصفت", "بصواريخ", "والنظام"]
    assert [folded.text[word.start : word.end] for word in found] == ["قصفت", "ب صواريخ", "و ال نظام"]
    assert [folded.text[word.shown : word.end] for word in found] == ["قصفت", "صواريخ", "نظام"]
    assert found.between(0, 2) == " ب صواريخ "
