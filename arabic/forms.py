"""Word forms: from a citation form to every written form of the noun, the verb or the place name of that spelling."""

from collections.abc import Iterable

from arabic.clitics import ARTICLE, BARE, EXACT, FUTURE, LAM, PREPOSITION, bound
from arabic.fold import fold_text, strip_marks
from arabic.lexicon import Forms
from arabic.wordlists import COUNTRIES, PARTICLES, PLURALS

WordForms = dict[str, int]
"""Folded core → the contexts (of `arabic.clitics`) in which it is a form of the word."""

_FREE = BARE | PREPOSITION | LAM | ARTICLE
_CONSTRUCT = BARE | PREPOSITION | LAM
_NOUN = _FREE | bound(_CONSTRUCT)
_PERFECT = BARE | bound(BARE)
_IMPERFECT = BARE | LAM | FUTURE | bound(BARE | LAM | FUTURE)
_IMPERFECT_FREE = BARE | LAM | FUTURE


def _add(forms: WordForms, contexts: int, *cores: str) -> None:
    for core in cores:
        forms[core] = forms.get(core, 0) | contexts


def exact_forms(word: str) -> WordForms:
    """The word as it is written, and nothing on it."""
    return {fold_text(word): EXACT}


def place_forms(name: str) -> WordForms:
    """A one-word name with proclitics only: no pronoun, no article that it does not have, no adjective."""
    forms: WordForms = {}
    folded = fold_text(name)
    for spelling in {folded, folded[:-1] + "ه"} if folded.endswith("ة") else {folded}:
        if spelling.startswith("ال") and len(spelling) > 4:
            _add(forms, ARTICLE, spelling[2:])
            if spelling[2] == "ل":  # ل + اللاذقية is written للاذقية
                _add(forms, LAM, spelling[2:])
        else:
            _add(forms, _CONSTRUCT, spelling)
    return forms


def noun_forms(word: str, lexicon: Forms, more: Iterable[str] = ()) -> WordForms:
    """The noun or adjective: article, dual, sound and broken plurals, feminine, and what pronouns make of them.

    `more` are plurals that no rule and no lexicon gives.
    """
    forms: WordForms = {}
    word = strip_marks(word)
    folded = fold_text(word)
    bases = [folded]
    for plural in more:
        _decline_plural(forms, fold_text(plural))
    if word.startswith("ال") and len(folded) > 4:  # given with its article; also a noun like التزام
        bases.append(folded[2:])
    for base in bases:
        _decline(forms, base, keeps_alef=word.endswith("ى"))
        for plural in _broken_plurals(base, lexicon):
            _decline_plural(forms, plural)
    return forms


def _decline(forms: WordForms, base: str, *, keeps_alef: bool) -> None:
    if base.endswith("ة"):
        stem = base[:-1]
        _add(forms, _FREE, base, stem + "ه", stem + "تان", stem + "تين")
        _add(forms, _NOUN, stem + "ات")
        _add(forms, bound(_CONSTRUCT), stem + "ت")
        _add(forms, _CONSTRUCT, stem + "تا", stem + "تي")
        if stem.endswith("ا"):  # وفاة → وفيات, قناة → قنوات
            _add(forms, _NOUN, stem[:-1] + "يات", stem[:-1] + "وات")
        return
    _add(forms, _NOUN, base)
    if keeps_alef:  # مستشفى → مستشفاه
        _add(forms, bound(_CONSTRUCT), base[:-1] + "ا")
    if len(base) < 3:
        _add(forms, _FREE, base + "ان", base + "ين")
        _add(forms, BARE, base + "ا")
        return
    if base + "ا" not in COUNTRIES:
        _add(forms, BARE, base + "ا")
    _add(forms, _FREE, base + "ان", base + "ين")
    _add(forms, _NOUN, base + "ات")
    if _is_agent(base):
        _add(forms, _FREE, base + "ون", base + "ة", base + "ه", base + "تان", base + "تين")
        _add(forms, bound(_CONSTRUCT), base + "ت")
        _add(forms, _CONSTRUCT | bound(_CONSTRUCT), base + "ي", base + "و")
    if base.endswith("اء"):  # صحراء → صحراوات
        _add(forms, _NOUN, base[:-1] + "وات")


def _is_agent(base: str) -> bool:
    """Participles and adjectives, the only words with a feminine in ة and a plural in ون: معتقل، نازح، قتيل، مدني."""
    return (
        (base.startswith("م") and len(base) >= 4)
        or (len(base) == 4 and (base[1] == "ا" or base[2] == "ي"))
        or (base.endswith("ي") and len(base) >= 4)
    )


def _decline_plural(forms: WordForms, plural: str) -> None:
    if plural.endswith("ة"):
        _add(forms, _FREE, plural, plural[:-1] + "ه")
        _add(forms, bound(_CONSTRUCT), plural[:-1] + "ت")
        return
    _add(forms, _NOUN, plural)
    _add(forms, BARE, plural + "ا")
    if plural.endswith("ي"):  # قتلى → قتلاهم
        _add(forms, bound(_CONSTRUCT), plural[:-1] + "ا")


def _broken_plurals(base: str, lexicon: Forms) -> Iterable[str]:
    """Ours first. The lexicon lists verbs among a lemma's forms: only what it also has with the article is a noun."""
    if base in PLURALS:
        return PLURALS[base]
    listed = set(lexicon(base))
    nominal = {form[2:] for form in listed if form.startswith("ال") and len(form) > 4}
    nominal |= {form for form in listed if _is_plural_pattern(form)}
    regular = tuple(
        base.removesuffix("ة") + ending for ending in ("", "ا", "ان", "ين", "ون", "تا", "تان", "تين", "ي", "و")
    )
    return [form for form in nominal if form != base and form not in regular and form not in PARTICLES]


def _is_plural_pattern(form: str) -> bool:
    """أفعال and أفعلة, which are never a verb of the same lemma."""
    return form.startswith("ا") and len(form) == 5 and (form[3] == "ا" or form.endswith("ة"))


def verb_forms(word: str, lexicon: Forms, more: Iterable[str] = ()) -> WordForms:
    """The verb (given as «he did»): 3rd person and «we», perfect and imperfect, active and passive, with pronouns.

    `more` are forms that the rules do not give.
    """
    word = strip_marks(word)
    folded = fold_text(word)
    forms: WordForms = {}
    for form in more:
        _add(forms, _PERFECT | _IMPERFECT, fold_text(form))
    if len(folded) < 2 or folded.endswith("ة"):
        return forms
    for stem in _perfect_stems(word, folded):
        _perfect(forms, stem, hamza=word.endswith("أ"))
    for stem in _imperfect_stems(word, folded, lexicon):
        _imperfect(forms, stem, hamza=word.endswith("أ"))
    return forms


def _perfect(forms: WordForms, stem: str, *, hamza: bool) -> None:
    if hamza and stem.endswith("ا"):  # لجأ → لجأوا, لجؤوا
        _add(forms, BARE, stem[:-1] + "ءوا")
        _add(forms, bound(BARE), stem[:-1] + "ءو")
    elif stem.endswith(("ي", "ا")) and len(stem) >= 3:  # defective: رمى، دعا، بقي
        root = stem[:-1]
        _add(forms, _PERFECT, stem, root + "ت", stem + "ت", root + "ا")
        _add(forms, BARE, root + "وا")
        _add(forms, bound(BARE), root + "و")
        return
    _add(forms, _PERFECT, stem, stem + "ت", stem + "نا")
    _add(forms, BARE, stem + "وا", stem + "ا", stem + "تا")
    _add(forms, bound(BARE), stem + "و")
    if len(stem) == 2:  # doubled: فر → فررنا
        _add(forms, _PERFECT, stem + stem[-1] + "نا")


def _imperfect(forms: WordForms, stem: str, *, hamza: bool) -> None:
    for person in "يتن":
        _add(forms, _IMPERFECT, person + stem)
    third = "ي" + stem
    roots = [third]
    if hamza:  # يلجأ → يلجأون, يلجؤون
        roots.append(third[:-1] + "ء")
    elif stem.endswith(("ي", "و")) and len(stem) >= 2:  # يدعو → يدعون, يدعوان
        roots = [third[:-1]]
        _add(forms, _IMPERFECT_FREE, third + "ان", third + "ا")
        _add(forms, bound(_IMPERFECT_FREE), third[:-1] + "ا")
        if len(stem) >= 4:  # jussive; shorter ones are other words
            _add(forms, _IMPERFECT_FREE, third[:-1], "ت" + stem[:-1])
    for root in roots:
        _add(forms, _IMPERFECT, root + "ون")
        _add(forms, _IMPERFECT_FREE, root + "وا", root + "ان")
        _add(forms, bound(_IMPERFECT_FREE), root + "و")


def _is_hollow(folded: str) -> bool:
    return len(folded) >= 3 and folded[-2] == "ا" and folded[-1] not in "اي"


def _perfect_stems(word: str, folded: str) -> set[str]:
    stems = {folded}
    if len(folded) == 4 and folded[1] == "ا":  # III, passive: هاجم → هوجم
        stems.add(folded[0] + "و" + folded[2:])
    elif _is_hollow(folded):  # passive: أصاب → أصيب, قال → قيل
        stems.add(folded[:-2] + "ي" + folded[-1])
    if folded.endswith("ا") and not word.endswith(("أ", "آ")):  # دعا → دعي
        stems.add(folded[:-1] + "ي")
    if word.endswith("أ"):  # لجأ → لجئ
        stems.add(folded[:-1] + "ء")
    return stems


def _imperfect_stems(word: str, folded: str, lexicon: Forms) -> set[str]:
    """What stands after the person's letter: ي، ت، ن."""
    if len(folded) == 3:
        return _first_form_stems(word, folded, lexicon)
    if word.startswith("آ"):  # آمن → يؤمن
        return {"ء" + folded[1:]}
    stem = folded[1:] if folded[0] == "ا" else folded
    if not _is_hollow(folded) or (folded[0] == "ا" and folded[-2] != "ا"):
        return {stem}
    if folded[0] != "ا":  # تناول, هاجم: the alef is none of the root
        return {stem}
    if folded.startswith("است") or len(folded) == 4:  # X and IV: يستعيد، يصيب; the passive keeps the alef
        return {stem[:-2] + "ي" + stem[-1], stem}
    return {stem}  # VII and VIII: يحتاج


def _first_form_stems(word: str, folded: str, lexicon: Forms) -> set[str]:
    first, middle, last = tuple(folded)
    if middle == "ا" and word[1:2] != "أ":
        listed = set(lexicon(folded))
        vowels = {vowel for vowel in "ويا" if "ي" + first + vowel + last in listed} or {"و"}
        return {first + vowel + last for vowel in vowels | {"ا"}}
    if first == "و" and last not in "اي":  # وصل → يصل; its passive يوصل
        return {middle + last, folded}
    if first == "و":
        return {middle + "ي"}
    if last == "ا" and not word.endswith("أ"):  # دعا → يدعو, passive يدعى
        return {first + middle + "و", first + middle + "ي"}
    return {folded}
