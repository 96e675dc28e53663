"""The kill drill: the real daemon is killed with -9 again and again while news comes in; nothing may be lost.

    python -m tests.drills.kill [--kills 50] [--alerts 200] [--bad-days] [--seed N]

Exits with 1 where an update was lost, stored twice, or told twice in any other way than the one that cannot be
closed: a receiver accepted a message, and the daemon could not learn or write down that it did. With --bad-days
receivers, disk and clock fail in turn, at random, until the last life; what was refused for good is replayed then.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.table import Table

from storage.alert_rows import DeliveryState
from storage.database import Database, DatabaseError, Tx
from tests.drills.baddays import FAKETIME, BadDays, faked
from tests.drills.coverage import Coverage, numbers_in, plan
from tests.drills.judging import Finding, Uncertain, judge
from tests.drills.watching import BAD_RECIPIENT, SAYS_SO_AFTER, Hook, Mailbox, Service, Slack, write_config

OWED = (DeliveryState.PENDING, DeliveryState.FAILED)
AHEAD = 150  # posts that may be published and not stored: pages stay short enough to be read at once
LIFE = 3.0  # seconds over which what is published in one life appears
LONGEST_LIFE = 8.0  # beside its start, where the event that a kill waits for does not come
LAST_LIFE = 900.0  # for all that is owed to go out at the end
SETTLING = SAYS_SO_AFTER + 0.2  # seconds from an acceptance to its receipt, on a busy machine

KINDS = ("at any moment", "after a page", "after a mail", "after a Slack message", "after a webhook")

console = Console(highlight=False, width=110)


@dataclass(slots=True)
class Drill:
    """A run under way: the outlets, the receivers, the service, and when it was killed."""

    database: Path
    coverage: Coverage
    mailbox: Mailbox
    slack: Slack
    hook: Hook
    service: Service
    rng: random.Random
    bad_days: BadDays | None = None
    start_seconds: float = 1.0  # from a start to the first page that it asks for, on this machine now
    fell: int = 0  # lives that the service ended by itself: its disk was full at the start
    kills: list[tuple[str, float]] = field(default_factory=list)

    def run(self, kills: int) -> None:
        total = len(self.coverage.due)
        for life in range(kills):
            self._one_life(total * life / kills, total / kills)
            if (life + 1) % 10 == 0:
                console.print(f"{life + 1} kills, {self.coverage.published} of {total} posts published")

    def _one_life(self, before: float, more: float) -> None:
        """Starts the service and kills it: at some moment, or shortly after it was answered or believed.

        So many posts were published before, and so many more appear while it lives.
        """

        self.look()

        def publish() -> None:
            wanted = int(before + more * min(1.0, (monotonic() - began) / LIFE))
            self.coverage.publish(min(wanted, len(self.coverage.known) + AHEAD))

        kind = self.rng.choice(KINDS)
        longest = 4.0 + 1.5 * self.start_seconds
        after = self.rng.uniform(0.05, longest) if kind == "at any moment" else self.rng.uniform(0.0, 0.3)
        wanted = self._seen(kind) + self.rng.randint(1, 9)
        asked = self.coverage.asked
        began = monotonic()
        self._start()
        while monotonic() - began < LONGEST_LIFE + 2 * self.start_seconds:
            publish()
            if self.coverage.asked > asked:
                self.start_seconds += 0.3 * (monotonic() - began - self.start_seconds)
                asked = sys.maxsize
            if kind == "at any moment" or self._seen(kind) >= wanted:
                break
            time.sleep(0.002)
        until = monotonic() + after
        while monotonic() < until:
            publish()
            time.sleep(0.002)
        if not self.service.running:
            if self.bad_days is None:
                raise SystemExit("the service ended by itself; see service.log")
            self.fell += 1
        self.service.kill()
        self.kills.append((kind, monotonic()))

    def look(self) -> None:
        """What is stored by now, so that it may leave the pages."""
        try:
            with Database.open(self.database) as database:
                texts = database.read_now(lambda tx: [one.text for one in tx.entries.iterate()])
        except DatabaseError:
            return
        self.coverage.known |= {number for text in texts for number in numbers_in(text)}

    def _start(self) -> None:
        self.service.start()
        if self.bad_days is not None:
            self.bad_days.service_started()

    def _seen(self, kind: str) -> int:
        counts = {
            "after a page": self.coverage.answered,
            "after a mail": len(self.mailbox.accepted),
            "after a Slack message": len(self.slack.taken),
            "after a webhook": len(self.hook.taken),
        }
        return counts.get(kind, 0)


def wait_until_told(path: Path, expected: int, *, owed: bool = True) -> float:
    """Waits until so many entries are stored and (`owed`) nothing is owed any more; gives the seconds it took."""
    began = monotonic()
    while monotonic() - began < LAST_LIFE:
        try:
            with Database.open(path) as database:
                stored, waiting = database.read_now(_progress)
        except DatabaseError:
            stored, waiting = 0, 1
        if stored >= expected and not (owed and waiting):
            break
        time.sleep(0.2)
    return monotonic() - began


def _progress(tx: Tx) -> tuple[int, int]:
    counts = tx.outbox.counts()
    return sum(1 for _ in tx.entries.iterate()), counts[DeliveryState.PENDING] + counts[DeliveryState.FAILED]


def replay_dead(path: Path) -> int:
    """What the operator does once everything works again: owes the dead letters anew. How many there were."""
    with Database.open(path) as database:
        now = datetime.now(UTC)
        return database.write_now(lambda tx: tx.outbox.replay(now - timedelta(days=1), now, channel=None, sent=False))


def longest_wait(path: Path) -> float:
    """Seconds until the last of what is owed is tried next."""
    with Database.open(path) as database:
        owed = database.read_now(lambda tx: tx.outbox.listing(limit=100_000))
    now = datetime.now(UTC)
    waits = [(one.next_at - now).total_seconds() for one in owed if one.state in OWED]
    return max([0.0, *waits])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--alerts", type=int, default=200, help="updates that watches must tell")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--bad-days", action="store_true", help="receivers, disk and clock fail in turn")
    chosen = parser.parse_args()
    console.print(f"seed {chosen.seed}: {chosen.kills} kills, {chosen.alerts} updates to tell")
    with ExitStack() as stack:
        drill, folder = prepare(chosen, stack)
        began = monotonic()
        drill.run(chosen.kills)
        timings = last_life(drill, folder / "marsad.db")
        code, seconds = drill.service.stop()
        uncertain = Uncertain(
            kills=[at for _, at in drill.kills],
            disk_full=drill.bad_days.disk_full if drill.bad_days else [],
            settling=max(SETTLING, 0.3 * drill.start_seconds),
        )
        told = {
            "mail": [one for one in drill.mailbox.told() if one.recipient != BAD_RECIPIENT],
            "mail to a recipient who was refused": [
                one for one in drill.mailbox.told() if one.recipient == BAD_RECIPIENT
            ],
            "Slack": drill.slack.taken,
            "webhook": drill.hook.taken,
        }
        findings = judge(drill.coverage, folder / "marsad.db", told, uncertain)
        findings.append(Finding("exit code of the clean stop at the end", code, bad=True))
        failed = any(finding.bad and finding.count for finding in findings)
        show(drill, findings)
        console.print(f"the window counted here: {uncertain.settling:.2f} s from an acceptance on")
        for line in timings:
            console.print(line)
        console.print(f"{monotonic() - began:.0f} s in all; the last stop took {seconds:.1f} s")
        if failed:
            log = folder / "service.log"
            console.print(log.read_text(encoding="utf-8", errors="replace")[-3000:], markup=False)
            kept = Path(tempfile.mkdtemp(prefix="marsad-drill-kept-"))
            shutil.copytree(folder, kept, dirs_exist_ok=True)
            lines = [f"{name} {one}" for name, accepted in told.items() for one in accepted]
            lines += [f"kill {at} {kind}" for kind, at in drill.kills]
            lines += [f"disk {begins} {ends}" for begins, ends in uncertain.disk_full]
            (kept / "told.txt").write_text("\n".join(lines))
            console.print(f"the database and the log are kept in {kept}")
    return int(failed)


def prepare(chosen: argparse.Namespace, stack: ExitStack) -> tuple[Drill, Path]:
    """Everything started but the service."""
    rng = random.Random(chosen.seed)
    coverage = Coverage(plan(chosen.alerts, chosen.alerts // 4, rng))
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="marsad-drill-")))
    stack.enter_context(coverage.server)
    mailbox, slack, hook = stack.enter_context(Mailbox()), Slack(), Hook()
    stack.enter_context(slack.server)
    stack.enter_context(hook.server)
    clock = folder / "clock" if chosen.bad_days and FAKETIME.exists() else None
    environment = faked(clock) if clock else {}
    if chosen.bad_days and clock is None:
        console.print(f"no {FAKETIME}: the clock is not set back (Debian has it as libfaketime)")
    config = write_config(folder, coverage, mailbox, slack, hook)
    service = stack.enter_context(closing(Service(config, folder / "service.log", environment)))
    drill = Drill(folder / "marsad.db", coverage, mailbox, slack, hook, service, rng)
    if chosen.bad_days:
        mailbox.refuse(BAD_RECIPIENT, "550 5.1.1 no such user")
        drill.bad_days = BadDays(rng, mailbox=mailbox, slack=slack, hook=hook, service=service, clock=clock)
        calm_start(drill)
        drill.bad_days.start()
    return drill, folder


def calm_start(drill: Drill) -> None:
    """Every page is read once under a good clock: at its first read, entries that seem to come from the future, or to
    be old, are stored untold, as they should be."""
    drill.coverage.publish(9)
    drill.service.start()
    wait_until_told(drill.database, 9, owed=False)
    drill.service.kill()
    drill.kills.append(("at the end of the calm start", monotonic()))


def last_life(drill: Drill, path: Path) -> list[str]:
    """Everything works again: what is owed goes out, what died is replayed. What was seen of it, as lines."""
    if drill.bad_days is not None:
        drill.bad_days.well()
    drill.mailbox.refuse(BAD_RECIPIENT, None)
    wait = longest_wait(path)
    drill.service.start()
    began = monotonic()
    while drill.coverage.published < len(drill.coverage.due) and monotonic() - began < LAST_LIFE:
        drill.look()
        drill.coverage.publish(len(drill.coverage.known) + AHEAD)
        time.sleep(0.5)
    took = wait_until_told(path, len(drill.coverage.due))
    lines = [
        f"the last life: all that was owed went out within {took:.1f} s; "
        f"the longest back-off at its start ended after {wait:.1f} s"
    ]
    if dead := replay_dead(path):
        took = wait_until_told(path, len(drill.coverage.due))
        lines.append(f"{dead} dead letters were replayed and went out within {took:.1f} s")
    return lines


def show(drill: Drill, findings: Sequence[Finding]) -> None:
    kinds = Counter(kind for kind, _ in drill.kills)
    console.print("killed " + ", ".join(f"{count} times {kind}" for kind, count in sorted(kinds.items())))
    if drill.bad_days is not None:
        counts = ", ".join(f"{count} × {what}" for what, count in sorted(drill.bad_days.counts.items()))
        console.print(f"bad days: {counts}; the service ended by itself {drill.fell} times, on a full disk")
    console.print(f"pages answered {drill.coverage.answered} times with a body, {drill.coverage.unchanged} times 304")
    table = Table("", "found", "of", "", box=None)
    for one in findings:
        verdict = ("ok" if not one.count else "WRONG") if one.bad else ""
        table.add_row(one.what, str(one.count), "" if one.of is None else str(one.of), verdict)
    console.print(table)


if __name__ == "__main__":
    sys.exit(main())
