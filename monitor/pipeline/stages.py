"""Runs the stages over what one read recorded, inside its transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.pipeline import mute
from monitor.pipeline.enqueue import enqueue_match
from monitor.pipeline.mute import Muted
from monitor.pipeline.rules import Rules
from monitor.values import WatchHit
from storage.database import Tx
from storage.rows import Change, Decision, Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What was recorded of one page, and whether this is the first time that the page was read."""

    source: str
    first: bool
    recorded: Sequence[Recorded]


def run(tx: Tx, rules: Rules, sighting: Sighting, now: datetime) -> int:
    """Decides of every watch that a new or edited text fulfils; returns how many alerts are owed for it.

    A text that was reread by new rules of ours is no news: it is not matched at all.
    """
    owed = 0
    for recorded in sighting.recorded:
        if recorded.revision_id is None or recorded.change is Change.REREAD:
            continue
        reading = recorded.reading
        hits = rules.matcher.match(reading.headline, reading.text, sighting.source)
        if not hits:
            continue
        told = tx.matches.told(recorded.entry_id)
        muted = mute.first_sight(reading, now, rules.backlog) if sighting.first else None
        for hit in hits:
            _keep_matches(tx, recorded.entry_id, recorded.revision_id, hit, now)
            owed += _route(tx, rules, recorded, recorded.revision_id, hit, told, muted, now)
    return owed


def _keep_matches(tx: Tx, entry_id: int, revision_id: int, hit: WatchHit, now: datetime) -> None:
    for match in hit.matches:
        tx.matches.add(
            entry_id,
            revision_id,
            hit.watch,
            term=match.term,
            field=match.field,
            form=match.form,
            start=match.start,
            end=match.end,
            why=match.why,
            now=now,
        )


def _route(
    tx: Tx,
    rules: Rules,
    recorded: Recorded,
    revision_id: int,
    hit: WatchHit,
    told: set[tuple[str, str]],
    muted: Muted | None,
    now: datetime,
) -> int:
    """One decision for each channel of the watch."""
    deliver = rules.deliver(hit.watch)
    muted = muted or mute.by_watch(deliver, tx.silences.active(hit.watch, now))
    published = recorded.reading.published_at
    late = published is not None and now - published > rules.late_after
    owed = 0
    for channel in rules.watches[hit.watch].channels:
        verdict = muted
        if verdict is None and (hit.watch, channel) in told:
            verdict = mute.repetition(recorded)
        urgent = rules.is_urgent(hit, channel)
        alert_id = None if verdict else enqueue_match(tx, rules, hit.watch, channel, urgent=urgent, now=now)
        tx.matches.decide(
            recorded.entry_id,
            revision_id,
            hit.watch,
            channel,
            decision=verdict.decision if verdict else Decision.TOLD,
            reason=verdict.reason if verdict else None,
            alert_id=alert_id,
            late=late,
            now=now,
        )
        owed += alert_id is not None
    return owed
