"""A number that stands beside every entry of a list is none of its text: it would be an edit at each visit."""

import pytest

from crawler.counters import without_counters
from tests.crawler.reading import html, parse

SAID = [
    "قصف مدفعي على أطراف طفس يوقع ثلاثة جرحى.",
    "وصول قافلة من 30 شاحنة إلى المدرسة الابتدائية في نوى.",
    "انتهاء جولة المفاوضات دون اتفاق جديد.",
    "انقطاع الكهرباء عن أحياء المدينة منذ الفجر.",
]
HEAD = '<meta property="og:updated_time" content="2018-07-03T14:15:00+03:00">'
BLOCKS = {
    "a row of icons": "<div><b>{clock}</b><p>{said}</p><div><i></i> {views} <i></i> {votes}</div></div>",
    "pictures": "<div><b>{clock}</b><p>{said}</p><p>👁 {views}</p><p>💬 {votes}</p></div>",
    "a question": "<div><time>{clock}</time><p>{said}</p><div>هل أفادك هذا؟ نعم {views} لا {votes}</div></div>",
    "words in one line": "<li><time>{clock}</time><p>{said}</p><a href='#'>مشاركة</a><em>{votes} إعجاب</em></li>",
    "a bare number": "<div><span>{clock}</span><span>{said}</span><span>{views}</span></div>",
    "brackets at the end": "<div><b>{clock}</b><div>{said} <small>({views} مشاهدة)</small></div></div>",
    "the middle": "<div><b>{clock}</b><div>نقاط {votes}</div><p>{said}</p></div>",
}


def page(block, visit):
    clocks = ("14:05", "13:50", "12:10", "11:30")
    told = (
        block.format(clock=clock, said=said, views=100 * n + 7 * visit, votes=n + visit)
        for n, (clock, said) in enumerate(zip(clocks, SAID, strict=True), start=1)
    )
    return html(f"<h1>تطورات الجنوب</h1><section>{''.join(told)}</section>", head=HEAD)


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_a_list_reads_the_same_however_its_counters_move(block):
    for visit in (1, 2, 9):
        parsed = parse(page(block, visit))
        assert parsed.layout == "entries"
        assert [update.text for update in parsed.updates] == SAID


def test_the_counters_of_an_article_with_clocks_are_none_of_its_text():
    def told(visit):
        parts = "".join(
            f"<p><b>1{4 - n}:05</b> {said}</p><div class='ad'><p>عرض خاص: {visit} ليرة</p></div><p>نقاط {n + visit}</p>"
            for n, said in enumerate(SAID)
        )
        return html(f"<article><h1>تطورات الجنوب</h1><div class='content'>{parts}</div></article>", head=HEAD)

    for visit in (1, 2):
        parsed = parse(told(visit))
        assert parsed.layout == "paragraphs"
        assert [update.text for update in parsed.updates] == SAID


def test_lines_of_news_that_differ_in_more_than_numbers_stay():
    tolls = [f"قصف على {town}.\n\nحصيلة {town}: {n} قتلى" for n, town in enumerate(("طفس", "نوى", "جاسم", "إنخل"), 3)]
    assert without_counters(tolls) == tolls


def test_a_line_that_is_all_an_entry_tells_stays():
    prices = [f"سعر الدولار: {n} ليرة" for n in (14_000, 14_050, 14_100, 14_025)]
    assert without_counters(prices) == prices


def test_a_number_that_ends_one_text_of_a_list_stays():
    texts = ["قصف على طفس.", "تعود القضية إلى عام 2012", "هدوء في نوى.", "لا إصابات في جاسم."]
    assert without_counters(texts) == texts


def test_tolls_of_one_wording_stay():
    tolls = [f"{town}\n\n{n} قتلى" for n, town in enumerate(("طفس", "نوى", "جاسم", "إنخل"), 3)]
    assert without_counters(tolls) == tolls
