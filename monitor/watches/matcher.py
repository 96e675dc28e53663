"""Matching: which terms and watches an update fulfils, where, and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from arabic.concepts import Concept
from arabic.places import Gazetteer
from monitor.values import Match, WatchHit
from monitor.watches.compiler import Compiler, Term
from monitor.watches.explain import TermExplanation, explain_term
from monitor.watches.findings import HEADLINE, Finder, Findings, Segments, in_order
from monitor.watches.index import Hit
from monitor.watches.query import (
    And,
    Leaf,
    Node,
    Not,
    Or,
    Spot,
    Told,
    bind,
    evaluate,
    leaves,
    needs,
    negations,
    triggers,
    without_negations,
)
from monitor.watches.query_parser import parse_query, parse_term
from monitor.watches.terms import QueryError, TermError
from monitor.watches.touch import Touch
from monitor.watches.watch import Scope, Watch

__all__ = [
    "QueryError",
    "TermError",
    "TermExplanation",
    "TermMatcher",
    "WatchMatcher",
    "compile_terms",
    "compile_watches",
    "explain_term",
]


class TermMatcher:
    """Finds terms in a text, without regard to scopes."""

    def __init__(self, queries: Sequence[Node], finder: Finder) -> None:
        self._queries = queries
        self._finder = finder
        self._labels: dict[int, list[str]] = {}  # of the queries that are one term found in the pass over the words
        others: dict[int, Node] = {}
        for number, query in enumerate(queries):
            if isinstance(query, Leaf) and not finder.terms[query.term].costly:
                self._labels.setdefault(query.term, []).append(query.label)
            else:
                others[number] = query
        self._others = tuple(others.values())
        self._touch = Touch(self._others, finder.terms)

    def find(self, text: str, headline: str = "") -> list[Match]:
        """Every match, headline first, in the order of the text; none within another one of the same term."""
        findings = self._finder.find(headline, text)
        matches = findings.told(self._labels)
        if self._others:
            for number in self._touch.queries(findings):
                matches += findings.matches(evaluate(self._others[number], findings.of) or ())
        return list(in_order(matches))

    def look_up(self, text: str) -> Sequence[Hit]:
        """What the index finds in a text, before anything is judged: names may be other words."""
        return self._finder.index.scan(text).hits

    def spellings(self) -> list[list[frozenset[str]]]:
        """For each thing that fulfils one of the terms, word by word, the folded tokens that the word may be.

        Raises TermError for a term that is not made of words.
        """
        terms: dict[int, None] = {}
        for query in self._queries:
            for number in triggers(query, _costly(self._finder.terms)) or ():
                if self._finder.terms[number].costly:
                    term = self._finder.terms[number].reading.term
                    raise TermError(term, "cannot be looked up: the archive is searched by its words")
                terms[number] = None
        return _spellings(self._finder, terms)


def _costly(terms: Sequence[Term]) -> list[int]:
    return [number for number, term in enumerate(terms) if term.costly]


def _spellings(finder: Finder, terms: Iterable[int]) -> list[list[frozenset[str]]]:
    atoms = dict.fromkeys(atom for number in terms for atom in finder.terms[number].atoms)
    return [[finder.index.spellings(slot) for slot in finder.index.atoms[atom].slots] for atom in atoms]


@dataclass(frozen=True, slots=True)
class _CompiledWatch:
    """`lenient` is the query as if nothing that it refuses were there; None where it refuses nothing.

    Of `plain` terms each fulfils the watch by itself, wherever it stands; there are some where it asks no more.
    `urgent` are the queries that make a hit urgent, as they are written and together with the watch's own.
    """

    watch: Watch
    query: Node
    lenient: Node | None
    terms: tuple[int, ...]
    plain: tuple[Leaf, ...]
    urgent: tuple[tuple[str, Node], ...]


class WatchMatcher:
    """Finds the watches that an update fulfils.

    `vetoes` counts, by watch and term, the stretches of text that were fulfilled but for that term, under `none` or
    NOT.
    """

    def __init__(self, watches: Sequence[_CompiledWatch], finder: Finder) -> None:
        self._watches = watches
        self._finder = finder
        self._touch = Touch((watch.query for watch in watches), finder.terms)
        self.vetoes: Counter[tuple[str, str]] = Counter()

    def remember(self, tokens: int) -> None:
        """Let so many tokens be remembered as were looked at: for a long row of texts, once."""
        self._finder.index.kept = tokens

    def match(self, headline: str, text: str, source: str) -> list[WatchHit]:
        """The watches fulfilled by an update of a source, in the order of the configuration. Texts are originals."""
        findings = self._finder.find(headline, text)
        segments: dict[Scope, Segments] = {}
        found: list[WatchHit] = []
        for number in self._touch.queries(findings):
            compiled = self._watches[number]
            watch = compiled.watch
            if watch.sources and source not in watch.sources:
                continue
            if compiled.plain:
                told = [(spot, leaf.label) for leaf in compiled.plain for spot in findings.of(leaf.term)]
            else:
                if watch.within not in segments:
                    segments[watch.within] = findings.segments(watch.within)
                told = self._fulfil(compiled, findings, segments[watch.within])
            if told:
                urgent = self._urgent(compiled, findings)
                found.append(WatchHit(watch=watch.name, matches=in_order(findings.matches(told)), urgent=urgent))
        return found

    def spellings(self, watch: str) -> list[list[list[frozenset[str]]]]:
        """As `TermMatcher.spellings`, of several things of each of which a hit of a watch has one.

        Empty where words do not tell.
        """
        query = next(one.query for one in self._watches if one.watch.name == watch)
        costly = _costly(self._finder.terms)
        return [_spellings(self._finder, needed) for needed in needs(query, costly) if needed.isdisjoint(costly)]

    def _urgent(self, compiled: _CompiledWatch, findings: Findings) -> frozenset[str]:
        """Which of a watch's urgent queries are fulfilled together with it."""
        if not compiled.urgent:
            return frozenset()
        segments = findings.segments(compiled.watch.within)
        return frozenset(
            written
            for written, query in compiled.urgent
            if any(
                evaluate(query, look) is not None
                for look in _looks({leaf.term for leaf in leaves(query)}, findings, segments)
            )
        )

    def _fulfil(self, compiled: _CompiledWatch, findings: Findings, segments: Segments) -> list[Told]:
        """What fulfils a watch in the segments that do; nothing where none does."""
        told: list[Told] = []
        for look in _looks(compiled.terms, findings, segments):
            found = evaluate(compiled.query, look)
            if found is not None:
                told += found
            elif compiled.lenient is not None and evaluate(compiled.lenient, look) is not None:
                self._count_vetoes(compiled, look)
        return told

    def _count_vetoes(self, compiled: _CompiledWatch, look: Callable[[int], Sequence[Spot]]) -> None:
        vetoing = {label for negation in negations(compiled.query) for _, label in evaluate(negation.part, look) or ()}
        self.vetoes.update((compiled.watch.name, label) for label in vetoing)


def _looks(terms: Iterable[int], findings: Findings, segments: Segments) -> Iterable[Callable[[int], Sequence[Spot]]]:
    """For each segment that terms stand in, what stands in it and in the headline.

    Where segments are left in which no term stands, the headline by itself is looked at for them.
    """
    where: dict[int, dict[int, list[Spot]]] = {}
    for term in terms:
        by_segment = where[term] = {}
        for spot in findings.of(term):
            by_segment.setdefault(segments.of(spot), []).append(spot)
    found = sorted({segment for by_segment in where.values() for segment in by_segment})

    def look_at(segment: int) -> Callable[[int], Sequence[Spot]]:
        def look(term: int) -> Sequence[Spot]:
            by_segment = where[term]
            headline = by_segment.get(HEADLINE, [])
            return headline if segment == HEADLINE else headline + by_segment.get(segment, [])

        return look

    inside = [segment for segment in found if segment != HEADLINE]
    yield from map(look_at, inside)
    if len(inside) < len(found) and (not inside or len(inside) < segments.count()):
        yield look_at(HEADLINE)


class _Terms:
    """Terms on their way into a finder, each distinct one compiled once."""

    def __init__(self, concepts: Mapping[str, Concept] | None, places: Gazetteer | None) -> None:
        self._compiler = Compiler(concepts, places)
        self._numbers: dict[str, int] = {}
        self._compiled: list[Term] = []

    def term(self, raw: str) -> Node:
        """A term of a list."""
        return bind(parse_term(raw), lambda leaf: self._number(leaf, raw), raw)

    def query(self, raw: str) -> Node:
        return bind(parse_query(raw), lambda leaf: self._number(leaf, raw))

    def _number(self, leaf: Leaf, whole: str) -> int:
        if leaf.text not in self._numbers:
            try:
                self._compiled.append(self._compiler.compile(leaf.text))
            except TermError as error:
                raise error.inside(whole, leaf.at) from None
            self._numbers[leaf.text] = len(self._compiled) - 1
        return self._numbers[leaf.text]

    def finder(self) -> Finder:
        return Finder(self._compiled, self._compiler)


def compile_terms(
    terms: Sequence[str], *, concepts: Mapping[str, Concept] | None = None, places: Gazetteer | None = None
) -> TermMatcher:
    """A matcher of terms; raises TermError for the first that cannot be used."""
    compiled = _Terms(concepts, places)
    queries = [compiled.term(term) for term in terms]
    return TermMatcher(queries, compiled.finder())


def compile_watches(
    watches: Sequence[Watch], *, concepts: Mapping[str, Concept] | None = None, places: Gazetteer | None = None
) -> WatchMatcher:
    """A matcher of watches, each distinct term compiled once; raises TermError for the first that cannot be used."""
    terms = _Terms(concepts, places)
    compiled = [_compile_watch(watch, terms) for watch in watches]
    return WatchMatcher(compiled, terms.finder())


def _compile_watch(watch: Watch, terms: _Terms) -> _CompiledWatch:
    """A watch as one query: its own, one of `any`, every one of `all`, not one of `none`."""
    parts: list[Node] = [terms.query(watch.query)] if watch.query else []
    if watch.any:
        parts.append(Or(tuple(map(terms.term, watch.any))))
    parts += map(terms.term, watch.all)
    if watch.none:
        parts.append(Not(Or(tuple(map(terms.term, watch.none)))))
    query = And(tuple(parts))
    urgent = tuple((written, And((query, terms.query(written)))) for written in watch.urgent)
    refuses = any(True for _ in negations(query))
    used = tuple(leaves(query))
    return _CompiledWatch(
        watch=watch,
        query=query,
        lenient=without_negations(query) if refuses else None,
        terms=tuple(dict.fromkeys(leaf.term for leaf in used)),
        plain=used if _asks_for_one(query) else (),
        urgent=urgent,
    )


def _asks_for_one(query: And) -> bool:
    """Whether any of its terms is enough."""
    if len(query.parts) != 1:
        return False
    (only,) = query.parts
    return isinstance(only, Leaf) or (isinstance(only, Or) and all(isinstance(part, Leaf) for part in only.parts))
