"""Slack's mrkdwn: scraped text that says just what it says, hits in bold, links; none of it longer than it may be."""

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from monitor.channels.text import web_address
from monitor.values import Marked, Stretch

ADDRESS = 1200
ELLIPSIS = "…"
ZWSP = "\N{ZERO WIDTH SPACE}"

# mrkdwn has no way to escape its own marks, so scraped ones give way to signs that look like them.
_MARKS = str.maketrans({
    "*": "\N{ASTERISK OPERATOR}",
    "_": "\N{MODIFIER LETTER LOW MACRON}",
    "~": "\N{TILDE OPERATOR}",
    "`": "\N{MODIFIER LETTER GRAVE ACCENT}",
})  # fmt: skip
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Mrkdwn(str):
    """Text that is mrkdwn already: it is not escaped again."""

    __slots__ = ()


def escape(text: object) -> str:
    """Scraped text as mrkdwn that says just this: no mark, mention or link is active in it."""
    return text if isinstance(text, Mrkdwn) else Mrkdwn(str(text).translate(_MARKS).translate(ENTITIES))


def shortened(text: str, limit: int) -> str:
    """At most `limit` code points, escaped."""
    return Mrkdwn(cut(escape(text), limit))


def link(url: str | None, label: str) -> str:
    """A link of the web whose address stays out of sight; nothing where it is none or endless."""
    address = web_address(url)
    if address is None or len(address) > ADDRESS:
        return ""
    return Mrkdwn(f"<{address.translate(ENTITIES)}|{escape(label)}>")


def bold(marked: Marked, limit: int) -> str:
    """Hits in bold, at most `limit` code points."""
    written = ""
    for before, stretch, after in _neighbours(_whole_words(marked)):
        text, room = escape(stretch.text), limit - len(written) - 5
        if len(text) > room:
            return Mrkdwn(f"{written}{cut(text, max(1, room))}")
        written += _bold(text, before, after) if stretch.hit else text
    return Mrkdwn(written)


def cut(escaped: str, limit: int) -> str:
    """At most `limit` code points of escaped text, no entity broken."""
    if len(escaped) <= limit:
        return escaped
    kept = escaped[: limit - 1]
    start = kept.rfind("&", max(0, len(kept) - 5))
    return (kept[:start] if start >= 0 and ";" not in kept[start:] else kept) + ELLIPSIS


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
