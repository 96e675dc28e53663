"""Which elements of a fragment are no text of it, by their names, classes and styles; which ones part paragraphs."""

import re
from enum import Enum
from functools import lru_cache

from crawler.furniture import is_furniture_class

_DROPPED_TEXT = """
script style noscript template iframe object embed svg canvas form button input select textarea nav footer video audio
picture img map dialog menu figcaption figure aside ins time-ago amp-ad amp-social-share
"""
_DROPPED = frozenset(_DROPPED_TEXT.split())
_BLOCKS_TEXT = """
address article aside blockquote body center dd details div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr html
li main ol p pre section summary table tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(_BLOCKS_TEXT.split())
CELLS = frozenset(("td", "th"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASSES = frozenset(
    {"hidden", "sr-only", "visually-hidden", "screen-reader-text", "element-invisible", "visuallyhidden"}
)
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:caption|img-desc|image-desc|photo-desc|wp-caption-text)(?:$|[\s_-])", re.IGNORECASE
)


def is_caption(name: str, classes: str) -> bool:
    """Whether an element says what a picture shows."""
    return name == "figcaption" or (bool(classes) and _CAPTION.search(classes) is not None)


def is_never_text(name: str, classes: str, style: str, hidden: bool) -> bool:
    """Whether what stands in an element is never text: scripts, buttons, pictures, and what readers do not see."""
    if name in _DROPPED or hidden or (style and is_hidden(style)):
        return True
    return bool(classes) and not _HIDDEN_CLASSES.isdisjoint(classes.lower().split())


def is_hidden(style: str) -> bool:
    """Whether a style hides an element from its readers."""
    return _HIDDEN_STYLE.search(style) is not None


def names_furniture(name: str, classes: str, identity: str, role: str) -> bool:
    """Whether an element is named as furniture; one that holds half of the fragment is text all the same."""
    if name in ("html", "body"):
        return False
    return any(told and is_furniture_class(told) for told in (classes, identity, role))


class Kind(Enum):
    """What an element is by its name, its classes and its role."""

    CAPTION = "says what a picture shows"
    NEVER_TEXT = "holds no text"
    FURNITURE = "is named as furniture"
    TEXT = "holds text"


@lru_cache(maxsize=1024)
def kind_of(name: str, classes: str, role: str) -> Kind:
    """The kind of an element, whatever its id and its style say."""
    classes = " ".join(classes.split())
    if is_caption(name, classes):
        return Kind.CAPTION
    if is_never_text(name, classes, "", False):
        return Kind.NEVER_TEXT
    return Kind.FURNITURE if names_furniture(name, classes, "", role) else Kind.TEXT
