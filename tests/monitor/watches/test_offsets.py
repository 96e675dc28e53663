"""Offsets: whatever the text is written like, the reported stretch of it, folded, is a form of the term."""

import os
import re
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from arabic.clitics import SPLIT_CLITICS
from arabic.fold import fold_text
from arabic.letters import DELETED
from arabic.words import WORD
from monitor.watches.matcher import TermMatcher, compile_terms
from tests.noise import NOISE

WORD_OR_MARK = re.compile(r"\S+")
EXAMPLES = int(os.environ.get("MARSAD_EXAMPLES", "200"))
TERMS = [
    *("نازح", "قصف", "verb:أكد", "verb:بدأ", "noun:رأي", "صورة", "طفس", "place:نوى", "place:الباب", "place:أبو كمال"),
    *(
        "place:دير الزور",
        "in:درعا",
        '"مجلس الأمن"',
        '"براميل متفجرة"',
        "قافلة مساعدات",
        "=طفس",
        "T72",
        "BM-21",
        "UNHCR",
    ),
    *("concept:displacement", "concept:airstrikes", "noun:لاجئ", "verb:دعا", '"وقف إطلاق النار"', "place:عمان"),
]
PIECES = WORD_OR_MARK.findall(
    """نازح النازحين ولـ نازحين نزح قصف وقصفوا بالقصف قُصِفَت يؤكد وأكدت بدأ بدا رأي رأى صورة صور الصوره طفس بطفس نوى
    مدينة في ريف درعا الباب حلب الـ باب أبو كمال البوكمال ديرالزور دير الزور مجلس الأمن لمجلس الامن البراميل المتفجّرة
    لـ براميل متفجرة قوافل المساعدات T72 T-72 t٧٢ BM21 bm-21 لـUNHCR unhcr نزوح أوامر إخلاء غارة جوية طيران مسيّر لاجئون
    دعت يدعو وقفٍ لإطلاق النار عمّان ﻗﺼﻒ ﻻﺟﺌﻮﻥ لَاجِئِين ، . : « » 12 ١٢ – ـ و ب 😀 é إبطع"""
)
SEPARATORS = [" ", " ", " ", "  ", "\u00a0", "\n", "\u200f ", "، ", ". ", "", "\u200c", " \u0640"]


@cache
def matcher() -> TermMatcher:
    return compile_terms(TERMS)


@cache
def forms(term: str) -> list[list[frozenset[str]]]:
    return compile_terms([term]).spellings()


@st.composite
def texts(draw: st.DrawFn) -> str:
    pieces = draw(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), min_size=1, max_size=14))
    text = "".join(piece + draw(st.sampled_from(SEPARATORS)) for piece in pieces)
    for noise in draw(st.lists(st.sampled_from(sorted(NOISE)), max_size=2)):
        text = NOISE[noise](text, draw(st.randoms(use_true_random=False)))
    return text


def is_form(term: str, tokens: list[str]) -> bool:
    """Whether the tokens are those of something that fulfils the term; clitics may stand apart from their words."""
    whole = [token for token in tokens if token not in SPLIT_CLITICS]
    for slots in forms(term):
        for one in (tokens, whole, joined(tokens)):
            if len(one) == len(slots) and all(token in slot for token, slot in zip(one, slots, strict=True)):
                return True
    return False


def joined(tokens: list[str]) -> list[str]:
    """The tokens with each clitic that stands apart written onto the word behind it: «دير الـ زور»."""
    written: list[str] = []
    clitics = ""
    for token in tokens:
        if token in SPLIT_CLITICS:
            clitics += token
        else:
            written.append(clitics + token)
            clitics = ""
    return written


@settings(max_examples=EXAMPLES, deadline=None)
@given(texts(), texts())
def test_the_stretch_that_is_reported_folds_to_a_form_of_the_term(text, headline):
    for match in matcher().find(text, headline):
        original = text if match.field == "text" else headline
        assert 0 <= match.start < match.end <= len(original)
        assert match.form == original[match.start : match.end]
        tokens = WORD.findall(fold_text(match.form))
        assert is_form(match.term, tokens), (match, tokens)
        assert fold_text(match.form).startswith(tokens[0])
        assert fold_text(match.form).endswith(tokens[-1])
        assert original[match.start] not in DELETED


def test_a_hyphen_after_a_word_is_not_reported_with_it():
    assert [match.form for match in matcher().find("نازح- نازح\u200f ") if match.term == "نازح"] == ["نازح", "نازح"]
