"""Pages that scripts fill, in the system's real Chromium: read whole, under the same rules as all other pages."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from click.testing import CliRunner
from scrapy import Request

from crawler import browser as browsers
from crawler.browser import Browser, missing
from crawler.fetcher import RENDER, Fetcher, FetchError
from crawler.items import Outcome
from crawler.politeness import Politeness
from crawler.runner import Downloader
from crawler.settings import settings_for
from monitor.cli.root import marsad
from storage.database import Database
from tests.crawler.fetching import StandingClock
from tests.crawler.reading import parse
from tests.servers import Answer, WebServer, html
from tests.support import write_config

SHELL = """<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>تغطية</title>
<script src="/a.js"></script><script src="/b.js"></script>
<link rel="stylesheet" href="/style.css"><script src="/app.js"></script></head>
<body><main id="root"></main><img src="/picture.png"></body></html>"""
APP = """
addEventListener("DOMContentLoaded", async () => {
  const answer = await fetch("/api/posts", {headers: {"X-Edition": "ar"}});
  const posts = await answer.json();
  document.getElementById("root").innerHTML = posts.map(post =>
    `<article id="${post.id}"><time datetime="${post.at}">x</time><p>${post.text}</p></article>`).join("");
});
"""
POSTS = [
    {
        "id": f"entry-{4810 + 7 * n}",
        "at": f"2018-07-03T0{n}:07:00+03:00",
        "text": f"وصلت القافلة رقم {n} إلى أطراف البلدة صباح اليوم",
    }
    for n in range(6)
]
SCRIPT = {"Content-Type": "text/javascript"}
JSON = {"Content-Type": "application/json"}


def site(**more):
    routes = {
        "/live": html(SHELL),
        "/app.js": Answer(body=APP, headers=SCRIPT),
        **dict.fromkeys(("/a.js", "/b.js"), Answer(headers=SCRIPT)),
        "/api/posts": Answer(body=json.dumps(POSTS), headers=JSON),
    }
    return WebServer(routes | more)


@asynccontextmanager
async def rendering(per_host_seconds=0.0):
    politeness = Politeness(per_host_seconds=per_host_seconds)
    settings = settings_for("desk@example.org")
    downloader = Downloader(settings, on_crawl_delay=politeness.crawl_delay, pace=politeness.pace)
    await downloader.start()
    browser = Browser(downloader.download, politeness.pace, user_agent=settings["USER_AGENT"])
    try:
        yield Fetcher(downloader, politeness, StandingClock(), browser), browser
    finally:
        await browser.close()
        await downloader.stop()


RESTLESS = """<script>
alert("stop"); setInterval(() => fetch("/again?" + Math.random()), 10);
setTimeout(() => { location = "/elsewhere" }, 100); new WebSocket("ws://" + location.host + "/socket");
</script><main><p>نص الصفحة نفسها</p></main>"""
FORBIDDEN = Answer(body="User-agent: *\nDisallow: /api/", headers={"Content-Type": "text/plain"})


@pytest.fixture(scope="module")
def seen():
    """What one browser made of four sites, one after the other, as it takes a second to start."""
    problem = missing()
    if problem is not None:
        pytest.skip(f"rendering {problem}")
    sites = {
        "filled": site(),
        "closed": site(**{"/robots.txt": FORBIDDEN}),
        "restless": site(**{"/live": html(RESTLESS), "/again": Answer(body="{}", headers=JSON)}),
        "after its death": site(),
    }
    found = {}

    async def scenario():
        async with rendering() as (fetcher, browser):
            assert not browser.running  # it is started late
            for name, server in sites.items():
                if name == "after its death":
                    await browser._chromium.close()
                    assert not browser.running
                async with server:
                    request = Request(server.url("/live"), meta={RENDER: True})
                    for _ in range(2 if name == "filled" else 1):
                        fetched = await fetcher.fetch(request, etag='"1"')
                    found[name] = (fetched, server)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(browsers, "RENDER_SECONDS", 8.0)
        patch.setattr(browsers, "QUIET_SECONDS", 0.5)
        asyncio.run(asyncio.wait_for(scenario(), 60))
    return found


def test_a_page_that_scripts_fill_is_read_as_readers_see_it(seen):
    fetched, server = seen["filled"]
    assert not fetched.unchanged
    parsed = parse(fetched.response.body, url=fetched.response.url)
    assert [update.key for update in parsed.updates] == [post["id"] for post in POSTS]
    asked = {request.path: request for request in server.requests}
    assert set(asked) == {"/robots.txt", "/live", "/a.js", "/b.js", "/app.js", "/api/posts"}  # no picture, no style
    assert asked["/api/posts"].headers["X-Edition"] == "ar"
    assert all(request.headers["User-Agent"].startswith("Marsad/") for request in server.requests)
    assert "If-None-Match" not in asked["/live"].headers


def test_scripts_are_asked_for_once_and_data_each_time(seen):
    _, server = seen["filled"]
    assert [len(server.asked(path)) for path in ("/live", "/app.js", "/api/posts")] == [2, 1, 2]


def test_robots_txt_holds_for_what_scripts_ask_for(seen):
    fetched, server = seen["closed"]
    assert b"<article" not in fetched.response.body
    assert server.asked("/api/posts") == []


def test_a_page_cannot_lead_the_browser_elsewhere_or_keep_it(seen):
    fetched, server = seen["restless"]
    assert "نص الصفحة نفسها".encode() in fetched.response.body
    assert len(server.asked("/again")) <= browsers.MOST_REQUESTS
    assert server.asked("/elsewhere") == []
    assert server.asked("/socket") == []


def test_a_browser_that_died_is_started_again(seen):
    fetched, _ = seen["after its death"]
    assert b"<article" in fetched.response.body


def test_a_refusal_is_told_before_any_browser_is_started():
    async def scenario():
        async with site(**{"/live": Answer(status=403, body="no")}) as server, rendering() as (fetcher, browser):
            with pytest.raises(FetchError) as raised:
                await fetcher.fetch(Request(server.url("/live"), meta={RENDER: True}))
            return raised.value.outcome, browser.running

    assert asyncio.run(scenario()) == (Outcome.REFUSED, False)


def test_what_is_missing_is_named(monkeypatch):
    monkeypatch.setattr(browsers, "find_spec", lambda name: None)
    assert 'pip install "marsad[browser]"' in missing()
    monkeypatch.setattr(browsers, "find_spec", lambda name: object())
    monkeypatch.setattr(browsers.shutil, "which", lambda name: None)
    assert "apt-get install chromium" in missing()


def test_the_service_reads_such_a_page_and_probe_proposes_it(tmp_path, seen):
    with site() as server:
        path = write_config(tmp_path, page=server.url("/live"))
        path.write_text(path.read_text("utf-8").replace('every = "1s"', 'every = "1s"\nrender = "browser"'), "utf-8")
        done = CliRunner().invoke(marsad, ["run", "--once", "--config", str(path)])
        assert done.exit_code == 0, done.output
        shell = CliRunner().invoke(marsad, ["sources", "probe", server.url("/live"), "--config", str(path)])
        filled = CliRunner().invoke(
            marsad, ["sources", "probe", server.url("/live"), "--browser", "--config", str(path)]
        )
    with Database.open(tmp_path / "marsad.db") as database:
        assert len(database.read_now(lambda tx: tx.entries.latest(9))) == 6
    assert "try --browser" in shell.output
    assert "Updates: 6" in filled.output
    assert 'render = "browser"' in filled.output


def test_a_configuration_that_wants_a_browser_is_refused_where_there_is_none(tmp_path, monkeypatch):
    monkeypatch.setattr(browsers, "find_spec", lambda name: None)
    path = write_config(tmp_path)
    path.write_text(path.read_text("utf-8").replace('every = "1s"', 'every = "1s"\nrender = "browser"'), "utf-8")
    done = CliRunner().invoke(marsad, ["check", "--config", str(path)])
    assert done.exit_code == 2
    assert 'render = "browser": needs the extra «browser»: pip install "marsad[browser]"' in done.output
