"""Made-up reports of events of the region, told as different houses tell them: in other words, and other news beside.

`python -m bench.reports` hands them to `marsad copies` line by line.
"""

import argparse
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from monitor.copying import Copying

START = datetime(2018, 7, 1, tzinfo=UTC)
NUMBERS = {3: "ثلاثة", 4: "أربعة", 5: "خمسة", 6: "ستة", 7: "سبعة", 8: "ثمانية", 9: "تسعة", 10: "عشرة"}
DAYS = ("السبت", "الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة")
PARTS = ("فجر", "صباح", "ظهر", "مساء")
PEOPLE = ("مدنيين", "أطفال", "عمال", "مزارعين", "مسعفين", "صيادين", "نازحين")
TARGETS = ("منزلاً سكنياً", "سيارة مدنية", "محطة وقود", "نقطة طبية", "سوق السمك", "خيام نازحين", "ورشة حدادة")
GOODS = ("مواد غذائية وطبية", "طروداً صحية وأغطية", "وقوداً للمستشفيات", "خياماً ومضخات مياه")
AGENCIES = ("سانا", "رويترز", "أ ف ب", "وفا", "واع", "سونا", "سبأ", "الأناضول", "د ب أ")
BACKGROUND = (
    "وتشهد المنطقة منذ أشهر توتراً متصاعداً أجبر كثيراً من السكان على ترك منازلهم، فيما تتعثر جهود الوساطة",
    "ويأتي ذلك في ظل أوضاع إنسانية صعبة ونقص كبير في الغذاء والدواء بحسب منظمات إغاثية",
    "وكانت منظمات حقوقية دعت مراراً إلى حماية السكان وتجنيب المنشآت العامة ويلات القتال",
)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, of which each house tells in its own words."""

    kind: str
    land: str
    actor: str
    place: str
    other_place: str
    killed: int
    wounded: int
    people: str
    target: str
    cause: str
    tail: str
    voice: str
    goods: str
    part: str
    day: str


class Corpus:
    """One set of templates and names, "first" or "second"."""

    def __init__(self, name: str) -> None:
        self._told = _read()[name]
        self._kinds = {one["name"]: one for one in self._told["kinds"]}
        self._lands = {one["name"]: one for one in self._told["lands"]}

    def event(self, r: random.Random, kind: str | None = None) -> Event:
        land = self._lands[r.choice(tuple(self._lands))]
        place, other = r.sample(land["known"] + land["unknown"], 2)
        return Event(
            kind=kind or r.choice(tuple(self._kinds)),
            land=land["name"],
            actor=r.choice(land["actors"]),
            place=place,
            other_place=other,
            killed=r.randrange(3, 40),
            wounded=r.randrange(3, 90),
            people=r.choice(PEOPLE),
            target=r.choice(TARGETS),
            cause=r.choice(self._told["causes"]),
            tail=r.choice(self._told["tails"]),
            voice=r.choice(land["voices"]),
            goods=r.choice(GOODS),
            part=r.choice(PARTS),
            day=r.choice(DAYS),
        )

    def text(self, event: Event, how: str = "active") -> str:
        """The event in words; `how` is "active", "passive", "reordered" or "headline"."""
        template: str = self._kinds[event.kind][how]
        return template.format_map({name: getattr(event, name) for name in Event.__slots__})

    def near_copies(self, event: Event, r: random.Random) -> Iterator[tuple[str, str]]:
        """(kind, text): the same event as `text` tells it, and nothing else."""
        text, agency = self.text(event), r.choice(AGENCIES)
        tag = "#" + event.place.replace(" ", "_")
        yield "passive", self.text(event, "passive")
        yield "reordered", self.text(event, "reordered")
        yield "agency", r.choice((f"{agency} - {text}", f"({agency}) {text}", f"{event.place} – {agency}: {text}"))
        yield "source said", text.replace("، ", "، وأضاف المصدر أن ذلك جاء مفاجئاً، ", 1)
        yield "hashtags", r.choice((f"🔴 {text} {tag}", f"#عاجل | {text}", f"‼️متابعة: {text} #{event.land} {tag}"))
        yield "cut off", _cut(text, r)
        yield "synonyms", _swapped(text, self._told["synonyms"], 4)
        yield "spelling", _swapped(text, self._told["spellings"], 9)
        yield "numbers", _in_words(text)
        yield "background", f"{text}\n{r.choice(BACKGROUND)}."
        yield "headline", f"{self.text(event, 'headline')}\n{text}"
        yield "sentence dropped", text.split(". ")[0] + "."

    def news(self, event: Event, r: random.Random) -> Iterator[tuple[str, str]]:
        """(kind, text): news that is no copy of `text`, alike as it looks."""
        template, land = self._kinds[event.kind]["active"], self._lands[event.land]
        name = r.choice([one for one in ("killed", "wounded") if f"{{{one}}}" in template])
        value = getattr(event, name)
        figure = r.choice([one for one in (value + 1, value - 1, value * 2, value + 10, value * 10) if one > 2])
        changes: dict[str, dict[str, Any]] = {
            "figure": {name: figure},
            "place": {"place": _other(land["known"], r, event.place, event.other_place)},
            "place in no gazetteer": {"place": _other(land["unknown"], r, event.place, event.other_place)},
            "actor": {"actor": _other(land["actors"], r, event.actor)},
            "weekday": {"day": _other(DAYS, r, event.day)},
            "part of the day": {"part": PARTS[(PARTS.index(event.part) + 2) % 4]},
        }
        if "{other_place}" in template:
            changes["direction"] = {"place": event.other_place, "other_place": event.place}
        if "{killed}" in template and "{wounded}" in template and event.killed != event.wounded:
            changes["killed and wounded"] = {"killed": event.wounded, "wounded": event.killed}
        for kind, change in changes.items():
            yield kind, self.text(replace(event, **change))
        yield "figure in words", _in_words(self.text(replace(event, **changes["figure"])))
        was, now = r.choice(self._kinds[event.kind]["negated"])
        yield "negation", self.text(event).replace(was, now, 1)
        yield "same template", self.text(self.event(r, event.kind))


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _other(among: Any, r: random.Random, *than: str) -> str:
    return str(r.choice([one for one in among if one not in than]))


def _cut(text: str, r: random.Random) -> str:
    words = text.split()
    kept = words[: max(12, int(len(words) * r.uniform(0.6, 0.9)))]
    return " ".join(kept).rstrip("،.") + r.choice(("…", "...", " ...", "… المزيد"))


def _swapped(text: str, pairs: list[list[str]], most: int) -> str:
    for was, now in [pair for pair in pairs if pair[0] in text][:most]:
        text = text.replace(was, now)
    return text


def _in_words(text: str) -> str:
    """Every number up to ten in words, others in Arabic digits."""
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    return re.sub(r"\d+", lambda found: NUMBERS.get(int(found[0]), found[0].translate(digits)), text)


def measure(name: str, each: int, seed: int) -> tuple[dict[str, tuple[int, int]], int, list[tuple[str, str, str, str]]]:
    """Right answers by kind, texts wrongly told as copies of others, and what went wrong.

    So many texts of each kind, each some lines behind the one that it looks like, as they would come by the hour.
    """
    r, corpus = random.Random(seed), Corpus(name)
    asked: list[tuple[str, bool, str, str]] = []
    for _ in range(each):
        kinds = corpus.event(r)
        for made, wanted in ((corpus.near_copies, True), (corpus.news, False)):
            for kind, _text in made(kinds, r):
                event = corpus.event(r, kinds.kind)
                before = corpus.text(event)
                after = dict(made(event, r)).get(kind, before)
                if after != before:
                    asked.append((kind, wanted, before, after))
    r.shuffle(asked)
    lines = [(2.0 * number, number, False) for number in range(len(asked))]
    lines += [(2.0 * number + r.uniform(1, 200), number, True) for number in range(len(asked))]
    copying, told, right, false = Copying(), Counter[str](), Counter[str](), 0
    wrong = []
    for place, number, is_after in sorted(lines):
        kind, wanted, before, after = asked[number]
        judged = copying.judge(
            (number, is_after), "", after if is_after else before, START + place * timedelta(seconds=6)
        )
        if not is_after:
            false += judged.is_copy
            continue
        told[kind] += 1
        right[kind] += judged.is_copy == wanted
        if judged.is_copy != wanted:
            wrong.append((kind, judged.why, before, after))
    copying.close()
    return {kind: (right[kind], told[kind]) for kind in told}, false, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="so many of the mistakes")
    given = parser.parse_args()
    for name in ("first", "second"):
        by_kind, false, wrong = measure(name, given.each, given.seed)
        print(f"{name}: {false} texts told as copies of others")
        for kind, (right, told) in sorted(by_kind.items()):
            print(f"  {kind}: {right}/{told} {right / told:.3f}")
        for one in wrong[: given.show]:
            print(*one, sep="\n    ")


if __name__ == "__main__":
    main()
