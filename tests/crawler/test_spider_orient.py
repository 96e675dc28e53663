"""Orient's home: the lines of its ticker, and the cards of its articles."""

from tests.crawler.reading import html, only, parse

HOME = "http://orient-news.net/ar"
LINES = [
    "مقتل ثمانية مدنيين بقصف على أحياء البلدة القديمة",
    "وصول الدفعة الثانية من الحافلات إلى معبر القلعة",
    "الأمم المتحدة: 66 ألف شخص غادروا خلال يومين",
]
NOTICE = "نايل سات: 11603 - أفقي - 5/6 - 27500"
BAR = '<div class="newsticker">' + "".join(
    f'<div class="nbar hidden"><a href="ar/urgent_bar_news_show/0">{line}</a></div>' for line in [*LINES, NOTICE]
) + "</div>"  # fmt: skip
CARDS = "".join(
    f'<div class="block"><a href="ar/news_show/14{n}/0/خبر"><div>كمين جديد على جبهة البلدة رقم {n}</div></a>'
    f'<div class="description">تفاصيل الخبر القصيرة هنا ..</div></div>'
    for n in range(3)
)
HEAD = '<base href="/"><meta property="og:type" content="website">'


def test_the_home_gives_the_ticker_without_frequencies_and_the_cards():
    parsed = parse(html(BAR + CARDS, head=HEAD), spider="orient", url=HOME)
    assert [update.headline for update in parsed.updates[:3]] == LINES
    assert [update.layout for update in parsed.updates] == ["ticker"] * 3 + ["listing"] * 3
    assert all(update.partial and "/news_show/" in update.url for update in parsed.updates[3:])


def test_an_article_below_the_ticker_is_an_article():
    body = "<h1>كمين جديد على جبهة البلدة</h1>" + "<p>فقرة طويلة من نص المقال عن المدينة وأهلها.</p>" * 12
    page = html(BAR + body, head='<meta property="og:type" content="article">')
    assert only(parse(page, spider="orient", url=f"{HOME}/news_show/141/0/x")).layout == "article"
