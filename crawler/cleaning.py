"""From one fragment of markup to its text: BeautifulSoup takes the furniture off; memoised, because it is slow."""

import html
import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PageElement, PreformattedString

from crawler.furniture import (
    is_advert_label,
    is_furniture_class,
    is_furniture_line,
    is_related_label,
    names_adverts,
    related_label,
    starts_related,
)

RULES_VERSION = 3  # raise it when the text that comes out for the same markup changes


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A fragment's text, its paragraphs apart by an empty line, and the captions of its pictures."""

    text: str
    caption: str | None = None


_DROPPED_TAGS_TEXT = """
script style noscript template iframe object embed svg canvas form button input select textarea nav footer video audio
picture img map dialog menu figcaption figure aside ins time-ago amp-ad amp-social-share
"""
_DROPPED_TAGS = frozenset(_DROPPED_TAGS_TEXT.split())
_BLOCKS_TEXT = """
address article aside blockquote body center dd details div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr html
li main ol p pre section summary table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCKS_TEXT.split())
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>|<!--")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_CLASSES = frozenset(
    {"hidden", "sr-only", "visually-hidden", "screen-reader-text", "element-invisible", "visuallyhidden"}
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACE = re.compile(r"[ \t\r\f\v\xa0\u2000-\u200a\u202f\u3000]+")
_MAX_LABEL = 160
_LONGEST_ADVERT = 300
_INLINE = frozenset(("strong", "b", "em", "span", "u", "i", "font"))
_LONGEST = 400_000  # characters


def clean(fragment: str) -> Cleaned:
    """The text of a fragment: markup, escaped markup (`&lt;p&gt;`) or plain text. What is longer than a book is cut."""
    fragment = fragment[:_LONGEST]
    digest = blake2b(fragment.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    cached = _memory.get(digest)
    if cached is None:
        cached = _clean(fragment)
        _memory.put(digest, cached)
    return cached


def clean_line(fragment: str | None) -> str:
    """A headline, a name, a label: one line without markup."""
    if not fragment:
        return ""
    if "<" in fragment or "&" in fragment:
        return " ".join(clean(fragment).text.split())
    return " ".join(_CONTROL.sub("", fragment).split())


class _Memory:
    """The texts of the fragments seen last, bounded by their length; worker threads share it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._texts: OrderedDict[bytes, Cleaned] = OrderedDict()
        self._lock = Lock()

    def get(self, digest: bytes) -> Cleaned | None:
        with self._lock:
            found = self._texts.get(digest)
            if found is not None:
                self._texts.move_to_end(digest)
            return found

    def put(self, digest: bytes, cleaned: Cleaned) -> None:
        with self._lock:
            if digest not in self._texts:
                self._held += len(cleaned.text) + 100
            self._texts[digest] = cleaned
            while self._held > self._limit:
                _, dropped = self._texts.popitem(last=False)
                self._held -= len(dropped.text) + 100

    def clear(self) -> None:
        with self._lock:
            self._texts.clear()
            self._held = 0


_memory = _Memory(limit=1_000_000)
forget = _memory.clear


def _clean(fragment: str) -> Cleaned:
    for _ in range(2):
        if "&" not in fragment or _TAG.search(fragment):
            break
        fragment = html.unescape(fragment)
    if not _TAG.search(fragment):
        # Plain text: its lines are its paragraphs.
        return Cleaned(_finish(re.split(r"\n+", fragment)))
    soup = BeautifulSoup(fragment, "lxml")
    if names_adverts(fragment):
        _take_adverts(soup)
    caption = _take_furniture(soup)
    return Cleaned(_finish(_paragraphs(soup)), caption)


def _take_furniture(soup: BeautifulSoup) -> str | None:
    """Takes everything off that is no text of the update; gives back the captions."""
    captions: list[str] = []
    whole = len(soup.get_text())
    for element in soup.find_all(True):
        if "_decomposed" in vars(
            element
        ):  # `element.decomposed` looks through all that is below: a minute for deep pages
            continue
        name = element.name
        classes = element.get("class")
        tokens = " ".join(classes) if isinstance(classes, list) else str(classes or "")
        if name == "figcaption" or (tokens and _is_caption(tokens)):
            line = " ".join(element.get_text(" ").split())
            if line and len(line) < 400:
                captions.append(line)
                element.decompose()
        elif name == "figure":
            if (told := element.find("figcaption")) is not None:
                captions.append(" ".join(told.get_text(" ").split()))
            element.decompose()
        elif (
            name in _DROPPED_TAGS
            or _is_hidden(element, tokens)
            or (_is_furniture(element, tokens) and len(element.get_text()) < whole / 2)
        ):
            element.decompose()
    _take_related(soup)
    unique = list(dict.fromkeys(caption for caption in captions if caption))
    return " ".join(unique) or None


def _is_caption(tokens: str) -> bool:
    return bool(
        re.search(r"(?:^|[\s_-])(?:caption|img-desc|image-desc|photo-desc|wp-caption-text)(?:$|[\s_-])", tokens, re.I)
    )


def _is_hidden(element: Tag, tokens: str) -> bool:
    if element.has_attr("hidden") or _HIDDEN_STYLE.search(str(element.get("style") or "")):
        return True
    return bool(tokens) and not _HIDDEN_CLASSES.isdisjoint(tokens.lower().split())


def _is_furniture(element: Tag, tokens: str) -> bool:
    if element.name in ("html", "body"):
        return False
    return is_furniture_class(f"{tokens} {element.get('id') or ''} {element.get('role') or ''}")


def _take_adverts(soup: BeautifulSoup) -> None:
    """Takes off a small box that is labelled as an advert."""
    whole = len(soup.get_text())
    for node in list(soup.find_all(string=is_advert_label)):
        label = node.parent
        box = label.parent if label is not None else None
        if box is not None and box.name not in ("body", "html", "[document]"):
            length = len(box.get_text())
            if length <= _LONGEST_ADVERT and length < whole / 2:
                box.decompose()


def _take_related(soup: BeautifulSoup) -> None:
    """Takes off «اقرأ أيضاً» and the links it leads to: a block of its own, a heading over a list, or inline."""
    for node in list(soup.find_all(string=is_related_label)):
        if node.parent is None or not isinstance(node, NavigableString):
            continue
        block = _block_of(node)
        if block is None:
            continue
        line = " ".join(block.get_text().split())
        if starts_related(line) and len(line) < _MAX_LABEL * 2:
            following = _next_tag(block)
            alone = is_related_label(line) and len(line) < 40
            block.decompose()
            while alone and following is not None and _all_links(following):
                coming = _next_tag(following)
                following.decompose()
                following = coming
        else:
            _take_inline(node)


def _take_inline(node: NavigableString) -> None:
    """Takes a label and the link or title after it out of the middle of a paragraph; the sentence before it stays."""
    place = related_label(str(node))
    if place is None:
        return
    before, after = str(node)[: place[0]], str(node)[place[1] :]
    start: PageElement = node
    while not before.strip() and (parent := start.parent) is not None and parent.name in _INLINE:
        if len(parent.get_text()) >= _MAX_LABEL:
            break
        start = parent
    if isinstance(start, Tag) and start.find("a") is not None:
        start.decompose()
        return
    if after.strip():
        # The title stands in the same text: it is one where it is short, else the news goes on.
        start.replace_with(NavigableString(before if len(after) < _MAX_LABEL else before + after))
        return
    for sibling in list(start.next_siblings):
        if isinstance(sibling, Tag) and (sibling.name == "a" or sibling.find("a") is not None):
            sibling.extract()
            break
        if isinstance(sibling, Tag) and sibling.name in _BLOCKS:
            break
        if isinstance(sibling, NavigableString) and sibling.strip(" :\n\t-–|»«"):
            break
        sibling.extract()
    start.replace_with(NavigableString(before))


def _block_of(node: PageElement) -> Tag | None:
    parent = node.parent
    while parent is not None and parent.name not in _BLOCKS:
        parent = parent.parent
    return parent if parent is not None and parent.name not in ("body", "html") else None


def _next_tag(element: Tag) -> Tag | None:
    sibling = element.find_next_sibling()
    return sibling if isinstance(sibling, Tag) else None


def _all_links(element: Tag) -> bool:
    text = "".join(element.get_text().split())
    linked = sum(len("".join(link.get_text().split())) for link in element.find_all("a"))
    return bool(text) and linked >= len(text) * 0.8


def _paragraphs(soup: BeautifulSoup) -> Iterator[str]:
    """The text block by block, in the page's order; `<br>` is a line, two of them a paragraph."""
    pieces: list[str] = []
    for event, element in _walk(soup):
        if isinstance(element, Tag):
            if element.name == "br":
                if event == "start":
                    pieces.append("\n")
            elif element.name in ("td", "th") and event == "end":
                pieces.append(" ")
            elif element.name in _BLOCKS and element.name not in ("td", "th"):
                yield from re.split(r"\n\s*\n", "".join(pieces))
                pieces = []
        elif isinstance(element, NavigableString) and not isinstance(element, PreformattedString):
            pieces.append(re.sub(r"\s+", " ", element))
    yield from re.split(r"\n\s*\n", "".join(pieces))


def _walk(soup: BeautifulSoup) -> Iterator[tuple[str, PageElement]]:
    """Start and end of every element, without recursion: fragments may be nested deep."""
    stack: list[tuple[str, PageElement]] = [("start", soup)]
    while stack:
        event, element = stack.pop()
        yield event, element
        if event == "start" and isinstance(element, Tag):
            stack.append(("end", element))
            stack.extend(("start", child) for child in reversed(element.contents))


def _finish(paragraphs: Iterator[str] | list[str]) -> str:
    """Joins paragraphs, without furniture lines and without the spaces that markup leaves."""
    kept = []
    for paragraph in paragraphs:
        lines = [_SPACE.sub(" ", _CONTROL.sub("", line)).strip() for line in paragraph.split("\n")]
        lines = [line for line in lines if line and not is_furniture_line(line)]
        if lines:
            kept.append("\n".join(lines))
    return "\n\n".join(kept)
