import random
import time

import pytest

from crawler.items import Outcome, Update
from crawler.parsing import ReadError, parse_response, response_from
from crawler.spider import PageSpider
from crawler.spiders import spider_names
from tests.crawler.reading import NOW, html, parse

DEEP = "<div>" * 5000 + "<p>نص في العمق</p>" + "</div>" * 5000
BROKEN_LD = '<script type="application/ld+json">' + '[{"a":' * 50_000 + "</script>"


@pytest.mark.parametrize("spider", spider_names())
@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b"", Outcome.UNREADABLE),
        (b" \n ", Outcome.UNREADABLE),
        (b"%PDF-1.4 x", Outcome.UNREADABLE),
        (random.Random(1).randbytes(50_000), Outcome.UNREADABLE),
        ("نص بلا أي علامة من علامات الصفحات".encode(), Outcome.UNREADABLE),
        (b'{"a": "<p>x</p>"}', Outcome.UNREADABLE),
        (b"<rss><channel><item><ti", Outcome.UNREADABLE),
        (b"x" * (9 * 1024 * 1024), Outcome.TOO_LARGE),
        (b"<p>a b c</p>" * 100_000, Outcome.TOO_LARGE),
    ],
    ids=["empty", "blank", "pdf", "random", "plain text", "json", "cut feed", "too many bytes", "too many tags"],
)
def test_what_cannot_be_read_is_told_in_words(body, outcome, spider):
    with pytest.raises(ReadError) as caught:
        parse(body, spider=spider)
    assert caught.value.outcome is outcome
    assert caught.value.reason


@pytest.mark.parametrize("spider", spider_names())
@pytest.mark.parametrize(
    "page",
    [html(DEEP), html("", head=BROKEN_LD), html("<a" * 9000), "<html>", html("")],
    ids=["deep", "deep JSON-LD", "cut tags", "bare", "empty body"],
)
def test_odd_pages_give_nothing_and_no_error(page, spider):
    assert parse(page, spider=spider).updates == ()


@pytest.mark.parametrize("spider", spider_names())
def test_mangled_pages_never_raise_and_never_hang(spider):
    whole = html(
        "<ul>"
        + "".join(f"<li id=e{n}999><time>1{n}:00</time> خبر طويل عن المدينة رقم {n}</li>" for n in range(9))
        + "</ul>"
    ).encode()
    chance = random.Random(7)
    for _ in range(60):
        page = bytearray(whole[: chance.randrange(200, len(whole))])
        for _ in range(chance.randrange(30)):
            page[chance.randrange(len(page))] = chance.randrange(256)
        start = time.process_time()
        try:
            parse(bytes(page), spider=spider)
        except ReadError as error:
            assert error.reason
        assert time.process_time() - start < 2


class Talkative(PageSpider):
    name = "talkative"

    def parse(self, response, **kwargs):
        for number in range(9_000):
            yield Update(key=str(number), native=True, headline="خبر", layout="made")

    def more(self, response, page):
        yield Update(key=f"{page}-{response.status}", native=True)

    def odd(self, response):
        yield {"key": "x"}


def response(body=b"<p>x</p>"):
    return response_from(body, url="http://127.0.0.2/x", fetched_at=NOW, zone="Asia/Damascus")


def test_a_page_without_end_is_cut_with_a_note():
    parsed = parse_response(Talkative(), response())
    assert len(parsed.updates) == 5_000
    assert parsed.layout == "made"
    assert "stopped after" in parsed.notes[-1]


def test_another_callback_runs_with_its_arguments():
    assert parse_response(Talkative(), response(), "more", {"page": 2}).updates[0].key == "2-200"


def test_what_is_neither_an_update_nor_a_request_is_a_bug():
    with pytest.raises(TypeError, match="talkative"):
        parse_response(Talkative(), response(), "odd")


def test_the_notes_say_what_the_page_was_read_as():
    parsed = parse(html("<h1>عنوان طويل للخبر</h1>" + "<p>فقرة طويلة من نص الخبر عن المدينة وأهلها.</p>" * 12))
    assert any(note.startswith("read as article") for note in parsed.notes)
