"""How long do 1,000 queued mails take over one server? The real Deliverer; the mailbox is a process of its own."""

import argparse
import asyncio
import logging
import random
from time import perf_counter, process_time

from bench.corpus import WORDS
from bench.measure import opened, show
from bench.outlets import outlets
from crawler.items import Precision, Update
from monitor import ingest, pipeline
from monitor.app import App
from monitor.pipeline import Sighting
from storage.alert_rows import DeliveryState
from storage.database import Tx

MAILS = 1000
AIM_SECONDS = 10.0


def queue(app: App, mails: int) -> None:
    """Owes so many alerts of one update each, as so many reads of a page would; each is closed before the next."""
    now = app.clock.now()
    rng = random.Random(mails)

    def write(tx: Tx, number: int) -> None:
        # News of one hour is about many things: texts that differ in a number alone are one story, told in one line.
        said = " ".join(rng.sample(WORDS, 20))
        page = tx.pages.ensure("outlet-0", "http://127.0.0.1/live", now=now)
        update = Update(
            key=f"p{number}",
            native=True,
            headline=f"نازحون: {said[:40]}",
            text=f"{said} {number + 10} نازحاً.",
            published_at=now,
            precision=Precision.MINUTE,
            layout="liveblog",
            url=f"https://news.example/live#p{number}",
        )
        recorded = ingest.record(tx, page, ingest.to_readings([update]), now, whole=False)
        owed = pipeline.run(tx, app.rules, Sighting(source="outlet-0", first=False, recorded=recorded), now)
        assert owed == 1, owed
        # A claim closes the alert; its lease is given back, so that the mail stays owed.
        (made,) = tx.outbox.listing(limit=1)
        for one in tx.outbox.claim_alert(made.alert_id, worker="bench", lease_seconds=60, attempts=1, now=now):
            tx.outbox.release(one.id, worker="bench")

    def claimed(tx: Tx) -> None:
        for number in range(mails):
            write(tx, number)

    app.database.write_now(claimed)


async def measure(smtp: object, mails: int) -> None:
    async with opened(["http://127.0.0.1:9/live"], smtp) as app:  # type: ignore[arg-type]
        await asyncio.to_thread(queue, app, mails)
        began, cpu = perf_counter(), process_time()
        await app.deliverer.deliver_due()
        took, spent = perf_counter() - began, process_time() - cpu
        states = await app.database.read(lambda tx: tx.outbox.counts())
        await app.deliverer.stop()
    assert states[DeliveryState.SENT] == mails, states
    rows = [
        ("mails accepted", str(states[DeliveryState.SENT]), str(mails)),
        ("seconds", f"{took:.2f}", f"at most {AIM_SECONDS:g}"),
        ("ms a mail", f"{1000 * took / mails:.2f}", ""),
        ("CPU-ms a mail", f"{1000 * spent / mails:.2f}", ""),
    ]
    show(f"{mails} queued mails over one server", ("", "measured", "aim"), rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=MAILS)
    chosen = parser.parse_args()
    logging.disable(logging.INFO)
    with outlets() as running:
        asyncio.run(measure(running, chosen.mails))


if __name__ == "__main__":
    main()
