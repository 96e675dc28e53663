"""What else finds near-copies, on the corpus of `bench.copies`: full text of sqlite-utils, MinHash LSH of datasketch.

    python -m bench.near_duplicates [--stored 10000] [--asked 300]

datasketch comes with the extra `bench`; without it that row says so.
"""

import argparse
import importlib.util
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import sqlite_utils

from arabic.fold import fold_text
from bench.copies import START
from bench.corpus import Text, make_text, near_copies, news, plain
from monitor.copying import Copying

PERMUTATIONS = 128
THRESHOLD = 0.5  # of the estimated Jaccard similarity
SHINGLE = 3  # words
PAGE_BYTES = 4096

Ask = Callable[[str], bool]
"""Whether a text is taken for a copy of one that is stored."""


class Question(NamedTuple):
    kind: str
    text: str
    is_copy: bool


def corpus(stored: int, asked: int, seed: int = 7) -> tuple[list[str], list[Question]]:
    """The texts that are stored, and near-copies of some, news beside them, and fresh ones."""
    r = random.Random(seed)
    texts: list[Text] = [make_text(r) for _ in range(stored)]
    questions = []
    for number in r.sample(range(stored), asked):
        questions += [Question(kind, text, True) for kind, text in near_copies(texts[number], r).items()]
        questions += [Question(f"not: {kind}", text, False) for kind, text in news(texts[number], r)]
        questions.append(Question("not: fresh", plain(make_text(r)), False))
    return [plain(text) for text in texts], questions


def ours(texts: Sequence[str]) -> Ask:
    copying = Copying()
    step = timedelta(hours=60) / len(texts)
    for number, text in enumerate(texts):
        copying.judge(number, "", text, START + number * step)
    at = START + timedelta(hours=60)
    return lambda text: copying.look(text, at).is_copy


def plain_full_text(texts: Sequence[str]) -> Ask:
    """The best hit of all words of a text, taken for its original where it has four fifths of them."""
    database = sqlite_utils.Database(sqlite3.connect(":memory:"))
    table = database["updates"]
    table.insert_all(({"id": n, "text": fold_text(text)} for n, text in enumerate(texts)), pk="id")  # type: ignore[union-attr]
    table.enable_fts(["text"], create_triggers=True)  # type: ignore[union-attr]

    def ask(text: str) -> bool:
        words = set(fold_text(text).replace('"', " ").split())
        query = " OR ".join(f'"{word}"' for word in words)
        found = next(
            iter(
                database.query(
                    "SELECT updates.text AS text FROM updates_fts JOIN updates ON updates.id = updates_fts.rowid "
                    "WHERE updates_fts MATCH ? ORDER BY rank LIMIT 1",
                    [query],
                )
            ),
            None,
        )
        return found is not None and len(words & set(found["text"].split())) >= 0.8 * len(words)

    return ask


def minhash(texts: Sequence[str]) -> Ask:
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found,unused-ignore]

    def sketch(text: str) -> MinHash:
        words = fold_text(text).split()
        made = MinHash(num_perm=PERMUTATIONS)
        made.update_batch([" ".join(words[n : n + SHINGLE]).encode() for n in range(max(1, len(words) - SHINGLE + 1))])
        return made

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    for number, text in enumerate(texts):
        index.insert(str(number), sketch(text))
    return lambda text: bool(index.query(sketch(text)))


def resident() -> float:
    """Megabytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES / 1e6


def measure(
    name: str, make: Callable[[Sequence[str]], Ask], texts: Sequence[str], questions: Sequence[Question]
) -> str:
    before, begun = resident(), time.perf_counter()
    ask = make(texts)
    stored = (time.perf_counter() - begun) / len(texts) * 1000
    memory = resident() - before
    told, right, spent = Counter[str](), Counter[str](), []
    for question in questions:
        begun = time.perf_counter()
        found = ask(question.text)
        spent.append((time.perf_counter() - begun) * 1000)
        told[question.kind] += 1
        right[question.kind] += found == question.is_copy
    spent.sort()
    kinds = ", ".join(f"{kind} {right[kind] / told[kind]:.2f}" for kind in told)
    times = (
        f"{stored:.2f} ms a text stored, p50 {spent[len(spent) // 2]:.2f} p99 {spent[len(spent) * 99 // 100]:.2f} ms"
    )
    return f"{name}: {times} a question, {memory:.0f} MB; right: {kinds}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--stored", type=int, default=10_000)
    parser.add_argument("--asked", type=int, default=300)
    given = parser.parse_args()
    texts, questions = corpus(given.stored, given.asked)
    print(f"{given.stored:,} stored, {len(questions):,} questions")
    print(measure("marsad", ours, texts, questions), flush=True)
    print(measure("sqlite-utils with FTS", plain_full_text, texts, questions), flush=True)
    if importlib.util.find_spec("datasketch") is None:
        print("datasketch: not installed; pip install 'marsad[bench]' brings it")
    else:
        print(measure("datasketch MinHash LSH", minhash, texts, questions), flush=True)


if __name__ == "__main__":
    main()
