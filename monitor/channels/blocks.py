"""A message as Slack's Block Kit: escaped, inside Slack's limits, from right to left."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from arabic.bidi import isolate
from monitor import labels
from monitor.channels.mrkdwn import ELLIPSIS, ENTITIES, cut, escape
from monitor.channels.templates import Templates, paragraphs
from monitor.channels.text import hidden_updates, right_to_left, single_line
from monitor.values import Message, MessageItem

Block = dict[str, Any]

HEADER = 150  # code points, Slack's limit of a header block
SECTION = 3000  # Slack's limit of a section's text
CONTEXT = 2000
PARTS = 4  # of an update: with those of ten updates a message stays below Slack's 50 blocks
PAYLOAD = 9500  # of all blocks: Slack refuses messages from about 13,000 on


def payload(message: Message, templates: Templates) -> dict[str, Any]:
    """What is posted: blocks, and `text` for notifications and clients without blocks."""
    items = [list(_item(item, message, templates)) for item in message.items]
    shown = len(items)
    blocks = list(_blocks(message, items))
    while shown > 1 and len(json.dumps(blocks, ensure_ascii=False)) > PAYLOAD:
        shown -= 1
        blocks = list(_blocks(message, items[:shown]))
    return {"text": right_to_left(escape(single_line(message.subject, 200))), "blocks": blocks}


def _blocks(message: Message, items: list[list[Block]]) -> Iterator[Block]:
    title = single_line(message.title, HEADER - 1).replace("<", "‹").replace(">", "›")
    yield {"type": "header", "text": {"type": "plain_text", "text": right_to_left(title or "مرصد"), "emoji": False}}
    if message.followed:
        yield _context(right_to_left(escape(message.followed)))
    yield from _notice(message.notice)
    for number, blocks in enumerate(items):
        if number:
            yield {"type": "divider"}
        yield from blocks
    if hidden := hidden_updates(message, len(items)):
        yield _section(right_to_left(f"{labels.MORE}: {hidden}"))
    yield _context("\n".join(_foot(message)))


def _item(item: MessageItem, message: Message, templates: Templates) -> Iterator[Block]:
    """The parts of the template: the first is a section, what comes after it is context."""
    parts = paragraphs(templates.render("slack.j2", item=item, message=message))
    for number, lines in enumerate(parts[:PARTS]):
        # A link stands alone on its line: its label is Arabic, and the address stays out of sight.
        lines = [line if line.startswith("<") else right_to_left(line) for line in lines]
        if lines:
            yield _context(_fitting(lines, CONTEXT)) if number else _section(_fitting(lines, SECTION))


def _notice(text: str) -> Iterator[Block]:
    """The notice in as many sections as it needs, two at most."""
    sections: list[str] = [""]
    for line in text.splitlines():
        line = right_to_left(cut(escape(line), SECTION - 1))
        if len(sections[-1]) + 1 + len(line) > SECTION:
            sections.append(line)
        else:
            sections[-1] += f"\n{line}" if sections[-1] else line
    for section in sections[:2]:
        if section:
            yield _section(section)
    if len(sections) > 2:
        yield _section(f"{labels.CUT} {ELLIPSIS}")


def _foot(message: Message) -> Iterator[str]:
    watch = f" · {labels.WATCH} {isolate(escape(message.watch))}" if message.watch else ""
    yield right_to_left(f"{labels.ALERT} {isolate(message.alert)}{watch}")
    for name, command in message.commands:
        code = command.replace("`", "'").translate(ENTITIES)
        yield right_to_left(f"{labels.COMMANDS.get(name, name)}: `{code}`")


def _fitting(lines: Iterable[str], limit: int) -> str:
    """As many lines as a block can hold; one that is longer by itself is cut."""
    text = ""
    for line in lines:
        line = cut(line, limit)
        if len(text) + 1 + len(line) > limit:
            break
        text += f"\n{line}" if text else line
    return text


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text)]}


def _mrkdwn(text: str) -> Block:
    # verbatim: Slack turns nothing into links or mentions by itself.
    return {"type": "mrkdwn", "text": text, "verbatim": True}
