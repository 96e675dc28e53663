"""Figure terms: what they ask for, and what fulfils them."""

import pytest

from arabic.figures import Figure
from monitor.watches.figures import FigureTerm, parse_figure_term
from monitor.watches.terms import TermError


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
