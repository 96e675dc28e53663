"""The text of a fragment whose furniture stands in boxes of its own, taken from its tree without BeautifulSoup."""

import re

from lxml import etree

from crawler.boxes import BLOCKS, CELLS, is_caption, is_never_text, names_furniture
from crawler.furniture import is_related_label, names_adverts

_SPACES = re.compile(r"\s+")
_LINES_APART = re.compile(r"\n\s*\n")
_ASCII_SPACES = "\n\t\f\r "
_UNCOUNTED = ("script", "style")  # what stands in them is not counted as text
# What BeautifulSoup counts apart from text, and what libxml2 reads otherwise when it is fed piece by piece.
_NEVER_SIMPLE = re.compile(r"\0|<(?:!--|rt\b|rp\b|template\b|title\b)", re.IGNORECASE)
_DEEPEST = 200


class _NotSimpleError(Exception):
    """The fragment has what BeautifulSoup takes off."""


def simple_paragraphs(fragment: str) -> list[str] | None:
    """The fragment's paragraphs as they stand; None for one with a caption, an advert or a related story in it.

    Where it gives paragraphs, they are those that `crawler.soup` gives.
    """
    if _NEVER_SIMPLE.search(fragment) or names_adverts(fragment):
        return None
    try:
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
        root = etree.fromstring(fragment.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None
    if root is None:
        return None
    walk = _Walk(root)
    try:
        walk.through(root, 0)
    except _NotSimpleError:
        return None
    return None if is_related_label("|".join(walk.strings)) else walk.ended()


class _Walk:
    """One walk over a fragment's tree, element by element in its order."""

    def __init__(self, root: etree._Element) -> None:
        self.strings: list[str] = []
        self._root = root
        self._whole: int | None = None
        self._pieces: list[str] = []
        self._paragraphs: list[str] = []

    def through(self, element: etree._Element, depth: int) -> None:
        name = str(element.tag)
        if depth > _DEEPEST:
            raise _NotSimpleError
        classes = " ".join((element.get("class") or "").split())
        if is_caption(name, classes) or (name == "figure" and element.find(".//figcaption") is not None):
            raise _NotSimpleError
        if self._is_taken(element, name, classes):
            return
        is_block = name in BLOCKS and name not in CELLS
        if is_block:
            self._part()
        elif name == "br":
            self._pieces.append("\n")
        if element.text:
            self._take(element.text)
        for child in element:
            self.through(child, depth + 1)
            if child.tail:
                self._take(child.tail)
        if is_block:
            self._part()
        elif name in CELLS:
            self._pieces.append(" ")

    def ended(self) -> list[str]:
        self._part()
        return self._paragraphs

    def _is_taken(self, element: etree._Element, name: str, classes: str) -> bool:
        if is_never_text(name, classes, element.get("style") or "", element.get("hidden") is not None):
            return True
        if not names_furniture(name, classes, element.get("id") or "", element.get("role") or ""):
            return False
        if self._whole is None:
            self._whole = _length(self._root)
        return _length(element) < self._whole / 2

    def _take(self, text: str) -> None:
        self.strings.append(text)
        self._pieces.append(_SPACES.sub(" ", text))

    def _part(self) -> None:
        """Ends a paragraph; two line ends in it part it once more."""
        text = "".join(self._pieces)
        self._paragraphs += _LINES_APART.split(text) if "\n" in text else [text]
        self._pieces.clear()


def _length(element: etree._Element) -> int:
    """The length of its text as BeautifulSoup counts it: what is but space is one letter long."""
    whole = sum(_counted(str(text)) for text in element.itertext())
    return whole - sum(_counted(inner.text) for inner in element.iter(*_UNCOUNTED) if inner.text)


def _counted(text: str) -> int:
    return len(text) if text.strip(_ASCII_SPACES) else 1
