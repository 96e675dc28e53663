"""Regular expressions: folded as the text is, words as the language has them, no text makes them slow."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arabic.fold import fold
from monitor.watches.matcher import compile_terms
from monitor.watches.regex import MOST_HITS, Regex, RegexError


def found(pattern, text):
    folded = fold(text)
    return [folded.text[start:end] for start, end in Regex(pattern).spans(folded.text)]


@pytest.mark.parametrize(
    ("pattern", "text", "hits"),
    [
        ("إدلب|حلب", "في أدلب وحَلَـب", ["ادلب", "حلب"]),
        ("مُسيَّرة", "طائرات مسيرة", ["مسيرة"]),
        ("[أإ]دلب", "ادلب", ["ادلب"]),
        ("[^أ]دلب", "ادلب يدلب", ["يدلب"]),
        ("قذيف[ةه]", "قذيفه وقذيفة", ["قذيفه", "قذيفة"]),
        ("[أ-ي]{3}", "قصف 123", ["قصف"]),
        (r"\d+ ملم", "قذيفة ١٢٠ ملم و 60 ملم", ["120 ملم", "60 ملم"]),
        ("١٢٠", "قذيفة 120", ["120"]),
        (r"\w+", "قُصِفَت! x_1", ["قصفت", "x_1"]),
        (r"\W\W", "قصف! طفس", ["! "]),
        (r"[\w ]+", "طفس و نوى.", ["طفس و نوي"]),
        ("unhcr|WFP", "UNHCR wfp", ["unhcr", "wfp"]),
        ("(?i)T-?72", "t72 T-72", ["t72", "t-72"]),
        ("قصف.{1,3}طفس", "قصف\nطفس قصف - طفس", ["قصف - طفس"]),
        ("(?:قصف|غارة) على (?P<where>طفس|نوى)", "غارة على نوى", ["غارة علي نوي"]),
        ("^قصف", "قصف قصف", ["قصف"]),
        ("(?m)^قصف$", "قصف\nقصف", ["قصف", "قصف"]),
        (r"\x{0642}صف|\x41", "قصف a", ["قصف", "a"]),
        (r"\p{Arabic}+", "T72 قصف", ["قصف"]),
        (r"ق.?ص\.ف\/", "ق ص.ف/", ["ق ص.ف/"]),
        ("ﻗﺼﻒ", "قصف", ["قصف"]),
        ("ﻻجئ", "لاجئ", ["لاجء"]),
        ("[ک-گ]لب", "كلب", ["كلب"]),
    ],
)
def test_a_pattern_is_folded_as_the_text_is(pattern, text, hits):
    assert found(pattern, text) == hits


@pytest.mark.parametrize(
    ("pattern", "text", "hits"),
    [
        (r"\bقصف\b", "قصف القصف قصفت وقصف، قصف قُصِفَ", ["قصف", "قصف", "قصف"]),
        (r"قصف\b.*\bطفس", "قصف على طفس", ["قصف علي طفس"]),
        (r"قصف\b.*\bطفس", "قصفت طفس", []),
        (r"\bT-?72\b", "لـT72 T-72 T720", ["t72", "t-72"]),
        (r"\bقصف \w{2,3} طفس\b", "قصف على طفس", ["قصف علي طفس"]),
        (r"(\bقصف\b|\bغارة\b)+", "غارة قصف", ["غارة", "قصف"]),
        (r"\b[^ق ]\w+\b", "قصف طفس", ["طفس"]),
        (r"طفس\b$", "نوى طفس", ["طفس"]),
        (r"\\b", r"a\b", [r"\b"]),
        (r"\bقصف\b", "قصف\ufdd0", ["قصف"]),
    ],
)
def test_word_edges_are_those_of_arabic_words(pattern, text, hits):
    assert found(pattern, text) == hits


@pytest.mark.parametrize(
    ("pattern", "reason", "at"),
    [
        ("قصف*|", "nothing at all", 0),
        ("a*", "nothing at all", 0),
        (r"\b", "nothing at all", 0),
        ("قصف(?=طفس)", "looking ahead", 3),
        ("(?<!x)قصف", "looking ahead", 0),
        ("(?s)x", "unknown", 0),
        (r"قصف\B", "not known here", 3),
        (r"(a)\1", r"\\1 is not known", 3),
        (r"\Qx\E", "backslash before each", 0),
        ("[[:alpha:]]", r"write \\p\{L\}", 1),
        (r"[\W]", r"write \[\^\\w", 1),
        (r"[\P{L}]", r"write \[\^", 1),
        ("قصف[ا", "bracket is not closed", 3),
        ("[ي-ا]", "runs backwards", 0),
        (r"[\x{0}-\x{ffff}]", "too many letters", 0),
        ("[\u064f]", "marks are taken out", 0),
        ("a{2000}", "repetition", 0),
        (r"\p{Klingon}", "invalid", 0),
        ("قصف(", "missing", 0),
        ("*قصف", "repetition", 0),
        ("قصف\\", "backslash", 3),
        (r"\x{110000}", "no letter", 0),
        ("x" * 1001, "longer than", 1000),
    ],
)
def test_a_pattern_that_cannot_be_used_says_why_and_where(pattern, reason, at):
    with pytest.raises(RegexError, match=reason) as caught:
        Regex(pattern)
    assert caught.value.at == at


@pytest.mark.parametrize(
    ("pattern", "text"),
    [("(قصف|قصف ?)+!", "قصف " * 20_000), (r"(.*\b)+!", "قصف " * 5_000), ("ق(.*!)?", "ق" * 50_000)],
)
def test_no_text_makes_a_pattern_slow(pattern, text):
    regex, folded = Regex(pattern), fold(text)
    began = time.process_time()
    assert len(regex.spans(folded.text)) <= MOST_HITS
    assert time.process_time() - began < 2


def test_half_a_surrogate_pair_is_passed_over():
    (match,) = compile_terms(["/قصف/"]).find("\ud83d قصف")
    assert (match.form, match.start) == ("قصف", 2)


def test_the_hit_points_into_the_original_text():
    text = "وقُصِفَت بـ «صَواريـخ» كثيرة"
    (match,) = compile_terms([r"/\bصواريخ\b/"]).find(text)
    assert (match.form, text[match.start : match.end]) == ("صَواريـخ", "صَواريـخ")
    assert match.why == r"the regular expression /\bصواريخ\b/"


@settings(max_examples=200, deadline=None)
@given(
    st.text("قصفطا أ .\n-", max_size=20),
    st.lists(st.sampled_from(["ق", "ص", "ف", "[ق-ف]", ".", " ", r"\b", "(?:قص|ف)", "ا?"]), min_size=1, max_size=5),
)
def test_word_edges_agree_with_python_where_words_are_arabic_alone(text, parts):
    pattern = "".join(parts)
    try:
        regex = Regex(pattern)
    except RegexError:
        return
    folded = fold(text)
    told = regex.spans(folded.text)
    assert told == [hit.span() for hit in re.finditer(pattern, folded.text) if hit.group()]
