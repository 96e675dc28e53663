"""The email channel: one multipart mail a recipient, plain text and right-to-left HTML."""

import re
import ssl
from dataclasses import dataclass
from email.errors import MessageError
from email.utils import format_datetime, parseaddr
from urllib.parse import quote

from monitor.channels.base import DeliveryError
from monitor.channels.mime import address_header, alternative, plain_header, text_header
from monitor.channels.smtp import Connection, Server, Tls
from monitor.channels.templates import Templates
from monitor.channels.text import reason_of, right_to_left, single_line
from monitor.clock import Clock, SystemClock
from monitor.values import Message

SUBJECT = 120  # code points
SENDER = "مرصد"  # shown as the sender's name where the configuration gives an address only


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it goes out, its Message-ID, and its HTML to look at."""

    id: str
    raw: bytes
    html: str


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
        except (ValueError, MessageError) as error:
            raise DeliveryError(f"no mail can be made for {recipient}: {reason_of(error)}", permanent=True) from error
        await self._connection.hand_over(sender=self._sender, recipient=recipient, mail=mail.raw)
        return mail.id

    def preview(self, message: Message) -> dict[str, bytes]:
        mail = self.compose(message, self.recipients[0], "preview")
        return {"eml": mail.raw, "html": mail.html.encode()}

    async def close(self) -> None:
        await self._connection.close()

    def compose(self, message: Message, recipient: str, key: str, thread: str | None = None) -> Mail:
        """The mail; `thread` is the Message-ID of the first mail of its thread.

        Raises ValueError or MessageError where an address is none.
        """
        list_name = message.watch or ("summaries" if message.kind == "match" else "notices")
        id_ = f"<{key}@{self._domain}>"
        subject = header_line(self._templates.render("email.subject.j2", message=message), SUBJECT)
        headers = [
            plain_header("Message-ID", id_),
            plain_header("Date", format_datetime(self._clock.now())),
            address_header("From", self._sender_name or SENDER, self._sender),
            address_header("To", "", recipient),
            text_header("Subject", subject),
            plain_header("Auto-Submitted", "auto-generated"),  # RFC 3834
            plain_header("X-Auto-Response-Suppress", "All"),  # what Exchange reads instead
            plain_header("List-Id", f"<{_label(list_name)}.marsad.{self._domain}>"),
            plain_header("X-Marsad-Alert", message.alert),
        ]
        if thread is not None:
            headers += [plain_header("In-Reply-To", thread), plain_header("References", thread)]
        if self._unsubscribe is not None:
            about = quote(f"unsubscribe {list_name}")
            headers.append(
                plain_header("List-Unsubscribe", f"<mailto:{self._unsubscribe}?subject={about}>")
            )  # RFC 2369
        text = self._templates.render("email.txt.j2", message=message)
        html = _encodable(self._templates.render("email.html.j2", message=message))
        return Mail(id_, alternative(headers, _encodable(_lines(text)), html), html)


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
