"""Tells what an outlet took back to everyone who was told of it."""

from collections.abc import Sequence
from datetime import datetime

from monitor import labels
from monitor.pipeline.enqueue import enqueue_match
from monitor.pipeline.group import WITHDRAWN
from monitor.pipeline.rules import Rules
from monitor.pipeline.telling import Tell
from storage.database import Tx
from storage.rows import Decision


def tell_withdrawn(tx: Tx, rules: Rules, page_id: int, withdrawn: Sequence[tuple[int, int]], now: datetime) -> int:
    """Owes it to each (watch, channel) that heard of an entry; returns how many alerts are owed.

    `withdrawn` holds entries of one page, each with the revision that says so. Where the first alert is not out yet,
    the same one tells both.
    """
    owed = 0
    for entry_id, revision_id in withdrawn:
        others = [rules.source_titles.get(one, one) for one in tx.withdrawals.also_told_by(entry_id)]
        for first in tx.withdrawals.told(entry_id):
            plan = rules.watches.get(first.watch)
            if plan is None or first.channel not in plan.channels:
                continue
            zone = rules.channels[first.channel].zone
            note = labels.withdrawn(first.alert_id, first.at.astimezone(zone), others)
            group = f"{WITHDRAWN} {page_id}" if first.open_group is None else first.open_group
            tell = Tell(note=note, group=group)
            alert_id = enqueue_match(tx, rules, first.watch, first.channel, tell, urgent=first.urgent, now=now)
            tx.matches.decide(
                entry_id,
                revision_id,
                first.watch,
                first.channel,
                decision=Decision.TOLD,
                reason="its outlet took it back",
                note=note,
                alert_id=alert_id,
                now=now,
            )
            owed += 1
    return owed
