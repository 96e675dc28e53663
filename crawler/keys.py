"""The key of an update: its native id where the page has one, else a hash of its folded text and minute."""

import re
from datetime import date, datetime
from hashlib import sha256

from arabic.fold import fold_text

# `post1`, `item-3`, `12`: counters of the place on the page, which shift with every new entry.
_POSITIONAL = re.compile(
    r"^(?:post|item|entry|update|block|live|p|e|n|row|card|slide|liveblog|liveblogupdate)?[-_]?\d{1,3}$", re.I
)


def is_positional(identity: str) -> bool:
    """Whether an id looks like a place on the page and not like an identity (`post1`)."""
    return _POSITIONAL.match(identity) is not None


def text_key(headline: str | None, text: str | None, at: datetime | None = None, day: date | None = None) -> str:
    """The key of an update without an id: equal for the same words at the same minute."""
    words = re.sub(r"\W+", " ", fold_text(f"{headline or ''} {text or ''}")).strip()
    when = at.strftime("%Y-%m-%dT%H:%M") if at else day.isoformat() if day else ""
    return sha256(f"{words}\n{when}".encode()).hexdigest()[:24]
