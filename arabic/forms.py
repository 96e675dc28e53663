"""Word forms: from a citation form to every written form of the noun or the place name of that spelling."""

from collections.abc import Iterable

from arabic.clitics import ARTICLE, BARE, EXACT, LAM, PREPOSITION, RELATIVE, bound
from arabic.fold import fold_text, strip_marks
from arabic.lexicon import Lexicon
from arabic.plurals import is_plural_pattern, likely_plurals
from arabic.rivals import end_doubts, seat_doubts
from arabic.wordlists import COUNTRIES, MORE_PLURALS, NUMERALS, PARTICLES, PLURALS, TENS_LESS, VARIANTS

WordForms = dict[str, int]
"""Folded core → the contexts in which it is a form of the word, and the doubts about it (both of `arabic.clitics`)."""

_FREE = BARE | PREPOSITION | LAM | ARTICLE
_CONSTRUCT = BARE | PREPOSITION | LAM
_SEATS = frozenset("أإآ")
_KIN = frozenset({"اب", "اخ"})
_NOUN = _FREE | bound(_CONSTRUCT)


def add(forms: WordForms, contexts: int, *cores: str) -> None:
    for core in cores:
        forms[core] = forms.get(core, 0) | contexts


def doubt(forms: WordForms, word: str, lexicon: Lexicon) -> None:
    """Add to each core how its first letter is not written; a broken plural begins with أ or آ, never with إ."""
    seat = word[0] if word[0] in _SEATS else "ا"
    folded = fold_text(word)
    if folded in forms:
        forms[folded] |= end_doubts(word, lexicon)
    if word.startswith("ال") and word[2:3] in _SEATS:  # الإنسان, of which إنسان is a form
        seat, folded = word[2], folded[2:]
    base = folded.removesuffix("ة")
    for core in forms:
        if core.startswith("ا"):
            spelling = base + "ة" if core == base + "ه" and word.endswith("ة") else core
            forms[core] |= seat_doubts(spelling, seat if core.startswith(base) else "أآ", lexicon)


def exact_forms(word: str) -> WordForms:
    """The word as it is written, and nothing on it."""
    return {fold_text(word): EXACT}


def place_forms(name: str) -> WordForms:
    """A one-word name with proclitics only: no pronoun, no article that it does not have, no adjective."""
    forms: WordForms = {}
    folded = fold_text(name)
    for spelling in {folded, folded[:-1] + "ه"} if folded.endswith("ة") else {folded}:
        if spelling.startswith("ال") and len(spelling) > 4:
            add(forms, ARTICLE, spelling[2:])
            if spelling[2] == "ل":  # ل + اللاذقية is written للاذقية
                add(forms, LAM, spelling[2:])
        else:
            add(forms, _CONSTRUCT, spelling)
    return forms


def noun_forms(word: str, lexicon: Lexicon, more: Iterable[str] = ()) -> WordForms:
    """The noun or adjective: article, dual, sound and broken plurals, feminine, and what pronouns make of them.

    `more` are plurals that no rule and no lexicon gives.
    """
    forms: WordForms = {}
    word = strip_marks(word)
    folded = fold_text(word)
    bases = [folded]
    plurals = [fold_text(plural) for plural in more]
    if word.startswith("ال") and len(folded) > 4:  # given with its article; also a noun like التزام
        bases.append(folded[2:])
    bases += [variant for base in bases for variant in VARIANTS.get(base, ()) if variant != base]
    bases += _defective(folded, lexicon)
    for base in bases:
        _decline(forms, base, lexicon, final=word[-1])
        plurals += _broken_plurals(base, lexicon)
    for plural in plurals:
        _decline_plural(forms, plural)
    doubt(forms, word, lexicon)
    return forms


def _defective(base: str, lexicon: Lexicon) -> list[str]:
    """القاضي of قاض, المحامي of محام."""
    hollow = (len(base) == 3 and base[1] == "ا") or (len(base) == 4 and base[0] == "م" and base[2] == "ا")
    whole = base + "ي"
    return [whole] if hollow and lexicon.count("ال" + whole) > 3 * lexicon.count("ال" + base) else []


def _decline(forms: WordForms, base: str, lexicon: Lexicon, *, final: str) -> None:
    if base.endswith("ة"):
        _decline_feminine(forms, base, lexicon)
        return
    add(forms, _NOUN, base)
    if final == "ى":  # مستشفى → مستشفاه
        add(forms, bound(_CONSTRUCT), base[:-1] + "ا")
    if base not in TENS_LESS:
        add(forms, _FREE, base + "ان", base + "ين")
    if base + "ا" not in COUNTRIES:
        add(forms, BARE, base + "ا")
    if base in _KIN:  # أبوه، أخيها
        add(forms, bound(_CONSTRUCT), base + "و", base + "ي", base + "ا")
    if len(base) < 3:
        return
    if _is_defective(base) and lexicon.count(base[:-1]) < 0.5 * lexicon.count(base):  # قاضي → قاض
        add(forms, BARE | PREPOSITION, base[:-1])
    if final == "ي" and len(base) >= 4:
        _decline_relative(forms, base, lexicon)
    elif lexicon.count("ال" + base + "ة") <= lexicon.count("ال" + base) or _is_agent(base):
        add(forms, _NOUN, base + "ات")  # else it belongs to the noun in ة: خدمات is of خدمة, not of خدم
    if final != "ى" and _is_agent(base):
        add(forms, _FREE, base + "ون", base + "ة", base + "ه", base + "تان", base + "تين")
        add(forms, _CONSTRUCT | bound(_CONSTRUCT), base + "و")
        relative = lexicon.count("ال" + base + "ي") > 1.5 * lexicon.count(base + "ي")  # داخلي is hardly of داخل
        add(forms, bound(_CONSTRUCT) if relative else _CONSTRUCT | bound(_CONSTRUCT), base + "ي")
        if final != "ي":
            add(forms, bound(_CONSTRUCT), base + "ت")
    else:
        add(forms, bound(_CONSTRUCT), base + "ي")  # عينيه
    if base.endswith("ا"):  # ميليشيا → ميليشيات
        add(forms, _NOUN, base + "ت")
    if base.endswith("اء"):  # صحراء → صحراوات
        add(forms, _NOUN, base[:-1] + "وات")


def _decline_feminine(forms: WordForms, base: str, lexicon: Lexicon) -> None:
    stem = base[:-1]
    add(forms, _FREE, base, stem + "تان", stem + "تين")
    # يومه is «his day», hardly a يومة without its dots.
    rival = lexicon.count(stem) > 3 * lexicon.count(base)
    add(forms, ARTICLE if rival else _FREE, stem + "ه")
    add(forms, _NOUN, stem + "ات")
    add(forms, bound(_CONSTRUCT), stem + "ت")
    add(forms, _CONSTRUCT, stem + "تا", stem + "تي")
    if stem.endswith("ا"):  # وفاة → وفيات, قناة → قنوات
        add(forms, _NOUN, stem[:-1] + "يات", stem[:-1] + "وات")
    if base in NUMERALS:
        add(forms, _FREE, stem, *([stem + "ي"] if stem.endswith("ان") else []))  # ثمان, ثماني


def _decline_relative(forms: WordForms, base: str, lexicon: Lexicon) -> None:
    """An adjective in ي: its feminine may also be a noun, and then the plural in ات is the noun's."""
    feminine = lexicon.count("ال" + base + "ة")
    singular = lexicon.count(base + "ة")
    if not 0.1 * singular < lexicon.count(base + "ات") < 2 * singular:  # شخصيات is of شخصية, not of شخصي
        add(forms, _NOUN, base + "ات")
    if feminine > 1.8 * lexicon.count("ال" + base):
        add(forms, RELATIVE, base + "ة", base + "ه")


def _is_agent(base: str) -> bool:
    """Participles and adjectives, the only words with a feminine in ة and a plural in ون: معتقل، نازح، قتيل، مدني."""
    return (
        (base.startswith("م") and len(base) >= 4)
        or (len(base) == 4 and (base[1] == "ا" or base[2] == "ي"))
        or (base.endswith("ي") and len(base) >= 4)
    )


def _is_defective(base: str) -> bool:
    return base.endswith("ي") and (
        (len(base) == 4 and base[1] == "ا") or (len(base) == 5 and base[0] == "م" and base[2] == "ا")
    )


def _decline_plural(forms: WordForms, plural: str) -> None:
    if plural.endswith("ي") and len(plural) == 5 and plural[2] == "ا":  # مبان
        add(forms, BARE | PREPOSITION, plural[:-1])
    if plural.endswith("ة"):
        add(forms, _FREE, plural, plural[:-1] + "ه")
        add(forms, bound(_CONSTRUCT), plural[:-1] + "ت")
        return
    if plural.endswith("ي"):  # قتلى → قتلاهم
        add(forms, bound(_CONSTRUCT), plural[:-1] + "ا")
    add(forms, _FREE if plural.endswith("ي") and len(plural) < 5 else _NOUN, plural)
    add(forms, BARE, plural + "ا")


def _broken_plurals(base: str, lexicon: Lexicon) -> Iterable[str]:
    """Ours first. The lexicon lists verbs among a lemma's forms: only what it also has with the article is a noun."""
    if base in PLURALS:
        return PLURALS[base]
    listed = set(lexicon(base))
    nominal = {form[2:] for form in listed if form.startswith("ال") and len(form) > 4}
    if base.startswith("ل"):  # التفت is a verb
        nominal &= listed
    if not (base.startswith("ا") and len(base) == 4):  # إطلاق is of the verb أطلق
        nominal |= {form for form in listed if is_plural_pattern(base, form, lexicon)}
    stem = base.removesuffix("ة")
    regular = {"ال" + base, base, *(stem + ending for ending in ("ا", "ان", "ين", "ون", "تا", "تان", "تين", "ي", "و"))}
    reviewed = MORE_PLURALS.get(base, ())
    return ((nominal | likely_plurals(base, lexicon)) - regular - PARTICLES).union(reviewed)
