"""Matching: which terms and watches an update fulfils, where, and why."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from arabic.concepts import Concept
from arabic.fold import fold
from arabic.places import Gazetteer
from arabic.words import SENTENCE_END, words
from monitor.values import Field, Match, WatchHit
from monitor.watches.compiler import Compiler, Term
from monitor.watches.context import standing
from monitor.watches.evidence import Scanned, decide_places
from monitor.watches.explain import TermExplanation, explain_term
from monitor.watches.index import Hit
from monitor.watches.terms import TermError
from monitor.watches.watch import Scope, Watch

__all__ = [
    "TermError",
    "TermExplanation",
    "TermMatcher",
    "WatchMatcher",
    "compile_terms",
    "compile_watches",
    "explain_term",
]

_HEADLINE = -1  # the segment of what stands in the headline: it counts with each


@dataclass(frozen=True, slots=True)
class _TermHit:
    """A term fulfilled by words of a field; `at` is where its first word begins in the folded field."""

    match: Match
    at: int


class TermMatcher:
    """Finds terms in a text, without regard to scopes."""

    def __init__(self, terms: Sequence[Term], compiler: Compiler) -> None:
        self._terms = terms
        self._index = compiler.index
        self._terms_of: dict[int, list[int]] = {}
        for number, term in enumerate(terms):
            for atom in term.atoms:
                self._terms_of.setdefault(atom, []).append(number)
        self._needs_places = any(self._index.atoms[atom].place for term in terms for atom in term.atoms)

    def find(self, text: str, headline: str = "") -> list[Match]:
        """Every match, headline first, in the order of the text; none within another one of the same term."""
        found = [hit.match for hits in self.hits(headline, text)[0].values() for hit in hits]
        return sorted(found, key=lambda match: (match.field, match.start, match.end))

    def spellings(self) -> list[list[frozenset[str]]]:
        """For each thing that fulfils one of the terms, word by word, the folded tokens that the word may be."""
        atoms = dict.fromkeys(atom for term in self._terms for atom in term.atoms)
        return [[self._index.spellings(slot) for slot in self._index.atoms[atom].slots] for atom in atoms]

    def hits(self, headline: str, text: str) -> tuple[dict[int, list[_TermHit]], Scanned]:
        """Term number → its hits; and the scanned text, whose segments the scopes are."""
        fields: list[Field] = ["headline", "text"]
        scanned = [self._scan(headline), self._scan(text)]
        places = decide_places(scanned, self._index.atoms) if self._needs_places else [{}, {}]
        found: dict[int, list[_TermHit]] = {}
        for field, one, stands in zip(fields, scanned, places, strict=True):
            for number, hits in self._by_term(one, stands).items():
                found.setdefault(number, []).extend(self._told(number, field, one, hit, stands) for hit in hits)
        return found, scanned[1]

    def _scan(self, original: str) -> Scanned:
        folded = fold(original)
        tokens = words(folded)
        return Scanned(folded, tokens, self._index.find(tokens, folded.text))

    def _by_term(self, scanned: Scanned, stands: Mapping[Hit, str]) -> dict[int, list[Hit]]:
        by_term: dict[int, list[Hit]] = {}
        for hit in scanned.hits:
            if self._index.atoms[hit.atom].place is not None and hit not in stands:
                continue
            for number in self._terms_of.get(hit.atom, ()):
                by_term.setdefault(number, []).append(hit)
        for number in list(by_term):
            conditions = self._terms[number].conditions
            hits = standing(by_term[number], scanned, conditions) if conditions else by_term[number]
            by_term[number] = _longest(hits)
            if not by_term[number]:
                del by_term[number]
        return by_term

    def _told(self, number: int, field: Field, scanned: Scanned, hit: Hit, stands: Mapping[Hit, str]) -> _TermHit:
        start, end = scanned.written(hit.first, hit.last)
        evidence = stands.get(hit, "")
        why = self._index.atoms[hit.atom].why + (f" ({evidence})" if evidence else "")
        form = scanned.folded.original[start:end]
        term = self._terms[number].reading.term
        return _TermHit(
            Match(term=term, field=field, form=form, start=start, end=end, why=why), scanned.words[hit.first].start
        )


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that do not lie within another."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last, hit.atom)):
        if not kept or hit.last > kept[-1].last:
            kept.append(hit)
    return kept


@dataclass(frozen=True, slots=True)
class _CompiledWatch:
    watch: Watch
    any: tuple[int, ...]
    all: tuple[int, ...]
    none: tuple[int, ...]


class WatchMatcher:
    """Finds the watches that an update fulfils."""

    def __init__(self, watches: Sequence[_CompiledWatch], terms: TermMatcher) -> None:
        self._watches = watches
        self._terms = terms
        self._watches_of: dict[int, list[int]] = {}
        for number, watch in enumerate(watches):
            for term in {*watch.any, *watch.all}:
                self._watches_of.setdefault(term, []).append(number)

    def match(self, headline: str, text: str, source: str) -> list[WatchHit]:
        """The watches fulfilled by an update of a source, in the order of the configuration. Texts are originals."""
        hits, scanned = self._terms.hits(headline, text)
        touched = sorted({number for term in hits for number in self._watches_of.get(term, ())})
        if not touched:
            return []
        segments: dict[Scope, _Segments] = {}
        found: list[WatchHit] = []
        for number in touched:
            compiled = self._watches[number]
            watch = compiled.watch
            if watch.sources and source not in watch.sources:
                continue
            if watch.within not in segments:
                segments[watch.within] = _Segments(scanned, watch.within)
            matches = _fulfil(compiled, hits, segments[watch.within])
            if matches:
                found.append(WatchHit(watch=watch.name, matches=matches))
        return found


class _Segments:
    """The paragraphs or sentences of a text, or the whole text as one."""

    def __init__(self, scanned: Scanned, scope: Scope) -> None:
        text = scanned.folded.text
        if scope == "update":
            self._breaks: list[int] = []
        elif scope == "paragraph":
            self._breaks = [position for position, character in enumerate(text) if character == "\n"]
        else:
            self._breaks = [found.end() for found in SENTENCE_END.finditer(text)]
        self.count = len({bisect_right(self._breaks, word.start) for word in scanned.words})

    def of(self, hit: _TermHit) -> int:
        return _HEADLINE if hit.match.field == "headline" else bisect_right(self._breaks, hit.at)


def _fulfil(compiled: _CompiledWatch, hits: Mapping[int, list[_TermHit]], segments: _Segments) -> tuple[Match, ...]:
    """The matches of the scopes that fulfil a watch; none where no scope does."""
    where = {
        term: {segments.of(hit) for hit in hits.get(term, ())}
        for term in (*compiled.any, *compiled.all, *compiled.none)
    }
    positive = tuple(dict.fromkeys((*compiled.any, *compiled.all)))

    def fulfilled(segment: int) -> bool:
        def present(term: int) -> bool:
            return segment in where[term] or _HEADLINE in where[term]

        return (
            (not compiled.any or any(map(present, compiled.any)))
            and all(map(present, compiled.all))
            and not any(map(present, compiled.none))
        )

    good = {segment for term in positive for segment in where[term] if segment != _HEADLINE and fulfilled(segment)}
    vetoed = {segment for term in compiled.none for segment in where[term]} - {_HEADLINE}
    if fulfilled(_HEADLINE) and (len(vetoed) < segments.count or segments.count == 0):
        good.add(_HEADLINE)
    if not good:
        return ()
    good.add(_HEADLINE)
    matches = {hit.match for term in positive for hit in hits.get(term, ()) if segments.of(hit) in good}
    return tuple(sorted(matches, key=lambda match: (match.field, match.start, match.end, match.term)))


def compile_terms(
    terms: Sequence[str], *, concepts: Mapping[str, Concept] | None = None, places: Gazetteer | None = None
) -> TermMatcher:
    """A matcher of terms; raises TermError for the first that cannot be used."""
    compiler = Compiler(concepts, places)
    compiled = [compiler.compile(term) for term in terms]
    compiler.watch_all_places()
    return TermMatcher(compiled, compiler)


def compile_watches(
    watches: Sequence[Watch], *, concepts: Mapping[str, Concept] | None = None, places: Gazetteer | None = None
) -> WatchMatcher:
    """A matcher of watches, each distinct term compiled once; raises TermError for the first that cannot be used."""
    compiler = Compiler(concepts, places)
    numbers: dict[str, int] = {}
    for watch in watches:
        for term in (*watch.any, *watch.all, *watch.none):
            numbers.setdefault(term, len(numbers))
    compiled = [compiler.compile(term) for term in numbers]
    compiler.watch_all_places()

    def of(terms: Iterable[str]) -> tuple[int, ...]:
        return tuple(numbers[term] for term in terms)

    compiled_watches = [_CompiledWatch(watch, of(watch.any), of(watch.all), of(watch.none)) for watch in watches]
    return WatchMatcher(compiled_watches, TermMatcher(compiled, compiler))
