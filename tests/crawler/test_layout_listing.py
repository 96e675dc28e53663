from datetime import date

from crawler.items import Precision
from tests.crawler.reading import html, parse, utc

NAV = "".join(f'<li><a href="/section/{number}">قسم الأخبار المحلية رقم {number}</a></li>' for number in range(9))


def card(number, time="منذ 7 ساعات"):
    return (
        f'<div class="card"><a href="/content/{number}"><img src="a.jpg"></a><a '
        f'href="/content/{number}?utm_source=home"><time>{time}</time><h2>'
        f'عائلات تصل إلى السهول الغربية {number}</h2></a><a href="/s/1">ميدانية</a></div>'
    )


def page(*cards):
    return html(
        f"<nav><ul>{NAV}</ul></nav><main>{''.join(cards)}</main><footer>{NAV.replace('section', 'about')}</footer>"
    )


def test_each_card_is_one_partial_update_and_menus_are_none():
    parsed = parse(page(card(1), card(2, "2 تموز 2018"), card(3)), url="https://news.example/")
    assert parsed.layout == "listing"
    assert [update.url for update in parsed.updates] == [
        f"https://news.example/content/{number}" for number in (1, 2, 3)
    ]
    first, second, _ = parsed.updates
    assert (first.headline, first.text, first.section, first.partial) == (
        "عائلات تصل إلى السهول الغربية 1",
        None,
        "ميدانية",
        True,
    )
    assert (first.published_at, first.precision) == (utc(2018, 7, 3, 2), Precision.HOUR)
    assert (second.published_day, second.precision) == (date(2018, 7, 2), Precision.DAY)


def test_an_article_shown_twice_is_one_update():
    again = '<section class="mobile"><h2><a href="/content/1">عائلات تصل إلى السهول الغربية 1</a></h2></section>'
    assert len(parse(page(card(1), card(2), card(3), again), url="https://news.example/").updates) == 3


def test_a_home_that_calls_itself_an_article_is_a_listing():
    head = (
        '<meta property="og:type" content="article"><meta property="article:published_time" '
        'content="2017-08-28T21:04:01+03:00">'
    )
    body = f"<main>{''.join(card(number) for number in range(5))}</main>"
    assert parse(html(body, head=head), url="https://news.example/").layout == "listing"


def test_links_to_other_sites_are_no_cards():
    foreign = card(3).replace("/content/", "https://other.example/content/")
    assert not parse(page(card(1), card(2), foreign), url="https://news.example/").updates


def test_many_headlines_under_one_address_are_no_cards():
    ticker = "".join(f'<div><a href="/urgent/0">خبر عاجل طويل بما يكفي رقم {number}</a></div>' for number in range(8))
    assert not parse(html(ticker), url="https://news.example/").updates
