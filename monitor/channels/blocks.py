"""A message as Slack's Block Kit: escaped, inside Slack's limits, from right to left."""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from arabic.bidi import isolate
from monitor import labels
from monitor.channels.text import hidden_updates, right_to_left, single_line, web_address
from monitor.values import Marked, Message, MessageItem, Stretch

Block = dict[str, Any]

HEADER = 150  # code points, Slack's limit of a header block
SECTION = 3000  # Slack's limit of a section's text
HEADLINE, SNIPPET = 1200, 1700  # parts of a section, as escaped
CONTEXT = 2000
ADDRESS = 1200
PAYLOAD = 9500  # of all blocks: Slack refuses messages from about 13,000 on
ELLIPSIS = "…"
ZWSP = "\N{ZERO WIDTH SPACE}"

# mrkdwn has no way to escape its own marks, so scraped ones give way to signs that look like them.
_MARKS = str.maketrans({
    "*": "\N{ASTERISK OPERATOR}",
    "_": "\N{MODIFIER LETTER LOW MACRON}",
    "~": "\N{TILDE OPERATOR}",
    "`": "\N{MODIFIER LETTER GRAVE ACCENT}",
})  # fmt: skip
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def payload(message: Message) -> dict[str, Any]:
    """What is posted: blocks, and `text` for notifications and clients without blocks."""
    shown = len(message.items)
    blocks = list(_blocks(message, shown))
    while shown > 1 and len(json.dumps(blocks, ensure_ascii=False)) > PAYLOAD:
        shown -= 1
        blocks = list(_blocks(message, shown))
    return {"text": right_to_left(escape(single_line(message.subject, 200))), "blocks": blocks}


def escape(text: str) -> str:
    """Scraped text as mrkdwn that says just this: no mark, mention or link is active in it."""
    return text.translate(_MARKS).translate(_ENTITIES)


def _blocks(message: Message, shown: int) -> Iterator[Block]:
    title = single_line(message.title, HEADER - 1).replace("<", "‹").replace(">", "›")
    yield {"type": "header", "text": {"type": "plain_text", "text": right_to_left(title or "مرصد"), "emoji": False}}
    for number, item in enumerate(message.items[:shown]):
        if number:
            yield {"type": "divider"}
        yield from _item(item)
    yield from _notice(message.notice)
    if hidden := hidden_updates(message, shown):
        yield _section(right_to_left(f"{labels.MORE}: {hidden}"))
    yield _context("\n".join(_foot(message)))


def _item(item: MessageItem) -> Iterator[Block]:
    lines = (_marked(item.headline, HEADLINE), _marked(item.snippet, SNIPPET))
    if text := "\n".join(right_to_left(line) for line in lines if line):
        yield _section(text)
    address = web_address(item.url)
    if address is not None and len(address) <= ADDRESS:
        # On a line of its own: a link's label is Arabic, and the address stays out of sight.
        yield _context(f"<{address.translate(_ENTITIES)}|{labels.LINK}>")
    yield _context(_fitting(right_to_left(line) for line in _facts(item)))


def _facts(item: MessageItem) -> Iterator[str]:
    if item.note:
        yield _cut(escape(item.note), 600)
    times = " · ".join(isolate(escape(time)) for time in (item.time, item.time_utc) if time)
    yield f"{labels.OUTLET}: {isolate(escape(item.outlet))}" + (f" · {labels.TIME}: {times}" if times else "")
    for reason in item.why:
        yield f"{labels.WHY}: {_cut(escape(reason), 400)}"


def _notice(text: str) -> Iterator[Block]:
    """The notice in as many sections as it needs, two at most."""
    sections: list[str] = [""]
    for line in text.splitlines():
        line = right_to_left(_cut(escape(line), SECTION - 1))
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
        code = command.replace("`", "'").translate(_ENTITIES)
        yield right_to_left(f"{labels.COMMANDS.get(name, name)}: `{code}`")


def _marked(marked: Marked, limit: int) -> str:
    """Hits in bold, at most `limit` code points."""
    written = ""
    for before, stretch, after in _neighbours(_whole_words(marked)):
        text, room = escape(stretch.text), limit - len(written) - 5
        if len(text) > room:
            return f"{written}{_cut(text, max(1, room))}"
        written += _bold(text, before, after) if stretch.hit else text
    return written


def _bold(text: str, before: str, after: str) -> str:
    """Slack sees a mark only beside white space: where there is none, an invisible space stands in."""
    left = "" if not before or before.isspace() else ZWSP
    right = "" if not after or after.isspace() else ZWSP
    return f"{left}*{text}*{right}"


def _neighbours(stretches: list[Stretch]) -> Iterator[tuple[str, Stretch, str]]:
    """Each stretch with the character before it and the one after it."""
    for number, stretch in enumerate(stretches):
        before = stretches[number - 1].text[-1] if number else ""
        after = stretches[number + 1].text[0] if number + 1 < len(stretches) else ""
        yield before, stretch, after


def _whole_words(marked: Marked) -> list[Stretch]:
    """Hits widened to whole words, without white space at their edges: a mark inside a word would part its letters."""
    text = "".join(stretch.text for stretch in marked)
    hit = [stretch.hit for stretch in marked for _ in stretch.text]
    for places in (range(1, len(text)), range(len(text) - 2, -1, -1)):
        step = places.step
        for place in places:
            hit[place] |= hit[place - step] and _of_word(text[place]) and _of_word(text[place - step])
    edges = [place for place, char in enumerate(text) if char.isspace()]
    for place in edges:
        inside = 0 < place < len(text) - 1 and hit[place - 1] and hit[place + 1]
        hit[place] = hit[place] and inside
    runs = groupby(zip(text, hit, strict=True), key=lambda pair: pair[1])
    return [Stretch("".join(char for char, _ in run), hit=is_hit) for is_hit, run in runs]


def _of_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" or char == "\N{ARABIC TATWEEL}"


def _cut(escaped: str, limit: int) -> str:
    """At most `limit` code points of escaped text, no entity broken."""
    if len(escaped) <= limit:
        return escaped
    kept = escaped[: limit - 1]
    start = kept.rfind("&", max(0, len(kept) - 5))
    return (kept[:start] if start >= 0 and ";" not in kept[start:] else kept) + ELLIPSIS


def _fitting(lines: Iterable[str]) -> str:
    """As many lines as a context block can hold."""
    text = ""
    for line in lines:
        if len(text) + 1 + len(line) > CONTEXT:
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
