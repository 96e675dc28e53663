"""Questions to the archive: a search in every written form, and a watch run over what was stored."""

import shlex
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.values import Match
from monitor.watches.matcher import TermError, TermMatcher, WatchMatcher, compile_terms
from storage.database import Database
from storage.rows import Entry

SNIPPET_LETTERS = 60  # on either side of the first hit
CANDIDATES_A_HIT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry and the places that were hit. `snippet` marks the hits with «[» and «]»."""

    entry: Entry
    matches: tuple[Match, ...]
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """What a watch would have hit: of how many entries, how often, where; the newest hits as samples."""

    entries: int
    hits: int
    by_source: dict[str, int]
    samples: tuple[Found, ...]


def search(
    database: Database, query: str, *, since: datetime | None = None, source: str | None = None, limit: int = 50
) -> list[Found]:
    """Entries in which every term of the query occurs, newest first; raises TermError.

    Full text narrows the archive down to entries that hold the words, the matcher decides.
    """
    terms = split_terms(query)
    matchers = [compile_terms([term]) for term in terms]
    expression = " AND ".join(_expression(matcher) for matcher in matchers)
    entries = database.read_now(
        lambda tx: tx.search.query(expression, since=since, source=source, limit=limit * CANDIDATES_A_HIT)
    )
    found: list[Found] = []
    for entry in entries:
        by_term = [matcher.find(entry.text, entry.headline) for matcher in matchers]
        if all(by_term):
            found.append(_found(entry, [match for matches in by_term for match in matches]))
            if len(found) == limit:
                break
    return found


def split_terms(query: str) -> list[str]:
    """The terms of a search: words apart by spaces, phrases in straight quotes; raises TermError."""
    lexer = shlex.shlex(query, posix=False, punctuation_chars=False)
    lexer.whitespace_split, lexer.quotes, lexer.commenters = True, '"', ""
    try:
        terms = list(lexer)
    except ValueError:
        raise TermError(query, 'a quote is not closed: write the phrase as "…"') from None
    if not terms:
        raise TermError(query, "nothing to search for")
    return terms


def _expression(matcher: TermMatcher) -> str:
    """An FTS5 expression that every entry fulfils in which the matcher finds something."""
    alternatives = [
        " AND ".join(f"({' OR '.join(sorted(map(_quoted, words)))})" for words in slots)
        for slots in matcher.spellings()
    ]
    return f"({' OR '.join(f'({alternative})' for alternative in alternatives)})"


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def backtest(database: Database, matcher: WatchMatcher, watch: str, since: datetime, samples: int) -> Backtest:
    """Runs a watch over the last text of every entry since then."""

    def run(entries: Iterable[Entry]) -> Backtest:
        count, by_source = 0, Counter[str]()
        shown: list[Found] = []
        for entry in entries:
            count += 1
            for hit in matcher.match(entry.headline, entry.text, entry.source):
                if hit.watch == watch:
                    by_source[entry.source] += 1
                    if len(shown) < samples:
                        shown.append(_found(entry, hit.matches))
        return Backtest(
            entries=count, hits=by_source.total(), by_source=dict(by_source.most_common()), samples=tuple(shown)
        )

    return database.read_now(lambda tx: run(tx.entries.iterate(since)))


def _found(entry: Entry, matches: Iterable[Match]) -> Found:
    kept = tuple(sorted(matches, key=lambda match: (match.field, match.start)))
    return Found(entry=entry, matches=kept, snippet=_snippet(entry, kept))


def _snippet(entry: Entry, matches: tuple[Match, ...]) -> str:
    """A window of the text around its first hit; of the headline where only that was hit."""
    field = "text" if any(match.field == "text" for match in matches) else "headline"
    text = entry.text if field == "text" else entry.headline
    spans = sorted({(match.start, match.end) for match in matches if match.field == field})
    begin = max(0, spans[0][0] - SNIPPET_LETTERS)
    end = min(len(text), spans[0][1] + SNIPPET_LETTERS)
    parts, at = ["…" if begin else ""], begin
    for start, stop in spans:
        if start >= at and stop <= end:
            parts += [text[at:start], "[", text[start:stop], "]"]
            at = stop
    parts += [text[at:end], "…" if end < len(text) else ""]
    return " ".join("".join(parts).split())
