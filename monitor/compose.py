"""The text of what is delivered: frozen when first claimed, several folded into one after an outage."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from arabic.bidi import isolate
from monitor import labels
from monitor.background import said_before, without
from monitor.messages import AlertContent, ContentItem, Earlier, render
from monitor.messages.marking import one_line
from monitor.pipeline import Outlet, Rules
from monitor.pipeline.groups import FIGURES, OUTAGE, SUMMARIES
from monitor.values import Field, Match, Message, message_from_json
from storage.alert_rows import AlertItem, AlertKind, AlertRow, Delivery, MatchRow
from storage.database import Tx
from storage.rows import Change, Revision

WAITED = timedelta(minutes=2)  # a message that is due for longer waited for its channel
FOLD_FROM = 4  # so many that waited come as one


def frozen_message(tx: Tx, rules: Rules, delivery: Delivery, now: datetime) -> Message:
    """The message of a delivery; rendered once, so that every recipient and every try gets the same."""
    alert = tx.alerts.get(delivery.alert_id)
    if alert.content is not None:
        return message_from_json(json.loads(alert.content))
    silent = "" if alert.instead_of is None else tx.alerts.get(alert.instead_of).channel
    content = _alert_content(tx, alert, rules, silent=silent)
    outlet = rules.channels[alert.channel]
    message = render(content, zone=outlet.zone, now=now, glossary=rules.glossary, gloss=outlet.gloss)
    tx.alerts.freeze(alert.id, json.dumps(message.as_json(), ensure_ascii=False))
    return message


def fold_what_waited(
    tx: Tx, rules: Rules, claimed: Sequence[Delivery], *, worker: str, lease_seconds: float, now: datetime
) -> list[Delivery]:
    """What waited through an outage comes as one summary a recipient, newest first; what is urgent comes singly.

    A summary that did not get through either is taken into the next one, so that there is never more than one.
    """
    kept: list[Delivery] = []
    recipients: dict[tuple[str, str], list[Delivery]] = {}
    for delivery in claimed:
        waited = _may_be_folded(tx.alerts.get(delivery.alert_id)) and now - delivery.due_at >= WAITED
        (recipients.setdefault((delivery.channel, delivery.recipient), []) if waited else kept).append(delivery)
    for (channel, recipient), deliveries in recipients.items():
        waiting = [
            delivery
            for delivery in tx.outbox.waiting(channel, recipient, now - WAITED)
            if _may_be_folded(tx.alerts.get(delivery.alert_id))
        ]
        if len(waiting) < FOLD_FROM and not _with_summary(tx, waiting):
            kept += deliveries
            continue
        summary = tx.alerts.create(
            kind=AlertKind.MATCH,
            watch=None,
            channel=channel,
            group=f"{OUTAGE} {recipient}",
            due_at=waiting[0].due_at,
            recipients=(recipient,),
            now=now,
        )
        for delivery in waiting:
            tx.matches.attach(tx.alerts.decisions(delivery.alert_id), summary.id)
        tx.outbox.fold([delivery.id for delivery in waiting], summary.id, now)
        attempts = max(delivery.attempts for delivery in deliveries)
        kept += tx.outbox.claim_alert(
            summary.id, worker=worker, lease_seconds=lease_seconds, attempts=attempts, now=now
        )
    return kept


def _may_be_folded(alert: AlertRow) -> bool:
    return alert.kind is AlertKind.MATCH and not alert.urgent and alert.group not in SUMMARIES


def _with_summary(tx: Tx, waiting: Sequence[Delivery]) -> bool:
    """Whether more than an outage's summary alone is waiting beside that summary."""
    groups = [tx.alerts.get(delivery.alert_id).group for delivery in waiting]
    return len(groups) > 1 and any(group.startswith(OUTAGE) for group in groups)


def with_delay(message: Message, delivery: Delivery, outlet: Outlet, now: datetime) -> Message:
    """The message saying when it was due, where it reaches its channel so late that this matters."""
    if now - delivery.due_at < outlet.stale_after:
        return message
    told = f"{labels.DELAYED}: {isolate(f'{delivery.due_at.astimezone(outlet.zone):%Y-%m-%d %H:%M}')}"
    return replace(message, notice=f"{told}\n{message.notice}".strip())


def _earlier(tx: Tx, alert: AlertRow) -> Earlier | None:
    """The alert that first told this channel of what this one goes on with."""
    first = tx.alerts.first_of_thread(alert.id)
    return None if first is None or first.closed_at is None else Earlier(alert=first.id, told_at=first.closed_at)


def _alert_content(tx: Tx, alert: AlertRow, rules: Rules, *, silent: str) -> AlertContent:
    """The stored alert as what a message is rendered from; a summary tells the newest first.

    `silent` is the channel that does not get it through, and for which this one stands in.
    """
    items = tx.alerts.items(alert.id)
    watch = rules.watches.get(alert.watch) if alert.watch else None
    title = (watch.title or watch.name) if watch else (alert.watch or _summary_title(alert.group))
    if alert.group.startswith(FIGURES):
        items = items[-1:]  # its line says all that the others had to say
    if alert.watch is None and items:
        items = list(reversed(items))
        title = f"{title} ({len(items)})"
    if silent:
        title = f"{title} – {labels.instead(silent)}"
    return AlertContent(
        id=alert.id,
        kind="notice" if alert.kind is AlertKind.NOTICE else "match",
        watch=alert.watch,
        title=title,
        items=tuple(_content_item(tx, item, rules, named=alert.watch is None) for item in items),
        notice=alert.notice or "",
        follows=_earlier(tx, alert),
    )


def _summary_title(group: str) -> str:
    return next((title for name, title in labels.SUMMARIES.items() if group.startswith(name)), "")


def _content_item(tx: Tx, item: AlertItem, rules: Rules, *, named: bool) -> ContentItem:
    entry, revision, before = item.entry, item.revision, item.before
    watch = rules.watches.get(item.watch)
    again = before is not None and before.change is Change.WITHDRAWN
    return ContentItem(
        headline=_headline(revision),
        text=revision.text,
        outlet=rules.source_titles.get(entry.source, entry.source),
        published_at=entry.published_at,
        published_day=entry.published_day,
        precision=entry.precision,
        first_seen_at=entry.first_seen_at,
        url=entry.url,
        matches=tuple(_match(row) for row in item.matches),
        change="new" if before is None or again else "revised",
        before_headline=before.headline if before else None,
        before_text=before.text if before else None,
        late=item.late,
        note=labels.TOLD_AGAIN if again else item.note or "",
        news=without(revision.text, said_before(tx, entry.source, entry.id, revision.text)),
        outlets=item.outlets,
        first_told_at=item.first_told_at,
        watch=item.watch,
        watch_title=(watch.title if watch else item.watch) if named else "",
    )


def _headline(revision: Revision) -> str:
    """The headline; that of a withdrawn text says so in its first word, where a subject begins with it."""
    if revision.change is not Change.WITHDRAWN:
        return revision.headline
    return f"{labels.WITHDRAWN}{labels.COLON}{revision.headline or one_line(revision.text)}"


def _match(row: MatchRow) -> Match:
    field: Field = "headline" if row.field == "headline" else "text"
    return Match(term=row.term, field=field, form=row.form, start=row.start, end=row.end, why=row.why)
