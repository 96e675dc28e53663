from datetime import date

import pytest

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


@pytest.mark.parametrize("head", ["", '<meta property="og:type" content="article">'])
def test_teasers_under_the_headlines_make_no_article_of_it(head):
    teaser = "وصلت عشرات العائلات فجر اليوم إلى السهول الغربية بعد ليلة من القصف على البلدات المجاورة، وفق متطوعين."
    posts = "".join(
        f'<article class="post"><h2><a href="/n/{n}">عائلات تصل إلى السهول الغربية {n}</a></h2>'
        f'<span class="date">2 تموز 2018</span><div class="excerpt"><p>{teaser}</p><p>{teaser}</p>'
        f'<a href="/n/{n}">اقرأ المزيد</a></div></article>'
        for n in range(6)
    )
    parsed = parse(html(f"<h1>أخبار الجنوب كلها هنا</h1><main>{posts}</main>", head=head), url="https://news.example/")
    assert (parsed.layout, len(parsed.updates)) == ("listing", 6)
    assert parsed.updates[0].published_day == date(2018, 7, 2)


def test_related_links_under_an_article_make_no_listing_of_it():
    text = "".join(f"<p>وصلت عشرات العائلات فجر اليوم إلى السهول الغربية بعد ليلة {n} من القصف.</p>" for n in range(8))
    links = "".join(f'<li><h3><a href="/n/{n}">عائلات تصل إلى السهول {n}</a></h3></li>' for n in range(7))
    parsed = parse(
        html(f"<h1>عائلات تصل إلى السهول</h1><div>{text}<ul>{links}</ul></div>"), url="https://news.example/7"
    )
    assert parsed.layout == "article"
