"""Those who are with the one who is counted: «رجل وزوجته», «قيادي في الحزب ومرافقوه»."""

from arabic.figures.passage import Passage
from arabic.figures.words import KIN, NOUNS, PRONOUNS, TRIGGERS, Noun, noun_of

TWO = frozenset(("اثنان", "اثنين", "اثنتان", "اثنتين"))
_COMPANY = 9  # words from the one who is counted to those with him


def owned_noun(token: str) -> Noun | None:
    """The noun with a pronoun: «مرافقيه», «عناصرها»."""
    for pronoun in PRONOUNS:
        core = token.removesuffix(pronoun)
        if core != token and (noun := NOUNS.get(core) or NOUNS.get(core + "ن")):
            return noun
    return None


def with_others(passage: Passage, position: int) -> bool:
    """«رجل وزوجته», «قيادي في الحزب ومرافقوه», «ضابط وعناصر»: more than the one who is counted."""
    for behind in range(position + 1, min(position + _COMPANY, len(passage))):
        if passage.stops(behind - 1):
            return False
        token = passage.token(behind)
        if token == "مع" and (owned_noun(passage.follows(behind)) or owned_noun(passage.token(behind + 3))):
            return True  # «قيادي مع أربعة من مرافقيه»
        if token.startswith("و"):
            if token.removeprefix("و") in TRIGGERS:
                return False
            other = token.removeprefix("و")
            kin = any(other.removesuffix(pronoun) in KIN for pronoun in PRONOUNS if other.endswith(pronoun))
            noun = noun_of(other)
            if passage.follows(behind) in TWO:
                return False  # they are counted by themselves
            return (
                kin
                or owned_noun(other) is not None
                or (noun is not None and noun.amount in ("many", "either") and not noun.kind)
            )
    return False
