"""What was lost or doubled in a drill, from what the receivers accepted and what the database holds."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.delivery import DISK_IDLE_SECONDS
from storage.alert_rows import DeliveryState
from storage.database import Database, Tx
from tests.drills.coverage import Coverage, numbers_in
from tests.drills.watching import Told


@dataclass(frozen=True, slots=True)
class Finding:
    """What the drill found of one kind; `bad` says whether it may not be."""

    what: str
    count: int
    of: int | None = None
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Uncertain:
    """When the sender could not learn, or not write down, that a message was accepted: the window for doubles."""

    kills: Sequence[float]
    disk_full: Sequence[tuple[float, float]]
    settling: float

    def explains(self, told: Told) -> str:
        """Why an accepted message may go out again; "" where it may not."""
        until = told.at + self.settling
        if not told.said:
            return "the receiver did not say so"
        if any(told.at <= kill <= until for kill in self.kills):
            return "killed before settling"
        # What could not be written is kept in memory, and lost with it where a kill comes before the disk is well.
        for begins, ends in self.disk_full:
            late = ends + DISK_IDLE_SECONDS + self.settling  # when the sender has looked again at the latest
            killed = any(told.at <= kill <= late for kill in self.kills)
            if begins <= until and told.at <= ends and killed:
                return "killed on a full disk before settling"
        return ""


def judge(coverage: Coverage, path: Path, told: Mapping[str, Sequence[Told]], uncertain: Uncertain) -> list[Finding]:
    """Every finding, of the database and of each channel."""
    with Database.open(path) as database:
        entries = database.read_now(lambda tx: [(one.text, one.revisions) for one in tx.entries.iterate()])
        states = database.read_now(lambda tx: tx.outbox.counts())
        ids = {one.alert for channel in told.values() for one in channel}
        items = database.read_now(lambda tx: {one: _numbers_of(tx, one) for one in ids})
    stored = Counter(number for text, _ in entries for number in numbers_in(text))
    posts, alerts = coverage.due, [due.number for due in coverage.due if due.watch]
    settled = states[DeliveryState.SENT] + states[DeliveryState.FOLDED]
    findings = [
        Finding("updates stored once", sum(stored[due.number] == 1 for due in posts), len(posts)),
        Finding("updates not stored", sum(not stored[due.number] for due in posts), bad=True),
        Finding("updates stored twice", sum(stored[due.number] > 1 for due in posts), bad=True),
        Finding("entries with more than one text", sum(revisions > 1 for _, revisions in entries), bad=True),
        Finding("deliveries told by a summary instead", states[DeliveryState.FOLDED]),
        Finding("deliveries neither sent nor told by a summary", sum(states.values()) - settled, bad=True),
    ]
    quiet = {due.number for due in posts if not due.watch}
    for name, accepted in told.items():
        findings += _of_channel(name, accepted, alerts, quiet, items, uncertain)
    return findings


def _numbers_of(tx: Tx, alert: int) -> set[int]:
    return {number for item in tx.alerts.items(alert) for number in numbers_in(item.revision.text)}


def _of_channel(
    name: str,
    told: Sequence[Told],
    alerts: Sequence[int],
    quiet: set[int],
    items: Mapping[int, set[int]],
    uncertain: Uncertain,
) -> list[Finding]:
    by_number: dict[int, list[Told]] = defaultdict(list)
    named: set[int] = set()
    for one in sorted(told, key=lambda one: one.at):
        named |= one.numbers
        for number in items[one.alert]:
            by_number[number].append(one)
    again = [one for several in by_number.values() for one in several[:-1]]
    reasons = Counter(uncertain.explains(one) for one in again)
    messages = Counter(one.key for one in told)
    return [
        Finding(f"{name}: updates told", sum(number in by_number for number in alerts), len(alerts)),
        Finding(f"{name}: of these named in a message's text", sum(number in named for number in alerts), len(alerts)),
        Finding(f"{name}: updates lost", sum(number not in by_number for number in alerts), bad=True),
        Finding(f"{name}: told though no watch asks for them", len(quiet & set(by_number)), bad=True),
        Finding(f"{name}: messages accepted", len(told)),
        Finding(f"{name}: of these the same message again", sum(count - 1 for count in messages.values())),
        *(Finding(f"{name}: updates told again: {why}", count) for why, count in sorted(reasons.items()) if why),
        Finding(f"{name}: updates told again for no such reason", reasons[""], bad=True),
    ]
