"""Findings: what an update holds of each term."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from arabic.words import SENTENCE_END
from monitor.values import Field, Match
from monitor.watches.compiler import Compiler, Term
from monitor.watches.context import standing
from monitor.watches.evidence import Judge
from monitor.watches.figures import Figure, figures
from monitor.watches.index import NOTHING, Hit, Scanned
from monitor.watches.query import Spot, Told
from monitor.watches.watch import Scope

HEADLINE = -1  # the segment of what stands in the headline: it counts with each
_FIELD_START_END_TERM = itemgetter(*map(Match._fields.index, ("field", "start", "end", "term")))
_NEW_SPOT, _NEW_MATCH = partial(tuple.__new__, Spot), partial(tuple.__new__, Match)


class Hits(NamedTuple):
    """What a field holds of each term, and why the names among it stand."""

    field: Field
    scanned: Scanned
    of_term: Mapping[int, Sequence[Hit]]
    reasons: Mapping[Hit, str]


class Findings:
    """Where the terms stand in one update. What costs much is looked for only when it is asked for."""

    def __init__(self, scanned: dict[Field, Scanned], hits: Sequence[Hits], finder: "Finder") -> None:
        self._scanned = scanned
        self._hits = hits
        self._finder = finder
        self._spots: dict[int, list[Spot]] = {}
        self._read: list[tuple[Field, Figure]] | None = None

    def found(self) -> Iterator[int]:
        """The terms that the one pass over the words has found."""
        for part in self._hits:
            yield from part.of_term

    def of(self, term: int) -> Sequence[Spot]:
        """The spots of a term, headline first, in the order of the text."""
        spots = self._spots.get(term)
        if spots is None:
            spots = self._spots[term] = self._stands(term) or self._look_for(self._finder.terms[term])
        return spots

    def _stands(self, term: int) -> list[Spot]:
        """The spots of a term where the pass over the words has found it."""
        return [
            _NEW_SPOT((field, hit.first, hit.last, *scanned.words.reach(hit.first, hit.last), self._why(hit, reasons)))
            for field, scanned, of_term, reasons in self._hits
            for hit in of_term.get(term, ())
        ]

    def _why(self, hit: Hit, reasons: Mapping[Hit, str]) -> str:
        why, reason = self._finder.why[hit.atom], reasons.get(hit)
        return f"{why} ({reason})" if reason else why

    def told(self, labels: Mapping[int, Sequence[str]]) -> list[Match]:
        """The matches of the terms that the pass over the words has found, each under its labels; in no order."""
        matches: list[Match] = []
        known = self._finder.why
        for field, (folded, words, _), of_term, reasons in self._hits:
            original, span, reach = folded.original, folded.span, words.reach
            is_plain = type(folded.offsets) is range
            for term, hits in of_term.items():
                for label in labels.get(term, ()):
                    for hit in hits:
                        atom, first, last = hit
                        start, end = reach(first, last) if is_plain else span(*reach(first, last))
                        why = f"{known[atom]} ({reason})" if (reason := reasons.get(hit)) else known[atom]
                        matches.append(_NEW_MATCH((label, field, original[start:end], start, end, why)))
        return matches

    def _look_for(self, term: Term) -> list[Spot]:
        spots: list[Spot] = []
        if term.regex is not None:
            why = f"the regular expression /{term.reading.value}/"
            for field, scanned in self._scanned.items():
                spans = term.regex.spans(scanned.folded.text)
                spots += [_spot(field, scanned, start, end, why) for start, end in spans]
        if term.figure is not None:
            for field, figure in self._figures():
                if term.figure.fulfilled_by(figure):
                    spots.append(_figure_spot(field, self._scanned[field], figure, term.figure.why(figure)))
        return spots

    def _figures(self) -> list[tuple[Field, Figure]]:
        """The figures of headline and text, read once."""
        if self._read is None:
            self._read = [
                (field, figure) for field, scanned in self._scanned.items() for figure in figures(scanned.folded)
            ]
        return self._read

    def matches(self, told: Iterable[Told]) -> list[Match]:
        """Spots as they are told; in no order."""
        found: list[Match] = []
        for (field, _, _, start, end, why), label in told:
            folded = self._scanned[field].folded
            start, end = folded.span(start, end)
            found.append(_NEW_MATCH((label, field, folded.original[start:end], start, end, why)))
        return found

    def segments(self, scope: Scope) -> "Segments":
        """The stretches of the text in which terms have to meet."""
        return Segments(self._scanned["text"], scope)


def in_order(matches: Iterable[Match]) -> tuple[Match, ...]:
    """Each match once, headline first, in the order of the text."""
    return tuple(sorted(dict.fromkeys(matches), key=_FIELD_START_END_TERM))


def _spot(field: Field, scanned: Scanned, start: int, end: int, why: str) -> Spot:
    """The spot of a stretch of folded text that keeps to no words."""
    first = bisect_right(scanned.words, start, key=lambda word: word.end)
    last = bisect_left(scanned.words, end, key=lambda word: word.start) - 1
    return Spot(field, first, last, start, end, why)


def _figure_spot(field: Field, scanned: Scanned, figure: Figure, why: str) -> Spot:
    offsets = scanned.folded.offsets
    return _spot(field, scanned, bisect_left(offsets, figure.start), bisect_left(offsets, figure.end), why)


class Segments:
    """The paragraphs or sentences of a text, or the whole text as one."""

    def __init__(self, scanned: Scanned, scope: Scope) -> None:
        self._words = scanned.words
        text = scanned.folded.text
        if scope == "update":
            self._breaks: list[int] = []
        elif scope == "paragraph":
            self._breaks = [position for position, character in enumerate(text) if character == "\n"]
        else:
            self._breaks = [found.end() for found in SENTENCE_END.finditer(text)]

    def of(self, spot: Spot) -> int:
        """The number of the segment in which a spot begins."""
        return HEADLINE if spot.field == "headline" else bisect_right(self._breaks, spot.start)

    def count(self) -> int:
        """How many segments hold words."""
        return len({bisect_right(self._breaks, word.start) for word in self._words})


class Finder:
    """Finds terms in updates: one pass over the words for all of them."""

    def __init__(self, terms: Sequence[Term], compiler: Compiler) -> None:
        self.terms = terms
        self.index = compiler.index
        atoms = self.index.atoms
        terms_of: list[list[int]] = [[] for _ in atoms]
        for number, term in enumerate(terms):
            for atom in term.atoms:
                terms_of[atom].append(number)
        self._terms_of = tuple(map(tuple, terms_of))
        self.why = tuple(atom.why for atom in atoms)
        """Why a hit of each atom is one."""
        self._judge = Judge(compiler.places)
        self._placed = frozenset(number for number, atom in enumerate(atoms) if atom.place and terms_of[number])
        self._conditional = frozenset(number for number, term in enumerate(terms) if term.conditions)

    def find(self, headline: str, text: str, region: str = "") -> Findings:
        """What an update holds; `region` is the place that its source reports about, if that is known."""
        scanned: dict[Field, Scanned] = {
            "headline": self.index.scan(headline) if headline else NOTHING,
            "text": self.index.scan(text) if text else NOTHING,
        }
        names: list[list[Hit]] = []
        found: list[Hits] = []
        placed = self._placed
        for field, one in scanned.items():
            named = [hit for hit in one.hits if hit[0] in placed]
            names.append(named)
            others = one.hits if not named else [hit for hit in one.hits if hit[0] not in placed]
            found.append(Hits(field, one, self._by_term(others, one), {}))
        if names[0] or names[1]:
            stands = self._judge.decide(tuple(scanned.values()), names, self.index.atoms, region)
            found = [
                Hits(part.field, part.scanned, {**part.of_term, **self._by_term(reasons, part.scanned)}, reasons)
                for part, reasons in zip(found, stands, strict=True)
            ]
        return Findings(scanned, found, self)

    def _by_term(self, hits: Iterable[Hit], scanned: Scanned) -> dict[int, list[Hit]]:
        """The hits of each term, as far as they count."""
        by_term: dict[int, list[Hit]] = {}
        terms_of = self._terms_of
        again: list[int] = []
        for hit in hits:
            for number in terms_of[hit[0]]:
                if number in by_term:
                    by_term[number].append(hit)
                    again.append(number)
                else:
                    by_term[number] = [hit]
        if self._conditional:
            again += [number for number in by_term if number in self._conditional]
        for number in dict.fromkeys(again):
            conditions = self.terms[number].conditions
            by_term[number] = _longest(
                standing(by_term[number], scanned, conditions) if conditions else by_term[number]
            )
            if not by_term[number]:
                del by_term[number]
        return by_term


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """The hits that do not lie within another."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.first, -hit.last, hit.atom)):
        if not kept or hit.last > kept[-1].last:
            kept.append(hit)
    return kept
