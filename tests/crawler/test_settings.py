"""The settings keep Scrapy's traps shut, in the daemon and from the command line."""

import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings, default_settings

from crawler.settings import settings_for
from tests.servers import WebServer

ROOT = Path(__file__).parents[2]


def test_the_traps_are_shut():
    settings = Settings(settings_for("desk@example.org"))
    for switched_off in (
        "TWISTED_REACTOR_ENABLED",
        "REMOTE_CONTROL_ENABLED",
        "TELNETCONSOLE_ENABLED",
        "METAREFRESH_ENABLED",
        "COOKIES_ENABLED",
        "HTTPCACHE_ENABLED",
        "AUTOTHROTTLE_ENABLED",
        "RETRY_ENABLED",
    ):
        assert not settings.getbool(switched_off), switched_off
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert settings.getfloat("DOWNLOAD_DELAY") == 0
    assert settings.getint("DOWNLOAD_MAXSIZE") == 8 * 1024 * 1024
    assert not {"429", "503"} & {str(code) for code in settings.getlist("RETRY_HTTP_CODES")}


def test_every_setting_is_one_that_scrapy_knows():
    unknown = {name for name in settings_for("") if not hasattr(default_settings, name)}
    assert unknown <= {"BOT_NAME", "SPIDER_MODULES"}


def test_the_contact_is_in_the_user_agent_and_a_setting_can_be_overridden():
    settings = settings_for("desk@example.org", DOWNLOAD_TIMEOUT=3)
    assert settings["USER_AGENT"].endswith(" (+desk@example.org)")
    assert settings["DOWNLOAD_TIMEOUT"] == 3
    assert settings_for("")["DOWNLOAD_TIMEOUT"] == 20


def scrapy(*arguments, cwd=ROOT):
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


def test_scrapy_lists_our_spiders_from_a_checkout():
    listed = scrapy("list")
    assert listed.returncode == 0, listed.stderr
    assert "auto" in listed.stdout.split()


@pytest.mark.parametrize("obeys", [True, False], ids=["allowed", "forbidden"])
def test_scrapy_shell_fetches_a_page_with_our_settings(obeys):
    robots = "User-agent: Marsad\nDisallow: " + ("" if obeys else "/")
    with WebServer({"/": "<p>طفس", "/robots.txt": robots}) as server:
        ran = scrapy("shell", server.url(), "-c", "response.css('p::text').get() if response else 'no answer'")
    assert ("طفس" if obeys else "no answer") in ran.stdout, ran.stderr
    assert len(server.asked("/")) == int(obeys)
