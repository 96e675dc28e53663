"""Background: a paragraph that stood in an older update of the source is no news, and alone raises no alert."""

from collections.abc import Sequence
from datetime import datetime

from monitor.learning import digest_of_text
from monitor.values import WatchHit
from storage.database import Tx
from storage.rows import Change, Recorded

SHORTEST = 8  # words: what is shorter may be the news of another day in the same words
FORGET_EVERY = 500  # entries

Span = tuple[int, int]  # of a text, in code points, end exclusive


def backgrounds(tx: Tx, source: str, recorded: Sequence[Recorded], now: datetime) -> dict[int, list[Span]]:
    """Where each new text has background, by its entry's id; the paragraphs of all are kept for later ones.

    A text of one paragraph has none: what is told again as a whole is a copy, or the like of another day.
    """
    fresh = [one for one in recorded if one.revision_id is not None and one.change is not Change.REREAD]
    lines = {one.entry_id: _paragraphs(one.reading.text) for one in fresh}
    at = {one.entry_id: min(one.reading.published_at or now, now) for one in fresh}
    kept = [(digest, entry_id, at[entry_id]) for entry_id, found in lines.items() for digest, _ in found]
    if not kept:
        return {}
    tx.paragraphs.put(source, kept, now)
    if any(entry_id % FORGET_EVERY == 0 for entry_id in lines):
        tx.paragraphs.forget(now)
    several = {one.entry_id for one in fresh if "\n" in one.reading.text}
    if not several:
        return {}
    owners = tx.paragraphs.owners(source, {digest for digest, entry_id, _ in kept if entry_id in several})
    found = {
        entry_id: [span for digest, span in lines[entry_id] if owners.get(digest, entry_id) != entry_id]
        for entry_id in several
    }
    return {entry_id: spans for entry_id, spans in found.items() if spans}


def said_before(tx: Tx, source: str, entry_id: int, text: str) -> list[Span]:
    """Where a text has background, as long as its own paragraphs are not kept."""
    if "\n" not in text:
        return []
    found = _paragraphs(text)
    owners = tx.paragraphs.owners(source, {digest for digest, _ in found})
    return [span for digest, span in found if owners.get(digest, entry_id) != entry_id]


def is_background(hit: WatchHit, spans: Sequence[Span]) -> bool:
    """Whether all that a watch found stands in background."""
    return all(
        match.field == "text" and any(start <= match.start and match.end <= end for start, end in spans)
        for match in hit.matches
    )


def without(text: str, spans: Sequence[Span]) -> str:
    """The text with blanks in place of its background, as long as before."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _paragraphs(text: str) -> list[tuple[int, Span]]:
    found = []
    start = 0
    for line in text.split("\n"):
        if line.count(" ") + 1 >= SHORTEST:
            found.append((digest_of_text(line), (start, start + len(line))))
        start += len(line) + 1
    return found
