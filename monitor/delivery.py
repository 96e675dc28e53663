"""Delivers what the outbox owes: claims what is due, sends it, settles it once, tries again with back-off."""

import asyncio
import hashlib
import logging
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from monitor import pipeline
from monitor.channels import Channel, DeliveryError
from monitor.clock import Clock
from monitor.compose import fold_what_waited, frozen_message, with_delay
from monitor.pipeline import Rules
from monitor.values import Message
from storage.alert_rows import Delivery
from storage.database import Database, DatabaseError, Tx

log = logging.getLogger(__name__)
T = TypeVar("T")

LEASE = timedelta(minutes=3)  # longer than any channel's own timeout
BATCH = 20
LONGEST_IDLE_SECONDS = 5.0  # asks the outbox at least this often: another process may have written to it
DISK_IDLE_SECONDS = 1.0  # what was accepted is remembered in memory alone until the disk takes it
BACK_OFF_SECONDS = (5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0)


class Deliverer:
    """One sender for each channel, so that a channel that hangs holds up no other."""

    def __init__(
        self, *, database: Database, channels: Mapping[str, Channel], rules: Rules, clock: Clock, worker: str
    ) -> None:
        self._database = database
        self._channels = dict(channels)
        self._rules = rules
        self._clock = clock
        self._worker = worker
        self._senders: dict[str, asyncio.Task[None]] = {}
        self._wake: dict[str, asyncio.Event] = {}
        self._stopping = False
        # By channel, while the database takes no writes: what was accepted, with what it is known by; what was claimed
        # and not sent.
        self._unsettled: dict[str, list[tuple[Delivery, str | None]]] = {}
        self._unsent: dict[str, list[int]] = {}

    def start(self) -> None:
        for name in self._channels:
            self._start_sender(name)

    def _start_sender(self, name: str) -> None:
        self._wake[name] = asyncio.Event()
        self._senders[name] = asyncio.create_task(self._send_for_ever(name), name=f"sender {name}")

    def wake(self) -> None:
        """Something was written to the outbox."""
        for event in self._wake.values():
            event.set()

    async def use(self, channels: Mapping[str, Channel], rules: Rules) -> None:
        """Takes a changed configuration: senders finish what they are sending, then the new ones begin."""
        await self._stop_senders(grace_seconds=30.0)
        for channel in self._channels.values():
            await channel.close()
        self._channels, self._rules, self._stopping = dict(channels), rules, False
        self.start()

    async def stop(self, grace_seconds: float = 3.0) -> None:
        """Ends within the grace: a message under way is finished, or freed by the next start."""
        await self._stop_senders(grace_seconds)
        for channel in self._channels.values():
            await channel.close()

    async def _stop_senders(self, grace_seconds: float) -> None:
        self._stopping = True
        self.wake()
        if self._senders:
            _, late = await asyncio.wait(self._senders.values(), timeout=grace_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*self._senders.values(), return_exceptions=True)
        self._senders.clear()

    async def deliver_due(self) -> int:
        """Sends everything that is due now, once over all channels; returns how many deliveries were sent."""
        sent = await asyncio.gather(*(self._drain(name) for name in self._channels))
        return sum(sent)

    async def _send_for_ever(self, name: str) -> None:
        wake = self._wake[name]
        while not self._stopping:
            wake.clear()
            try:
                await self._drain(name)
                idle = await self._idle_seconds(name)
            except DatabaseError as error:
                log.error("the outbox of channel %s cannot be read or settled: %s", name, error)
                idle = DISK_IDLE_SECONDS
            except Exception:
                log.exception("the sender of channel %s failed", name)
                idle = LONGEST_IDLE_SECONDS
            try:
                await asyncio.wait_for(wake.wait(), idle)
            except TimeoutError:
                continue

    async def _idle_seconds(self, name: str) -> float:
        """Until the channel's next delivery is due; the clock may be stepped, so never longer than a while."""
        next_due = await self._database.read(lambda tx: tx.outbox.next_due(name))
        if next_due is None:
            return LONGEST_IDLE_SECONDS
        seconds = (next_due - self._clock.now()).total_seconds()
        return min(max(seconds, 0.05), LONGEST_IDLE_SECONDS)

    async def _drain(self, name: str) -> int:
        sent = 0
        while not self._stopping:
            await self._catch_up(name)
            claimed = await self._write(lambda tx: self._claim(tx, name))
            for position, (delivery, message) in enumerate(claimed):
                self._unsent[name] = [delivery.id for delivery, _ in claimed[position:]]
                if self._stopping:
                    await self._catch_up(name)
                    return sent
                sent += await self._deliver(name, delivery, message)
            self._unsent[name] = []
            if len(claimed) < BATCH:
                return sent
        return sent

    async def _write(self, fn: Callable[[Tx], T]) -> T:
        """Before what polls have to record: a message that was accepted and is not settled yet goes out again where
        the program dies meanwhile."""
        return await self._database.write(fn, pressing=True)

    def _release(self, tx: Tx, delivery_ids: list[int]) -> None:
        for delivery_id in delivery_ids:
            tx.outbox.release(delivery_id, worker=self._worker)

    def _claim(self, tx: Tx, name: str) -> list[tuple[Delivery, Message]]:
        """Leases what is due and freezes its text, in one transaction: what is found later opens the next alert."""
        now = self._clock.now()
        claimed = tx.outbox.claim(
            now=now, worker=self._worker, lease_seconds=LEASE.total_seconds(), limit=BATCH, channel=name
        )
        claimed = fold_what_waited(
            tx, self._rules, claimed, worker=self._worker, lease_seconds=LEASE.total_seconds(), now=now
        )
        return [(delivery, frozen_message(tx, self._rules, delivery, now)) for delivery in claimed]

    async def _deliver(self, name: str, delivery: Delivery, message: Message) -> int:
        """Sends one delivery and settles it; 1 where it was accepted.

        This is the other of the two places that catch every exception: whatever a channel does, the
        delivery stays owed until it was accepted.
        """
        key = idempotency_key(self._database.identity, delivery)
        outlet = self._rules.channels[name]
        message = with_delay(message, delivery, outlet, self._clock.now())
        try:
            thread = await self._thread(delivery) if message.follows else None
            reference = await self._channels[name].send(message, delivery.recipient, key, thread)
        except DeliveryError as error:
            await self._settle_failed(delivery, error)
            return 0
        except Exception as error:
            log.exception("channel %s failed unexpectedly", name)
            await self._settle_failed(delivery, DeliveryError(f"{type(error).__name__}: {error}"))
            return 0
        # The writer may be busy with a page for seconds; were we killed meanwhile, the message would go out again.
        self._database.note_accepted(delivery.id, worker=self._worker, now=self._clock.now(), reference=reference)
        self._unsettled.setdefault(name, []).append((delivery, reference))
        await self._settle_accepted(name)
        return 1

    async def _catch_up(self, name: str) -> None:
        """Writes down what could not be: what was accepted, and that the rest of that claim was not sent.

        Nothing more is sent until then: what was accepted while the disk was full would go out a second time.
        """
        await self._settle_accepted(name)
        if unsent := self._unsent.get(name):
            await self._write(lambda tx: self._release(tx, unsent))
            self._unsent[name] = []

    async def _settle_accepted(self, name: str) -> None:
        waiting = self._unsettled.get(name, [])
        while waiting:
            delivery, reference = waiting[0]
            record = partial(self._record_sent, delivery=delivery, reference=reference)
            settled, recovered = await self._write(record)
            waiting.pop(0)
            self._database.note_settled(delivery.id)
            if recovered:
                self.wake()
            if not settled:
                log.warning("delivery %d was sent, but its lease had passed to another worker", delivery.id)

    def _record_sent(self, tx: Tx, delivery: Delivery, reference: str | None) -> tuple[bool, bool]:
        """(whether it was still ours to settle, whether this ended a trouble of its channel)"""
        now = self._clock.now()
        over = tx.troubles.over(delivery.channel, delivery.recipient)
        if over is not None and over.broken_at is not None:
            text = f"Channel {delivery.channel} gets through to {delivery.recipient} again."
            pipeline.enqueue_notice(tx, self._rules, text, now)
        settled = tx.outbox.sent(delivery.id, worker=self._worker, now=now, reference=reference)
        return settled, over is not None

    async def _thread(self, delivery: Delivery) -> str | None:
        """What the recipient's first message of the same thread is known by."""

        def look(tx: Tx) -> str | None:
            first = tx.alerts.first_of_thread(delivery.alert_id)
            return None if first is None else tx.outbox.reference(first.id, delivery.recipient)

        return await self._database.read(look)

    async def _settle_failed(self, delivery: Delivery, error: DeliveryError) -> None:
        now = self._clock.now()
        log.warning("%s to %s: %s", delivery.channel, delivery.recipient, error.reason)

        await self._write(lambda tx: self._record_failure(tx, delivery, error, now))
        self.wake()

    def _record_failure(self, tx: Tx, delivery: Delivery, error: DeliveryError, now: datetime) -> None:
        """Owed again after a while; or, refused for good, a dead letter that the operator is told of elsewhere."""
        if error.permanent:
            tx.outbox.dead(delivery.id, worker=self._worker, now=now, error=error.reason)
            if tx.troubles.broken(delivery.channel, delivery.recipient, error.reason, now):
                text = (
                    f"Channel {delivery.channel} refused alert a{delivery.alert_id} for {delivery.recipient} for good: "
                    f"{error.reason}. It stays in `marsad deliveries list --state dead`, and so does what comes until "
                    f"this is mended; `marsad deliveries retry {delivery.id}` sends it again."
                )
                pipeline.enqueue_notice(tx, self._rules, text, now, not_by=delivery.channel)
        else:
            tx.troubles.failing(delivery.channel, delivery.recipient, error.reason, now)
            wait = back_off_seconds(delivery.attempts, error.retry_after)
            next_at = now + timedelta(seconds=wait)
            tx.outbox.failed(delivery.id, worker=self._worker, now=now, error=error.reason, next_at=next_at)
        self._escalate(tx, delivery, error, now)

    def _escalate(self, tx: Tx, delivery: Delivery, error: DeliveryError, now: datetime) -> None:
        """Has another channel tell what this one has not got through for long, or never will."""
        outlet = self._rules.channels.get(delivery.channel)
        if outlet is None or outlet.escalate_to is None or outlet.escalate_to not in self._rules.channels:
            return
        if not error.permanent and now - delivery.due_at < outlet.escalate_after:
            return
        alert = tx.alerts.get(delivery.alert_id)
        if alert.instead_of is None and not tx.alerts.stood_in_for(alert.id):
            pipeline.enqueue_instead(tx, self._rules, alert, outlet.escalate_to, now)


def back_off_seconds(attempts: int, retry_after: float | None) -> float:
    """How long to wait after the `attempts`-th failed attempt: rising to a cap, spread by a fifth, never for ever."""
    step = BACK_OFF_SECONDS[min(max(attempts, 1), len(BACK_OFF_SECONDS)) - 1]
    spread = step * random.uniform(0.9, 1.1)
    return max(spread, retry_after or 0.0)


def idempotency_key(identity: str, delivery: Delivery) -> str:
    """The same for every attempt of one delivery, and never the same in two databases. 32 hex digits."""
    told = f"{identity}/{delivery.alert_id}/{delivery.channel}/{delivery.recipient}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]
