"""Taking one page as a poll would, with the answers that its spider asks for besides: for a look, or for a fixture."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from scrapy import Request

from crawler.failures import plain_headers
from crawler.fetcher import RENDER, Fetcher, FetchError
from crawler.items import iso
from crawler.parsing import ReadError, parse_response
from crawler.recorded import Recorded
from crawler.robots import RobotsAnswer
from crawler.spider import OLDER, PageSpider

_NAME_LONGEST = 60
_KEPT_HEADERS = ("content-type", "etag", "last-modified", "date", "cache-control", "server", "content-language")
_ENDINGS = {"json": ".json", "xml": ".xml", "rss": ".xml", "atom": ".xml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A page as it came, unpacked, and the answers besides. `seconds` is None for one that came from a file."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    zone: str = ""
    also: tuple[Recorded, ...] = ()
    seconds: float | None = None
    robots: RobotsAnswer | None = None
    rendered: bool = False


async def take(
    fetcher: Fetcher, url: str, spider: PageSpider, zone: str, *, further: int, render: bool = False
) -> Taken:
    """Fetches a page, and at most so many answers that its spider asks for; raises FetchError for the page's own."""
    robots = await fetcher.robots(url)
    fetched = await fetcher.fetch(Request(url, meta={"zone": zone, RENDER: render}))
    response = fetched.response
    headers = plain_headers(response)
    try:
        wanted = [request for request in parse_response(spider, response).requests if not request.meta.get(OLDER)]
    except ReadError:
        wanted = []
    also = []
    for request in wanted[:further]:
        try:
            answer = await fetcher.fetch(request.replace(meta={**request.meta, "zone": zone}))
        except FetchError:
            continue
        also.append(Recorded(request.url, answer.response.body))
    return Taken(
        url=response.url,
        status=response.status,
        headers=headers,
        body=response.body,
        fetched_at=fetched.fetched_at,
        zone=zone,
        also=tuple(also),
        seconds=fetched.seconds,
        robots=robots,
        rendered=render,
    )


def keep(taken: Taken, folder: Path, name: str = "") -> list[Path]:
    """Writes the page, the answers besides and `<page>.meta.json`, which tells where, when and how each came."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{name or _name(taken)}{_ending(taken.headers)}"
    page.write_bytes(taken.body)
    also = []
    for number, answer in enumerate(taken.also, 1):
        path = page.with_name(f"{page.stem}.also-{number}{_ending({'content-type': _guess(answer.body)})}")
        path.write_bytes(answer.body)
        also.append({"url": answer.url, "file": path.name})
    told = {
        "url": taken.url,
        "status": taken.status,
        "fetched_at": iso(taken.fetched_at),
        "zone": taken.zone,
        "rendered": taken.rendered,
        "sha256": hashlib.sha256(taken.body).hexdigest(),
        "headers": {name: value for name, value in taken.headers.items() if name.lower() in _KEPT_HEADERS},
        "also": also,
    }
    meta = _meta(page)
    meta.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [page, *(page.with_name(row["file"]) for row in also), meta]


def kept(page: Path) -> Taken | None:
    """A page that `keep` wrote; None for a file without its `.meta.json`. Raises ValueError where that is wrong."""
    meta = _meta(page)
    if not meta.is_file():
        return None
    try:
        told: dict[str, Any] = json.loads(meta.read_text("utf-8"))
        return Taken(
            url=told["url"],
            status=told["status"],
            headers=told["headers"],
            body=page.read_bytes(),
            fetched_at=datetime.fromisoformat(told["fetched_at"]).astimezone(UTC),
            zone=told["zone"],
            rendered=told["rendered"],
            also=tuple(Recorded(row["url"], page.with_name(row["file"]).read_bytes()) for row in told["also"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise ValueError(f"{meta}: not as it was written: {type(error).__name__}: {error}") from None


def _meta(page: Path) -> Path:
    return page.with_name(f"{page.name}.meta.json")


def _name(taken: Taken) -> str:
    """`host__last-part-of-the-path__20260703T0907Z`, short enough for every file system."""
    parts = urlsplit(taken.url)
    last = unquote(parts.path).rstrip("/").rpartition("/")[2] or "home"
    safe = "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in last)
    while len(safe.encode()) > _NAME_LONGEST:
        safe = safe[:-1]
    return f"{parts.hostname}__{safe}__{taken.fetched_at:%Y%m%dT%H%M%SZ}"


def _ending(headers: Mapping[str, str] | Sequence[tuple[str, str]]) -> str:
    told = next((value for name, value in dict(headers).items() if name.lower() == "content-type"), "")
    return next((ending for word, ending in _ENDINGS.items() if word in told), ".html")


def _guess(body: bytes) -> str:
    return "application/json" if body.lstrip()[:1] in (b"{", b"[") else "text/html"
