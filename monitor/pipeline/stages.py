"""The path of an alert as a list of stages, and running them over what one read recorded, inside its transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor import labels
from monitor.background import backgrounds
from monitor.pipeline.case import Case, Context
from monitor.pipeline.enqueue import enqueue
from monitor.pipeline.group import group
from monitor.pipeline.groups import CORRECTION
from monitor.pipeline.match import match
from monitor.pipeline.mute import mute
from monitor.pipeline.route import route
from monitor.pipeline.rules import Rules
from monitor.pipeline.telling import Tell, confirm_due, confirmed
from storage.database import Tx
from storage.rows import Change, Recorded

Stage = Callable[[Context, Iterable[Case]], Iterator[Case]]

STAGES: tuple[Stage, ...] = (match, route, mute, group, enqueue)
# What is told of something that was told (confirmed, no match any more, taken back) goes to who heard that.
TOLD_OF: tuple[Stage, ...] = (group, enqueue)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What was recorded of one page, and whether this is the first time that the page was read.

    What is dated `since` then is told even so; without it, what is no older than the backlog.
    """

    source: str
    first: bool
    since: datetime | None = None
    recorded: Sequence[Recorded]


def run(tx: Tx, rules: Rules, sighting: Sighting, now: datetime) -> int:
    """Decides of every watch that a new or edited text fulfils; returns how many alerts are owed for it.

    A text that was reread by new rules of ours is no news: it is not matched at all.
    """
    owed = 0
    background = backgrounds(tx, sighting.source, sighting.recorded, now)
    for recorded in sighting.recorded:
        if recorded.revision_id is None or recorded.change is Change.REREAD:
            continue
        context = Context(
            tx=tx,
            rules=rules,
            now=now,
            source=sighting.source,
            told_from=(sighting.since or now - rules.backlog) if sighting.first else None,
            recorded=recorded,
            background=background.get(recorded.entry_id, ()),
        )
        if recorded.change is Change.NEW:
            passed(context, TOLD_OF, _confirmed(context))
            context = replace(context)  # the story has been told now
        owed += passed(context, TOLD_OF, _lost(context, recorded.revision_id))
        owed += passed(context, STAGES, [Case(entry_id=recorded.entry_id, revision_id=recorded.revision_id)])
    return owed


def passed(context: Context, stages: Sequence[Stage], cases: Iterable[Case]) -> int:
    """How many cases come out of the last stage.

    One case goes through all stages before the next begins: where there is room for one message, the first has it.
    """
    for stage in stages:
        cases = stage(context, cases)
    return sum(1 for _ in cases)


def _confirmed(context: Context) -> Iterator[Case]:
    """What waited for more outlets: a further one may be the one that it waited for."""
    member = context.text.story
    if member is None or member.begins_story or context.story is None:
        return
    confirm_due(context.tx, context.rules, context.story, context.now)
    for one in confirmed(context.tx, context.rules, context.story):
        yield Case(entry_id=one.entry_id, revision_id=one.revision_id, watch=one.watch, channel=one.channel)


def _lost(context: Context, revision_id: int) -> Iterator[Case]:
    """An edit by which a text is not what a watch looks for any more corrects what that watch told of it.

    The watch must find it in the text before as it is written today: changing a watch never tells the past.
    """
    text, rules = context.text, context.rules
    if text.significant is None or text.before_folded is None:
        return
    hit = {one.watch for one in context.hits}
    told = [one for one in context.tx.withdrawals.told(text.entry_id) if one.watch in rules.watches.keys() - hit]
    found = {one.watch for one in rules.matcher.match("", text.before_folded, context.source)} if told else set()
    for first in told:
        if first.watch not in found or first.channel not in rules.watches[first.watch].channels:
            continue
        note = labels.no_match(first.alert_id, first.at.astimezone(rules.channels[first.channel].zone))
        yield Case(
            entry_id=text.entry_id,
            revision_id=revision_id,
            watch=first.watch,
            channel=first.channel,
            urgent=first.urgent,
            tell=Tell(note=note, group=f"{CORRECTION} {revision_id}" if first.open_group is None else first.open_group),
            reason="an edit took away what the watch looks for",
        )
