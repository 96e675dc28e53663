"""Figures of people in sentences: how many, of what, in which scope."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.figures import figures
from arabic.figures.reading import MOST_WORDS
from arabic.fold import fold

LONG_SENTENCES = 0.86  # of several clauses each: of these less is told, and nothing wrongly either
CASES = sorted((Path(__file__).parent / "figure_cases").glob("*.txt"))


def cases(path):
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text, _, expected = line.rpartition("|")
            yield text.strip(), [] if expected.strip() == "-" else [part.strip() for part in expected.split(";")]


def told(figure):
    """A figure as the case files write it."""
    high = "+" if figure.high is None else "" if figure.high == figure.low else f"-{figure.high}"
    families = " families" if figure.unit == "family" else ""
    scope = "" if figure.scope == "event" else f" @{figure.scope}"
    return f"{figure.kind} {figure.low}{high}{families}{scope}"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_most_figures_are_read_and_none_is_wrong(path):
    sentences = list(cases(path))
    read = {text: [told(figure) for figure in figures(text)] for text, _ in sentences}
    wrong = {text: read[text] for text, expected in sentences if not set(read[text]) <= set(expected)}
    assert wrong == {}
    right = sum(read[text] == expected for text, expected in sentences)
    assert right >= (LONG_SENTENCES if path.stem == "clauses" else 0.95) * len(sentences)


def test_there_are_enough_cases():
    assert sum(1 for path in CASES for _ in cases(path)) >= 700


def test_a_figure_says_where_it_stands_and_why():
    text = "أسفر القصف عن نُزوح أكثر من ٢٧٠ ألفَ مدنيٍّ، ومقتل قتيلين"
    displaced, killed = figures(text)
    assert text[displaced.start : displaced.end] == "٢٧٠ ألفَ مدنيٍّ"
    assert displaced.why == "displaced: more than 270,000 persons («نزوح»), of this event"
    assert displaced.above
    assert text[killed.start : killed.end] == "قتيلين"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("مقتل 12 مدنياً", "killed: 12 persons («مقتل»), of this event"),
        ("مقتل بين 10 و15 عنصراً", "killed: 10 to 15 persons («مقتل»), of this event"),
        ("نزوح نحو 900 عائلة", "displaced: about 900 families («نزوح»), of this event"),
        ("اعتقال ما يصل إلى 40 شخصاً", "arrested: at most 40 persons («اعتقال»), of this event"),
        ("ارتفع عدد القتلى من 10 إلى 15", "killed: 15 persons («القتلي»), of this event"),
        ("يضم المخيم 12 ألف نازح", "displaced: 12,000 persons («نازح»), cumulative: a number that stands"),
        ("انفجار دون وقوع إصابات", "injured: no persons («دون»), of this event"),
    ],
)
def test_why_tells_how_many_of_what_and_of_which_time(text, why):
    assert [figure.why for figure in figures(text)] == [why]


def test_why_names_the_word_of_the_scope():
    assert figures("نفى المتحدث مقتل 20 جندياً")[0].why == "killed: 20 persons («مقتل»), denied: «نفي»"
    assert figures("نزوح 90 عائلة منذ عام 2011")[0].why == "displaced: 90 families («نزوح»), cumulative: «منذ»"


def test_a_folded_text_is_not_folded_again():
    text = "مقتل ثَلاثة مدنيّين"
    assert figures(fold(text)) == figures(text)


def test_the_cue_of_one_figure_does_not_reach_another():
    event, longer = figures("قتل 5 مدنيين بقصف اليوم، ما يرفع حصيلة القتلى منذ بداية الشهر إلى 120")
    assert (event.low, event.scope) == (5, "event")
    assert (longer.low, longer.scope) == (120, "cumulative")


WORDS = ["مقتل ", "إصابة ", "نزح ", " و", "3 ", "ألف ", "مدنياً ", "قتلى ", "عدد ", "منذ ", "بين ", "إلى "]
PIECES = [*"قتلنزحعد ،.\n:-03٤", *WORDS]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_text_is_too_odd(text):
    for figure in figures(text):
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.high is None or 0 <= figure.low <= figure.high


def test_an_endless_sentence_is_read_in_steps():
    assert len(figures("قتل 3 مدنيين و5 جرحى، " * 300)) == 600


def test_a_bar_parts_what_stands_beside_it():
    killed, *others = figures("عاجل | 7 شهداء بينهم 3 أطفال في قصف منزل | غزة")
    assert (killed.kind, killed.low, others) == ("killed", 7, [])
    assert [(one.kind, one.low) for one in figures("مراسلنا | مقتل 3 مدنيين وإصابة 5 | ريف إدلب")] == [
        ("killed", 3),
        ("injured", 5),
    ]


def test_a_text_longer_than_any_report_is_read_as_far_as_a_report_goes():
    said = "مقتل 3 مدنيين"
    filler = "خبر آخر عن الطريق. "
    words = MOST_WORDS // len(filler.split())
    assert [one.low for one in figures(f"{filler * (words - 1)}{said}")] == [3]
    assert figures(f"{filler * words}{said}") == []
