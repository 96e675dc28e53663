"""Found in every spelling? P, R and F1 over labelled sentences, clean and with each kind of noise put into them.

MARSAD_ARABIC_EVAL names a folder with `sentences.jsonl` ({"id", "text"} a line) and `gold.json` (set → term → the ids
of the sentences that hold it). Such sentences are other people's and no part of the project.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from bench.measure import show
from monitor.watches.matcher import TermMatcher, compile_terms
from tests.noise import NOISE

Noise = Callable[[str, Random], str]
Gold = Mapping[str, Mapping[str, list[int]]]


def score(matcher: TermMatcher, texts: Mapping[int, str], gold: Gold, noise: Noise | None) -> dict[str, list[float]]:
    """P, R and F1 of each set in percent, over all its terms and sentences."""
    rng = Random(7)
    found: dict[str, set[int]] = {}
    for number, text in texts.items():
        for match in matcher.find(noise(text, rng) if noise else text):
            found.setdefault(match.term, set()).add(number)
    scores = {}
    for name, terms in gold.items():
        right = sum(len(found.get(term, set()) & set(ids)) for term, ids in terms.items())
        told = sum(len(found.get(term, ())) for term in terms)
        wanted = sum(map(len, terms.values()))
        scores[name] = [100 * right / max(told, 1), 100 * right / max(wanted, 1), 200 * right / max(told + wanted, 1)]
    return scores


def main() -> int:
    folder = os.environ.get("MARSAD_ARABIC_EVAL")
    if not folder:
        sys.stderr.write("MARSAD_ARABIC_EVAL names no folder with sentences.jsonl and gold.json: nothing to measure\n")
        return 0
    lines = (Path(folder) / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    gold: Gold = json.loads((Path(folder) / "gold.json").read_text(encoding="utf-8"))
    matcher = compile_terms([term for terms in gold.values() for term in terms])
    rows = []
    for name, noise in {"none": None, **NOISE}.items():
        scores = score(matcher, texts, gold, noise)
        rows.append([name, *(f"{figure:.1f}" for figures in scores.values() for figure in figures)])
    columns = [f"{name} {figure}" for name in gold for figure in ("P", "R", "F1")]
    show(f"{len(texts):,} sentences with noise", ["noise", *columns], rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
