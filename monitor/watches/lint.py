"""Linting watches: how each term is read, how loud a watch would be on an ordinary day, whether it can hit at all."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from arabic.background import background
from arabic.concepts import Concept
from arabic.places import Gazetteer
from monitor.watches.compiler import Compiler, Term
from monitor.watches.explain import TermExplanation, explain_with
from monitor.watches.index import Atom
from monitor.watches.matcher import compile_terms, compile_watches
from monitor.watches.query import And, Leaf, Near, Node, Not, Or, leaves
from monitor.watches.query_parser import parse_query, parse_term
from monitor.watches.watch import Watch

LOUD = 20.0
"""Hits per 1,000 sentences of ordinary news from which on a watch is called loud."""
_MOST_WAYS = 5000


@dataclass(frozen=True, slots=True)
class TermLint:
    """A term of a watch, the key that it stands under, and in how many of 1,000 ordinary sentences it stands."""

    key: str
    explanation: TermExplanation
    per_1000: float


@dataclass(frozen=True, slots=True)
class WatchLint:
    """A watch with its terms, how many of 1,000 ordinary sentences it hits, and what is doubtful about it."""

    watch: str
    terms: tuple[TermLint, ...]
    per_1000: float
    warnings: tuple[str, ...]


def lint_watches(
    watches: Sequence[Watch], *, concepts: Mapping[str, Concept] | None = None, places: Gazetteer | None = None
) -> list[WatchLint]:
    """Every watch looked at, in their order; raises TermError."""
    sentences = background()
    keyed = [list(_terms(watch)) for watch in watches]
    distinct = tuple(dict.fromkeys(term for terms in keyed for _, term in terms))
    matcher = compile_terms(distinct, concepts=concepts, places=places)
    of_terms = Counter(term for text in sentences for term in {match.term for match in matcher.find(text)})
    everywhere = [replace(watch, sources=()) for watch in watches]
    watching = compile_watches(everywhere, concepts=concepts, places=places)
    of_watches = Counter(hit.watch for text in sentences for hit in watching.match("", text, ""))
    compiler = Compiler(concepts, places)
    explained = {term: explain_with(compiler, term) for term in distinct}
    share = 1000 / len(sentences)
    linted = []
    for watch, terms in zip(watches, keyed, strict=True):
        rate = of_watches[watch.name] * share
        told = tuple(TermLint(key, explained[term], of_terms[term] * share) for key, term in terms)
        linted.append(WatchLint(watch.name, told, rate, tuple(_warnings(watch, rate, told, compiler))))
    return linted


def _terms(watch: Watch) -> Iterator[tuple[str, str]]:
    """The terms of a watch with their keys, those of its query one by one."""
    if watch.query:
        yield from (("query", leaf.text) for leaf in leaves(parse_query(watch.query)))
    for key, terms in (("any", watch.any), ("all", watch.all), ("none", watch.none)):
        yield from ((key, term) for term in terms)
    for query in watch.urgent:
        yield from (("urgent", leaf.text) for leaf in leaves(parse_query(query)))


def _warnings(watch: Watch, rate: float, terms: Sequence[TermLint], compiler: Compiler) -> Iterator[str]:
    if rate >= LOUD:
        wanted = [term for term in terms if term.key not in ("none", "urgent")]
        loudest = max(wanted, key=lambda term: term.per_1000)
        yield (
            f"hits {rate:.0f} of 1,000 sentences of ordinary news, mostly for {loudest.explanation.term}: "
            "ask for more with `all` or a query"
        )
    if not can_hit(watch, compiler):
        yield "can never hit: whatever fulfils it holds a term that it refuses"


def can_hit(watch: Watch, compiler: Compiler) -> bool:
    """Whether some text could fulfil a watch; also where the watch has too many ways of being fulfilled to say."""
    parts: list[Node] = [parse_query(watch.query)] if watch.query else []
    parts += [Or(tuple(map(parse_term, watch.any)))] if watch.any else []
    parts += map(parse_term, watch.all)
    parts += [Not(parse_term(term)) for term in watch.none]
    ways = _ways(And(tuple(parts)))
    if ways is None:
        return True
    compiled = {leaf.text: compiler.compile(leaf.text) for part in parts for leaf in leaves(part)}

    def contradicts(wanted: frozenset[str], refused: frozenset[str]) -> bool:
        return any(_implies(compiled[one], compiled[other], compiler) for one in wanted for other in refused)

    return not all(contradicts(wanted, refused) for wanted, refused in ways)


_Way = tuple[frozenset[str], frozenset[str]]


def _ways(node: Node, wanted: bool = True) -> list[_Way] | None:
    """The ways to fulfil a query (or not to), each as the terms wanted and refused; None where there are too many."""
    match node:
        case Leaf():
            alone = frozenset({node.text})
            return [(alone, frozenset())] if wanted else [(frozenset(), alone)]
        case Not():
            return _ways(node.part, not wanted)
        case Near() if not wanted:
            return [(frozenset(), frozenset())]  # they may all be there, far from each other
    parts = [_ways(part, wanted) for part in node.parts]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    if isinstance(node, Or) is wanted:
        return [way for part in known for way in part]
    count = 1
    for part in known:
        count *= len(part)
    if count > _MOST_WAYS:
        return None
    return [
        (frozenset().union(*(way[0] for way in chosen)), frozenset().union(*(way[1] for way in chosen)))
        for chosen in product(*known)
    ]


def _implies(term: Term, other: Term, compiler: Compiler) -> bool:
    """Whether the other term is surely there wherever this one is."""
    if term.reading.kind is other.reading.kind and term.reading.value == other.reading.value:
        return True
    if term.costly or other.costly or other.conditions:
        return False
    atoms = compiler.index.atoms
    return all(any(_holds(atoms[one], atoms[two]) for two in other.atoms) for one in term.atoms)


def _holds(atom: Atom, other: Atom) -> bool:
    """Whether the words of one hold those of the other, without a doubt about a place."""
    if other.unsure and not atom.unsure:
        return False
    return any(
        all(mine <= theirs for mine, theirs in zip(atom.slots[start:], other.slots, strict=False))
        for start in range(len(atom.slots) - len(other.slots) + 1)
    )
