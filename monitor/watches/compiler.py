"""Compiling terms: from the reading of a term to the atoms that fulfil it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from arabic.clitics import BARE, LAM, PREPOSITION
from arabic.concepts import Concept, load_concepts
from arabic.fold import fold_text, strip_marks
from arabic.forms import WordForms, exact_forms, noun_forms, place_forms
from arabic.lexicon import Lexicon, load_lexicon
from arabic.places import Gazetteer, Place, load_places
from arabic.plurals import singulars
from arabic.verbs import could_be_noun, could_be_verb, verb_forms
from arabic.wordlists import PARTICLES
from arabic.words import WORD
from monitor.watches.context import ConceptCompiler, Conditions
from monitor.watches.figures import FigureTerm, parse_figure_term
from monitor.watches.index import Atom, Slot, WordIndex
from monitor.watches.regex import Regex, RegexError
from monitor.watches.terms import Kind, QueryError, Reading, TermError, read_term

_PART = re.compile(r"\d+|[^\W\d_]+")
_ARABIC_LETTER = frozenset(fold_text(chr(code)) for code in range(0x621, 0x64B))


@dataclass(frozen=True, slots=True)
class Term:
    """A compiled term: any of its atoms fulfils it, as far as the conditions let it stand.

    A regex and a figure have no atoms: they are looked for by themselves.
    """

    reading: Reading
    atoms: tuple[int, ...] = ()
    conditions: Conditions | None = None
    regex: Regex | None = None
    figure: FigureTerm | None = None

    @property
    def costly(self) -> bool:
        """Whether it is looked for by itself, and not in the one pass over the words."""
        return self.regex is not None or self.figure is not None


class Compiler:
    """Compiles terms into one index. The lexicon is loaded when the first noun or verb needs it, and let go with it."""

    def __init__(self, concepts: Mapping[str, Concept] | None = None, places: Gazetteer | None = None) -> None:
        self.concepts = load_concepts() if concepts is None else concepts
        self.places = load_places() if places is None else places
        self.index = WordIndex(self._lexicon)
        self._loaded: Lexicon | None = None
        self._families = ConceptCompiler(self.index, self._rule, self.could_be_verb)

    def compile(self, raw: str) -> Term:
        """One term as the user wrote it; raises TermError."""
        reading = read_term(raw, concepts=self.concepts, places=self.places)
        if reading.kind is Kind.CONCEPT:
            return Term(reading, *self._families.compile(self.concepts[reading.value]))
        if reading.kind is Kind.REGEX:
            return Term(reading, regex=self._regex(reading))
        if reading.kind is Kind.FIGURE:
            return Term(reading, figure=parse_figure_term(reading.value))
        atoms = {
            Kind.WORD: self._word,
            Kind.NOUN: self._noun,
            Kind.VERB: self._verb,
            Kind.PLACE: self._place,
            Kind.IN: self._inside,
            Kind.EXACT: self._exact,
            Kind.PHRASE: self._phrase,
            Kind.LATIN: self._latin,
        }[reading.kind](reading)
        return Term(reading, tuple(dict.fromkeys(atoms)))

    def forms_of(self, kind: str, word: str, more: tuple[str, ...] = ()) -> WordForms:
        """The forms behind a rule."""
        match kind:
            case "noun":
                return noun_forms(word, self._lexicon(), more)
            case "verb":
                return verb_forms(word, self._lexicon(), more)
            case "place":
                return place_forms(word)
            case "particle":
                return {fold_text(word): BARE | PREPOSITION | LAM}
            case "tail":  # a later word of a name: nothing on it, but ة may be written ه
                folded = fold_text(word)
                tail = exact_forms(folded)
                return tail | exact_forms(folded[:-1] + "ه") if folded.endswith("ة") else tail
            case _:
                return exact_forms(word)

    def _lexicon(self) -> Lexicon:
        if self._loaded is None:
            self._loaded = load_lexicon()
        return self._loaded

    def _rule(self, kind: str, word: str, more: tuple[str, ...] = ()) -> int:
        name = " ".join((word, *more))
        known = self.index.rule(kind, name)
        return self.index.add_rule(kind, name, self.forms_of(kind, word, more)) if known is None else known

    def _one_word(self, kinds: Iterable[str], word: str, why: str) -> int:
        return self.index.add_atom(Atom((frozenset(self._rule(kind, word) for kind in kinds),), why))

    def _noun(self, reading: Reading) -> list[int]:
        return [self._one_word(["noun"], reading.value, f"the noun {reading.value}")]

    def _verb(self, reading: Reading) -> list[int]:
        return [self._one_word(["verb"], reading.value, f"the verb {reading.value}")]

    def _word(self, reading: Reading) -> list[int]:
        read = {"noun": self._noun, "verb": self._verb}
        return [atom for kind in self.word_kinds(reading.value) for atom in read[kind](reading)]

    def word_kinds(self, word: str) -> list[str]:
        """What a bare word is read as: a noun, a verb, or both."""
        kinds = ["noun"] if could_be_noun(strip_marks(word), self._lexicon()) else []
        return [*kinds, "verb"] if self.could_be_verb(word) else kinds

    def singulars(self, word: str) -> list[str]:
        """The nouns of which a word is the plural, as far as it shows."""
        return singulars(word, self._lexicon())

    def is_common(self, word: str) -> bool:
        """Whether the lexicon has it as a word."""
        return bool(self._lexicon()(fold_text(word)))

    def could_be_verb(self, word: str) -> bool:
        """Whether a bare word has the shape of a verb, and is not known as something else."""
        return could_be_verb(strip_marks(word), self._lexicon())

    def _exact(self, reading: Reading) -> list[int]:
        slots = tuple(frozenset({self._rule("exact", word)}) for word in WORD.findall(fold_text(reading.value)))
        if not slots:
            raise TermError(reading.term, "nothing stands after =")
        return [self.index.add_atom(Atom(slots, f"exactly {reading.value}"))]

    def _latin(self, reading: Reading) -> list[int]:
        """`T-72` is also found as T72 and «T 72»."""
        why = f"the word {reading.value}"
        return [
            self.index.add_atom(Atom(tuple(frozenset({self._rule("exact", part)}) for part in spelling), why))
            for spelling in self.latin_spellings(reading.value)
        ]

    def latin_spellings(self, value: str) -> list[tuple[str, ...]]:
        """The words that a Latin word or a mixed one may be written in."""
        folded = fold_text(value)
        parts = _PART.findall(folded)
        spellings = {tuple(parts), tuple(WORD.findall(folded))}
        if any(part.isdigit() for part in parts):
            spellings.add(("".join(parts),))
        return sorted(spellings)

    def _regex(self, reading: Reading) -> Regex:
        try:
            return Regex(reading.value)
        except RegexError as error:
            at = reading.term.find(reading.value, 1) + error.at
            raise QueryError(reading.term, f"the regular expression {error.reason}", at) from None

    def _phrase(self, reading: Reading) -> list[int]:
        return [self._phrase_atom(reading.value, f"the phrase «{reading.value}»")]

    def _phrase_atom(self, phrase: str, why: str) -> int:
        return self.index.add_atom(Atom(tuple(map(self._slot, WORD.findall(strip_marks(phrase)))), why))

    def _slot(self, word: str) -> Slot:
        """A word of a phrase: every form of the noun, the verb or the place; a particle as it is."""
        folded = fold_text(word)
        if folded in PARTICLES:
            return frozenset({self._rule("particle", word)})
        if not set(folded) & _ARABIC_LETTER:
            return frozenset({self._rule("exact", folded)})
        named = [place for place in self.places.named(word) if any(" " not in one for one in place.spellings)]
        spellings = {one for place in named for one in place.written if " " not in one}
        if spellings:
            return frozenset({self._rule("exact", word), *(self._rule("place", one) for one in (word, *spellings))})
        kinds = ["noun", "verb"] if self.could_be_verb(word) else ["noun"]
        return frozenset(self._rule(kind, word) for kind in kinds)

    def _place(self, reading: Reading) -> list[int]:
        named = self.places.named(reading.value)
        if not named:  # unknown to the gazetteer: the name alone
            name = reading.value.partition("@")[0].strip()
            return self._place_atoms(Place(name=name, spellings=(name,)))
        asked = "@" in reading.value
        return [atom for place in named for atom in self._place_atoms(place, asked=asked)]

    def _inside(self, reading: Reading) -> list[int]:
        atoms = self._place(reading)
        for place in self.places.named(reading.value):
            for member in self.places.inside(place):
                atoms += self._place_atoms(member, f", inside {place.name}")
        return atoms

    def _place_atoms(self, place: Place, inside: str = "", *, asked: bool = False) -> list[int]:
        atoms = []
        for unsure, spellings in ((False, place.spellings), (True, place.unsure)):
            for spelling in spellings:
                first, *rest = WORD.findall(fold_text(spelling))
                slots = (frozenset({self._rule("place", first)}), *(frozenset({self._rule("tail", r)}) for r in rest))
                why = f"the place {place.name}{inside}"
                atoms.append(self.index.add_atom(Atom(slots, why, place, unsure, asked)))
        return atoms
