"""Fragments whose text is taken from their tree alone: it is the text that BeautifulSoup's cleaning gives."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from crawler.cleaning import clean, clean_within
from crawler.readable import markup as markup_of
from crawler.simple_markup import simple_paragraphs
from crawler.soup import paragraphs_and_caption

TAGS_TEXT = """
p div span b strong a ul li blockquote table tr td th br hr h2 section aside nav img figure figcaption script style ins
time pre details summary label svg
"""
TAGS = TAGS_TEXT.split()
ATTRIBUTES = (
    *("", "", "", ' class="share-bar"', ' class="body text"', ' id="comments"', " hidden", ' style="display: none"'),
    *(' class="wp-caption-text"', ' class="sr-only x"', ' role="navigation"', ' href="/1"'),
)
TEXTS = (
    *("وصلت القافلة", "  سطر\n طويل في الخبر ", "اقرأ أيضاً: ", "إعلان", " ", "\n", "&nbsp;", "&amp;", "12"),
    *("تابعونا على تلغرام", "&#1575;", "&lt;b&gt;", "3 < 5", "\u2028", "\u200f", "الوسوم", "<!-- x -->"),
)


def fragment(rng, depth=0):
    parts = []
    for _ in range(rng.randint(1, 4)):
        if depth > 5 or rng.random() < 0.5:
            parts.append(rng.choice(TEXTS))
            continue
        tag = rng.choice(TAGS)
        parts.append(f"<{tag}{rng.choice(ATTRIBUTES)}>")
        if tag not in ("br", "hr", "img"):
            parts.append(fragment(rng, depth + 1) + (f"</{tag}>" if rng.random() < 0.95 else ""))
    return "".join(parts)


def lines(paragraphs):
    return [line for line in (" ".join(paragraph.split()) for paragraph in paragraphs) if line]


@given(st.integers(0, 2**32))
def test_both_ways_give_the_same_text(seed):
    markup = fragment(random.Random(seed))
    simple = simple_paragraphs(markup)
    if simple is not None:
        paragraphs, caption = paragraphs_and_caption(markup)
        assert lines(simple) == lines(paragraphs)
        assert caption is None


def article(inner):
    page = f"<html><body><main><article>{inner}</article><p>x</p></main></body></html>"
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    return etree.fromstring(page.encode(), parser).find(".//article")


@given(st.integers(0, 2**32))
def test_an_element_of_a_page_reads_as_its_markup_does(seed):
    rng = random.Random(seed)
    element = article(fragment(rng))
    inner = [part for part in element.iter("*") if part is not element]
    taken = [part for part in rng.sample(inner, min(len(inner), 2)) if not set(inner) & set(part.iterancestors())]
    whole = markup_of(element)
    left = whole
    for part in taken:
        left = left.replace(markup_of(part), "", 1)
    same = all(whole.count(markup_of(part)) == 1 for part in taken)
    same = same and etree.tostring(article(whole[9:-10])) == etree.tostring(element)  # libxml2 leaves out end tags
    if same:
        assert clean_within(element, whole, taken) == clean(left)


@pytest.mark.parametrize("label", ["اقرأ أيضاً: ", "إعلان"])
def test_a_label_within_what_another_label_takes_off_is_gone_with_it(label):
    text = "<p>وصلت القافلة إلى المدرسة الابتدائية صباحاً وأفرغت حمولتها أمام الأهالي.</p>"
    assert clean(f'{text}<div>{label}<a href="/1"><b>{label}</b></a></div><div><b>{label}</b></div>').text.endswith(
        "الأهالي."
    )
    nested = f"{text}<div><p><b>{label}</b></p><p><i><u>{label}</u></i></p></div>"
    assert clean(nested).text == "وصلت القافلة إلى المدرسة الابتدائية صباحاً وأفرغت حمولتها أمام الأهالي."


def test_furniture_in_boxes_is_stepped_over():
    markup = (
        "<div><p>وصلت القافلة إلى المدرسة الابتدائية <b>صباحاً</b> وأفرغت حمولتها.</p><script>var x = 1</script>"
        '<p class="share"><a href="#1">رابط</a></p><p>ثم غادرت<br>إلى الشمال.</p></div>'
    )
    assert lines(simple_paragraphs(markup)) == [
        "وصلت القافلة إلى المدرسة الابتدائية صباحاً وأفرغت حمولتها.",
        "ثم غادرت إلى الشمال.",
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<p>نص <strong>اقرأ أيضاً:</strong> <a href='/1'>خبر</a> وبقية النص</p>",
        "<p>نص</p><div><span>إعلان</span><p>اشتر الآن</p></div>",
        "<figure><img><figcaption>صورة من البلدة</figcaption></figure><p>نص</p>",
        '<p class="wp-caption-text">صورة من البلدة</p><p>نص</p>',
        "<p>نص<!-- تعليق --></p>",
    ],
)
def test_what_stands_within_the_text_is_left_to_beautifulsoup(markup):
    assert simple_paragraphs(markup) is None
    assert clean(markup).text


def test_fragments_nested_deep_are_left_to_beautifulsoup():
    assert simple_paragraphs("<div>" * 240 + "نص" + "</div>" * 240) is None
