"""Context: what a concept asks beyond its words, and which of its hits stand in a text."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from arabic.concepts import Concept, FamilyWord, Phrase, expand, figures_of_speech
from arabic.fold import fold_text
from arabic.negation import denial
from arabic.wordlists import PARTICLES
from arabic.words import SENTENCE_END, Word
from monitor.watches.index import Atom, Hit, Scanned, Slot, WordIndex

REACH = 8
"""Words on either side in which `near` looks, not beyond the sentence."""

Rule = Callable[[str, str, tuple[str, ...]], int]
"""Kind, citation form and further forms → the number of the rule in the index."""


@dataclass(frozen=True, slots=True)
class Context:
    """Atoms that must be near, one of each group, and atoms that must not.

    Beside one of `elsewhere` the sentence must hold one of `earnest`: without it, this is a figure of speech.
    """

    near: tuple[frozenset[int], ...] = ()
    not_near: frozenset[int] = frozenset()
    elsewhere: frozenset[int] = frozenset()
    earnest: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Conditions:
    """What speaks against a hit of a term: `contexts` gives for an atom the contexts of which one must be there."""

    vetoes: frozenset[int] = frozenset()
    contexts: Mapping[int, tuple[Context, ...]] = field(default_factory=dict)
    keep_denied: bool = True


def standing(hits: Sequence[Hit], scanned: Scanned, conditions: Conditions) -> list[Hit]:
    """The hits of a term that are meant and not denied."""
    vetoing = [hit for hit in scanned.hits if hit.atom in conditions.vetoes]
    kept: list[Hit] = []
    for hit in hits:
        if any(_vetoes(veto, hit) for veto in vetoing):
            continue
        contexts = conditions.contexts.get(hit.atom)
        if contexts and not any(_fits(hit, scanned, context) for context in contexts):
            continue
        if not conditions.keep_denied and denial(scanned.words, scanned.folded.text, hit.first, hit.last):
            continue
        kept.append(hit)
    return kept


def _vetoes(veto: Hit, hit: Hit) -> bool:
    """An exclusion ends what it lies over, but not a longer phrase that holds it."""
    if hit.first <= veto.first and veto.last <= hit.last and hit.last - hit.first > veto.last - veto.first:
        return False
    return veto.first <= hit.last and hit.first <= veto.last


def _fits(hit: Hit, scanned: Scanned, context: Context) -> bool:
    if not context.near and not context.not_near and not context.elsewhere:
        return True
    around = _around(hit, scanned, REACH)
    if not around.isdisjoint(context.not_near) or any(around.isdisjoint(group) for group in context.near):
        return False
    if around.isdisjoint(context.elsewhere):
        return True
    return not _around(hit, scanned, len(scanned.words)).isdisjoint(context.earnest)


def _around(hit: Hit, scanned: Scanned, reach: int) -> set[int]:
    """The atoms within reach and in the same sentence; what lies over the hit is not beside it."""
    words, text = scanned.words, scanned.folded.text
    return {other.atom for other in scanned.hits if _is_near(hit, other, words, text, reach)}


def _is_near(hit: Hit, other: Hit, words: Sequence[Word], text: str, reach: int) -> bool:
    if 0 < other.first - hit.last <= reach:
        last, first = hit.last, other.first
    elif 0 < hit.first - other.last <= reach:
        last, first = other.last, hit.first
    else:
        return False
    return SENTENCE_END.search(text, words[last].end, words[first].start) is None


def _told(phrase: Phrase) -> str:
    several = any(len(words) > 1 for words in phrase)
    return f"«{' '.join(words[0].removeprefix('=') for words in phrase)}»" + (" or alike" if several else "")


class ConceptCompiler:
    """Compiles concepts into an index of words, each once."""

    def __init__(self, index: WordIndex, rule: Rule, could_be_verb: Callable[[str], bool]) -> None:
        self._index = index
        self._rule = rule
        self._could_be_verb = could_be_verb
        self._done: dict[str, tuple[tuple[int, ...], Conditions]] = {}
        self._figurative: tuple[frozenset[int], frozenset[int]] | None = None

    def compile(self, concept: Concept) -> tuple[tuple[int, ...], Conditions]:
        """The atoms of a concept and what it asks beyond them."""
        if concept.name not in self._done:
            self._done[concept.name] = self._compile(concept)
        return self._done[concept.name]

    def _compile(self, concept: Concept) -> tuple[tuple[int, ...], Conditions]:
        why = f"concept {concept.name}: "
        contexts: dict[int, list[Context]] = {}
        for word in concept.family:
            context = self._context(word, concept.not_near)
            for atom in self._family_word(word, why):
                contexts.setdefault(atom, []).append(context)
        for phrase in concept.phrases:
            context = Context((), self._beside(concept.not_near))
            for pattern in expand(phrase):
                contexts.setdefault(self._pattern(pattern, why + _told(pattern)), []).append(context)
        vetoes = frozenset(atom for exclusion in concept.exclude for atom in self._exclusion(exclusion))
        conditions = Conditions(vetoes, {atom: tuple(some) for atom, some in contexts.items()}, concept.keep_denied)
        return tuple(contexts), conditions

    def _family_word(self, word: FamilyWord, why: str) -> Iterable[int]:
        if word.kind == "phrase":
            return [self._pattern(pattern, why + _told(pattern)) for pattern in word.phrases]
        rules = {self._rule("place" if word.kind == "form" else word.kind, word.word, word.forms)}
        if word.kind == "form":
            rules |= {self._rule("place", form, ()) for form in word.forms}
        return [self._index.add_atom(Atom((frozenset(rules),), f"{why}the {word.kind} {word.word}"))]

    def _context(self, word: FamilyWord, not_near: tuple[Phrase, ...]) -> Context:
        groups = (self._beside(patterns) for patterns in (word.near, word.and_near) if patterns)
        context = Context(tuple(groups), self._beside((*word.not_near, *not_near)))
        if not word.figure:
            return context
        if self._figurative is None:
            elsewhere, earnest = map(self._beside, figures_of_speech())
            self._figurative = elsewhere, earnest
        return replace(context, elsewhere=self._figurative[0], earnest=self._figurative[1])

    def _beside(self, patterns: Iterable[Phrase]) -> frozenset[int]:
        return frozenset(self._pattern(pattern, "") for pattern in patterns)

    def _exclusion(self, exclusion: str) -> list[int]:
        """One word vetoes itself as written, with what may stand before it; a phrase in all its forms."""
        patterns = expand(exclusion)
        if all(len(pattern) == 1 for pattern in patterns):
            rules = {self._rule("place", word, ()) for pattern in patterns for word in pattern[0]}
            return [self._index.add_atom(Atom((frozenset(rules),), ""))]
        return [self._pattern(pattern, "") for pattern in patterns]

    def _pattern(self, pattern: Phrase, why: str) -> int:
        return self._index.add_atom(Atom(tuple(map(self._slot, pattern)), why))

    def _slot(self, words: Iterable[str]) -> Slot:
        return frozenset(rule for word in words for rule in self._rules_of(word))

    def _rules_of(self, word: str) -> Iterable[int]:
        if word.startswith("="):
            return [self._rule("place", word[1:], ())]
        if fold_text(word) in PARTICLES:
            return [self._rule("particle", word, ())]
        kinds = ["noun", "verb"] if self._could_be_verb(word) else ["noun"]
        return [self._rule(kind, word, ()) for kind in kinds]
