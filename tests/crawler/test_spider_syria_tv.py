from datetime import date, timedelta

from crawler.items import Precision
from crawler.spiders import spider_for
from tests.crawler.reading import NOW, only, parse, utc

HOME = "https://www.syria.tv/"
HEADLINE = 'جولة مفاوضات جديدة في درعا وعرض على "الفصائل"'
TEXT = [
    "قالت غرفة العمليات إن المعارك مستمرة في محيط مدينة طفس، وإن عدداً من العائلات غادر البلدات الغربية فجر اليوم.",
    "وتزامن ذلك مع قصف جوي على الأحياء السكنية في طفس ونوى، وفق مصادر محلية متطابقة.",
    "عرض جديد على الفصائل",
    "وخلال المفاوضات في مدينة بصرى الشام رفض الوجهاء الخروج نحو إدلب، ونزح أكثر من ألف مدني نحو الحدود.",
]


def article(*, head="", inside=False):
    """A Drupal node as the outlet's articles show themselves to a reader; its text is our own."""
    opening = """
      <div class="field field--name-field-image"><img src="/a.jpg" alt="icon">
        <div class="image-caption">جانب من المفاوضات في درعا (أرشيفية - إنترنت)</div></div>
      <div class="field field--name-field-source">تلفزيون سوريا - متابعات</div>
      <div class="text-tools"><span>+A</span><span>حجم الخط</span><span>-A</span></div>"""
    body = f"<p>{TEXT[0]}</p><p>{TEXT[1]}</p><h3>{TEXT[2]}</h3><p>&nbsp;</p><p>{TEXT[3]}</p>"
    box = f'<div class="clearfix text-formatted field field--name-body">{opening if inside else ""}{body}</div>'
    return f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
    <meta name="Generator" content="Drupal 8 (https://www.drupal.org)"><title>{HEADLINE} | تلفزيون سوريا</title>
    <meta property="og:type" content="article">{head}<link rel="canonical" href="{HOME}content/talks"></head>
    <body class="path-node page-node-type-article"><nav><ul><li><a href="/live-stream">البث المباشر</a></li></ul></nav>
    <main role="main"><div class="region region-content"><article class="node node--type-article">
      <div class="field field--name-field-label"><a href="/t/1"><img alt="icon">التغطية الحية</a></div>
      <h1 class="page-title"><span>{HEADLINE}</span></h1>
      <div class="field field--name-created">2018.07.03 | 11:07 دمشق</div>{"" if inside else opening}{box}
      <div class="field field--name-field-tags"><a href="/t/2">درعا</a><a href="/t/3">القنيطرة</a></div></article>
      <div class="views-element-container related"><h2>مقالات ذات صلة</h2>
      <div class="views-row"><h3><a href="/content/a">قصف على مدينة حلب يوقع ضحايا جدداً</a></h3></div></div></div>
    </main>
    <footer>تابعونا على فيسبوك</footer></body></html>"""


def read(page, **options):
    return parse(page, spider="syria_tv", url=f"{HOME}content/talks", zone="", **options)


def test_a_live_coverage_article_is_one_update():
    update = only(read(article()))
    assert update.headline == HEADLINE
    assert update.text == "\n\n".join(TEXT)
    assert (update.published_at, update.precision) == (utc(2018, 7, 3, 8, 7), Precision.MINUTE)
    assert update.raw_time == "2018.07.03 | 11:07 دمشق"
    assert (update.author, update.section) == ("تلفزيون سوريا - متابعات", "التغطية الحية")
    assert update.caption == "جانب من المفاوضات في درعا (أرشيفية - إنترنت)"
    assert (update.key, update.native) == (f"{HOME}content/talks", True)


def test_the_opening_is_no_text_where_the_body_holds_it_too():
    update = only(read(article(inside=True)))
    assert update.text == "\n\n".join(TEXT)
    assert update.caption == "جانب من المفاوضات في درعا (أرشيفية - إنترنت)"


def test_the_generic_spider_reads_the_same_of_it():
    for inside in (False, True):
        update = only(parse(article(inside=inside), url=f"{HOME}content/talks"))
        assert (update.headline, update.text) == (HEADLINE, "\n\n".join(TEXT))
        assert update.published_at == utc(2018, 7, 3, 8, 7)


def test_the_time_that_readers_see_beats_the_head():
    head = '<meta property="article:published_time" content="2018-07-03T11:07:00Z">'
    assert only(read(article(head=head))).published_at == utc(2018, 7, 3, 8, 7)


def test_the_home_of_2018_gives_each_story_once():
    def card(number, time):
        return f"""<div itemscope itemtype="http://schema.org/Article"><div class="main-img slide-group">
        <a href="/content/{number}"><img data-src="a.jpg"></a>
        <a href="/content/{number}" class="slide-overlay"><div><time>{time}</time>
        <h2>عائلات تغادر البلدات الغربية {number}</h2>
        <object><a class="section-name-slide" href="/s/1">ميدانية</a></object></div></a></div></div>"""

    mobile = (
        '<section class="mobile-main-story"><h2><a href="/content/2">عائلات تغادر البلدات الغربية 2</a>'
        "</h2><time>2 تموز 2018</time></section>"
    )
    head = (
        '<meta property="og:type" content="article"><meta property="article:published_time" '
        'content="2017-08-28T21:04:01+03:00">'
    )
    page = (
        f"<html><head>{head}</head><body>"
        f"{card(1, 'منذ 7 ساعات')}{card(2, '2 تموز 2018')}{card(3, 'منذ 13 ساعة')}{mobile}</body></html>"
    )
    parsed = parse(page, spider="syria_tv", url=HOME)
    assert [update.url for update in parsed.updates] == [f"{HOME}content/{number}" for number in (1, 2, 3)]
    assert all(update.partial and update.section == "ميدانية" for update in parsed.updates)
    assert parsed.updates[0].published_at == NOW - timedelta(hours=7)
    assert parsed.updates[1].published_day == date(2018, 7, 2)


def test_the_lists_of_2025_are_read_row_by_row():
    row = """<div class="views-row"><div class="field--name-node-title">
    <h2><a href="/content/{0}">خبر {0}</a></h2></div>
    <div class="field--name-field-published-date">{0} تموز 2018</div></div>"""
    page = f'<html><body><div class="bs-region--right">{"".join(row.format(n) for n in (3, 2, 1))}</div></body></html>'
    parsed = parse(page, spider="syria_tv", url=f"{HOME}latest?page=0")
    assert [(update.headline, update.published_day) for update in parsed.updates] == [
        (f"خبر {n}", date(2018, 7, n)) for n in (3, 2, 1)
    ]


def test_the_outlets_addresses_lead_to_its_spider():
    assert spider_for("https://www.syria.tv/content/x") == "syria_tv"
    assert spider_for("https://syria.tv.example/") == "auto"
