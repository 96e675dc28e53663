"""The Slack channel: one incoming webhook, at its pace."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from time import monotonic
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, InvalidURL
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from monitor.channels.base import DeliveryError
from monitor.channels.blocks import payload
from monitor.channels.templates import Templates
from monitor.channels.text import reason_of, single_line
from monitor.clock import Clock, SystemClock
from monitor.values import Message

INTERVAL = 1.0  # seconds between messages: Slack's limit for a webhook
PAUSE = 30.0  # seconds to wait after a 429 that names no time
LONGEST_PAUSE = 3600.0

_quiet = logging.Logger("slack_sdk of marsad", level=logging.ERROR)  # the library's log would tell the webhook


class Pace:
    """Lets one message pass an interval, and none before a pause that the receiver asked for is over."""

    def __init__(
        self,
        interval: float = INTERVAL,
        *,
        time: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._interval = interval
        self._time, self._sleep = time, sleep
        self._next = self._closed_until = float("-inf")

    async def turn(self) -> None:
        """Wait for the next free moment. Raises DeliveryError during a pause, which can be long."""
        self._refuse_in_pause()
        now = self._time()
        mine = max(now, self._next)
        self._next = mine + self._interval
        if mine > now:
            await self._sleep(mine - now)
            self._refuse_in_pause()

    def _refuse_in_pause(self) -> None:
        left = self._closed_until - self._time()
        if left > 0:
            raise DeliveryError("Slack asked for a pause", retry_after=left)

    def pause(self, seconds: float) -> None:
        self._closed_until = self._time() + seconds


class SlackChannel:
    """Posts to an incoming webhook; the webhook's address is a secret and is never told."""

    kind = "slack"
    recipients = ("webhook",)

    def __init__(
        self,
        name: str,
        *,
        webhook: str,
        timeout_seconds: float = 20.0,
        pace: Pace | None = None,
        clock: Clock | None = None,
        templates: Templates | None = None,
    ) -> None:
        self.name = name
        self._templates = templates or Templates()
        self._webhook = webhook
        self._timeout = timeout_seconds
        self._pace = pace or Pace()
        self._clock = clock or SystemClock()
        self._session: ClientSession | None = None

    async def send(self, message: Message, recipient: str, key: str) -> None:
        body = payload(message, self._templates) | {"unfurl_links": False, "unfurl_media": False}
        client = self._client()
        await self._pace.turn()
        try:
            response = await client.send_dict(body)
        except TimeoutError as error:
            raise DeliveryError(f"Slack did not answer within {self._timeout:g} s") from error
        except InvalidURL as error:
            raise DeliveryError("the webhook is not a web address", permanent=True) from error
        except (ClientError, OSError, ValueError) as error:
            # What the library says of other errors can hold the webhook.
            what = reason_of(error) if isinstance(error, OSError) else type(error).__name__
            raise DeliveryError(f"Slack cannot be reached: {what}") from error
        self._judge(response)

    def preview(self, message: Message) -> dict[str, bytes]:
        return {"json": json.dumps(payload(message, self._templates), ensure_ascii=False, indent=2).encode()}

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _client(self) -> AsyncWebhookClient:
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=self._timeout))
        # No retries inside the library: whether to try again is the delivery's decision, or a message goes out twice.
        client = AsyncWebhookClient(self._webhook, session=self._session, logger=_quiet, retry_handlers=[])
        if _is_loopback(self._webhook):
            client.proxy = None
        return client

    def _judge(self, response: WebhookResponse) -> None:
        """Return where Slack took the message; raises DeliveryError elsewhere."""
        said = single_line(response.body or "", 200).replace(self._webhook, "…")
        status = response.status_code
        if status == 200 and said == "ok":
            return
        if status == 429:
            pause = _retry_after(response.headers, self._clock)
            self._pace.pause(pause)
            raise DeliveryError(f"Slack asked for a pause of {pause:g} s (429)", retry_after=pause)
        if status == 200:
            raise DeliveryError(f"what answered is not Slack: 200 {said!r} instead of 'ok'")
        reason = f"Slack refused the message: {status} {said}".rstrip()
        raise DeliveryError(reason, permanent=400 <= status < 500 and status != 408)


def _retry_after(headers: Mapping[str, str], clock: Clock) -> float:
    """Seconds of a Retry-After header (RFC 9110, 10.2.3: a number or a date), inside sensible bounds."""
    value = next((headers[name] for name in headers if name.lower() == "retry-after"), "").strip()
    try:
        seconds = float(value) if value.isascii() and value.isdigit() else _seconds_until(value, clock)
    except (ValueError, TypeError):  # TypeError: a date without a zone
        seconds = PAUSE
    return min(max(seconds, INTERVAL), LONGEST_PAUSE)


def _seconds_until(date: str, clock: Clock) -> float:
    return (parsedate_to_datetime(date) - clock.now()).total_seconds()


def _is_loopback(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
