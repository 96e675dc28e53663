"""Which elements of a fragment are no text of it, by their names, classes and styles; which ones part paragraphs."""

import re

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
    if name in _DROPPED or hidden or (style and _HIDDEN_STYLE.search(style)):
        return True
    return bool(classes) and not _HIDDEN_CLASSES.isdisjoint(classes.lower().split())


def names_furniture(name: str, classes: str, identity: str, role: str) -> bool:
    """Whether an element is named as furniture; one that holds half of the fragment is text all the same."""
    if name in ("html", "body") or not (classes or identity or role):
        return False
    return is_furniture_class(f"{classes} {identity} {role}")
