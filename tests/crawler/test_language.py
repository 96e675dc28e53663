"""Languages of Arabic script are told apart; only Arabic is Arabic."""

import pytest

from crawler.language import language_of
from tests.crawler.reading import html, only, parse

ARABIC = "وصلت عائلات من البلدات الغربية إلى المدرسة في المدينة بعد ليلة من القصف، وقال متطوعون إن المكان امتلأ."
PERSIAN = "سخنگوی شهرداری گفت که این پل پس از تعمیر باز شده است و مردم می‌توانند از فردا از آن عبور کنند."
URDU = "شہر کے میئر نے بتایا کہ یہ پل مرمت کے بعد کھول دیا گیا ہے اور لوگ کل سے اس پر سے گزر سکتے ہیں۔"
KURDISH = "سەرۆکی شارەوانی ڕایگەیاند کە پردەکە دوای چاککردنەوە کراوەتەوە و خەڵک دەتوانن لێی بپەڕنەوە."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ARABIC, "ar"),
        (PERSIAN, "fa"),
        (PERSIAN.replace("ی", "ي").replace("ک", "ك"), "fa"),
        (URDU, "ur"),
        (KURDISH, "ckb"),
        (ARABIC.replace("ي", "ی").replace("ك", "ک"), "ar"),
        (ARABIC + " وقال رئيس بلدية كركوك لقناة پیام إن الچاي نفد من السوق.", "ar"),
        ("The mayor said that the bridge was opened again after the repairs.", ""),
        ("خبر", ""),
    ],
)
def test_the_language_of_a_text(text, language):
    assert language_of(text) == language


@pytest.mark.parametrize(("text", "language", "noted"), [(ARABIC, "ar", False), (PERSIAN, "fa", True)])
def test_an_update_tells_its_language_and_a_foreign_page_is_noted(text, language, noted):
    parsed = parse(html(f"<h1>{text[:30]}</h1>" + f"<p>{text}</p>" * 4))
    assert only(parsed).as_json()["language"] == language
    assert ("the page is written in Persian, not in Arabic" in parsed.notes) is noted
