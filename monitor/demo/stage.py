"""All that a demo needs around the daemon: the newsroom, the mailbox, the Slack endpoint and the configuration."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from monitor.clock import Clock, SystemClock
from monitor.demo.config import write_config
from monitor.demo.mailbox import Mailbox
from monitor.demo.newsroom import Newsroom
from monitor.demo.slack import SlackEndpoint
from monitor.demo.story import NOMINAL_SECONDS, load_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What came of the demo, as seen from outside the daemon."""

    posts: int  # updates that the three outlets had published
    requests: int
    unchanged: int  # of the requests, those answered 304
    mails: Sequence[Path]
    payloads: Sequence[Path]


class Stage:
    """`async with Stage(folder, seconds=60) as stage:` and the real daemon runs on `stage.config_path`."""

    def __init__(self, folder: Path, *, seconds: float = NOMINAL_SECONDS, clock: Clock | None = None) -> None:
        self.folder = folder
        self.newsroom = Newsroom(load_day(seconds), clock or SystemClock())
        self.mailbox = Mailbox(folder / "mail")
        self.slack = SlackEndpoint(folder / "slack")
        self.config_path = folder / "config.toml"
        self._servers = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        async with AsyncExitStack() as servers:
            await servers.enter_async_context(self.mailbox)
            await servers.enter_async_context(self.slack)
            await servers.enter_async_context(self.newsroom)
            self._servers = servers.pop_all()
        self.config_path = write_config(
            self.folder,
            self.newsroom.day,
            newsroom_urls=self.newsroom.urls,
            smtp_port=self.mailbox.port,
            slack_url=self.slack.url,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._servers.aclose()

    def summary(self) -> Summary:
        answers = self.newsroom.answers
        return Summary(
            posts=sum(len(self.newsroom.shown(outlet.name)) for outlet in self.newsroom.day.outlets),
            requests=answers.total(),
            unchanged=answers[304],
            mails=tuple(self.mailbox.paths),
            payloads=tuple(self.slack.paths),
        )


def folder_for(parent: Path, now: datetime) -> Path:
    """A new folder's path for a demo that starts now, `demo-20180703-110700` in the machine's own time."""
    return parent / f"demo-{now.astimezone():%Y%m%d-%H%M%S}"
