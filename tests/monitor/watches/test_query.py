"""The query language: what it takes, where it hits, and what it says of a mistake."""

import pytest

from arabic.concepts import load_concepts
from arabic.places import load_places
from monitor.watches.matcher import QueryError, TermError, compile_terms, compile_watches
from monitor.watches.query_parser import parse_query
from monitor.watches.watch import Watch

KNOWN = {"concepts": load_concepts(), "places": load_places()}


def forms(query, text, headline="", **more):
    """What a query hits, each form once."""
    hits = compile_watches([Watch(name="w", query=query, **more)], **KNOWN).match(headline, text, "any")
    return list(dict.fromkeys(match.form for hit in hits for match in hit.matches))


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("قصف AND طفس", "قصف على طفس", ["قصف", "طفس"]),
        ("قصف AND طفس", "قصف على نصيب", []),
        ("قصف OR غارة", "غارة جوية", ["غارة"]),
        ("قصف NOT رياضة", "قصف عنيف", ["قصف"]),
        ("قصف AND NOT رياضة", "قصف في الرياضة", []),
        ("قصف NOT NOT طفس", "قصف على طفس", ["قصف", "طفس"]),
        ("قصف AND طفس OR غارة", "غارة", ["غارة"]),
        ("قصف AND (طفس OR غارة)", "غارة على طفس", []),
        ("NOT رياضة AND قصف", "قصف عنيف", ["قصف"]),
        ("قصف (طفس)", "قصف", QueryError),
        ("براميل متفجرة OR قصف", "ألقت البراميل المتفجرة", ["البراميل المتفجرة"]),
        ('"براميل متفجرة"NOT"كرة القدم"', "ألقت البراميل المتفجرة", ["البراميل المتفجرة"]),
        ("«مجلس الأمن» OR “براميل متفجرة”", "في مجلس الأمن", ["مجلس الأمن"]),
        ('place:"بصرى الشام" OR in:القنيطرة', "في بصرى الشام", ["بصرى الشام"]),
        ("concept:displacement AND in:درعا", "نزوح من طفس", ["نزوح", "طفس"]),
        ("displacement AND UNHCR", "قالت unhcr إن النازحين", ["unhcr", "النازحين"]),
        ("=قصف OR verb:نزح", "القصف قصف ونزحوا", ["قصف", "ونزحوا"]),
        ("\u200fقصف\u200f \u200fAND\u200f طفس", "قصف طفس", ["قصف", "طفس"]),
        ("قصف\n  AND\tطفس", "قصف طفس", ["قصف", "طفس"]),
        ('"AND" OR قصف', "logical and قصف", ["and", "قصف"]),
        ("/قصف(ت|وا)?/ AND طفس", "وقصفوا طفس", ["قصفوا", "طفس"]),
        (r"/ط\/ف س/ OR قصف", "ط/ف س", ["ط/ف س"]),
    ],
)
def test_operators_join_terms_as_they_are_known_from_lists(query, text, found):
    if found is QueryError:
        with pytest.raises(QueryError):
            parse_query(query)
    else:
        assert forms(query, text) == found


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("قصف NEAR/2 طفس", "قصف عنيف على طفس", ["قصف", "طفس"]),
        ("قصف NEAR/1 طفس", "قصف عنيف على طفس", []),
        ("قصف NEAR/٢ طفس", "طفس تحت وطأة قصف", ["طفس", "قصف"]),
        ("قصف NEAR/0 طفس", "قصف طفس", ["قصف", "طفس"]),
        ("قصف NEAR/3 قصف", "قصف عنيف", []),
        ("قصف NEAR/3 قصف", "قصف ثم قصفت", ["قصف", "قصفت"]),
        ("(قصف OR غارة) NEAR/3 (طفس OR غرز)", "غارة على طفس. قال شهود إن كل شيء هادئ اليوم في غرز", ["غارة", "طفس"]),
        ("قصف NEAR/1 مدفعي NEAR/2 طفس", "قصف مدفعي على طفس", ["قصف", "مدفعي", "طفس"]),
        ("قصف NEAR/1 مدفعي NEAR/2 طفس", "قصف على طفس", []),
        ("غارة OR قصف NEAR/1 طفس", "غارة بعيدا عن طفس", ["غارة"]),
        ("قصف NOT قصف NEAR/2 رياضة", "قصف في الرياضة", []),
        ("/طف./ NEAR/2 قصف", "قصف على طفس", ["قصف", "طفس"]),
        ("/%/ NEAR/1 قصف", "50 % قصف", ["%", "قصف"]),
        ("displacement NEAR/4 in:درعا", "نزوح الأهالي من بلدات طفس", ["نزوح", "طفس"]),
    ],
)
def test_near_counts_the_words_between_in_either_order(query, text, found):
    assert forms(query, text) == found


def test_near_needs_both_in_the_same_field_and_stretch():
    assert forms("قصف NEAR/3 طفس", "طفس هادئة", "قصف عنيف") == []
    assert forms("قصف NEAR/3 طفس", "قصف.\nطفس") == []
    assert forms("قصف NEAR/3 طفس", "قصف.\nطفس", within="update") == ["قصف", "طفس"]
    assert forms("قصف NEAR/3 طفس", "قصف. طفس", within="sentence") == []


def test_near_and_regular_expressions_are_terms_of_lists_too():
    watch = Watch(name="w", any=("قصف NEAR/2 طفس", "/غار[ةه]/"), none=("قصف NEAR/0 إعلامي",))
    matcher = compile_watches([watch], **KNOWN)
    assert [match.term for hit in matcher.match("", "غارة ثم قصف على طفس", "x") for match in hit.matches] == [
        "/غار[ةه]/", "قصف NEAR/2 طفس", "قصف NEAR/2 طفس",
    ]  # fmt: skip
    assert matcher.match("", "قصف إعلامي على طفس", "x") == []
    (near, _) = compile_terms(["قصف NEAR/2 طفس"]).find("قصف طفس")
    assert (near.term, near.form, near.why) == ("قصف NEAR/2 طفس", "قصف", "the noun قصف")


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("displaced>=1000", "نزوح أكثر من 270 ألف مدني", ["270 ألف مدني"]),
        ("displaced >= ١٠٠٠ AND in:درعا", "نزوح 1500 شخص من طفس", ["1500 شخص", "طفس"]),
        ("displaced>=1000 NOT طفس", "نزوح 1500 شخص من طفس", []),
        ("displaced>=1000 OR killed>5", "مقتل 12 مدنيا", ["12 مدنيا"]),
        ("killed>=10 NEAR/3 نوى", "مقتل 12 مدنيا بقصف على مدينة نوى", ["12 مدنيا", "نوى"]),
        ("killed>=10 NEAR/1 نوى", "مقتل 12 مدنيا بقصف على مدينة نوى", []),
        ("killed>=10", "مقتل ٣ مدنيين", []),
    ],
)
def test_figures_are_terms_of_a_query(query, text, found):
    assert forms(query, text) == found


def test_a_figure_is_a_term_of_lists_too_and_points_into_the_original():
    watch = Watch(name="w", any=("killed>=10",), all=("طفس",))
    (hit,) = compile_watches([watch], **KNOWN).match("", "مَقتل ١٢ مدنيًّا في طفس", "x")
    assert [(match.term, match.form, match.start) for match in hit.matches] == [
        ("killed>=10", "١٢ مدنيًّا", 6), ("طفس", "طفس", 20),
    ]  # fmt: skip
    assert "مقتل" in hit.matches[0].why


def test_a_query_goes_with_all_and_none():
    more = {"all": ("طفس",), "none": ("رياضة",)}
    assert forms("قصف OR غارة", "غارة على طفس", **more) == ["غارة", "طفس"]
    assert forms("قصف OR غارة", "غارة بعيدة", **more) == []
    assert forms("قصف OR غارة", "غارة على ملعب الرياضة في طفس", **more) == []


def test_not_refuses_only_within_its_stretch_and_is_counted():
    matcher = compile_watches([Watch(name="w", query="طفس NOT رياضة", none=("كرة القدم", "سباق"))])
    assert matcher.match("", "رياضة في طفس", "x") == []
    (hit,) = matcher.match("", "كرة القدم والرياضة في طفس\nقصف على طفس", "x")
    assert [match.start for match in hit.matches] == [34]
    assert matcher.match("", "رياضة في نوى\nكرة القدم", "x") == []
    assert matcher.vetoes == {("w", "رياضة"): 2, ("w", "كرة القدم"): 1}


def test_matches_of_a_query_are_told_under_the_term_that_hit():
    (hit,) = compile_watches([Watch(name="w", query="(قصف OR غارة) AND place:طفس")]).match("", "غارة على طفس", "x")
    assert [(match.term, match.form) for match in hit.matches] == [("غارة", "غارة"), ("place:طفس", "طفس")]


@pytest.mark.parametrize(
    ("query", "at", "reason"),
    [
        ("", 0, "no term"),
        ("  ", 0, "no term"),
        ("()", 1, r"a term is missing before \)"),
        ("قصف AND", 7, "missing at the end"),
        ("AND قصف", 0, "missing before AND"),
        ("قصف OR OR غارة", 7, "missing before OR"),
        ("قصف AND (طفس OR غارة", 8, "not closed"),
        ("قصف) AND طفس", 3, "no parenthesis is open"),
        ("(قصف طفس) (غارة)", 10, "AND, OR or NEAR/8 is missing"),
        ("(قصف (طفس))", 5, "is missing before this"),
        ('قصف "كرة القدم"', 4, "is missing before this term"),
        ("قصف place:طفس", 4, "is missing before this term"),
        ("قصف =طفس", 4, "is missing before this term"),
        ('قصف AND "كرة', 8, "closing quotation mark"),
        ("قصف AND /كرة", 8, "closing / of this regular expression"),
        ("قصف and طفس", 4, "write AND"),
        ("قصف أو طفس", 4, "write OR"),
        ("قصف & طفس", 4, "write AND"),
        ("قصف NEAR طفس", 4, "write NEAR/8"),
        ("قصف NEAR/many طفس", 4, "write NEAR/8"),
        ("قصف NEAR/5 NOT طفس", 11, "missing before NOT"),
        ("قصف NEAR/5 (طفس AND نوى)", 11, "joins terms"),
        ("NOT قصف", 4, "says nothing at all"),
        ("قصف OR NOT طفس", 11, "says nothing at all"),
        ("قصف AND plase:درعا", 8, "did you mean place:"),
        ("قصف AND concept:displacment", 8, "did you mean displacement"),
        ("قصف AND /طفس(/", 9, "regular expression"),
        ("قصف AND /طفس[ا/", 12, "bracket is not closed"),
        ("قصف AND place:", 8, "nothing stands after place:"),
        ("قصف AND «»", 8, "no word"),
        ("(" * 60 + "قصف" + ")" * 60, 40, "parentheses within each other"),
    ],
)
def test_a_mistake_is_pointed_at(query, at, reason):
    with pytest.raises(QueryError, match=reason) as caught:
        compile_watches([Watch(name="w", query=query or " ")], **KNOWN)
    assert caught.value.at == at
    assert f"at character {at + 1}" in caught.value.reason
    assert caught.value.term == (query or " ")


def test_the_line_below_a_query_counts_letters_and_no_marks():
    with pytest.raises(QueryError) as caught:
        parse_query("قُصِفَ\u200f AND (طفس")
    assert caught.value.pointed.splitlines()[1] == " " * 8 + "^"


def test_a_query_may_be_long():
    towns = " OR ".join(f"=T{number}" for number in range(2000))
    assert forms(f"({towns}) AND قصف", "قصف على T1999") == ["قصف", "T1999"]
    assert forms(f"({towns}) AND قصف", "قصف على T2000") == []


@pytest.mark.parametrize("term", ["طفس AND قصف", "NOT قصف", "طفس OR قصف"])
def test_operators_in_a_list_point_to_query(term):
    with pytest.raises(TermError, match="belongs into a `query`"):
        compile_terms([term])


@pytest.mark.parametrize("term", ["search and rescue", "منظمة (أطباء)", "ORANGE", '"قصف AND طفس"', "12/5"])
def test_what_only_looks_like_a_query_stays_a_term(term):
    assert compile_terms([term]).find(term.replace("منظمة (", "منظمة ").strip('"'))
