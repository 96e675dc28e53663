"""docs/concepts.md lists every concept, and what it shows works."""

import re
from pathlib import Path

import pytest

from arabic.concepts import load_concepts
from monitor.config import load_config
from monitor.vocabulary import vocabulary
from monitor.watches.matcher import compile_terms

PAGE = (Path(__file__).parents[2] / "docs" / "concepts.md").read_text(encoding="utf-8")
RIGHT = """
[marsad]
database = "marsad.db"
contact = "desk@example.org"

[[sources]]
name = "one"
title = "مصدر"
pages = ["https://example.org/live"]

[[watches]]
name = "w"
any = ["concept:water"]
channels = ["screen"]

[channels.screen]
kind = "console"
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The concepts of a configuration that holds the page's example."""
    file = tmp_path_factory.mktemp("config") / "config.toml"
    file.write_text(RIGHT + re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0], encoding="utf-8")
    return vocabulary(load_config(file))[0]


def test_every_shipped_concept_has_its_row():
    assert sorted(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE)) == sorted(load_concepts())


@pytest.mark.parametrize(
    ("term", "text", "forms"),
    [
        ("displacement", "حزموا الأمتعة عند الفجر", ["حزموا الأمتعة"]),
        ("displacement", "نزوح وظيفي في الشركة", []),
        ("displacement", "في إخلاء سبيل شابين ونزوح أهلهما", ["ونزوح"]),
        ("water", "جف البئر في القرية", ["جف", "البئر"]),
        ("water supply", "تعطلت محطة الضخ وانقطعت المياه", ["محطة الضخ"]),
        ("water", "آبار النفط في الحقل", []),
    ],
)
def test_the_example_finds_what_the_page_says(shown, term, text, forms):
    assert [match.form for match in compile_terms([term], concepts=shown).find(text)] == forms


@pytest.mark.parametrize(
    ("name", "text", "hit"),
    [
        ("displacement", "نفى المحافظ حدوث نزوح", False),
        ("displacement", "لم تسجل أي حركة نزوح", False),
        ("displacement", "نفى توقف النزوح", True),
        ("shelling", "نفى مسؤوليته عن القصف", True),
        ("casualties", "دون وقوع إصابات", False),
        ("humanitarian-aid", "لم تدخل أي مساعدات", True),
    ],
)
def test_denial_is_treated_as_the_page_says(name, text, hit):
    assert bool(compile_terms([f"concept:{name}"]).find(text)) is hit
