"""What channels over HTTP share: their session, what an answer means, and how long a receiver asks to wait."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, InvalidURL

from monitor.channels.base import DeliveryError
from monitor.channels.text import reason_of
from monitor.clock import Clock

PAUSE = 30.0  # seconds to wait where a receiver asks for a pause and names no time
SHORTEST_PAUSE = 1.0
LONGEST_PAUSE = 3600.0
_MAY_PASS = frozenset({408, 409, 423, 425, 429})  # of 4xx: not said of the message for good


class Session:
    """One client session, opened when it is first needed."""

    def __init__(self, timeout_seconds: float) -> None:
        self.timeout_seconds = timeout_seconds
        self._session: ClientSession | None = None

    def open(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=self.timeout_seconds))
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None


def cannot_reach(error: Exception, who: str, timeout_seconds: float) -> DeliveryError:
    """What a ClientError, OSError or ValueError of a request comes to. It never tells the address, a secret."""
    if isinstance(error, TimeoutError):
        return DeliveryError(f"{who} did not answer within {timeout_seconds:g} s")
    if isinstance(error, InvalidURL):
        return DeliveryError(f"the address of {who} is no web address", permanent=True)
    # What the library says of other errors can hold the address.
    what = reason_of(error) if isinstance(error, OSError) and not isinstance(error, ClientError) else ""
    return DeliveryError(f"{who} cannot be reached: {what or type(error).__name__}")


def is_permanent(status: int) -> bool:
    """Whether a status stands for good: trying the same again is pointless."""
    return 300 <= status < 500 and status not in _MAY_PASS


def retry_after(headers: Mapping[str, str], clock: Clock) -> float:
    """Seconds of a Retry-After header (RFC 9110, 10.2.3: a number or a date), inside sensible bounds."""
    value = next((headers[name] for name in headers if name.lower() == "retry-after"), "").strip()
    try:
        seconds = float(value) if value.isascii() and value.isdigit() else _seconds_until(value, clock)
    except (ValueError, TypeError):  # TypeError: a date without a zone
        seconds = PAUSE
    return min(max(seconds, SHORTEST_PAUSE), LONGEST_PAUSE)


def _seconds_until(date: str, clock: Clock) -> float:
    return (parsedate_to_datetime(date) - clock.now()).total_seconds()


def is_loopback(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
