"""WordPress by its REST answers: the posts of a site (`/wp-json/wp/v2/posts`), the entries of its Liveblog plugin.

The plugin is the only common format that says which entry was taken back.
https://developer.wordpress.org/rest-api/reference/posts/, https://github.com/Automattic/liveblog
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.cleaning import clean, clean_line
from crawler.document import Document
from crawler.encoding import ReadError
from crawler.items import Outcome, Update
from crawler.layouts import Evidence
from crawler.times import Told, first_told, told_time

NAME = "wordpress"

_ENDPOINT = re.compile(r'"endpoint_url"\s*:\s*("(?:[^"\\]|\\.){8,400}")')
_SETTING = r'"%s"\s*:\s*"?(\d+)'
_RENDERED = "//*[starts-with(@id, 'liveblog-entry-')]"


def recognise(document: Document) -> Evidence | None:
    if document.is_html:
        if _endpoint(document) and not document.elements(_RENDERED):
            return Evidence(0.93, "a WordPress Liveblog whose entries come by its REST endpoint")
        return None
    if entries := _entries(document):
        return Evidence(0.98, f"{len(entries)} entries of a WordPress Liveblog")
    if posts := _posts(document):
        return Evidence(0.98, f"{len(posts)} posts of the WordPress REST API")
    body = document.json_body
    if isinstance(body, dict) and isinstance(body.get("code"), str) and isinstance(body.get("message"), str):
        return Evidence(0.95, "an error of the WordPress REST API")
    return None


def read(document: Document) -> Iterator[Update]:
    if document.is_html:
        document.wanted.append(_first_page(document))
        return
    if entries := _entries(document):
        yield from _liveblog(entries, document)
    elif posts := _posts(document):
        yield from (_post(post, document) for post in posts)
        if isinstance(document.json_body, list):
            document.older.append(_next_page(document.url))
    else:
        body = document.json_body
        raise ReadError(Outcome.UNREADABLE, f"WordPress answers {body['code']}: {clean_line(body['message'])}")


def _entries(document: Document) -> list[dict[str, Any]]:
    """The entries of a Liveblog answer."""
    body = document.json_body
    told = body.get("entries") if isinstance(body, dict) else None
    entries = [entry for entry in told if isinstance(entry, dict)] if isinstance(told, list) else []
    fits = [entry for entry in entries if "id" in entry and ("type" in entry or "entry_time" in entry)]
    return fits if len(fits) == len(entries) else []


def _posts(document: Document) -> list[dict[str, Any]]:
    """The posts of a list, or the one post that was asked for."""
    body = document.json_body
    told = body if isinstance(body, list) else [body]
    return [
        post
        for post in told
        if isinstance(post, dict)
        and isinstance(post.get("id"), int)
        and isinstance(post.get("title"), dict)
        and ("date" in post or "date_gmt" in post)
    ]


def _liveblog(entries: list[dict[str, Any]], document: Document) -> Iterator[Update]:
    """Each entry once: the answer lists what happened, so that an entry may stand in it as new, edited and deleted."""
    last: dict[str, dict[str, Any]] = {}
    for entry in entries:
        key = str(entry["id"])
        before = last.get(key)
        if before is None or _happened(entry) >= _happened(before):
            last[key] = entry
    for key, entry in last.items():
        if entry.get("type") == "delete" or entry.get("status") in ("trash", "draft"):
            yield Update(key=key, native=True, withdrawn=True, layout=NAME)
        else:
            yield _entry(key, entry, document)


def _happened(entry: dict[str, Any]) -> tuple[bool, int]:
    """What came after what: nothing comes after a deletion."""
    return entry.get("type") == "delete", _number(entry.get("timestamp"))


def _entry(key: str, entry: dict[str, Any], document: Document) -> Update:
    body = next((entry[name] for name in ("render", "html", "content") if _string(entry.get(name))), "")
    cleaned = clean(body)
    published = first_told((entry.get("entry_time"), entry.get("timestamp")), document)
    changed = told_time(entry.get("timestamp"), document)
    later = changed is not None and published is not None and changed.at != published.at
    return Update(
        key=key,
        native=True,
        headline=clean_line(_string(entry.get("headline"))) or None,
        text=cleaned.text or None,
        updated_at=changed.at if changed and later else None,
        url=document.absolute(_string(entry.get("share_link"))) or document.url,
        author=_names(entry.get("authors") or entry.get("contributors") or entry.get("author")),
        section="key event" if entry.get("key_event") else None,
        caption=cleaned.caption,
        layout=NAME,
        **(published.fields() if published else {}),
    )


def _post(post: dict[str, Any], document: Document) -> Update:
    content = clean(_rendered(post.get("content")))
    protected = isinstance(post.get("content"), dict) and post["content"].get("protected") is True
    published = _gmt(post.get("date_gmt"), document) or told_time(post.get("date"), document)
    changed = _gmt(post.get("modified_gmt"), document) or told_time(post.get("modified"), document)
    link = document.absolute(_string(post.get("link")))
    tags = _terms(post)
    return Update(
        key=str(post["id"]),
        native=True,
        headline=clean_line(_rendered(post.get("title"))) or None,
        text=content.text or clean(_rendered(post.get("excerpt"))).text or None,
        updated_at=changed.at if changed else None,
        url=link,
        author=_names(_embedded(post, "author")),
        section=tags[0] if tags else None,
        tags=tags,
        caption=content.caption,
        layout=NAME,
        partial=link is not None and (protected or not content.text),
        **(published.fields() if published else {}),
    )


def _gmt(value: Any, document: Document) -> Told | None:
    """A naive time that is UTC by its name; WordPress writes zeros where a post has none."""
    told = _string(value)
    return told_time(f"{told}Z", document) if told and not told.startswith("0000") else None


def _rendered(value: Any) -> str:
    told = value.get("rendered") if isinstance(value, dict) else value
    return told if isinstance(told, str) else ""


def _embedded(post: dict[str, Any], name: str) -> Any:
    """What `_embed` added to a post."""
    added = post.get("_embedded")
    return added.get(name) if isinstance(added, dict) else None


def _terms(post: dict[str, Any]) -> tuple[str, ...]:
    groups = _embedded(post, "wp:term")
    terms = [term for group in groups if isinstance(group, list) for term in group] if isinstance(groups, list) else []
    names = [clean_line(term.get("name")) for term in terms if isinstance(term, dict) and _string(term.get("name"))]
    return tuple(dict.fromkeys(names))


def _names(people: Any) -> str | None:
    rows = people if isinstance(people, list) else [people]
    names = [clean_line(row.get("name")) for row in rows if isinstance(row, dict) and _string(row.get("name"))]
    return "، ".join(dict.fromkeys(name for name in names if name)) or None


def _next_page(url: str) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    query["page"] = str((int(query["page"]) if query.get("page", "").isdigit() else 1) + 1)
    return parts._replace(query=urlencode(query), fragment="").geturl()


def _endpoint(document: Document) -> str | None:
    """The address of the plugin's REST endpoint, as the page tells it to its own script."""
    if "liveblog" not in document.text:
        return None
    match = _ENDPOINT.search(document.text)
    if match is None or "liveblog" not in match.group(1):
        return None
    try:
        return document.absolute(json.loads(match.group(1)))
    except ValueError:
        return None


def _first_page(document: Document) -> str:
    """The newest entries, asked for as the plugin's own script does."""
    entry, at = (
        match.group(1) if (match := re.search(_SETTING % name, document.text)) else "0"
        for name in ("latest_entry_id", "latest_entry_timestamp")
    )
    return f"{(_endpoint(document) or '').rstrip('/')}/get-entries/1/{entry}-{at}"


def _number(value: Any) -> int:
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdigit()) else 0


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
