"""The index of word forms: one pass over the words of a text finds every atom of every term."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from arabic.clitics import DOUBTS, ENDS, NEIGHBOURLY, SEATS, SPLIT_CLITICS, VERBAL, joined, splits
from arabic.fold import Folded, fold
from arabic.forms import WordForms
from arabic.lexicon import Lexicon, load_lexicon
from arabic.places import Place
from arabic.rivals import is_construct_head, is_plausible, neighbours_contradict, writing_contradicts
from arabic.words import Words, whole_words

_BREAK = re.compile(r"[\n.!?؟؛…،,:]")  # a phrase does not reach over one of these
_LEAST_KEPT, _MOST_KEPT = 6_000, 30_000  # tokens of a generation; two are kept, so that the common ones stay

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


_NEW_HIT = partial(tuple.__new__, Hit)


class Scanned(NamedTuple):  # a tuple, because each text makes one
    """A field of an update, folded, in words, with what the index found."""

    folded: Folded
    words: Words
    hits: Sequence[Hit]

    def written(self, first: int, last: int) -> tuple[int, int]:
        """The stretch of the original that the words `first` to `last` stand in."""
        bounds = self.words.bounds
        return self.folded.span(bounds[2 * first], bounds[2 * last + 1])


NOTHING = Scanned(fold(""), Words(""), ())


class Doubtful(NamedTuple):
    """A rule that a token fulfils unless something contradicts its core, `token[start:end]`."""

    rule: int
    context: int
    doubts: int
    start: int
    end: int


class Known(NamedTuple):
    """What is remembered of a token: the rules that it fulfils and the atoms that they begin, of one word (`single`)
    and of several (`phrases`, whose second words fulfil one of `seconds`); and the rules that its neighbours or its
    writing may still speak against. One that is `open` may fulfil more, or be passed over, as the second of a phrase.
    """

    rules: Slot
    single: tuple[int, ...] = ()
    phrases: tuple[int, ...] = ()
    seconds: Slot = frozenset()
    doubtful: tuple[Doubtful, ...] = ()
    open: bool = False


_NOTHING = Known(frozenset())
_PASSED_OVER = Known(frozenset(), open=True)


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
        self._older: dict[str, Known] = {}
        self.kept = _LEAST_KEPT
        """How many tokens a generation holds, or as many as there are forms."""
        self._by_rule: dict[int, list[tuple[str, int]]] = {}  # filled when spellings are asked for
        self._decisions: dict[tuple[str, int], Known] = {}
        self._heads: dict[str, bool] = {}
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
        self._forget()
        return number

    def add_atom(self, atom: Atom) -> int:
        known = self._known.get(atom)
        if known is not None:
            return known
        number = self._known[atom] = len(self.atoms)
        self.atoms.append(atom)
        for rule in atom.slots[0]:
            self._starts.setdefault(rule, []).append(number)
        self._forget()
        return number

    def spellings(self, slot: Slot) -> frozenset[str]:
        """Every folded token that fulfils a slot, whatever is written onto it; bare cores follow a split clitic."""
        if not self._by_rule:
            for core, rules in self._forms.items():
                for rule, contexts in rules:
                    self._by_rule.setdefault(rule, []).append((core, contexts))
        found: set[str] = set()
        for rule in slot:
            for core, contexts in self._by_rule.get(rule, ()):
                found.add(core)
                found.update(joined(core, contexts))
        return frozenset(found)

    def scan(self, original: str) -> Scanned:
        """A text folded, in words, with every atom in them."""
        folded = fold(original)
        words = whole_words(folded)
        return Scanned(folded, words, self.find(words, folded))

    def find(self, words: Words, folded: Folded) -> list[Hit]:
        """Every atom in the words of a folded text, in the order of the words."""
        hits: list[Hit] = []
        texts = words.texts
        for position, found in enumerate(map(self._memo.get, texts)):
            if found is _NOTHING:
                continue
            if found is None:
                found = self._remember(texts[position])
            if found.doubtful:
                found = self._decided(found, words, folded, position)
            for number in found.single:
                hits.append(_NEW_HIT((number, position, position)))
            if found.phrases and self._may_follow(found.seconds, texts, position + 1):
                hits += self._phrases(found.phrases, words, folded, position)
        return hits

    def _may_follow(self, seconds: Slot, texts: Sequence[str], position: int) -> bool:
        """Whether the token at a position may be the second of a phrase: a quick look that rules most of them out."""
        if position == len(texts):
            return False
        found = self._memo.get(texts[position]) or self._remember(texts[position])
        return found.open or not seconds.isdisjoint(found.rules)

    def _phrases(self, numbers: Sequence[int], words: Words, folded: Folded, position: int) -> Iterator[Hit]:
        """The phrases that are found, of those that begin at `position`."""
        second = self._memo.get(words.texts[position + 1]) or self._remember(words.texts[position + 1])
        for number in numbers:
            slots = self.atoms[number].slots
            if second.open or not second.rules.isdisjoint(slots[1]):
                last = self._follow(words, folded, position, slots)
                if last is not None:
                    yield Hit(number, position, last)

    def _follow(self, words: Words, folded: Folded, position: int, slots: tuple[Slot, ...]) -> int | None:
        """The last word of a phrase that begins at `position`; clitics standing alone are passed over."""
        texts = words.texts
        last = position
        for slot in slots[1:]:
            following = last + 1
            while following < len(texts):
                token = texts[following]
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
            if _BREAK.search(words.between(last, following)):
                return None
            last = following
        return last

    def _decided(self, found: Known, words: Words, folded: Folded, position: int) -> Known:
        """What a token fulfils where it stands."""
        texts = words.texts
        marked = len(folded.original) > len(folded.text)
        upheld = 0
        for number, one in enumerate(found.doubtful):
            doubts = one.doubts
            if doubts & NEIGHBOURLY and neighbours_contradict(doubts, one.context, texts, position, self._is_head):
                continue
            if doubts & (SEATS | ENDS) or (marked and doubts & VERBAL):
                # A clitic that stands apart is not counted in it.
                start = words.bounds[2 * position + 1] - len(texts[position])
                begin, end = folded.span(start + one.start, start + one.end)
                if writing_contradicts(doubts, folded.original[begin:end], folded.original):
                    continue
            upheld |= 1 << number
        key = (texts[position], upheld)
        decided = self._decisions.get(key)
        if decided is None:
            rules = {one.rule for number, one in enumerate(found.doubtful) if upheld >> number & 1}
            decided = self._decisions[key] = self._known_by(rules | found.rules)
        return decided

    def _is_head(self, token: str) -> bool:
        """Whether a token is a noun that another one may follow in construction."""
        head = self._heads.get(token)
        if head is None:
            head = self._heads[token] = is_construct_head(token, self._lexicon())
        return head

    def _known_by(self, rules: set[int], doubtful: tuple[Doubtful, ...] = (), *, is_open: bool = False) -> Known:
        numbers = sorted({number for rule in rules for number in self._starts.get(rule, ())})
        single = tuple(number for number in numbers if len(self.atoms[number].slots) == 1)
        phrases = tuple(number for number in numbers if len(self.atoms[number].slots) > 1)
        seconds = frozenset().union(*(self.atoms[number].slots[1] for number in phrases))
        return Known(frozenset(rules), single, phrases, seconds, doubtful, is_open)

    def _forget(self) -> None:
        for memory in (self._memo, self._older, self._by_rule, self._decisions, self._heads):
            memory.clear()

    def _remember(self, token: str) -> Known:
        """What is known of a token, found out where it was not met lately."""
        known = self._older.get(token)
        if known is None:
            known = self._find_out(token)
        if len(self._memo) >= max(self.kept, min(len(self._forms), _MOST_KEPT)):
            self._older, self._memo = self._memo, {}
            self._decisions.clear()
        self._memo[token] = known
        return known

    def _find_out(self, token: str) -> Known:
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
        is_passed_over = token in SPLIT_CLITICS
        if not rules and not doubtful:
            return _PASSED_OVER if is_passed_over else _NOTHING
        left = tuple(one for one in doubtful if one.rule not in rules)
        return self._known_by(rules, left, is_open=is_passed_over or bool(left))

    def _is_plausible(self, token: str, core: str, context: int, kind: str) -> bool:
        return kind not in ("noun", "verb") or is_plausible(token, core, context, self._lexicon(), verb=kind == "verb")
