"""Rivals: whether a token is a form of a word, or more likely of another word that is spelled alike.

What decides is how often words are written (a form that is far commoner than its word would make it belongs to
another word), the neighbours, and the signs that the text has.
"""

from collections.abc import Sequence

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
    share = _PRONOUN_SHARE.get(pronoun, _VERB_SHARE if verb else _NOUN_SHARE)
    return count <= share * max(alone, 1)


def _is_word(token: str, count: int, lexicon: Lexicon) -> bool:
    """Whether a token is known without taking anything off it: with ال, or as a verb in another person."""
    bare = token[:-1] if token[-1] in "اةه" else token
    if max(lexicon.count("ال" + token), lexicon.count("ال" + bare)) > 0.02 * count:
        return True
    stem = token[:-1] if token.endswith("ت") else token
    if lexicon.count("ي" + stem) > 0.05 * count:
        return True
    return token[0] in "يت" and lexicon.count("تي"[token[0] == "ت"] + token[1:]) > 0.1 * count


def contradicts(doubts: int, context: int, written: str, texts: Sequence[str], position: int, lexicon: Lexicon) -> bool:
    """Whether the writing of a core or the words around it speak for another word.

    `written` is the core as the text has it, `texts` are the folded words, of which it stands in the one at `position`.
    """
    if doubts & _SEATS.get(written[:1], 0):
        return True
    if doubts & VERBAL and ("\u064b" in written or _stands_before_noun(texts, position)):
        return True
    return bool(doubts & RELATIVE) and _is_noun_in_ya(context, texts, position, lexicon)


def _stands_before_noun(texts: Sequence[str], position: int) -> bool:
    return position > 0 and texts[position - 1] in BEFORE_NOUNS


def _is_noun_in_ya(context: int, texts: Sequence[str], position: int, lexicon: Lexicon) -> bool:
    """«وزير الخارجية»: an adjective with ال follows what is definite, and takes no preposition of its own."""
    token = texts[position]
    if not context & ARTICLE:
        return position > 0 and texts[position - 1] in BEFORE_NOUNS
    if not token.startswith(("ال", "وال", "فال")):
        return True
    if position == 0:
        return False
    before = texts[position - 1]
    return before in BEFORE_NOUNS or any(
        is_common_noun(core, lexicon) for core, context in splits(before) if context & _UNBOUND
    )


def is_common_noun(core: str, lexicon: Lexicon) -> bool:
    """Whether a folded word is a noun that also takes ال; names do not."""
    count = lexicon.count(core)
    return count > _FREQUENT and lexicon.count("ال" + core) > 0.1 * count
