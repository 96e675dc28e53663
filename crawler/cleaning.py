"""From one fragment of markup to its text, memoised.

BeautifulSoup takes the furniture off. Most fragments have none that stands within the text; their text is taken
from the parsed fragment at a tenth of the cost.
"""

import html
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.document import Element
from crawler.furniture import names_adverts
from crawler.furniture_lines import is_furniture_line
from crawler.readable import markup
from crawler.remembered import Remembered, digest
from crawler.simple_markup import paragraphs_within, simple_paragraphs
from crawler.soup import paragraphs_and_caption

RULES_VERSION = 5  # raise it when the text that comes out for the same markup changes


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A fragment's text, its paragraphs apart by an empty line, and the captions of its pictures."""

    text: str
    caption: str | None = None


_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>|<!--")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_OTHER_SPACE = re.compile(r"[\t\r\f\v\xa0\u2000-\u200a\u202f\u3000]")
_SPACE = re.compile(r"[ \t\r\f\v\xa0\u2000-\u200a\u202f\u3000]+")
_LONGEST = 400_000  # characters
_NUMBERS = 1 << 17  # lines told apart: what 500 live pages show, in 1 MB
_numbers = array("q", bytes(8 * _NUMBERS))


def clean(fragment: str) -> Cleaned:
    """The text of a fragment: markup, escaped markup (`&lt;p&gt;`) or plain text. What is longer than a book is cut."""
    fragment = fragment[:_LONGEST]
    if "<" not in fragment and "&" not in fragment:
        return _plain(fragment)
    name = digest(fragment)
    cached = _memory.get(name)
    if cached is None:
        cached = _clean(fragment)
        _memory.put(name, cached, len(cached.text))
    return cached


def clean_within(element: Element, written: str, without: Sequence[Element]) -> Cleaned:
    """The text of an element of a page, `written` as it is, but for some elements within it: from the page's own tree.

    Where something stands in it that BeautifulSoup has to take off, it is parsed once more.
    """
    if len(written) <= _LONGEST and not names_adverts(written):
        paragraphs = paragraphs_within(element, frozenset(without))
        if paragraphs is not None:
            return Cleaned(_finish(paragraphs))
    for part in without:
        written = written.replace(markup(part), "", 1)
    return clean(written)


def clean_line(fragment: str | None) -> str:
    """A headline, a name, a label: one line without markup."""
    if not fragment:
        return ""
    if "<" in fragment or "&" in fragment:
        return " ".join(clean(fragment).text.split())
    return " ".join(_CONTROL.sub("", fragment).split())


_memory: Remembered[Cleaned] = Remembered(limit=1_000_000)


def forget() -> None:
    """Lets go of everything remembered."""
    _memory.clear()
    _numbers[:] = array("q", bytes(8 * _NUMBERS))


def _clean(fragment: str) -> Cleaned:
    for _ in range(2):
        if "&" not in fragment or _TAG.search(fragment):
            break
        fragment = html.unescape(fragment)
    if not _TAG.search(fragment):
        return _plain(fragment)
    paragraphs = simple_paragraphs(fragment)
    if paragraphs is not None:
        return Cleaned(_finish(paragraphs))
    paragraphs, caption = paragraphs_and_caption(fragment)
    return Cleaned(_finish(paragraphs), caption)


def _plain(text: str) -> Cleaned:
    """A text without markup: its lines are its paragraphs."""
    return Cleaned(_finish(text.split("\n")))


def _finish(paragraphs: Sequence[str]) -> str:
    """Joins paragraphs, without furniture lines and without the spaces that markup leaves."""
    kept = []
    for paragraph in paragraphs:
        lines = [_kept(line) for line in paragraph.split("\n")]
        if any(lines):
            kept.append("\n".join(filter(None, lines)))
    return "\n\n".join(kept)


def _kept(line: str) -> str:
    """The line as it is kept; of nearly all a number tells whether they stay as they are or are furniture."""
    number = hash(line)
    place = number & (_NUMBERS - 1)
    known = _numbers[place]
    if known == number:
        return line
    if known == ~number:
        return ""
    kept = _without_furniture(line)
    if not kept or kept == line:
        _numbers[place] = number if kept else ~number
    return kept


def _without_furniture(line: str) -> str:
    """The line without controls, every run of spaces as one; "" for one of furniture."""
    odd = not line.isprintable()  # as controls and all spaces but the blank are
    if odd:
        line = _CONTROL.sub("", line)
    line = (_SPACE.sub(" ", line) if "  " in line or (odd and _OTHER_SPACE.search(line)) else line).strip()
    return "" if not line or is_furniture_line(line) else line
