"""Why an update is told, in Arabic: every reason that the matcher gives, places with what they lie in, the gloss."""

import re

import pytest

from arabic.bidi import strip_controls
from arabic.english import english_name
from arabic.places import load_places
from monitor.messages import Glossary
from monitor.messages.counted import told_figures
from monitor.messages.reasons import told
from monitor.values import Match
from monitor.watches.matcher import compile_terms
from tests.monitor import sample

TEXT = (
    "نزحت مئات العائلات من بلدة طفس ومن درعا، وقال مصدر في UNHCR إن قافلة دخلت، وسقطت قذائف هاون 120 ملم. "
    "ومقتل 12 شخصاً في قصف على مجلس الأمن المحلي. وترك الأهالي منازلهم. قاتَل هنا."
)
TERMS = {
    "concept:displacement": "مفهوم نزوح وتهجير",
    "place:طفس": "مكان طفس",
    "in:درعا": "مكان طفس، داخل درعا",
    "UNHCR": "الكلمة UNHCR",
    "قافلة": "الاسم قافلة",
    "verb:سقط": "الفعل سقط",
    '"مجلس الأمن"': "العبارة «مجلس الأمن»",
    "=هنا": "كما كُتب هنا",
    "/قذائف هاون/": "النمط /قذائف هاون/",
    "killed>=10": "killed>=10: قتلى، «",
}


def why(term, *, gloss=False, text=TEXT):
    matches = compile_terms([term]).find(text)
    assert matches, term
    found = told(matches, sample.glossary(), gloss=gloss)
    return [strip_controls(line) for line in found.why], [strip_controls(place) for place in found.places]


@pytest.mark.parametrize(("term", "reason"), TERMS.items())
def test_every_reason_of_the_matcher_is_told_in_arabic(term, reason):
    lines, _ = why(term)
    assert any(f" ← {reason}" in line for line in lines)
    told_words = "".join(line.partition(" ← ")[2] for line in lines)
    assert not re.search(r"\b(the|concept|inside|noun|verb|exactly|with|after)\b", told_words)


def test_forms_with_one_reason_share_a_line():
    lines, _ = why("concept:displacement", text="نزح الناس ووصل نازحون ونازحة.")
    assert lines == ["«نزح»، «نازحون»، «ونازحة» ← مفهوم نزوح وتهجير"]


def test_what_no_rule_knows_is_told_as_the_matcher_says_it_beside_the_term():
    match = Match(term="x", field="text", form="y", start=0, end=1, why="by a new kind of evidence")
    assert strip_controls(told([match], Glossary(), gloss=False).why[0]) == "«y» ← x: by a new kind of evidence"


def test_places_tell_their_governorate_and_with_a_gloss_their_english_names():
    assert why("place:طفس")[1] == ["طفس (محافظة درعا)"]
    _, places = why("place:طفس", gloss=True)
    assert places == ["طفس (محافظة درعا) – Tafas, Daraa"]
    assert why("concept:displacement", gloss=True)[0][0].endswith("مفهوم نزوح وتهجير – displacement")


def test_a_name_of_several_places_tells_none_of_them_unless_it_is_said_which():
    glossary = sample.glossary()
    assert glossary.place("صيدا").arabic == "صيدا"
    assert glossary.place("صيدا", "درعا").told(True) == "صيدا (محافظة درعا) – Saida, Daraa"
    assert glossary.place("مكان مجهول").told(True) == "مكان مجهول"


def test_a_place_without_an_english_name_is_glossed_by_its_governorate():
    place = next(one for one in load_places().places if one.parent == "درعا" and english_name(one) is None)
    assert sample.glossary().place(place.name, "درعا").english == "Daraa"


def test_a_concept_of_the_users_goes_by_its_label():
    assert sample.glossary().concept("my-own").told(True) == "my-own"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("مقتل 12 شخصاً في قصف", ["قتلى: 12 (في هذا الحدث)"]),
        ("إصابة أكثر من 30 بجروح في القصف", ["جرحى: أكثر من 30 (في هذا الحدث)"]),
        ("نزوح 250 عائلة من البلدة", ["نازحون: 250 عائلة (في هذا الحدث)"]),
        ("القصف لم يوقع قتلى", ["قتلى: لا أحد (في هذا الحدث)"]),
        ("فاز الفريق 3-1", []),
    ],
)
def test_figures_are_told_with_their_scope(text, figures):
    assert [strip_controls(figure) for figure in told_figures("", text, gloss=False)] == figures


def test_a_figure_is_told_once_however_often_it_stands_there():
    assert len(told_figures("مقتل 12 شخصاً في قصف", "مقتل 12 شخصاً في قصف على البلدة", gloss=True)) == 1
