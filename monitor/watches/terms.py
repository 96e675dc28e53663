"""Reading a term as a user wrote it: what kind of thing it names, or a clear refusal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from unicodedata import combining

from arabic.concepts import Concept, concept_by_label
from arabic.fold import fold_text, strip_marks
from arabic.letters import ARABIC, DELETED
from arabic.places import Gazetteer
from arabic.words import WORD


class Kind(StrEnum):
    """The reading taken of a term."""

    WORD = "word"  # a bare word: the noun and the verb of that spelling
    NOUN = "noun"
    VERB = "verb"
    PLACE = "place"
    IN = "in"  # a place and everything inside it
    CONCEPT = "concept"
    EXACT = "exact"
    PHRASE = "phrase"
    LATIN = "latin"  # Latin letters or figures, without case
    REGEX = "regex"  # a regular expression between slashes
    FIGURE = "figure"  # a number of people: displaced>=1000


@dataclass(frozen=True, slots=True)
class Reading:
    """A term, its kind, and the value that the kind applies to (marks and invisible characters taken out)."""

    term: str
    kind: Kind
    value: str


class TermError(ValueError):
    """A term that cannot be used, with the reason for its writer."""

    def __init__(self, term: str, reason: str) -> None:
        super().__init__(f"{term!r}: {reason}")
        self.term = term
        self.reason = reason

    def inside(self, query: str, at: int) -> "TermError":
        """The same mistake, told of the query in which the term begins at `at`."""
        return self if query == self.term else QueryError(query, self.reason, at)


class QueryError(TermError):
    """A query (or a term) with a mistake at `at`, an offset in what the user wrote.

    `problem` is the reason without its place.
    """

    def __init__(self, query: str, problem: str, at: int) -> None:
        rest = query[at:].split()
        super().__init__(query, f"at character {at + 1}{f', «{rest[0][:40]}»' if rest else ''}: {problem}")
        self.problem = problem
        self.at = at

    def inside(self, query: str, at: int) -> TermError:
        return self if query == self.term else QueryError(query, self.problem, at + self.at)

    @property
    def pointed(self) -> str:
        """The query with a line below it that points at the mistake."""
        before = "".join(letter for letter in self.term[: self.at] if not combining(letter) and letter not in DELETED)
        return f"{' '.join(self.term.split(chr(10)))}\n{' ' * len(before)}^"


_PREFIX = re.compile(r"([A-Za-z_]+):(.*)", re.DOTALL)
_PREFIXED = {kind.value: kind for kind in (Kind.NOUN, Kind.VERB, Kind.PLACE, Kind.IN, Kind.CONCEPT)}
_COMPARED = "(?:[<>]=?|==?|[≥≤])"
FIGURE = re.compile(rf"(?!AND|OR|NOT|NEAR)[A-Za-z_]+(?:\.[A-Za-z_]+)?(?:\s*{_COMPARED}\s*\d|{_COMPARED})[^\s()]*")
"""What may be a figure: a word of Latin letters compared with something."""
_QUOTES = dict.fromkeys(map(ord, "«»“”„‟"), '"')
_ARABIC = re.compile(f"[{ARABIC}]")


def read_term(term: str, *, concepts: Mapping[str, Concept], places: Gazetteer) -> Reading:
    """The reading taken of a term; raises TermError."""
    text = " ".join(strip_marks(term).translate(_QUOTES).split())
    if text.startswith("/") and text.endswith("/") and len(text) > 1:
        return Reading(term, Kind.REGEX, term.strip("".join(DELETED) + " \t\n")[1:-1])
    if not WORD.search(fold_text(text)):
        raise TermError(term, "there is no word in it")
    if FIGURE.fullmatch(text):
        return Reading(term, Kind.FIGURE, text)
    if prefixed := _PREFIX.fullmatch(text):
        return _read_prefixed(term, prefixed[1].lower(), prefixed[2].strip().strip('"').strip(), concepts)
    if text.startswith("="):
        return Reading(term, Kind.EXACT, text[1:].strip().strip('"').strip())
    if text.startswith('"') or text.endswith('"'):
        if len(text) < 3 or not (text.startswith('"') and text.endswith('"')):
            raise TermError(term, "a quotation mark is missing at one end")
        return _phrase_or_word(term, text[1:-1].strip())
    return _read_bare(term, text, concepts, places)


def _read_prefixed(term: str, prefix: str, value: str, concepts: Mapping[str, Concept]) -> Reading:
    kind = _PREFIXED.get(prefix)
    if kind is None:
        near = get_close_matches(prefix, _PREFIXED, 1)
        hint = f"; did you mean {near[0]}:?" if near else ""
        raise TermError(term, f"{prefix}: is no kind of term; there are {', '.join(f'{k}:' for k in _PREFIXED)}{hint}")
    if not WORD.search(fold_text(value)):
        raise TermError(term, f"nothing stands after {prefix}:")
    if kind is Kind.CONCEPT:
        concept = concept_by_label(concepts, value)
        if concept is None:
            known = [name for one in concepts.values() for name in (one.name, *one.labels)]
            near = get_close_matches(value, known, 1, 0.5)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise TermError(term, f"there is no concept {value}; there are {', '.join(concepts)}{hint}")
        value = concept.name
    elif kind in (Kind.NOUN, Kind.VERB):
        found = WORD.findall(value)
        if len(found) > 1:
            raise TermError(term, f'{prefix}: takes one word; a phrase is written in quotation marks: "{value}"')
        value = found[0]
    return Reading(term, kind, value)


def _read_bare(term: str, text: str, concepts: Mapping[str, Concept], places: Gazetteer) -> Reading:
    if places.is_first_a_place(text):
        return Reading(term, Kind.PLACE, text)
    if concept := concept_by_label(concepts, text):
        return Reading(term, Kind.CONCEPT, concept.name)
    return _phrase_or_word(term, text)


def _phrase_or_word(term: str, text: str) -> Reading:
    if not _ARABIC.search(fold_text(text)):
        return Reading(term, Kind.LATIN, text)
    found = WORD.findall(text)
    return Reading(term, Kind.PHRASE if len(found) > 1 else Kind.WORD, " ".join(found))
