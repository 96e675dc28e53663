"""Figure terms: `displaced>=1000`, `killed>10.total`, compared with the figures that a text tells."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, get_args

from arabic.figures import Figure, Kind, figures
from arabic.fold import fold_text
from monitor.watches.terms import TermError

__all__ = ["PERSONS_OF_A_FAMILY", "Figure", "FigureTerm", "figures", "parse_figure_term"]

PERSONS_OF_A_FAMILY = 5
"""What a displaced family counts where a term asks for persons: about the mean household of the region."""

Comparison = Literal[">=", ">", "<=", "<", "="]
_KINDS: tuple[Kind, ...] = get_args(Kind)
_WRITTEN = {
    ">=": ">=",
    "≥": ">=",
    "=>": ">=",
    "<=": "<=",
    "≤": "<=",
    "=<": "<=",
    ">": ">",
    "<": "<",
    "=": "=",
    "==": "=",
}
_TERM = re.compile(
    r"(?P<kind>[a-z_]+)(?P<total>\.[a-z_]+)?\s*(?P<sign>>=|<=|=>|=<|==|[<>=≥≤])\s*(?P<number>[^\s.]+)(?P<after>\.[a-z_]+)?"
)
_NUMBER = re.compile(r"\d{1,3}(?:[,_]\d{3})+|\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class FigureTerm:
    """A kind of figure, a comparison and a number; of an event, or with `total` of a longer time."""

    term: str
    kind: Kind
    comparison: Comparison
    number: int
    total: bool = False

    def fulfilled_by(self, figure: Figure) -> bool:
        """Whether a figure is of this kind and scope and, as far as the text tells it, of this size.

        Of a range the end counts that comes nearer. «More than 200» is over 200. «Less than 10» and «up to 10»
        are at most that, and at least nothing. A displaced family counts as `PERSONS_OF_A_FAMILY` persons, but is
        never «=». What is denied, feared or planned fulfils no term.
        """
        if figure.kind != self.kind or figure.scope != ("cumulative" if self.total else "event"):
            return False
        persons = PERSONS_OF_A_FAMILY if figure.unit == "family" else 1
        lowest = (figure.low + figure.above) * persons
        highest = None if figure.high is None else figure.high * persons
        if self.comparison == "=":
            return persons == 1 and figure.low == figure.high == self.number
        if self.comparison in (">", ">="):
            most = lowest if highest is None or lowest == 0 else highest
            return most > self.number or (most == self.number and self.comparison == ">=")
        least = lowest if lowest or highest == 0 else highest
        if highest is None or least is None:
            return False
        return least < self.number or (least == self.number and self.comparison == "<=")

    def why(self, figure: Figure) -> str:
        """How a figure fulfils the term, in words."""
        if figure.unit == "person":
            return figure.why
        return f"{figure.why}, a family counted as {PERSONS_OF_A_FAMILY} persons"


def parse_figure_term(term: str) -> FigureTerm:
    """A term such as `displaced>=1000`, `killed.total>500` or `injured=0`; raises TermError."""
    found = _TERM.fullmatch(fold_text(term).strip())
    if found is None:
        raise TermError(term, "a figure is written as displaced>=1000 or killed.total>500")
    kind = next((kind for kind in _KINDS if kind == found["kind"]), None)
    if kind is None:
        near = get_close_matches(found["kind"], _KINDS, 1, 0.5)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise TermError(term, f"{found['kind']} is no kind of figure; there are {', '.join(_KINDS)}{hint}")
    scopes = [scope for scope in (found["total"], found["after"]) if scope]
    if len(scopes) > 1 or any(scope != ".total" for scope in scopes):
        raise TermError(term, f"behind {kind} may stand .total (of a longer time), nothing else")
    number = found["number"]
    if not _NUMBER.fullmatch(number):
        raise TermError(term, f"{number} is no whole number; write it as 1000 or 1,000")
    sign: Comparison = _WRITTEN[found["sign"]]  # type: ignore[assignment]
    return FigureTerm(term, kind, sign, int(re.sub("[,_]", "", number)), bool(scopes))
