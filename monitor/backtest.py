"""A watch run over what was stored: what it would have hit, where, how often, and why."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial
from math import sqrt

from monitor.archive import Found, found_in, in_parts
from monitor.values import Match
from monitor.watches.matcher import WatchMatcher
from storage.database import READERS, Database, Tx
from storage.rows import EntryText

EXACT = 10_000  # candidates, that is entries which hold a word of the watch; of more so many are looked at
AT_ONCE = 500  # entries
TOKENS = 60_000  # remembered, as an archive has many more words than a page
WORTH = 30_000  # words; to look for what is written in more ways takes seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What a watch would have hit: of how many entries, how often, where, on which days; the newest hits as samples.

    `stories` counts what would have been told once each. `gained` and `lost` are hits that the draft of the watch
    has and the watch of the file has not, and the other way round, as many of each as there are samples; `gains` and
    `losses` are how many there are. No draft tried, there are none. Where `looked_at`
    is below `candidates`, every count is an estimate from these. `hit_ids` are the entries that were hit.
    """

    entries: int
    hits: int
    by_source: dict[str, int]
    samples: tuple[Found, ...]
    stories: int = 0
    by_day: Mapping[date, int] = field(default_factory=dict)
    gained: tuple[Found, ...] = ()
    lost: tuple[Found, ...] = ()
    gains: int = 0
    losses: int = 0
    candidates: int = 0
    looked_at: int = 0
    hit_ids: tuple[int, ...] = ()

    @property
    def estimated(self) -> bool:
        return self.looked_at < self.candidates

    @property
    def error(self) -> int:
        """How far `hits` may be off, 19 times of 20; 0 where all candidates were looked at."""
        if not self.estimated:
            return 0
        # Of a share of 0 or 1 in the sample the plain formula would say that it is sure (Agresti, Coull 1998).
        share = (self.hits / self.candidates * self.looked_at + 2) / (self.looked_at + 4)
        left = 1 - self.looked_at / self.candidates
        return round(1.96 * self.candidates * sqrt(share * (1 - share) / (self.looked_at + 4) * left))


def backtest(
    database: Database,
    matcher: WatchMatcher,
    watch: str,
    since: datetime,
    samples: int,
    *,
    draft: WatchMatcher | None = None,
    listed: bool = False,
    full: bool = False,
) -> Backtest:
    """Runs a watch, or its draft beside it, over the last text of every entry since then, or of those listed now.

    Full text narrows the archive down to entries that hold a word of the watch. Of more than EXACT of these, as many
    are looked at, spread evenly, and the rest is estimated, unless it is asked for in `full`.
    """
    matchers = [matcher] if draft is None else [matcher, draft]
    for one in matchers:
        one.remember(TOKENS)
    candidates = _candidates(database, [matcher.spellings(watch) for matcher in matchers], since)
    step = 1 if full else max(1, -(-len(candidates) // EXACT))
    chosen = candidates[::step]
    tally = _Tally(samples)
    reads = [
        partial(_texts, chosen[first : first + AT_ONCE], since, listed=listed)
        for first in range(0, len(chosen), AT_ONCE)
    ]
    for texts in database.read_each(reads):
        for told in texts:
            tally.take(told, *(_hit(one, watch, told) for one in matchers))
    return database.read_now(
        lambda tx: tally.result(tx, tx.entries.count(since, listed=listed), len(candidates), len(chosen))
    )


def _texts(entry_ids: Sequence[int], since: datetime, tx: Tx, *, listed: bool) -> list[EntryText]:
    return tx.entries.texts(entry_ids, since, listed=listed)


_Spellings = Sequence[Sequence[Collection[str]]]


def _candidates(database: Database, wanted: Iterable[Iterable[_Spellings]], since: datetime) -> list[int]:
    """The entries that one of several watches may hit, the newest first.

    Of the things that a hit must have, those written in fewer ways are looked for first, and the others only while
    there are too many entries to look at each.
    """

    @cache
    def holding(expressions: tuple[str | None, ...]) -> set[int]:
        reads = [partial(_search, one, since) for one in expressions]
        return set[int]().union(*database.read_each(reads))

    every: set[int] = set()
    for needed in wanted:
        found: set[int] | None = None
        for spellings in sorted(needed, key=_words):
            if found is None:
                found = holding(in_parts(spellings, READERS))
            elif len(found) > EXACT and _words(spellings) <= WORTH:
                found = found & holding(in_parts(spellings, READERS))
        every |= holding((None,)) if found is None else found
    return sorted(every, reverse=True)


def _search(expression: str | None, since: datetime, tx: Tx) -> list[int]:
    return tx.search.candidates(expression, since)


def _words(spellings: _Spellings) -> int:
    return sum(len(words) for slots in spellings for words in slots)


def _hit(matcher: WatchMatcher, watch: str, told: EntryText) -> tuple[Match, ...]:
    hits = matcher.match(told.headline, told.text, told.source)
    return next((hit.matches for hit in hits if hit.watch == watch), ())


class _Tally:
    """Counts hits as they come, the newest first."""

    def __init__(self, samples: int) -> None:
        self._samples = samples
        self._by_source = Counter[str]()
        self._by_day = Counter[date]()
        self._stories: set[object] = set()
        self._shown: dict[int, tuple[Match, ...]] = {}
        self._gained: dict[int, tuple[Match, ...]] = {}
        self._lost: dict[int, tuple[Match, ...]] = {}
        self._hit_ids: list[int] = []
        self._gains = self._losses = 0

    def take(self, told: EntryText, old: tuple[Match, ...], drafted: tuple[Match, ...] | None = None) -> None:
        """Counts an entry by what the watch finds in it, or its draft where one is tried."""
        new = old if drafted is None else drafted
        if new and not old:
            self._gains += 1
            self._show(self._gained, told, new)
        if old and not new:
            self._losses += 1
            self._show(self._lost, told, old)
        if not new:
            return
        self._by_source[told.source] += 1
        self._by_day[date.fromisoformat(told.day)] += 1
        self._stories.add(("alone", told.id) if told.story_id is None else told.story_id)
        self._hit_ids.append(told.id)
        self._show(self._shown, told, new)

    def _show(self, shown: dict[int, tuple[Match, ...]], told: EntryText, matches: tuple[Match, ...]) -> None:
        if len(shown) < self._samples:
            shown[told.id] = matches

    def result(self, tx: Tx, entries: int, candidates: int, looked_at: int) -> Backtest:
        part = candidates / looked_at if looked_at else 1.0

        def whole(count: int) -> int:
            return round(count * part)

        return Backtest(
            entries=entries,
            hits=whole(self._by_source.total()),
            by_source={source: whole(count) for source, count in self._by_source.most_common()},
            samples=_found(tx, self._shown),
            stories=whole(len(self._stories)),
            by_day={day: whole(count) for day, count in sorted(self._by_day.items())},
            gained=_found(tx, self._gained),
            lost=_found(tx, self._lost),
            gains=whole(self._gains),
            losses=whole(self._losses),
            candidates=candidates,
            looked_at=looked_at,
            hit_ids=tuple(self._hit_ids),
        )


def _found(tx: Tx, shown: Mapping[int, tuple[Match, ...]]) -> tuple[Found, ...]:
    found = []
    for entry_id, matches in shown.items():
        with suppress(LookupError):  # deleted since it was looked at, by its age
            found.append(found_in(tx.entries.get(entry_id), matches))
    return tuple(found)
