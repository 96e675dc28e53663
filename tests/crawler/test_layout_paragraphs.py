"""An article that is rewritten in place: its paragraphs are the entries."""

import pytest

from tests.crawler.reading import URL, html, only, parse, utc

SAID = [
    "قصف مدفعي يستهدف أطراف بلدة النعيمة ولا أنباء عن إصابات حتى الآن.",
    "وصول قافلة من ثلاثين شاحنة إلى معبر نصيب الحدودي.",
    "انتهاء الجولة الثالثة من المفاوضات في بصرى الشام دون اتفاق.",
]
MORE = "وأضاف المصدر أن الطريق ما زال مغلقاً."
CLOCKS = ("11:20", "10:05 دمشق", "09:40 بتوقيت دمشق")
TIMES = [utc(2018, 7, 3, 8, 20), utc(2018, 7, 3, 7, 5), utc(2018, 7, 3, 6, 40)]
LEAD = "هذه متابعة لأبرز ما يجري في الجنوب منذ الصباح الباكر."
HEAD = '<meta property="article:modified_time" content="2018-07-03T11:30:00+03:00">'
TITLE = "آخر تطورات الجنوب السوري"


def page(parts, *, label='<a href="/live">التغطية الحية</a>', lead=f"<p>{LEAD}</p>", head=HEAD):
    body = f"<main><article>{label}<h1>{TITLE}</h1><div class='content'>{lead}{parts}</div></article></main>"
    return html(body + "<footer>تابعونا على فيسبوك</footer>", head=head, title=TITLE)


def each(block):
    return "".join(block.format(said=said, clock=clock) for said, clock in zip(SAID, CLOCKS, strict=True))


def entries(parts, **options):
    parsed = parse(page(parts, **options))
    assert parsed.layout == "paragraphs"
    lead, *rest = parsed.updates
    assert (lead.headline, lead.text, lead.key, lead.native) == (TITLE, LEAD, URL, True)
    return rest


@pytest.mark.parametrize(
    "block",
    [
        "<p><strong>{clock}</strong> {said}</p>",
        "<p>{clock} – {said}</p>",
        "<p>[{clock}] {said}</p>",
        "<p>الساعة {clock}: {said}</p>",
        "<p><strong>{clock}</strong></p><p>{said}</p>",
        "<h3>{clock}</h3><p>{said}</p>",
        "{clock} {said}<br><br>",
        "<p>• {clock} {said}</p>",
    ],
)
def test_paragraphs_that_open_with_a_time_are_entries_with_times_on_any_page(block):
    found = entries(each(block), label="")
    assert [update.text for update in found] == SAID
    assert [update.published_at for update in found] == TIMES
    assert not any(update.native for update in found)


def test_further_paragraphs_belong_to_the_entry_above():
    found = entries(each("<p>{clock} {said}</p>" + f"<p>{MORE}</p>"))
    assert [update.text for update in found] == [f"{said}\n\n{MORE}" for said in SAID]


@pytest.mark.parametrize(
    ("block", "section"),
    [
        ("<p>عاجل | {said}</p>", "عاجل"),
        ("<p><b>عاجل:</b> {said}</p>", "عاجل"),
        ("<p>تحديث - {said}</p>", "تحديث"),
        ("<p>• {said}</p>", None),
        ("<p>🔴 {said}</p>", None),
        ("<ul><li>{said}</li></ul>", None),
    ],
)
def test_on_a_page_of_live_coverage_urgent_marks_and_bullets_open_entries(block, section):
    found = entries(each(block))
    assert [(update.text, update.section) for update in found] == [(said, section) for said in SAID]
    assert not any(update.published_at for update in found)


@pytest.mark.parametrize("block", ["<h3>{said}</h3>", "<p><strong>{said}</strong></p>"])
def test_headings_open_entries_and_are_their_headlines(block):
    found = entries(each(block + f"<p>{MORE}</p>"))
    assert [(update.headline, update.text) for update in found] == [(said, MORE) for said in SAID]


def test_an_ordinary_article_with_headings_and_bullets_is_one_update():
    long = f"<p>{MORE * 5}</p>"
    for block in ("<h3>{said}</h3>" + long, "<ul><li>{said}</li></ul>" + long, "<p>• {said}</p>" + long):
        assert only(parse(page(each(block), label=""))).layout == "article"


def test_live_coverage_with_one_heading_is_one_article():
    assert only(parse(page(f"<p>{MORE * 5}</p><h3>{SAID[0]}</h3><p>{MORE * 5}</p>"))).layout == "article"


def test_keys_stay_when_entries_come_above_and_below_and_the_title_changes():
    block = "<p>عاجل | {said}</p>"
    before = {update.text: update.key for update in parse(page(each(block))).updates}
    around = "<p>عاجل | خبر جديد في أعلى الصفحة.</p>" + each(block) + "<p>عاجل | خبر جديد في أسفلها.</p>"
    after = {update.text: update.key for update in parse(page(around).replace(TITLE, "عنوان آخر")).updates}
    assert after.items() >= before.items()
    assert len(after) == len(before) + 2


def test_the_tv_stream_in_the_menu_is_no_sign_of_live_coverage():
    parts = each("<p>• {said}</p>") + f"<p>{MORE * 8}</p>"
    assert only(parse(page(parts, label='<nav><a href="/tv">البث المباشر</a></nav>'))).layout == "article"


def test_a_page_that_tells_only_its_day_dates_its_clocks_by_it():
    found = entries(each("<p>{clock} {said}</p>"), head="", lead=f'<div class="date">2018.07.03</div><p>{LEAD}</p>')
    assert [update.published_at for update in found] == TIMES
