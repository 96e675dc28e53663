"""The shipped configuration is a working default, and `marsad init` writes the very same."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from crawler.spiders import spider_names
from monitor.app import compile_rules
from monitor.config import load_config

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "config.toml"


def test_the_starter_is_the_shipped_configuration():
    assert (ROOT / "monitor" / "templates" / "config.toml").read_bytes() == SHIPPED.read_bytes()


def test_the_shipped_configuration_loads_and_asks_only_for_a_contact():
    config = load_config(SHIPPED, spiders=spider_names(), secrets=True)
    assert [urlsplit(page).hostname for source in config.sources for page in source.pages] == [
        "www.syria.tv",
        "www.enabbaladi.net",
        "www.aljazeera.net",
        "feeds.bbci.co.uk",
        "sana.sy",
        "npasyria.com",
        "www.syriahr.com",
    ]
    assert config.operators == ["console"]
    assert config.watches[0].any == ["طفس", "نوى", "درعا", "بصرى الشام"]
    assert len(config.notes) == 1
    assert "contact" in config.notes[0]


def test_what_is_commented_out_loads_when_the_marks_are_taken_off(tmp_path, monkeypatch):
    monkeypatch.setenv("MARSAD_SMTP_PASSWORD", "secret")
    monkeypatch.setenv("MARSAD_SLACK_WEBHOOK", "https://hooks.example.org/services/T/B/X")
    text = re.sub(r"^# (?=\w+ +=|\[)", "", SHIPPED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    config = load_config(path, secrets=True)
    assert list(config.channels) == ["console", "desk", "night"]
    assert len(config.watches) == 3
    assert [place.name for place in config.places] == ["مخيم الركبان"]
    assert [concept.name for concept in config.concepts] == ["water"]


def test_every_term_of_the_shipped_watches_can_be_compiled():
    assert compile_rules(load_config(SHIPPED)).matcher
