"""The apprise channel: Telegram, Teams, Matrix, ntfy, SMS and a hundred more, through the apprise library."""

import asyncio
import logging
import re
from typing import Any

from monitor.channels.base import DeliveryError
from monitor.channels.templates import Templates
from monitor.channels.text import right_to_left, single_line, web_address
from monitor.values import Message

TITLE = 120  # code points
BODY = 3500  # most services take 4,000; what is longer is cut, with the link at its end
TIMEOUT_SECONDS = 60.0
INSTALL = "the apprise library is not installed: pip install 'marsad[apprise]'"
_STATUS = re.compile(r"\berror[=: ]+(\d{3})\b")
_FOR_GOOD = frozenset({"400", "401", "403", "404", "405", "410", "413", "422"})

_log = logging.getLogger("apprise")  # what it says of a failure is in its result, and does not go into our log
_log.propagate = False
_log.addHandler(logging.NullHandler())


class ApprisePackageError(ImportError):
    """The optional library is not there; the text says how to get it."""


class AppriseChannel:
    """Notifies the service that one apprise URL names. The URL is a secret and is never told."""

    kind = "apprise"
    recipients = ("service",)

    def __init__(self, name: str, *, url: str, templates: Templates | None = None) -> None:
        """Raises ApprisePackageError without the library, ValueError for a URL that no service of it has."""
        self.name = name
        self._templates = templates or Templates()
        self._service = _service(url)

    async def send(self, message: Message, recipient: str, key: str, thread: str | None = None) -> None:
        title, body = self._written(message)
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                result = await self._service.async_notify(title=title, body=body, body_format="text")
        except TimeoutError as error:
            raise DeliveryError(f"the service did not answer within {TIMEOUT_SECONDS:g} s") from error
        except (OSError, TypeError) as error:  # TypeError: apprise refuses what it is given
            raise DeliveryError(f"the service cannot be reached: {type(error).__name__}") from error
        if not result:
            raise _refusal(result)

    def preview(self, message: Message) -> dict[str, bytes]:
        title, body = self._written(message)
        return {"txt": f"{title}\n\n{body}\n".encode()}

    async def close(self) -> None:
        """Nothing to give back: a connection lives as long as its message."""

    def _written(self, message: Message) -> tuple[str, str]:
        lines = [_line(line) for line in self._templates.render("text.j2", message=message).strip().splitlines()]
        body = "\n".join(lines)
        if len(body) > BODY:
            links = [url for url in (web_address(item.url) for item in message.items) if url]
            end = f"…\n{links[0][:500]}" if links else "…"
            body = body[: BODY - len(end)] + end
        subject = single_line(self._templates.render("email.subject.j2", message=message), TITLE)
        return subject, body.encode("utf-8", "replace").decode()


def _line(line: str) -> str:
    return line if line.startswith("http") else right_to_left(line.strip())


def _service(url: str) -> Any:
    try:
        from apprise import Apprise, AppriseAsset
    except ImportError as error:
        raise ApprisePackageError(INSTALL) from error
    # What was scraped is no escape sequence, emoji code or input of a shell.
    service = Apprise(asset=AppriseAsset(app_id="Marsad", interpret_escapes=False, interpret_emojis=False))
    if not service.add(url):
        raise ValueError("no service of apprise has such a URL")
    return service


def _refusal(result: Any) -> DeliveryError:
    """Apprise tells a failure in its log only: the first line of it, and whether its status stands for good."""
    said = [entry.message for one in getattr(result, "results", ()) for entry in one.logs()]
    found = next((match[1] for line in said if (match := _STATUS.search(line))), "")
    reason = single_line(re.sub(r"\S+://\S+", "…", said[0]), 200) if said else "it says no reason"
    return DeliveryError(f"the service did not take the message: {reason}", permanent=found in _FOR_GOOD)
