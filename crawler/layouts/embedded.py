"""Updates in the data that a page carries for its own scripts, or that a JSON endpoint answers.

Looked for are lists of objects, each with an id, a time and a text; the list with the most text is it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from crawler.blocks import text_of_blocks
from crawler.cleaning import Cleaned, clean, clean_line
from crawler.document import Document
from crawler.items import Update
from crawler.layouts import Evidence
from crawler.layouts.liveblog import author_of
from crawler.opening import squeezed
from crawler.readable import body_of
from crawler.scripts import is_flat, unflattened
from crawler.states import states_of
from crawler.times import Told, first_told, told_time

NAME = "embedded"

_FEWEST = 2
_MOST_NODES = 60_000
_SHORTEST = 25  # characters of a text
_READABLE = 250  # characters that a page shows, from which on its data must be what it shows
_START = 40  # letters by which a text is found in the page
_ASKED = 20  # objects that are looked for there
_IDS = ("id", "_id", "postId", "postID", "post_id", "entryId", "entry_id", "updateId", "uuid", "urn", "guid", "key")
_TIMES_TEXT = """
publishedAt published_at publishedTime publishedDate published_date datePublished firstPublished first_published
publishDate publish_date publish_time pubDate published date_gmt date createdAt created_at createdDate created
displayDate display_date timestamp time datetime dateTime date_time
"""
_TIMES = tuple(_TIMES_TEXT.split())
_CHANGES_TEXT = """
updatedAt updated_at modifiedAt modified_at lastPublished last_published lastModified last_modified dateModified
modified_gmt updatedDate modified updated
"""
_CHANGES = tuple(_CHANGES_TEXT.split())
_BODIES_TEXT = """
body content content_elements articleBody contentHtml content_html bodyHtml body_html html render text fullText message
richText
"""
_BODIES = tuple(_BODIES_TEXT.split())
_TEASERS = ("description", "summary", "excerpt", "lead", "teaser")
_HEADLINES = ("headline", "title", "headlines", "header", "heading", "name")
_LINKS = ("url", "link", "permalink", "href", "share_link", "shareUrl")
_DELETED_TEXT = "deleted isDeleted is_deleted removed isRemoved withdrawn isWithdrawn retracted isRetracted tombstone"
_DELETED = tuple(_DELETED_TEXT.split())
_DELETED_AT = ("deletedAt", "deleted_at", "removedAt", "removed_at", "withdrawnAt", "withdrawn_at")
_STATES = ("status", "state", "workflowState", "publishState")
_TAKEN_BACK = frozenset(("deleted", "removed", "trash", "trashed", "withdrawn", "retracted", "unpublished"))
_TOLD = frozenset((*_TIMES, *_BODIES))
_RENDERED = ("rendered", "html", "processed")
_LIVE = re.compile(r"live|update|timeline|stream|coverage|liveblog|entries|posts?\b|events?\b|feed", re.IGNORECASE)
_OTHER = re.compile(
    r"comment|related|menu|nav|user|author|image|media|video|recommend|trending|popular|ad(?:s|vert)", re.I
)


@dataclass(frozen=True, slots=True)
class Group:
    """Objects of one list, with the path of names that leads to it and how much text they hold."""

    path: str
    objects: tuple[dict[str, Any], ...]
    length: int
    teasers: bool
    taken_back: tuple[str, ...] = ()  # ids of objects that say of themselves that they were deleted


def recognise(document: Document) -> Evidence | None:
    group = _group(document)
    if group is None:
        return None
    live = _LIVE.search(group.path) is not None
    certainty = 0.91 if live else 0.62
    if group.teasers or _stands_elsewhere(group, document):
        certainty = 0.35 if document.is_html else 0.62
    return Evidence(certainty, f"data in the page: {len(group.objects)} objects with id, time and text in {group.path}")


def _stands_elsewhere(group: Group, document: Document) -> bool:
    """Whether the page shows a text, and it is not this: data of other articles lies in many pages."""
    body = body_of(document) if document.is_html else None
    if body is None or body.total < _READABLE:
        return False
    pieces = body.element.xpath(".//text()[not(parent::script or parent::style or parent::noscript)]")
    shown = squeezed("".join(cast(list[str], pieces)))
    texts = [squeezed(_body(row, _BODIES).text)[:_START] for row in group.objects[:_ASKED]]
    return sum(text in shown for text in texts if text) * 2 < len(texts)


def read(document: Document) -> Iterator[Update]:
    group = _group(document)
    for told in group.objects if group is not None else ():
        update = _update(told, group is not None and group.teasers, document)
        if update is not None:
            yield update
    for identity in group.taken_back if group is not None else ():
        yield Update(key=identity, native=True, withdrawn=True, layout=NAME)


def _group(document: Document) -> Group | None:
    """The page's best list; looked for once a page."""
    if NAME not in document.memo:
        groups = [group for state in states_of(document) for group in _groups(state.name, state.value, document)]
        document.memo[NAME] = max(
            groups, key=lambda group: (not group.teasers, bool(_LIVE.search(group.path)), group.length), default=None
        )
    found: Group | None = document.memo[NAME]
    return found


def _groups(name: str, value: Any, document: Document) -> Iterator[Group]:
    """Walks the data without recursion, names along the way."""
    waiting: list[tuple[str, Any]] = [(name, value)]
    seen = 0
    while waiting and seen < _MOST_NODES:
        path, node = waiting.pop()
        seen += 1
        if isinstance(node, list) and is_flat(node):
            node = unflattened(node)
        if isinstance(node, list):
            rows = [row for row in node if isinstance(row, dict)]
            yield from _fitting(path, rows, document)
            waiting.extend((path, row) for row in node if isinstance(row, dict | list))
        elif isinstance(node, dict):
            for kind, rows in _of_one_kind(node).items():
                yield from _fitting(f"{path}.{kind}", rows, document)
            waiting.extend((f"{path}.{key}", inner) for key, inner in node.items() if isinstance(inner, dict | list))


def _of_one_kind(node: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The objects that are a dictionary's values, by kind: Apollo keeps all in one, as `Post:123`."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for key, inner in node.items():
        if isinstance(inner, dict) and (":" in key or key.isdigit()):
            kinds.setdefault(str(inner.get("__typename") or key.partition(":")[0]), []).append(inner)
    return kinds


def _fitting(path: str, rows: list[dict[str, Any]], document: Document) -> Iterator[Group]:
    """A group of the objects that tell an id, a time and a text, where these are most of the list."""
    rows = [_unwrapped(row) for row in rows]
    if len(rows) < _FEWEST or _OTHER.search(path.rpartition(".")[2]):
        return
    gone = [row for row in rows if _is_taken_back(row)]
    if gone:
        rows = [row for row in rows if not _is_taken_back(row)]
    taken_back = tuple(filter(None, map(_identity, gone)))
    fits = [row for row in rows if _identity(row) and any(_date(row, name, document) for name in _TIMES if name in row)]
    if len(fits) < max(_FEWEST, 0.6 * len(rows)) or len({_identity(row) for row in fits}) < len(fits):
        return
    for teasers, names in ((False, _BODIES), (True, _TEASERS)):
        lengths = [len(_body(row, names).text) for row in fits]
        told = [length for length in lengths if length >= _SHORTEST]
        if len(told) >= max(_FEWEST, 0.5 * len(fits)):
            yield Group(path, tuple(fits), sum(told), teasers, taken_back)
            return


def _unwrapped(row: dict[str, Any]) -> dict[str, Any]:
    """An object with what stands a level below, where its time does: `{"node": …}`, `{"id": …, "attributes": …}`."""
    if any(name in row for name in _TIMES):
        return row
    wrapped = [inner for inner in row.values() if isinstance(inner, dict) and any(name in inner for name in _TOLD)]
    if not any(name in inner for inner in wrapped for name in _TIMES):
        return row
    return {**row, **{name: value for inner in reversed(wrapped) for name, value in inner.items()}}


def _update(told: dict[str, Any], teaser: bool, document: Document) -> Update | None:
    headline = clean_line(_line(told, _HEADLINES)) or None
    cleaned = _body(told, _BODIES)
    if not cleaned.text:
        cleaned = _body(told, _TEASERS)
    if not cleaned.text and not headline:
        return None
    published = first_told((_flat(told.get(name)) for name in _TIMES), document)
    changed = next((at for name in _CHANGES if (at := _date(told, name, document)) is not None), None)
    link = document.absolute(_line(told, _LINKS))
    return Update(
        key=_identity(told) or "",
        native=True,
        headline=headline if headline != cleaned.text else None,
        text=cleaned.text or None,
        updated_at=changed.at if changed else None,
        url=link or document.url,
        author=author_of(told.get("author") or told.get("authors") or told.get("byline")),
        caption=cleaned.caption,
        layout=NAME,
        partial=teaser and link is not None,
        **(published.fields() if published else {}),
    )


def _is_taken_back(told: dict[str, Any]) -> bool:
    """Whether an object says of itself that it was deleted: `"deleted": true`, a time of deletion, a state."""
    if any(told.get(name) is True or told.get(name) == 1 for name in _DELETED):
        return True
    if any(isinstance(told.get(name), str | int) and told[name] for name in _DELETED_AT):
        return True
    return any(str(told.get(name)).lower() in _TAKEN_BACK for name in _STATES if isinstance(told.get(name), str))


def _identity(told: dict[str, Any]) -> str | None:
    for name in _IDS:
        value = told.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def _date(told: dict[str, Any], name: str, document: Document) -> Told | None:
    return told_time(_flat(told.get(name)), document)


def _flat(value: Any) -> str | int | None:
    """A time as such, or wrapped: `{"iso": …}`, `{"$date": …}`."""
    if isinstance(value, dict):
        value = next((inner for inner in value.values() if isinstance(inner, str | int | float)), None)
    if isinstance(value, float) and 0 < value < 1e13:
        value = int(value)
    return value if isinstance(value, str | int) and not isinstance(value, bool) else None


def _body(told: dict[str, Any], names: tuple[str, ...]) -> Cleaned:
    best = Cleaned("")
    for name in names:
        value = told.get(name)
        if isinstance(value, dict):
            value = next((value[key] for key in _RENDERED if isinstance(value.get(key), str)), value)
        cleaned = clean(value) if isinstance(value, str) else Cleaned(text_of_blocks(value))
        if len(cleaned.text) > len(best.text):
            best = cleaned
    return best


def _line(told: dict[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = told.get(name)
        if isinstance(value, dict):
            value = value.get("rendered") or value.get("text") or value.get("basic")
        if isinstance(value, str) and value.strip():
            return value
    return None
