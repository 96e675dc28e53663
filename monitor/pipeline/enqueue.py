"""Puts what is to be told into the outbox: the open alert of its watch and channel, with a delivery a recipient."""

from datetime import datetime

from monitor.pipeline.group import due_at
from monitor.pipeline.rules import Rules
from storage.database import Tx
from storage.rows import AlertKind


def enqueue_match(tx: Tx, rules: Rules, watch: str, channel: str, now: datetime) -> int:
    """The id of the alert that tells a match: the open one of its watch and channel, else a new one."""
    group = ""
    alert = tx.alerts.open(watch, channel, group)
    if alert is None:
        outlet = rules.channels[channel]
        alert = tx.alerts.create(
            kind=AlertKind.MATCH,
            watch=watch,
            channel=channel,
            group=group,
            due_at=due_at(now, rules.deliver(watch), outlet.quiet, outlet.zone),
            recipients=outlet.recipients,
            now=now,
        )
    return alert.id


def enqueue_notice(tx: Tx, rules: Rules, text: str, now: datetime, *, not_by: str | None = None) -> list[int]:
    """Tells the operator's channels about the service itself; `not_by` names a channel that cannot."""
    return [
        tx.alerts.create(
            kind=AlertKind.NOTICE,
            watch=None,
            channel=channel,
            group="",
            due_at=now,
            recipients=rules.channels[channel].recipients,
            now=now,
            notice=text,
        ).id
        for channel in rules.operators
        if channel != not_by
    ]
