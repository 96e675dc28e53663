"""2,000 broken pages of every layout: no crash, no hang over 2 s a page, bounded memory. `make mutations`."""

import argparse
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from crawler.encoding import ReadError
from crawler.parsing import parse_response, response_from
from crawler.spiders import spider_class, spider_for
from tests.liveroom.drill import SHAPES
from tests.liveroom.mutations import broken
from tests.liveroom.posts import LiveRoom

LIMIT_SECONDS = 2.0
NOW = datetime(2018, 7, 4, tzinfo=UTC)


@dataclass(slots=True)
class Findings:
    """What reading the broken pages came to."""

    pages: int = 0
    updates: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_was: str = ""
    crashed: list[str] = field(default_factory=list)
    grown_mb: float = 0.0

    @property
    def clean(self) -> bool:
        return not self.crashed and self.slowest <= LIMIT_SECONDS


def sources() -> list[tuple[str, bytes, str, str]]:
    """Name, page, address and spider of each page that is broken: the live room's, and real ones where they are."""
    view = LiveRoom(polls=30, posts=70, seed=2).views()[-1]
    found = [(name, shape.render(view), shape.url, shape.spider) for name, shape in SHAPES.items()]
    if folder := os.environ.get("MARSAD_REAL_PAGES"):
        for path in sorted(Path(folder).glob("*.[hjx]*ml")):
            url = f"https://{path.name.partition('__')[0].removeprefix('en__')}/page"
            found.append((path.name, path.read_bytes(), url, spider_for(url)))
    return found


def read_broken(count: int, seed: int) -> Findings:
    """Reads so many broken pages, each by the spider of its outlet; everything but a ReadError is a crash."""
    rng, found, pages = random.Random(seed), Findings(), sources()
    spiders = {spider: spider_class(spider)() for _, _, _, spider in pages}
    began_with = 0
    for number, (page, was, url, spider) in enumerate(_broken(pages, count, rng)):
        began = time.process_time()
        try:
            response = response_from(page, url=url, fetched_at=NOW, zone="Asia/Damascus")
            found.updates += len(parse_response(spiders[spider], response).updates)
        except ReadError as error:
            found.refused[error.outcome.value] += 1
        except Exception as error:  # noqa: BLE001 - it is what is looked for
            found.crashed.append(f"{was}: {type(error).__name__}: {error}"[:200])
        seconds = time.process_time() - began
        if seconds > found.slowest:
            found.slowest, found.slowest_was = seconds, was
        found.pages += 1
        if number == count // 4:
            began_with = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found.grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - began_with) / 1024
    return found


def _broken(
    pages: list[tuple[str, bytes, str, str]], count: int, rng: random.Random
) -> Iterator[tuple[bytes, str, str, str]]:
    for number in range(count):
        name, page, url, spider = pages[number % len(pages)]
        mutated, ways = broken(page, rng)
        yield mutated, f"{name} ({ways}, page {number})", url, spider


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    told = parser.parse_args()
    found = read_broken(told.pages, told.seed)
    sys.stdout.write(
        f"{found.pages} broken pages, seed {told.seed}: {found.updates} updates read, refused {dict(found.refused)}\n"
        f"crashed: {len(found.crashed)}; slowest {found.slowest:.2f} s ({found.slowest_was}); "
        f"memory after the first quarter +{found.grown_mb:.0f} MB, highest "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB\n"
    )
    sys.stdout.writelines(f"  {line}\n" for line in found.crashed[:20])
    return 0 if found.clean else 1


if __name__ == "__main__":
    sys.exit(main())
