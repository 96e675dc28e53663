"""Where the entries and cards of other houses tell their times, and what of it is no text."""

import pytest

from tests.crawler.reading import html, only, parse, utc

WORDS = (
    "وصلت إلى المعبر قافلة من اثنتي عشرة شاحنة تحمل طحيناً وأدوية إلى النازحين.",
    "شنت طائرات حربية أربع غارات على أطراف البلدة وأصيب ستة من أهلها بجروح.",
    "انقطعت الكهرباء عن أحياء المدينة كلها بعد سقوط قذائف قرب محطة التحويل.",
)
HEADS = ("قافلة إغاثة عند المعبر", "غارات على أطراف البلدة", "انقطاع الكهرباء عن المدينة")
CLOCKS = ("11:52", "11:31", "10:58")
TIMES = [utc(2018, 7, 3, 8, 52), utc(2018, 7, 3, 8, 31), utc(2018, 7, 3, 7, 58)]
CHANGED = '<meta property="article:modified_time" content="2018-07-03T11:53:00+03:00">'


def page(block, *, head="", around="<div class=list>{}</div>"):
    rows = "".join(block(*row, place) for place, row in enumerate(zip(HEADS, CLOCKS, WORDS, strict=True)))
    return html(f"<main><h1>تغطية الجنوب</h1>{around.format(rows)}</main>", head=head)


def iso(clock):
    return f"2018-07-03T{clock}:00+03:00"


BLOCKS = {
    "a title over a relative time": lambda head, clock, text, n: (
        f'<div class="item"><span title="{iso(clock)}">قبل {8 + 30 * n} دقيقة</span><p>{text}</p></div>'
    ),
    "a title in words over a relative time": lambda head, clock, text, n: (
        f'<div class="item"><b title="الثلاثاء 3 يوليو 2018 {clock}">منذ {8 + 30 * n} د</b><p>{text}</p></div>'
    ),
    "an attribute of another element": lambda head, clock, text, n: (
        f'<div class="item"><relative-time datetime="{iso(clock)}">الآن</relative-time><p>{text}</p></div>'
    ),
    "day and clock in boxes side by side": lambda head, clock, text, n: (
        f'<div class="item"><div><span>03/07/2018</span><span>{clock}</span></div><p>{text}</p>'
        "<div><video></video><span>00:00 / 02:31</span></div></div>"
    ),
    "day and clock in two lines": lambda head, clock, text, n: (
        f'<table class="item"><tr><td><font color="red">03/07/2018<br>{clock} ص</font></td><td>{text}</td></tr></table>'
    ),
    "a clock with a point": lambda head, clock, text, n: (
        f'<div class="item"><header><time datetime="{iso(clock)}">{8 + 30 * n}m ago</time>'
        f"<span>{clock.replace(':', '.')} EEST</span></header><p>{text}</p></div>"
    ),
    "an author in a box of its own": lambda head, clock, text, n: (
        f'<article class="item"><span data-stamp="{iso(clock)}"></span><div class="by-author"><b>سامر الحوراني</b>'
        f'</div><div><p>{text}</p></div><a href="#u{n}">رابط</a></article>'
    ),
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)
def test_each_entry_has_its_time_and_its_text_alone(block):
    parsed = parse(page(block))
    assert parsed.layout == "entries"
    assert [(update.text, update.published_at) for update in parsed.updates] == list(zip(WORDS, TIMES, strict=True))


def test_a_summary_that_opens_on_a_click_is_the_headline():
    parsed = parse(
        page(
            lambda head, clock, text, n: (
                f"<details><summary><time>{clock}</time> <span>{head}</span></summary><p>{text}</p></details>"
            ),
            head=CHANGED,
        )
    )
    assert [(u.headline, u.text, u.published_at) for u in parsed.updates] == list(zip(HEADS, WORDS, TIMES, strict=True))


def test_entries_that_another_tab_shows_again_are_no_others():
    def tab(name, rows):
        blocks = "".join(
            f'<div class="update" id="{name}-x{clock[3:]}"><b>{clock}</b><h3>{head}</h3><p>{text}</p></div>'
            for head, clock, text in rows
        )
        return f'<div class="tab" id="{name}">{blocks}</div>'

    rows = list(zip(HEADS, CLOCKS, WORDS, strict=True))
    parsed = parse(html(f"<main><h1>تغطية الجنوب</h1>{tab('all', rows)}{tab('top', rows[1:])}</main>", head=CHANGED))
    assert [(update.headline, update.published_at) for update in parsed.updates] == list(zip(HEADS, TIMES, strict=True))


def test_the_same_words_at_another_time_are_another_entry():
    times = ("11:52", "11:31", "10:58", "10:31")
    blocks = "".join(f'<li class="update"><b>{clock}</b><p>{WORDS[n % 3]}</p></li>' for n, clock in enumerate(times))
    assert len(parse(html(f"<main><ul>{blocks}</ul></main>", head=CHANGED)).updates) == 4


def test_clocks_with_a_point_open_the_paragraphs_of_an_article():
    parts = "".join(
        f"<p><b>{clock.replace(':', '.')} بتوقيت دمشق</b><br>{text}</p>"
        for clock, text in reversed(list(zip(CLOCKS, WORDS, strict=True)))
    )
    parsed = parse(html(f"<article><h1>يوميات الجنوب</h1><div>{parts}</div></article>", head=CHANGED))
    assert parsed.layout == "paragraphs"
    assert [update.published_at for update in parsed.updates] == TIMES[::-1]


def test_signs_around_a_heading_are_no_part_of_it():
    parts = "".join(
        f"<p><strong>+++ {head} +++</strong></p><p>{text}</p>" for head, text in zip(HEADS, WORDS, strict=True)
    )
    parsed = parse(html(f"<article><h1>مباشر: الجنوب</h1><div>{parts}</div></article>", title="مباشر: الجنوب"))
    assert [(update.headline, update.text) for update in parsed.updates] == list(zip(HEADS, WORDS, strict=True))


def test_the_clocks_of_a_listing_stand_on_the_days_above_them():
    def day(name, month_day, clocks):
        rows = "".join(
            f'<li><span>{clock}</span><a href="/n/{month_day}{n}">{HEADS[n]} وفق شهود</a></li>'
            for n, clock in enumerate(clocks)
        )
        return f"<div><h4>{name}</h4><ul>{rows}</ul></div>"

    body = day("الثلاثاء ٣ تموز ٢٠١٨", 73, ("١١:٥٢", "١١:٣١", "١٠:٥٨")) + day(
        "الإثنين ٢ تموز ٢٠١٨", 72, ("٢٣:٥٠", "٢٢:١٥")
    )
    parsed = parse(html(f"<main><h1>آخر الأخبار</h1>{body}</main>"))
    assert parsed.layout == "listing"
    assert [update.published_at for update in parsed.updates] == [
        *TIMES,
        utc(2018, 7, 2, 20, 50),
        utc(2018, 7, 2, 19, 15),
    ]


def test_posts_that_lead_to_pages_of_their_own_are_a_listing_also_with_their_clocks_below():
    posts = page(
        lambda head, clock, text, n: (
            f'<div class="post"><h3><a href="/2018/07/p{n}.html">{head} اليوم</a></h3><div>{text}</div><div>مرسلة في '
            f'<abbr title="{iso(clock)}">{clock} ص</abbr></div></div>'
        )
    )
    parsed = parse(posts)
    assert parsed.layout == "listing"
    assert [update.published_at for update in parsed.updates] == TIMES


def test_what_an_agency_writes_around_its_news_is_no_text():
    body = "".join(f"<p>{text}</p>" for text in WORDS * 2)
    update = only(
        parse(
            html(
                '<div><div class="news-date">الثلاثاء 1439/10/19 هـ الموافق 2018/07/03 م <span>واس</span></div>'
                f"<h1>قافلة إغاثة</h1><div><p>درعا 19 شوال 1439 هـ الموافق 03 يوليو 2018 م واس</p>{body}"
                "<p>// انتهى //</p><p>11:52 ت م</p><p>0081</p></div></div>",
                title="قافلة إغاثة",
            )
        )
    )
    assert update.text == "\n\n".join(WORDS * 2)
    assert str(update.published_day) == "2018-07-03"


def test_the_day_in_the_pages_heading_dates_its_clocks():
    blocks = "".join(
        f"<li><b>{clock}</b><p>{text}</p></li>" for clock, text in zip(("11:52", "11:31", "10:58"), WORDS, strict=True)
    )
    for day in ("الثلاثاء 3 تموز 2018", "٣ تموز/يوليو ٢٠١٨", "3/7/2018"):
        parsed = parse(html(f"<main><h1>تطورات الجنوب: {day} لحظة بلحظة</h1><ul>{blocks}</ul></main>"))
        assert [update.published_at for update in parsed.updates] == TIMES
    two = parse(html(f"<main><h1>من 2 تموز 2018 إلى 3 تموز 2018</h1><ul>{blocks}</ul></main>"))
    assert [update.published_at for update in two.updates] == [None] * 3


def test_a_heading_that_opens_with_a_clock_is_the_headline_of_its_entry():
    parts = "".join(
        f"<h3>{clock} - {head}</h3><p>{text}</p>" for head, clock, text in zip(HEADS, CLOCKS, WORDS, strict=True)
    )
    parsed = parse(html(f"<article><h1>تغطية مباشرة</h1><div>{parts}</div></article>", head=CHANGED))
    assert [(u.headline, u.text, u.published_at) for u in parsed.updates] == list(zip(HEADS, WORDS, TIMES, strict=True))


def test_an_article_tells_its_time_in_a_box_without_a_name_and_its_sources_below():
    body = "<br><br>".join(WORDS * 2)
    page = html(
        "<div><h2>قافلة إغاثة</h2><div class=dt>الثلاثاء 3 تموز 2018 - 11:52</div>"
        f"<div>{body}<br><br>المصدر: وكالات</div></div>",
        title="قافلة إغاثة",
    )
    update = only(parse(page))
    assert (update.text, update.published_at) == ("\n\n".join(WORDS * 2), TIMES[0])
