"""Broken plurals: which forms of a lemma are its plurals, by their patterns."""

from arabic.fold import fold_text
from arabic.lexicon import Lexicon
from arabic.wordlists import SINGULARS

_MET = 1000  # of a thousand million
_LONG = "اوي"


def is_plural_pattern(base: str, form: str, lexicon: Lexicon) -> bool:
    """Whether a form that the lexicon lists under a base is its plural, and no form of a verb of that root."""
    if form.startswith("ا") and len(form) == 5 and (form[3] == "ا" or form.endswith("ة")):
        return True  # أفعال, أفعلة: never a verb of the same lemma
    if form in _of_four_consonants(base) or form in _of_persons(base):
        return True
    if base == form + "ة" and len(form) == 3 and form[2] != "ي":  # صورة → صور; كلي is none of كلية
        return True
    return form in _of_three_consonants(base) and lexicon.count(form) >= _MET and _is_noun(base, lexicon)


def likely_plurals(base: str, lexicon: Lexicon) -> set[str]:
    """Plurals that the lexicon does not list, but no other word has: مخافة → مخاوف."""
    return {
        form
        for form in _of_four_consonants(base) | _of_defective(base)
        if _is_sure(base, form)
        and set(lexicon.lemmas(form)) <= {base, base.removesuffix("ي"), form}
        and set(lexicon(form)) <= {form}
        and lexicon.count(form) + lexicon.count("ال" + form) >= _MET
        and 20 * lexicon.count("ال" + form) > lexicon.count(form)
    }


def singulars(word: str, lexicon: Lexicon) -> list[str]:
    """The nouns of which a word is the plural, both as written, as far as it shows: reviewed ones, ات and ون."""
    if word.startswith("إ"):  # إنفاق is no plural of نفق
        return []
    folded = fold_text(word)
    found = list(SINGULARS.get(folded, ()))
    stem = word[:-2]
    if not found and folded.endswith("ات") and len(stem) >= 3:
        found = [base for base in (stem + "ة", stem) if lexicon.count("ال" + fold_text(base)) >= _MET][:1]
    elif not found and folded.endswith(("ون", "ين")) and len(stem) >= 4:
        others = [folded[:-2] + ending for ending in ("", "ون", "ين")]
        found = [stem] if min(map(lexicon.count, [*others, "ال" + others[0]])) >= _MET / 10 else []
    return [noun for noun in found if 10 * lexicon.count(fold_text(noun)) > lexicon.count(folded)]


def _is_sure(base: str, form: str) -> bool:
    """Not among the patterns that are also others': adjectives in ي, verbs of the fifth and sixth form."""
    if form.endswith("ي"):  # مبنى → مباني, ضاحية → ضواحي; بدائي is of no بدوي
        return base[0] in "ما" or base[1] == "ا"
    if form[3] == "ء" and base[2] in "وا" and not base.endswith("ة"):  # فطائر are of no فطور
        return False
    return not (base.startswith("ت") and len(base) == 4)


def _of_four_consonants(base: str) -> set[str]:
    """مفاعل, فواعل, فعائل, تفاعيل and their like: hardly any other form of a word looks so."""
    stem = base.removesuffix("ة")
    if len(stem) == 4:
        one, two, three, four = tuple(stem)
        if two == "ا":
            return {f"{one}وا{three}{four}"}
        if three in _LONG:
            hollow = {f"{one}{two}او{four}"} if base.endswith("ة") and three == "ا" else set()
            return {f"{one}{two}اء{four}"} | hollow
        return {f"{one}{two}ا{three}{four}"}
    if len(stem) == 5 and stem[3] in _LONG:
        one, two, three, _, five = tuple(stem)
        return {f"{one}وا{three}ي{five}" if two == "ا" else f"{one}{two}ا{three}ي{five}"}
    return set()


def _of_persons(base: str) -> set[str]:
    """فعلاء: حليف → حلفاء, شاعر → شعراء."""
    if len(base) == 4 and (base[1] == "ا") != (base[2] == "ي"):
        return {"".join(letter for letter in base if letter not in "اي") + "اء"}
    return set()


def _of_defective(base: str) -> set[str]:
    """فعاة: قاضي → قضاة."""
    if len(base) == 4 and base[1] == "ا" and base[3] == "ي":
        return {f"{base[0]}{base[2]}اة"}
    return set()


def _of_three_consonants(base: str) -> set[str]:
    """فعول of a noun without ة, فعال of one with it; as masdars both belong to verbs."""
    stem = base.removesuffix("ة")
    if len(stem) != 3 or stem[1] in _LONG:
        return set()
    return {f"{stem[:2]}{'و' if stem == base else 'ا'}{stem[2]}"}


def _is_noun(base: str, lexicon: Lexicon) -> bool:
    return lexicon.count("ال" + base) > 3 * lexicon.count("ي" + base)
