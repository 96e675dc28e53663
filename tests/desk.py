"""A desk for tests: a database, compiled rules, a clock that is moved by hand, and the deliverer over real servers."""

from contextlib import asynccontextmanager

from monitor import ingest, pipeline, reread, withdrawal
from monitor.app import build_channels, checked_config
from monitor.delivery import Deliverer
from monitor.pipeline import Sighting
from storage.database import Database
from tests.support import HandClock


class Desk:
    """A database, compiled rules, a clock that is moved by hand, and the deliverer over real servers."""

    def __init__(self, path, clock):
        self.clock = clock
        self.config, self.rules = checked_config(path)
        self.database = Database.open(path.parent / "marsad.db", create=True, exclusive=True)
        self.channels = build_channels(self.config)
        self.deliverer = self.new_deliverer("one")

    def new_deliverer(self, worker):
        return Deliverer(
            database=self.database, channels=self.channels, rules=self.rules, clock=self.clock, worker=worker
        )

    def see(self, *updates, first=False, source="ufuq"):
        """Records updates as one read of a page, with the decisions and the outbox that belong to them."""
        now = self.clock.now()

        def write(tx):
            page = tx.pages.ensure(source, "http://127.0.0.1/live", now=now)
            other = reread.other_layout(tx, page, updates, now)
            recorded = ingest.record(tx, page, ingest.to_readings(updates), now, whole=True, other=other)
            owed = pipeline.run(tx, self.rules, Sighting(source=source, first=first, recorded=recorded), now)
            return owed + withdrawal.of_updates(tx, page, self.rules, updates, now)

        return self.database.write_now(write)

    async def deliver(self):
        return await self.deliverer.deliver_due()

    def deliveries(self):
        return self.database.read_now(lambda tx: tx.outbox.listing(limit=100))

    def states(self):
        return sorted(one.state.value for one in self.deliveries())

    async def close(self):
        await self.deliverer.stop()
        self.database.close()


@asynccontextmanager
async def desk(path):
    opened = Desk(path, HandClock())
    try:
        yield opened
    finally:
        await opened.close()


def told(mail):
    """The plain texts of the mails that were accepted, in order."""
    return [one.part("plain") for one in mail.accepted]
