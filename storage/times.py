"""Instants as fixed-width UTC text, so that comparing the text compares the instants."""

from datetime import UTC, date, datetime


def to_text(at: datetime) -> str:
    """`2018-07-03T08:07:00.000Z`; digits below the millisecond are cut off."""
    if at.tzinfo is None:
        raise ValueError(f"a time without its zone cannot be stored: {at!r}")
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    return datetime.fromisoformat(text)


def to_text_or_none(at: datetime | None) -> str | None:
    return None if at is None else to_text(at)


def from_text_or_none(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def hour_text(at: datetime) -> str:
    """The UTC hour that an instant is in, as text of its first instant."""
    return to_text(at)[:14] + "00:00.000Z"


def day_or_none(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
