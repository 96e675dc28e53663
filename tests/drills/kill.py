"""The kill drill: the real daemon is killed with -9 again and again while news comes in; nothing may be lost.

    python -m tests.drills.kill [--kills 50] [--alerts 200] [--seed N]

Exits with 1 where an update was lost, stored twice, or told twice in any other way than the one that cannot be
closed: a receiver accepted a message, and the daemon died before it could write that down.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.table import Table

from storage.database import Database, DatabaseError, Tx
from storage.rows import DeliveryState
from tests.drills.coverage import Coverage, numbers_in, plan
from tests.drills.watching import SAYS_SO_AFTER, Mailbox, Service, Slack, Told, write_config

LIFE = 3.0  # seconds over which what is published in one life appears
LONGEST_LIFE = 8.0  # where the event that a kill waits for does not come
LAST_LIFE = 180.0  # for all that is owed to go out at the end
SETTLING = SAYS_SO_AFTER + 0.5  # seconds from an acceptance to its transaction, on a busy machine

console = Console(highlight=False, width=110)


@dataclass(slots=True)
class Drill:
    """A run under way: the outlets, the receivers, the service, and when it was killed."""

    coverage: Coverage
    mailbox: Mailbox
    slack: Slack
    service: Service
    rng: random.Random
    kills: list[tuple[str, float]] = field(default_factory=list)

    def run(self, kills: int) -> None:
        total = len(self.coverage.due)
        for life in range(kills):
            self._one_life(total * life / kills, total / kills)
            if (life + 1) % 10 == 0:
                console.print(f"{life + 1} kills, {self.coverage.published} of {total} posts published")
        self.coverage.publish(total)

    def _one_life(self, before: float, more: float) -> None:
        """Starts the service and kills it: at some moment, or shortly after it was answered or believed.

        So many posts were published before, and so many more appear while it lives.
        """

        def publish() -> None:
            self.coverage.publish(int(before + more * min(1.0, (monotonic() - began) / LIFE)))

        kind = self.rng.choice(["at any moment", "after a page", "after a mail", "after a Slack message"])
        after = self.rng.uniform(0.05, 4.0) if kind == "at any moment" else self.rng.uniform(0.0, 0.3)
        wanted = self._seen(kind) + self.rng.randint(1, 3)
        began = monotonic()
        self.service.start()
        while monotonic() - began < LONGEST_LIFE:
            publish()
            if kind == "at any moment" or self._seen(kind) >= wanted:
                break
            time.sleep(0.002)
        until = monotonic() + after
        while monotonic() < until:
            publish()
            time.sleep(0.002)
        if not self.service.running:
            raise SystemExit("the service ended by itself; see service.log")
        self.service.kill()
        self.kills.append((kind, monotonic()))

    def _seen(self, kind: str) -> int:
        counts = {
            "after a page": self.coverage.answered,
            "after a mail": len(self.mailbox.accepted),
            "after a Slack message": len(self.slack.taken),
        }
        return counts.get(kind, 0)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the drill found of one kind; `bad` says whether it may not be."""

    what: str
    count: int
    of: int | None = None
    bad: bool = False


def wait_until_told(path: Path, expected: int) -> float:
    """Waits until so many entries are stored and nothing is owed any more; gives the seconds that it took."""
    began = monotonic()
    while monotonic() - began < LAST_LIFE:
        try:
            with Database.open(path) as database:
                stored, owed = database.read_now(_progress)
        except DatabaseError:
            stored, owed = 0, 1
        if stored >= expected and not owed:
            break
        time.sleep(0.2)
    return monotonic() - began


def _progress(tx: Tx) -> tuple[int, int]:
    counts = tx.outbox.counts()
    return sum(1 for _ in tx.entries.iterate()), counts[DeliveryState.PENDING] + counts[DeliveryState.FAILED]


def judge(drill: Drill, path: Path) -> list[Finding]:
    """What was lost or doubled, from what the receivers accepted and what the database holds."""
    with Database.open(path) as database:
        entries = database.read_now(lambda tx: [(one.text, one.revisions) for one in tx.entries.iterate()])
        states = database.read_now(lambda tx: tx.outbox.counts())
        ids = {told.alert for told in [*drill.mailbox.told(), *drill.slack.taken]}
        items = database.read_now(lambda tx: {one: _numbers_of(tx, one) for one in ids})
    stored = Counter(number for text, _ in entries for number in numbers_in(text))
    posts, alerts = drill.coverage.due, [due.number for due in drill.coverage.due if due.watch]
    findings = [
        Finding("updates stored once", sum(stored[due.number] == 1 for due in posts), len(posts)),
        Finding("updates not stored", sum(not stored[due.number] for due in posts), bad=True),
        Finding("updates stored twice", sum(stored[due.number] > 1 for due in posts), bad=True),
        Finding("entries with more than one text", sum(revisions > 1 for _, revisions in entries), bad=True),
        Finding("deliveries not sent", sum(states.values()) - states[DeliveryState.SENT], bad=True),
    ]
    quiet = {due.number for due in posts if not due.watch}
    for name, told in (("mail", drill.mailbox.told()), ("Slack", drill.slack.taken)):
        findings += _of_channel(name, told, alerts, quiet, items, [at for _, at in drill.kills])
    return findings


def _numbers_of(tx: Tx, alert: int) -> set[int]:
    return {number for item in tx.alerts.items(alert) for number in numbers_in(item.revision.text)}


def _of_channel(
    name: str,
    told: Sequence[Told],
    alerts: Sequence[int],
    quiet: set[int],
    items: dict[int, set[int]],
    kills: Sequence[float],
) -> list[Finding]:
    by_number: dict[int, set[str]] = defaultdict(set)
    named: set[int] = set()
    for one in told:
        named |= one.numbers
        for number in items[one.alert]:
            by_number[number].add(one.key)
    times = defaultdict(list)
    for one in told:
        times[one.key].append(one.at)
    pairs = [pair for seen in times.values() for pair in pairwise(seen)]
    unexplained = [a for a, b in pairs if not any(a <= at <= min(a + SETTLING, b) for at in kills)]
    return [
        Finding(f"{name}: updates told", sum(number in by_number for number in alerts), len(alerts)),
        Finding(f"{name}: of these named in a message's text", sum(number in named for number in alerts), len(alerts)),
        Finding(f"{name}: updates lost", sum(number not in by_number for number in alerts), bad=True),
        Finding(f"{name}: told in two alerts", sum(len(keys) > 1 for keys in by_number.values()), bad=True),
        Finding(f"{name}: told though no watch asks for them", len(quiet & set(by_number)), bad=True),
        Finding(f"{name}: messages accepted", len(told)),
        Finding(f"{name}: accepted twice, killed between acceptance and settling", len(pairs) - len(unexplained)),
        Finding(f"{name}: accepted twice for another reason", len(unexplained), bad=True),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--alerts", type=int, default=200, help="updates that watches must tell")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    chosen = parser.parse_args()
    rng = random.Random(chosen.seed)
    console.print(f"seed {chosen.seed}: {chosen.kills} kills, {chosen.alerts} updates to tell")
    coverage = Coverage(plan(chosen.alerts, chosen.alerts // 4, rng))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="marsad-drill-")))
        stack.enter_context(coverage.server)
        mailbox, slack = stack.enter_context(Mailbox()), Slack()
        stack.enter_context(slack.server)
        log = folder / "service.log"
        service = stack.enter_context(closing(Service(write_config(folder, coverage, mailbox, slack), log)))
        drill = Drill(coverage, mailbox, slack, service, rng)
        began = monotonic()
        drill.run(chosen.kills)
        service.start()
        last = wait_until_told(folder / "marsad.db", len(coverage.due))
        code, seconds = service.stop()
        findings = judge(drill, folder / "marsad.db")
        findings.append(Finding("exit code of the clean stop at the end", code, bad=True))
        failed = any(finding.bad and finding.count for finding in findings)
        show(drill, findings)
        console.print(f"{monotonic() - began:.0f} s in all; the last life took {last:.1f} s, its stop {seconds:.1f} s")
        if failed:
            console.print(log.read_text(encoding="utf-8", errors="replace")[-3000:], markup=False)
    return int(failed)


def show(drill: Drill, findings: Sequence[Finding]) -> None:
    kinds = Counter(kind for kind, _ in drill.kills)
    console.print("killed " + ", ".join(f"{count} times {kind}" for kind, count in sorted(kinds.items())))
    console.print(f"pages answered {drill.coverage.answered} times with a body, {drill.coverage.unchanged} times 304")
    table = Table("", "found", "of", "", box=None)
    for one in findings:
        verdict = ("ok" if not one.count else "WRONG") if one.bad else ""
        table.add_row(one.what, str(one.count), "" if one.of is None else str(one.of), verdict)
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
