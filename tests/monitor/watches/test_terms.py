"""Terms: the reading taken, where they are found and why, and what is refused."""

import pytest

from arabic.concepts import load_concepts
from arabic.places import load_places
from monitor.watches.matcher import TermError, compile_terms, explain_term
from monitor.watches.terms import Kind, read_term


def found(term, text, **more):
    return [match.form for match in compile_terms([term], **more).find(text)]


@pytest.mark.parametrize(
    ("term", "kind", "value"),
    [
        ("نزوح", Kind.WORD, "نزوح"),
        ("\u200fنُـزوح\u200f", Kind.WORD, "نزوح"),
        ("درعا", Kind.PLACE, "درعا"),
        ("بصرى الشام", Kind.PLACE, "بصرى الشام"),
        ("displacement", Kind.CONCEPT, "displacement"),
        ("concept:Displacement", Kind.CONCEPT, "displacement"),
        ("in:درعا", Kind.IN, "درعا"),
        ("place:درعا", Kind.PLACE, "درعا"),
        ("noun:درعا", Kind.NOUN, "درعا"),
        ("verb:قصف", Kind.VERB, "قصف"),
        ("=طفس", Kind.EXACT, "طفس"),
        ('="طفس"', Kind.EXACT, "طفس"),
        ('"مجلس الأمن"', Kind.PHRASE, "مجلس الأمن"),
        ("«مجلس الأمن»", Kind.PHRASE, "مجلس الأمن"),
        ("كرة القدم", Kind.PHRASE, "كرة القدم"),
        ("T72", Kind.LATIN, "T72"),
        ("اللواء ٥٢", Kind.PHRASE, "اللواء ٥٢"),
    ],
)
def test_a_term_is_read_as_its_writer_meant_it(term, kind, value):
    reading = read_term(term, concepts=load_concepts(), places=load_places())
    assert (reading.kind, reading.value) == (kind, value)


@pytest.mark.parametrize(
    ("term", "reason"),
    [
        ("", "no word"),
        ("«»", "no word"),
        ("place:", "nothing stands after place:"),
        ("/قصف(/", "regular expression missing \\)"),
        ("طفس NEAR قصف", "write NEAR/8"),
        ("طفس AND نوى", "belongs into a `query`"),
        ("displaced>=many", "many is no whole number"),
        ("dispalced>=1000", "did you mean displaced"),
        ("plase:درعا", "did you mean place:"),
        ("concept:displacment", "did you mean displacement"),
        ('"مجلس الأمن', "quotation mark is missing"),
        ("noun:مجلس الأمن", "takes one word"),
    ],
)
def test_a_term_that_cannot_be_used_says_why(term, reason):
    with pytest.raises(TermError, match=reason) as caught:
        compile_terms([term])
    assert caught.value.term == term


def test_matches_point_into_the_original_text():
    text = "نزح مدنيون مِن «طَفَـس» و\u200fنوى بالريف الغربي، وقُصِفَت بلدةُ إبطع"
    matches = compile_terms(["in:درعا", "قصف", "نزح"]).find(text)
    assert [text[match.start : match.end] for match in matches] == ["نزح", "طَفَـس", "و\u200fنوى", "وقُصِفَت", "إبطع"]
    assert [match.form for match in matches] == [text[match.start : match.end] for match in matches]
    assert matches[1].why == "the place طفس, inside درعا"
    assert matches[3].why == "the verb قصف"


@pytest.mark.parametrize(
    ("term", "text", "forms"),
    [
        ("نازح", "وصول النازحين إلى الحدود", ["النازحين"]),
        ("displacement", "والنازحين واللاجئين", ["والنازحين", "واللاجئين"]),
        ("صاروخ", "دمّرتها بـ صواريخ مضادة", ["صواريخ"]),
        ("نظام", "خسائر لـالنظام", ["لـالنظام"]),
        ('"قوات النظام"', "هجوم لـ قوات النظام ولـ القوات الـ نظامية", ["قوات النظام"]),
        ('"براميل متفجرة"', "ألقت البراميل المتفجّرة", ["البراميل المتفجّرة"]),
        ('"مجلس الأمن"', "في المجلس. الأمن مستتب", []),
        ("T72", "دبابة t72 وأخرى T-72", ["t72", "T-72"]),
        ("BMP", "عربة «bmp»", ["bmp"]),
        ("BMP", "عربات لـBMP وBMPs", ["BMP"]),
        ("كوفيد-19", "إصابات بـكوفيد-١٩", ["بـكوفيد-١٩"]),
        ("=طفس", "طفس وطفس", ["طفس"]),
        ("place:البوكمال", "في أبو كمال وفي البو كمال", ["أبو كمال", "البو كمال"]),
        ("place:أطلانتس", "وصلوا إلى أطلانتس", ["أطلانتس"]),
        ("ریف دمشق", "شرقي ريف دمشق", ["ريف دمشق"]),
    ],
)
def test_a_term_is_found_in_every_written_form(term, text, forms):
    assert found(term, text) == forms


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("درعا", "قدّم له درعاً تكريمية"),
        ("درعا", "منحته الإدارة درعًا"),
        ("نوى", "يستهلك سنويا من نوى التمر"),
        ("نوى", "وقد نوى السفر"),
        ("place:حماة", "نشيد حماة الديار"),
        ("place:الباب", "طرق الجنود الباب ثم دخلوا"),
        ("place:تدمر", "غارات تدمر منازل في الحي"),
        ("displacement", "قررت المحكمة إخلاء سبيل الموقوف"),
        ("displacement", "بحسب دائرة الهجرة والجوازات"),
        ("shelling", "احتسب الحكم ضربة جزاء"),
        ("سوري", "في سوريا"),
    ],
)
def test_a_word_that_only_looks_alike_is_not_found(term, text):
    assert found(term, text) == []


@pytest.mark.parametrize(
    ("name", "text", "evidence"),
    [
        ("نوى", "قصف على مدينة نوى", "after «مدينة»"),
        ("نوى", "قصف طال طفس ونوى", "beside «طفس»"),
        ("الباب", "قصف على الباب بريف حلب", "before «بريف»"),
        ("الباب", "وصلت القافلة إلى الباب عبر طريق طويل من حلب", "after «الي», with حلب in the text"),
    ],
)
def test_a_name_that_is_also_a_word_needs_evidence_and_tells_it(name, text, evidence):
    (match,) = compile_terms([f"place:{name}"]).find(text)
    assert match.why == f"the place {name} ({evidence})"


def test_a_sure_mention_counts_for_the_others_of_the_update_also_from_the_headline():
    matches = compile_terms(["place:نوى"]).find("دخلت الآليات نوى مساء", "قصف على مدينة نوى")
    assert [(match.field, match.form) for match in matches] == [("headline", "نوى"), ("text", "نوى")]
    assert matches[1].why.endswith("(named as a place elsewhere in the update)")


def test_one_word_is_one_match_of_a_term():
    assert found("قصف", "قصف عنيف") == ["قصف"]
    assert found("in:درعا", "في درعا البلد") == ["درعا البلد"]


def test_a_user_has_places_and_concepts_of_his_own():
    places = load_places([{"name": "رويحينة", "in": "القنيطرة", "kind": "village"}])
    concepts = load_concepts(
        {"thirst": {"label": {"ar": "عطش ومياه"}, "family": [{"noun": "صهريج", "forms": ["صهاريج"]}]}}
    )
    assert found("in:القنيطرة", "أهالي رويحينة", places=places) == ["رويحينة"]
    assert found("thirst", "وصول الصهاريج", concepts=concepts) == ["الصهاريج"]


def test_an_explanation_gives_the_reading_the_forms_and_what_is_not_covered():
    explained = explain_term("نازح")
    assert explained.reading == "the noun نازح"
    assert "النازحون" in dict(explained.groups)["the noun with ال"]
    assert any("concept:displacement" in hint for hint in explained.hints)


def test_an_explanation_of_a_plural_names_its_noun():
    assert any("write غارة" in hint for hint in explain_term("غارات").hints)
    assert not any("plural" in hint for hint in explain_term("غارة").hints)


def test_an_explanation_of_a_place_names_its_members_and_warns_of_its_other_meaning():
    assert "طفس" in dict(explain_term("in:درعا").groups)["inside it"]
    assert any("also another word" in hint for hint in explain_term("place:نوى").hints)
    assert any("did you mean درعا" in hint for hint in explain_term("place:درعاا").hints)
