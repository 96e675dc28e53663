"""The demo's mail server on loopback: every mail that arrives becomes an .eml file."""

import asyncio
import logging
import re
from email import message_from_bytes, policy
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.demo.serving import HOME, bound

logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every command of every session


class Mailbox:
    """Takes mail for anybody on a free port, in this event loop; `port` and `paths` tell where and what."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.paths: list[Path] = []
        self._server: asyncio.Server | None = None
        self._sessions: list[SMTP] = []

    async def __aenter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        listener = bound(HOME)
        self.port = listener.getsockname()[1]
        self._server = await asyncio.get_running_loop().create_server(self._session, sock=listener)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
            for session in self._sessions:
                if session.transport is not None:
                    session.transport.close()
            await self._server.wait_closed()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Called by aiosmtpd with a whole mail; the answer goes to the client."""
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        self.paths.append(self._keep(content))
        return "250 2.0.0 kept"

    def _session(self) -> SMTP:
        session = SMTP(self, hostname="mailbox.demo", enable_SMTPUTF8=True, loop=asyncio.get_running_loop())
        self._sessions = [known for known in self._sessions if known.transport is not None]
        self._sessions.append(session)
        return session

    def _keep(self, content: bytes) -> Path:
        alert = message_from_bytes(content, policy=policy.default).get("X-Marsad-Alert", "")
        name = "-".join(filter(None, [f"{len(self.paths) + 1:03}", re.sub(r"[^A-Za-z0-9]", "", str(alert))]))
        path = self.folder / f"{name}.eml"
        path.write_bytes(content)
        return path
