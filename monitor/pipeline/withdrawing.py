"""Tells what an outlet took back to everyone who was told of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from monitor import labels
from monitor.pipeline.case import Case, Context
from monitor.pipeline.groups import WITHDRAWN
from monitor.pipeline.rules import Rules
from monitor.pipeline.stages import TOLD_OF, passed
from monitor.pipeline.telling import Tell
from storage.database import Tx


def tell_withdrawn(tx: Tx, rules: Rules, page_id: int, withdrawn: Sequence[tuple[int, int]], now: datetime) -> int:
    """Owes it to each (watch, channel) that heard of an entry; returns how many alerts are owed.

    `withdrawn` holds entries of one page, each with the revision that says so. Where the first alert is not out yet,
    the same one tells both.
    """
    context = Context(tx=tx, rules=rules, now=now)
    return sum(passed(context, TOLD_OF, _heard(context, page_id, *one)) for one in withdrawn)


def _heard(context: Context, page_id: int, entry_id: int, revision_id: int) -> Iterator[Case]:
    tx, rules = context.tx, context.rules
    others = [rules.source_titles.get(one, one) for one in tx.withdrawals.also_told_by(entry_id)]
    for first in tx.withdrawals.told(entry_id):
        plan = rules.watches.get(first.watch)
        if plan is None or first.channel not in plan.channels:
            continue
        note = labels.withdrawn(first.alert_id, first.at.astimezone(rules.channels[first.channel].zone), others)
        yield Case(
            entry_id=entry_id,
            revision_id=revision_id,
            watch=first.watch,
            channel=first.channel,
            urgent=first.urgent,
            tell=Tell(note=note, group=f"{WITHDRAWN} {page_id}" if first.open_group is None else first.open_group),
            reason="its outlet took it back",
        )
