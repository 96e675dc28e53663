"""The templates of messages: shipped ones, each replaceable by a file of the same name in the user's folder."""

import logging
import re
import unicodedata
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from arabic.bidi import isolate
from monitor import labels
from monitor.channels.mrkdwn import Mrkdwn, bold, escape, link, shortened
from monitor.channels.text import web_address
from monitor.values import Marked

log = logging.getLogger(__name__)

SHIPPED = Path(__file__).parents[1] / "templates"
NAMES = ("email.subject.j2", "email.txt.j2", "email.html.j2", "slack.j2", "text.j2")
LABELS = {name: value for name, value in vars(labels).items() if name.isupper()}
# What a template can raise over a message that it did not think of.
FAULTS = (TemplateError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


class Templates:
    """Renders by name. Where the user's template fails over a message, the shipped one tells it and the log says so."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._failed: set[str] = set()

    def render(self, name: str, **values: object) -> str:
        if self.folder is None or not (self.folder / name).is_file():
            return self.shipped.render(name, **values)
        try:
            return self._own.render(name, **values)
        except FAULTS as error:
            if name not in self._failed:
                self._failed.add(name)
                log.error("the template %s fails, the shipped one is used: %s", self.folder / name, error)
            return self.shipped.render(name, **values)

    @cached_property
    def shipped(self) -> "Renderer":
        return Renderer([SHIPPED])

    @cached_property
    def _own(self) -> "Renderer":
        assert self.folder is not None
        return Renderer([self.folder, SHIPPED])


class Renderer:
    """Sandboxed templates of some folders, the first that has a file wins. Raises one of FAULTS."""

    def __init__(self, folders: list[Path]) -> None:
        self._loader = ChoiceLoader([FileSystemLoader(folder) for folder in folders])
        self._markup = self._environment()
        self._slack = self._environment(finalize=escape)

    def render(self, name: str, **values: object) -> str:
        environment = self._slack if name.startswith("slack") else self._markup
        return environment.get_template(name).render(labels=LABELS, **values)

    def _environment(self, finalize: Callable[[Any], Any] | None = None) -> ImmutableSandboxedEnvironment:
        environment = ImmutableSandboxedEnvironment(
            loader=self._loader,
            autoescape=lambda name: name is not None and name.endswith(".html.j2"),
            finalize=finalize,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters |= {
            "bold": bold,
            "isolate": isolate if finalize is None else _isolated,
            "link": link,
            "shorten": shortened,
            "starred": starred,
            "web_address": web_address,
        }
        return environment


def starred(marked: Marked) -> str:
    """Plain text with hits between stars."""
    return "".join(f"*{stretch.text}*" if stretch.hit else stretch.text for stretch in marked)


def _isolated(text: str) -> Mrkdwn:
    return Mrkdwn(isolate(escape(text)))


def paragraphs(rendered: str) -> list[list[str]]:
    """The lines of each part of a text between lines of `---`; empty lines are left out."""
    parts = re.split(r"^---[ \t]*$", rendered, flags=re.MULTILINE)
    return [[line.strip() for line in part.splitlines() if _shows(line)] for part in parts]


def _shows(line: str) -> bool:
    return any(not char.isspace() and unicodedata.category(char) != "Cf" for char in line)
