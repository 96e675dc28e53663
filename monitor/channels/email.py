"""The email channel: one multipart mail a recipient, plain text and right-to-left HTML."""

import email.policy
import re
import ssl
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import quote

from monitor.channels.base import DeliveryError
from monitor.channels.smtp import Connection, Server, Tls
from monitor.channels.templates import Templates
from monitor.channels.text import reason_of, right_to_left, single_line
from monitor.clock import Clock, SystemClock
from monitor.values import Message

SUBJECT = 120  # code points
SENDER = "مرصد"  # shown as the sender's name where the configuration gives an address only


class EmailChannel:
    """Mails through an SMTP server, over one connection while mails come close together.

    `context` overrides the trusted certificates; `unsubscribe` is the address that List-Unsubscribe names.
    """

    kind = "email"

    def __init__(
        self,
        name: str,
        *,
        to: tuple[str, ...],
        sender: str,
        host: str,
        port: int,
        tls: Tls = "starttls",
        user: str | None = None,
        password: str | None = None,
        clock: Clock | None = None,
        context: ssl.SSLContext | None = None,
        timeout_seconds: float = 20.0,
        templates: Templates | None = None,
        unsubscribe: str | None = None,
    ) -> None:
        self.name = name
        self.recipients = to
        self._sender_name, self._sender = parseaddr(sender)
        self._domain = self._sender.rpartition("@")[2]
        self._clock = clock or SystemClock()
        self._unsubscribe = unsubscribe
        self._connection = Connection(
            Server(
                host=host,
                port=port,
                tls=tls,
                user=user,
                password=password,
                timeout_seconds=timeout_seconds,
                context=context,
            )
        )
        self._templates = templates or Templates()

    async def send(self, message: Message, recipient: str, key: str, thread: str | None = None) -> str:
        try:
            mail = self.compose(message, recipient, key, thread)
            raw = mail.as_bytes()
        except (ValueError, MessageError) as error:
            raise DeliveryError(f"no mail can be made for {recipient}: {reason_of(error)}", permanent=True) from error
        await self._connection.hand_over(sender=self._sender, recipient=recipient, mail=raw)
        return str(mail["Message-ID"])

    def preview(self, message: Message) -> dict[str, bytes]:
        mail = self.compose(message, self.recipients[0], "preview")
        html = mail.get_body(("html",))
        return {"eml": mail.as_bytes(), "html": html.get_content().encode() if html else b""}

    async def close(self) -> None:
        await self._connection.close()

    def compose(self, message: Message, recipient: str, key: str, thread: str | None = None) -> EmailMessage:
        """The mail, ASCII throughout; `thread` is the Message-ID of the first mail of its thread.

        Raises ValueError where an address is none.
        """
        mail = EmailMessage(policy=email.policy.SMTP)
        mail["Message-ID"] = f"<{key}@{self._domain}>"
        mail["Date"] = format_datetime(self._clock.now())
        mail["From"] = Address(display_name=self._sender_name or SENDER, addr_spec=self._sender)
        mail["To"] = Address(addr_spec=recipient)
        mail["Subject"] = header_line(self._templates.render("email.subject.j2", message=message), SUBJECT)
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834
        mail["X-Auto-Response-Suppress"] = "All"  # what Exchange reads instead
        if thread is not None:
            mail["In-Reply-To"] = mail["References"] = thread
        if self._unsubscribe is not None:
            about = quote(f"unsubscribe {message.watch or 'notices'}")
            mail["List-Unsubscribe"] = f"<mailto:{self._unsubscribe}?subject={about}>"  # RFC 2369
        mail["List-Id"] = f"<{_label(message.watch or 'notices')}.marsad.{self._domain}>"
        mail["X-Marsad-Alert"] = message.alert
        text = self._templates.render("email.txt.j2", message=message)
        html = self._templates.render("email.html.j2", message=message)
        mail.set_content(_encodable(_lines(text)), cte="base64")
        mail.add_alternative(_encodable(html), subtype="html", cte="base64")
        return mail


def header_line(text: str, limit: int) -> str:
    """One line for a header, in which nobody reads encoded words (RFC 2047): they can hide a line's end, and with it
    headers of their own, and the standard library decodes those in a value that it is given."""
    return single_line(text, limit).replace("=?", "=\N{FULLWIDTH QUESTION MARK}")


def _lines(text: str) -> str:
    """Each line from right to left, but for addresses and commands, which stand alone on theirs."""
    lines = text.strip().splitlines()
    return "\n".join(line if line.startswith(("http", "marsad ")) else right_to_left(line) for line in lines) + "\n"


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _label(name: str) -> str:
    """The name as one part of a List-Id (RFC 2919)."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", name).strip("-") or "watch"
