"""Fetching a page that answers: what is asked, what comes back, and when nothing has changed."""

import asyncio
import gzip
import hashlib

import pytest
from scrapy.http import HtmlResponse, JsonResponse, Request, XmlResponse

from crawler.fetcher import FetchError
from crawler.politeness import Politeness
from tests.crawler.fetching import NOW, StandingClock, fetch_once, fetching
from tests.servers import HTML, Answer, Asked, Versioned, WebServer, html, redirect

PAGE = "<html><body><p>نزوح من طفس إلى نوى</p></body></html>"
MODIFIED = "Mon, 23 Nov 2026 11:00:00 GMT"


def test_a_page_is_asked_for_with_our_name_and_contact():
    server = WebServer({"/": PAGE})
    fetched = fetch_once(server)

    (asked,) = server.asked("/")
    assert asked.headers["User-Agent"] == "Marsad/0.1.0 (+desk@example.org)"
    assert asked.headers["Accept-Language"].startswith("ar")
    assert "If-None-Match" not in asked.headers
    assert "Cookie" not in asked.headers
    assert "نزوح من طفس" in fetched.response.text
    assert not fetched.unchanged


def test_an_answer_tells_its_validators_its_hash_and_its_time():
    server = WebServer({"/": html(PAGE, ETag='W/"a1"', Last_Modified=MODIFIED)})
    fetched = fetch_once(server, clock=StandingClock())

    assert (fetched.etag, fetched.last_modified) == ('W/"a1"', MODIFIED)
    assert fetched.body_hash == hashlib.sha256(PAGE.encode()).hexdigest()
    assert fetched.fetched_at == NOW
    assert fetched.response.meta["fetched_at"] == NOW
    assert 0 < fetched.seconds < 10


def test_both_validators_are_sent_and_a_304_is_unchanged():
    def not_modified(asked: Asked) -> Answer:
        same = asked.headers.get("If-None-Match") == '"a1"' and asked.headers.get("If-Modified-Since") == MODIFIED
        return Answer(status=304) if same else html(PAGE)

    fetched = fetch_once(WebServer({"/": not_modified}), etag='"a1"', last_modified=MODIFIED, body_hash="abc")

    assert fetched.unchanged
    assert (fetched.etag, fetched.last_modified, fetched.body_hash) == ('"a1"', MODIFIED, "abc")


def test_the_same_body_is_unchanged_even_where_the_server_knows_no_304():
    known = hashlib.sha256(PAGE.encode()).hexdigest()
    fetched = fetch_once(WebServer({"/": html(PAGE, ETag='"node2"')}), etag='"node1"', body_hash=known)

    assert fetched.unchanged
    assert fetched.etag == '"node2"'


def test_a_changed_page_is_read_again_under_its_new_etag():
    page = Versioned(PAGE)

    async def scenario():
        async with WebServer({"/": page}) as server, fetching() as fetcher:
            first = await fetcher.fetch(server.url())
            page.body = PAGE + "<p>تحديث"
            return first, await fetcher.fetch(server.url(), etag=first.etag, body_hash=first.body_hash)

    first, second = asyncio.run(scenario())
    assert not second.unchanged
    assert second.etag != first.etag
    assert "تحديث" in second.response.text


def test_a_304_that_nobody_asked_for_is_no_page():
    with pytest.raises(FetchError, match="304"):
        fetch_once(WebServer({"/": Answer(status=304)}))


def test_a_redirect_is_followed_and_the_final_address_told():
    fetched = fetch_once(WebServer({"/": redirect("/here?x=1"), "/here": PAGE}))
    assert fetched.response.url.endswith("/here?x=1")


def test_a_page_does_not_make_us_refresh_it():
    refreshing = '<html><head><meta http-equiv="refresh" content="0; url=/"></head><body>بث مباشر</body></html>'
    server = WebServer({"/": refreshing})
    fetch_once(server)
    assert len(server.asked("/")) == 1


def test_a_packed_page_is_unpacked_and_hashed_unpacked():
    packed = Answer(body=gzip.compress(PAGE.encode()), headers={"Content-Encoding": "gzip", **HTML})
    fetched = fetch_once(WebServer({"/": packed}))
    assert fetched.response.text == PAGE
    assert fetched.body_hash == hashlib.sha256(PAGE.encode()).hexdigest()


def test_a_spiders_request_keeps_its_headers_and_meta_and_is_not_changed_itself():
    request_meta = {"zone": "Asia/Damascus"}

    async def scenario():
        async with WebServer({"/more": '{"posts": []}'}) as server, fetching() as fetcher:
            request = Request(
                server.url("/more"), headers={"X-Requested-With": "XMLHttpRequest"}, callback=print, meta=request_meta
            )
            fetched = await fetcher.fetch(request, etag='"a"')
            return request, fetched, server.requests[-1]

    request, fetched, asked = asyncio.run(scenario())
    assert asked.headers["X-Requested-With"] == "XMLHttpRequest"
    assert fetched.response.meta["zone"] == "Asia/Damascus"
    assert isinstance(fetched.response, JsonResponse)
    assert request.callback is print
    assert "If-None-Match" not in request.headers
    assert request_meta == {"zone": "Asia/Damascus"}


@pytest.mark.parametrize(
    ("content_type", "body", "cls"),
    [
        ("application/rss+xml", "<?xml version='1.0'?><rss version='2.0'/>", XmlResponse),
        ("text/html", "<rss version='2.0'><channel/></rss>", XmlResponse),
        ("text/xml", "<?xml version='1.0'?><feed/>", XmlResponse),
        ("application/octet-stream", PAGE, HtmlResponse),
        ("", PAGE, HtmlResponse),
        ("image/png", PAGE, HtmlResponse),
        ("text/plain", "<p>بلا رأس", HtmlResponse),
        ("text/html", ' {"a": "طفس"}', JsonResponse),
        ("application/json", '{"a": "طفس"}', JsonResponse),
        ("application/xhtml+xml", "<?xml version='1.0'?><!DOCTYPE html><html><p>طفس</p></html>", HtmlResponse),
    ],
)
def test_the_body_says_what_kind_of_page_it_is(content_type, body, cls):
    fetched = fetch_once(WebServer({"/": Answer(body=body, headers={"Content-Type": content_type})}))
    assert type(fetched.response) is cls
    assert fetched.response.text == body


def test_a_wrongly_declared_charset_does_not_stop_the_page():
    answer = Answer(body=PAGE.encode("windows-1256"), headers={"Content-Type": "text/html; charset=utf-8"})
    fetched = fetch_once(WebServer({"/": answer}))
    assert fetched.response.body.decode("windows-1256") == PAGE
    assert fetched.response.text


def test_a_host_is_asked_once_at_a_time_and_spaced():
    waits = []
    now = [100.0]

    async def sleep(seconds):
        waits.append(seconds)
        now[0] += seconds

    politeness = Politeness(per_host_seconds=1.0, monotonic=lambda: now[0], sleep=sleep)

    async def scenario():
        async with WebServer({"/*": PAGE}) as server, fetching(politeness) as fetcher:
            await asyncio.gather(*(fetcher.fetch(server.url(f"/{number}")) for number in range(3)))

    asyncio.run(scenario())
    assert waits == [1.0, 1.0, 1.0]  # robots.txt and three pages


def test_giving_up_a_fetch_frees_its_host():
    arrived = asyncio.Event()

    def hang(asked: Asked) -> Answer:
        arrived.set()
        return Answer(hang=True)

    async def scenario():
        async with WebServer({"/hang": hang, "/": PAGE}) as server, fetching() as fetcher:
            hanging = asyncio.create_task(fetcher.fetch(server.url("/hang")))
            await arrived.wait()
            hanging.cancel()
            with pytest.raises(asyncio.CancelledError):
                await hanging
            return await fetcher.fetch(server.url("/"))

    assert asyncio.run(asyncio.wait_for(scenario(), 5)).response.status == 200


def test_a_connection_that_is_cut_is_tried_once_more_in_a_turn_of_its_own():
    now = [0.0]

    async def sleep(seconds):
        now[0] += seconds

    times = []

    def cut_once(asked):
        times.append(now[0])
        return Answer(cut=True) if len(times) == 2 else html(PAGE)

    politeness = Politeness(per_host_seconds=1.0, monotonic=lambda: now[0], sleep=sleep)

    async def scenario():
        async with WebServer({"/": cut_once}) as server, fetching(politeness) as fetcher:
            await fetcher.fetch(server.url("/"))
            return await fetcher.fetch(server.url("/"))

    assert asyncio.run(scenario()).response.status == 200
    assert times == [1.0, 2.0, 3.0]  # robots.txt came first
