"""The daemon of a drill as a process of its own, and the receivers that record what they accept from it."""

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import IO

from tests.drills.coverage import WATCHES, Coverage, numbers_in
from tests.receivers import MailServer, Stage
from tests.servers import Answer, Asked, WebServer

ROOT = Path(__file__).parents[2]
SAYS_SO_AFTER = 0.1  # seconds from accepting a message to saying so: the window in which a kill makes a double
WEBHOOK = "/services/drill"

_ALERT = re.compile("\N{FIRST STRONG ISOLATE}a(\\d+)\N{POP DIRECTIONAL ISOLATE}")


@dataclass(frozen=True, slots=True)
class Told:
    """One accepted message: its alert, the posts it names, what is equal for each attempt, and the second."""

    alert: int
    numbers: frozenset[int]
    key: str
    at: float


class Mailbox(MailServer):
    """Takes a mail, keeps it, and is a little slow to say so, as real servers are."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    async def _answer(self, stage: Stage, otherwise: Callable[[], str]) -> str:
        said = await super()._answer(stage, otherwise)
        if stage == "DATA":
            self.times.append(monotonic())
            await asyncio.sleep(SAYS_SO_AFTER)
        return said

    def told(self) -> list[Told]:
        return [
            Told(
                alert=int(mail.message["X-Marsad-Alert"][1:]),
                numbers=frozenset(numbers_in(mail.part("plain"))),
                key=str(mail.message["Message-ID"]),
                at=at,
            )
            for mail, at in zip(self.accepted, self.times, strict=True)
        ]


class Slack:
    """A webhook that keeps what it takes, and is a little slow to say so."""

    def __init__(self) -> None:
        self.taken: list[Told] = []
        self.server = WebServer({WEBHOOK: self._take})

    @property
    def url(self) -> str:
        return self.server.url(WEBHOOK)

    def _take(self, asked: Asked) -> Answer:
        text = json.dumps(json.loads(asked.body), ensure_ascii=False)
        alert = int(_ALERT.findall(text)[-1])
        self.taken.append(Told(alert=alert, numbers=frozenset(numbers_in(text)), key=str(alert), at=monotonic()))
        return Answer(body="ok", headers={"Content-Type": "text/plain"}, delay=SAYS_SO_AFTER)


class Service:
    """`python -m monitor run` over a configuration; ends only what it started itself."""

    def __init__(self, config: Path, log: Path) -> None:
        self._config = config
        self._log: IO[bytes] = log.open("ab")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "monitor", "run", "--config", str(self._config)],
            cwd=ROOT,
            stdout=self._log,
            stderr=self._log,
        )

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=10)

    def stop(self) -> tuple[int, float]:
        """SIGTERM; gives the exit code and the seconds that it took."""
        assert self._process is not None
        began = monotonic()
        self._process.terminate()
        return self._process.wait(timeout=30), monotonic() - began

    def close(self) -> None:
        if self.running:
            self.kill()
        self._log.close()


def write_config(folder: Path, coverage: Coverage, mailbox: Mailbox, slack: Slack) -> Path:
    """The configuration with which the daemon watches the drill's outlets."""
    (folder / "webhook.txt").write_text(slack.url)
    tables = ['[marsad]\ncontact = "drill@marsad.invalid"\nper_host = "0s"\ndaily = "off"\nlog_level = "warning"']
    tables += [
        f'[[sources]]\nname = "{name}"\ntitle = "{name}"\npages = ["{coverage.url(name)}"]\nevery = "1s"'
        for name in ("ufuq", "daftar", "mirsat")
    ]
    tables += [
        f'[[watches]]\nname = "{name}"\nany = ["{term}"]\nchannels = ["desk", "night"]'
        for name, term in WATCHES.items()
    ]
    tables.append(
        '[channels.desk]\nkind = "email"\nto = ["desk@example.org"]\nfrom = "marsad@example.org"\n'
        f'host = "127.0.0.1"\nport = {mailbox.port}\ntls = "none"'
    )
    tables.append('[channels.night]\nkind = "slack"\nwebhook = { file = "webhook.txt" }')
    path = folder / "config.toml"
    path.write_text("\n\n".join(tables) + "\n", encoding="utf-8")
    return path
