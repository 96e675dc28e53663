"""The lint of watches: how loud one would be, what its terms are taken for, and what can never hit."""

import pytest

from arabic.background import background
from arabic.concepts import load_concepts
from arabic.places import load_places
from monitor.watches.compiler import Compiler
from monitor.watches.lint import can_hit, lint_watches
from monitor.watches.watch import Watch


@pytest.fixture(scope="module")
def compiler():
    return Compiler(load_concepts(), load_places())


def test_the_background_is_many_different_sentences_and_always_the_same():
    sentences = background()
    assert len(sentences) == 2000
    assert len(set(sentences)) > 1500
    assert sentences == background()
    assert not any("{" in sentence for sentence in sentences)


def test_each_term_is_told_with_its_reading_and_how_often_it_stands_in_ordinary_news():
    watch = Watch(name="w", query="(قال OR place:طفس) NOT رياضة", none=("يوم",), sources=("sana",))
    (lint,) = lint_watches([watch])
    assert [(term.key, term.explanation.term) for term in lint.terms] == [
        ("query", "قال"), ("query", "place:طفس"), ("query", "رياضة"), ("none", "يوم"),
    ]  # fmt: skip
    assert lint.terms[0].explanation.reading == "the verb قال"
    assert lint.terms[0].per_1000 > 50 < lint.terms[3].per_1000
    assert lint.terms[1].per_1000 == 0
    assert 30 < lint.per_1000 < lint.terms[0].per_1000


def test_a_loud_watch_is_warned_of_with_its_loudest_term():
    loud, quiet = lint_watches([Watch(name="loud", any=("طفس", "قال")), Watch(name="quiet", any=("طفس",))])
    (warning,) = loud.warnings
    assert "mostly for قال" in warning
    assert quiet.warnings == ()


def test_names_that_are_common_words_are_told():
    (lint,) = lint_watches([Watch(name="w", any=("نوى", "place:سفينة"))])
    assert "also another word" in lint.terms[0].explanation.hints[0]
    assert "common word" in lint.terms[1].explanation.hints[0]


@pytest.mark.parametrize(
    ("watch", "hits"),
    [
        ({"any": ("قصف",)}, True),
        ({"any": ("قصف",), "none": ("قصف",)}, False),
        ({"any": ("قصف", "غارة"), "none": ("قصف",)}, True),
        ({"any": ("قصف", "غارة"), "none": ("قصف", "غارة")}, False),
        ({"any": ("كرة القدم",), "none": ("كرة",)}, False),
        ({"any": ("كرة",), "none": ("كرة القدم",)}, True),
        ({"all": ("place:درعا",), "none": ("in:درعا",)}, False),
        ({"all": ("in:درعا",), "none": ("place:درعا",)}, True),
        ({"query": "قصف NOT قصف"}, False),
        ({"query": "قصف AND (طفس OR غارة) NOT طفس"}, True),
        ({"query": "قصف AND NOT (قصف OR غارة)"}, False),
        ({"query": "قصف AND NOT (قصف AND غارة)"}, True),
        ({"query": "قصف NEAR/2 طفس", "none": ("طفس",)}, False),
        ({"query": "قصف AND طفس", "none": ("قصف NEAR/2 طفس",)}, True),
        ({"query": "/قصف/", "none": ("/قصف/",)}, False),
        ({"any": ("noun:قصف",), "none": ("قصف",)}, False),
        ({"any": ("قصف",), "none": ("noun:قصف",)}, True),
    ],
)
def test_a_watch_that_refuses_what_it_needs_can_never_hit(compiler, watch, hits):
    assert can_hit(Watch(name="w", **watch), compiler) is hits


def test_a_query_with_too_many_ways_is_not_judged(compiler):
    query = " AND ".join(f"(a{n} OR b{n} OR c{n})" for n in range(12))
    assert can_hit(Watch(name="w", query=f"({query}) NOT zz"), compiler)
