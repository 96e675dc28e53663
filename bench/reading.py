"""CPU-ms to read one page in every layout, beside trafilatura, newspaper4k and BeautifulSoup on the same pages.

The others give one text of a page, not its single updates. They are asked only where they are installed:
`pip install -e ".[bench]"`.
"""

import gc
import re
import statistics
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from time import process_time

from bench.pages import LivePage
from crawler import agreement, cleaning, entry_blocks, feed_items, known_pages
from crawler.layouts import liveblog
from crawler.parsing import parse_response, response_from
from crawler.spiders import spider_class
from tests.liveroom.drill import SHAPES
from tests.liveroom.posts import LiveRoom

ROUNDS = 15
URL = "https://news.example/live/south"
_JSON_LD = re.compile(rb"<script[^>]*ld\+json[^>]*>.*?</script>", re.DOTALL)

Read = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Sample:
    """A page in the versions that visits see one after the other: each with one entry more."""

    name: str
    bodies: tuple[bytes, ...]
    url: str = URL
    spider: str = "auto"


def samples() -> Iterator[Sample]:
    """The live page of the benches, with its JSON-LD and without, and the live room in every shape."""
    page = LivePage(URL, 1)
    bodies = []
    for _ in range(ROUNDS + 1):
        page.change()
        bodies.append(page.body())
    yield Sample("live page, JSON-LD and HTML", tuple(bodies))
    yield Sample("live page, HTML alone", tuple(_JSON_LD.sub(b"", body) for body in bodies))
    for name, shape in SHAPES.items():
        room = LiveRoom(polls=ROUNDS + 26, posts=90, seed=3, shown=40)
        views = room.views(editing=False, shuffled=False)[-ROUNDS - 1 :]
        yield Sample(name, tuple(shape.render(view) for view in views), shape.url, shape.spider)


def main() -> None:
    others = dict(_others())
    missing = {"trafilatura", "newspaper4k"} - set(others)
    if missing:
        sys.stdout.write(f"not installed, not measured: {', '.join(sorted(missing))}\n")
    names = "".join(f"{name:>14}" for name in others)
    sys.stdout.write(f"CPU-ms a page, median of {ROUNDS}; warm: after a visit that saw all entries but one\n")
    sys.stdout.write(f"{'page':28} {'KB':>5} {'entries':>8} {'first':>7} {'warm':>7}{names}\n")
    for sample in samples():
        cold, warm, entries = _measured(sample)
        is_html = sample.bodies[0].lstrip().startswith(b"<!DOCTYPE")
        beside = "".join(
            f"{statistics.median(_times(sample.bodies[:5], read)):14.1f}" if is_html else f"{'–':>14}"
            for read in others.values()
        )
        kilobytes = len(sample.bodies[-1]) // 1000
        sys.stdout.write(f"{sample.name:28} {kilobytes:5} {entries:8} {cold:7.1f} {warm:7.1f}{beside}\n")
        sys.stdout.flush()


def _measured(sample: Sample) -> tuple[float, float, int]:
    """The CPU-ms of a first visit and of one that follows, and the updates that it gives."""
    spider = spider_class(sample.spider)()

    def read(body: bytes) -> int:
        response = response_from(body, url=sample.url, fetched_at=datetime.now(UTC), zone="Asia/Damascus")
        return len(parse_response(spider, response).updates)

    cold = statistics.median(_times(sample.bodies[:5], read, before=_forget))
    _forget()
    entries = read(sample.bodies[0])
    return cold, statistics.median(_times(sample.bodies[1:], read)), entries


def _forget() -> None:
    for module in (cleaning, entry_blocks, liveblog, agreement, known_pages, feed_items):
        module.forget()


def _times(bodies: tuple[bytes, ...], read: Read, *, before: Callable[[], None] | None = None) -> list[float]:
    gc.collect()
    times = []
    for body in bodies:
        if before is not None:
            before()
        began = process_time()
        read(body)
        times.append(1000 * (process_time() - began))
    return times


def _others() -> Iterator[tuple[str, Read]]:
    if find_spec("trafilatura"):
        import trafilatura  # type: ignore[import-not-found, unused-ignore]

        yield "trafilatura", lambda body: trafilatura.extract(body.decode())
    if find_spec("newspaper"):
        import newspaper  # type: ignore[import-not-found, unused-ignore]

        yield "newspaper4k", lambda body: newspaper.article(URL, input_html=body.decode(), language="ar")
    from bs4 import BeautifulSoup

    yield "BeautifulSoup", lambda body: BeautifulSoup(body, "lxml").get_text()


if __name__ == "__main__":
    main()
