"""Edits of made-up news: which of them are news and which are not, against the verdict on their significance."""

import random
from collections import Counter
from collections.abc import Iterator

from arabic.fold import fold_text
from bench.corpus import APPENDED, Text, make_text, news, plain
from monitor.judgement.significance import significant_change
from monitor.kinship import own_place_names

HEADLINES = (
    ("تصعيد جديد في المنطقة", "المنطقة تشهد تصعيداً جديداً"),
    ("تطورات الساعات الأخيرة", "ما جرى في الساعات الأخيرة"),
    ("آخر المستجدات الميدانية", "مستجدات الميدان أولاً بأول"),
    ("الأهالي يترقبون", "ترقب بين الأهالي"),
)
COPULAS = ("وشهدت الأسواق حركة خفيفة. ", "وعادت الكهرباء ساعات قليلة. ")


def edits(r: random.Random) -> Iterator[tuple[str, str, str, bool]]:
    """(kind, before, after, whether it is news) of one text."""
    text = make_text(r)
    before = plain(text)
    was, now = r.choice(HEADLINES)
    yield "typo", before, _typo(text, r), False
    yield "comma", before, before.replace(" ", "، ", 1).replace(" في ", "، في ", 1) + ".", False
    yield "added sentence", before, f"{before}. {r.choice(APPENDED)}.", False
    yield "rewritten headline", f"{was}\n{before}", f"{now}\n{before}", False
    first, second = r.sample(APPENDED, 2)
    yield "reordered sentences", f"{before}. {first}. {second}.", f"{before}. {second}. {first}.", False
    for kind, after in news(text, r):
        yield kind, before, after, True
    actor = r.choice(("القوات الروسية", "قوات النظام", "الفصائل", "التحالف"))
    other = "الجيش الإسرائيلي"
    yield "actor", f"{before}، ونفذت الهجوم {actor}", f"{before}، ونفذت الهجوم {other}", True


def _typo(text: Text, r: random.Random) -> str:
    """A letter left out, doubled, or changed places with its neighbour, in a word that is no name."""
    pieces = [piece.text for piece in text]
    free = [index for index, piece in enumerate(text) if not piece.kind and len(piece.text) > 4]
    index = r.choice(free)
    word = pieces[index]
    place = r.randrange(2, len(word) - 1)
    pieces[index] = r.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        )
    )
    return " ".join(pieces).replace("_", " ")


def measure(count: int, seed: int = 11) -> tuple[dict[str, tuple[int, int]], list[tuple[str, str, str]]]:
    """Right verdicts of so many edits, by kind; and those that were wrong."""
    r = random.Random(seed)
    right, told = Counter[str](), Counter[str]()
    wrong: list[tuple[str, str, str]] = []
    while told.total() < count:
        for kind, before, after, is_news in edits(r):
            if told.total() == count:
                break
            told[kind] += 1
            verdict = significant_change(fold_text(before), fold_text(after), own_place_names())
            if (verdict is not None) == is_news:
                right[kind] += 1
            else:
                wrong.append((kind, verdict or "", after))
    return {kind: (right[kind], told[kind]) for kind in told}, wrong


def main() -> None:
    by_kind, wrong = measure(300)
    for kind, (right, told) in by_kind.items():
        print(f"{kind}: {right}/{told}")
    for one in wrong:
        print("wrong", *one, sep="\n    ")


if __name__ == "__main__":
    main()
