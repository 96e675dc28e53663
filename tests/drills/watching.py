"""The daemon of a drill as a process of its own, and the receivers that record what they accept from it."""

import asyncio
import json
import os
import re
import subprocess
import sys
import threading
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
WEBHOOK, HOOK = "/services/drill", "/hook"
GOOD, BAD_RECIPIENT = "desk@example.org", "gone@example.org"

_ALERT = re.compile("\N{FIRST STRONG ISOLATE}a(\\d+)\N{POP DIRECTIONAL ISOLATE}")


@dataclass(frozen=True, slots=True)
class Told:
    """One accepted message: its alert, the posts it names, what is equal for each attempt, and the second.

    `said`: whether the sender was told that it was accepted.
    """

    alert: int
    numbers: frozenset[int]
    key: str
    at: float
    recipient: str = ""
    said: bool = True


class Mailbox(MailServer):
    """Takes a mail, keeps it, and is a little slow to say so, as real servers are."""

    BAD = ("down", "greylisting", "421 after three mails", "hangs", "takes and hangs", "refuses for good")

    def __init__(self) -> None:
        super().__init__()
        self.times: list[tuple[float, bool]] = []
        self._how = ""

    def be(self, how: str) -> None:
        """From now on the server is so; "" is well."""
        refused = dict(self._refused)
        self.answer_normally()
        self._refused = refused
        self._how = how
        match how:
            case "down":
                self.greet_with("421 4.3.2 no service now")
            case "greylisting":
                self.answer_always("RCPT", "451 4.7.1 greylisted, come back later")
            case "421 after three mails":
                self.hang_up_after(3)
            case "hangs":
                self.hang_at("MAIL")
            case "refuses for good":
                self.answer_always("RCPT", "550 5.7.1 not wanted here")

    async def _answer(self, stage: Stage, otherwise: Callable[[], str]) -> str:
        before = len(self.accepted)
        said = await super()._answer(stage, otherwise)
        if stage == "DATA" and len(self.accepted) > before:
            silent = self._how == "takes and hangs"
            self.times.append((monotonic(), not silent))
            await asyncio.sleep(600 if silent else SAYS_SO_AFTER)
        return said

    def told(self) -> list[Told]:
        return [
            Told(
                alert=int(mail.message["X-Marsad-Alert"][1:]),
                numbers=frozenset(numbers_in(mail.part("plain"))),
                key=str(mail.message["Message-ID"]),
                at=at,
                recipient=mail.recipients[0],
                said=said,
            )
            for mail, (at, said) in zip(self.accepted, self.times, strict=True)
        ]


class _Endpoint:
    """Takes posts, keeps them, and is a little slow to say so; `be` makes it fail in one of the ways of `ANSWERS`."""

    PATH: str
    ANSWERS: dict[str, Answer]

    def __init__(self) -> None:
        self.taken: list[Told] = []
        self.asked_at: list[float] = []
        self.server = WebServer({self.PATH: self._take})
        self._how = ""

    @property
    def url(self) -> str:
        return self.server.url(self.PATH)

    def be(self, how: str) -> None:
        self._how = how

    def _take(self, asked: Asked) -> Answer:
        self.asked_at.append(monotonic())
        if self._how in self.ANSWERS:
            return self.ANSWERS[self._how]
        silent = self._how == "takes and cuts"
        self.taken.append(self._told(asked, not silent))
        if silent:
            return Answer(status=0, cut=True)
        return Answer(body="ok", headers={"Content-Type": "text/plain"}, delay=SAYS_SO_AFTER)

    def _told(self, asked: Asked, said: bool) -> Told:
        raise NotImplementedError


class Slack(_Endpoint):
    """An incoming webhook."""

    PATH = WEBHOOK
    ANSWERS = {  # noqa: RUF012
        "429": Answer(status=429, headers={"Retry-After": "2"}),
        "500": Answer(status=500, body="server_error"),
        "invalid_payload": Answer(status=400, body="invalid_payload"),
        "revoked": Answer(status=404, body="no_service"),
        "cut": Answer(status=0, cut=True),
    }
    BAD = (*ANSWERS, "takes and cuts")

    def _told(self, asked: Asked, said: bool) -> Told:
        text = json.dumps(json.loads(asked.body), ensure_ascii=False)
        alert = int(_ALERT.findall(text)[-1])
        return Told(alert=alert, numbers=frozenset(numbers_in(text)), key=str(alert), at=monotonic(), said=said)


class Hook(_Endpoint):
    """A receiver of signed JSON."""

    PATH = HOOK
    ANSWERS = {  # noqa: RUF012
        "503": Answer(status=503, headers={"Retry-After": "2"}),
        "410": Answer(status=410, body="gone"),
        "hangs": Answer(hang=True),
        "cut": Answer(status=0, cut=True),
    }
    BAD = (*ANSWERS, "takes and cuts")

    def _told(self, asked: Asked, said: bool) -> Told:
        body = json.loads(asked.body)
        numbers = frozenset(numbers_in(json.dumps(body["items"], ensure_ascii=False)))
        return Told(
            alert=int(body["alert"][1:]),
            numbers=numbers,
            key=asked.headers["Idempotency-Key"],
            at=monotonic(),
            said=said,
        )


class Service:
    """`python -m monitor run` over a configuration; ends only what it started itself."""

    def __init__(self, config: Path, log: Path, environment: dict[str, str] | None = None) -> None:
        self._config = config
        self._log: IO[bytes] = log.open("ab")
        self._environment = os.environ | (environment or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self.running else None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "monitor", "run", "--config", str(self._config)],
            cwd=ROOT,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        # Through a pipe: where no file of the process may grow, its log would fail too.
        threading.Thread(target=self._copy, args=(self._process.stdout,), daemon=True).start()

    def _copy(self, output: IO[bytes]) -> None:
        with output:
            for line in output:
                if not self._log.closed:
                    self._log.write(line)
                    self._log.flush()

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


def write_config(folder: Path, coverage: Coverage, mailbox: Mailbox, slack: Slack, hook: Hook) -> Path:
    """The configuration with which the daemon watches the drill's outlets: two recipients of mails, Slack, a hook."""
    (folder / "webhook.txt").write_text(slack.url)
    (folder / "hook.txt").write_text(hook.url)
    (folder / "key.txt").write_text("signing key of the drill")
    tables = ['[marsad]\ncontact = "drill@marsad.invalid"\nper_host = "0s"\ndaily = "off"\nlog_level = "warning"']
    tables += [
        f'[[sources]]\nname = "{name}"\ntitle = "{name}"\npages = ["{coverage.url(name)}"]\nevery = "1s"'
        for name in ("ufuq", "daftar", "mirsat")
    ]
    tables += [
        f'[[watches]]\nname = "{name}"\nany = ["{term}"]\nchannels = ["desk", "night", "program"]'
        for name, term in WATCHES.items()
    ]
    tables.append(
        f'[channels.desk]\nkind = "email"\nto = ["{GOOD}", "{BAD_RECIPIENT}"]\nfrom = "marsad@example.org"\n'
        f'host = "127.0.0.1"\nport = {mailbox.port}\ntls = "none"'
    )
    tables.append('[channels.program]\nkind = "webhook"\nurl = { file = "hook.txt" }\nsecret = { file = "key.txt" }')
    tables.append('[channels.operator]\nkind = "console"\noperator = true')
    tables.append('[channels.night]\nkind = "slack"\nwebhook = { file = "webhook.txt" }')
    path = folder / "config.toml"
    path.write_text("\n\n".join(tables) + "\n", encoding="utf-8")
    return path
