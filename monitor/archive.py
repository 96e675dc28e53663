"""Questions to the archive: a search in every written form, and what is shown of an entry that is found."""

import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.values import Match
from monitor.watches.matcher import TermError, compile_terms
from storage.database import Database
from storage.rows import Entry

SNIPPET_LETTERS = 60  # on either side of the first hit
CANDIDATES_A_HIT = 5
FEW_WORDS = 100  # are asked for at once
BEGINNING = 6  # letters; of shorter ones the archive holds too many other words


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry and the places that were hit. `snippet` marks the hits with «[» and «]»."""

    entry: Entry
    matches: tuple[Match, ...]
    snippet: str


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
    expression = " AND ".join(any_of(matcher.spellings()) for matcher in matchers)
    entries = database.read_now(
        lambda tx: tx.search.query(expression, since=since, source=source, limit=limit * CANDIDATES_A_HIT, best=best)
    )
    found: list[Found] = []
    for entry in entries:
        by_term = [matcher.find(entry.text, entry.headline) for matcher in matchers]
        if all(by_term):
            found.append(found_in(entry, [match for matches in by_term for match in matches]))
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


def any_of(spellings: Iterable[Sequence[Iterable[str]]]) -> str:
    """An FTS5 expression for what can be written in several ways, each word by word, each word in several spellings."""
    single, several = _by_length(spellings)
    return _expression([[single], *several] if single else several, _exactly)


def in_parts(spellings: Iterable[Sequence[Iterable[str]]], most: int) -> tuple[str, ...]:
    """As `any_of`, in up to so many expressions, of which one finds what others do not.

    Words that begin alike are asked for by their beginning: it finds some more, and a concept's ten thousand
    spellings in a third of the time.
    """
    single, several = _by_length(spellings)
    size = max(FEW_WORDS, -(-len(single) // most))
    parts = [_expression([[single[first : first + size]]], _beginnings) for first in range(0, len(single), size)]
    return (*parts, _expression(several, _beginnings)) if several else tuple(parts)


def _by_length(spellings: Iterable[Sequence[Iterable[str]]]) -> tuple[list[str], list[Sequence[Iterable[str]]]]:
    """The words that are enough by themselves, each once, however many things they may be; and what takes several."""
    spellings = list(spellings)
    single = {word for slots in spellings if len(slots) == 1 for word in slots[0]}
    return sorted(single), [slots for slots in spellings if len(slots) > 1]


def _expression(spellings: Iterable[Sequence[Iterable[str]]], named: Callable[[Iterable[str]], list[str]]) -> str:
    alternatives = [" AND ".join(f"({' OR '.join(named(words))})" for words in slots) for slots in spellings]
    return f"({' OR '.join(f'({alternative})' for alternative in alternatives)})"


def _exactly(words: Iterable[str]) -> list[str]:
    return sorted(map(_quoted, words))


def _beginnings(words: Iterable[str]) -> list[str]:
    """The words; for those with the same first BEGINNING letters these alone, «"…" *»."""
    alike: dict[str, list[str]] = {}
    for word in sorted(words):
        alike.setdefault(word[:BEGINNING], []).append(word)
    return [_quoted(several[0]) if len(several) == 1 else f"{_quoted(begin)} *" for begin, several in alike.items()]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def found_in(entry: Entry, matches: Iterable[Match]) -> Found:
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
