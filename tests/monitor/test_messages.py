"""Messages: what is said of an alert, what of a text is shown, and that nothing hostile gets through."""

import json
import unicodedata
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arabic.bidi import isolate, strip_controls
from monitor.messages import render
from monitor.messages.edits import what_changed
from monitor.messages.marking import clean, sentences, shorten, show
from monitor.values import Match, Stretch, message_from_json, plain
from tests.monitor import sample


def hits(marked):
    return [stretch.text for stretch in marked if stretch.hit]


def a_match(text, form, start=0, term=None):
    at = text.index(form, start)
    return Match(term=term or form, field="text", form=form, start=at, end=at + len(form), why="كلمة")


def test_a_match_is_told_with_marked_headline_snippet_outlet_times_reasons_and_link():
    message = sample.message()
    (item,) = message.items
    assert (message.alert, message.watch, message.title) == ("a1042", "nuzuh-daraa", "نزوح من ريف درعا")
    assert plain(item.headline) == sample.HEADLINE
    assert hits(item.headline) == ["طفس"]
    assert plain(item.snippet) == sample.TEXT
    assert hits(item.snippet) == ["نازح", "ونوى"]
    assert item.outlet == "وكالة حوران"
    assert item.time == "2018-07-03 11:07 (Asia/Damascus)"
    assert item.time_utc == "2018-07-03 08:07 UTC"
    assert item.url == "https://news.example/live/1?a=1&b=2"
    assert [strip_controls(reason) for reason in item.why] == [
        "«طفس» ← مكان طفس، داخل درعا",
        "«نازح» ← مفهوم نزوح وتهجير",
        "«ونوى» ← مكان نوى",
    ]
    assert item.why[2] == "«\u2068ونوى\u2069» ← مكان \u2068نوى\u2069"
    assert [strip_controls(place) for place in item.places] == ["طفس (محافظة درعا)", "نوى (محافظة درعا)"]
    assert [strip_controls(figure).partition(" (")[0] for figure in item.figures] == ["نازحون: 1,200"]
    assert (item.published_at, item.precision) == ("2018-07-03T08:07:00Z", "minute")
    assert item.note == ""


def test_the_commands_silence_and_test_the_watch():
    assert sample.message().commands == (
        ("silence", "marsad silence nuzuh-daraa --for 2h"),
        ("test", "marsad watches test nuzuh-daraa"),
    )


def test_the_subject_is_one_line_of_at_most_120_with_title_headline_and_id():
    assert sample.message().subject == f"نزوح من ريف درعا: {sample.HEADLINE} [a1042]"
    long = sample.message(sample.item(headline="كلمة طويلة " * 100, matches=()), sample.item())
    assert len(long.subject) <= 120
    assert long.subject.endswith("… (+1) [a1042]")


def test_a_headline_of_a_mark_alone_is_followed_by_what_happened():
    message = sample.message(sample.item(headline="عاجل"))
    assert message.subject.startswith("نزوح من ريف درعا: عاجل: ")
    assert len(message.subject) > len("نزوح من ريف درعا: عاجل: [a1042]") + 10


def test_without_a_headline_the_subject_tells_the_text():
    message = sample.message(sample.item(headline="", matches=sample.MATCHES[1:]))
    assert message.subject.startswith("نزوح من ريف درعا: قال ناشطون")


def test_a_watch_without_a_title_goes_by_its_name():
    assert sample.message(title="").title == "nuzuh-daraa"


def test_at_most_ten_updates_are_shown_and_the_rest_counted():
    message = sample.message(*[sample.item() for _ in range(13)])
    assert (len(message.items), message.more) == (10, 3)
    assert "(+12)" in message.subject


def test_an_hour_is_told_as_about_and_a_day_without_utc():
    hour = sample.message(sample.item(precision="hour")).items[0]
    assert hour.time.startswith("≈ 2018-07-03 11:07")
    day = sample.message(sample.item(published_at=None, published_day=date(2018, 7, 2), precision="day")).items[0]
    assert (day.time, day.time_utc) == ("2018-07-02", "")


def test_a_page_without_a_time_is_told_with_the_time_of_the_sighting():
    item = sample.message(sample.item(published_at=None)).items[0]
    assert (item.time, item.time_utc) == ("", "")
    assert strip_controls(item.note) == "الصفحة لا تذكر وقتاً، رُصد: 2018-07-03 11:10"


def test_a_late_find_says_so_and_when():
    item = sample.message(sample.item(late=True)).items[0]
    assert strip_controls(item.note) == "رُصد متأخراً: 2018-07-03 11:10"


def test_a_message_written_long_after_the_sighting_says_when_that_was():
    message = render(sample.alert(), zone=sample.DAMASCUS, now=sample.NOW + timedelta(hours=5))
    assert strip_controls(message.items[0].note) == "رُصد: 2018-07-03 11:10"


def test_an_edit_shows_the_changed_words_before_and_after():
    before = sample.TEXT.replace("1200", "900")
    item = sample.message(sample.item(change="revised", before_headline=sample.HEADLINE, before_text=before)).items[0]
    was = "كان «…Horan Press إن نحو 900 نازح وصلوا صباح اليوم…»"
    assert item.note == f"عُدّل الخبر: {was} صار {was[4:].replace('900', '1200')}"


def test_an_edit_without_the_revision_before_is_still_called_an_edit():
    assert sample.message(sample.item(change="revised")).items[0].note == "عُدّل الخبر"


def test_an_added_sentence_and_a_removed_one_are_told_as_such():
    assert what_changed("جملة أولى.", "جملة أولى. جملة ثانية.") == ("", "جملة ثانية.", False)
    assert what_changed("جملة أولى. جملة ثانية.", "جملة أولى.") == ("جملة ثانية.", "", False)
    assert what_changed("كما هو.", "كما  هو.") is None


def test_the_first_change_is_told_and_that_there_are_more():
    before, after = "قتل 3 أشخاص. هدأ القصف. وصل 5.", "قتل 4 أشخاص. هدأ القصف. وصل 6."
    assert what_changed(before, after) == ("قتل 3 أشخاص.", "قتل 4 أشخاص.", True)


def test_a_notice_keeps_its_lines_and_has_no_commands():
    message = sample.notice("سطر أول\r\n\n  سطر\tثان \u202e")
    assert (message.kind, message.notice, message.commands, message.items) == ("notice", "سطر أول\nسطر ثان", (), ())
    assert message.subject == "إشعار من مرصد: سطر أول سطر ثان [a7]"


def test_a_message_survives_a_round_trip_through_json():
    message = sample.message(sample.item(), sample.item(late=True, url=None))
    assert message_from_json(json.loads(json.dumps(message.as_json()))) == message


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "/relative", "", None, "https://" + "x" * 3000]
)
def test_what_is_no_web_address_is_no_link(url):
    assert sample.message(sample.item(url=url)).items[0].url is None


def test_many_reasons_are_counted_not_listed():
    matches = tuple(a_match(sample.TEXT, word) for word in dict.fromkeys(sample.TEXT.split()[:12]))
    why = sample.message(sample.item(matches=matches)).items[0].why
    assert len(why) == 7
    assert why[-1].endswith(": 6")


def test_a_short_text_is_shown_whole():
    text = "سطر أول\n\nسطر   ثانٍ فيه نزوح"
    marked = show(text, [a_match(text, "نزوح")], limit=400)
    assert marked == (Stretch("سطر أول سطر ثانٍ فيه "), Stretch("نزوح", hit=True))


def test_a_long_text_is_shown_in_whole_sentences_around_the_hits():
    text = "حشو في البداية. " * 40 + "نزح سكان القرية ليلاً. " + "حشو في النهاية. " * 40
    shown = plain(show(text, [a_match(text, "نزح")], limit=100))
    assert "نزح سكان القرية ليلاً." in shown
    assert shown.startswith("… حشو")
    assert shown.endswith("النهاية. …")
    assert len(shown) <= 110


def test_the_sentence_with_the_most_different_terms_comes_first_and_gaps_are_marked():
    text = "ذكر نزوح هنا. " + "حشو طويل لا يعني أحداً. " * 20 + "نزوح وقصف معاً. " + "حشو. " * 50
    matches = [a_match(text, "نزوح"), a_match(text, "نزوح", 20), a_match(text, "قصف")]
    assert plain(show(text, matches, limit=16)) == "… نزوح وقصف معاً. …"
    shown = show(text, matches, limit=40)
    assert plain(shown) == "ذكر نزوح هنا. … نزوح وقصف معاً. حشو. حشو. …"
    assert hits(shown) == ["نزوح", "نزوح", "قصف"]


def test_one_endless_sentence_is_cut_at_spaces_around_the_hit():
    text = "كلمة " * 2000 + "نزوح " + "كلمة " * 2000
    shown = plain(show(text, [a_match(text, "نزوح")], limit=200))
    assert "نزوح" in shown
    assert len(shown) <= 210
    assert set(shown.split()) == {"كلمة", "نزوح", "…"}


def test_hits_that_overlap_are_marked_as_one_and_hits_beyond_the_text_are_left_out():
    text = "براميل متفجرة"
    matches = [
        Match(term="a", field="text", form="", start=0, end=6, why=""),
        Match(term="b", field="text", form="", start=4, end=13, why=""),
        Match(term="c", field="text", form="", start=40, end=50, why=""),
    ]
    assert show(text, matches, limit=400) == (Stretch(text, hit=True),)


def test_hits_stay_on_their_letters_when_controls_before_them_are_taken_out():
    text = "\u200f\u202bقال\u200b: \u2067نزوح\u2069 كبير"
    marked = show(text, [a_match(text, "نزوح")], limit=400)
    assert plain(marked) == "قال: نزوح كبير"
    assert hits(marked) == ["نزوح"]


@pytest.mark.parametrize("hostile", sample.HOSTILE)
def test_hostile_texts_come_out_bounded_and_without_control_characters(hostile):
    matches = (Match(term=hostile[:300], field="text", form=hostile[:300], start=0, end=3, why=hostile[:300]),)
    item = sample.item(
        headline=hostile, text=hostile, outlet=hostile, url="https://x.example/" + hostile, matches=matches
    )
    edited = sample.item(headline="", text=hostile, change="revised", before_text=hostile[::-1], matches=matches)
    message = sample.message(item, edited, title=hostile)
    assert_clean(message)
    assert_clean(sample.notice(hostile))


def assert_clean(message):
    written = json.dumps(message.as_json(), ensure_ascii=False)
    written.encode()
    assert len(written) < 9000
    assert "\n" not in message.subject
    assert len(message.subject) <= 120
    for text in (message.subject, message.title, *(field for item in message.items for field in fields_of(item))):
        assert not [char for char in text if unicodedata.category(char) in ("Cc", "Cs")]


def fields_of(item):
    assert not any(plain(field) != strip_controls(plain(field)) for field in (item.headline, item.snippet))
    return plain(item.headline), plain(item.snippet), item.outlet, item.url or "", item.note, *item.why


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="نزح قصف.\n!\u202e ", max_size=300),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 20)), max_size=5),
)
def test_what_is_shown_is_the_text_itself_and_what_is_marked_was_matched(text, spans):
    matches = [Match(term=str(n), field="text", form="", start=a, end=a + n, why="") for a, n in spans]
    marked = show(text, matches, limit=60)
    squeezed = "".join(clean(text).split())
    for piece in plain(marked).split("…"):
        assert "".join(piece.split()) in squeezed
    wanted = {text[i] for a, n in spans for i in range(a, min(a + n, len(text)))}
    assert {char for hit in hits(marked) for char in hit} <= wanted | {" "}


def test_shortening_cuts_at_a_space_and_never_exceeds_the_limit():
    assert shorten("كلمتان هنا", 9) == "كلمتان…"
    assert len(shorten("ك" * 100, 10)) == 10


def test_a_figure_with_a_point_does_not_end_a_sentence():
    assert len(sentences("بلغ 3.5 مليون. وارتفع!")) == 2


def test_times_follow_the_desk_through_a_clock_change():
    winter = sample.item(published_at=datetime(2018, 12, 3, 8, 7, tzinfo=UTC))
    message = render(sample.alert(winter), zone=ZoneInfo("Europe/Berlin"), now=sample.NOW)
    assert message.items[0].time == "2018-12-03 09:07 (Europe/Berlin)"


def test_a_subject_says_first_what_is_no_new_report():
    correction = "تصحيح للتنبيه a1042 (14:02): 12 → 9 قتلى"
    message = sample.message(sample.item(note=correction, change="revised", before_headline="x", before_text="y"))
    assert message.subject.startswith("نزوح من ريف درعا: تصحيح للتنبيه a1042 (14:02): من 12 إلى 9 قتلى. ")
    edit = sample.message(sample.item(change="revised", before_headline=sample.HEADLINE, before_text="قال"))
    assert edit.subject.startswith("نزوح من ريف درعا: عُدّل الخبر: ")
    assert len(sample.message(sample.item(note="ط " * 200)).subject) <= 120


def test_a_changed_figure_an_id_and_a_time_keep_their_order_inside_the_line():
    """Without an isolate «12 → 9» is laid out from right to left, with the arrow pointing at 12."""
    (item,) = sample.message(sample.item(note="تصحيح للتنبيه a1042 (14:02): 12 → 9 قتلى")).items
    assert item.note.startswith(f"تصحيح للتنبيه {isolate('a1042')} ({isolate('14:02')}): {isolate('12 → 9')} قتلى")


def test_what_sums_up_watches_says_how_to_see_all_of_it_and_how_to_silence_the_loudest():
    items = [sample.item(watch=name, watch_title=name) for name in ("a", "b", "b", "c", "c", "c")]
    message = sample.message(*items, watch=None, title="رسائل جُمعت لكثرتها (6)")
    assert message.commands == (
        ("list", "marsad deliveries list --alert a1042"),
        ("silence_one", "marsad silence c --for 2h"),
        ("silence_one", "marsad silence b --for 2h"),
    )


def test_what_was_seen_as_soon_as_it_was_published_says_one_time_alone():
    content = sample.alert(sample.item(first_seen_at=sample.item().published_at + timedelta(seconds=40)))
    message = render(content, zone=sample.DAMASCUS, now=sample.NOW + timedelta(hours=5))
    assert message.items[0].note == ""
