"""What a visit of a page is before and after it is recorded: read, failed, and what the poll came to."""

from dataclasses import dataclass, field

from crawler.fetcher import Fetched
from crawler.items import Outcome, Update
from crawler.succession import Ending
from storage.rows import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """A page that was fetched and read. `partial` says why an answer that belongs to it could not be.

    `behind` says why older parts of it were not read back to what is known; `has_older`: it names such parts.
    `version` names the program and spider that read it: the validators belong to them.
    """

    fetched: Fetched
    updates: tuple[Update, ...]
    layout: str
    partial: str | None
    behind: str | None = None
    has_older: bool = False
    ending: Ending = field(default_factory=Ending)
    read_seconds: float
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A page that could not be read, in words. `retry_after` is in seconds, where the server asked for it."""

    outcome: Outcome
    reason: str
    status: int | None = None
    retry_after: float | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one poll came to. `owed` counts alerts, `items_due` followed articles that wait to be read.

    `gap`: something may have been missed lately. `ended`: the page says that its coverage is over;
    `successors` are pages that are polled from now on.
    """

    page: Page
    outcome: Outcome
    reason: str | None
    entries: int = 0
    new: int = 0
    revised: int = 0
    owed: int = 0
    items_due: int = 0
    gap: bool = False
    ended: bool = False
    successors: tuple[Page, ...] = ()
