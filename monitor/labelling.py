"""Judging a watch by people's verdicts on its hits: how precise it is, and which exclusions would make it more so."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from arabic.fold import fold_text
from arabic.wordlists import PARTICLES
from arabic.words import words
from monitor.watches.matcher import TermError, WatchMatcher
from monitor.watches.watch import Watch
from storage.database import Database
from storage.rows import Entry

PROPOSED = 5  # exclusions
FEWEST_LETTERS = 3
FEWEST_WRONG = 2  # hits that an exclusion takes away: one alone is chance

Judged = tuple[Entry, bool]
"""An entry that the watch hit, and whether that was right."""
Compile = Callable[[Watch], WatchMatcher]


@dataclass(frozen=True, slots=True)
class Precision:
    """Of so many judged hits, how many were right."""

    judged: int
    right: int

    @property
    def part(self) -> float | None:
        return self.right / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A term for `none`, and how many wrong hits it takes away; it takes no right one."""

    term: str
    wrong: int


def judged_entries(database: Database, watch: str) -> list[Judged]:
    """The entries that were judged for a watch, with the verdicts."""
    return database.read_now(
        lambda tx: [(tx.entries.get(entry_id), right) for entry_id, right in tx.verdicts.of(watch).items()]
    )


def precision(matcher: WatchMatcher, watch: str, judged: Sequence[Judged]) -> Precision:
    """Of the judged entries that the watch hits as it stands."""
    hit = [right for entry, right in judged if _hits(matcher, watch, entry)]
    return Precision(len(hit), sum(hit))


def exclusions(watch: Watch, judged: Sequence[Judged], compiled: Compile) -> list[Exclusion]:
    """Words that, put into `none` one after the other, take away wrong hits and no right one; the best first.

    Each is tried with the matcher itself, in the scope of the watch. `compiled` makes a matcher of a watch.
    """
    left = [entry for entry, right in judged if not right]
    right = [entry for entry, is_right in judged if is_right]
    found: list[Exclusion] = []
    while len(left) >= FEWEST_WRONG and len(found) < PROPOSED:
        best: tuple[int, str, list[Entry]] | None = None
        for word, most in _words_of(left, right):
            if best is not None and best[0] >= most:
                break
            changed = replace(watch, none=(*watch.none, *(one.term for one in found), word))
            try:
                matcher = compiled(changed)
            except TermError:
                continue
            if not all(_hits(matcher, watch.name, entry) for entry in right):
                continue
            still = [entry for entry in left if _hits(matcher, watch.name, entry)]
            gone = len(left) - len(still)
            if gone >= FEWEST_WRONG and (best is None or gone > best[0]):
                best = (gone, word, still)
        if best is None:
            break
        gone, word, left = best
        found.append(Exclusion(word, gone))
    return found


def _words_of(wrong: Sequence[Entry], right: Sequence[Entry]) -> list[tuple[str, int]]:
    """Exact terms of words that stand in several wrong hits and in no right one, with in how many; the most first."""
    told = Counter(word for entry in wrong for word in _told(entry))
    spoken_for = {word for entry in right for word in _told(entry)}
    return [
        (f"={word}", count) for word, count in told.most_common() if count >= FEWEST_WRONG and word not in spoken_for
    ]


def _told(entry: Entry) -> set[str]:
    found = words(fold_text(f"{entry.headline}\n{entry.text}")).texts
    return {word for word in found if len(word) >= FEWEST_LETTERS and word not in PARTICLES and not word.isdigit()}


def _hits(matcher: WatchMatcher, watch: str, entry: Entry) -> bool:
    return any(hit.watch == watch for hit in matcher.match(entry.headline, entry.text, entry.source))
