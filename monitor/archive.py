"""Questions to the archive: a search in every written form, and a watch run over what was stored."""

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.values import Match
from monitor.watches.matcher import TermError, TermMatcher, WatchMatcher, compile_terms
from storage.database import Database, Tx
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
    """What a watch would have hit: of how many entries, how often, where, on which days; the newest hits as samples.

    `stories` counts what would have been told once each. `gained` and `lost` are hits that the draft of the watch
    has and the watch of the file has not, and the other way round; empty where no draft was tried.
    """

    entries: int
    hits: int
    by_source: dict[str, int]
    samples: tuple[Found, ...]
    stories: int = 0
    by_day: Mapping[date, int] = field(default_factory=dict)
    gained: tuple[Found, ...] = ()
    lost: tuple[Found, ...] = ()


def search(
    database: Database,
    query: str,
    *,
    since: datetime | None = None,
    source: str | None = None,
    limit: int = 50,
    best: bool = False,
) -> list[Found]:
    """Entries in which every term of the query occurs, newest first, or the `best` of the newest; raises TermError.

    `source:NAME` among the terms asks for one source. Full text narrows the archive down to entries that hold the
    words, the matcher decides.
    """
    terms = split_terms(query)
    named = [term.removeprefix("source:") for term in terms if term.startswith("source:")]
    terms = [term for term in terms if not term.startswith("source:")]
    if not terms:
        raise TermError(query, "names a source and nothing to search for")
    if len({*named, *([source] if source else [])}) > 1:
        return []
    source = source or (named[0] if named else None)
    matchers = [compile_terms([term]) for term in terms]
    expression = " AND ".join(_expression(matcher) for matcher in matchers)
    entries = database.read_now(
        lambda tx: tx.search.query(expression, since=since, source=source, limit=limit * CANDIDATES_A_HIT, best=best)
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


def backtest(
    database: Database,
    matcher: WatchMatcher,
    watch: str,
    since: datetime,
    samples: int,
    *,
    draft: WatchMatcher | None = None,
    listed: bool = False,
) -> Backtest:
    """Runs a watch, or its draft beside it, over the last text of every entry since then, or of those listed now."""

    def run(tx: Tx) -> Backtest:
        count, by_source, by_day = 0, Counter[str](), Counter[date]()
        stories: set[object] = set()
        shown: list[Found] = []
        gained: list[Found] = []
        lost: list[Found] = []
        for entry in tx.entries.iterate(since):
            if listed and not entry.listed:
                continue
            count += 1
            old = _hit(matcher, watch, entry)
            new = old if draft is None else _hit(draft, watch, entry)
            if new and not old and len(gained) < samples:
                gained.append(_found(entry, new))
            if old and not new and len(lost) < samples:
                lost.append(_found(entry, old))
            if not new:
                continue
            by_source[entry.source] += 1
            by_day[(entry.published_at or entry.first_seen_at).date()] += 1
            member = tx.stories.of(entry.id)
            stories.add(member.story_id if member else ("alone", entry.id))
            if len(shown) < samples:
                shown.append(_found(entry, new))
        return Backtest(
            entries=count,
            hits=by_source.total(),
            by_source=dict(by_source.most_common()),
            samples=tuple(shown),
            stories=len(stories),
            by_day=dict(sorted(by_day.items())),
            gained=tuple(gained),
            lost=tuple(lost),
        )

    return database.read_now(run)


def _hit(matcher: WatchMatcher, watch: str, entry: Entry) -> tuple[Match, ...]:
    hits = matcher.match(entry.headline, entry.text, entry.source)
    return next((hit.matches for hit in hits if hit.watch == watch), ())


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
