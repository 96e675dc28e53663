"""What is told together, and when: at once, grouped, with a digest, after quiet hours, or when there is room again."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.config import Deliver, QuietHours
from monitor.pipeline.rules import Rules
from storage.database import Tx

HOUR = timedelta(hours=1)
SOON = timedelta(minutes=1)  # what is due by then counts as sent already

# The groups of an alert.
PLAIN, URGENT, DIGEST, INSTEAD = "", "urgent", "digest", "instead"
# Alerts of one story: its name follows.
FIGURES, CORRECTION, CONFIRM = "figures", "correction", "confirm"
WITHDRAWN = "withdrawn"  # what a page took back: its id follows
# These sum up several watches of a channel. OUTAGE is made when a channel is back; a recipient's name follows it.
QUIET, FOLDED, OUTAGE = "quiet hours", "folded", "outage"
SUMMARIES = frozenset({QUIET, FOLDED})
CLOCK_GROUPS = frozenset({DIGEST, QUIET})  # these wait for a time of the day, the others for a span of time


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The open alert that a match goes to. `watch` is None where the alert sums up several watches."""

    watch: str | None
    group: str
    due_at: datetime
    urgent: bool = False


def place(tx: Tx, rules: Rules, watch: str, channel: str, *, urgent: bool, now: datetime) -> Placement:
    """Where a match of this watch is told to this channel, and when that is due.

    Nothing here runs a timer: the due instant is stored with the alert, and asked for.
    """
    plan, outlet = rules.watches[watch], rules.channels[channel]
    if urgent:
        return Placement(watch=watch, group=URGENT, due_at=now, urgent=True)
    if not plan.deliver.now:
        return Placement(watch=watch, group=DIGEST, due_at=due_at(now, plan.deliver, outlet.quiet, outlet.zone))
    quiet_until = after_quiet(now, outlet.quiet, outlet.zone)
    if quiet_until > now:
        return Placement(watch=None, group=QUIET, due_at=quiet_until)
    if outlet.max_per_hour is not None and tx.alerts.open(watch, channel, PLAIN) is None:
        room_at = _room_at(tx, channel, outlet.max_per_hour, now)
        if room_at > now:
            return Placement(watch=None, group=FOLDED, due_at=room_at)
    due = now + plan.group_wait
    if plan.group_interval:
        last = tx.alerts.last_closed_at(watch, channel)
        due = max(due, last + plan.group_interval) if last else due
    return Placement(watch=watch, group=PLAIN, due_at=due)


def _room_at(tx: Tx, channel: str, most: int, now: datetime) -> datetime:
    """When a channel may have one more message: now, or when the oldest of the last hour's is an hour old."""
    begun = tx.alerts.closed_since(channel, now - HOUR)
    count = len(begun) + tx.alerts.open_messages(channel, now + SOON)
    if count < most:
        return now
    return begun[max(0, len(begun) - most)] + HOUR if begun else now + HOUR


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
