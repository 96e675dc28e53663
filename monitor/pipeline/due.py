"""When something is due: digests and quiet hours by the clocks of a channel's zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.config import Deliver, QuietHours


def due_at(now: datetime, deliver: Deliver, quiet: QuietHours | None, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which an alert that opens now is owed to a channel of that zone."""
    due = now
    if deliver.every is not None:
        due = _next_multiple(now, deliver.every)
    elif deliver.at:
        due = min(_next_clock(now, at, zone) for at in deliver.at)
    return after_quiet(due, quiet, zone)


def _next_multiple(now: datetime, every: timedelta) -> datetime:
    """The next full multiple of `every` since the epoch, after now."""
    seconds = every.total_seconds()
    return datetime.fromtimestamp((now.timestamp() // seconds + 1) * seconds, UTC)


def _next_clock(now: datetime, at: time, zone: ZoneInfo) -> datetime:
    """The next instant after now at which the clocks of `zone` show `at`.

    A time that a spring change skips is told at the instant the skipped hour would have begun (fold=0);
    one that comes twice in autumn counts at its first coming.
    """
    local_day = now.astimezone(zone).date()
    for days in range(-1, 3):
        due = datetime.combine(local_day + timedelta(days=days), at, tzinfo=zone).astimezone(UTC)
        if due > now:
            return due
    raise AssertionError("a clock shows every time within three days")


def after_quiet(due: datetime, quiet: QuietHours | None, zone: ZoneInfo) -> datetime:
    """`due`, or the end of the quiet hours that it falls into."""
    if quiet is None:
        return due
    local = due.astimezone(zone).time()
    begins, ends = quiet.start, quiet.end
    inside = begins <= local < ends if begins < ends else (local >= begins or local < ends)
    return _next_clock(due, ends, zone) if inside else due
