"""Word forms in tables: verbs of every class of root, nouns with the plurals that no ending makes; and their rivals."""

from pathlib import Path

import pytest

from arabic.clitics import splits
from arabic.fold import fold_text
from arabic.forms import noun_forms
from arabic.lexicon import load_lexicon
from arabic.verbs import could_be_verb, verb_forms
from monitor.watches.matcher import compile_terms

LEXICON = load_lexicon()


def rows(name):
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("|")) for line in lines if line and not line.startswith("#")]


def missed(forms, written):
    return [
        token
        for token in written.split()
        if not any(forms.get(core, 0) & context for core, context in splits(fold_text(token)))
    ]


@pytest.mark.parametrize(("verb", "written"), rows("verb_forms.txt"))
def test_a_verb_of_any_root_and_form_is_conjugated(verb, written):
    assert missed(verb_forms(verb, LEXICON), written) == []


@pytest.mark.parametrize(("noun", "written"), rows("noun_forms.txt"))
def test_a_noun_has_plurals_that_no_ending_makes(noun, written):
    assert missed(noun_forms(noun, LEXICON), written) == []


@pytest.mark.parametrize(
    ("term", "text", "forms"),
    [
        ("verb:كان", "لم يكن في البلدة أحد", ["يكن"]),
        ("verb:استطاع", "لم تستطع الفرق الوصول، ولم نستطع الاتصال", ["تستطع", "نستطع"]),
        ("verb:بقي", "لم يبق أحد في القرية", ["يبق"]),
        ("verb:عاد", "يعد هذا المعبر من أهم المعابر ولم يعد أحد", ["يعد"]),
        ("verb:عاد", "حلّ عيد الأضحى", []),
        ("verb:قام", "خسرت الليرة نصف قيمتها", []),
        ("verb:قاد", "الملف قيد الدراسة", []),
        ("verb:أصاب", "كان من نصيب الأهالي", []),
        ("verb:بدأ", "في بدء الأسبوع وبدءاً من الأحد", []),
        ("verb:بدأ", "بدأت الحملة، وبدا المشهد هادئاً", ["بدأت"]),
        ("verb:بدأ", "بدا القصف صباحا واستمر ساعات", ["بدا"]),
        ("verb:بدا", "بدأ القصف وبدا عنيفاً", ["وبدا"]),
        ("noun:رأي", "رأى الوزير في الأمر رأياً آخر", ["رأياً"]),
        ("noun:رأي", "قال رأيه ورأى غيره ذلك في البلاد", ["رأيه"]),
        ("noun:رأي", "الراى العام", ["الراى"]),
        ("noun:أحد", "قتل واحد وجرح أحدهم", ["أحدهم"]),
        ("noun:عشر", "قتل عشرون شخصاً بينهم عشرين مدنياً", []),
        ("noun:داخل", "صراع داخلي داخل الفصيل", ["داخل"]),
        ("noun:باب", "زار البابا المدينة وطرق بابها", ["بابها"]),
    ],
)
def test_a_form_that_is_likelier_of_another_word_is_left_to_it(term, text, forms):
    assert [match.form for match in compile_terms([term]).find(text)] == forms


@pytest.mark.parametrize("word", ["جاء", "شاء", "أساء", "فر", "رد", "ألقى", "هز", "شن", "وقع", "نام", "التزم", "أعلن"])
def test_a_bare_word_that_people_conjugate_is_a_verb(word):
    assert could_be_verb(word, LEXICON)


@pytest.mark.parametrize("word", ["بناء", "ماء", "دعاء", "سماء", "لقاء", "الباب", "القاضي", "مخيم", "دم", "سن", "قرية"])
def test_a_bare_word_that_nobody_conjugates_is_none(word):
    assert not could_be_verb(word, LEXICON)
