"""A page that tells its updates twice: ids, times and texts each from where they are told better."""

import json
import re

import pytest

from crawler import agreement
from tests.crawler.reading import URL, html, parse, utc

SAID = [
    "قصف مدفعي على أطراف البلدة يوقع ثلاثة جرحى بينهم طفل.",
    "وصول قافلة من عشرين شاحنة إلى المدرسة الابتدائية.",
    "انتهاء جولة المفاوضات دون اتفاق جديد بين الطرفين.",
    "عودة التيار الكهربائي إلى الأحياء الشرقية بعد يومين.",
]
CLOCKS = ("11:20", "10:05", "09:40", "08:15")
UTC_CLOCKS = ("08:20", "07:05", "06:40", "05:15")
TIMES = [utc(2018, 7, 3, 8, 20), utc(2018, 7, 3, 7, 5), utc(2018, 7, 3, 6, 40), utc(2018, 7, 3, 5, 15)]
IDS = ("a7f1", "b8e2", "c9d3", "d0c4")


def data(changes=lambda n: {}, *, count=4, **more):
    updates = [
        {
            "@type": "BlogPosting",
            "@id": f"{URL}#{IDS[n]}",
            "datePublished": f"2018-07-03T{CLOCKS[n]}:00+03:00",
            "articleBody": SAID[n],
            **changes(n),
        }
        for n in range(count)
    ]
    updates = [{key: value for key, value in update.items() if value is not None} for update in updates]
    told = {"@type": "LiveBlogPosting", "headline": "الجنوب مباشر", "liveBlogUpdate": updates, **more}
    return f'<script type="application/ld+json">{json.dumps(told, ensure_ascii=False)}</script>'


def block(n, *, text=None, time=None, identity=True, head=""):
    anchor = f' id="{IDS[n]}"' if identity else ""
    time = time or f'<time datetime="2018-07-03T{CLOCKS[n]}:00+03:00">{CLOCKS[n]}</time>'
    return f'<div class="entry"{anchor}>{time}{head}<div>{text or f"<p>{SAID[n]}</p>"}</div></div>'


def page(told, blocks):
    return html(f"<h1>الجنوب مباشر</h1>{''.join(blocks)}", head=told)


def read(told, blocks, **options):
    parsed = parse(page(told, blocks), **options)
    assert parsed.layout in ("liveblog", "entries")
    return parsed.updates


def test_an_update_told_twice_is_one_and_agrees_with_the_page_without_its_data():
    blocks = [block(n) for n in range(4)]
    both, alone = read(data(), blocks), parse(page("", blocks)).updates
    assert [(one.key, one.text, one.headline, one.published_at) for one in both] == [
        (one.key, one.text, one.headline, one.published_at) for one in alone
    ]
    assert {one.layout for one in both} == {"liveblog"}


def test_ids_come_from_the_page_where_the_data_has_none_and_the_other_key_is_kept():
    found = read(data(lambda n: {"@id": None}), [block(n) for n in range(4)])
    assert [one.key for one in found] == list(IDS)
    assert all(one.native and len(one.also) == 1 for one in found)


def test_ids_come_from_the_page_where_those_of_the_data_are_places():
    found = read(data(lambda n: {"@id": f"{URL}#post{n + 1}"}), [block(n) for n in range(4)])
    assert [one.key for one in found] == list(IDS)


def test_texts_come_from_the_page_where_the_data_lost_lists_and_quotes():
    whole = f"<p>{SAID[0]}</p><ul><li>بند أول من البيان</li></ul><blockquote>لن نغادر بيوتنا</blockquote>"
    found = read(data(), [block(0, text=whole), *(block(n) for n in range(1, 4))])
    assert found[0].text == f"{SAID[0]}\n\nبند أول من البيان\n\nلن نغادر بيوتنا"
    assert [one.layout for one in found] == ["entries", "liveblog", "liveblog", "liveblog"]


def test_texts_come_from_the_data_where_the_page_cuts_them_off():
    found = read(data(), [block(0, text=f"<p>{SAID[0][:30]}…</p>"), *(block(n) for n in range(1, 4))])
    assert found[0].text == SAID[0]


def test_texts_come_from_the_page_where_the_data_has_none():
    found = read(data(lambda n: {"articleBody": None}), [block(n) for n in range(4)])
    assert [one.text for one in found] == SAID


def test_paragraphs_are_those_of_the_page():
    long = "وقال شاهد إن الهدوء عاد إلى الحي بعد الظهر."
    told = data(lambda n: {"articleBody": f"{SAID[n]} {long}"})
    found = read(told, [block(n, text=f"<p>{SAID[n]}</p><p>{long}</p>") for n in range(4)])
    assert [one.text for one in found] == [f"{said}\n\n{long}" for said in SAID]
    assert {one.layout for one in found} == {"liveblog"}


def test_a_headline_of_the_page_s_own_completes_the_data():
    found = read(data(), [block(n, head=f"<h3>عنوان خاص {n}</h3>") for n in range(4)])
    assert [one.headline for one in found] == [f"عنوان خاص {n}" for n in range(4)]


def test_the_beginning_of_a_text_is_no_headline():
    found = read(data(lambda n: {"headline": f"{SAID[n][:25]}…"}), [block(n) for n in range(4)])
    assert [one.headline for one in found] == [None] * 4


def epoch(n):
    return f'<time data-timestamp="{int(TIMES[n].timestamp())}">{CLOCKS[n]}</time>'


@pytest.fixture(autouse=True)
def _nothing_remembered():
    agreement.forget()


@pytest.mark.parametrize(
    ("told", "time"),
    [
        pytest.param(lambda n: f"2018-07-03T{CLOCKS[n]}:00Z", epoch, id="false Z, epochs shown"),
        pytest.param(lambda n: f"2018-07-03T{UTC_CLOCKS[n]}:00+03:00", epoch, id="false +03, epochs shown"),
        pytest.param(lambda n: f"2018-07-03T{CLOCKS[n]}:00Z", None, id="false Z, clocks shown"),
        pytest.param(
            lambda n: f"2018-07-03T{UTC_CLOCKS[n]}:00+03:00",
            lambda n: f"<time>{CLOCKS[n]}</time>",
            id="false +03, clocks shown",
        ),
        pytest.param(lambda n: None, None, id="no time in the data"),
        pytest.param(lambda n: "2018-07-03", None, id="only days in the data"),
    ],
)
def test_times_are_checked_against_those_shown(told, time):
    blocks = [block(n, time=time(n) if time else None) for n in range(4)]
    found = read(data(lambda n: {"datePublished": told(n)}), blocks)
    assert [one.published_at for one in found] == TIMES
    assert {one.precision.value for one in found} == {"minute"}
    if told(0) and "T" in told(0):
        assert [one.raw_time for one in found] == [told(n) for n in range(4)]


def test_entries_that_the_data_does_not_tell_are_read_from_the_page():
    found = read(data(count=2), [block(n) for n in range(4)])
    assert [one.key for one in found] == list(IDS)
    assert [one.layout for one in found] == ["liveblog", "liveblog", "entries", "entries"]


def test_entries_that_the_page_does_not_show_any_more_are_read_from_the_data():
    found = read(data(), [block(n) for n in range(3)])
    assert [one.key for one in found] == list(IDS)


def test_another_list_beside_the_data_is_left_alone():
    comments = [
        f'<div class="c" id="k{n}x9"><time datetime="2018-07-03T07:0{n}:00Z">10:0{n}</time>'
        f"<p>رأي قارئ رقم {n} في ما جرى</p></div>"
        for n in range(5)
    ]
    assert [one.key for one in read(data(), comments)] == list(IDS)


def test_the_data_broken_for_once_changes_neither_keys_nor_texts():
    blocks = [block(n, head=f"<h3>عنوان خاص {n}</h3>") for n in range(4)]
    broken = re.sub(r"liveBlogUpdate", '"', data(lambda n: {"headline": f"عنوان خاص {n}"}))
    before, after = read(data(lambda n: {"headline": f"عنوان خاص {n}"}), blocks), read(broken, blocks)
    assert [(one.key, one.headline, one.text) for one in before] == [(one.key, one.headline, one.text) for one in after]


def test_a_page_whose_tellings_agreed_is_still_compared_where_something_new_differs():
    blocks = [block(n) for n in range(4)]
    first = read(data(count=3), blocks[:3])
    assert read(data(count=3), blocks[:3]) == first
    more = block(3, text=f"<p>{SAID[3]}</p><ul><li>بند من البيان الختامي للاجتماع الذي عقد مساء</li></ul>")
    assert read(data(), [*blocks[:3], more])[3].text.endswith("مساء")


def test_a_page_whose_tellings_agreed_still_gives_what_only_the_page_shows():
    blocks = [block(n) for n in range(4)]
    read(data(), blocks)
    assert len(read(data(count=2), blocks)) == 4


def test_a_page_whose_tellings_agreed_gives_the_same_with_what_is_new_and_without_what_left():
    blocks = [block(n) for n in range(4)]
    whole = read(data(), blocks)
    for _ in range(7):
        assert read(data(count=3), blocks[:3]) == whole[:3]
        assert read(data(), blocks) == whole


def test_an_edit_that_only_the_block_shows_is_seen_at_the_next_visit():
    blocks = [block(n) for n in range(4)]
    assert read(data(), blocks) == read(data(), blocks)
    edited = block(2, text=f"<p>{SAID[2]}</p><p>ثم أعلن الوسطاء جولة أخرى بعد غد في المدينة ذاتها.</p>")
    assert read(data(), [*blocks[:2], edited, blocks[3]])[2].text.endswith("ذاتها.")


def test_an_entry_without_a_time_element_that_only_the_page_shows_is_seen_at_the_next_visit():
    blocks = [block(n, time=f'<span class="clock">{CLOCKS[n]}</span>') for n in range(4)]
    assert read(data(), blocks) == read(data(), blocks)
    text = "<p>نداء عاجل من المشفى الميداني للتبرع بالدم من كل الزمر، وفق ما أعلن مديره.</p>"
    first = f'<div class="entry" id="e5x7"><span class="clock">11:40</span><div>{text}</div></div>'
    assert "نداء عاجل" in read(data(), [first, *blocks])[-1].text


def test_relative_times_in_blocks_do_not_part_tellings_that_agree():
    def visit(minutes):
        return [
            block(n, time=f'<time datetime="2018-07-03T{CLOCKS[n]}:00+03:00">منذ {minutes + n} دقائق</time>')
            for n in range(4)
        ]

    whole = read(data(), visit(3))
    for minutes in range(4, 30):
        assert read(data(), visit(minutes)) == whole
