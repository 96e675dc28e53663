"""The clock: the one place that asks what time it is, so that a test can move it."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The instant, as an aware UTC datetime."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class StepWatch:
    """Notices that a clock was set: it moved otherwise than a stopwatch did beside it."""

    def __init__(self, at: datetime, stopwatch_seconds: float) -> None:
        self._at = at
        self._seconds = stopwatch_seconds

    def step(self, at: datetime, stopwatch_seconds: float) -> timedelta:
        """By how much the clock was set since the last look; negative where it was set back."""
        step = (at - self._at) - timedelta(seconds=stopwatch_seconds - self._seconds)
        self._at, self._seconds = at, stopwatch_seconds
        return step
