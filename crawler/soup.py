"""Takes the furniture off a fragment of markup with BeautifulSoup: captions, adverts, related stories in the text."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PageElement, PreformattedString

from crawler.boxes import BLOCKS, CELLS, is_caption, is_never_text, names_furniture
from crawler.furniture import is_advert_label, is_related_label, names_adverts, related_label, starts_related

_MAX_LABEL = 160
_LONGEST_ADVERT = 300
_INLINE = frozenset(("strong", "b", "em", "span", "u", "i", "font"))


def paragraphs_and_caption(fragment: str) -> tuple[list[str], str | None]:
    """The fragment's paragraphs as they stand, and the captions of its pictures."""
    soup = BeautifulSoup(fragment, "lxml")
    if names_adverts(fragment):
        _take_adverts(soup)
    caption = _take_furniture(soup)
    return list(_paragraphs(soup)), caption


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
        if is_caption(name, tokens):
            line = " ".join(element.get_text(" ").split())
            if line and len(line) < 400:
                captions.append(line)
                element.decompose()
        elif name == "figure":
            if (told := element.find("figcaption")) is not None:
                captions.append(" ".join(told.get_text(" ").split()))
            element.decompose()
        elif is_never_text(name, tokens, str(element.get("style") or ""), element.has_attr("hidden")) or (
            names_furniture(name, tokens, str(element.get("id") or ""), str(element.get("role") or ""))
            and len(element.get_text()) < whole / 2
        ):
            element.decompose()
    _take_related(soup)
    unique = list(dict.fromkeys(caption for caption in captions if caption))
    return " ".join(unique) or None


def _take_adverts(soup: BeautifulSoup) -> None:
    """Takes off a small box that is labelled as an advert."""
    whole = len(soup.get_text())
    for node in list(soup.find_all(string=is_advert_label)):
        label = _parent_of(node)
        box = label.parent if label is not None else None
        if box is not None and box.name not in ("body", "html", "[document]"):
            length = len(box.get_text())
            if length <= _LONGEST_ADVERT and length < whole / 2:
                box.decompose()


def _take_related(soup: BeautifulSoup) -> None:
    """Takes off «اقرأ أيضاً» and the links it leads to: a block of its own, a heading over a list, or inline."""
    for node in list(soup.find_all(string=is_related_label)):
        if _parent_of(node) is None or not isinstance(node, NavigableString):
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
        if isinstance(sibling, Tag) and sibling.name in BLOCKS:
            break
        if isinstance(sibling, NavigableString) and sibling.strip(" :\n\t-–|»«"):
            break
        sibling.extract()
    start.replace_with(NavigableString(before))


def _parent_of(node: PageElement) -> Tag | None:
    """Where a node stands; one that went with a box taken off has no parent any more, not even None."""
    return getattr(node, "parent", None)


def _block_of(node: PageElement) -> Tag | None:
    parent = node.parent
    while parent is not None and parent.name not in BLOCKS:
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
            elif element.name in CELLS and event == "end":
                pieces.append(" ")
            elif element.name in BLOCKS and element.name not in CELLS:
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
