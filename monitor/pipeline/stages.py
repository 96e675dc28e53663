"""Runs the stages over what one read recorded, inside its transaction."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

from monitor import labels
from monitor.pipeline import mute
from monitor.pipeline.background import Span, backgrounds, is_background, without
from monitor.pipeline.enqueue import enqueue_match
from monitor.pipeline.group import CORRECTION
from monitor.pipeline.mute import Muted
from monitor.pipeline.rules import Rules
from monitor.pipeline.telling import StoryNow, Tell, confirm_due, confirmed, decide
from monitor.values import WatchHit
from storage.database import Tx
from storage.rows import Change, Decision, Reading, Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What was recorded of one page, and whether this is the first time that the page was read."""

    source: str
    first: bool
    recorded: Sequence[Recorded]


@dataclass(frozen=True, slots=True)
class Told:
    """The (watch, channel) pairs that were told of an entry, and its story where it is in one."""

    entry: set[tuple[str, str]]
    story: StoryNow | None


def run(tx: Tx, rules: Rules, sighting: Sighting, now: datetime) -> int:
    """Decides of every watch that a new or edited text fulfils; returns how many alerts are owed for it.

    A text that was reread by new rules of ours is no news: it is not matched at all.
    """
    owed = 0
    background = backgrounds(tx, sighting.source, sighting.recorded, now)
    for recorded in sighting.recorded:
        if recorded.revision_id is None or recorded.change is Change.REREAD:
            continue
        reading = recorded.reading
        if recorded.story is not None and recorded.change is Change.NEW:
            _confirm(tx, rules, StoryNow(tx, recorded.story, recorded.revision_id), now)
        hits = rules.matcher.match(reading.headline, reading.text, sighting.source)
        owed += _tell_lost(tx, rules, recorded, sighting.source, {hit.watch for hit in hits}, now)
        if not hits:
            continue
        story = StoryNow(tx, recorded.story, recorded.revision_id) if recorded.story else None
        told = Told(tx.matches.told(recorded.entry_id), story)
        muted = mute.first_sight(reading, now, rules.backlog) if sighting.first else None
        old = background.get(recorded.entry_id, ())
        for hit in _urgent_by_news(rules, hits, reading, sighting.source, old) if old else hits:
            _keep_matches(tx, recorded.entry_id, recorded.revision_id, hit, now)
            told_before = mute.by_background() if old and is_background(hit, old) else None
            owed += _route(tx, rules, recorded, recorded.revision_id, hit, told, muted or told_before, now)
    return owed


def _urgent_by_news(
    rules: Rules, hits: Sequence[WatchHit], reading: Reading, source: str, old: Sequence[Span]
) -> list[WatchHit]:
    """The hits, urgent only for what stands outside of background."""
    if not any(hit.urgent for hit in hits):
        return list(hits)
    fresh = rules.matcher.match(reading.headline, without(reading.text, old), source)
    urgent = {hit.watch: hit.urgent for hit in fresh}
    return [replace(hit, urgent=hit.urgent & urgent.get(hit.watch, frozenset())) for hit in hits]


def _confirm(tx: Tx, rules: Rules, story: StoryNow, now: datetime) -> None:
    """A further outlet may be the one that others waited for."""
    confirm_due(tx, rules, story, now)
    for one in confirmed(tx, rules, story):
        alert_id = enqueue_match(tx, rules, one.watch, one.channel, Tell(), urgent=False, now=now)
        tx.matches.decide(
            one.entry_id,
            one.revision_id,
            one.watch,
            one.channel,
            decision=Decision.TOLD,
            alert_id=alert_id,
            now=now,
        )


def _tell_lost(tx: Tx, rules: Rules, recorded: Recorded, source: str, hit: AbstractSet[str], now: datetime) -> int:
    """An edit by which a text is not what a watch looks for any more corrects what that watch told of it.

    The watch must find it in the text before as it is written today: changing a watch never tells the past.
    """
    if recorded.revision_id is None or recorded.significant is None or recorded.before_folded is None:
        return 0
    told = [one for one in tx.withdrawals.told(recorded.entry_id) if one.watch in rules.watches.keys() - hit]
    found = {one.watch for one in rules.matcher.match("", recorded.before_folded, source)} if told else set()
    owed = 0
    for first in told:
        if first.watch not in found or first.channel not in rules.watches[first.watch].channels:
            continue
        note = labels.no_match(first.alert_id, first.at.astimezone(rules.channels[first.channel].zone))
        group = f"{CORRECTION} {recorded.revision_id}" if first.open_group is None else first.open_group
        tell = Tell(note=note, group=group)
        alert_id = enqueue_match(tx, rules, first.watch, first.channel, tell, urgent=first.urgent, now=now)
        tx.matches.decide(
            recorded.entry_id,
            recorded.revision_id,
            first.watch,
            first.channel,
            decision=Decision.TOLD,
            reason="an edit took away what the watch looks for",
            note=note,
            alert_id=alert_id,
            now=now,
        )
        owed += 1
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
    told: Told,
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
        urgent = rules.is_urgent(hit, channel)
        verdict = muted or _verdict(rules, recorded, hit.watch, channel, told, now, urgent)
        alert_id = None
        if isinstance(verdict, Tell):
            alert_id = enqueue_match(tx, rules, hit.watch, channel, verdict, urgent=urgent, now=now)
        tx.matches.decide(
            recorded.entry_id,
            revision_id,
            hit.watch,
            channel,
            decision=verdict.decision if isinstance(verdict, Muted) else Decision.TOLD,
            reason=verdict.reason if isinstance(verdict, Muted) else None,
            note=verdict.note if isinstance(verdict, Tell) else None,
            alert_id=alert_id,
            late=late,
            now=now,
        )
        owed += alert_id is not None
    return owed


def _verdict(
    rules: Rules, recorded: Recorded, watch: str, channel: str, told: Told, now: datetime, urgent: bool
) -> Tell | Muted:
    if told.story is not None:
        return decide(rules, recorded, watch, channel, told.story, now, urgent=urgent)
    muted = mute.repetition(recorded) if (watch, channel) in told.entry else None
    return muted or Tell()
