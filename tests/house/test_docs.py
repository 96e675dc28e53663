"""docs/config.md tells every key of every table, with the default that the program has."""

import re
import tomllib
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field, TypeAdapter

from monitor.config.mistakes import CHANNEL_MODELS, MODELS, known_keys
from monitor.config.model import Tables
from monitor.watches.matcher import compile_terms

DOCS = Path(__file__).parents[2] / "docs" / "config.md"
_ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+?) \| (.+) \|$")
HEADINGS = {
    "marsad": "## `[marsad]`",
    "sources": "## `[[sources]]`",
    "watches": "## `[[watches]]`",
    "places": "## `[[places]]`",
    "concepts": "## `[[concepts]]`",
}
SHARED = "## `[channels.NAME]`"


def documented(heading):
    """Key → default cell, of the first table below a heading."""
    section = DOCS.read_text(encoding="utf-8").split(f"\n{heading}\n", 1)[1]
    section = re.split(r"^#", section, maxsplit=1, flags=re.MULTILINE)[0]
    return {row[1]: row[3] for row in map(_ROW.match, section.splitlines()) if row}


def models():
    yield from ((model, documented(HEADINGS[name])) for name, model in MODELS.items())
    shared = documented(SHARED)
    for kind, model in CHANNEL_MODELS.items():
        own = documented(f'### `kind = "{kind}"`')
        yield model, shared | own


@pytest.mark.parametrize(("model", "rows"), [pytest.param(m, r, id=m.__name__) for m, r in models()])
def test_every_key_is_documented_and_no_other(model, rows):
    assert sorted(rows) == sorted(known_keys(model))


@pytest.mark.parametrize(("model", "rows"), [pytest.param(m, r, id=m.__name__) for m, r in models()])
def test_what_the_page_calls_required_is_required_and_its_defaults_are_the_programs(model, rows):
    for name, field in model.model_fields.items():
        cell = rows[field.alias or name]
        assert (cell == "required") == field.is_required(), name
        if not cell.startswith("`"):
            continue
        said = tomllib.loads(f"x = {cell.strip('`')}")["x"]
        assert parsed(model.model_fields[name], said) == model.model_fields[name].default, name


def parsed(field, said):
    """A value of the file as the model would take it."""
    return TypeAdapter(Annotated[field.annotation, Field(), *field.metadata]).validate_python(said)


def test_every_table_has_its_place_on_the_page():
    assert set(Tables.model_fields) == {*HEADINGS, "channels"}


def test_every_kind_of_term_on_the_page_can_be_compiled():
    section = DOCS.read_text(encoding="utf-8").split("### Terms", 1)[1].split("\n## ", 1)[0]
    terms = [
        term for cell in re.findall(r"^\| (`.+?) \|", section, re.MULTILINE) for term in re.findall("`(.+?)`", cell)
    ]
    assert len(terms) == 12
    assert compile_terms(terms)
