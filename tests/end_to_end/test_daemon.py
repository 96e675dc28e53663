"""The daemon while it runs: it follows articles, takes a changed configuration, and stops cleanly under load."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import asynccontextmanager

import pytest

from monitor.app import serve
from storage.database import Database, DatabaseInUse
from tests.receivers import MailServer
from tests.servers import Answer, Versioned, WebServer, html
from tests.support import CONSOLE, mail_channel, write_config

SECONDS = 20  # the longest that anything here is waited for


def live(*posts):
    """A live page of (id, text) posts, told a minute ago."""
    updates = [
        {
            "@type": "BlogPosting",
            "@id": f"#{key}",
            "datePublished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 60)),
            "articleBody": text,
        }
        for key, text in posts
    ]
    data = {"@type": "LiveBlogPosting", "headline": "تغطية", "liveBlogUpdate": updates}
    block = json.dumps(data, ensure_ascii=False)
    return f'<html><head><script type="application/ld+json">{block}</script></head><body><h1>تغطية</h1></body></html>'


async def until(condition):
    async with asyncio.timeout(SECONDS):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in servers of other threads
            await asyncio.sleep(0.02)


@asynccontextmanager
async def daemon(path):
    stop = asyncio.Event()
    running = asyncio.create_task(serve(path, stop))
    try:
        yield running
    finally:
        stop.set()
        await running


@pytest.fixture
def mail():
    with MailServer() as server:
        yield server


@pytest.fixture
def site():
    with WebServer(hosts=("127.0.0.1", "127.0.0.2")) as server:
        yield server


def plain(mail):
    return "\n".join(one.part("plain") for one in mail.accepted)


def test_what_appears_on_a_page_is_mailed_and_an_edited_figure_is_mailed_again(tmp_path, site, mail):
    page = Versioned(live(("p1", "هدوء في درعا")))
    site.route("/live", page)
    tables = mail_channel("desk", mail.port) + CONSOLE
    path = write_config(tmp_path, page=site.url("/live"), channels=("desk",), tables=tables)

    async def run():
        async with daemon(path):
            await until(lambda: site.asked("/live"))
            page.body = live(("p2", "قصف على مدينة طفس أوقع 12 جريحاً"), ("p1", "هدوء في درعا"))
            await until(lambda: len(mail.accepted) == 1)
            page.body = live(("p2", "قصف على مدينة طفس أوقع 15 جريحاً"), ("p1", "هدوء في درعا"))
            await until(lambda: len(mail.accepted) == 2)

    asyncio.run(run())
    assert "15" in mail.accepted[1].part("plain")
    assert any("If-None-Match" in asked.headers for asked in site.asked("/live"))


ARTICLE = """<html><head><meta property="og:type" content="article"><meta property="og:title" content="{title}">
<meta property="article:published_time" content="{at}"></head><body><h1>{title}</h1><article><p>{text}</p>
<p>وقال شهود من المنطقة إن الوضع على حاله منذ ساعات الصباح، وإن الطرق المؤدية إلى البلدة ما تزال مقطوعة.</p>
<p>ولم يصدر تعليق رسمي حتى ساعة إعداد هذا التقرير، فيما تتواصل الاتصالات لفتح ممر آمن أمام المدنيين.</p>
</article></body></html>"""


def feed(site, *items):
    at = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(time.time() - 60))
    rows = "".join(
        f"<item><title>{title}</title><link>{site.url(path)}</link><guid>{path}</guid><pubDate>{at}</pubDate>"
        f"<description>{summary}</description></item>"
        for path, title, summary in items
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>الأفق</title>{rows}</channel></rss>'
    return Answer(body=body, headers={"Content-Type": "application/rss+xml; charset=utf-8"})


def test_a_feeds_article_is_read_in_full_and_told_by_its_summary_where_it_cannot_be(tmp_path, site, mail):
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 60))
    site.route("/news/1", html(ARTICLE.format(title="تطورات الجنوب", at=at, text="قصف على مدينة طفس منذ الفجر.")))
    site.route("/news/2", Answer(status=403, body="no"))
    items = [
        ("/news/1", "تطورات الجنوب", "ملخص لا يذكر المدينة"),
        ("/news/2", "نزوح من الريف", "نزوح عشرات العائلات من الريف الغربي"),
    ]
    site.route("/feed", feed(site, *items))
    tables = mail_channel("desk", mail.port) + CONSOLE
    path = write_config(tmp_path, page=site.url("/feed"), channels=("desk",), tables=tables)

    async def run():
        async with daemon(path):
            await until(lambda: len(mail.accepted) == 2)
            await until(lambda: len(site.asked("/feed")) > 2)

    asyncio.run(run())
    told = plain(mail)
    assert "قصف على مدينة" in told
    assert "عشرات العائلات من الريف" in told
    assert len(site.asked("/news/1")) == 1
    with Database.open(tmp_path / "marsad.db") as database:
        assert len(database.read_now(lambda tx: tx.entries.latest(9))) == 2


def test_a_changed_configuration_is_taken_and_a_wrong_one_is_told_once(tmp_path, site, mail, capsys, monkeypatch):
    monkeypatch.setattr("monitor.daemon.CONFIG_LOOKED_AT_SECONDS", 0.1)
    page = Versioned(live(("p1", "هدوء في البلدة")))
    site.route("/live", page)
    tables = mail_channel("desk", mail.port) + CONSOLE
    path = write_config(tmp_path, page=site.url("/live"), channels=("desk",), tables=tables)
    good = path.read_text()
    shown = []

    def console():
        shown.append(capsys.readouterr().out)
        return "".join(shown)

    async def run():
        async with daemon(path):
            await until(lambda: site.asked("/live"))
            path.write_text(good.replace('any = ["طفس"]', 'any = ["طفس"]\nchanels = ["x"]'))
            await until(lambda: "chanels" in console())
            path.write_text(good.replace('any = ["طفس"]', 'any = ["قافلة"]'))
            asked = len(site.asked("/live"))
            await until(lambda: len(site.asked("/live")) > asked + 2)
            page.body = live(("p2", "وصول قافلة إلى البلدة"), ("p1", "هدوء في البلدة"))
            await until(lambda: mail.accepted)

    asyncio.run(run())
    assert "قافلة" in plain(mail)
    assert console().count("chanels") <= 2


def test_two_daemons_on_one_database_are_refused(tmp_path, site):
    site.route("/live", html(live(("p1", "هدوء"))))
    path = write_config(tmp_path, page=site.url("/live"))

    async def run():
        async with daemon(path):
            await until(lambda: site.asked("/live"))
            with pytest.raises(DatabaseInUse):
                await serve(path, asyncio.Event())

    asyncio.run(run())


def test_sigterm_under_load_stops_within_five_seconds_and_loses_nothing(tmp_path, site, mail):
    """A page hangs, the mail server hangs; the alert that was owed is sent by the next start."""
    site.route("/live", html(live(("p1", "نزوح من البلدة"))))
    site.route("/hangs", Answer(hang=True))
    mail.hang_at("DATA")
    tables = mail_channel("desk", mail.port) + CONSOLE
    path = write_config(tmp_path, page=site.url("/live"), channels=("desk",), tables=tables)
    hanging = f'pages = ["{site.url("/live")}", "{site.url("/hangs", host="127.0.0.2")}"]'
    path.write_text(path.read_text().replace(f'pages = ["{site.url("/live")}"]', hanging))
    environment = {**os.environ, "PYTHONWARNINGS": "default"}
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", "run", "--config", str(path)], env=environment, stderr=subprocess.PIPE
    )
    try:

        async def wait():
            await until(lambda: mail.connections and site.asked("/hangs"))

        asyncio.run(wait())
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        _, errors = process.communicate(timeout=10)
        took = time.monotonic() - began
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, errors.decode()
    assert took < 5
    assert b"Traceback" not in errors
    mail.answer_normally()

    async def again():
        async with daemon(path):
            await until(lambda: mail.accepted)

    asyncio.run(again())
    assert "من البلدة" in plain(mail)
