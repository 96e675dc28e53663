"""Whatever a page answers, its outcome is recorded in words, and the page beside it is read as if nothing were."""

import asyncio
import gzip
import os

import pytest

from monitor.once import run_once
from storage.database import Database
from tests.servers import Answer, WebServer, html, redirect
from tests.support import CONSOLE

GOOD = """<html><head><script type="application/ld+json">
{"@context": "https://schema.org", "@type": "LiveBlogPosting", "headline": "تغطية", "liveBlogUpdate": [
 {"@type": "BlogPosting", "@id": "#p1", "datePublished": "2026-07-03T09:00:00+03:00", "headline": "نزوح من طفس",
  "articleBody": "نزوح عشرات العائلات من طفس."}]}
</script></head><body><h1>تغطية</h1></body></html>"""
TEXT = "وصلت صباح اليوم قافلة مساعدات جديدة إلى البلدة بعد انقطاع دام أسبوعين، وبدأ توزيعها على العائلات. " * 6

BAD = {
    "picture": (Answer(body=os.urandom(4000), headers={"Content-Type": "image/png"}), "unreadable"),
    "junk": (Answer(body=os.urandom(4000), headers={"Content-Type": "text/html"}), ("unreadable", "empty")),
    "nothing": (html(""), "unreadable"),
    "huge": (Answer(body=b"<p>" + b"a" * 30_000_000, headers={"Content-Type": "text/html"}), "too large"),
    "bomb": (
        Answer(
            body=gzip.compress(b"<p>" + b"\0" * 60_000_000),
            headers={"Content-Type": "text/html", "Content-Encoding": "gzip"},
        ),
        "too large",
    ),
    "loop": (redirect("loop"), "redirect loop"),
    "broken-json-ld": (html('<script type="application/ld+json">{"@type": "LiveBlogPosting", </script>'), "empty"),
    "feed-that-is-html": (html("<html><title>صيانة</title><body>نعود قريباً</body></html>"), ("empty", "unreadable")),
    "403": (Answer(status=403, body="no"), "refused"),
    "404": (Answer(status=404, body="no"), "gone"),
    "410": (Answer(status=410, body="no"), "gone"),
    "429": (Answer(status=429, headers={"Retry-After": "1"}), "rate limited"),
    "500": (Answer(status=500, body="no"), "server error"),
    "cut": (Answer(cut=True), "unreachable"),
}


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    """The pages' rows after one round over all of them and a good one."""
    folder = tmp_path_factory.mktemp("bad")
    with WebServer() as closed:
        gone = closed.url("/refused")
    with WebServer() as site:
        site.route("/good", html(GOOD))
        for name, (answer, _) in BAD.items():
            site.route(f"/{name}", answer)
        robots = "User-agent: *\nDisallow: /private/"
        site.route("/robots.txt", Answer(body=robots, headers={"Content-Type": "text/plain"}))
        urls = [site.url(f"/{name}") for name in ("good", *BAD, "private/live")] + [gone]
        path = folder / "config.toml"
        pages = "".join(f'\n[[sources]]\nname = "s{n}"\npages = ["{url}"]\n' for n, url in enumerate(urls))
        watch = '\n[[watches]]\nname = "w"\nany = ["نزوح"]\nchannels = ["console"]\n'
        path.write_text('[marsad]\ncontact = "d@example.org"\nper_host = "0s"\n' + pages + watch + CONSOLE)
        asyncio.run(run_once(path))
    with Database.open(folder / "marsad.db") as database:
        pages = database.read_now(lambda tx: tx.pages.all())
    return {page.url.split("/", 3)[3]: page for page in pages}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_is_an_outcome_in_words(rows, name):
    _, expected = BAD[name]
    page = rows[name]
    assert page.outcome in (expected if isinstance(expected, tuple) else (expected,)), page.reason
    assert page.reason
    assert page.failures == 1
    assert page.etag is None
    assert page.body_hash is None


def test_robots_txt_is_obeyed_and_named(rows):
    page = rows["private/live"]
    assert page.outcome == "forbidden"
    assert "robots.txt" in page.reason


def test_a_refused_connection_is_named(rows):
    assert rows["refused"].outcome == "unreachable"


def test_the_good_page_beside_them_is_read(rows):
    assert rows["good"].outcome == "read"
    assert rows["good"].entries_last == 1


@pytest.mark.parametrize("charset", ["windows-1256", "iso-8859-6"])
@pytest.mark.parametrize("declared", ["utf-8", None, "right"])
def test_a_wrong_charset_is_seen_through(tmp_path, charset, declared):
    body = f"<article><h1>قافلة تصل</h1><p>{TEXT}</p></article>"
    page = f"<html><head><title>قافلة تصل</title></head><body>{body}</body></html>"
    content_type = "text/html" + {"utf-8": "; charset=utf-8", None: "", "right": f"; charset={charset}"}[declared]
    with WebServer() as site:
        site.route("/page", Answer(body=page.encode(charset), headers={"Content-Type": content_type}))
        path = tmp_path / "config.toml"
        source = f'\n[[sources]]\nname = "s"\npages = ["{site.url("/page")}"]\n'
        path.write_text('[marsad]\ncontact = "d@example.org"\nper_host = "0s"\n' + source + CONSOLE)
        (one,) = asyncio.run(run_once(path))
    assert one.outcome == "read", one.reason
    with Database.open(tmp_path / "marsad.db") as database:
        (entry,) = database.read_now(lambda tx: tx.entries.latest(9))
    assert entry.headline == "قافلة تصل"
    assert "قافلة مساعدات جديدة" in entry.text
