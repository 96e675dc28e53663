"""Learns what is furniture of a source: a line that stands in five unrelated entries is neither hashed nor matched."""

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import blake2b

from arabic.fold import fold_text
from crawler.items import Update
from storage.database import Tx
from storage.rows import Change, Recorded

_SHORTEST, _LONGEST = 12, 400  # characters of a line that may be furniture


def without_learnt(updates: Sequence[Update], learnt: Collection[int]) -> list[Update]:
    """The updates without the lines that are known as furniture; an update that is nothing else stays as it is."""
    return [_without(update, learnt) for update in updates] if learnt else list(updates)


def kept(text_folded: str, learnt: Collection[int]) -> str:
    """A folded text without such lines, in one line: as another reading of it would be without them."""
    lines = text_folded.split("\n")
    return " ".join(" ".join(line for line in lines if digest_of(line) not in learnt).split())


def learn(tx: Tx, source: str, recorded: Sequence[Recorded], now: datetime) -> None:
    """Counts the lines of what is new. An entry of one line teaches nothing: it may be the news, told again."""
    for one in recorded:
        if one.change is not Change.NEW:
            continue
        digests = {line: digest_of(line) for line in one.reading.text_folded.split("\n") if line.strip()}
        if len(digests) > 1:
            whole = sum(digests.values())
            lines = [(number, _signed(whole - number)) for line, number in digests.items() if _may_be(line)]
            tx.lines.count(source, lines, now)


def _without(update: Update, learnt: Collection[int]) -> Update:
    lines = (update.text or "").split("\n")
    if len(lines) < 2:
        return update
    left = [line for line in lines if not line or digest_of_text(line) not in learnt]
    if len(left) == len(lines) or not any(left):
        return update
    text = "\n".join(left).strip("\n")
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return update.with_(text=text)


def _may_be(line: str) -> bool:
    return _SHORTEST <= len(line) <= _LONGEST


def digest_of_text(line: str) -> int:
    """The digest of a line as written."""
    return digest_of(fold_text(line))


def digest_of(line_folded: str) -> int:
    """64 bits of a folded line, as SQLite's integers are signed."""
    words = " ".join(line_folded.split())
    digest = blake2b(words.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _signed(number: int) -> int:
    return (number + (1 << 63)) % (1 << 64) - (1 << 63)
