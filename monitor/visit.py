"""Reading one visited page whole: the answers that its spider asks for, and older parts until the known is reached."""

import asyncio
import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.fetcher import Fetched, Fetcher, FetchError
from crawler.items import Outcome, Update
from crawler.paging import reaches
from crawler.parsing import NOT_LIVE, Parsed, ReadError, parse_response
from crawler.spider import OLDER, TEXT_OF, PageSpider
from crawler.succession import Ending, said_by
from monitor import __version__, follow, gaps
from monitor.visited import Visited
from storage.database import Database, Tx
from storage.rows import Page

MOST_ANSWERS = 20  # that a spider may ask for in one poll; what is left is asked for at the next
CHECKED_AGAIN = 3  # updates whose text is known and asked for all the same: the newest are those that are edited
OLDER_PARTS = 10  # of a page that are read on in one poll
DEEP_PARTS = 30  # where something may be missing
FIRST_PARTS = 3  # at the first sight of a page, as far as the backlog goes
STUCK_SECONDS = 30.0  # a reading that takes longer is given up; its thread cannot be killed


@dataclass(slots=True)
class _Gathered:
    """What was read so far of one page."""

    layout: str
    updates: list[Update] = field(default_factory=list)
    answers: list[Request] = field(default_factory=list)
    older: list[Request] = field(default_factory=list)
    seconds: float = 0.0
    partial: str | None = None
    behind: str | None = None
    has_older: bool = False
    ending: Ending = field(default_factory=Ending)

    def take(self, parsed: Parsed, seconds: float) -> bool:
        """Whether the part had an update that the parts before it had not."""
        known = {update.key for update in self.updates}
        self.updates += parsed.updates
        self.answers += [request for request in parsed.requests if not request.meta.get(OLDER)]
        self.older = [request for request in parsed.requests if request.meta.get(OLDER)] or self.older
        self.has_older = self.has_older or bool(self.older)
        self.seconds += seconds
        return any(update.key not in known for update in parsed.updates)


class Reader:
    """Reads pages in worker threads, and fetches what belongs to them besides."""

    def __init__(self, fetcher: Fetcher, database: Database) -> None:
        self._fetcher = fetcher
        self._database = database
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="read")

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def read(
        self, page: Page, fetched: Fetched, spider: PageSpider, meta: dict[str, Any], backlog_at: datetime
    ) -> Visited:
        """The page's updates, those of its further parts included.

        `meta` goes with every request; `backlog_at`: how far a first sight goes back.
        """
        parsed, seconds = await self._parse(spider, fetched.response)
        gathered = _Gathered(layout=parsed.layout)
        gathered.take(parsed, seconds)
        gathered.ending = parsed.ending
        if gathered.answers:
            await self._read_answers(gathered, page, spider, meta)
        if gathered.older:
            await self._read_older(gathered, page, spider, meta, backlog_at)
        return Visited(
            fetched=fetched,
            updates=tuple(gathered.updates),
            layout=gathered.layout or next((update.layout for update in gathered.updates), ""),
            partial=gathered.partial,
            behind=gathered.behind,
            has_older=gathered.has_older,
            ending=self._ending(gathered),
            read_seconds=gathered.seconds,
            version=reader_version(spider),
        )

    def _ending(self, gathered: _Gathered) -> Ending:
        """What the page says of its end, or an update does whose text came by itself."""
        if gathered.ending.evidence or gathered.layout in NOT_LIVE:
            return gathered.ending
        return replace(gathered.ending, evidence=said_by(gathered.updates))

    async def _read_answers(self, gathered: _Gathered, page: Page, spider: PageSpider, meta: dict[str, Any]) -> None:
        asked = again = 0
        known: set[str] = set()
        looked_up: set[str] = set()
        while gathered.answers:
            wanted = {request.meta[TEXT_OF] for request in gathered.answers if TEXT_OF in request.meta}
            if wanted - looked_up:
                known |= await self._known_keys(page, wanted - looked_up)
                looked_up |= wanted
            request = gathered.answers.pop(0)
            if request.meta.get(TEXT_OF) in known:
                again += 1
                if again > CHECKED_AGAIN:
                    continue
            if asked >= MOST_ANSWERS:
                gathered.partial = f"{MOST_ANSWERS} answers were asked for, more belong to it"
                break
            asked += 1
            try:
                gathered.take(*await self._fetch(request, spider, meta))
            except (FetchError, ReadError) as error:
                gathered.partial = f"{request.url}: {error.reason}"

    async def _read_older(
        self, gathered: _Gathered, page: Page, spider: PageSpider, meta: dict[str, Any], backlog_at: datetime
    ) -> None:
        most = FIRST_PARTS if page.reads == 0 else DEEP_PARTS if gaps.sought(page) else OLDER_PARTS
        for _ in range(most):
            if not gathered.older or await self._far_enough(gathered, page, backlog_at):
                return
            request = gathered.older.pop(0)
            try:
                if not gathered.take(*await self._fetch(request, spider, meta)):
                    gathered.older.clear()
            except (FetchError, ReadError) as error:
                gathered.behind = f"an older part could not be read: {request.url}: {error.reason}"
                return
        if page.reads and not await self._far_enough(gathered, page, backlog_at):
            gathered.behind = f"{most} older parts hold nothing that is known"

    async def _far_enough(self, gathered: _Gathered, page: Page, backlog_at: datetime) -> bool:
        if page.reads == 0:
            times = [update.published_at for update in gathered.updates if update.published_at is not None]
            return not times or min(times) < backlog_at
        updates = gathered.updates
        return reaches(updates, await self._database.read(lambda tx: known_of(tx, page, updates)))

    async def _known_keys(self, page: Page, keys: Collection[str]) -> set[str]:
        return await self._database.read(lambda tx: tx.entries.known_keys(page.id, keys))

    async def _fetch(self, request: Request, spider: PageSpider, meta: dict[str, Any]) -> tuple[Parsed, float]:
        fetched = await self._fetcher.fetch(request.replace(meta={**meta, **request.meta}))
        return await self._parse(spider, fetched.response, request)

    async def _parse(
        self, spider: PageSpider, response: Response, request: Request | None = None
    ) -> tuple[Parsed, float]:
        """The spider's callback, run whole in a thread, and the CPU seconds it took: a busy machine slows no page."""
        callback = getattr(request.callback, "__name__", "parse") if request else "parse"
        cb_kwargs = request.cb_kwargs if request else {}

        def run() -> tuple[Parsed, float]:
            began = time.thread_time()
            parsed = parse_response(spider, response, callback, cb_kwargs)
            return parsed, time.thread_time() - began

        future = asyncio.get_running_loop().run_in_executor(self._threads, run)
        try:
            async with asyncio.timeout(STUCK_SECONDS):
                return await future
        except TimeoutError:
            raise ReadError(Outcome.TOO_SLOW, f"not read within {STUCK_SECONDS:.0f} s") from None


def known_of(tx: Tx, page: Page, updates: Collection[Update]) -> set[str]:
    """The keys of those updates that are known; where a gap is sought, those known before it was found."""
    keys = {key for update in updates for key in (update.key, *update.also)}
    known = tx.entries.known_keys(page.id, keys, before=page.gap_at if gaps.sought(page) else None)
    followed = {update.url: update.key for update in updates if update.url and follow.followable(update, page)}
    return known | {followed[url] for url in tx.pages.items_by_url(page.source, followed)}


def reader_version(spider: PageSpider) -> str:
    """Whatever wrote a page's validators; another version reads the page anew once, whatever they say."""
    own = "" if spider.selectors is None else f" {spider.selectors}"
    return f"{__version__} {spider.name}{own}"
