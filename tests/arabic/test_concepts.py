"""Concepts in sentences of news: what is found and what only looks like it; context, exclusions, denial, own ones."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from arabic.concepts import ConceptError, expand, load_concepts
from arabic.fold import fold_text
from monitor.watches.matcher import compile_terms

SENTENCES = {
    file.stem: tomllib.loads(file.read_text(encoding="utf-8"))
    for file in sorted((Path(__file__).parent / "concept_sentences").glob("*.toml"))
}
NAMES = sorted(SENTENCES)
CASES = sorted((Path(__file__).parent / "figure_cases").glob("*.txt"))


@cache
def matcher(name):
    return compile_terms([f"concept:{name}"])


def found(name, text):
    return [match.form for match in matcher(name).find(text)]


def sentences(name, answer):
    return [one for key, rows in SENTENCES[name].items() for one in rows if key.split("_")[-1] == answer]


def test_every_concept_has_sentences_both_ways():
    assert set(load_concepts()) == set(NAMES)
    for name in NAMES:
        assert len(SENTENCES[name]["yes"]) >= 15
        assert len(SENTENCES[name]["no"]) >= 15
        assert len(set(sentences(name, "yes") + sentences(name, "no"))) >= 50 - 2


@pytest.mark.parametrize("name", NAMES)
def test_a_concept_is_found_however_it_is_said(name):
    unsolved = SENTENCES[name].get("unsolved_yes", [])
    assert [text for text in sentences(name, "yes") if not found(name, text) and text not in unsolved] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_only_looks_like_a_concept_is_not_found(name):
    unsolved = SENTENCES[name].get("unsolved_no", [])
    assert [
        (text, found(name, text)) for text in sentences(name, "no") if found(name, text) and text not in unsolved
    ] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_concept_has_at_least_twelve_families_and_labels_in_two_languages(name):
    concept = load_concepts()[name]
    assert len(concept.family) >= 12
    assert len(concept.labels) >= 2
    assert concept.phrases
    assert concept.exclude


def test_no_label_is_a_word_that_one_may_want_to_watch_alone():
    concepts = load_concepts()
    words = {fold_text(word.word) for concept in concepts.values() for word in concept.family}
    for concept in concepts.values():
        assert not words & set(map(fold_text, concept.labels))
        assert all(" " in label for label in concept.labels if not label.isascii())


@pytest.mark.parametrize("label", ["refugee-affairs", "refugee_affairs", "Refugee  affairs", "شؤون اللاجئين والمخيمات"])
def test_a_concept_answers_to_its_name_and_labels(label):
    assert load_concepts().labelled(label).name == "refugee-affairs"


def test_a_concept_of_ours_is_read_only_when_it_is_asked_for(monkeypatch):
    import arabic.concepts as module

    module._table.cache_clear()
    module._shipped.cache_clear()
    concepts = load_concepts()
    assert concepts.labelled("قصف وغارات").name == "shelling"
    assert module._table.cache_info().currsize <= 2  # the concept and the shared lists


def test_an_exclusion_ends_only_the_stretch_that_it_lies_over():
    text = "بعد إخلاء سبيل الموقوفين تواصل نزوح العائلات من البلدة"
    assert found("displacement", text) == ["نزوح"]
    assert found("displacement", "جددت دائرة الهجرة والجوازات دوامها رغم نزوح موظفيها") == ["نزوح"]


COUNTED = {  # what a figure counts, the concepts that its sentence may fulfil, and how many of them must
    "killed": (("casualties",), 0.98),
    "injured": (("casualties",), 0.98),
    "displaced": (("displacement", "returns", "refugee-affairs", "evacuation-orders"), 0.98),
    "arrested": (("arrests",), 0.98),
}


@pytest.mark.parametrize("kind", COUNTED)
def test_a_sentence_that_counts_people_fulfils_the_concept_of_what_happened_to_them(kind):
    names, share = COUNTED[kind]
    lines = [line for path in CASES for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    told = [
        line.rpartition("|")[0] for line in lines if re.search(rf"\b{kind} [1-9]\d*(?!.*@(?:denied|planned))", line)
    ]
    assert len(told) >= 300
    assert sum(any(found(name, text) for name in names) for text in told) >= share * len(told)


def test_a_figure_of_speech_is_told_from_the_thing_by_its_sentence():
    assert found("shelling", "قصف المنتخب مرمى ضيفه") == []
    assert found("shelling", "قصف الجيش ملعباً كان المنتخب يتدرب فيه") == ["قصف"]
    assert found("siege", "حصار الديون يشل الشركات. حصار المدينة مستمر") == ["حصار"]
    assert found("disasters", "زلزال في البورصة") == []
    assert found("disasters", "زلزال مدمر يهز البورصة أيضاً") == ["زلزال"]


def test_a_longer_phrase_survives_an_exclusion_inside_it():
    assert found("refugee-affairs", "طلبوا اللجوء إلى القضاء") == []
    assert found("refugee-affairs", "يسعون إلى اللجوء إلى ألمانيا") == ["اللجوء إلى ألمانيا"]


def test_context_is_looked_for_in_the_sentence_and_within_reach():
    assert found("airstrikes", "مسيّرة استهدفت سيارة") == ["مسيّرة"]
    assert found("airstrikes", "مسيرة الفنان طويلة. استهدفت اللجنة دعمه") == []
    assert found("airstrikes", "مسيرة " + "جميلة " * 9 + "استهدفت") == []


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("نفى المحافظ، في حديث إذاعي، حدوث أي نزوح", []),
        ("نفى المحافظ أن يكون القصف من جهته، ونزح مئات الأهالي", ["ونزح"]),
        ("لم تسجل المنطقة أي حركة نزوح", []),
        ("لم يتوقف نزوح الأهالي", ["نزوح"]),
        ("لا يزال نزوح الأهالي مستمراً", ["نزوح"]),
        ("لا يستبعد وقوع نزوح جديد", ["نزوح"]),
        ("نفت الوزارة مسؤوليتها عن نزوح السكان", ["نزوح"]),
        ("نفى المجلس توقف النزوح", ["النزوح"]),
        ("لا صحة لما يشاع عن نزوح الأهالي", []),
        ("أكد صحة الأنباء عن نزوح الأهالي", ["نزوح"]),
        ("أنباء النزوح غير صحيحة بحسب المجلس المحلي", []),
        ("عدد النازحين لا يقل عن ألف", ["النازحين"]),
        ("دون كهرباء باتت المدينة ونزح أهلها", ["ونزح"]),
        ("لا نزوح في حلب. نزوح واسع في إدلب", ["نزوح"]),
    ],
)
def test_what_the_text_denies_does_not_count(text, forms):
    assert found("displacement", text) == forms


def test_a_concept_may_keep_what_is_denied():
    assert found("ceasefire", "لا هدنة قبل إطلاق الأسرى") == ["هدنة"]
    assert found("humanitarian-aid", "لم تدخل أي مساعدات إنسانية") == ["مساعدات إنسانية"]


def test_a_match_tells_the_concept_and_the_word():
    (match,) = matcher("displacement").find("افترشت العائلات العراء ونزحت أخرى")[-1:]
    assert match.why == "concept displacement: the verb نزح"


def test_a_phrase_may_have_alternatives_optional_words_and_lists():
    assert expand("فك|رفع حصار") == ((("فك", "رفع"), ("حصار",)),)
    assert expand("وقف فوري? نار") == ((("وقف",), ("فوري",), ("نار",)), (("وقف",), ("نار",)))
    assert expand("@displaced") == ((("نازح", "مهجر", "لاجئ", "مشرد"),),)


def test_a_user_extends_a_concept_and_keeps_what_it_had():
    concepts = load_concepts(
        {"displacement": {"extends": "displacement", "phrases": ["حزم أمتعة"], "exclude": ["نزوح نباتي"]}}
    )
    mine = compile_terms(["displacement"], concepts=concepts)
    assert mine.find("حزموا أمتعتهم ومضوا")
    assert mine.find("موجة نزوح")
    assert not mine.find("نزوح نباتي")
    assert concepts.labelled("نزوح وتهجير") is concepts["displacement"]


def test_a_user_makes_one_of_his_own_out_of_one_of_ours():
    concepts = load_concepts({"flight": {"extends": "displacement", "family": [{"verb": "حزم", "near": ["حقيبة"]}]}})
    mine = compile_terms(["concept:flight"], concepts=concepts)
    assert mine.find("حزمت الأم الحقائب")
    assert not mine.find("حزم الأمر")
    assert concepts.labelled("نزوح وتهجير").name == "displacement"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"label": {"en": "x"}}, "neither family nor phrases"),
        ({"words": ["عطش"]}, "unknown key words"),
        ({"family": [{"adjective": "كبير"}]}, "should be"),
        ({"family": [{"noun": "بئر", "next_to": ["ماء"]}]}, "should be"),
        ({"family": [{"noun": "بئر", "near": ["@water"]}]}, "there is no list @water; there are @people"),
        ({"extends": "hunger", "phrases": ["جوع"]}, "there is no concept hunger to extend; there are airstrikes"),
    ],
)
def test_a_mistake_in_a_concept_is_named(table, message):
    with pytest.raises(ConceptError, match=message):
        load_concepts({"mine": table})
