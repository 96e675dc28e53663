"""The console channel: alerts as lines of the terminal that the service runs in."""

import asyncio
from collections.abc import Iterator
from typing import TextIO

from rich.console import Console
from rich.text import Text

from arabic.bidi import strip_controls
from monitor import labels
from monitor.channels.base import DeliveryError
from monitor.channels.text import hidden_updates, reason_of
from monitor.values import Marked, Message, MessageItem

HIT = "bold black on yellow"


class ConsoleChannel:
    """Prints to standard output, or to `output`. Hits are coloured on a terminal and starred elsewhere."""

    kind = "console"
    recipients = ("console",)

    def __init__(self, name: str, *, output: TextIO | None = None) -> None:
        self.name = name
        self._console = Console(file=output, highlight=False, markup=False, emoji=False, soft_wrap=True)
        self._one_at_a_time = asyncio.Lock()

    async def send(self, message: Message, recipient: str, key: str, thread: str | None = None) -> None:
        text = Text("\n").join([*self._lines(message), Text()])
        async with self._one_at_a_time:
            try:
                await asyncio.to_thread(self._console.print, text)
            except (OSError, ValueError) as error:  # a closed pipe or file, a terminal without Arabic
                raise DeliveryError(f"cannot write to the console: {reason_of(error)}") from error

    def preview(self, message: Message) -> dict[str, bytes]:
        return {"txt": "\n".join(line.plain for line in self._lines(message)).encode()}

    async def close(self) -> None:
        """Nothing to give back: the terminal is not ours."""

    def _lines(self, message: Message) -> Iterator[Text]:
        yield Text(f"{message.alert} · {message.title}", style="bold")
        if message.followed:
            yield _plain(f"  {message.followed}", "magenta")
        for number, item in enumerate(message.items):
            if number:
                yield Text()
            yield from self._item(item)
        for line in message.notice.splitlines():
            yield _plain(f"  {line}")
        if hidden := hidden_updates(message, len(message.items)):
            yield _plain(f"  {labels.MORE}: {hidden}")
        for _, command in message.commands:
            yield Text(f"  $ {command}", style="dim")

    def _item(self, item: MessageItem) -> Iterator[Text]:
        for field, style in ((item.headline, "bold"), (item.snippet, "")):
            if field:
                yield Text("  ").append_text(self._marked(field, style))
        yield _plain("  " + " · ".join(part for part in (item.outlet, item.time, item.time_utc) if part), "cyan")
        if item.note:
            yield _plain(f"  {item.note}", "magenta")
        for label, parts in ((labels.FIGURES, item.figures), (labels.PLACES, item.places)):
            if parts:
                yield _plain(f"  {label}: {' · '.join(parts)}")
        if item.outlets:
            yield _plain(f"  {item.outlets}", "magenta")
        if item.why:
            yield _plain(f"  {labels.WHY}: {'؛ '.join(item.why)}", "dim")
        if item.url:
            yield _plain(f"  {item.url}", "blue")

    def _marked(self, marked: Marked, style: str) -> Text:
        text = Text()
        star = "" if self._console.color_system else "*"
        for stretch in marked:
            text.append(f"{star}{stretch.text}{star}" if stretch.hit else stretch.text, HIT if stretch.hit else style)
        return text


def _plain(line: str, style: str = "") -> Text:
    """A line in logical order without invisible marks, which many terminals print as boxes."""
    return Text(strip_controls(line), style=style)
