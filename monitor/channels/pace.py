"""The pace at which a receiver takes messages."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

from monitor.channels.base import DeliveryError

INTERVAL = 1.0  # seconds between messages: Slack's limit for a channel


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

    def answered(self) -> None:
        """The receiver has the message: from here the interval counts, however long the message took to get there."""
        self._next = max(self._next, self._time() + self._interval)

    def _refuse_in_pause(self) -> None:
        left = self._closed_until - self._time()
        if left > 0:
            raise DeliveryError("Slack asked for a pause", retry_after=left)

    def pause(self, seconds: float) -> None:
        self._closed_until = self._time() + seconds
