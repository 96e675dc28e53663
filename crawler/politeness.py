"""The pace at which hosts are asked: spaced turns, few at once, and no earlier than a host wants."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from scrapy.exceptions import IgnoreRequest

CRAWL_DELAY_MOST = 60.0  # a robots.txt that wants more would stop a live page from being watched
RETRY_AFTER_MOST = 6 * 3600.0  # a server that names a year has made a mistake

TOO_MANY_LEAST, TOO_MANY_MOST = 30.0, 900.0  # seconds, after a 429 without Retry-After

AT_ONCE = 2  # a page that hangs must not keep the other pages of its host from being asked

WAIT_MOST = 5.0  # seconds of a hold that are waited out; who meets a longer one goes away and comes again
NEVER = float("-inf")


class HostHeldError(IgnoreRequest):
    """The host wants to be left alone for longer than anybody should wait here."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"not asked: {host} wants to be left alone for {seconds:.0f} s more")
        self.seconds = seconds


@dataclass(slots=True)
class _Host:
    next_turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    started_at: float = NEVER  # of the last turn
    held_until: float = NEVER  # by Retry-After
    crawl_delay: float = 0.0
    complaints: int = 0  # «too many» in a row


class Politeness:
    """The one place that knows the pace; all pages of a host share it. Times are those of `monotonic`."""

    def __init__(
        self,
        *,
        per_host_seconds: float = 1.0,
        wait_most: float = WAIT_MOST,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.per_host_seconds = per_host_seconds
        self.wait_most = wait_most
        self._monotonic = monotonic
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait until the host may be asked; others may ask it meanwhile, after its pace and few at once.

        Raises HostHeldError, as `pace` does.
        """
        self._refuse_if_held(host)
        async with self._host(host).room:
            await self.pace(host)
            yield

    async def pace(self, host: str) -> None:
        """Wait until the host may be asked one thing more; within a turn, for what it brings with it."""
        state = self._host(host)
        async with state.next_turn:
            self._refuse_if_held(host)
            while (wait := self.not_before(host) - self._monotonic()) > 0:
                await self._sleep(wait)
                self._refuse_if_held(host)
            state.started_at = self._monotonic()

    def _refuse_if_held(self, host: str) -> None:
        held = self.held_seconds(host)
        if held > self.wait_most:
            raise HostHeldError(host, held)

    def spacing(self, host: str) -> float:
        """The least seconds between two requests to the host."""
        return max(self.per_host_seconds, self._host(host).crawl_delay)

    def not_before(self, host: str) -> float:
        """The instant of `monotonic` before which the host is not asked; minus infinity where it is free."""
        state = self._host(host)
        return max(state.started_at + self.spacing(host), state.held_until)

    def held_seconds(self, host: str) -> float:
        """How long a Retry-After still holds the host; 0.0 where none does."""
        return max(0.0, self._host(host).held_until - self._monotonic())

    def retry_after(self, host: str, seconds: float) -> float:
        """The host wants not to be asked for so long; returns what is granted. A later wish may only lengthen it."""
        granted = min(max(seconds, 0.0), RETRY_AFTER_MOST)
        state = self._host(host)
        state.held_until = max(state.held_until, self._monotonic() + granted)
        return granted

    def too_many(self, host: str) -> float:
        """The host says «too many» without saying for how long: each time in a row it is left alone for longer."""
        state = self._host(host)
        state.complaints += 1
        return self.retry_after(host, min(TOO_MANY_LEAST * 2 ** (state.complaints - 1), TOO_MANY_MOST))

    def answered(self, host: str) -> None:
        """The host answered without complaint."""
        self._host(host).complaints = 0

    def crawl_delay(self, host: str, seconds: float | None) -> None:
        """The floor between two turns that the host's robots.txt names, or None where it names none (any more)."""
        self._host(host).crawl_delay = min(max(seconds or 0.0, 0.0), CRAWL_DELAY_MOST)

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host())
