"""What counts beside every entry of a list (views, votes, shares): alike, but for its digits, in most entries.

Such a number moves at every visit. Left in the text it would be an edit of a figure each time.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from arabic.figures import figures
from crawler.furniture import loose
from crawler.furniture_lines import COUNTED

_FEWEST = 3
_SHARE = 0.6  # of the entries
_LONGEST = 60  # characters of a line that counts
_NUMBER = re.compile(r"\d[\d.,٬٫:]*")
# A number at a text's end, or in brackets with what it counts: `… إصابات.113`, `… إصابات. (113 مشاهدة)`
_TAIL = re.compile(rf"(?<=[.!؟?…»\"”)\]\s])[\s(\[|•·–-]*\d[\d.,٬٫]*\s*[kKmM]?(?:\s*{loose(COUNTED)})?[\s)\]|]*$")


def without_counters(texts: Sequence[str]) -> list[str]:
    """The texts of a list's entries, in their order, without lines and tails that only count.

    A line that is an entry's whole text is its news, whatever the others say; so is one of people who came to harm.
    """
    lines = [text.split("\n") for text in texts]
    alike = _most(
        ({_mask(line) for line in told if _may_count(line)} if len(told) > 1 else () for told in lines), texts
    )
    if alike:
        lines = [_kept(told, alike) for told in lines]
    bare = ["\n".join(told).strip() for told in lines] if alike else list(texts)
    tails = [_TAIL.search(text[-_LONGEST:]) for text in bare]
    endings = _most(((_mask(tail.group()),) if tail else () for tail in tails), texts)
    if not endings:
        return bare
    return [
        text[: -len(tail.group())].rstrip() if tail and _mask(tail.group()) in endings else text
        for text, tail in zip(bare, tails, strict=True)
    ]


def _most(told: Iterable[Iterable[str]], texts: Sequence[str]) -> frozenset[str]:
    """What most of the texts tell."""
    counted = Counter(mask for masks in told for mask in masks)
    least = max(_FEWEST, _SHARE * len(texts))
    return frozenset(mask for mask, count in counted.items() if count >= least)


def _kept(lines: list[str], alike: frozenset[str]) -> list[str]:
    kept = [line for line in lines if not (_may_count(line) and _mask(line) in alike and not figures(line))]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).split("\n") if any(kept) else lines


def _may_count(line: str) -> bool:
    return 0 < len(line) <= _LONGEST and _NUMBER.search(line) is not None


def _mask(text: str) -> str:
    return " ".join(_NUMBER.sub("#", text).split())
