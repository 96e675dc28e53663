"""The text of a fragment whose furniture stands in boxes of its own, taken from its tree without BeautifulSoup."""

import re
from typing import cast

from lxml import etree

from crawler.boxes import BLOCKS, CELLS, Kind, is_hidden, kind_of, names_furniture
from crawler.furniture import is_related_label, names_adverts

_SPACES = re.compile(r"\s+")
_NOT_A_BLANK = re.compile(r"[\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")  # of spaces
_LINES_APART = re.compile(r"\n\s*\n")
_ASCII_SPACES = "\n\t\f\r "
_UNCOUNTED = ("script", "style")  # what stands in them is not counted as text
# What BeautifulSoup counts apart from text, and what libxml2 reads otherwise when it is fed piece by piece.
_NEVER_SIMPLE = re.compile(r"\0|<(?:!--|rt\b|rp\b|template\b|title\b)", re.IGNORECASE)
_NEVER_SIMPLE_TAGS = frozenset(("rt", "rp", "template", "title"))
_PARTING = BLOCKS - CELLS
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
    return paragraphs_within(root) if root is not None else None


def paragraphs_within(root: etree._Element, without: frozenset[etree._Element] = frozenset()) -> list[str] | None:
    """The same for an element of a parsed page that has no advert in it; `without` are elements that are left out."""
    walk = _Walk(root, without)
    try:
        walk.through(root, 0)
    except _NotSimpleError:
        return None
    return None if is_related_label("|".join(walk.strings)) else walk.ended()


class _Walk:
    """One walk over a tree, element by element in its order."""

    def __init__(self, root: etree._Element, without: frozenset[etree._Element]) -> None:
        self.strings: list[str] = []
        self._root = root
        self._without = without
        self._whole: int | None = None
        self._length = 0
        self._pieces: list[str] = []
        self._paragraphs: list[str] = []

    def through(self, element: etree._Element, depth: int) -> None:
        name = str(element.tag)
        if depth > _DEEPEST or name in _NEVER_SIMPLE_TAGS:
            raise _NotSimpleError
        if self._is_taken(element, name):
            return
        is_block = name in _PARTING
        if is_block and self._pieces:
            self._part()
        elif name == "br":
            self._pieces.append("\n")
        if text := element.text:
            self._take(text)
        for child in element:
            if child not in self._without:
                self.through(child, depth + 1)
            if tail := child.tail:
                self._take(tail)
        if is_block and self._pieces:
            self._part()
        elif name in CELLS:
            self._pieces.append(" ")

    def ended(self) -> list[str]:
        self._part()
        return self._paragraphs

    def _is_taken(self, element: etree._Element, name: str) -> bool:
        told = cast("dict[str, str]", dict(element.items()))
        kind = kind_of(name, told.get("class", ""), told.get("role", ""))
        if kind is Kind.CAPTION or (name == "figure" and element.find(".//figcaption") is not None):
            raise _NotSimpleError
        if kind is Kind.NEVER_TEXT or "hidden" in told or ("style" in told and is_hidden(told["style"])):
            return True
        if kind is not Kind.FURNITURE and not ("id" in told and names_furniture(name, "", told["id"], "")):
            return False
        length = _length(element, self._without)
        if length < self._length:
            return True  # what stood before is longer already
        if self._whole is None:
            self._whole = _length(self._root, self._without)
        return length < self._whole / 2

    def _take(self, text: str) -> None:
        self.strings.append(text)
        self._length += _counted(text)
        self._pieces.append(_SPACES.sub(" ", text) if _NOT_A_BLANK.search(text) else text)

    def _part(self) -> None:
        """Ends a paragraph; two line ends in it part it once more."""
        text = "".join(self._pieces)
        if not text.isspace():
            self._paragraphs += _LINES_APART.split(text) if "\n" in text else [text]
        self._pieces.clear()


def _length(element: etree._Element, without: frozenset[etree._Element]) -> int:
    """The length of its text as BeautifulSoup counts it: what is but space is one letter long."""
    length = _counted(element.text) if element.text and element.tag not in _UNCOUNTED else 0
    for child in element:
        if child not in without:
            length += _length(child, without)
        if tail := child.tail:
            length += _counted(tail)
    return length


def _counted(text: str) -> int:
    return len(text) if text.strip(_ASCII_SPACES) else 1
