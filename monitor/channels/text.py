"""Text that channels share: right-to-left lines, web addresses, and reasons cut to a line."""

import re
import unicodedata

from arabic.bidi import RLM, strip_controls
from monitor.values import Message

REASON = 300  # code points of a failure's reason
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\"<>\\^`{|}]")


def right_to_left(line: str) -> str:
    """The line, begun so that every reader lays it out from right to left."""
    if not line or unicodedata.bidirectional(line[0]) in ("R", "AL"):
        return line
    return RLM + line


def web_address(url: str | None) -> str | None:
    """The address with everything quoted that could end it early, or None where it is none of the web."""
    if url is None or not url.lower().startswith(("https://", "http://")):
        return None
    return _UNSAFE.sub(_quoted, strip_controls(url))


def _quoted(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found.group().encode())


def single_line(text: str, limit: int) -> str:
    """At most `limit` code points on one line, free of control characters and lone surrogates."""
    text = text.encode("utf-8", "replace").decode()
    text = "".join(" " if unicodedata.category(char) == "Cc" else char for char in strip_controls(text))
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def reason_of(error: BaseException) -> str:
    """An error in a line: what it says, or its name where it says nothing."""
    return single_line(str(error), REASON) or type(error).__name__


def hidden_updates(message: Message, shown: int) -> int:
    """How many updates of the alert a channel does not show."""
    return message.more + len(message.items) - shown
