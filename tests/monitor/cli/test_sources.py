"""`marsad sources catalog`, `probe` and `record`: against a real server on loopback, as a person would call them."""

import json
import tomllib

import pytest
from click.testing import CliRunner

from monitor.cli.root import marsad
from monitor.config import load_config
from tests.servers import Answer, WebServer, html
from tests.support import write_config

LIVE = """<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>تغطية مباشرة: الجنوب</title>
<link rel="alternate" type="application/rss+xml" title="آخر الأخبار" href="/rss.xml">
<link rel="https://api.w.org/" href="/wp-json/"></head><body><main><h1>تغطية مباشرة: الجنوب</h1>
<div class="list">%s</div><a href="/coverage/live/next-day">تغطية الغد</a>
<a href="https://t.me/ufuq_news">تلغرام</a><a href="https://t.me/share/url?url=x">شارك</a></main></body></html>"""
ENTRY = """<article id="e{n}"><time datetime="2026-07-03T{hour}:07:00+03:00">{hour}:07</time>
<h3>خبر رقم {n} من بلدات الجنوب</h3><p>وصلت صباح اليوم قافلة جديدة إلى البلدة رقم {n} في ريف المحافظة.</p></article>"""
PAGE = LIVE % "".join(ENTRY.format(n=n, hour=18 - n) for n in range(6))
SHELL = "<html><head>%s</head><body><div id=root></div></body></html>" % ("<script src=/app.js></script>" * 4)


@pytest.fixture
def server():
    with WebServer({"/live": html(PAGE)}) as server:
        yield server


@pytest.fixture
def run(tmp_path):
    write_config(tmp_path)

    def run(*words, exits=0):
        done = CliRunner().invoke(marsad, ["sources", *words])
        assert done.exit_code == exits, done.output
        return done

    run.config = ("--config", str(tmp_path / "config.toml"))
    return run


def test_probe_tells_layout_updates_leads_and_a_table(run, server):
    said = run("probe", server.url("/live"), "--zone", "Asia/Damascus", *run.config).stdout
    assert "robots.txt: none that can be read: nothing is forbidden" in said
    assert "* entries" in said
    assert "Updates: 6, 6 with an exact time" in said
    assert "2026-07-03 18:07" in said
    assert "خبر رقم 0 من بلدات الجنوب" in said
    assert f"feed      {server.url('/rss.xml')}" in said
    assert f"wordpress {server.url('/wp-json/wp/v2/posts')}" in said
    assert "telegram  https://t.me/s/ufuq_news" in said
    assert "t.me/s/share" not in said
    assert f"live page {server.url('/coverage/live/next-day')}" in said


def test_the_table_that_probe_prints_is_a_configuration(run, server, tmp_path):
    row = json.loads(run("probe", server.url("/live"), "--zone", "Asia/Damascus", "--json", *run.config).stdout)
    (source,) = tomllib.loads(row["config"])["sources"]
    assert source["pages"] == [server.url("/live")]
    path = tmp_path / "pasted.toml"
    watch = '[[watches]]\nname = "w"\nany = ["طفس"]\nchannels = ["c"]\n[channels.c]\nkind = "console"\n'
    path.write_text(f'[marsad]\ncontact = "desk@example.org"\n{row["config"]}\n{watch}', encoding="utf-8")
    assert load_config(path, spiders=["auto"]).sources[0].zone == "Asia/Damascus"


def test_a_pasted_table_of_every_outlet_is_a_configuration(run, tmp_path):
    rows = [json.loads(line) for line in run("catalog", "--json").stdout.splitlines()]
    tables = [run("catalog", row["name"]).stdout.split("\n\n", 1)[1] for row in rows[::7]]
    path = tmp_path / "all.toml"
    watch = '[[watches]]\nname = "w"\nany = ["طفس"]\nchannels = ["c"]\n[channels.c]\nkind = "console"\n'
    path.write_text('[marsad]\ncontact = "desk@example.org"\n' + "\n".join(tables) + watch, encoding="utf-8")
    assert len(load_config(path, spiders=["auto", "aljazeera", "bbc", "syria_tv"]).sources) == len(tables)


def test_robots_txt_is_obeyed_and_its_answer_is_shown(run, server):
    plain = {"Content-Type": "text/plain"}
    server.route("/robots.txt", Answer(body="User-agent: *\nCrawl-delay: 2\nDisallow: /closed", headers=plain))
    said = run("probe", server.url("/live"), *run.config).stdout
    assert "robots.txt: allows it; Crawl-delay 2 s is kept" in said
    refused = run("probe", server.url("/closed/live"), *run.config, exits=1)
    assert f"forbidden: {server.url('/robots.txt')} forbids" in refused.stderr
    assert not server.asked("/closed/live")


def test_a_page_that_is_filled_by_scripts_is_called_so(run, server):
    server.route("/app", html(SHELL))
    assert "the page is filled by scripts" in run("probe", server.url("/app"), *run.config, exits=1).stdout


def test_a_refusal_is_told_in_words(run, server):
    server.route("/live", Answer(status=403, body="no"))
    assert "refused: 403" in run("probe", server.url("/live"), *run.config, exits=1).stderr


@pytest.mark.parametrize("url", ["https://www.facebook.com/enab", "x.com/enab", "https://mobile.twitter.com/a"])
def test_what_nobody_can_poll_gets_an_honest_answer(run, url):
    assert "marsad ingest --source" in run("probe", url, *run.config, exits=2).stderr
    assert "marsad ingest --source" in run("record", url, *run.config, exits=2).stderr


@pytest.mark.parametrize("target", ["nosuch.html", "two words", "http://"])
def test_what_is_neither_file_nor_address_is_named(run, target):
    said = run("probe", target, *run.config, exits=2).stderr
    assert target in said


def test_a_kept_page_is_read_again_as_it_came(run, server, tmp_path):
    folder = tmp_path / "kept"
    done = run(
        "record", server.url("/live"), "--zone", "Asia/Damascus", "-o", str(folder), "--name", "south", *run.config
    )
    assert sorted(path.name for path in folder.iterdir()) == ["south.html", "south.html.meta.json"]
    assert done.stdout.splitlines() == [str(folder / "south.html"), str(folder / "south.html.meta.json")]
    assert (folder / "south.html").read_text("utf-8") == PAGE
    said = run("probe", str(folder / "south.html"), *run.config).stdout
    assert "Updates: 6, 6 with an exact time" in said
    assert server.url("/live") in said
    assert len(server.asked("/live")) == 1


def test_a_file_without_its_address_is_refused(run, tmp_path):
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    assert "--url" in run("probe", str(tmp_path / "page.html"), exits=2).stderr
    (tmp_path / "page.html.meta.json").write_text("{}", encoding="utf-8")
    assert "page.html.meta.json" in run("probe", str(tmp_path / "page.html"), exits=2).stderr


def test_the_catalog_is_listed_and_narrowed(run):
    lines = run("catalog", "--country", "jo").stdout.splitlines()
    assert any(line.startswith("  petra ") and "unverified" in line for line in lines)
    assert "no such outlet" in run("catalog", "nobody", exits=2).stderr


def test_the_answers_that_a_page_asks_for_are_kept_and_read_with_it(run, server, tmp_path):
    endpoint = json.dumps(server.url("/wp-json/liveblog/v1/7/"))
    settings = f'<script>var liveblog_settings = {{"endpoint_url": {endpoint}, "latest_entry_id": "0"}};</script>'
    server.route("/coverage", html(f"<html><head>{settings}</head><body><div class=liveblog></div></body></html>"))
    entries = [
        {"id": n, "type": "new", "render": f"<p>وصلت القافلة رقم {n} إلى البلدة</p>", "timestamp": 1783069620 + n}
        for n in range(3)
    ]
    answer = Answer(body=json.dumps({"entries": entries}), headers={"Content-Type": "application/json"})
    server.route("/wp-json/*", answer)
    run("record", server.url("/coverage"), "-o", str(tmp_path), "--name", "wp", *run.config)
    assert (tmp_path / "wp.also-1.json").is_file()
    server.routes.clear()
    said = run("probe", str(tmp_path / "wp.html"), *run.config).stdout
    assert "Updates: 3, 3 with an exact time" in said
    assert "وصلت القافلة رقم 2" in said
