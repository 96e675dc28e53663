"""The demo's day of coverage: what each outlet has published after how many seconds, and what of it must alert whom."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

Shape = Literal["live", "list", "feed"]
Aside = Literal["related", "inline", "tags", "caption"]

DAY = Path(__file__).with_name("day.toml")
NOMINAL_SECONDS = 60.0  # how long the demo is whose seconds day.toml counts
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An invented outlet and the shape in which it publishes."""

    name: str
    title: str
    shape: Shape
    headline: str
    lead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One update of an outlet. `at` is the second at which it appears, None where it is there from the start."""

    id: str
    outlet: str
    text: str
    headline: str = ""
    section: str = ""
    at: float | None = None
    ago: timedelta = timedelta()
    hits: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()
    copy_of: str | None = None
    why: str = ""

    @property
    def anchor(self) -> str:
        """The id that the live page gives it: stable, and no position."""
        return "update-" + hashlib.sha256(self.id.encode()).hexdigest()[:10]

    @property
    def number(self) -> int:
        """The number in its article's address."""
        return 1800 + int(self.id[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """From second `at` on, a post has another text."""

    post: str
    at: float
    text: str
    hits: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Everything that the demo publishes, in the order of day.toml."""

    outlets: tuple[Outlet, ...]
    posts: tuple[Post, ...]
    edits: tuple[Edit, ...]

    def outlet(self, name: str) -> Outlet:
        return next(outlet for outlet in self.outlets if outlet.name == name)

    def post(self, post_id: str) -> Post:
        return next(post for post in self.posts if post.id == post_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A post as its outlet shows it at some instant. Times are those that the outlet tells."""

    post: Post
    text: str
    published_at: datetime
    edited_at: datetime | None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(self.text.split("\n\n"))

    @property
    def changed_at(self) -> datetime:
        return self.edited_at or self.published_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One alert item that the day must give: `watch` tells `post`; `edited` for its second text."""

    watch: str
    post: str
    edited: bool
    late: bool


def load_day(seconds: float = NOMINAL_SECONDS, path: Path = DAY) -> Day:
    """The day, stretched or squeezed to a demo of so many seconds."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    pace = seconds / NOMINAL_SECONDS
    return Day(
        outlets=tuple(Outlet(**table) for table in data["outlets"]),
        posts=tuple(_post(table, pace) for table in data["posts"]),
        edits=tuple(_edit(table, pace) for table in data["edits"]),
    )


def published(day: Day, elapsed: float, *, started_at: datetime, outlet: str | None = None) -> list[Shown]:
    """What stands on the pages `elapsed` seconds after the start, newest first."""
    shown = [
        _shown(day, post, elapsed, started_at)
        for post in day.posts
        if (post.at is None or post.at <= elapsed) and outlet in (None, post.outlet)
    ]
    return sorted(shown, key=lambda one: one.published_at, reverse=True)


def expected_alerts(
    day: Day,
    elapsed: float = float("inf"),
    *,
    backlog: timedelta = timedelta(hours=2),
    late_after: timedelta = timedelta(hours=3),
) -> list[Expected]:
    """What must have been told after `elapsed` seconds by a daemon that saw the pages from the start on.

    A copy of another outlet's post is counted to that one's story, not told again.
    """
    told = [
        Expected(watch=watch, post=post.id, edited=False, late=post.ago > late_after)
        for post in day.posts
        if _told(post, elapsed, backlog) and not post.copy_of
        for watch in post.hits
    ]
    told += [
        Expected(watch=watch, post=edit.post, edited=True, late=False)
        for edit in day.edits
        if edit.at <= elapsed
        for watch in edit.hits
    ]
    return told


def _told(post: Post, elapsed: float, backlog: timedelta) -> bool:
    return post.ago <= backlog if post.at is None else post.at <= elapsed


def _shown(day: Day, post: Post, elapsed: float, started_at: datetime) -> Shown:
    appeared_at = started_at + timedelta(seconds=post.at or 0.0)
    shown = Shown(post=post, text=post.text, published_at=_whole(appeared_at - post.ago), edited_at=None)
    for edit in day.edits:
        if edit.post == post.id and edit.at <= elapsed:
            shown = replace(shown, text=edit.text, edited_at=_whole(started_at + timedelta(seconds=edit.at)))
    return shown


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)


def _post(table: Mapping[str, Any], pace: float) -> Post:
    values = dict(table)
    values["text"] = values["text"].strip()
    if "at" in values:
        values["at"] = values["at"] * pace
    if "ago" in values:
        values["ago"] = int(values["ago"][:-1]) * _UNITS[values["ago"][-1]]
    for name in ("hits", "aside"):
        values[name] = tuple(values.get(name, ()))
    return Post(**values)


def _edit(table: Mapping[str, Any], pace: float) -> Edit:
    values = dict(table)
    return Edit(**{**values, "text": values["text"].strip(), "at": values["at"] * pace, "hits": tuple(values["hits"])})
