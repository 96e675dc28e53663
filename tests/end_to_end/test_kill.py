"""A service that is killed between an answer and the commit of what it said: a page's, or that of a mail server."""

import asyncio
import json
import queue
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import pytest

from storage.alert_rows import DeliveryState
from storage.database import Database
from storage.receipts import Receipts
from tests.receivers import MailServer
from tests.servers import Versioned, WebServer
from tests.support import mail_channel, write_config

ROOT = Path(__file__).parents[2]
TEXT = "وصلت ثلاث عائلات نازحة من طفس إلى السهول الغربية مع طلوع الشمس"


def live_page(url):
    at = datetime.now(UTC).isoformat(timespec="seconds")
    post = {"@type": "BlogPosting", "@id": f"{url}#u81", "datePublished": at, "articleBody": TEXT}
    blog = {"@context": "https://schema.org", "@type": "LiveBlogPosting", "url": url, "liveBlogUpdate": [post]}
    return f'<!doctype html><title>مباشر</title><script type="application/ld+json">{json.dumps(blog)}</script>'


class Service:
    """`python -m monitor run`, with the lines of its log as they come."""

    def __init__(self, config):
        command = [sys.executable, "-m", "monitor", "run", "--config", str(config)]
        self.process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        self.lines = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stderr:
            self.lines.put(line)

    def wait_for(self, words, seconds=20):
        seen = []
        while True:
            try:
                seen.append(self.lines.get(timeout=seconds))
            except queue.Empty:
                pytest.fail(f"the service never said «{words}», but: {''.join(seen)}")
            if words in seen[-1]:
                return

    def kill(self):
        self.process.kill()
        self.process.wait(timeout=10)

    def close(self):
        if self.process.poll() is None:
            self.kill()
        self._reader.join(timeout=10)
        self.process.stderr.close()


@contextmanager
def write_lock(path):
    """Holds the database's only write lock: whoever else wants to commit has to wait."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


class HeldPage(Versioned):
    """A page whose first answer waits for a word; from then on it answers 304 to whoever knows its ETag."""

    def __init__(self):
        super().__init__("")
        self.asked, self.go = threading.Event(), threading.Event()
        self.statuses = []

    async def __call__(self, asked):
        self.body = self.body or live_page(f"http://{asked.host}{asked.path}")
        self.asked.set()
        await asyncio.to_thread(self.go.wait, 20)
        answer = super().__call__(asked)
        self.statuses.append(answer.status)
        return answer


def stored(database):
    return database.read_now(lambda tx: [entry.text for entry in tx.entries.iterate()])


def wait_until_sent(database, count, seconds=20):
    """Waits until so many deliveries are settled."""
    never, until = threading.Event(), monotonic() + seconds
    while (sent := database.read_now(lambda tx: tx.outbox.counts())[DeliveryState.SENT]) < count:
        assert monotonic() < until, f"only {sent} of {count} deliveries were sent"
        never.wait(0.05)


def test_an_update_is_stored_and_told_though_the_service_was_killed_between_response_and_commit(tmp_path):
    page, file = HeldPage(), tmp_path / "marsad.db"
    with WebServer({"/live": page}) as web, MailServer() as mailbox:
        path = write_config(
            tmp_path, page=web.url("/live"), channels=("desk",), tables=mail_channel("desk", mailbox.port)
        )
        path.write_text(path.read_text().replace('daily = "off"', 'daily = "off"\nlog_level = "debug"'))
        with closing(Service(path)) as killed:
            assert page.asked.wait(timeout=20), "the page was never asked for"
            with write_lock(file):
                page.go.set()
                killed.wait_for("read 1 updates")
                killed.kill()
        with Database.open(file) as database:
            assert stored(database) == []
            with closing(Service(path)) as second:
                wait_until_sent(database, 2)
                second.process.terminate()
                assert second.process.wait(timeout=5) == 0
            assert stored(database) == [TEXT]
            assert database.read_now(lambda tx: sum(tx.outbox.counts().values())) == 2
    assert sorted(str(mail["List-Id"]).partition(".")[0] for mail in mailbox.messages) == ["<nuzuh", "<tafas"]
    assert page.statuses[:2] == [200, 200], "what was not stored must be asked for without its ETag"
    assert set(page.statuses[2:]) <= {304}


class HeldMails(MailServer):
    """Says that it took a mail only when it is given the word."""

    def __init__(self):
        super().__init__()
        self.took, self.go = threading.Event(), threading.Event()

    async def _answer(self, stage, otherwise):
        before = len(self.accepted)
        said = await super()._answer(stage, otherwise)
        if len(self.accepted) > before:
            self.took.set()
            await asyncio.to_thread(self.go.wait, 20)
        return said


def wait_for_a_receipt(file, seconds=20):
    with Database.open(file) as database:
        identity = database.identity
    never, until = threading.Event(), monotonic() + seconds
    while True:
        receipts = Receipts.open(file, identity)
        found = receipts.all()
        receipts.close()
        if found:
            return
        assert monotonic() < until, "what was accepted was not written down"
        never.wait(0.02)


def test_a_mail_is_not_sent_twice_though_the_service_was_killed_before_the_database_took_its_acceptance(tmp_path):
    """The writer is busy, as it is for a second or two when a long page is recorded."""
    page, file = HeldPage(), tmp_path / "marsad.db"
    page.go.set()
    with WebServer({"/live": page}) as web, HeldMails() as mailbox:
        path = write_config(
            tmp_path, page=web.url("/live"), channels=("desk",), tables=mail_channel("desk", mailbox.port)
        )
        with closing(Service(path)) as killed:
            assert mailbox.took.wait(timeout=20), "no mail came"
            with write_lock(file):
                mailbox.go.set()
                wait_for_a_receipt(file)
                killed.kill()
        with Database.open(file) as database:
            assert database.read_now(lambda tx: tx.outbox.counts())[DeliveryState.SENT] == 0
            with closing(Service(path)) as second:
                wait_until_sent(database, 2)
                second.process.terminate()
                assert second.process.wait(timeout=5) == 0
    assert sorted(str(mail["List-Id"]).partition(".")[0] for mail in mailbox.messages) == ["<nuzuh", "<tafas"]
