"""Marks are taken off a text and kept as flags; words of the news that look like marks stay."""

import pytest

from arabic.fold import fold_text
from arabic.marks import is_mark, outlet_names, unmark
from arabic.words import words

NEWS = "قصف مدفعي على طفس"


@pytest.mark.parametrize(
    ("written", "flag"),
    [
        (f"عاجل | {NEWS}", "urgent"),
        (f"عاجل {NEWS}", "urgent"),
        (f"#عاجل {NEWS}", "#عاجل"),
        (f"🔴 {NEWS}", "emoji"),
        (f"خاص - {NEWS}", "exclusive"),
        (f"بالفيديو.. {NEWS}", "video"),
        (f"{NEWS} (فيديو)", "video"),
        (f"{NEWS} - 12 صورة", "photos"),
        (f"(تحديث) {NEWS}", "updated"),
        (f"{NEWS}.. يتبع", "continues"),
        (f"سانا: {NEWS}", "outlet"),
        (f"{NEWS} - الجزيرة", "outlet"),
        (f"الجزيرة | عاجل | {NEWS}", "urgent"),
    ],
)
def test_a_mark_is_taken_off_and_kept_as_a_flag(written, flag):
    plain = unmark(fold_text(written))
    assert plain.text == fold_text(NEWS)
    assert flag in plain.flags


@pytest.mark.parametrize(
    "text", ["خاص بالعائلات النازحة", "تحديث شبكة المياه في نوى", "العالم كله يرى", "صور الأقمار كثيرة"]
)
def test_words_of_the_news_stay(text):
    assert unmark(fold_text(text)).text == fold_text(text)


def test_a_text_that_is_a_mark_alone_stays():
    assert unmark("عاجل").text == "عاجل"


def test_a_hashtag_that_tells_something_is_a_word_and_one_that_repeats_the_text_is_none():
    assert unmark(fold_text("#طفس: قصف على المدينة")).text == fold_text("طفس: قصف على المدينة")
    assert unmark(fold_text("قصف على طفس #طفس")).text == fold_text("قصف على طفس")


def names(text):
    tokens = words(fold_text(text)).texts
    return [(" ".join(tokens[name.first : name.last + 1]), name.agency) for name in outlet_names(tokens)]


def test_outlets_are_found_by_name_and_by_what_leads_to_them():
    assert names("وفق ما نقلت رويترز عن مصدر") == [("رويترز", "reuters")]
    assert names("قال (أ.ف.ب) إن") == [("ا ف ب", "afp")]
    assert names("نقلت قناة الجزيرة عن تلفزيون سوريا") == [("الجزيرة", None), ("تلفزيون سوريا", None)]
    assert names("قصف على ريف الجزيرة السورية") == []


def test_a_text_may_be_nothing_but_a_mark():
    assert all(is_mark(fold_text(text)) for text in ("عاجل", "عاجل:", "بالفيديو"))
    assert not any(is_mark(fold_text(text)) for text in ("عاجل | قصف على طفس", "قصف على طفس", ""))
