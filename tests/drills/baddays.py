"""Bad days of the drill: receivers, disk and clock that fail in turn, at random, while the service is killed again."""

import random
import resource
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from tests.drills.watching import Hook, Mailbox, Service, Slack

CHANGES_AFTER = (1.5, 6.0)  # seconds for which a thing stays as it is
WELL = 0.5  # how much of the time each is well
FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
STEP_SECONDS = 3600


def faked(clock: Path) -> dict[str, str]:
    """The environment in which a process reads how far its clock is off from a file; empty without libfaketime."""
    clock.write_text("+0\n")
    if not FAKETIME.exists():
        return {}
    return {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": "1",  # seconds; with none, asking for the time costs a read of that file
        "DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }


class BadDays:
    """A thread that makes things fail and mends them. `well()` mends all; `counts` tells what was how often."""

    def __init__(
        self, rng: random.Random, *, mailbox: Mailbox, slack: Slack, hook: Hook, service: Service, clock: Path | None
    ) -> None:
        self.counts: Counter[str] = Counter()
        self.disk_full: list[tuple[float, float]] = []
        self._rng = rng
        self._service = service
        self._clock = clock
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._full_since: float | None = None
        self._things: list[tuple[str, tuple[str, ...], Callable[[str], None]]] = [
            ("mail", Mailbox.BAD, mailbox.be),
            ("Slack", Slack.BAD, slack.be),
            ("webhook", Hook.BAD, hook.be),
            ("disk", ("full",), self._disk),
        ]
        if clock is not None:
            self._things.append(("clock", ("an hour back",), self._step))
        self._thread = threading.Thread(target=self._run, name="bad days", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def well(self) -> None:
        """Everything works from now on."""
        self._stop.set()
        self._thread.join(timeout=10)
        for _, _, be in self._things:
            be("")

    def service_started(self) -> None:
        """A new process knows nothing of the disk: let it fail again."""
        with self._lock:
            if self._full_since is not None:
                self._limit(1)

    def _run(self) -> None:
        changes_at = [0.0] * len(self._things)
        while not self._stop.is_set():
            for place, (name, bad, be) in enumerate(self._things):
                if monotonic() >= changes_at[place]:
                    share = WELL if name not in ("disk", "clock") else 0.8
                    how = "" if self._rng.random() < share else self._rng.choice(bad)
                    if how:
                        self.counts[f"{name}: {how}"] += 1
                    be(how)
                    changes_at[place] = monotonic() + self._rng.uniform(*CHANGES_AFTER)
            self._stop.wait(0.1)

    def _disk(self, how: str) -> None:
        with self._lock:
            if how and self._full_since is None:
                self._full_since = monotonic()
                self._limit(1)
            elif not how and self._full_since is not None:
                self._limit(resource.RLIM_INFINITY)
                self.disk_full.append((self._full_since, monotonic()))
                self._full_since = None

    def _limit(self, size: int) -> None:
        """No file of the service may grow, or be written, beyond its first byte: to SQLite a disk that fails."""
        pid = self._service.pid
        if pid is not None:
            try:
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
            except ProcessLookupError:
                return

    def _step(self, how: str) -> None:
        assert self._clock is not None
        self._clock.write_text(f"-{STEP_SECONDS}\n" if how else "+0\n")
