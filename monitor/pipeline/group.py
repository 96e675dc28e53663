"""What is told together, and when: at once, grouped, with a digest, after quiet hours, or when there is room again."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.pipeline.case import Case, Context, Placement
from monitor.pipeline.due import after_quiet, due_at
from monitor.pipeline.groups import DIGEST, FOLDED, PLAIN, QUIET, URGENT
from monitor.pipeline.rules import Rules
from storage.database import Tx

HOUR = timedelta(hours=1)
SOON = timedelta(minutes=1)  # what is due by then counts as sent already


def group(context: Context, cases: Iterable[Case]) -> Iterator[Case]:
    """Gives each case the open alert that it belongs to, and when that is due."""
    for case in cases:
        yield replace(case, placement=_placement(context, case))


def _placement(context: Context, case: Case) -> Placement:
    """What has an alert of its own still waits for a digest, for the end of quiet hours, or for room."""
    tell = case.tell
    found = place(context.tx, context.rules, case.watch, case.channel, urgent=case.urgent, now=context.now)
    if tell.group is None or found.group not in (PLAIN, URGENT):
        return found
    return replace(found, group=tell.group, due_at=max(found.due_at, tell.due_at or found.due_at))


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
