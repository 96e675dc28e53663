"""The elements of a page that tell times: <time>, an epoch in a data attribute, a short text that is a time."""

import re

from crawler.document import Document, Element
from crawler.times import is_time_text

OPENS_WITH_CLOCK = re.compile(r"^\s*[\[(«•*-]*\s*(?:الساعة\s+)?[\d٠-٩]{1,2}:[\d٠-٩]{2}(?![\d٠-٩])")

_EPOCH = re.compile(r"1\d{9}(?:\d{3})?|(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d\S*")
_EPOCH_SOMEWHERE = re.compile(
    rb"data-[\w-]*(?:time|date|stamp|sort|publish)[\w-]*\s*=\s*[\"']?(?:1\d{9}|(?:19|20)\d\d-\d\d-\d\d[T ]\d)"
)
_TIMED_TEXT = """
time span div b strong p small em td th dt h2 h3 h4 h5 h6 a label i samp li bdi bdo cite header
"""
_TIMED = frozenset(_TIMED_TEXT.split())
_SELF_TIMED = frozenset(("li", "tr", "td", "dd", "div", "article", "section", "p"))
_TIME_NAME = re.compile(r"time|date|stamp|sort|publish")
_CHANGE_NAME = re.compile(r"updat|modif|edit")
_RELATIVE = re.compile(r"منذ|قبل|مضت| ago|الآن")


def time_marks(document: Document) -> list[Element]:
    """Every element of the page that tells a time, in the page's order; those in quotations only where none else is.

    A tweet or a quoted post tells its own time, not the entry's.
    """
    epochs = _EPOCH_SOMEWHERE.search(document.body) is not None
    marks = [
        element
        for element in document.root.iter("*")
        if element.tag == "time" or _is_timed_text(element) or (epochs and epoch_of(element) is not None)
    ]
    quoted = {inner for quote in document.root.iter("blockquote") for inner in quote.iter("*")}
    own = [mark for mark in marks if mark not in quoted] if quoted else marks
    return own or marks


def epoch_of(element: Element, *, changed: bool = False) -> str | None:
    """The epoch or ISO time in one of the element's data attributes: of its publishing, or of its last change."""
    for key, told in element.items():
        name = str(key)
        is_time = name.startswith("data-") and _EPOCH.fullmatch(str(told)) and _TIME_NAME.search(name)
        if is_time and (_CHANGE_NAME.search(name) is not None) is changed:
            return str(told)
    return None


def _is_timed_text(element: Element) -> bool:
    """Whether the element is a time, or a block of text that begins with a clock."""
    text = element.text
    if not text or len(text) < 4:
        return False
    tag = str(element.tag)
    clock = ":" in text
    short = len(text) <= 60 and tag in _TIMED and (clock or _RELATIVE.search(text)) and len(element) == 0
    if short and is_time_text(text):
        return True
    return clock and tag in _SELF_TIMED and OPENS_WITH_CLOCK.match(text) is not None
