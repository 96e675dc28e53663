"""Tickers: lines without ids, times or addresses, and notices of frequencies among them."""

import pytest

from crawler.layouts.ticker import is_frequency_notice
from tests.crawler.reading import html, parse

LINES = [
    "مقتل ثلاثة أشخاص بانفجار عبوة في بلدة الحراك",
    "وصول الدفعة الثانية من العائلات إلى معبر نصيب",
    "المجلس المحلي: 66 عائلة فرت من البلدة خلال يومين",
    "مصدر طبي: المستشفى استقبل 15 جريحاً منذ الفجر",
]
NOTICES = [
    "يمكنكم مشاهدة قناتنا على الترددات التالية:",
    "نايل سات: 11334 - عمودي - 3/4 - 27500",
    "هوت بيرد: 12111 - أفقي - 5/6 - 27500",
    "دمشق 96.5 - درعا 99.2 - اللاذقية 94.2 - حمص 95.1",
]


def bar(block, lines=(*LINES, *NOTICES)):
    return "".join(block.format(line) for line in lines)


@pytest.mark.parametrize(
    "page",
    [
        f'<div class="newsticker">{bar("<div class=nbar><a href=bar/0>{}</a></div>")}</div>',
        f'<ul id="breaking-news">{bar("<li>{}</li>")}</ul>',
        f"<section><h3>عاجل</h3><ul>{bar('<li><a href=#>• {}</a></li>')}</ul></section>",
        f"<marquee>{bar('<span>عاجل | {}</span>')}</marquee>",
    ],
)
def test_a_ticker_gives_its_lines_without_the_frequencies(page):
    parsed = parse(html(f"<nav><a href='/'>الرئيسة</a></nav>{page}"))
    assert parsed.layout == "ticker"
    assert [update.headline for update in parsed.updates] == LINES
    assert not any(update.native or update.published_at for update in parsed.updates)
    assert len({update.key for update in parsed.updates}) == len(LINES)


def test_keys_do_not_depend_on_the_place():
    def keys(lines):
        page = f'<div class="ticker">{bar("<div>{}</div>", lines)}</div>'
        return {update.headline: update.key for update in parse(html(page)).updates}

    assert keys(LINES[::-1]) == keys(LINES)
    assert keys(LINES[1:]).items() <= keys(LINES).items()


@pytest.mark.parametrize("line", NOTICES)
def test_notices_of_frequencies_are_known(line):
    assert is_frequency_notice(line)


@pytest.mark.parametrize(
    "line", [*LINES, "نزوح 12500 شخص من 4 بلدات", "سعر الصرف 3650 للشراء و 3700 للبيع", "تردد أنباء عن انسحاب القوات"]
)
def test_news_with_figures_is_no_such_notice(line):
    assert not is_frequency_notice(line)
