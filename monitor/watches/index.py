"""The index of word forms: one pass over the words of a text finds every atom of every term."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from arabic.clitics import DOUBTS, SPLIT_CLITICS, joined, splits
from arabic.fold import Folded
from arabic.forms import WordForms
from arabic.lexicon import Lexicon, load_lexicon
from arabic.places import Place
from arabic.rivals import contradicts, is_plausible
from arabic.words import Words

_BREAK = re.compile(r"[\n.!?؟؛…،,:]")  # a phrase does not reach over one of these
_MEMO_SIZE = 300_000

Slot = frozenset[int]
"""Rules of which a word must fulfil one."""


@dataclass(frozen=True, slots=True)
class Atom:
    """Something that is found at one place of a text: a word or a phrase, slot by slot.

    With `place`, the hit must be a place name; `unsure` names are also other words and need evidence; `asked` is one
    of several places of a name that was asked for by itself.
    """

    slots: tuple[Slot, ...]
    why: str
    place: Place | None = None
    unsure: bool = False
    asked: bool = False


class Hit(NamedTuple):  # a tuple, because many of them are made
    """An atom found in words `first` to `last` (inclusive) of a text."""

    atom: int
    first: int
    last: int


class Known(NamedTuple):
    """What is remembered of a token: the rules that it fulfils wherever it stands, the atoms that begin with one of
    them, and the rules that its neighbours or its writing may speak against."""

    rules: Slot
    atoms: tuple[int, ...]
    doubtful: tuple["Doubtful", ...] = ()


class Doubtful(NamedTuple):
    """A rule that a token fulfils unless something contradicts its core, which begins at `start` of the token."""

    rule: int
    context: int
    doubts: int
    start: int
    end: int


_NOTHING = Known(frozenset(), ())


class WordIndex:
    """Rules (sets of word forms) and the atoms built of them. Adding forgets what was remembered of tokens.

    `lexicon` gives the lexicon that decides between readings; it is asked for when a doubt comes up.
    """

    def __init__(self, lexicon: Callable[[], Lexicon] = load_lexicon) -> None:
        self._lexicon = lexicon
        self._forms: dict[str, tuple[tuple[int, int], ...]] = {}
        self._rules: dict[tuple[str, str], int] = {}
        self._kinds: list[str] = []
        self._starts: dict[int, list[int]] = {}
        self._known: dict[Atom, int] = {}
        self._memo: dict[str, Known] = {}
        self.atoms: list[Atom] = []

    def rule(self, kind: str, word: str) -> int | None:
        """The number of a rule that was added."""
        return self._rules.get((kind, word))

    def add_rule(self, kind: str, word: str, forms: WordForms) -> int:
        number = self._rules[kind, word] = len(self._rules)
        self._kinds.append(kind)
        table = self._forms
        for core, contexts in forms.items():
            others = table.get(core)
            table[core] = ((number, contexts),) if others is None else (*others, (number, contexts))
        self._memo.clear()
        return number

    def add_atom(self, atom: Atom) -> int:
        known = self._known.get(atom)
        if known is not None:
            return known
        number = self._known[atom] = len(self.atoms)
        self.atoms.append(atom)
        for rule in atom.slots[0]:
            self._starts.setdefault(rule, []).append(number)
        self._memo.clear()
        return number

    def spellings(self, slot: Slot) -> frozenset[str]:
        """Every folded token that fulfils a slot, whatever is written onto it; bare cores follow a split clitic."""
        found: set[str] = set()
        for core, rules in self._forms.items():
            for rule, contexts in rules:
                if rule in slot:
                    found.add(core)
                    found.update(joined(core, contexts))
        return frozenset(found)

    def find(self, words: Words, folded: Folded) -> list[Hit]:
        """Every atom in the words of a folded text, in the order of the words."""
        hits: list[Hit] = []
        memo = self._memo
        atoms = self.atoms
        for position, token in enumerate(words.texts):
            found = memo.get(token) or self._remember(token)
            if found.doubtful:
                found = self._decided(found, words, folded, position)
            for number in found.atoms:
                slots = atoms[number].slots
                last = position if len(slots) == 1 else self._follow(words, folded, position, slots)
                if last is not None:
                    hits.append(Hit(number, position, last))
        return hits

    def _follow(self, words: Words, folded: Folded, position: int, slots: tuple[Slot, ...]) -> int | None:
        """The last word of a phrase that begins at `position`; clitics standing alone are passed over."""
        last = position
        for slot in slots[1:]:
            following = last + 1
            while following < len(words):
                if _BREAK.search(folded.text, words[following - 1].end, words[following].start):
                    return None
                token = words.texts[following]
                found = self._memo.get(token) or self._remember(token)
                if found.doubtful:
                    found = self._decided(found, words, folded, following)
                if not slot.isdisjoint(found.rules):
                    break
                if token not in SPLIT_CLITICS:
                    return None
                following += 1
            else:
                return None
            last = following
        return last

    def _decided(self, found: Known, words: Words, folded: Folded, position: int) -> Known:
        """What a token fulfils where it stands."""
        start = words[position].start
        rules = set(found.rules)
        for one in found.doubtful:
            begin, end = folded.span(start + one.start, start + one.end)
            written = folded.original[begin:end]
            if not contradicts(one.doubts, one.context, written, words.texts, position, self._lexicon()):
                rules.add(one.rule)
        return self._with_atoms(rules)

    def _with_atoms(self, rules: set[int], doubtful: tuple[Doubtful, ...] = ()) -> Known:
        starts = self._starts
        return Known(frozenset(rules), tuple(sorted({a for rule in rules for a in starts.get(rule, ())})), doubtful)

    def _remember(self, token: str) -> Known:
        """The rules that a token fulfils and the atoms that begin with one of them."""
        forms = self._forms
        rules: set[int] = set()
        doubtful: list[Doubtful] = []
        for core, context in splits(token):
            for rule, contexts in forms.get(core, ()):
                if not contexts & context or not self._is_plausible(token, core, context, self._kinds[rule]):
                    continue
                if contexts & DOUBTS:
                    start = token.find(core)
                    doubtful.append(Doubtful(rule, context, contexts & DOUBTS, start, start + len(core)))
                else:
                    rules.add(rule)
        known = (
            self._with_atoms(rules, tuple(one for one in doubtful if one.rule not in rules))
            if rules or doubtful
            else _NOTHING
        )
        if len(self._memo) >= _MEMO_SIZE:
            self._memo.clear()
        self._memo[token] = known
        return known

    def _is_plausible(self, token: str, core: str, context: int, kind: str) -> bool:
        return kind not in ("noun", "verb") or is_plausible(token, core, context, self._lexicon(), verb=kind == "verb")
