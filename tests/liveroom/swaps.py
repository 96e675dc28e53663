"""One page read by one layout and then by another: what seems new or is told, though the outlet did nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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

WHOLE = frozenset({"article", "listing", "ticker"})  # these tell a page as one, or its headlines alone


@dataclass(frozen=True, slots=True)
class Swap:
    """What the second layout's read came to, and the first one's after it: new entries, edits and alerts of both."""

    before: str
    after: str
    entries: int
    new: int
    revised: int
    owed: int

    @property
    def clean(self) -> bool:
        return self.new == self.owed == 0


def readings(body: bytes, *, url: str, at: datetime, zone: str) -> dict[str, list[Update]]:
    """What each layout that recognises a page reads of it, however sure; those that read nothing are left out."""
    found: dict[str, list[Update]] = {}
    for name in NAMES:
        document = Document(body, url=url, fetched_at=at, zone=zone)
        if layout(name).recognise(document) is not None and (updates := unique(layout(name).read(document))):
            # A listing's items would be followed to pages of their own: here what the listing tells is what counts.
            found[name] = [update.with_(partial=False) for update in updates]
    return found


class Desk:
    """A database in memory of one page, with a watch that every text fulfils."""

    def __init__(self, folder: Path) -> None:
        path = folder / "config.toml"
        path.write_text(
            '[marsad]\ncontact = "desk@example.org"\n[[sources]]\nname = "room"\n'
            'pages = ["http://127.0.0.1/live"]\n[[watches]]\nname = "all"\nquery = "/\\\\w/"\nchannels = ["c"]\n'
            '[channels.c]\nkind = "console"\n',
            encoding="utf-8",
        )
        config = load_config(path)
        self.rules: Rules = compile_rules(config)
        self.source: Source = config.sources[0]
        self.folder = folder
        self.count = 0

    def swap(self, before: str, first: Sequence[Update], after: str, then: Sequence[Update], at: datetime) -> Swap:
        """Reads the one, the other and the one again, a minute apart, in a database of its own."""
        self.count += 1
        with Database.open(self.folder / f"swap{self.count}.db", create=True) as database:
            polled = [
                self._read(database, name, updates, at + timedelta(minutes=minute))
                for minute, (name, updates) in enumerate(((before, first), (after, then), (before, first)))
            ]
        return Swap(
            before,
            after,
            polled[0].entries,
            new=sum(one.new for one in polled[1:]),
            revised=sum(one.revised for one in polled[1:]),
            owed=sum(one.owed for one in polled[1:]),
        )

    def _read(self, database: Database, name: str, updates: Sequence[Update], now: datetime) -> Polled:
        url = self.source.pages[0]
        response = response_from(b"", url=url, fetched_at=now)
        fetched = Fetched(
            response=response,
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

        def record(tx: Tx) -> Polled:
            return record_read(tx, tx.pages.ensure("room", url, now=now), self.source, self.rules, visited, now)

        return database.write_now(record)
