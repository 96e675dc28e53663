"""Handing mails to an SMTP server over one connection, and what its answers mean."""

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from monitor.channels.base import DeliveryError
from monitor.channels.text import reason_of, single_line

Tls = Literal["starttls", "tls", "none"]

IDLE_SECONDS = 10.0  # for which a connection is kept without a mail: below the shortest patience of servers
# RFC 5321, 4.2.1: a 5yz answer stands for good. Elsewhere in the conversation it speaks of the server, not of the mail.
_JUDGED = (SMTPSenderRefused, SMTPRecipientRefused, SMTPDataError, SMTPAuthenticationError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where mail is handed in. `timeout_seconds` bounds each step, four times that the whole."""

    host: str
    port: int
    tls: Tls = "starttls"
    user: str | None = None
    password: str | None = None
    timeout_seconds: float = 20.0
    context: ssl.SSLContext | None = None  # the system's certificates where None

    def __repr__(self) -> str:
        return f"Server({self.host}:{self.port}, {self.tls})"


class Connection:
    """One connection, kept while mails come close together, opened anew where the server has ended it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._client: SMTP | None = None
        self._idle: asyncio.TimerHandle | None = None
        self._one_at_a_time = asyncio.Lock()

    async def hand_over(self, *, sender: str, recipient: str, mail: bytes) -> None:
        """Return once the server has accepted the mail; raises DeliveryError."""
        async with self._one_at_a_time:
            self._keep_awake()
            kept = self._client is not None
            try:
                async with asyncio.timeout(4 * self._server.timeout_seconds):
                    try:
                        client = await self._addressed(sender, recipient)
                    except (SMTPException, OSError) as error:
                        # Servers end a connection that was idle, or that has had its share of mails, with 421.
                        # Nothing of this mail was handed over yet, so that a new one may have it.
                        if not kept or not _has_ended(error):
                            raise
                        self._drop()
                        client = await self._addressed(sender, recipient)
                    await client.data(mail)
            except (SMTPException, OSError, ValueError) as error:  # TimeoutError and ssl.SSLError are OSErrors
                await self._after(error)
                raise _delivery_error(error, self._server) from error
            except BaseException:
                self._drop()
                raise
            self._close_when_idle()

    async def close(self) -> None:
        client, self._client = self._client, None
        self._keep_awake()
        if client is not None:
            with suppress(SMTPException, OSError):
                await client.quit(timeout=2)
            _abort(client)
        await asyncio.sleep(0)  # a round of the loop, in which what was aborted lets go of its socket

    async def _addressed(self, sender: str, recipient: str) -> SMTP:
        """A connection on which the server waits for the mail itself."""
        client = self._client = self._client or await self._connected()
        await client.mail(sender)
        await client.rcpt(recipient)
        return client

    async def _connected(self) -> SMTP:
        server = self._server
        if server.context is None and server.tls != "none":
            # Reading the system's certificates takes 20 ms: once, and off the loop.
            server = self._server = replace(server, context=await asyncio.to_thread(ssl.create_default_context))
        client = SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.tls == "tls",
            start_tls=server.tls == "starttls",
            username=server.user,
            password=server.password,
            timeout=server.timeout_seconds,
            tls_context=server.context if server.tls != "none" else None,
        )
        try:
            await client.connect()
        except BaseException:
            _abort(client)
            raise
        return client

    async def _after(self, error: Exception) -> None:
        """A refused recipient or mail leaves the connection well; after anything else a new one begins."""
        client = self._client
        if client is not None and isinstance(error, SMTPRecipientRefused | SMTPDataError) and error.code != 421:
            try:
                await client.rset(timeout=2)
            except (SMTPException, OSError):
                self._drop()
            else:
                self._close_when_idle()
        else:
            self._drop()

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            _abort(client)

    def _close_when_idle(self) -> None:
        self._idle = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._drop)

    def _keep_awake(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None


def _abort(client: SMTP) -> None:
    # Nothing is left to be said, and a polite end of TLS would wait for a server that may be silent.
    if isinstance(client.transport, asyncio.WriteTransport):
        client.transport.abort()
    client.close()


def _has_ended(error: Exception) -> bool:
    return isinstance(error, SMTPServerDisconnected | ConnectionError) or (
        isinstance(error, SMTPResponseException) and error.code == 421
    )


def _delivery_error(error: Exception, server: Server) -> DeliveryError:
    where = f"{server.host}:{server.port}"
    if isinstance(error, SMTPResponseException):
        answer = f"{error.code} {single_line(error.message, 200)}"
        permanent = error.code >= 500 and isinstance(error, _JUDGED)
        return DeliveryError(f"{_step(error, where)}: {answer}", permanent=permanent)
    certificate = _certificate_error(error)
    if certificate is not None:
        return DeliveryError(f"the certificate of {where} is not valid: {certificate.verify_message}")
    if isinstance(error, TimeoutError):
        return DeliveryError(f"{where} does not answer in time: {reason_of(error)}")
    if isinstance(error, OSError | SMTPException):
        return DeliveryError(f"no mail connection to {where}: {reason_of(error)}")
    return DeliveryError(f"the mail cannot be sent as it is: {reason_of(error)}", permanent=True)


def _step(error: SMTPResponseException, where: str) -> str:
    if isinstance(error, SMTPAuthenticationError):
        return f"{where} refuses the login (check user and password)"
    if isinstance(error, SMTPSenderRefused):
        return f"{where} refuses the sender {error.sender}"
    if isinstance(error, SMTPRecipientRefused):
        return f"{where} refuses the recipient {error.recipient}"
    if isinstance(error, SMTPDataError):
        return f"{where} refuses the mail"
    return f"{where} does not serve now"


def _certificate_error(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    """The certificate's fault behind an error, which the library wraps in its own."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error
        error = error.__cause__ or error.__context__
    return None
