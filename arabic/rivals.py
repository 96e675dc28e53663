"""Rivals: whether a token is a form of a word, or more likely of another word that is spelled alike.

What decides is how often words are written (a form that is far commoner than its word would make it belongs to
another word), the neighbours, and the signs that the text has.
"""

import re
from collections.abc import Callable, Sequence
from unicodedata import normalize

from arabic.clitics import (
    ARTICLE,
    BARE,
    END_NOT_ABOVE,
    END_NOT_MAQSURA,
    END_NOT_PLAIN,
    END_NOT_YA,
    ENDS,
    JUSSIVE,
    LAM,
    NOT_ABOVE,
    NOT_BELOW,
    NOT_MADDA,
    NOT_PLAIN,
    PREPOSITION,
    RELATIVE,
    VERBAL,
    splits,
)
from arabic.fold import fold_text, has_tanwin, strip_marks
from arabic.lexicon import Lexicon
from arabic.wordlists import BEFORE_JUSSIVES, BEFORE_NOUNS

_SEATS = {"أ": NOT_ABOVE, "إ": NOT_BELOW, "آ": NOT_MADDA, "ا": NOT_PLAIN}
_ENDS = {
    "ي": {"ى": END_NOT_MAQSURA},
    "ى": {"ي": END_NOT_YA},
    "أ": {"ا": END_NOT_PLAIN},
    "ا": {"أ": END_NOT_ABOVE},
}
_END_BITS = {"ي": END_NOT_YA, "ى": END_NOT_MAQSURA, "أ": END_NOT_ABOVE, "ا": END_NOT_PLAIN}
# What shows that a text keeps two last letters apart; without it the one says nothing about the other.
_KEPT_APART = {
    "ى": re.compile("ي(?![\\w\u0640\u064b-\u0652])"),
    "ي": re.compile("ى(?![\\w\u0640\u064b-\u0652])"),
    "ا": re.compile("أ"),
    "أ": re.compile(""),
}
_FREQUENT = 100  # of a thousand million: counts below say nothing
_UNBOUND = BARE | PREPOSITION | LAM

# How often a core is written with something on it, at most, as a share of the core alone.
_PROCLITIC_SHARE = {"و": 1.5, "ف": 0.3, "ك": 0.3, "ب": 1.0, "ل": 1.0, "س": 3.0}
_PRONOUN_SHARE = {"ك": 0.15, "كم": 0.15}
_NOUN_SHARE = 20.0
_VERB_SHARE = 1.5


def seat_doubts(core: str, seats: str, lexicon: Lexicon) -> int:
    """The ways of writing the first letter of a folded core that show another word.

    `seats` are the letters that it may be written with. A way that is no word of its own is a slip of the pen.
    """
    if not core.startswith("ا") or seats == "ا":
        return 0
    counts = {seat: lexicon.written_count(seat + core[1:]) for seat in "أإآ"}
    ours = sum(counts[seat] for seat in seats)
    others = {seat: count for seat, count in counts.items() if seat not in seats and count > 0.05 * ours + 20}
    doubts = sum(_SEATS[seat] for seat in others)
    return doubts | NOT_PLAIN if sum(others.values()) > 4 * ours else doubts


def end_doubts(word: str, lexicon: Lexicon) -> int:
    """The ways of writing the last letter of a word that show another word: رأي and رأى, بدأ and بدا."""
    ours, others = word[-1:], _ENDS.get(word[-1:], ())
    if not others or len(word) < 3:
        return 0
    total = lexicon.count(fold_text(word))
    starts = (word[0], fold_text(word[0]))
    spelt = {end: [start + word[1:-1] + end for start in starts] for end in (ours, *others)}
    counts = {end: max(_written(one, total, lexicon) for one in written) for end, written in spelt.items()}
    if counts[ours] < 0.1 * max(counts.values()):  # a slip of the pen of who asks: استولي
        return 0
    return sum(bit for end, bit in others.items() if counts[end] > 0.1 * counts[ours] + _FREQUENT)


def _written(word: str, total: int, lexicon: Lexicon) -> int:
    """How often a word is written so; the plain spelling has what is left of the folded count."""
    if word != fold_text(word):
        return lexicon.written_count(word)
    others = {word[:-1] + end for end in "أىيا" if fold_text(word[:-1] + end) == word and word[:-1] + end != word}
    return total - sum(map(lexicon.written_count, others))


def is_plausible(token: str, core: str, context: int, lexicon: Lexicon, *, verb: bool) -> bool:
    """Whether a token may be read as a core with clitics, by how often both are written."""
    if token == core:
        return True
    start = token.find(core)
    proclitic, pronoun = token[:start], token[start + len(core) :]
    if verb and pronoun and core.endswith("ت") and _is_feminine(core, lexicon):
        return False  # قيمتها is «its value»
    if not pronoun and proclitic == "و" and _is_lemma(token, core, lexicon):
        return False  # واحد is no «and one»
    if not pronoun and proclitic not in _PROCLITIC_SHARE:
        return True
    count = lexicon.count(token)
    if count < _FREQUENT:
        return True
    alone = lexicon.count(core)
    if not pronoun:
        return count <= _PROCLITIC_SHARE[proclitic] * alone or not _is_word(token, count, lexicon)
    if core.endswith("ت") and not verb:
        alone = max(alone, lexicon.count(core[:-1] + "ة"))
    if pronoun == "ه" and _is_slip(token, core, alone, lexicon):
        return False
    share = _PRONOUN_SHARE.get(pronoun, _VERB_SHARE if verb else _NOUN_SHARE)
    return count <= share * max(alone, 1)


def _is_slip(token: str, core: str, alone: int, lexicon: Lexicon) -> bool:
    """Whether the ه at the end of a token is rather a ة without its dots."""
    dotted = lexicon.count(core + "ة")
    if not token.startswith(core):
        dotted = max(dotted, 50 * lexicon.count(token[:-1] + "ة"))
    return dotted > 3 * alone


def _is_feminine(core: str, lexicon: Lexicon) -> bool:
    """Whether a verb's «she» with a pronoun is rather a noun in ة: قضيته, بلغته."""
    count = 3 * lexicon.count(core)
    dotted = core[:-1] + "ة"
    return lexicon.count(dotted) > count or (dotted[0] in "بلك" and lexicon.count(dotted[1:]) > count)


def _is_lemma(token: str, core: str, lexicon: Lexicon) -> bool:
    """Whether a token with its و is a word of its own, and too common for «and» with the core."""
    return token in lexicon.lemmas(token) and lexicon.count(token) > 0.3 * lexicon.count(core)


def _is_word(token: str, count: int, lexicon: Lexicon) -> bool:
    """Whether a token is known without taking anything off it: with ال, or as a verb in another person."""
    bare = token[:-1] if token[-1] in "اةه" else token
    if max(lexicon.count("ال" + token), lexicon.count("ال" + bare)) > 0.02 * count:
        return True
    stem = token[:-1] if token.endswith("ت") else token
    if lexicon.count("ي" + stem) > 0.05 * count:
        return True
    return token[0] in "يت" and lexicon.count("تي"[token[0] == "ت"] + token[1:]) > 0.1 * count


def writing_contradicts(doubts: int, written: str, original: str) -> bool:
    """Whether a core as the text has it is written as another word is: its first or last letter, a tanwin on a verb."""
    written = normalize("NFKC", written)
    if doubts & _SEATS.get(written[:1], 0) or (doubts & VERBAL and has_tanwin(written)):
        return True
    if not doubts & ENDS:
        return False
    end = written[-1:]
    if end not in _END_BITS:
        end = strip_marks(written)[-1:]
    return bool(doubts & _END_BITS.get(end, 0)) and _KEPT_APART[end].search(original) is not None


def neighbours_contradict(
    doubts: int, context: int, texts: Sequence[str], position: int, is_head: Callable[[str], bool]
) -> bool:
    """Whether the words around a token speak for another reading.

    `doubts` are some that neighbours may say. `texts` are the folded words of a text, of which the token stands at
    `position`; `is_head` says of a token whether it is a noun that another one may follow in construction.
    """
    before = texts[position - 1] if position else ""
    if doubts & JUSSIVE:
        return before not in BEFORE_JUSSIVES
    if before in BEFORE_NOUNS:
        return True
    if not doubts & RELATIVE or not context & ARTICLE:
        return False
    # «وزير الخارجية»: an adjective with ال follows what is definite, and takes no preposition of its own.
    return not texts[position].startswith(("ال", "وال", "فال")) or (before != "" and is_head(before))


def is_construct_head(token: str, lexicon: Lexicon) -> bool:
    """Whether a folded token is a noun without ال that is also met with it; names are not."""
    return any(_is_common_noun(core, lexicon) for core, context in splits(token) if context & _UNBOUND)


def _is_common_noun(core: str, lexicon: Lexicon) -> bool:
    count = lexicon.count(core)
    return count > _FREQUENT and lexicon.count("ال" + core) > 0.1 * count
