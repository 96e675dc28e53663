"""Near-copies and news that looks like a copy, at so many stored updates: what is found, and how long it takes."""

import argparse
import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

from bench.corpus import make_text, near_copies, news, plain
from monitor.copying import Copying, Judged

START = datetime(2018, 7, 1, tzinfo=UTC)


def measure(stored: int, asked: int, *, hours: float = 60.0, seed: int = 7) -> dict[str, object]:
    """Stores texts spread over some hours, then asks about copies of, and news beside, some of them."""
    r = random.Random(seed)
    texts = [make_text(r) for _ in range(stored)]
    copying = Copying()
    step = timedelta(hours=hours) / stored
    begun = time.perf_counter()
    false = 0
    for number, text in enumerate(texts):
        false += copying.judge(number, "", plain(text), START + number * step).is_copy
    storing = time.perf_counter() - begun
    told, right, seconds = Counter[str](), Counter[str](), []
    wrong: list[tuple[str, str, str, Judged]] = []

    def ask(kind: str, number: int, text: str, wanted: bool) -> None:
        at = START + number * step + timedelta(minutes=r.randrange(1, 600))
        clock = time.perf_counter()
        judged = copying.look(text, at)
        seconds.append(time.perf_counter() - clock)
        told[kind] += 1
        ok = judged.is_copy and judged.story is not None if wanted else not judged.is_copy
        right[kind] += ok
        if not ok:
            wrong.append((kind, plain(texts[number]), text, judged))

    for number in r.sample(range(stored), asked):
        for kind, text in near_copies(texts[number], r).items():
            ask(kind, number, text, wanted=True)
        for kind, text in news(texts[number], r):
            ask(f"not: {kind}", number, text, wanted=False)
    for _ in range(asked):
        ask("not: fresh", r.randrange(stored), plain(make_text(r)), wanted=False)
    copying.close()
    seconds.sort()
    return {
        "stored": stored,
        "false links while storing": false / stored,
        "ms a text stored": storing / stored * 1000,
        "ms a question p50": seconds[len(seconds) // 2] * 1000,
        "ms a question p99": seconds[int(len(seconds) * 0.99)] * 1000,
        "right": {kind: (right[kind], told[kind]) for kind in told},
        "wrong": wrong,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, default=10_000)
    parser.add_argument("--asked", type=int, default=300)
    parser.add_argument("--show", type=int, default=0, help="so many of the mistakes")
    given = parser.parse_args()
    result = measure(given.stored, given.asked)
    wrong = result.pop("wrong")
    for name, value in result.items():
        print(f"{name}: {value}")
    for kind, before, after, judged in wrong[: given.show]:  # type: ignore[index]
        print(kind, judged.score, judged.why, before, after, sep="\n    ")


if __name__ == "__main__":
    main()
