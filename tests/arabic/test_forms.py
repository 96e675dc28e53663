"""Word forms: what is a written form of a noun, a verb or a place name, and what is another word."""

import pytest

from arabic.clitics import splits
from arabic.fold import fold_text
from arabic.forms import noun_forms, place_forms
from arabic.lexicon import load_lexicon
from arabic.verbs import verb_forms

LEXICON = load_lexicon()


def is_form(forms, token):
    return any(forms.get(core, 0) & context for core, context in splits(fold_text(token)))


@pytest.mark.parametrize(
    ("noun", "written"),
    [
        ("نازح", "نازح والنازحين للنازحين نازحون نازحة النازحات نازحو نازحي بنازحيها فالنازحان"),
        ("صاروخ", "صاروخ صواريخ بالصواريخ وبصواريخه صاروخين صاروخاً"),
        ("قذيفة", "قذيفة قذائف بقذيفه قذيفتان بالقذائف وقذائفها"),
        ("قتيل", "قتلى القتلى قتلاهم قتيلاً قتيلان"),
        ("طائرة", "طائرات الطائرة بطائرته الطائرتين طائرتي"),
        ("لاجئ", "اللاجئين للاجئين لاجئو واللاجئات"),
        ("مستشفى", "المستشفى مستشفيات مستشفاه بالمستشفيات"),
        ("قرية", "قرى القرى قريتي بقراها قرية"),
        ("النزوح", "نزوح والنزوح نزوحهم"),
        ("وفاة", "وفيات الوفاة بوفاته"),
    ],
)
def test_a_noun_has_its_clitics_numbers_and_pronouns(noun, written):
    forms = noun_forms(noun, LEXICON)
    assert [token for token in written.split() if not is_form(forms, token)] == []


@pytest.mark.parametrize(
    ("noun", "others"),
    [
        ("نازح", "نزح ينزح نزوح"),
        ("قصف", "يقصف قاصف"),
        ("صاروخ", "صرخ صارخ"),
        ("ألماني", "ألمانيا"),
        ("أعلى", "على عليه"),
        ("حكم", "حكومة تحكيم محكمة"),
        ("سوري", "سوريا"),
    ],
)
def test_a_noun_is_not_another_word_of_its_root(noun, others):
    forms = noun_forms(noun, LEXICON)
    assert [token for token in others.split() if is_form(forms, token)] == []


@pytest.mark.parametrize(
    ("verb", "written"),
    [
        ("قصف", "قصف قصفت وقصفوا يقصف تقصف سيقصف يقصفون قصفها يقصفونها لتقصف قصفوه"),
        ("أطلق", "أطلق اطلقت يطلق وأطلقوا يطلقون أُطلق أطلقها"),
        ("أصاب", "أصاب أصيب أصيبوا يصيب يصاب أصابته"),
        ("لجأ", "لجأ لجؤوا لجأوا يلجأ يلجؤون لجأت"),
        ("فر", "فر فروا يفر يفرون فرت"),
        ("قال", "قال قالت يقول يقولون قيل يقال"),
        ("عاد", "عاد عادوا يعود ستعود"),
        ("دعا", "دعا دعت دعوا يدعو يدعون"),
        ("وصل", "وصل وصلوا يصل يصلون"),
        ("استعاد", "استعاد استعادت يستعيد استعيدت"),
        ("هاجم", "هاجم يهاجم هاجموها هوجم"),
        ("أخذ", "أخذ يأخذ أخذوا"),
        ("أخلى", "أخلى أخلت أخلوا يخلي يخلون"),
    ],
)
def test_a_verb_has_its_tenses_persons_and_pronouns(verb, written):
    forms = verb_forms(verb, LEXICON)
    assert [token for token in written.split() if not is_form(forms, token)] == []


@pytest.mark.parametrize(
    ("verb", "others"),
    [
        ("قصف", "القصف بقصف"),
        ("لجأ", "لجان يلج"),
        ("فر", "الفرار فرص"),
        ("سيطر", "سيطرة"),
    ],
)
def test_a_verb_is_not_a_noun(verb, others):
    forms = verb_forms(verb, LEXICON)
    assert [token for token in others.split() if is_form(forms, token)] == []


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("درعا", "درعا ودرعا بدرعا لدرعا فدرعا وبدرعا كدرعا"),
        ("القاهرة", "القاهرة والقاهرة بالقاهرة للقاهرة لالقاهرة القاهره"),
        ("اللاذقية", "اللاذقية للاذقية باللاذقية واللاذقيه"),
        ("حماة", "حماة حماه بحماة"),
    ],
)
def test_a_place_takes_proclitics(name, written):
    forms = place_forms(name)
    assert [token for token in written.split() if not is_form(forms, token)] == []


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("نوى", "سنويا ثانوية ينوي السنوي النوى نواه"),
        ("حلب", "حلبة حلبي الحلبي حلبهم"),
        ("التل", "التلفزيون تل تلال"),
        ("مصر", "مصري المصرية مصرا"),
        ("درعا", "درع دروع مدرعات درعه"),
    ],
)
def test_a_place_is_neither_its_adjective_nor_a_word_that_contains_it(name, others):
    forms = place_forms(name)
    assert [token for token in others.split() if is_form(forms, token)] == []
