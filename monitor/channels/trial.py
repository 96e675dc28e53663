"""Trying the user's templates before news comes: each is rendered over samples of everything that a message can be."""

import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from jinja2 import TemplateSyntaxError

from monitor.channels.templates import FAULTS, NAMES, SHIPPED, Renderer
from monitor.channels.text import reason_of
from monitor.values import Message, MessageItem, Stretch

_ACTIVE = "<!probe>"  # what would be a tag in HTML and a mention in Slack, were it not escaped
_ITEM = MessageItem(
    headline=(Stretch(f"عنوان {_ACTIVE} "), Stretch("نازحون", hit=True)),
    snippet=(Stretch("نص "), Stretch(f"طفس {_ACTIVE}", hit=True)),
    outlet=f"الأفق {_ACTIVE}",
    time="2018-07-03 11:07 (Asia/Damascus)",
    time_utc="2018-07-03 08:07 UTC",
    url="https://example.org/",
    why=(f"«طفس» {_ACTIVE}",),
    note=f"عُدّل الخبر {_ACTIVE}",
    places=(f"طفس {_ACTIVE}",),
    figures=("قتلى: 3",),
    outlets="مصادر ذكرت الخبر: 3",
    published_at="2018-07-03T08:07:00Z",
    precision="minute",
)
_BARE = replace(
    _ITEM, headline=(), snippet=(), time="", time_utc="", url=None, why=(), note="", places=(), figures=(), outlets=""
)
_MATCH = Message(
    alert="a1",
    kind="match",
    watch="towns",
    title=f"طفس ونوى {_ACTIVE}",
    subject="طفس ونوى: عنوان [a1]",
    items=(_ITEM, _BARE),
    more=3,
    notice="",
    commands=(("silence", "marsad silence towns --for 2h"), ("test", "marsad watches test towns")),
    follows="a0",
    followed="متابعة للتنبيه a0",
)
_NOTICE = replace(
    _MATCH, kind="notice", watch=None, items=(), more=0, notice=f"سطر {_ACTIVE}", commands=(), follows="", followed=""
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a template, and in which line (0: none in particular)."""

    file: Path
    line: int
    problem: str


def faults(folder: Path) -> list[Fault]:
    """What is wrong with the templates in a folder; files of other endings and those that begin with _ are left out."""
    try:
        found = sorted(file for file in folder.iterdir() if file.name.endswith(".j2"))
    except OSError as error:
        return [Fault(folder, 0, f"cannot be read: {error.strerror}")]
    renderer = Renderer([folder, SHIPPED])
    wrong: list[Fault] = []
    for file in found:
        if file.name in NAMES:
            wrong += _faults_of(file, renderer)
        elif not file.name.startswith("_"):
            near = get_close_matches(file.name, NAMES, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            wrong.append(Fault(file, 0, f"no message is made of it; there are {', '.join(NAMES)}{hint}"))
    return wrong


def _faults_of(file: Path, renderer: Renderer) -> Iterator[Fault]:
    per_item = file.name == "slack.j2"
    for message in (_MATCH, _NOTICE):
        for item in message.items if per_item else (None,):
            values = {"message": message} | ({"item": item} if item else {})
            try:
                text = renderer.render(file.name, **values)
            except TemplateSyntaxError as error:
                yield Fault(file, error.lineno, reason_of(error))
                return
            except FAULTS as error:
                yield Fault(file, _line_of(error, file), f"{type(error).__name__}: {reason_of(error)}")
                return
            except UnicodeDecodeError:
                yield Fault(file, 0, "is not UTF-8 text")
                return
            if _ACTIVE in text and file.name in ("email.html.j2", "slack.j2"):
                yield Fault(file, 0, "writes scraped text without escaping it; take `safe` off")
                return
            if not text.strip() and item is not _BARE:
                yield Fault(file, 0, "says nothing")
                return


def _line_of(error: BaseException, file: Path) -> int:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
    return (lines[-1] or 0) if lines else 0
