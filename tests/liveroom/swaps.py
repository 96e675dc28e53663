"""A page read by one layout and then by another: what seems new or is told, though the outlet did nothing."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path

from crawler.document import Document
from crawler.fetcher import Fetched
from crawler.items import Update
from crawler.layouts import NAMES, layout, unique
from crawler.parsing import response_from
from monitor.app import compile_rules
from monitor.config import Source, load_config
from monitor.pipeline import Rules
from monitor.recording import record_read
from monitor.visited import Polled, Visited
from storage.database import Database, Tx

Visit = tuple[str, Sequence[Update], datetime] | tuple[str, Sequence[Update], datetime, str]


@dataclass(frozen=True, slots=True)
class Swap:
    """What the second layout's read came to, and the first one's after it: new entries, edits and alerts of both.

    `kept`: in the end the entries of the first read are what they were, each the same one, and all are listed.
    """

    before: str
    after: str
    new: int
    revised: int
    owed: int
    kept: bool

    @property
    def clean(self) -> bool:
        return self.new == self.owed == 0 and self.kept


def readings(body: bytes, *, url: str, at: datetime, zone: str) -> dict[str, list[Update]]:
    """What each layout that recognises a page reads of it, however sure; those that read nothing are left out."""
    found: dict[str, list[Update]] = {}
    for name in NAMES:
        document = Document(body, url=url, fetched_at=at, zone=zone)
        if layout(name).recognise(document) is not None and (updates := unique(layout(name).read(document))):
            # A listing's items would be followed to pages of their own: here what the listing tells is what counts.
            found[name] = [update.with_(partial=False) for update in updates]
    return found


class _UndoneError(Exception):
    """What was tried leaves nothing behind."""


class Desk:
    """A database with a watch that every text fulfils; what is tried in it is undone, so that each try is the first."""

    def __init__(self, folder: Path, database: Database) -> None:
        path = folder / "config.toml"
        path.write_text(
            '[marsad]\ncontact = "desk@example.org"\n[[sources]]\nname = "room"\n'
            'pages = ["http://127.0.0.1/live"]\n[[watches]]\nname = "all"\nquery = "/\\\\w/"\nchannels = ["c"]\n'
            '[channels.c]\nkind = "console"\n',
            encoding="utf-8",
        )
        config = load_config(path)
        self._rules: Rules = compile_rules(config)
        self._source: Source = config.sources[0]
        self._database = database

    def swaps(self, found: dict[str, list[Update]], at: datetime) -> list[Swap]:
        """Each pair of the layouts that read a page, swapped over it."""
        return [self.swap(one, found[one], other, found[other], at) for one, other in permutations(found, 2)]

    def swap(self, before: str, first: Sequence[Update], after: str, then: Sequence[Update], at: datetime) -> Swap:
        """Reads the one, the other and the one again, a minute apart."""
        swaps: list[Swap] = []

        def play(tx: Tx) -> None:
            self._read(tx, before, first, at)
            entries = self._entries(tx, first)
            minute = timedelta(minutes=1)
            polled = [self._read(tx, after, then, at + minute), self._read(tx, before, first, at + 2 * minute)]
            new, revised, owed = (sum(counts) for counts in zip(*map(_counts, polled), strict=True))
            swaps.append(Swap(before, after, new, revised, owed, kept=self._entries(tx, first) == entries))

        self._try(play)
        return swaps[0]

    def told(self, visits: Iterable[Visit]) -> list[tuple[int, int, int]]:
        """What each of some visits one after the other came to: new entries, edits and alerts.

        A visit is the layout's name, what it read, and when; with a URL, of that item, which a listing showed before.
        """
        counts: list[tuple[int, int, int]] = []
        self._try(lambda tx: counts.extend(_counts(self._read(tx, *visit)) for visit in visits))
        return counts

    def _try(self, play: Callable[[Tx], None]) -> None:
        def undone(tx: Tx) -> None:
            play(tx)
            raise _UndoneError

        with suppress(_UndoneError):
            self._database.write_now(undone)

    def _entries(self, tx: Tx, updates: Sequence[Update]) -> dict[str, tuple[int, bool, bool]]:
        """Which entry each key of a read stands for, whether it is listed, and whether it is taken for withdrawn."""
        (page,) = tx.pages.all()
        known = tx.entries.by_keys(page.id, [update.key for update in updates])
        return {key: (entry.id, entry.listed, entry.withdrawn) for key, entry in known.items()}

    def _read(self, tx: Tx, name: str, updates: Sequence[Update], now: datetime, item: str | None = None) -> Polled:
        url = item or self._source.pages[0]
        fetched = Fetched(
            response=response_from(b"", url=url, fetched_at=now),
            unchanged=False,
            etag=None,
            last_modified=None,
            body_hash="",
            seconds=0.1,
            fetched_at=now,
        )
        visited = Visited(
            fetched=fetched, updates=tuple(updates), layout=name, partial=None, read_seconds=0.0, version="swap"
        )
        page = tx.pages.by_url("room", url) if item else tx.pages.ensure("room", url, now=now)
        assert page is not None, f"no listing showed {url}"
        return record_read(tx, page, self._source, self._rules, visited, now)


def _counts(polled: Polled) -> tuple[int, int, int]:
    return polled.new, polled.revised, polled.owed
