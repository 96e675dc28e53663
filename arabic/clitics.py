"""Clitics: what may be written onto a word, and every way to take it off again."""

from collections.abc import Iterator

# The contexts in which a core can stand. With a pronoun at its end a context moves to the upper bits.
BARE = 1  # nothing before it but و or ف
PREPOSITION = 2  # ب or ك
LAM = 4  # ل: a preposition before a noun, «so that» before a verb
ARTICLE = 8  # ال, also after a preposition (بال، لل)
FUTURE = 16  # س
EXACT = 32  # nothing at all before or after it
_PRONOUN_BITS = 8

# Doubts: what a neighbour or the writing of a token may say against a reading. They stand beside the contexts.
NOT_PLAIN = 1 << 16  # of a first letter alef: not written ا
NOT_ABOVE = 1 << 17  # not أ
NOT_BELOW = 1 << 18  # not إ
NOT_MADDA = 1 << 19  # not آ
VERBAL = 1 << 20  # a verb: no tanwin, and nothing before it that only stands before a noun
RELATIVE = 1 << 21  # the feminine of an adjective in ي, whose spelling is also a noun: الخارجية
END_NOT_PLAIN = 1 << 22  # of a last letter that folding knows several of: not written ا
END_NOT_ABOVE = 1 << 23  # not أ
END_NOT_YA = 1 << 24  # not ي
END_NOT_MAQSURA = 1 << 25  # not ى
JUSSIVE = 1 << 26  # a verb as it is only after لم
ENDS = END_NOT_PLAIN | END_NOT_ABOVE | END_NOT_YA | END_NOT_MAQSURA
SEATS = NOT_PLAIN | NOT_ABOVE | NOT_BELOW | NOT_MADDA
NEIGHBOURLY = VERBAL | RELATIVE | JUSSIVE
DOUBTS = SEATS | ENDS | NEIGHBOURLY


def bound(contexts: int) -> int:
    """The same contexts with a pronoun at the end."""
    return contexts << _PRONOUN_BITS


_AFTER_CONJUNCTION = {
    "": BARE,
    "ب": PREPOSITION,
    "ك": PREPOSITION,
    "ل": LAM,
    "ال": ARTICLE,
    "بال": ARTICLE,
    "كال": ARTICLE,
    "لل": ARTICLE,
    "لال": ARTICLE,  # ل joined to ال over a tatweel, or by mistake
    "س": FUTURE,
}
PREFIXES: dict[str, int] = {
    conjunction + prefix: context for conjunction in ("", "و", "ف") for prefix, context in _AFTER_CONJUNCTION.items()
}
_LONGEST_PREFIX = max(map(len, PREFIXES))

# Pronouns, with the fewest letters that must be left: ك and نا end too many short words.
PRONOUNS = {"ه": 2, "ها": 2, "هم": 2, "هن": 2, "هما": 2, "نا": 3, "ني": 3, "ك": 3, "كم": 3}

# A clitic that an editor left standing alone: «لـ قوات», «بال مدينة».
SPLIT_CLITICS = frozenset(prefix for prefix in PREFIXES if prefix)


def joined(core: str, contexts: int) -> list[str]:
    """Every token that `splits` reads as this core in one of these contexts."""
    tokens = [core] if contexts & EXACT else []
    for prefix, context in PREFIXES.items():
        if contexts & context:
            tokens.append(prefix + core)
        if contexts & bound(context):
            tokens += [prefix + core + pronoun for pronoun, left in PRONOUNS.items() if len(core) >= left]
    return tokens


_BEGINNINGS = frozenset(prefix[0] for prefix in PREFIXES if prefix)
_ENDINGS = frozenset(pronoun[-1] for pronoun in PRONOUNS)


def splits(token: str) -> list[tuple[str, int]]:
    """Every (core, context) that a folded token can be read as; the token itself comes first."""
    if not token:
        return []
    readings = [(token, BARE | EXACT)]
    ends = token[-1] in _ENDINGS
    if ends:
        readings += _without_pronoun(token, BARE)
    if token[0] not in _BEGINNINGS:
        return readings
    for size in range(1, min(_LONGEST_PREFIX, len(token) - 1) + 1):
        context = PREFIXES.get(token[:size])
        if context is None:
            continue
        core = token[size:]
        readings.append((core, context))
        if ends and context != ARTICLE:
            readings += _without_pronoun(core, context)
    return readings


def _without_pronoun(core: str, context: int) -> Iterator[tuple[str, int]]:
    for length in (1, 2, 3):
        left = PRONOUNS.get(core[-length:])
        if left is not None and len(core) - length >= left:
            yield core[:-length], bound(context)
