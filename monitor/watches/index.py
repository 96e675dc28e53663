"""The index of word forms: one pass over the words of a text finds every atom of every term."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from arabic.clitics import SPLIT_CLITICS, joined, splits
from arabic.forms import WordForms
from arabic.places import Place
from arabic.words import Word

_BREAK = re.compile(r"[\n.!?؟؛…،,:]")  # a phrase does not reach over one of these
_MEMO_SIZE = 300_000

Slot = frozenset[int]
"""Rules of which a word must fulfil one."""


@dataclass(frozen=True, slots=True)
class Atom:
    """Something that is found at one place of a text: a word or a phrase, slot by slot.

    With `place`, the hit must be a place name; `unsure` names are also other words and need evidence.
    """

    slots: tuple[Slot, ...]
    why: str
    place: Place | None = None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An atom found in words `first` to `last` (inclusive) of a text."""

    atom: int
    first: int
    last: int


class WordIndex:
    """Rules (sets of word forms) and the atoms built of them. Adding forgets what was remembered of tokens."""

    def __init__(self) -> None:
        self._forms: dict[str, tuple[tuple[int, int], ...]] = {}
        self._rules: dict[tuple[str, str], int] = {}
        self._starts: dict[int, list[int]] = {}
        self._known: dict[Atom, int] = {}
        self._memo: dict[str, tuple[Slot, tuple[int, ...]]] = {}
        self.atoms: list[Atom] = []

    def rule(self, kind: str, word: str) -> int | None:
        """The number of a rule that was added."""
        return self._rules.get((kind, word))

    def add_rule(self, kind: str, word: str, forms: WordForms) -> int:
        number = self._rules[kind, word] = len(self._rules)
        for core, contexts in forms.items():
            self._forms[core] = (*self._forms.get(core, ()), (number, contexts))
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

    def find(self, words: Sequence[Word], text: str) -> list[Hit]:
        """Every atom in the words of a folded text, in the order of the words."""
        hits: list[Hit] = []
        memo = self._memo
        for position, word in enumerate(words):
            found = memo.get(word[0])
            if found is None:
                found = self._remember(word[0])
            for number in found[1]:
                slots = self.atoms[number].slots
                last = position if len(slots) == 1 else self._follow(words, text, position, slots)
                if last is not None:
                    hits.append(Hit(number, position, last))
        return hits

    def _follow(self, words: Sequence[Word], text: str, position: int, slots: tuple[Slot, ...]) -> int | None:
        """The last word of a phrase that begins at `position`; clitics standing alone are passed over."""
        last = position
        for slot in slots[1:]:
            following = last + 1
            while following < len(words):
                if _BREAK.search(text, words[following - 1].end, words[following].start):
                    return None
                token = words[following].text
                if not slot.isdisjoint((self._memo.get(token) or self._remember(token))[0]):
                    break
                if token not in SPLIT_CLITICS:
                    return None
                following += 1
            else:
                return None
            last = following
        return last

    def _remember(self, token: str) -> tuple[Slot, tuple[int, ...]]:
        """The rules that a token fulfils and the atoms that begin with one of them."""
        forms = self._forms
        rules = {
            rule for core, context in splits(token) for rule, contexts in forms.get(core, ()) if contexts & context
        }
        atoms = sorted({atom for rule in rules for atom in self._starts.get(rule, ())})
        if len(self._memo) >= _MEMO_SIZE:
            self._memo.clear()
        found = self._memo[token] = (frozenset(rules), tuple(atoms))
        return found
