"""What happened to the counted: which word of a text a number of people belongs to."""

from collections.abc import Sequence
from dataclasses import replace

from arabic.figures.behind import forced, one_behind, told_behind
from arabic.figures.belonging import Link, asked, told_before
from arabic.figures.counts import Count
from arabic.figures.passage import Passage
from arabic.figures.standing import casualty, is_mixed, standing
from arabic.figures.tolls import OTHER, Told, toll
from arabic.figures.words import ANIMALS, BEHIND, BLOCKS, DISEASE, FICTION, HITS, SPORT, SUBSET, TIME_UNITS

_EACH = frozenset(("لكل",))  # «عشرة آلاف لكل عائلة قتل أحد أفرادها»
# «إصابات بجدري القردة»: as the words stand in the list, and with «ب».
_OTHER_NEWS = FICTION | DISEASE | {"ب" + word for word in DISEASE if not word.startswith("ب")}
_ADDED = [["اضافة", "الي"], ["بالاضافة", "الي"], ["فضلا", "عن"], ["الي", "جانب"]]
_EARLIER = 8  # counts that are looked back to
_REACH = 12  # words from what happened to the count


def _is_time(token: str, gap: Sequence[str]) -> bool:
    """«اعتقلت قبل ثلاثة أسابيع خمسة صيادين»; `gap` stands behind, nearest to the count first."""
    return token in ("قبل", "بعد") and any(word in TIME_UNITS for word in gap[-2:])


class Causes:
    """Decides for every count of a text, from left to right, what happened to the counted."""

    def __init__(self, passage: Passage, counts: Sequence[Count]) -> None:
        self.passage = passage
        self.counts = counts
        self.told: list[Told] = []

    def decide(self) -> list[Told]:
        """What is told of each count, in their order."""
        for number, count in enumerate(self.counts):
            told = OTHER if self._vetoed(count) else self._decide(number, count)
            if told.kind not in (None, "displaced") and self._of_them(count, told):
                told = OTHER
            if told.kind in ("killed", "injured") and self._of_other_news(count, told):
                told = OTHER
            self.told.append(told)
            if number and self._goes_on(self.counts[number - 1], count):
                self.told[-2:] = [OTHER, OTHER]
        return self.told

    def _vetoed(self, count: Count) -> bool:
        """Subsets («بينهم 3 أطفال»), hits («12 إصابة مباشرة») and mixed counts are no figures of ours."""
        before = self.passage.token(count.opening - 1)
        if before in SUBSET or (before == "من" and count.low == count.high == 1) or before in ("بين", "كل"):
            return True
        if self.passage.asks(count.first) or self.passage.titled(count.opening):
            return True
        if self.passage.stretch_has(count.first, _EACH):
            return True
        hits = count.noun is not None and count.noun.kind == "injured" and self.passage.token(count.last + 1) in HITS
        return hits or is_mixed(self.passage, count)

    def _of_them(self, count: Count, told: Told) -> bool:
        """«بقتل 220 صحفياً، وقالت إن 65 منهم قتلوا أثناء عملهم»: a part of those of whom the same was told."""
        first = self.passage.around(count.first)[0]
        verb = self.passage.trigger(told.trigger) if told.trigger < count.first else None
        part = self.passage.follows(count.last) == "منهم" and (verb is None or verb.shape == "noun")
        return part and any(
            earlier.kind == told.kind and one.first >= first
            for one, earlier in zip(self.counts, self.told, strict=False)
        )

    def _of_other_news(self, count: Count, told: Told) -> bool:
        """Diseases, what sport calls injuries, and animals."""
        if self.passage.sentence_has(count.first, _OTHER_NEWS):
            return True
        if count.noun is not None and count.noun.group not in ("casualty", "other"):
            return False
        others = ANIMALS | SPORT if told.kind == "injured" else ANIMALS
        return self.passage.stretch_has(count.first, others)

    def _decide(self, number: int, count: Count) -> Told:
        noun = count.noun
        goes_on = (self._joined(count) and self._told_before(count)) or self._added(count)
        if noun and noun.group == "casualty":
            hurt = noun.kind == "injured" and not self._joined(count)  # «وفاة 3 جرحى», not «مقتل 10 و100 جريح»
            died = self._by_what_stands_before(number, count) if hurt else None
            if died and died.kind == "killed":
                return died
            return casualty(self.passage, count, goes_on=goes_on)
        if noun and noun.kind:
            reached = toll(self.passage, count, self.counts[number - 1] if number else None, OTHER)
            if reached and reached.kind == noun.kind:
                return reached  # «وصل عدد الأسرى إلى 3,368 معتقلاً»
            return standing(self.passage, count, self._around(number, count), goes_on=goes_on)
        previous = self.counts[number - 1] if number else None
        before = self.told[number - 1] if number else OTHER
        counted = toll(self.passage, count, previous, before)
        return counted or self._around(number, count) or OTHER

    def _added(self, count: Count) -> bool:
        """«مقتل 118 مدنياً، إضافة إلى 73 حالة احتجاز»."""
        added = self.passage.tokens(count.opening - 2, count.opening) in _ADDED
        sentence = self.passage.around(count.first)
        return added and any(
            told.kind and one.first >= sentence[0] for one, told in zip(self.counts, self.told, strict=False)
        )

    def _told_before(self, count: Count) -> bool:
        """Whether a figure stands before a count, in its stretch."""
        stretch = self.passage.stretch(count.first)
        start = max(0, len(self.told) - _EARLIER)
        return any(
            told.kind and self.passage.stretch(one.last) == stretch
            for one, told in zip(self.counts[start:], self.told[start:], strict=False)
        )

    def _goes_on(self, before: Count, count: Count) -> bool:
        """«ألفي عائلة وثلاثمئة»: one number around its noun, or two: that is not told."""
        split = before.noun is not None and count.noun is None and before.last + 1 == count.opening
        return split and self._joined(count) and 0 < count.low < before.low and before.low % 1000 == 0

    def _around(self, number: int, count: Count) -> Told | None:
        """By the word before or behind that says what happened; None where there is none."""
        after = self.passage.follows(count.last)
        if forced(self.passage, count):
            return told_behind(self.passage, count)
        if (
            after in BEHIND
            and self._joined(count)
            and not count.single
            and (own := told_behind(self.passage, count)) is not None
        ):
            return own  # «آلاف نزحوا ومئات قتلوا»
        if count.single and (own := one_behind(self.passage, count)) is not None:
            return own
        told = self._by_what_stands_before(number, count)
        if told and told.kind is None and after in BEHIND and not count.single:
            # «وصلت 4 قوارب عليها 230 سورياً فروا من …», «دفن 44 شخصاً قتلوا»; not «الإفراج عن 12 شاباً اعتقلوا»
            own = told_behind(self.passage, count)
            return own if own and (told is OTHER or own.kind == "killed" or "عالج" in told.by) else told
        return told_behind(self.passage, count) if told is None and not count.single else told

    def _by_what_stands_before(self, number: int, count: Count) -> Told | None:
        """By the nearest word before that says what happened; None where there is none, kind None for another's."""
        joined = self._joined(count)
        gap: list[str] = []  # nearest first
        for position in range(count.opening - 1, max(-1, count.opening - 1 - _REACH), -1):
            if self.passage.stops(position):
                return None
            earlier = self._count_at(number, position)
            if earlier is not None and not (self.counts[earlier].subject and not joined):
                return self._coordinated(earlier, count, gap, joined)
            token = self.passage.token(position)
            if token in SUBSET:
                return OTHER
            trigger = self.passage.trigger(position)
            if trigger is not None:
                return told_before(self.passage, count, Link(trigger, position, gap[::-1], joined))
            if token in BLOCKS and not (token == "او" and not gap) and not _is_time(token, gap):
                return None
            gap.append(token)
        return None

    def _joined(self, count: Count) -> bool:
        """Whether «و» stands right at the count."""
        opening = self.passage.token(count.opening)
        return opening.startswith("و") or self.passage.token(count.opening - 1) == "و"

    def _count_at(self, number: int, position: int) -> int | None:
        for earlier in range(number - 1, -1, -1):
            if self.counts[earlier].first <= position <= self.counts[earlier].last:
                return earlier
            if self.counts[earlier].last < position:
                return None
        return None

    def _coordinated(self, earlier: int, count: Count, gap: Sequence[str], joined: bool) -> Told | None:
        """«6 مدنيين و3 مسعفين»: the second has what the first has."""
        told = self.told[earlier]
        if not joined:
            return None if told.kind is None and self.counts[earlier].single else OTHER
        between = [word for word in gap if word != "و"]
        reach = 5 if between and between[-1] in ("في", "من") and count.noun is not None else 2
        if between and between[-1][0] == self.passage.follows(count.last)[:1] == "ب":
            reach = 5  # «إصابة مواطن بالرصاص في البطن وثلاثة بالاختناق»
        if len(between) > reach or told.trigger < 0:
            return OTHER
        noun = self.counts[earlier].noun
        if noun is not None and noun.group == "casualty" and count.noun is None and between[-1:] == ["في"]:
            return replace(told, trigger=count.first) if self.passage.follows(count.last) == "في" else OTHER
        trigger = self.passage.trigger(told.trigger)
        if trigger is None or (trigger.asks and not asked(self.passage, trigger, count)):
            return OTHER
        return Told(told.kind, told.trigger, told.by)
