"""Real saved pages, served on loopback, go the whole road: stored, matched, mailed and posted, each once."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from monitor.once import run_once
from storage.database import Database
from tests.receivers import MailServer, SlackEndpoint
from tests.servers import Answer, WebServer
from tests.support import CONSOLE, mail_channel, slack_channel

FOLDER = os.environ.get("MARSAD_REAL_PAGES")
pytestmark = pytest.mark.skipif(not FOLDER, reason="MARSAD_REAL_PAGES names no folder of saved pages")

# source → (file, content type, updates that it gives); None: at least one
PAGES = {
    "cnn": ("arabic.cnn.com__newspaper4k_arabic_article.html", "text/html", 1),
    "lbc": ("lbcgroup.tv__LBCGroup_2026_01_08.html", "text/html", 1),
    "youm7": ("youm7.com__htmldate-1691196862.html", "text/html", 1),
    "assabah": ("assabah.com.tn__article.html", "text/html", 1),
    "corkbeo": ("en__corkbeo.ie__level3-live.html", "text/html", 26),
    "express": ("en__Express_2024_07_18.html", "text/html", 9),
    "aljazeera": ("aljazeera.net__aljazeerarss_2026-07-28_EXCERPT.xml", "application/rss+xml", 4),
    "syria-tv": ("syria.tv__home_2018-03-19_EXCERPT.html", "text/html", None),
}
WATCHES = """
[[watches]]
name = "people"
any = ["سوريا", "السودان", "ترامب", "وزير", "إيران", "قصف"]
channels = ["desk", "night"]
within = "update"

[[watches]]
name = "english"
any = ["Cork", "Harry"]
channels = ["desk", "night"]
"""


@pytest.fixture
def site():
    with WebServer() as server:
        for name, (file, content_type, _) in PAGES.items():
            body = (Path(FOLDER) / file).read_bytes()
            server.route(f"/{name}", Answer(body=body, headers={"Content-Type": content_type}))
        yield server


def write(folder, site, mail, slack):
    sources = "".join(
        f'\n[[sources]]\nname = "{name}"\npages = ["{site.url(f"/{name}")}"]\nfollow = false\n'
        + ('spider = "syria_tv"\n' if name == "syria-tv" else "")
        for name in PAGES
    )
    general = '[marsad]\ncontact = "desk@example.org"\nper_host = "0s"\nbacklog = "36500d"\n'
    path = folder / "config.toml"
    tables = mail_channel("desk", mail.port) + slack_channel("night", slack.url, folder) + CONSOLE
    path.write_text(general + sources + WATCHES + tables, encoding="utf-8")
    return path


def test_real_pages_are_stored_and_told_once(tmp_path, site, capsys):
    with MailServer() as mail, SlackEndpoint() as slack:
        path = write(tmp_path, site, mail, slack)
        first = {one.page.source: one for one in asyncio.run(run_once(path))}
        table = "".join(f"\n  {name:10} {one.outcome.value:8} {one.entries:3} updates" for name, one in first.items())
        with capsys.disabled():
            sys.stdout.write(table)
        for name, (_, _, count) in PAGES.items():
            assert first[name].outcome == "read", first[name].reason
            assert first[name].entries == count if count else first[name].entries > 0
        assert all(one.new == one.entries for one in first.values())
        stored = _stored(tmp_path)
        mails, posts = len(mail.accepted), len(slack.payloads)
        told = "".join(one.part("plain") for one in mail.accepted)
        assert "Cork" in told
        assert "سوريا" in told
        assert "Cork" in json.dumps(slack.payloads, ensure_ascii=False)

        again = asyncio.run(run_once(path))
        assert {one.outcome.value for one in again} == {"unchanged"}
        assert _stored(tmp_path) == stored
        assert (len(mail.accepted), len(slack.payloads)) == (mails, posts)


def test_the_same_pages_without_validators_and_with_changed_furniture_send_nothing_either(tmp_path, site):
    with MailServer() as mail, SlackEndpoint() as slack:
        path = write(tmp_path, site, mail, slack)
        asyncio.run(run_once(path))
        stored, mails = _stored(tmp_path), len(mail.accepted)
        for name, (file, content_type, _) in PAGES.items():
            body = (Path(FOLDER) / file).read_bytes() + b"<!-- served by node 7 -->"
            site.route(f"/{name}", Answer(body=body, headers={"Content-Type": content_type}))
        again = asyncio.run(run_once(path))
        assert {one.outcome.value for one in again} == {"read"}
        assert _stored(tmp_path) == stored
        assert len(mail.accepted) == mails


def _stored(folder):
    with Database.open(folder / "marsad.db") as database:
        entries = database.read_now(lambda tx: tx.entries.latest(1000))
    return sorted((one.source, one.revisions, one.headline) for one in entries)
