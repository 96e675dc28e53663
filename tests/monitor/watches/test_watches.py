"""Watches: terms that must meet within a scope, vetoes, sources; and the founding example."""

import pytest

from monitor.watches.matcher import TermError, compile_watches
from monitor.watches.watch import Watch

# Of the kind that the product was made for, in our own words.
HEADLINE = "تواصل المعارك في ريف درعا ومقترح جديد بالانسحاب"
TEXT = """صدّت الفصائل هجوماً لـ قوات النظام باتجاه بلدة خربة الطيرة ومدينة طفس، وأعطبت بـ صواريخ موجهة دبابة "T72".

وتعرّضت مدينتا طفس ونوى لقصفٍ بـ براميل متفجرة مِن مروحيات النظام مساء الإثنين.

وسلّم أحد الفصائل مدينة بصرى الشام، فيما اقتُرح خروج المقاتلين مِن درعا نحو محافظة إدلب.

وأدّت الحملة إلى نزوح أكثر من مئتي ألف مدني صوب الحدود والشريط المحاذي لـ الجولان."""


def match(text, headline="", source="syria-tv", **watch):
    hits = compile_watches([Watch(name="w", **watch)]).match(headline, text, source)
    return [one.form for hit in hits for one in hit.matches]


@pytest.mark.parametrize(
    ("term", "forms"),
    [
        ("طفس", ["طفس", "طفس"]),
        ("نوى", ["ونوى"]),
        ("درعا", ["درعا", "درعا"]),
        ("بصرى الشام", ["بصرى الشام"]),
        ("إدلب", ["إدلب"]),
        ("displacement", ["نزوح"]),
        ("in:درعا", ["درعا", "خربة الطيرة", "طفس", "طفس", "ونوى", "بصرى الشام", "درعا"]),
        ("shelling", ["صواريخ", "لقصفٍ", "براميل متفجرة"]),
        ("T72", ["T72"]),
    ],
)
def test_the_watches_of_the_founding_example_find_their_words(term, forms):
    (hit,) = compile_watches([Watch(name="w", any=(term,))]).match(HEADLINE, TEXT, "syria-tv")
    assert [one.form for one in hit.matches] == forms
    for one in hit.matches:
        field = HEADLINE if one.field == "headline" else TEXT
        assert field[one.start : one.end] == one.form
        assert one.term == term
        assert one.why


def test_any_needs_one_and_all_needs_every_one():
    text = "نزوح من طفس"
    assert match(text, any=("طفس", "نوى")) == ["طفس"]
    assert match(text, all=("طفس", "نوى")) == []
    assert match(text, any=("displacement",), all=("in:درعا",)) == ["نزوح", "طفس"]


@pytest.mark.parametrize(
    ("within", "text", "hit"),
    [
        ("sentence", "نزوح كبير. قصف على طفس.", False),
        ("paragraph", "نزوح كبير. قصف على طفس.", True),
        ("paragraph", "نزوح كبير.\nقصف على طفس.", False),
        ("update", "نزوح كبير.\nقصف على طفس.", True),
        ("sentence", "نزوح 2.5 ألف من طفس", True),
    ],
)
def test_terms_meet_within_their_scope(within, text, hit):
    assert bool(match(text, all=("displacement", "طفس"), within=within)) is hit


def test_the_headline_counts_with_each_paragraph():
    text = "وصلت الحافلات.\nوتحدث شهود عن نزوح واسع."
    assert match(text, "قصف على طفس", all=("displacement", "طفس")) == ["طفس", "نزوح"]


def test_only_the_scopes_that_fulfil_are_reported():
    text = "نزوح من طفس.\nاجتماع في طفس."
    assert match(text, all=("displacement", "طفس")) == ["نزوح", "طفس"]


def test_none_vetoes_only_within_the_same_scope():
    football = "نزوح اللاعبين من طفس إلى ملعب كرة القدم"
    assert match(football, any=("طفس",), none=("كرة القدم",)) == []
    assert match(football + "\nقصف على طفس", any=("طفس",), none=("كرة القدم",)) == ["طفس"]
    assert match("مباراة كرة قدم\nقصف على طفس", any=("طفس",), none=("كرة القدم",)) == ["طفس"]
    assert match("مباراة كرة قدم\nقصف على طفس", any=("طفس",), none=("كرة القدم",), within="update") == []


def test_a_veto_in_the_headline_holds_for_the_whole_update():
    assert match("قصف على طفس", "كرة القدم اليوم", any=("طفس",), none=("كرة القدم",)) == []


def test_a_headline_that_fulfils_alone_is_vetoed_only_where_every_paragraph_is():
    assert match("كرة القدم", "قصف على طفس", any=("طفس",), none=("كرة القدم",)) == []
    assert match("كرة القدم\nقتلى", "قصف على طفس", any=("طفس",), none=("كرة القدم",)) == ["طفس"]
    assert match("", "قصف على طفس", any=("طفس",), none=("كرة القدم",)) == ["طفس"]


def test_a_watch_of_some_sources_hears_no_other():
    assert match("قصف على طفس", any=("طفس",), sources=("sana",)) == []
    assert match("قصف على طفس", source="sana", any=("طفس",), sources=("sana",)) == ["طفس"]


def test_several_watches_are_told_in_the_order_of_the_configuration():
    watches = [Watch(name="second", any=("قصف",)), Watch(name="none", any=("غارة",)), Watch(name="first", any=("طفس",))]
    hits = compile_watches(watches).match("", "قصف على طفس", "any")
    assert [hit.watch for hit in hits] == ["second", "first"]


def test_an_empty_update_fulfils_nothing():
    assert match("", "", any=("طفس",)) == []


def test_a_watch_with_a_wrong_term_is_refused():
    with pytest.raises(TermError):
        compile_watches([Watch(name="w", none=("/x(/",))])


def urgent(text, headline="", **watch):
    (hit,) = compile_watches([Watch(name="w", urgent=("killed>=10", "عاجل AND displaced>=1000"), **watch)]).match(
        headline, text, ""
    )
    return hit.urgent


@pytest.mark.parametrize("asked", [{"any": ("طفس",)}, {"any": ("طفس",), "none": ("رياضة",)}, {"query": "طفس OR نوى"}])
def test_a_hit_is_urgent_where_the_urgent_query_is_fulfilled_beside_it(asked):
    assert urgent("مقتل 12 مدنياً بقصف على طفس", **asked) == {"killed>=10"}
    assert urgent("مقتل 9 مدنيين بقصف على طفس", **asked) == set()
    assert urgent("قصف على طفس.\nوفي الخرطوم مقتل 40 شخصاً", **asked) == set()
    assert urgent("قصف على طفس.\nوفي الخرطوم مقتل 40 شخصاً", within="update", **asked) == {"killed>=10"}
    assert urgent("قصف على طفس", headline="عاجل: نزوح 2000 شخص ومقتل 10 مدنيين", **asked) == {
        "killed>=10",
        "عاجل AND displaced>=1000",
    }


def test_an_urgent_query_that_cannot_be_read_is_an_error():
    with pytest.raises(TermError, match="killed"):
        compile_watches([Watch(name="w", any=("طفس",), urgent=("killd>=10",))])
