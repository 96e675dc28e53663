"""Where messages arrive in tests: a real SMTP server and a Slack endpoint, whose answers a test programs."""

import asyncio
import email.policy
import json
import logging
import ssl
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from typing import Any, Literal, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.servers import Answer, Asked, WebServer

Stage = Literal["EHLO", "AUTH", "MAIL", "RCPT", "DATA"]
STRICT = email.policy.default.clone(raise_on_defect=True)

logging.getLogger("mail.log").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A mail that the server took: its envelope and its bytes."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    encrypted: bool
    user: str | None

    @property
    def message(self) -> EmailMessage:
        """The mail, parsed with a policy that raises on every defect."""
        return message_from_bytes(self.raw, policy=STRICT)

    def part(self, kind: Literal["plain", "html"]) -> str:
        body = self.message.get_body(preferencelist=(kind,))
        assert body is not None, f"the mail has no {kind} part"
        content: str = body.get_content()
        return content


class MailServer:
    """`with MailServer() as server:` takes mail on 127.0.0.1 at `server.port`, in a thread of its own.

    `answer_next("RCPT", "451 4.7.1 come back later")` answers so once, `answer_always` until `answer_normally`;
    `hang_at("DATA")` takes what comes and never answers; `greet_with("554 no")` refuses at the door. `tls` is a
    server-side context: with `implicit_tls` from the first byte, else offered by STARTTLS. With `user` and
    `password`, mail is taken only after a login.
    """

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        implicit_tls: bool = False,
        user: str | None = None,
        password: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.host = host
        self.port = port
        self.accepted: list[Accepted] = []
        self.connections = 0
        self.hanging = threading.Event()  # a client waits for an answer that never comes
        self._tls, self._implicit = tls, implicit_tls
        self._login = (user, password) if user is not None else None
        self._once: dict[Stage, deque[str]] = {}
        self._always: dict[Stage, str] = {}
        self._hanging: set[Stage] = set()
        self._greeting: str | None = None
        self._most: int | None = None
        self._refused: dict[str, str] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail server", daemon=True)
        self._server: asyncio.Server | None = None

    # what a test says

    def answer_next(self, stage: Stage, answer: str, *, times: int = 1) -> None:
        self._once.setdefault(stage, deque()).extend([answer] * times)

    def answer_always(self, stage: Stage, answer: str) -> None:
        self._always[stage] = answer

    def hang_up_after(self, mails: int | None) -> None:
        """Answer 421 to what comes after so many mails on one connection, and close it."""
        self._most = mails

    def refuse(self, recipient: str, answer: str | None) -> None:
        """Answer so to this recipient, always; None: no more."""
        if answer is None:
            self._refused.pop(recipient, None)
        else:
            self._refused[recipient] = answer

    def greet_with(self, answer: str | None) -> None:
        self._greeting = answer

    def hang_at(self, stage: Stage) -> None:
        self._hanging.add(stage)

    def answer_normally(self) -> None:
        self._once.clear()
        self._always.clear()
        self._hanging.clear()
        self._greeting = None
        self._most = None
        self._refused.clear()

    # what a test asks

    @property
    def messages(self) -> list[EmailMessage]:
        return [mail.message for mail in self.accepted]

    @property
    def counts(self) -> Counter[tuple[str, str]]:
        """How often each (Message-ID, recipient) was accepted."""
        return Counter((str(mail.message["Message-ID"]), to) for mail in self.accepted for to in mail.recipients)

    # the server

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(timeout=10)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    async def _start(self) -> None:
        implicit = self._tls if self._implicit else None
        self._server = await self._loop.create_server(self._protocol, self.host, self.port, ssl=implicit)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        # Also those whose TLS handshake never ended, of which no protocol was told.
        for transport in list(self._loop._transports.values()):  # type: ignore[attr-defined]  # a selector loop's
            transport.abort()
        for _ in range(3):  # the loop's rounds in which aborted transports let go of their sockets
            await asyncio.sleep(0)

    def _protocol(self) -> SMTP:
        self.connections += 1
        options: dict[str, Any] = {"hostname": "mail.example.org", "loop": self._loop, "enable_SMTPUTF8": True}
        if self._tls is not None and not self._implicit:
            options |= {"tls_context": self._tls, "require_starttls": True}
        if self._login is not None:
            options |= {"auth_require_tls": False, "authenticator": self._authenticate}
        return _Greeting(self._greeting, _Handler(self), **options)

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        answer = self._programmed("AUTH")
        if answer is not None:
            return AuthResult(success=False, handled=False, message=answer)
        given = (data.login.decode(), data.password.decode()) if isinstance(data, LoginPassword) else None
        return AuthResult(success=given == self._login, handled=False, auth_data=given[0] if given else None)

    def _programmed(self, stage: Stage) -> str | None:
        waiting = self._once.get(stage)
        return waiting.popleft() if waiting else self._always.get(stage)

    async def _answer(self, stage: Stage, otherwise: Callable[[], str]) -> str:
        if stage in self._hanging:
            self.hanging.set()
            await asyncio.Event().wait()
        return self._programmed(stage) or otherwise()


class _Greeting(SMTP):
    """An SMTP server that can refuse a connection at the door."""

    def __init__(self, refusal: str | None, handler: object, **options: Any) -> None:
        super().__init__(handler, **options)
        self._refusal = refusal

    async def _handle_client(self) -> None:
        if self._refusal is not None:
            await self.push(self._refusal)
            assert self.transport is not None
            self.transport.close()
            return
        await super()._handle_client()


class _Handler:
    """The hooks of aiosmtpd: each stage asks the test's programme first."""

    def __init__(self, owner: MailServer) -> None:
        self._owner = owner

    async def handle_MAIL(  # noqa: N802 (the name is aiosmtpd's)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._owner._login is not None and not session.authenticated:
            return "530 5.7.0 log in first"
        if self._owner._most is not None and getattr(session, "mails", 0) >= self._owner._most:
            return "421 4.7.0 enough for one connection"

        def take() -> str:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
            return "250 2.1.0 OK"

        return await self._owner._answer("MAIL", take)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        def take() -> str:
            envelope.rcpt_tos.append(address)
            return "250 2.1.5 OK"

        if address in self._owner._refused:
            return self._owner._refused[address]
        return await self._owner._answer("RCPT", take)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        def take() -> str:
            content = envelope.original_content
            assert content is not None
            mail = Accepted(
                sender=str(envelope.mail_from),
                recipients=tuple(str(to) for to in envelope.rcpt_tos),
                raw=content,
                encrypted=session.ssl is not None or self._owner._implicit,
                user=str(session.auth_data) if session.auth_data else None,
            )
            self._owner.accepted.append(mail)
            session.mails = getattr(session, "mails", 0) + 1
            return "250 2.0.0 taken"

        return await self._owner._answer("DATA", take)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One request to the Slack endpoint, and the status it got."""

    payload: dict[str, Any]
    status: int
    at: float


OK = Answer(body="ok", headers={"Content-Type": "text/plain"})


class SlackEndpoint:
    """`with SlackEndpoint() as slack:` takes webhook posts at `slack.url`, in a thread of its own.

    `answer_next(429, "rate_limited", {"Retry-After": "30"})` answers so once, `answer_always` until
    `answer_normally`; `hang()` takes what comes and never answers. `payloads` holds what was accepted with 200,
    `posts` everything.
    """

    PATH = "/services/T0/B0/secret"

    def __init__(self) -> None:
        self.posts: list[Posted] = []
        self._once: deque[Answer] = deque()
        self._always = OK
        self._server = WebServer({self.PATH: self._take})

    @property
    def url(self) -> str:
        return self._server.url(self.PATH)

    @property
    def payloads(self) -> list[dict[str, Any]]:
        return [post.payload for post in self.posts if post.status == 200]

    def answer_next(
        self, status: int, body: str = "", headers: dict[str, str] | None = None, *, times: int = 1
    ) -> None:
        self._once.extend([Answer(status=status, body=body, headers=headers or {})] * times)

    def answer_always(self, status: int, body: str = "", headers: dict[str, str] | None = None) -> None:
        self._always = Answer(status=status, body=body, headers=headers or {})

    def hang(self) -> None:
        self._always = Answer(status=0, hang=True)

    def cut(self) -> None:
        """Drop every connection without an answer."""
        self._always = Answer(status=0, cut=True)

    def answer_normally(self) -> None:
        self._once.clear()
        self._always = OK

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__(None, None, None)

    def _take(self, asked: Asked) -> Answer:
        answer = self._once.popleft() if self._once else self._always
        self.posts.append(Posted(payload=json.loads(asked.body), status=answer.status, at=asked.at))
        return answer
