"""What happened to the counted: which word of a text a number of people belongs to."""

from collections.abc import Sequence

from arabic.figures.counts import STOP, Count, begins_anew, follows
from arabic.figures.scope import Clauses
from arabic.figures.tolls import OTHER, Told, toll
from arabic.figures.words import (
    ACCUSED,
    ADJECTIVES,
    ADVERBIALS,
    AFTER_BARE,
    AGENTS,
    AID,
    BEHIND,
    BLOCKS,
    COMPLETED_BY,
    CROWD,
    DISEASE,
    FINDING,
    FORCED,
    HITS,
    HOLDING,
    HOSPITALS,
    JAILS,
    LIBERATED,
    MEETING,
    MOVING,
    PAPERS,
    PHRASES,
    RELATED,
    SENTENCED,
    SUBSET,
    TOLLS,
    TRANSITIVE,
    Trigger,
    noun_of,
    trigger_of,
)
from arabic.words import Word

_OVER_TIME = frozenset(("خلال", "منذ"))
_DISPLACED_ONLY = frozenset({"displaced"})


class Causes:
    """Decides for every count of a text, from left to right, what happened to the counted."""

    def __init__(self, words: Sequence[Word], text: str, clauses: Clauses, counts: Sequence[Count]) -> None:
        self.words = words
        self.text = text
        self.clauses = clauses
        self.counts = counts
        self.told: list[Told] = []

    def decide(self) -> list[Told]:
        """What is told of each count, in their order."""
        for number, count in enumerate(self.counts):
            told = self._decide(number, count)
            if told.kind in ("killed", "injured") and self._of_disease(count):
                told = OTHER
            self.told.append(told)
            if number and self._goes_on(self.counts[number - 1], count):
                self.told[-2:] = [OTHER, OTHER]
        return self.told

    def _of_disease(self, count: Count) -> bool:
        begin, end = self.clauses.around(count.first)
        return any(word.text in DISEASE for word in self.words[begin:end])

    def _goes_on(self, before: Count, count: Count) -> bool:
        """«ألفي عائلة وثلاثمئة»: one number around its noun, or two: that is not told."""
        split = before.noun is not None and count.noun is None and before.last + 1 == count.opening
        return split and self._joined(count) and 0 < count.low < before.low and before.low % 1000 == 0

    def _decide(self, number: int, count: Count) -> Told:
        noun = count.noun
        if self._vetoed(count):
            return OTHER
        if noun and noun.group == "casualty":
            return self._casualty(number, count)
        if noun and noun.kind:
            return self._lasting(number, count)
        previous = self.counts[number - 1] if number else None
        before = self.told[number - 1] if number else OTHER
        if (told := toll(self.words, self.text, count, previous, before)) is not None:
            return told
        told = self._by_what_stands_before(number, count)
        if told is None and not count.single:
            told = self._by_what_follows(count)
        return told or OTHER

    def _vetoed(self, count: Count) -> bool:
        """Subsets («بينهم 3 أطفال»), mixed counts («بين قتيل وجريح») are no figures of ours."""
        before = self.words[count.opening - 1].text if count.opening else ""
        after = [word.text for word in self.words[count.last + 1 : count.last + 7]]
        if before in SUBSET or (before == "من" and count.single) or before in ("بين", "كل"):
            return True
        if after[:1] == ["بين"] and len(after) > 1 and (one := noun_of(after[1])) and one.group == "casualty":
            return True
        kind = count.noun.kind if count.noun else None
        if kind == "injured" and after and after[0] in HITS:
            return True
        if kind and after and after[0].startswith("و") and not count.single and not count.dual:
            other = noun_of(after[0][1:])
            if other and other.group == "casualty" and other.amount == "many":
                return True  # «عشرات القتلى والجرحى»
        return False

    def _casualty(self, number: int, count: Count) -> Told:
        """«12 قتيلاً»: the noun says it, unless they are only spoken of («عائلات 12 شهيداً») or let alone."""
        noun = count.noun
        assert noun is not None
        before = self._before(count, 3)
        if any(word in RELATED for word in before):
            return OTHER
        found = self._finding(count.opening)
        body = self.words[count.last].text.startswith("جث")
        if body and not found:
            return OTHER
        nearest = next((word for word in reversed(before) if word in FINDING or trigger_of(word)), "")
        if nearest not in FINDING and self._elsewhere(nearest, count):
            return OTHER
        if count.single and not (body and found) and not self._stands_alone(count):
            return OTHER
        rising = any(
            word.text.removeprefix("و") in TOLLS for word in self.words[max(0, count.opening - 6) : count.opening]
        )
        return Told(noun.kind, count.first, self.words[count.last].text, total=rising)

    def _before(self, count: Count, most: int) -> list[str]:
        """The words before a count, nearest last, as far as nothing stands between."""
        start = count.opening
        while start > max(0, count.opening - most):
            if STOP.search(self.text, self.words[start - 1].end, self.words[start].start):
                break
            start -= 1
        return [word.text for word in self.words[start : count.opening]]

    def _elsewhere(self, word: str, count: Count) -> bool:
        """Whether a word before a casualty tells of what came later: «إجلاء 15 جريحاً», «الإفراج عن …»."""
        trigger = trigger_of(word)
        if trigger is None or trigger.kind not in (None, "displaced") or "ستقبل" in word:
            return False
        hospital = any(one.text in HOSPITALS for one in self.words[count.last + 1 : count.last + 6])
        return not (hospital and trigger.asks == _DISPLACED_ONLY)

    def _finding(self, position: int) -> bool:
        """Bodies count where they were found: «انتشال 14 جثة», not «مقبرة تضم 14 جثة»."""
        return any(word.text in FINDING for word in self.words[max(0, position - 5) : position])

    def _stands_alone(self, count: Count) -> bool:
        """«قتيل و4 جرحى», «سقوط قتيل في …»: one is counted, not described."""
        before = self.words[count.first - 1].text if count.first else ""
        starts = not before or STOP.search(self.text, self.words[count.first - 1].end, self.words[count.first].start)
        if not starts and before not in ("سقوط", "سقط", "بسقوط", "وقوع", "عن", "خلف", "خلفت", "وسقوط", "تسجيل"):
            return False
        after = follows(self.words, self.text, count.last)
        return not after or after[0] in "وب" or after in ADVERBIALS

    def _lasting(self, number: int, count: Count) -> Told:
        """«400 نازح», «15 معتقلاً»: a number that stands, unless something happens to them."""
        noun = count.noun
        assert noun is not None
        told = self._by_what_stands_before(number, count) or (None if count.single else self._by_what_follows(count))
        if told is not None and not (told.kind is None and told.by in AID):
            return told
        if count.single or any(word.text in RELATED for word in self.words[max(0, count.opening - 2) : count.opening]):
            return OTHER
        before = self._before(count, 7)
        held = not before or any(word in HOLDING or word in AID for word in before)
        if noun.kind == "arrested":
            after = [word.text for word in self.words[count.last + 1 : count.last + 5]]
            held = held and (any(word in JAILS for word in after) or any(word in HOLDING for word in before))
        if told is None and not held and not self._moving(count):
            return OTHER
        if self._moving(count):
            return Told(noun.kind, count.first, self.words[count.last].text)
        return Told(noun.kind, count.first, self.words[count.last].text, lasting="a number that stands")

    def _moving(self, count: Count) -> bool:
        """Whether those who stand displaced are on their way: «حافلات تقل 900 مهجر»."""
        begin, end = self.clauses.around(count.first)
        return any(word.text in MOVING for word in self.words[begin : min(end, count.first)])

    # --- the word before

    def _by_what_stands_before(self, number: int, count: Count) -> Told | None:
        """By the nearest word before that says what happened; None where there is none, kind None for another's."""
        joined = self._joined(count)
        gap: list[int] = []
        for position in range(count.opening - 1, max(-1, count.opening - 9), -1):
            if STOP.search(self.text, self.words[position].end, self.words[position + 1].start):
                return None
            previous = self._count_at(number, position)
            if previous is not None:
                return self._coordinated(previous, count, gap, joined)
            token = self.words[position].text
            if token in SUBSET:
                return OTHER
            found = self._trigger_at(position)
            if found is not None:
                return self._taken_by(found, position, count, gap, joined)
            if token in BLOCKS and not (token == "او" and not gap):
                return None
            gap.append(position)
        return None

    def _joined(self, count: Count) -> bool:
        """Whether «و» stands right at the count."""
        token = self.words[count.opening].text
        return token.startswith("و") or (count.opening > 0 and self.words[count.opening - 1].text == "و")

    def _count_at(self, number: int, position: int) -> int | None:
        for earlier in range(number - 1, -1, -1):
            if self.counts[earlier].first <= position <= self.counts[earlier].last:
                return earlier
            if self.counts[earlier].last < position:
                return None
        return None

    def _coordinated(self, earlier: int, count: Count, gap: Sequence[int], joined: bool) -> Told | None:
        """«6 مدنيين و3 مسعفين»: the second has what the first has."""
        told = self.told[earlier]
        if not joined:
            return None if told.kind is None and self.counts[earlier].single else OTHER
        between = [self.words[position].text for position in gap if self.words[position].text != "و"]
        reach = 5 if between and between[-1] in ("في", "من") and count.noun is not None else 2
        if len(between) > reach or told.trigger < 0:
            return OTHER
        trigger = self._trigger_at(told.trigger)
        if trigger is None or (trigger.asks and not self._asked(trigger, count)):
            return OTHER
        return Told(told.kind, told.trigger, told.by)

    def _trigger_at(self, position: int) -> Trigger | None:
        token = self.words[position].text
        if token in PHRASES:
            trigger, before = PHRASES[token]
            return trigger if position and self.words[position - 1].text in before else None
        if follows(self.words, self.text, position) in LIBERATED:
            return None
        return trigger_of(token)

    def _asked(self, trigger: Trigger, count: Count) -> bool:
        """Whether a word that may mean something else takes these: «خرجت 200 عائلة», not «خرج 200 مقاتل»."""
        if trigger.asks is None:
            return True
        begin, end = self.clauses.around(count.first)
        if any(word.text in CROWD for word in self.words[begin:end]) or count.noun is None:
            return False
        group = "displaced" if count.noun.kind == "displaced" else count.noun.group
        return group in trigger.asks

    def _taken_by(self, trigger: Trigger, position: int, count: Count, gap: Sequence[int], joined: bool) -> Told | None:
        token = self.words[position].text
        if trigger.kind is None:
            return Told(None, -1, token.removeprefix("و"))
        if not self._asked(trigger, count):
            return OTHER
        if not self._fits(trigger, position, count, gap, joined):
            return OTHER
        if trigger.kind == "arrested" and position and self.words[position - 1].text in PAPERS:
            return OTHER
        if self._mixed(position) or any(word.text in ACCUSED for word in self.words[max(0, position - 4) : position]):
            return OTHER
        if "اعدام" in token and (
            token != "اعدام" or any(word.text in SENTENCED for word in self.words[position - 2 : position])
        ):
            return OTHER  # a sentence, not its execution
        if token.startswith("جث") and not self._finding(position):
            return OTHER
        needed = next((words for word, words in COMPLETED_BY.items() if token.removeprefix("و") == word), None)
        if needed and not any(word.text in needed for word in self.words[count.last + 1 : count.last + 8]):
            many = count.noun is not None and not (count.single or count.dual) and count.noun.unit == "person"
            if not (many and follows(self.words, self.text, count.last) in _OVER_TIME):
                return OTHER  # «قضى 5 جنود ليلتهم»
        return Told(trigger.kind, position, token)

    def _fits(self, trigger: Trigger, position: int, count: Count, gap: Sequence[int], joined: bool) -> bool:
        """Whether what stands between lets the number belong to the word."""
        between = [self.words[one].text for one in reversed(gap)]
        if (
            count.noun is None
            and not count.place
            and not (count.crowd and trigger.shape == "verb")
            and between
            and not all(word in ADJECTIVES for word in between)
        ):
            return False
        if count.place and trigger.kind != "displaced" and between:
            return False
        if count.single and not self._fits_one(trigger, count, between):
            return False
        if all(word in ADJECTIVES for word in between):
            return True
        if trigger.shape == "noun":
            return joined and len(between) <= 7 and count.noun is not None and not count.single
        if any(word.startswith("و") and not word.startswith("وال") for word in between):
            return False
        if trigger.kind == "displaced" and between[0] in ("من", "عن"):
            return True
        return trigger.shape == "verb" or between[0] in ADVERBIALS or between[0] in AGENTS

    def _fits_one(self, trigger: Trigger, count: Count, between: Sequence[str]) -> bool:
        noun = count.noun
        assert noun is not None
        if trigger.asks is not None or (between and (noun.amount != "accusative" or noun.group == "nation")):
            return False
        after = follows(self.words, self.text, count.last)
        if trigger.shape != "noun" and after[:1].isdigit():
            return False  # «قتل جندي 3 فلسطينيين»
        return not between or trigger.shape != "noun"

    def _mixed(self, position: int) -> bool:
        """«مقتل وإصابة 30»: one number for two things."""
        if position > 1 and self.words[position - 1].text == "او":
            other = trigger_of(self.words[position - 2].text)
            return other is not None and other.kind is not None
        if position == 0 or not self.words[position].text.startswith("و"):
            return False
        word = self.words[position - 1].text
        before = trigger_of(word)
        return before is not None and before.kind is not None and word not in BEHIND

    # --- the word behind

    def _by_what_follows(self, count: Count) -> Told | None:
        """«12 مدنياً قتلوا», «200 ألف شخص مهددون بالنزوح»."""
        if count.noun is not None and count.noun.kind not in (None, "displaced"):
            return None
        belonging = follows(self.words, self.text, count.last) == "من"
        for position in range(count.last + 1, min(count.last + 5 + belonging, len(self.words))):
            if STOP.search(self.text, self.words[position - 1].end, self.words[position].start):
                return None
            token = self.words[position].text
            if token in BEHIND:
                return None if self._does(token, position) else Told(BEHIND[token], position, token)
            if token in FORCED:
                flight = next((one for one in (position + 1, position + 2) if self._flight(one)), 0)
                return Told("displaced", flight, self.words[flight].text) if flight else None
            if token in MEETING and any(
                word.text in COMPLETED_BY["لقوا"] for word in self.words[position + 1 : position + 3]
            ):
                return Told("killed", position, token)
            if token.startswith("مهدد") and position + 1 < len(self.words):
                threat = trigger_of(self.words[position + 1].text)
                return Told(threat.kind, position + 1, token) if threat and threat.kind else None
            if belonging and not token[0].isdigit() and token not in BLOCKS and self._trigger_at(position) is None:
                continue
            if token not in ADJECTIVES and (noun_of(token) is None or token.startswith("ال")):
                return None
        return None

    def _does(self, verb: str, position: int) -> bool:
        """Whether those before the verb do it to others: «3 مسلحين قتلوا شرطياً»."""
        after = follows(self.words, self.text, position)
        if not after or verb not in TRANSITIVE:
            return False
        return not (after in ADVERBIALS or after in AFTER_BARE or begins_anew(after))

    def _flight(self, position: int) -> bool:
        """«إلى النزوح», «للفرار», «مغادرة»: what people are forced to."""
        trigger = trigger_of(self.words[position].text) if position < len(self.words) else None
        return trigger is not None and trigger.kind == "displaced" and trigger.shape == "noun"
