"""Rivals: whether a token is a form of a word, or more likely of another word that is spelled alike.

What decides is how often words are written (a form that is far commoner than its word would make it belongs to
another word), the neighbours, and the signs that the text has.
"""

from collections.abc import Callable, Sequence
from unicodedata import normalize

from arabic.clitics import (
    ARTICLE,
    BARE,
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
from arabic.letters import TANWIN_FATH
from arabic.lexicon import Lexicon
from arabic.wordlists import BEFORE_NOUNS

_SEATS = {"أ": NOT_ABOVE, "إ": NOT_BELOW, "آ": NOT_MADDA, "ا": NOT_PLAIN}
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


def is_plausible(token: str, core: str, context: int, lexicon: Lexicon, *, verb: bool) -> bool:
    """Whether a token may be read as a core with clitics, by how often both are written."""
    if token == core:
        return True
    start = token.find(core)
    proclitic, pronoun = token[:start], token[start + len(core) :]
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


def _is_word(token: str, count: int, lexicon: Lexicon) -> bool:
    """Whether a token is known without taking anything off it: with ال, or as a verb in another person."""
    bare = token[:-1] if token[-1] in "اةه" else token
    if max(lexicon.count("ال" + token), lexicon.count("ال" + bare)) > 0.02 * count:
        return True
    stem = token[:-1] if token.endswith("ت") else token
    if lexicon.count("ي" + stem) > 0.05 * count:
        return True
    return token[0] in "يت" and lexicon.count("تي"[token[0] == "ت"] + token[1:]) > 0.1 * count


def writing_contradicts(doubts: int, written: str) -> bool:
    """Whether a core as the text has it is written as another word is: its first letter, or a tanwin on a verb."""
    written = normalize("NFKC", written)
    return bool(doubts & _SEATS.get(written[:1], 0)) or (bool(doubts & VERBAL) and TANWIN_FATH in written)


def neighbours_contradict(
    doubts: int, context: int, texts: Sequence[str], position: int, is_head: Callable[[str], bool]
) -> bool:
    """Whether the words around a token speak for another reading.

    `texts` are the folded words of a text, of which the token stands at `position`; `is_head` says of a token
    whether it is a noun that another one may follow in construction.
    """
    if not doubts & (VERBAL | RELATIVE):
        return False
    before = texts[position - 1] if position else ""
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
