import json
from datetime import date

import pytest

from crawler.items import Precision
from tests.crawler.reading import URL, html, only, parse, utc

TEXT = [
    "وصلت عشرات العائلات فجر اليوم إلى السهول الغربية بعد ليلة من القصف على البلدات المجاورة، وفق ما قال متطوعون.",
    "وأضاف المتطوعون أن معظم الواصلين نساء وأطفال، وأن المدرسة الوحيدة امتلأت قبل الظهر بقليل.",
    "وفي المساء توقفت المفاوضات دون اتفاق، وقال الناطق إن جولة جديدة ستبدأ صباح الغد في المدينة نفسها.",
]
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)
HEADLINE = "عائلات تصل إلى السهول الغربية"
SIDEBAR = (
    '<aside class="sidebar">'
    + "".join(f'<p><a href="/n/{n}">قصف على درعا وطفس ونوى خبر رقم {n}</a></p>' for n in range(8))
    + "</aside>"
)


def article(body=PARAGRAPHS, *, head="", above="", below=""):
    head = (
        f'<meta property="og:type" content="article"><meta property="og:title" content="{HEADLINE}">'
        f'<link rel="canonical" href="{URL}/7">{head}'
    )
    return html(
        (
            '<div class="today">الثلاثاء 3 تموز 2018</div><nav><a href="/">الرئيسية</a></nav><div '
            f'class="main"><h1>{HEADLINE}</h1>{above}<div class="story">{body}</div>{below}</div>{SIDEBAR}'
        ),
        head=head,
        title=f"{HEADLINE} | منبر",
    )


def ld(**fields):
    return (
        '<script type="application/ld+json">'
        f"{json.dumps({'@type': 'NewsArticle', 'headline': HEADLINE, **fields}, ensure_ascii=False)}</script>"
    )


def test_an_article_is_one_update_with_its_text_and_nothing_else():
    update = only(
        parse(
            article(head=ld(datePublished="2018-07-03T11:07:00+03:00", articleSection="ميدان", author={"name": "سلمى"}))
        )
    )
    assert update.text == "\n\n".join(TEXT)
    assert (update.key, update.url, update.native, update.partial) == (f"{URL}/7", f"{URL}/7", True, False)
    assert (update.headline, update.section, update.author, update.layout) == (HEADLINE, "ميدان", "سلمى", "article")
    assert (update.published_at, update.precision) == (utc(2018, 7, 3, 8, 7), Precision.MINUTE)


def test_opengraph_tells_what_json_ld_does_not():
    head = (
        '<meta property="article:published_time" content="2018-07-03T08:07:00Z"><meta '
        'property="article:modified_time" content="2018-07-03T08:30:00Z"><meta '
        'property="article:section" content="ميدان"><meta property="article:tag" content="طفس"><meta '
        'property="article:tag" content="نوى">'
    )
    update = only(parse(article(head=head)))
    assert (update.published_at, update.updated_at) == (utc(2018, 7, 3, 8, 7), utc(2018, 7, 3, 8, 30))
    assert (update.section, update.tags) == ("ميدان", ("طفس", "نوى"))


def test_a_time_written_in_arabic_in_the_head_is_read():
    update = only(
        parse(article(head='<meta property="article:published_time" content="الثلاثاء، 03 يوليو 2018 - 11:07 ص">'))
    )
    assert (update.published_at, update.raw_time) == (utc(2018, 7, 3, 8, 7), "الثلاثاء، 03 يوليو 2018 - 11:07 ص")


def test_the_displayed_time_counts_where_the_head_has_none_but_not_todays_date_in_the_header():
    assert only(parse(article(above='<span class="post-date">2 تموز 2018</span>'))).published_day == date(2018, 7, 2)
    assert only(parse(article())).published_day is None


def test_a_relative_time_counts_also_where_it_has_no_digits():
    update = only(parse(article(above="<time>قبل ساعة واحدة</time>"), fetched_at=utc(2018, 7, 3, 9)))
    assert (update.published_at, update.precision) == (utc(2018, 7, 3, 8), Precision.HOUR)
    assert only(parse(article(above="<time>في ليلة مقمرة</time>"))).published_at is None


def test_the_last_change_is_not_the_publishing():
    assert only(parse(article(above='<span class="date">آخر تحديث: 2 تموز 2018</span>'))).published_day is None


def test_the_day_in_the_address_is_the_last_resort():
    page = article().replace(f"{URL}/7", "https://news.example/2018/7/2/families")
    assert only(parse(page, url="https://news.example/2018/7/2/families")).published_day == date(2018, 7, 2)


def test_local_time_written_as_utc_is_put_right():
    head = '<meta property="article:published_time" content="2018-07-02T11:07:00Z">'
    update = only(parse(article(head=head, above='<span class="newsDate">الإثنين، 2 تموز 2018 11:07 ص</span>')))
    assert update.published_at == utc(2018, 7, 2, 8, 7)


@pytest.mark.parametrize(
    "body",
    [
        "<br><br>".join(TEXT),
        "".join(f"<div><span>{text}</span></div>" for text in TEXT),
        "".join(
            f'<div class="part"><p>{text}</p></div><div class="ad-slot">إعلان عن درعا وما حولها من المدن والقرى</div>'
            for text in TEXT
        ),
    ],
)
def test_the_body_is_found_however_its_paragraphs_are_made(body):
    assert only(parse(article(body))).text == "\n\n".join(TEXT)


def test_a_page_inside_a_form_and_a_box_named_like_furniture_is_read():
    page = (
        article()
        .replace('<div class="main">', '<form id="aspnetForm"><div class="node-promoted social">')
        .replace(SIDEBAR, f"</form>{SIDEBAR}")
    )
    assert only(parse(page)).text == "\n\n".join(TEXT)


def test_furniture_inside_the_body_is_not_its_text():
    body = PARAGRAPHS + (
        '<div class="read-also"><strong>اقرأ أيضاً</strong> <a href="/1">نازحون من درعا</a></div>'
        '<ul class="tags"><li><a rel="tag" href="/t/1">درعا</a></li></ul><div class="share">شارك فيسبوك واتساب</div>'
        "<p>ظهرت المقالة عائلات تصل أولاً على منبر.</p><p>تابعونا على تلغرام</p>"
    )
    assert only(parse(article(body))).text == "\n\n".join(TEXT)


def test_what_opens_the_body_is_kept_apart():
    opening = (
        f"<p>التغطية الحية</p><p>{HEADLINE}</p><p>2018.07.03 | 11:07 دمشق</p><p>عائلات في السهول (أرشيفية - إنترنت)</p>"
        "<p>منبر الجنوب - متابعات</p><p>+A</p><p>حجم الخط</p><p>-A</p>"
    )
    update = only(parse(article(opening + PARAGRAPHS)))
    assert update.text == "\n\n".join(TEXT)
    assert (update.section, update.author) == ("التغطية الحية", "منبر الجنوب - متابعات")
    assert update.caption == "عائلات في السهول (أرشيفية - إنترنت)"


def test_the_outlets_own_heading_is_not_the_headline():
    assert only(parse(article().replace("<nav>", "<h1>منبر</h1><nav>"))).headline == HEADLINE


@pytest.mark.parametrize("link", ["://www.broken", "https://other.example/7", "/", "#top"])
def test_a_canonical_address_that_cannot_be_is_not_believed(link):
    page = article().replace(f'href="{URL}/7"', f'href="{link}"')
    assert only(parse(page, url=f"{URL}/7?utm_source=x")).key == f"{URL}/7"


def test_an_item_page_may_be_a_live_page():
    block = {"@type": "LiveBlogPosting", "liveBlogUpdate": [{"@id": f"{URL}#a1b2", "articleBody": "خبر قصير."}]}
    page = article(head=f'<script type="application/ld+json">{json.dumps(block)}</script>')
    assert parse(page).layout == "liveblog"
