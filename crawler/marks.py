"""The elements of a page that tell times: <time>, an epoch in a data attribute, a short text that is a time."""

import re

from crawler.document import Document, Element
from crawler.readable import text_of
from crawler.times import is_time_text, with_colons

OPENS_WITH_CLOCK = re.compile(r"^\s*[\[(«•*-]*\s*(?:الساعة\s+)?[\d٠-٩]{1,2}:[\d٠-٩]{2}(?![\d٠-٩])")

_EPOCH = re.compile(r"1\d{9}(?:\d{3})?|(?:19|20)\d\d-\d\d-\d\d[T ]\d\d:\d\d\S*")
_EPOCH_SOMEWHERE = re.compile(
    rb"data-[\w-]*(?:time|date|stamp|sort|publish)[\w-]*\s*=\s*[\"']?(?:1\d{9}|(?:19|20)\d\d-\d\d-\d\d[T ]\d)"
)
_TITLED = re.compile(rb"title=[\"']?20")  # `<span title="2018-…">`
_NAMED = (re.compile(rb"-time "), re.compile(rb"time-ago "))  # `<relative-time …>`
_TIMED_TEXT = """
time span div b strong font p small em td th dt h2 h3 h4 h5 h6 a label i samp li bdi bdo cite header
"""
_TIMED = frozenset(_TIMED_TEXT.split())
_SELF_TIMED = frozenset(("li", "tr", "td", "dd", "div", "article", "section", "p"))
_TITLES = ("title", "datetime")
_TIME_NAME = re.compile(r"time|date|stamp|sort|publish")
_CHANGE_NAME = re.compile(r"updat|modif|edit")
_RELATIVE = re.compile(r"منذ|قبل|مضت| ago|الآن")


def time_marks(document: Document) -> list[Element]:
    """Every element of the page that tells a time, in the page's order; those in quotations only where none else is.

    A tweet or a quoted post tells its own time, not the entry's. Looked for once a page.
    """
    if "marks" not in document.memo:
        document.memo["marks"] = _find(document)
    found: list[Element] = document.memo["marks"]
    return found


def _find(document: Document) -> list[Element]:
    body = document.body
    told = any(written.search(body) for written in (_TITLED, *_NAMED))
    epochs = told or _EPOCH_SOMEWHERE.search(body) is not None
    marks = [
        element
        for element in document.root.iter("*")
        if element.tag == "time" or _is_timed_text(element) or (epochs and epoch_of(element) is not None)
    ]
    quoted = {inner for quote in document.root.iter("blockquote") for inner in quote.iter("*")}
    own = [mark for mark in marks if mark not in quoted] if quoted else marks
    return own or marks


def epoch_of(element: Element, *, changed: bool = False) -> str | None:
    """The epoch or ISO time in one of the element's attributes: of its publishing, or of its last change.

    It stands in a data attribute, or in the title that a reader sees over «قبل ٥ دقائق».
    """
    for key, told in element.items():
        name = str(key)
        if name in _TITLES:
            value = str(told)
            if not changed and value[4:5] == "-" and element.tag != "time" and _EPOCH.fullmatch(value):
                return value
            continue
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
    if len(text) <= 60 and not clock and "." in text:
        text = with_colons(text)
        clock = ":" in text
    if len(text) <= 40 and 0 < len(element) <= 2 and tag in _TIMED and all(part.tag == "br" for part in element):
        text = mark_text(element)  # the date in one line, the clock in the next
        return ":" in text and len(text) <= 60 and is_time_text(text)
    short = len(text) <= 60 and tag in _TIMED and (clock or _RELATIVE.search(text)) and len(element) == 0
    if short and is_time_text(text):
        return True
    return clock and tag in _SELF_TIMED and OPENS_WITH_CLOCK.match(text) is not None


def mark_text(element: Element) -> str:
    """The text of an element that tells a time, its parts apart: `03/07/2018` over `11:52`."""
    return " ".join(" ".join(map(str, element.itertext())).split()) if len(element) else text_of(element)


def short_line(element: Element, most: int) -> str:
    """The same where it has at most so many letters; "" for a longer one, which is not read to its end."""
    words: list[str] = []
    left = most + 1
    for piece in element.itertext():
        for word in piece.split(None, most // 2):  # more words than that are too many letters
            left -= len(word) + 1
            if left < 0:
                return ""
            words.append(str(word))
    return " ".join(words)
