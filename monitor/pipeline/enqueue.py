"""Puts what is to be told into the outbox: the open alert that it belongs to, with a delivery a recipient."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from monitor import labels
from monitor.pipeline.case import Case, Context, Placement
from monitor.pipeline.groups import INSTEAD
from monitor.pipeline.rules import Rules
from storage.alert_rows import AlertKind, AlertRow, Decision
from storage.database import Tx


def enqueue(context: Context, cases: Iterable[Case]) -> Iterator[Case]:
    """Owes each case to its channel, with the alert of its group: the open one, else a new one."""
    for case in cases:
        assert case.placement is not None, "grouped before it is enqueued"
        owed = replace(case, alert_id=_alert(context, case.channel, case.placement))
        context.decide(owed, Decision.TOLD, owed.reason)
        yield owed


def _alert(context: Context, channel: str, placement: Placement) -> int:
    tx = context.tx
    alert = tx.alerts.open(placement.watch, channel, placement.group)
    if alert is None:
        alert = tx.alerts.create(
            kind=AlertKind.MATCH,
            watch=placement.watch,
            channel=channel,
            group=placement.group,
            due_at=placement.due_at,
            recipients=context.rules.channels[channel].recipients,
            now=context.now,
            urgent=placement.urgent,
        )
    return alert.id


def enqueue_instead(tx: Tx, rules: Rules, alert: AlertRow, channel: str, now: datetime) -> int:
    """Tells on another channel what an alert's own channel does not get through; the alert stays owed there."""
    standing_in = tx.alerts.create(
        kind=alert.kind,
        watch=alert.watch,
        channel=channel,
        group=f"{INSTEAD} {alert.id}",
        due_at=now,
        recipients=rules.channels[channel].recipients,
        now=now,
        notice=alert.notice,
        urgent=True,
        instead_of=alert.id,
    )
    tx.matches.attach(tx.alerts.decisions(alert.id), standing_in.id)
    return standing_in.id


def enqueue_notice(tx: Tx, rules: Rules, text: str, now: datetime, *, not_by: str | None = None) -> list[int]:
    """Tells the operator's channels about the service itself.

    `not_by` names a channel that cannot: where it is the operator's only one, the next channel there is tells it.
    """
    able = [channel for channel in rules.operators if channel != not_by]
    if not able and not_by is not None:
        able = [channel for channel in rules.channels if channel != not_by][:1]
    return [_notice(tx, rules, channel, text, now) for channel in able]


def enqueue_welcome(tx: Tx, rules: Rules, channel: str, now: datetime) -> int:
    """Greets a channel that is new with what it will hear and how an alert looks."""
    watches = [watch.title or name for name, watch in rules.watches.items() if channel in watch.channels]
    return _notice(tx, rules, channel, labels.welcome(channel, watches), now)


def _notice(tx: Tx, rules: Rules, channel: str, text: str, now: datetime) -> int:
    alert = tx.alerts.create(
        kind=AlertKind.NOTICE,
        watch=None,
        channel=channel,
        group="",
        due_at=now,
        recipients=rules.channels[channel].recipients,
        now=now,
        notice=text,
    )
    return alert.id
