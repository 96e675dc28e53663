"""What holds for every spider and every layout, however many there will be."""

import inspect
from datetime import UTC

import pytest
from scrapy.http import Request

from crawler.items import Update
from crawler.layouts import NAMES, layout
from crawler.parsing import response_from
from crawler.spider import PageSpider
from crawler.spiders import spider_class, spider_names
from tests.crawler.reading import NOW, URL, ZONE, document, html, parse
from tests.liveroom.drill import SHAPES
from tests.liveroom.posts import LiveRoom

PAGES = [
    html("<h1>عنوان طويل للخبر هنا</h1>" + "<p>فقرة طويلة من نص الخبر عن المدينة وأهلها.</p>" * 12),
    html("".join(f'<div><h2><a href="/n/{n}">خبر طويل عن المدينة رقم {n}</a></h2></div>' for n in range(5))),
    html("<ul>" + "".join(f"<li><time>1{n}:00</time> خبر طويل عن المدينة رقم {n}</li>" for n in range(5)) + "</ul>"),
    '<rss version="2.0"><channel><item><title>خبر</title><link>https://news.example/n/1</link></item></channel></rss>',
]


@pytest.mark.parametrize("name", spider_names())
def test_a_spider_is_a_plain_scrapy_spider_without_settings_of_its_own(name):
    spider = spider_class(name)
    assert issubclass(spider, PageSpider)
    assert spider.name == name
    assert spider.custom_settings is None
    callbacks = [member for member in vars(spider).values() if inspect.isfunction(member)]
    assert not any(inspect.iscoroutinefunction(member) or inspect.isasyncgenfunction(member) for member in callbacks)


@pytest.mark.parametrize("name", spider_names())
@pytest.mark.parametrize("page", PAGES, ids=["article", "listing", "entries", "feed"])
def test_a_spider_gives_updates_and_requests_and_keeps_nothing(name, page):
    spider = spider_class(name)()
    before = dict(vars(spider))
    reads = [list(spider.parse(response_from(page.encode(), url=URL, fetched_at=NOW, zone=ZONE))) for _ in range(2)]
    assert reads[0] == reads[1]
    assert reads[0]
    assert all(isinstance(item, Update | Request) for item in reads[0])
    assert all(item.key and item.layout for item in reads[0] if isinstance(item, Update))
    assert vars(spider) == before


@pytest.mark.parametrize("name", NAMES)
def test_a_layout_has_its_name_and_passes_over_what_is_not_its_shape(name):
    found = layout(name)
    assert name == found.NAME
    assert found.recognise(document(html(""))) is None
    for page in PAGES:
        evidence = found.recognise(document(page))
        assert evidence is None or (0 < evidence.certainty <= 1 and evidence.reason)


def test_each_page_is_recognised_by_its_own_shape():
    spider = spider_class("auto")()
    names = [
        next(iter(spider.parse(response_from(page.encode(), url=URL, fetched_at=NOW, zone=ZONE)))).layout
        for page in PAGES
    ]
    assert names == ["article", "listing", "entries", "feed"]


VIEW = LiveRoom(polls=8, posts=24, seed=5).views()[-1]


def test_every_layout_is_shown_by_the_live_room_or_above():
    shown = {name for shape in SHAPES.values() for name in shape.layouts} | {"article"}
    assert shown >= set(NAMES)


@pytest.mark.parametrize("name", list(SHAPES))
def test_what_a_layout_reads_is_sound_and_the_same_again(name):
    shape = SHAPES[name]
    reads = [parse(shape.render(VIEW), url=shape.url, spider=shape.spider, fetched_at=VIEW.now) for _ in range(2)]
    assert reads[0].updates == reads[1].updates
    assert len({update.key for update in reads[0].updates}) == len(reads[0].updates) >= len(VIEW.posts)
    known = {key for post in VIEW.posts for key in (post.headline, post.paragraphs[0])}
    for update in reads[0].updates:
        assert update.layout in shape.layouts
        assert update.url.startswith("http")
        assert update.published_at is None or (update.published_at.tzinfo is UTC and update.published_at <= VIEW.now)
        assert (update.published_at is None) == (update.precision in (None, "day"))
        assert update.text is None or not any(tag in update.text for tag in ("<", "&amp;", "إعلان", "تابعونا"))
    told = [update for update in reads[0].updates if update.headline or update.text]
    assert not told or sum(any(key in f"{one.headline} {one.text}" for key in known) for one in told) >= len(VIEW.posts)
