"""Handing one mail to an SMTP server, and what its answers mean."""

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from monitor.channels.base import DeliveryError
from monitor.channels.text import reason_of, single_line

Tls = Literal["starttls", "tls", "none"]

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


async def hand_over(server: Server, *, sender: str, recipient: str, mail: bytes) -> None:
    """Return once the server has accepted the mail; raises DeliveryError."""
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
        async with asyncio.timeout(4 * server.timeout_seconds):
            await client.connect()
            await client.mail(sender)
            await client.rcpt(recipient)
            await client.data(mail)
    except (SMTPException, OSError, ValueError) as error:  # TimeoutError and ssl.SSLError are OSErrors
        raise _delivery_error(error, server) from error
    else:
        with suppress(SMTPException, OSError):  # accepted is accepted, however the goodbye goes
            await client.quit(timeout=2)
    finally:
        # Nothing is left to be said, and a polite end of TLS would wait for a server that may be silent.
        if isinstance(client.transport, asyncio.WriteTransport):
            client.transport.abort()
        client.close()


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
