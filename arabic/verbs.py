"""Verb forms: from a verb as dictionaries give it, «he did», to its written forms in the third person and «we»."""

from collections.abc import Iterable

from arabic.clitics import BARE, FUTURE, JUSSIVE, LAM, VERBAL, bound
from arabic.fold import fold_text, strip_marks
from arabic.forms import WordForms, add, doubt
from arabic.lexicon import Lexicon
from arabic.wordlists import DOUBLED

_KNOWN = 500  # of a thousand million: a word met less often may be a verb that nobody has met conjugated
_VERB_ONLY = 50
_PERFECT = BARE | bound(BARE)
_IMPERFECT = BARE | LAM | FUTURE | bound(BARE | LAM | FUTURE)
_IMPERFECT_FREE = BARE | LAM | FUTURE
_MET = 20  # of a thousand million: a form that is met at all
_IRREGULAR = {"راي": {"ري"}}  # رأى → يرى


def could_be_verb(word: str, lexicon: Lexicon) -> bool:
    """Whether a word has the shape of a verb, and is not known as a word that nobody conjugates."""
    folded = fold_text(word)
    if len(folded) < 2 or folded.endswith("ة") or (folded[0] == "م" and len(folded) > 3):
        return False
    verbal = _conjugated(word, folded, lexicon)
    if folded.endswith("اء") and verbal <= 3 * lexicon.count("ال" + folded) + _MET:  # جاء is a verb, بناء is none
        return False
    if word.startswith("ال") and not (word.startswith("الت") and verbal):  # التزم is one of a few, so is ألقى
        return False
    if len(folded) == 2:
        return folded in DOUBLED or f"ي{folded}" in lexicon(folded)
    return verbal > 0 or lexicon.count(folded) + lexicon.count("ال" + folded) < _KNOWN


def could_be_noun(word: str, lexicon: Lexicon) -> bool:
    """Whether a word is more than a verb; one that is never met with ال but often conjugated is not."""
    folded = fold_text(word)
    if not could_be_verb(word, lexicon):
        return True
    if word.startswith("ال"):
        nominal = lexicon.count("لل" + folded[2:]) + lexicon.count("بال" + folded[2:])
    else:
        nominal = lexicon.count("ال" + folded)
    return _conjugated(word, folded, lexicon) <= _VERB_ONLY * nominal


def _conjugated(word: str, folded: str, lexicon: Lexicon) -> int:
    """How often the word is met as a verb with a person."""
    persons = (
        [folded + "ت", *("ي" + stem for stem in _imperfect_stems(word, folded, lexicon))] if len(folded) > 2 else []
    )
    return max(map(lexicon.count, persons), default=0)


def verb_forms(word: str, lexicon: Lexicon, more: Iterable[str] = ()) -> WordForms:
    """The verb (given as «he did»): 3rd person and «we», perfect and imperfect, active and passive, with pronouns.

    `more` are forms that the rules do not give.
    """
    word = strip_marks(word)
    folded = fold_text(word)
    forms: WordForms = {}
    for form in more:
        add(forms, _PERFECT | _IMPERFECT, fold_text(form))
    if len(folded) < 2 or folded.endswith("ة"):
        return forms
    for stem in _perfect_stems(word, folded, lexicon):
        _perfect(forms, stem, hamza=word.endswith("أ"))
    stems = _imperfect_stems(word, folded, lexicon)
    for stem in stems:
        _imperfect(forms, stem, hamza=word.endswith("أ"))
    for stem in stems:
        _jussive(forms, stem)
    _leave_to_rivals(forms, folded, stems, lexicon)
    doubt(forms, word, lexicon)
    return forms


def _leave_to_rivals(forms: WordForms, folded: str, stems: set[str], lexicon: Lexicon) -> None:
    """Take out what is far more likely a form of another word, and mark what may be a noun."""
    for stem in stems:
        person = lexicon.count("ي" + stem)
        # «توقع» is more likely the verb of «يتوقع» than «she signs».
        if lexicon.count("يت" + stem) > 0.3 * person and lexicon.count("ت" + stem) > 1.5 * person:
            forms.pop("ت" + stem, None)
        for core in ("ت" + stem, "ن" + stem):  # تدخل is also تدخّل; نصيب is hardly «we hit»
            nominal = lexicon.count("ال" + core)
            if core in forms and nominal > 0.05 * lexicon.count(core):
                forms[core] |= VERBAL
                if core.startswith("ن") and nominal > 0.1 * lexicon.count(core):
                    del forms[core]
    dual = folded + "ا"  # also the accusative of a noun: حكما
    if lexicon.count(dual) > 0.3 * lexicon.count(folded + "ت") + 50:
        forms.pop(dual, None)
    for core in (folded, dual):
        if core in forms:
            forms[core] |= VERBAL


def _perfect(forms: WordForms, stem: str, *, hamza: bool) -> None:
    if hamza and stem.endswith("ا"):  # لجأ → لجأوا, لجؤوا
        add(forms, BARE, stem[:-1] + "ءوا")
        add(forms, bound(BARE), stem[:-1] + "ءو")
    elif stem.endswith(("ي", "ا")) and len(stem) >= 3:  # defective: رمى، دعا، بقي
        root = stem[:-1]
        add(forms, _PERFECT, stem, root + "ت", root + "ا")
        add(forms, BARE, root + "وا")
        add(forms, bound(BARE), root + "و")
        if stem.endswith("ي"):  # بقيت, رميا
            add(forms, _PERFECT, stem + "ت")
            add(forms, BARE, stem + "ا")
        return
    add(forms, _PERFECT, stem, stem + "ت", stem + "نا")
    add(forms, BARE, stem + "وا", stem + "ا", stem + "تا")
    add(forms, bound(BARE), stem + "و")
    if len(stem) == 2:  # doubled: فر → فررنا
        add(forms, _PERFECT, stem + stem[-1] + "نا")


def _imperfect(forms: WordForms, stem: str, *, hamza: bool) -> None:
    for person in "يتن":
        add(forms, _IMPERFECT, person + stem)
    third = "ي" + stem
    roots = [third]
    if hamza:  # يلجأ → يلجأون, يلجؤون
        roots.append(third[:-1] + "ء")
    elif stem.endswith(("ي", "و")) and len(stem) >= 2:  # يدعو → يدعون, يدعوان
        roots = [third[:-1]]
        add(forms, _IMPERFECT_FREE, third + "ان", third + "ا")
        add(forms, bound(_IMPERFECT_FREE), third[:-1] + "ا")
        if len(stem) >= 4:  # jussive; shorter ones are other words
            add(forms, _IMPERFECT_FREE, third[:-1], "ت" + stem[:-1])
    for root in roots:
        add(forms, _IMPERFECT, root + "ون")
        add(forms, _IMPERFECT_FREE, root + "وا", root + "ان")
        add(forms, bound(_IMPERFECT_FREE), root + "و")


def _jussive(forms: WordForms, stem: str) -> None:
    """What «not» (لم) shortens: لم يكن, لم تستطع, لم يأت. Elsewhere most of these are other words."""
    if len(stem) >= 2 and stem[-1] in "يو":
        short = stem[:-1]
    elif len(stem) >= 3 and stem[-2] in "اوي" and stem[-1] not in "اي":
        short = stem[:-2] + stem[-1]
    else:
        return
    for person in "يتن":
        if person + short not in forms:
            add(forms, BARE | bound(BARE) | JUSSIVE, person + short)


def _is_hollow(folded: str) -> bool:
    return len(folded) >= 3 and folded[-2] == "ا" and folded[-1] not in "اي"


def _perfect_stems(word: str, folded: str, lexicon: Lexicon) -> set[str]:
    stems = {folded}
    if len(folded) == 4 and folded[1] == "ا":  # III, passive: هاجم → هوجم
        stems.add(folded[0] + "و" + folded[2:])
    elif _is_hollow(folded) and word[-2] == "ا":  # passive: أصاب → أصيب, قال → قيل
        passive = folded[:-2] + "ي" + folded[-1]
        if len(folded) > 3 or _is_rare_noun(passive, folded, lexicon):
            stems.add(passive)
    if folded.endswith("ا") and not word.endswith(("أ", "آ")):  # دعا → دعي
        stems.add(folded[:-1] + "ي")
    if word.endswith("أ"):  # لجأ → لجئ, فاجأ → فوجئ
        stems |= {stem[:-1] + "ء" for stem in stems if not lexicon.count("ال" + stem[:-1] + "ء")}
    if len(folded) == 3 and word[1] == "أ":  # سأل → سئل
        stems.add(folded[0] + "ء" + folded[2])
    return stems


def _is_rare_noun(passive: str, folded: str, lexicon: Lexicon) -> bool:
    """قيل is hardly anything but «it was said»; عيد and زيد are a feast and a man."""
    count = lexicon.count(passive)
    return count < lexicon.count(folded) and lexicon.count("ال" + passive) <= 0.05 * count


def _imperfect_stems(word: str, folded: str, lexicon: Lexicon) -> set[str]:
    """What stands after the person's letter: ي، ت، ن."""
    if folded in _IRREGULAR:
        return _IRREGULAR[folded]
    if word.startswith("آ"):  # آمن → يؤمن, آخذ → يؤاخذ
        return {"ء" + folded[1:], "ءا" + folded[1:]}
    if len(folded) == 3:
        return _with_hamza(word, _first_form_stems(word, folded, lexicon))
    return _with_hamza(word, _derived_stems(folded))


def _with_hamza(word: str, stems: set[str]) -> set[str]:
    """The hamza of أ beside a kasra: أنشأ → ينشئ, اطمأن → يطمئن."""
    found = set(stems)
    if word.endswith("أ"):
        found |= {stem[:-1] + "ء" for stem in stems}
    elif len(word) > 3 and word[-2] == "أ":
        found |= {stem[:-2] + "ء" + stem[-1] for stem in stems}
    return found


def _derived_stems(folded: str) -> set[str]:
    stem = folded[1:] if folded[0] == "ا" else folded
    if not _is_hollow(folded) or folded[0] != "ا":  # تناول, هاجم: the alef is none of the root
        return {stem}
    if folded.startswith("است") or len(folded) == 4:  # X and IV: يستعيد، يصيب; the passive keeps the alef
        return {stem[:-2] + "ي" + stem[-1], stem}
    return {stem}  # VII and VIII: يحتاج


def _first_form_stems(word: str, folded: str, lexicon: Lexicon) -> set[str]:
    first, middle, last = tuple(folded)
    if word[0] == "أ":
        return _after_hamza(folded, lexicon)
    if middle == "ا" and word[1:2] != "أ":
        return {first + vowel + last for vowel in {_vowel(folded, lexicon), "ا"}}
    if middle == "ء":  # سئم → يسأم
        return {first + "ا" + last}
    if first == "و" and last not in "اي":  # وصل → يصل; its passive يوصل
        return {middle + last, folded}
    if first == "و":
        return {middle + "ي"}
    if last == "ا" and not word.endswith("أ"):  # دعا → يدعو, passive يدعى
        return {first + middle + "و", first + middle + "ي"}
    return {folded}


def _after_hamza(folded: str, lexicon: Lexicon) -> set[str]:
    """أخذ → يأخذ, passive يؤخذ; II, أكد → يؤكد; IV of a doubled root, أعد → يعد."""
    first, second = folded, "ء" + folded[1:]
    plain, raised = lexicon.count("ي" + first), lexicon.count("ي" + second)
    stems = {second} if raised >= _MET else set()
    if plain >= max(_MET, 0.1 * raised):
        stems.add(first)
    return stems or {first, folded[1:]}


def _vowel(folded: str, lexicon: Lexicon) -> str:
    """The vowel of a hollow verb in the imperfect: يقول, يبيع, يخاف."""
    listed = set(lexicon(folded))
    counts = {vowel: lexicon.count(f"ي{folded[0]}{vowel}{folded[2]}") for vowel in "ويا"}
    known = [vowel for vowel in "ويا" if f"ي{folded[0]}{vowel}{folded[2]}" in listed]
    return max(known or "ويا", key=lambda vowel: counts[vowel])
