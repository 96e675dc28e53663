"""Public previews of Telegram channels: own words, forwards, answers, media, and the way to older posts."""

import pytest

from crawler.encoding import ReadError
from tests.crawler.reading import html, only, parse, utc

URL = "https://t.me/s/ghurfa"
SAID = "وصلت قافلة من ثلاثين شاحنة إلى المعبر."
NAME = "tgme_widget_message"


def post(inner, number=71, *, classes=""):
    return (
        f'<div class="{NAME}_wrap"><div class="{NAME} {classes}" data-post="ghurfa/{number}">'
        f'<div class="{NAME}_author"><a class="{NAME}_owner_name">غرفة الأخبار</a></div>{inner}'
        f'<div class="{NAME}_footer"><span class="{NAME}_views">1.2K</span><a class="{NAME}_date" '
        f'href="https://t.me/ghurfa/{number}"><time datetime="2018-07-03T08:07:00+00:00">11:07</time></a></div>'
        "</div></div>"
    )


def text(words):
    return f'<div class="{NAME}_text js-message_text" dir="auto">{words}</div>'


def read(*posts, more=""):
    return parse(html(f'<main class="tgme_main">{more}{"".join(posts)}</main>'), url=URL)


def test_a_post_has_its_number_its_time_and_its_own_words():
    update = only(read(post(text(f"<b>عاجل</b><br>{SAID}<br/><br/>تفاصيل أخرى"))))
    assert (update.layout, update.key, update.native) == ("telegram", "ghurfa/71", True)
    assert update.text == f"عاجل\n{SAID}\n\nتفاصيل أخرى"
    assert (update.published_at, update.url) == (utc(2018, 7, 3, 8, 7), "https://t.me/ghurfa/71")
    assert (update.author, update.section) == (None, None)


def test_a_forwarded_post_names_whose_words_it_tells():
    forwarded = f'<div class="{NAME}_forwarded_from">من <a class="{NAME}_forwarded_from_name">الدفاع المدني</a></div>'
    update = only(read(post(forwarded + text(SAID))))
    assert (update.text, update.author, update.section) == (SAID, "الدفاع المدني", "forwarded")


def test_what_a_post_answers_and_the_preview_of_a_link_are_not_its_words():
    answered = f'<a class="{NAME}_reply"><div class="{NAME}_text js-message_reply_text">كلام سابق</div></a>'
    preview = f'<a class="{NAME}_link_preview"><div class="link_preview_title">عنوان مقال</div></a>'
    assert only(read(post(answered + text(SAID) + preview))).text == SAID


def test_a_post_of_media_alone_has_no_text():
    first, second = read(post(f'<a class="{NAME}_photo_wrap"></a>'), post(text(SAID), 72)).updates
    assert (first.key, first.text, first.published_at) == ("ghurfa/71", None, utc(2018, 7, 3, 8, 7))
    assert second.text == SAID


def test_a_poll_tells_its_question():
    poll = f'<div class="{NAME}_poll"><div class="{NAME}_poll_question">هل وصل الخبز؟</div><div>نعم</div></div>'
    assert only(read(post(poll))).text == "هل وصل الخبز؟"


def test_nested_boxes_of_a_text_tell_it_once():
    assert only(read(post(text(text(SAID))))).text == SAID


def test_service_messages_are_no_posts_and_older_posts_are_asked_for():
    more = '<a href="/s/ghurfa?before=51" class="tme_messages_more" data-before="51">أقدم</a>'
    parsed = read(post("انضم عضو", 70, classes="service_message"), post(text(SAID)), more=more)
    assert only(parsed).key == "ghurfa/71"
    assert [request.url for request in parsed.requests] == ["https://t.me/s/ghurfa?before=51"]


def test_a_channel_without_a_preview_is_named_as_such():
    with pytest.raises(ReadError, match="no public preview"):
        parse(html('<div class="tgme_page"><div class="tgme_page_title">قناة</div></div>'), url=URL)
