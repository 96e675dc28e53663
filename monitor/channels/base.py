"""What every channel is: where messages go, and how a sending fails."""

from typing import Protocol

from monitor.values import Message


class DeliveryError(Exception):
    """A message could not be handed over.

    `permanent` means that trying the same again is pointless; `retry_after` is the pause in seconds that the
    receiver asked for.
    """

    def __init__(self, reason: str, *, permanent: bool = False, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.retry_after = retry_after


class Channel(Protocol):
    """A configured destination. One instance lives as long as its configuration does."""

    @property
    def name(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def recipients(self) -> tuple[str, ...]:
        """Each gets a delivery of its own."""
        ...

    async def send(self, message: Message, recipient: str, key: str, thread: str | None = None) -> str | None:
        """Hand the message over to one recipient; return once the receiver has accepted it.

        `key` is the same for every try of the same delivery, so that a receiver can tell a repetition. What is
        returned is kept: it comes back as `thread` with later messages that go on with this one.
        Raises DeliveryError for everything that can go wrong.
        """
        ...

    def preview(self, message: Message) -> dict[str, bytes]:
        """What would be sent, as files by their ending."""
        ...

    async def close(self) -> None:
        """Give back what the channel holds. No sending follows."""
        ...
