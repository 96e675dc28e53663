"""Explaining a term: the reading taken, the forms it covers, and what its writer may have meant instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from arabic.clitics import ARTICLE, BARE, EXACT, bound
from arabic.concepts import Concept
from arabic.fold import fold_text
from arabic.forms import WordForms
from arabic.places import Gazetteer
from monitor.watches.compiler import Compiler
from monitor.watches.figures import parse_figure_term
from monitor.watches.query import Leaf, Near, leaves
from monitor.watches.query_parser import parse_term
from monitor.watches.terms import Kind, Reading, TermError

_BESIDE = " (* only with or without certain words beside it)"


@dataclass(frozen=True, slots=True)
class TermExplanation:
    """What a term covers: `groups` are (what they are, folded forms without proclitics), `hints` are sentences."""

    term: str
    kind: str
    reading: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    hints: tuple[str, ...]


def explain_term(
    term: str, *, concepts: Mapping[str, Concept] | None = None, places: Gazetteer | None = None
) -> TermExplanation:
    """What a term covers and what it does not; raises TermError."""
    return explain_with(Compiler(concepts, places), term)


def explain_with(compiler: Compiler, term: str) -> TermExplanation:
    """The same with a compiler that may have been used before; raises TermError."""
    node = parse_term(term)
    if not isinstance(node, Leaf):
        return _explain_near(compiler, node, term)
    reading = compiler.compile(term).reading
    return TermExplanation(
        term=term,
        kind=reading.kind.value,
        reading=_sentence(reading, compiler),
        groups=tuple(_groups(reading, compiler)),
        hints=tuple(_hints(reading, compiler)),
    )


def _explain_near(compiler: Compiler, node: Near, term: str) -> TermExplanation:
    parts: list[TermExplanation] = []
    for leaf in leaves(node):
        try:
            parts.append(explain_with(compiler, leaf.text))
        except TermError as error:
            raise error.inside(term, leaf.at) from None
    reaches = " and ".join(map(str, node.reaches))
    return TermExplanation(
        term=term,
        kind="near",
        reading=f"{', '.join(part.reading for part in parts)}, with at most {reaches} words between them",
        groups=tuple((f"{part.term}: {name}", forms) for part in parts for name, forms in part.groups),
        hints=tuple(hint for part in parts for hint in part.hints),
    )


def _sentence(reading: Reading, compiler: Compiler) -> str:
    match reading.kind:
        case Kind.WORD:
            return f"{' and '.join(f'the {kind}' for kind in compiler.word_kinds(reading.value))} {reading.value}"
        case Kind.IN:
            return f"the place {reading.value} and everything inside it"
        case Kind.EXACT:
            return f"exactly {reading.value}, with nothing on it"
        case Kind.REGEX:
            return f"the regular expression /{reading.value}/ on folded text"
        case Kind.FIGURE:
            figure = parse_figure_term(reading.value)
            scope = "of a longer time" if figure.total else "of this event"
            return f"the figure {figure.kind} {figure.comparison} {figure.number} persons, {scope}"
        case Kind.LATIN:
            return f"the word {reading.value}, in capitals or not"
        case kind:
            return f"the {kind.value} {reading.value}"


def _groups(reading: Reading, compiler: Compiler) -> list[tuple[str, tuple[str, ...]]]:
    value = reading.value
    match reading.kind:
        case Kind.WORD:
            kinds = compiler.word_kinds(value)
            return [group for kind in kinds for group in _of_forms(kind, compiler.forms_of(kind, value))]
        case Kind.NOUN | Kind.VERB:
            return _of_forms(reading.kind.value, compiler.forms_of(reading.kind.value, value))
        case Kind.PLACE | Kind.IN:
            named = compiler.places.named(value)
            names = tuple(dict.fromkeys(name for place in named for name in place.written)) or (value,)
            groups = [("names, with و ف ب ك ل before them", names)]
            members = [member.name for place in named for member in compiler.places.inside(place)]
            return [*groups, ("inside it", tuple(members))] if reading.kind is Kind.IN and members else groups
        case Kind.CONCEPT:
            concept = compiler.concepts[value]
            words = {kind: _family(concept, kind) for kind in ("noun", "verb", "form", "phrase")}
            named_groups = (
                (f"nouns, in every form{_BESIDE}", words["noun"]),
                (f"verbs, in every form{_BESIDE}", words["verb"]),
                (f"as written{_BESIDE}", words["form"]),
                ("phrases (a|b: either word; a?: may be missing; * as above)", (*concept.phrases, *words["phrase"])),
                ("not meant", concept.exclude),
            )
            return [group for group in named_groups if group[1]]
        case Kind.REGEX | Kind.FIGURE:
            return []
        case Kind.PHRASE:
            return [("each word in its own forms", tuple(value.split()))]
        case Kind.LATIN:
            return [("as written", tuple(dict.fromkeys(" ".join(words) for words in compiler.latin_spellings(value))))]
        case _:
            return [("as written", (fold_text(value),))]


def _family(concept: Concept, kind: str) -> tuple[str, ...]:
    return tuple(
        f"{one.word}*" if one.near or one.and_near or one.not_near else one.word
        for one in concept.family
        if one.kind == kind
    )


def _of_forms(kind: str, forms: WordForms) -> list[tuple[str, tuple[str, ...]]]:
    alone = tuple(core for core, contexts in forms.items() if contexts & (BARE | EXACT))
    article = tuple("ال" + core for core, contexts in forms.items() if contexts & ARTICLE)
    pronoun = tuple(core + "ه" for core, contexts in forms.items() if contexts & bound(BARE))
    groups = (
        (f"the {kind}", alone),
        (f"the {kind} with ال", article),
        (f"the {kind} with a pronoun (here ه)", pronoun),
    )
    return [group for group in groups if group[1]]


def _hints(reading: Reading, compiler: Compiler) -> list[str]:
    hints: list[str] = []
    folded = fold_text(reading.value)
    if reading.kind in (Kind.WORD, Kind.NOUN, Kind.VERB):
        families = [
            f"concept:{concept.name}"
            for concept in compiler.concepts.values()
            if folded in {fold_text(one.word) for one in concept.family}
        ]
        if families:
            hints.append(f"words of the same family are not covered: write {' or '.join(families)}")
        if reading.kind is not Kind.VERB and (nouns := compiler.singulars(reading.value)):
            hints.append(f"{reading.value} may be a plural; its noun in every form: write {' or '.join(nouns)}")
        if reading.value.startswith("ال"):
            hints.append(f"write it without its article: {reading.value[2:]}")
    if reading.kind in (Kind.PLACE, Kind.IN):
        named = compiler.places.named(reading.value)
        hints += [
            f"{place.name} is also another word: it counts where something beside it shows that the place is meant"
            for place in named
            if place.name in place.unsure
        ]
        if len(named) > 1 and "@" not in reading.value:
            told = ", ".join(f"{reading.value}@{place.parent}" for place in named if place.parent)
            hints.append(f"there are {len(named)} of this name; one alone is asked for so: {told}")
        if not named:
            near = get_close_matches(reading.value, compiler.places.names(), 3, 0.65)
            also = f"; did you mean {' or '.join(near)}?" if near else ""
            if compiler.is_common(reading.value):
                also += "; it is a common word, which is then found as well"
            hints.append(f"{reading.value} is not in the gazetteer: it is matched by its name alone{also}")
    return hints
