"""Figures of people in sentences, and the terms that ask for them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.fold import fold
from monitor.watches.figures import Figure, FigureTerm, figures, parse_figure_term
from monitor.watches.terms import TermError

HERE = Path(__file__).parent


def cases(name):
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text, _, expected = line.rpartition("|")
            yield text.strip(), [] if expected.strip() == "-" else [part.strip() for part in expected.split(";")]


def told(figure):
    """A figure as the case files write it."""
    high = "+" if figure.high is None else "" if figure.high == figure.low else f"-{figure.high}"
    families = " families" if figure.unit == "family" else ""
    scope = "" if figure.scope == "event" else f" @{figure.scope}"
    return f"{figure.kind} {figure.low}{high}{families}{scope}"


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("figure_cases.txt", 0.97),
        ("figure_cases_kept.txt", 0.97),
        ("figure_cases_fresh.txt", 0.97),
        ("figure_cases_last.txt", 0.86),
    ],
)
def test_most_figures_are_read_and_none_is_wrong(name, share):
    sentences = list(cases(name))
    read = {text: [told(figure) for figure in figures(text)] for text, _ in sentences}
    wrong = {text: read[text] for text, expected in sentences if not set(read[text]) <= set(expected)}
    assert wrong == {}
    right = sum(read[text] == expected for text, expected in sentences)
    assert right >= share * len(sentences)


def test_there_are_enough_cases():
    assert sum(1 for path in HERE.glob("figure_cases*.txt") for _ in cases(path.name)) >= 300


def test_a_figure_says_where_it_stands_and_why():
    text = "أسفر القصف عن نُزوح أكثر من ٢٧٠ ألفَ مدنيٍّ، ومقتل قتيلين"
    displaced, killed = figures(text)
    assert text[displaced.start : displaced.end] == "٢٧٠ ألفَ مدنيٍّ"
    assert displaced.why == "displaced: «نزوح», more than 270,000"
    assert displaced.above
    assert text[killed.start : killed.end] == "قتيلين"


def test_why_names_the_word_of_the_scope():
    assert figures("نفى المتحدث مقتل 20 جندياً")[0].why == "killed: «مقتل», denied: «نفي»"
    assert figures("نزوح 90 عائلة منذ عام 2011")[0].why == "displaced: «نزوح», families, cumulative: «منذ»"


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


def figure(low, high=-1, *, kind="killed", unit="person", scope="event", above=False):
    return Figure(kind, low, low if high == -1 else high, unit, 0, 1, scope, "", above)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("displaced>=1000", FigureTerm("displaced>=1000", "displaced", ">=", 1000)),
        ("killed > 10", FigureTerm("killed > 10", "killed", ">", 10)),
        ("KILLED<=5", FigureTerm("KILLED<=5", "killed", "<=", 5)),
        ("injured=0", FigureTerm("injured=0", "injured", "=", 0)),
        ("injured==0", FigureTerm("injured==0", "injured", "=", 0)),
        ("arrested≥٢٠", FigureTerm("arrested≥٢٠", "arrested", ">=", 20)),
        ("displaced>=1,000", FigureTerm("displaced>=1,000", "displaced", ">=", 1000)),
        ("displaced.total>=1000", FigureTerm("displaced.total>=1000", "displaced", ">=", 1000, True)),
        ("killed>10.total", FigureTerm("killed>10.total", "killed", ">", 10, True)),
    ],
)
def test_a_figure_term_is_read(term, expected):
    assert parse_figure_term(term) == expected


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("killd>3", "did you mean killed"),
        ("killed>ten", "no whole number"),
        ("killed>3.5", "displaced>=1000"),
        ("killed.all>3", "may stand .total"),
        ("killed.total>3.total", "may stand .total"),
        ("killed", "displaced>=1000"),
        ("killed>-3", "no whole number"),
    ],
)
def test_a_wrong_figure_term_says_what_is_allowed(term, said):
    with pytest.raises(TermError, match=said):
        parse_figure_term(term)


@pytest.mark.parametrize(
    ("term", "yes", "no"),
    [
        (
            "killed>=10",
            [figure(10), figure(10, None), figure(8, 12), figure(9, None, above=True)],
            [figure(9), figure(0, 40)],
        ),
        ("killed>10", [figure(11), figure(10, None, above=True)], [figure(10), figure(10, None)]),
        (
            "killed<=10",
            [figure(10), figure(8, 12), figure(0, 9), figure(0)],
            [figure(11), figure(3, None), figure(0, 12)],
        ),
        ("killed<10", [figure(9), figure(0, 9)], [figure(10), figure(0, 10)]),
        ("killed=0", [figure(0)], [figure(1), figure(0, 9), figure(0, None)]),
        ("killed=3", [figure(3)], [figure(3, None), figure(2, 3), figure(3, kind="injured")]),
    ],
)
def test_a_term_is_fulfilled_by_what_is_told(term, yes, no):
    asked = parse_figure_term(term)
    assert all(asked.fulfilled_by(one) for one in yes)
    assert not any(asked.fulfilled_by(one) for one in no)


def test_a_bare_kind_counts_the_event_and_total_a_longer_time():
    event, total = parse_figure_term("killed>=1"), parse_figure_term("killed.total>=1")
    assert event.fulfilled_by(figure(5))
    assert not total.fulfilled_by(figure(5))
    assert total.fulfilled_by(figure(5, scope="cumulative"))
    assert not event.fulfilled_by(figure(5, scope="cumulative"))
    for scope in ("denied", "planned"):
        assert not any(term.fulfilled_by(figure(5, scope=scope)) for term in (event, total))


def test_a_displaced_family_counts_as_five_persons():
    families = figure(200, kind="displaced", unit="family")
    assert parse_figure_term("displaced>=1000").fulfilled_by(families)
    assert not parse_figure_term("displaced>1000").fulfilled_by(families)
    assert not parse_figure_term("displaced=1000").fulfilled_by(families)
    assert parse_figure_term("displaced>=1000").why(families).endswith("a family counted as 5 persons")
