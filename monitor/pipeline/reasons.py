"""Why a match is not told: each decision with its reason."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from monitor.config import Deliver
from storage.alert_rows import Decision, Silence
from storage.rows import Change, Reading, Recorded


@dataclass(frozen=True, slots=True)
class Muted:
    """Not told, and why."""

    decision: Decision
    reason: str


def first_sight(reading: Reading, told_from: datetime) -> Muted | None:
    """At the first read of a page: what is older than the backlog reaches, or without a time, is stored untold.

    A text that tells its day only may be as old as that day's beginning.
    """
    oldest = reading.published_at
    if oldest is None and reading.published_day is not None:
        oldest = datetime.combine(reading.published_day, time(), UTC)
    if oldest is None:
        return Muted(Decision.UNTOLD, "first read of its page, and it tells no time")
    if oldest < told_from:
        return Muted(Decision.UNTOLD, "first read of its page, and it is older than the backlog")
    return None


def repetition(recorded: Recorded) -> Muted | None:
    """For a watch that was told of this entry before: only a significant edit is told again."""
    if recorded.completes or recorded.change is not Change.REVISED:
        return Muted(Decision.KNOWN, "already told")
    if recorded.significant is None:
        return Muted(Decision.KNOWN, "an edit without a changed figure, place, negation or actor")
    return None


def by_background() -> Muted:
    """For what stands in paragraphs alone that the source has told before."""
    return Muted(Decision.BACKGROUND, "only in a paragraph that an older update of the source had")


def by_watch(deliver: Deliver, silence: Silence | None) -> Muted | None:
    """A watch that is on trial (`deliver = "off"`) or silenced."""
    if deliver.off:
        return Muted(Decision.MUTED, 'deliver = "off"')
    if silence is not None:
        reason = f" ({silence.reason})" if silence.reason else ""
        return Muted(Decision.MUTED, f"silenced until {silence.until:%Y-%m-%d %H:%M} UTC{reason}")
    return None
