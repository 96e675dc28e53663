"""Finds the box of a page that holds its readable paragraphs, by how densely text stands in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from crawler.document import Document, Element
from crawler.furniture import is_furniture_class

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what lxml takes in no text
_SHORTEST = 25  # characters that make a paragraph
_HOLDERS = frozenset(("div", "td", "section", "article", "main", "span", "font", "center", "li"))
_NAMING = ("class", "id", "role")
UNSEEN = ("script", "style", "noscript", "template")  # elements whose text is none of the page
_OUTSIDE = frozenset(
    (
        "nav",
        "aside",
        "footer",
        "form",
        "script",
        "style",
        "noscript",
        "select",
        "button",
        "figure",
        "figcaption",
        "template",
    )
)


@dataclass(frozen=True, slots=True)
class Body:
    """The box that holds the text, how much is in it, and how much readable text the page has in all."""

    element: Element
    length: int
    total: int


def body_of(document: Document) -> Body | None:
    """The page's readable body; None where no paragraph stands anywhere. Found once a page."""
    if "body" not in document.memo:
        document.memo["body"] = _find(document)
    found: Body | None = document.memo["body"]
    return found


def markup(element: Element) -> str:
    """The element's own markup, without what follows it."""
    return etree.tostring(element, encoding="unicode", method="html", with_tail=False)


def text_within(element: Element) -> str:
    """All text inside as it is written, scripts included; at a quarter of what `itertext` costs."""
    return etree.tostring(element, encoding="unicode", method="text", with_tail=False)


def body_text(document: Document) -> str:
    """All text of the page's body as it is written, scripts included. Taken once a page."""
    if "body text" not in document.memo:
        document.memo["body text"] = text_within(_body(document))
    found: str = document.memo["body text"]
    return found


def length_shown(document: Document) -> int:
    """How many letters of it stand in no script, spaces included."""
    return len(body_text(document)) - sum(len(script.text or "") for script in _body(document).iter(*UNSEEN))


def _body(document: Document) -> Element:
    """The <body>; the whole page where a broken one has something beside it."""
    body = document.root.find("body") if len(document.root) <= 2 else None
    return document.root if body is None else body


def text_of(element: Element) -> str:
    """All text inside, in one line."""
    told = text_within(element) if len(element) else element.text or ""
    return " ".join(told.split())


def beginning_of(element: Element, letters: int) -> str:
    """The first so many letters of all text inside, in one line."""
    told = ""
    for piece in element.itertext():
        told = f"{told.rstrip()} " if piece.isspace() else f"{told}{piece!s}"
        if len(told) >= letters and len(line := " ".join(told.split())) >= letters:
            return line[:letters]
    return " ".join(told.split())[:letters]


def take_out(element: Element) -> None:
    """Takes an element out of its tree; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is not None:
        before.tail = _CONTROL.sub("", (before.tail or "") + (element.tail or ""))
    else:
        parent.text = _CONTROL.sub("", (parent.text or "") + (element.tail or ""))
    parent.remove(element)


def is_outside(element: Element, known: dict[Element, bool], exempt: frozenset[Element] = frozenset()) -> bool:
    """Whether the element stands in a menu, a footer, comments or another box that is no part of the text."""
    path = []
    current: Element | None = element
    outside = False
    while current is not None:
        if current in known:
            outside = known[current]
            break
        path.append(current)
        if current.tag in ("body", "html"):
            break
        if current not in exempt and _is_outer_box(current):
            outside = True
            break
        current = current.getparent()
    for passed in path:
        known[passed] = outside
    return outside


def misnamed(document: Document) -> frozenset[Element]:
    """Boxes that look like furniture but hold more than half of the page's text."""
    return _misnamed(_paragraphs_of(document))


def is_box_of_furniture(element: Element) -> bool:
    """Whether the element's own class, id, role or style says that it is furniture or hidden."""
    for name, told in element.items():
        if name in _NAMING and is_furniture_class(str(told)):
            return True
        if name == "style" and "display:none" in str(told).replace(" ", ""):
            return True
    return False


def _find(document: Document) -> Body | None:
    paragraphs = _paragraphs_of(document)
    exempt = _misnamed(paragraphs)
    scores: dict[Element, float] = {}
    lengths: dict[Element, int] = {}
    known: dict[Element, bool] = {}
    total = 0
    for holder, length in paragraphs:
        if is_outside(holder, known, exempt):
            continue
        total += length
        current: Element | None = holder
        for weight in (1.0, 0.75, 0.5, 0.3):
            if current is None or current.tag == "html":
                break
            scores[current] = scores.get(current, 0.0) + weight * length
            lengths[current] = lengths.get(current, 0) + length
            current = current.getparent()
    if not scores:
        return _whole_body(document.root)
    best = max(scores, key=lambda element: scores[element])
    return Body(best, lengths[best], total)


def _misnamed(paragraphs: list[tuple[Element, int]]) -> frozenset[Element]:
    """Boxes that look like furniture but hold more than half of the page's text: ASP.NET puts whole pages in a form."""
    total = sum(length for _, length in paragraphs)
    held: dict[Element, int] = {}
    for holder, length in paragraphs:
        current: Element | None = holder
        while current is not None and current.tag not in ("body", "html"):
            held[current] = held.get(current, 0) + length
            current = current.getparent()
    return frozenset(element for element, length in held.items() if length * 2 > total and _is_outer_box(element))


def _is_outer_box(element: Element) -> bool:
    return element.tag in _OUTSIDE or is_box_of_furniture(element)


def _paragraphs_of(document: Document) -> list[tuple[Element, int]]:
    """The same, found once a page."""
    if "paragraphs of text" not in document.memo:
        document.memo["paragraphs of text"] = list(_paragraphs(document.root))
    found: list[tuple[Element, int]] = document.memo["paragraphs of text"]
    return found


def _paragraphs(root: Element) -> Iterator[tuple[Element, int]]:
    """The box around each paragraph, with the length of the paragraph's text outside of links."""
    for element in root.iter("p", "blockquote", *_HOLDERS):
        parent = element.getparent()
        if element.tag in ("p", "blockquote"):
            length = len(text_of(element)) - sum(len(text_of(link)) for link in element.iter("a"))
            if length >= _SHORTEST and parent is not None and parent.tag != "blockquote":
                yield parent, length
        else:
            length = _own_length(element)
            if length >= 2 * _SHORTEST:
                yield (parent if element.tag in ("span", "font") and parent is not None else element), length


def _own_length(element: Element) -> int:
    """How many letters stand right in the element, in no other one inside."""
    length = len(element.text.strip()) if element.text else 0
    for child in element:
        if tail := child.tail:
            length += len(tail.strip())
    return length


def _whole_body(root: Element) -> Body | None:
    """The <body> itself, where text stands right in it."""
    body = root.find(".//body")
    if body is None:
        return None
    length = _own_length(body)
    return Body(body, length, length) if length >= 2 * _SHORTEST else None
