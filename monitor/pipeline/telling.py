"""What a channel hears of a story: decided for each watch and channel by what it was told, or is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor import labels
from monitor.config import WatchConfig
from monitor.pipeline import reasons
from monitor.pipeline.groups import CONFIRM, CORRECTION, FIGURES
from monitor.pipeline.reasons import Muted
from monitor.pipeline.rules import Rules
from storage.alert_rows import Decision
from storage.database import Tx
from storage.rows import Change, Recorded
from storage.story_rows import Story, StoryEntry, StoryFigure, StoryTold

LONGEST_WAIT = 4  # times `figure_wait`: a toll that rises all day is told ever less often
URGENT_WAIT = timedelta(minutes=2)  # the longest `figure_wait` of what is urgent
OTHERS = 3  # outlets with another figure that one line names


@dataclass(frozen=True, slots=True)
class Tell:
    """Told; `note` is said beside the text, `group` names an alert of its own, due no sooner than `due_at`."""

    note: str | None = None
    group: str | None = None
    due_at: datetime | None = None


class StoryNow:
    """A story as it stands in this transaction, with the member that was just recorded."""

    def __init__(self, tx: Tx, member: StoryEntry, revision_id: int) -> None:
        self.member = member
        self.revision_id = revision_id
        self.story: Story = tx.stories.get(member.story_id)
        self.told: list[StoryTold] = tx.stories.told(member.story_id)
        self.figures: list[StoryFigure] = tx.stories.figures(member.story_id)
        self._tx = tx

    def open_alert(self, watch: str, channel: str, group: str) -> int | None:
        """The id of the alert that still waits to be told."""
        alert = self._tx.alerts.open(watch, channel, group)
        return alert.id if alert else None

    def told_to(self, watch: str, channel: str) -> list[StoryTold]:
        return [one for one in self.told if (one.watch, one.channel) == (watch, channel)]

    def voices(self) -> set[str]:
        return {one.voice for one in self._tx.stories.members(self.story.id)}

    def of_revision(self, revision_id: int) -> dict[str, int]:
        """The figures that a revision told."""
        return {figure.kind: figure.value for figure in self.figures if figure.revision_id == revision_id}

    def highest(self, told: Sequence[StoryTold], *more: int) -> dict[str, int]:
        """The highest figure of each kind among texts that were told, and further revisions."""
        heard = {one.revision_id for one in told} | set(more)
        found: dict[str, int] = {}
        for figure in self.figures:
            if figure.revision_id in heard:
                found[figure.kind] = max(figure.value, found.get(figure.kind, 0))
        return found

    def own_before(self) -> dict[str, int]:
        """The last figure of each kind that this source told before."""
        return {
            figure.kind: figure.value
            for figure in self.figures
            if figure.source == self.member.source and figure.revision_id < self.revision_id
        }


def decide(
    rules: Rules, recorded: Recorded, watch: str, channel: str, now: StoryNow, at: datetime, *, urgent: bool
) -> Tell | Muted:
    """Of a text that a watch hits, for one of its channels."""
    told = now.told_to(watch, channel)
    if not told:
        return _first_report(rules.watches[watch], now, at)
    if any(one.entry_id == recorded.entry_id for one in told):
        return _edit(rules, recorded, channel, now, told)
    plan = rules.watches[watch]
    if _is_other_news(recorded, now.member):
        return Tell()
    wait = min(plan.figure_wait, URGENT_WAIT) if urgent else plan.figure_wait
    return _figures(rules, plan, now, told, channel, at, wait) or _member(rules, recorded, plan, channel, now, told)


def _first_report(plan: WatchConfig, now: StoryNow, at: datetime) -> Tell | Muted:
    """The first that the channel hears of the story, once as many voices tell it as the watch asks for."""
    if plan.min_outlets <= len(now.voices()):
        return Tell()
    if plan.or_after is None:
        return Muted(Decision.WAITING, f"waits for {plan.min_outlets} outlets")
    return Tell(group=f"{CONFIRM} {now.story.id}", due_at=at + plan.or_after)


def _edit(rules: Rules, recorded: Recorded, channel: str, now: StoryNow, told: Sequence[StoryTold]) -> Tell | Muted:
    """A further text of an entry that was told: its corrected figures stand by themselves."""
    muted = reasons.repetition(recorded)
    if muted is not None or recorded.completes:
        return muted or Tell()
    here = [one for one in told if one.entry_id == recorded.entry_id]
    before, after = now.of_revision(here[-1].revision_id), now.of_revision(now.revision_id)
    changed = {
        kind: (before[kind], after[kind]) for kind in before.keys() & after.keys() if before[kind] != after[kind]
    }
    if not changed:
        return Tell()
    highest = now.highest(told)
    if all(old < new <= highest.get(kind, 0) for kind, (old, new) in changed.items()) and _only_figures(
        recorded.significant or ""
    ):
        return Muted(Decision.KNOWN, f"{_row(changed)}: told already by another outlet")
    note = labels.correction(here[0].alert_id, here[0].at.astimezone(rules.channels[channel].zone), _row(changed))
    return Tell(note=note, group=f"{CORRECTION} {now.revision_id}")


def _is_other_news(recorded: Recorded, member: StoryEntry) -> bool:
    """Whether a text says more than other figures: a place, a negation, an actor that no line of figures would show."""
    changed = recorded.significant if recorded.change is Change.REVISED else member.differs
    return changed is not None and changed != "told in other words" and not _only_figures(changed)


def _only_figures(differences: str) -> bool:
    return all(part.startswith("figure") for part in differences.split("; "))


def _figures(
    rules: Rules,
    plan: WatchConfig,
    now: StoryNow,
    told: Sequence[StoryTold],
    channel: str,
    at: datetime,
    wait: timedelta,
) -> Tell | None:
    """Figures above those that the channel heard, those that wait to be told included, as one line."""
    mine, highest = now.of_revision(now.revision_id), now.highest(told)
    if plan.repeat == "all" or all(value <= highest.get(kind, 0) for kind, value in mine.items()):
        return None
    group = f"{FIGURES} {now.story.id}"
    waiting = now.open_alert(plan.name, channel, group)
    heard = [one for one in told if one.alert_id != waiting]
    before, latest = now.highest(heard), now.highest(told, now.revision_id)
    above = {kind: (before.get(kind, 0), value) for kind, value in latest.items() if value > before.get(kind, 0)}
    messages = len({one.alert_id for one in heard})
    last = max((one.at for one in heard), default=at)
    due_at = max(at, last + wait * min(LONGEST_WAIT, 2 ** max(0, messages - 1)))
    return Tell(note=_line(rules, now, above), group=group, due_at=due_at)


def _member(
    rules: Rules, recorded: Recorded, plan: WatchConfig, channel: str, now: StoryNow, told: Sequence[StoryTold]
) -> Tell | Muted:
    """A text of a story of which the channel heard by another entry, and no figure above those that it heard."""
    if plan.repeat == "all":
        return Tell()
    member, first, mine, own = now.member, told[0], now.of_revision(now.revision_id), now.own_before()
    lowered = {kind: (own[kind], value) for kind, value in mine.items() if kind in own and value < own[kind]}
    if lowered:
        note = labels.correction(first.alert_id, first.at.astimezone(rules.channels[channel].zone), _row(lowered))
        return Tell(note=note, group=f"{CORRECTION} {now.revision_id}")
    if recorded.significant is not None and not (mine and _only_figures(recorded.significant)):
        return Tell()  # an edit of a text that was not told itself
    if member.copy_of is not None or member.differs == "told in other words":
        return Muted(Decision.COPY, f"tells what a{first.alert_id} told")
    if mine and member.differs and _only_figures(member.differs):
        return Muted(Decision.KNOWN, f"{_told(mine)}: not above what a{first.alert_id} told")
    return Tell()


def _line(rules: Rules, now: StoryNow, above: dict[str, tuple[int, int]]) -> str:
    """«12 → 15 قتيلاً (سانا)، 13 (المرصد)»."""
    parts = []
    for kind, (old, new) in above.items():
        change = labels.figure(kind, new) if not old else f"{old} → {labels.figure(kind, new)}"
        by = next(figure.voice for figure in now.figures if figure.kind == kind and figure.value == new)
        last: dict[str, int] = {}
        for figure in now.figures:
            if figure.kind == kind and figure.value < new and figure.voice != by:
                last[figure.voice] = figure.value
        others = [f"{value} ({_voice(rules, voice)})" for voice, value in list(last.items())[-OTHERS:]]
        parts.append("، ".join([f"{change} ({_voice(rules, by)})", *others]))
    return "؛ ".join(parts)


def _voice(rules: Rules, voice: str) -> str:
    return rules.source_titles.get(voice) or labels.AGENCIES.get(voice, voice)


def _row(changed: dict[str, tuple[int, int]]) -> str:
    return "؛ ".join(f"{old} → {labels.figure(kind, new)}" for kind, (old, new) in changed.items())


def _told(figures: dict[str, int]) -> str:
    return "، ".join(labels.figure(kind, value) for kind, value in figures.items())


def confirm_due(tx: Tx, rules: Rules, now: StoryNow, at: datetime) -> None:
    """What waited for more outlets is due at once when there are enough."""
    for watch, channel in {(one.watch, one.channel) for one in now.told}:
        plan = rules.watches.get(watch)
        alert = tx.alerts.open(watch, channel, f"{CONFIRM} {now.story.id}") if plan else None
        if plan is not None and alert is not None and len(now.voices()) >= plan.min_outlets:
            tx.alerts.hasten(alert.id, at)


def confirmed(tx: Tx, rules: Rules, now: StoryNow) -> list[StoryTold]:
    """What waited without an end for more outlets, where there are enough: one text for each watch and channel."""
    ready: dict[tuple[str, str], StoryTold] = {}
    for one in tx.stories.waiting(now.story.id):
        plan = rules.watches.get(one.watch)
        enough = plan is not None and len(now.voices()) >= plan.min_outlets and one.channel in rules.channels
        if enough and not now.told_to(one.watch, one.channel):
            ready.setdefault((one.watch, one.channel), one)
    return list(ready.values())
