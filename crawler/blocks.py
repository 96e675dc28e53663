"""The text of a tree of blocks, as content systems keep it: paragraphs, lists and quotes, no pictures, no embeds."""

import re
from typing import Any

from crawler.cleaning import clean

_NO_TEXT = re.compile(
    r"image|photo|picture|video|audio|media|embed|social|tweet|twitter|include|caption|alttext|credit|advert|related|"
    r"promo|link-?list|gallery|iframe|chart|map",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"^(?:fragment|text-?run|span|inline|link|url-?link|hyperlink|mark|bold|italic|strong|em|a|b|i)$", re.I
)
_CHILDREN = ("model", "blocks", "children", "content", "nodes", "items", "elements")
_WORDS = ("text", "value", "html", "content")
_DEEPEST = 40


def text_of_blocks(tree: Any) -> str:
    """The paragraphs of the tree, apart by an empty line; "" where it is no such tree."""
    paragraphs: list[str] = []
    _walk(tree, paragraphs, 0)
    return clean("\n".join(paragraph for paragraph in paragraphs if paragraph.strip())).text


def _walk(node: Any, paragraphs: list[str], depth: int) -> None:
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        if _holds_inline(node):
            paragraphs.append(_words(node, depth))
            return
        for inner in node:
            _walk(inner, paragraphs, depth + 1)
        return
    if not isinstance(node, dict) or _NO_TEXT.search(_kind(node)):
        return
    own = _own_words(node)
    if own is not None:
        # A paragraph says its whole text; its fragments would say it again.
        paragraphs.append(own)
        return
    for name in _CHILDREN:
        inner = node.get(name)
        if isinstance(inner, dict | list):
            _walk(inner, paragraphs, depth + 1)
            return


def _kind(node: dict[str, Any]) -> str:
    told = node.get("type") or node.get("nodeType") or node.get("__typename") or node.get("name")
    return told if isinstance(told, str) else ""


def _own_words(node: dict[str, Any]) -> str | None:
    """The text that a block tells itself, or its model does; "" counts: an empty paragraph has none."""
    model = node.get("model")
    for holder in (node, model if isinstance(model, dict) else {}):
        for name in _WORDS:
            if isinstance(holder.get(name), str):
                return str(holder[name])
    return None


def _is_inline(node: Any) -> bool:
    return isinstance(node, dict) and _INLINE.match(_kind(node)) is not None


def _holds_inline(node: Any) -> bool:
    return isinstance(node, list) and bool(node) and all(_is_inline(inner) for inner in node)


def _words(node: Any, depth: int) -> str:
    """The words of inline blocks, run together."""
    if depth > _DEEPEST:
        return ""
    if isinstance(node, list):
        return "".join(_words(inner, depth + 1) for inner in node)
    if not isinstance(node, dict):
        return ""
    own = _own_words(node)
    if own is not None:
        return own
    return "".join(_words(node[name], depth + 1) for name in _CHILDREN if isinstance(node.get(name), dict | list))
