"""Queries as trees: what a stretch of text must hold, and whether it does."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from monitor.values import Field


class Spot(NamedTuple):  # a tuple, because every hit makes one
    """Where a term was found: words `first` to `last` of a field, `start` to `end` (exclusive) of it folded.

    Where a regex hit no word, `last` is the word before and `first` the word after it.
    """

    field: Field
    first: int
    last: int
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A term as it was written at `at` of its query; `term` is its number, `label` what its matches are told under."""

    text: str
    at: int = 0
    term: int = -1
    label: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """Things of which each stands at most so many words from the one before, on either side of it.

    `reaches` has one entry less than `parts`; a part is a term or several of which one is enough.
    """

    parts: tuple["Leaf | Or", ...]
    reaches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class And:
    """Every part; without parts, always."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """A part that must not be there."""

    part: "Node"


Node = Leaf | Near | And | Or | Not
Look = Callable[[int], Sequence[Spot]]
"""Term number → where it stands in the stretch that is looked at, headline included."""
Told = tuple[Spot, str]
"""A spot that fulfils a query, and the label of its term."""


def evaluate(node: Node, look: Look) -> list[Told] | None:
    """What fulfils a query in a stretch of text, in no order; None where it is not fulfilled."""
    match node:
        case Leaf():
            return [(spot, node.label) for spot in look(node.term)] or None
        case And():
            told: list[Told] = []
            for part in node.parts:
                found = evaluate(part, look)
                if found is None:
                    return None
                told += found
            return told
        case Or():
            fulfilled = [found for part in node.parts if (found := evaluate(part, look)) is not None]
            return [one for found in fulfilled for one in found] if fulfilled else None
        case Not():
            return [] if evaluate(node.part, look) is None else None
        case Near():
            return _near(node, look)


def _near(node: Near, look: Look) -> list[Told] | None:
    chain = [evaluate(part, look) or [] for part in node.parts]
    for place, reach in enumerate(node.reaches):
        chain[place + 1] = _beside(chain[place + 1], chain[place], reach)
    for place in reversed(range(len(node.reaches))):
        chain[place] = _beside(chain[place], chain[place + 1], node.reaches[place])
    return [one for told in chain for one in told] if chain[-1] else None


def _beside(these: Sequence[Told], others: Sequence[Told], reach: int) -> list[Told]:
    """Those of `these` that have one of `others` before or after them, with at most `reach` words between."""
    kept: list[Told] = []
    for field in dict.fromkeys(spot.field for spot, _ in others):
        firsts = sorted(spot.first for spot, _ in others if spot.field == field)
        lasts = sorted(spot.last for spot, _ in others if spot.field == field)
        for one in these:
            spot = one[0]
            if spot.field != field:
                continue
            before, after = bisect_left(lasts, spot.first), bisect_right(firsts, spot.last)
            if (before and spot.first - lasts[before - 1] - 1 <= reach) or (
                after < len(firsts) and firsts[after] - spot.last - 1 <= reach
            ):
                kept.append(one)
    return kept


def leaves(node: Node) -> Iterator[Leaf]:
    """Every term of a query, in its order."""
    match node:
        case Leaf():
            yield node
        case Not():
            yield from leaves(node.part)
        case _:
            for part in node.parts:
                yield from leaves(part)


def negations(node: Node) -> Iterator[Not]:
    """The parts that a query must not hold."""
    match node:
        case Not():
            yield node
        case And() | Or():
            for part in node.parts:
                yield from negations(part)


def without_negations(node: Node) -> Node:
    """The query as if nothing that it refuses were ever there."""
    match node:
        case Not():
            return And(())
        case And():
            return And(tuple(map(without_negations, node.parts)))
        case Or():
            return Or(tuple(map(without_negations, node.parts)))
        case _:
            return node


def bind(node: Node, number: Callable[[Leaf], int], label: str | None = None) -> Node:
    """The query with its terms numbered; their label is `label`, else the term itself."""
    match node:
        case Leaf():
            return _bound(node, number, label)
        case Near():
            return Near(tuple(_bound_part(part, number, label) for part in node.parts), node.reaches)
        case And():
            return And(tuple(bind(part, number, label) for part in node.parts))
        case Or():
            return _bound_or(node, number, label)
        case Not():
            return Not(bind(node.part, number, label))


def _bound(leaf: Leaf, number: Callable[[Leaf], int], label: str | None) -> Leaf:
    return replace(leaf, term=number(leaf), label=leaf.text if label is None else label)


def _bound_or(node: Or, number: Callable[[Leaf], int], label: str | None) -> Or:
    return Or(tuple(bind(part, number, label) for part in node.parts))


def _bound_part(part: Leaf | Or, number: Callable[[Leaf], int], label: str | None) -> Leaf | Or:
    return _bound(part, number, label) if isinstance(part, Leaf) else _bound_or(part, number, label)


def triggers(node: Node, costly: Collection[int] = ()) -> frozenset[int] | None:
    """The first of the sets of `needs`; None where the query needs no term."""
    return next(iter(needs(node, costly)), None)


def needs(node: Node, costly: Collection[int] = ()) -> list[frozenset[int]]:
    """Sets of terms, of each of which at least one is there wherever the query is fulfilled.

    Those without `costly` terms come first, of these the smallest.
    """
    found: list[frozenset[int]] = []
    match node:
        case Leaf():
            found = [frozenset({node.term})]
        case And() | Near():
            found = [one for part in node.parts for one in needs(part, costly)]
        case Or():
            parts = [triggers(part, costly) for part in node.parts]
            if None not in parts:
                found = [frozenset[int]().union(*(part for part in parts if part is not None))]
    return sorted(found, key=lambda one: (len(one.intersection(costly)), len(one)))
