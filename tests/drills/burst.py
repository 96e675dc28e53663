"""The burst drill: 3,000 matches in a minute must neither drown the desk nor the daemon, and none may be lost.

    python -m tests.drills.burst [--matches 3000] [--seconds 60]

The real daemon polls 30 pages every 2 s; Slack and the mails are throttled by `max_per_hour`. What is beyond is told in
one counted message each when the hour has room again: the daemon's clock is then set an hour on (libfaketime).
"""

import argparse
import random
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from time import monotonic

from rich.table import Table

from monitor.demo import pages
from monitor.demo.story import Outlet, Post, Shown
from storage.database import Database
from tests.drills.baddays import FAKETIME, faked
from tests.drills.coverage import WORDS, numbers_in
from tests.drills.judging import Finding
from tests.drills.kill import console, wait_until_told
from tests.drills.watching import Mailbox, Service, Slack
from tests.servers import Answer, Asked, WebServer

PAGES = 30
MOST_PER_HOUR = 20
LAG_AIM = 0.100  # seconds from a tick to the start of its job, p99


class Newsroom:
    """Live pages on as many hosts, which say more and more."""

    def __init__(self, count: int) -> None:
        self.hosts = tuple(f"127.0.0.{number}" for number in range(2, count + 2))
        self.asked: set[str] = set()
        self._rng = random.Random(count)
        self._shown: dict[str, list[Shown]] = {host: [] for host in self.hosts}
        self.server = WebServer({"/live": self._answer}, hosts=self.hosts)
        for place, host in enumerate(self.hosts):
            self._show(host, 9000 + place, "افتتح معرض الكتاب أبوابه")

    def tell(self, number: int) -> None:
        said = " ".join(self._rng.sample(WORDS, 9))
        self._show(self.hosts[number % len(self.hosts)], number, f"نازحون {said}")

    def _show(self, host: str, number: int, said: str) -> None:
        post = Post(id=f"p{number}", outlet=host, text=f"{said}، برقية رقم {number}.", headline="")
        at = datetime.now(UTC).replace(microsecond=0)
        self._shown[host].append(Shown(post=post, text=post.text, published_at=at, edited_at=None))

    def _answer(self, asked: Asked) -> Answer:
        host = asked.host.partition(":")[0]
        self.asked.add(host)
        outlet = Outlet(name=host, title=host, shape="live", headline="مباشر", lead="ما يصل تباعاً")
        body = pages.live_page(outlet, list(reversed(self._shown[host]))[:150], url=f"http://{asked.host}/live")
        return Answer(body=body, headers={"Content-Type": "text/html; charset=utf-8"})


def write_config(folder: Path, newsroom: Newsroom, mailbox: Mailbox, slack: Slack) -> Path:
    (folder / "webhook.txt").write_text(slack.url)
    tables = ['[marsad]\ncontact = "drill@marsad.invalid"\nper_host = "0s"\ndaily = "off"\nlog_level = "warning"']
    tables += [
        f'[[sources]]\nname = "s{n}"\npages = ["{newsroom.server.url("/live", host=host)}"]\nevery = "2s"'
        for n, host in enumerate(newsroom.hosts)
    ]
    tables += [
        '[[watches]]\nname = "displacement"\nany = ["concept:displacement"]\nchannels = ["desk", "night"]',
        f'[channels.desk]\nkind = "email"\nto = ["desk@example.org"]\nfrom = "marsad@example.org"\nhost = "127.0.0.1"\n'
        f'port = {mailbox.port}\ntls = "none"\nmax_per_hour = {MOST_PER_HOUR}',
        f'[channels.night]\nkind = "slack"\nwebhook = {{ file = "webhook.txt" }}\nmax_per_hour = {MOST_PER_HOUR}',
        '[channels.operator]\nkind = "console"\noperator = true',
    ]
    path = folder / "config.toml"
    path.write_text("\n\n".join(tables) + "\n", encoding="utf-8")
    return path


def run(matches: int, seconds: float) -> list[Finding]:
    newsroom, slack = Newsroom(PAGES), Slack()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="marsad-burst-")))
        stack.enter_context(newsroom.server)
        mailbox = stack.enter_context(Mailbox())
        stack.enter_context(slack.server)
        database = folder / "marsad.db"
        config = write_config(folder, newsroom, mailbox, slack)
        service = stack.enter_context(closing(Service(config, folder / "service.log")))
        service.start()
        while len(newsroom.asked) < PAGES:
            time.sleep(0.1)
        wait_until_told(database, PAGES, owed=False)
        began = monotonic()
        for number in range(matches):
            newsroom.tell(1000 + number)
            time.sleep(max(0.0, began + (number + 1) * seconds / matches - monotonic()))
        wait_until_told(database, PAGES + matches, owed=False)
        recorded = monotonic() - began
        time.sleep(11)  # until the next sign of life, which tells the lag
        lag = heartbeat(database)
        before = (len(mailbox.accepted), len(slack.taken))
        code, _ = service.stop()
        if FAKETIME.exists():
            # Under a faked clock from here on only: it costs
            environment = faked(folder / "clock")
            (folder / "clock").write_text("+3700\n")
            later = stack.enter_context(closing(Service(config, folder / "service.log", environment)))
            later.start()
            wait_until_told(database, PAGES + matches)
            later.stop()
        return findings(database, matches, mailbox, slack, before, lag, recorded, code)


def heartbeat(database: Path) -> float:
    with Database.open(database) as opened:
        last = opened.read_now(lambda tx: tx.heartbeat.last())
    return float(last[1]["lag_p99_seconds"]) if last else float("nan")


def findings(
    path: Path,
    matches: int,
    mailbox: Mailbox,
    slack: Slack,
    before: tuple[int, int],
    lag: float,
    recorded: float,
    code: int,
) -> list[Finding]:
    wanted = {1000 + number for number in range(matches)}
    told = {"mail": mailbox.told(), "Slack": slack.taken}
    with Database.open(path) as database:
        items = database.read_now(
            lambda tx: {
                one.alert: {n for item in tx.alerts.items(one.alert) for n in numbers_in(item.revision.text)}
                for channel in told.values()
                for one in channel
            }
        )
    found = [
        Finding("seconds until all were recorded", round(recorded)),
        Finding("ms from tick to job, p99", round(lag * 1000), round(LAG_AIM * 1000), bad=lag > LAG_AIM),
        Finding("exit code of the clean stop", code, bad=bool(code)),
    ]
    for (name, accepted), first in zip(told.items(), before, strict=True):
        seen = [number for one in accepted for number in items[one.alert]]
        gaps = [b.at - a.at for a, b in pairwise(sorted(accepted, key=lambda one: one.at))]
        lost = len(wanted - set(seen))
        found += [
            Finding(f"{name}: messages within the hour of the burst", first, MOST_PER_HOUR, bad=first > MOST_PER_HOUR),
            Finding(f"{name}: messages in all, with those that count the rest", len(accepted)),
            Finding(f"{name}: matches told or counted", len(wanted & set(seen)), matches, bad=lost > 0),
            Finding(f"{name}: told twice", len(seen) - len(set(seen)), bad=len(seen) > len(set(seen))),
        ]
        if name == "Slack":
            quickest = round(1000 * min(gaps, default=1.0))
            found.append(Finding("Slack: least ms between two messages", quickest, 1000, bad=quickest < 990))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--matches", type=int, default=3000)
    parser.add_argument("--seconds", type=float, default=60.0)
    chosen = parser.parse_args()
    found = run(chosen.matches, chosen.seconds)
    table = Table("", "found", "of / at most", "", box=None)
    for one in found:
        table.add_row(one.what, str(one.count), "" if one.of is None else str(one.of), "WRONG" if one.bad else "")
    console.print(table)
    return int(any(one.bad for one in found))


if __name__ == "__main__":
    sys.exit(main())
