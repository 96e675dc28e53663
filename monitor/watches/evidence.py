"""Evidence: which names of places mean the place here, and which place of that name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from arabic.fold import Folded, has_tanwin
from arabic.places import Gazetteer, Place
from arabic.words import Words
from monitor.watches.index import Atom, Hit
from monitor.watches.masking import mask
from monitor.watches.mentions import Mention, PlaceNames
from monitor.watches.naming import against, is_vetoed, may_be_told, speaks_for
from monitor.watches.neighbourhood import Neighbourhood
from monitor.watches.placewords import DIRECTIONS, TYPES, cores

_BIG_TOWN = 1_000_000
_LEADING = TYPES | DIRECTIONS | frozenset({"في", "من", "الي"})


@dataclass(frozen=True, slots=True)
class Scanned:
    """A field of an update, folded, in words, with what the index found."""

    folded: Folded
    words: Words
    hits: Sequence[Hit]

    def written(self, first: int, last: int) -> tuple[int, int]:
        """The stretch of the original that the words `first` to `last` stand in."""
        return self.folded.span(self.words[first].start, self.words[last].end)


class Judge:
    """Decides hits of places. What it knows of the gazetteer is made ready when a name first needs it."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.names = PlaceNames(gazetteer)
        self._regions: dict[str, tuple[Place, ...]] = {}

    def decide(self, fields: Sequence[Scanned], atoms: Sequence[Atom], region: str = "") -> list[dict[Hit, str]]:
        """For each field the place hits that stand, with what spoke for those that needed it ("" for a sure name).

        `region` names the place that the source reports about, if it is known.
        """
        decided: list[dict[Hit, str]] = [{} for _ in fields]
        waiting: list[tuple[int, Hit]] = []
        later: list[tuple[int, Hit]] = []
        for number, scanned in enumerate(fields):
            words, text = scanned.words, scanned.folded.text
            for hit in scanned.hits:
                atom = atoms[hit.atom]
                if atom.place is None or words.texts[hit.first] in atom.place.never:
                    continue
                if atom.unsure and not may_be_told(words, text, hit.first, hit.last, self.names):
                    later.append((number, hit))
                elif self._is_refused(scanned, hit, atom.place):
                    continue
                elif atom.unsure or self.names.has_namesakes(atom.place):
                    waiting.append((number, hit))
                else:
                    decided[number][hit] = ""
        if waiting:
            case = _Case(self.names, fields, self._region(region))
            for number, hit, reason in case.decide(waiting, atoms):
                decided[number][hit] = reason
            for number, hit in later:
                place = atoms[hit.atom].place
                if place in case.confirmed and not self._is_refused(fields[number], hit, place):
                    decided[number].update(case.again(number, hit, place))
        return decided

    def _is_refused(self, scanned: Scanned, hit: Hit, place: Place) -> bool:
        words, text = scanned.words, scanned.folded.text
        if _has_tanwin(scanned, hit.last) or mask(words, text, hit.first, hit.last):
            return True
        if not place.unsure and (place.not_before or place.not_after) and is_vetoed(words, hit.first, hit.last, place):
            return True
        return self._is_part_of_another(scanned, hit, place)

    def _region(self, region: str) -> tuple[Place, ...]:
        if region not in self._regions:
            self._regions[region] = tuple(self.names.gazetteer.named(region)) if region else ()
        return self._regions[region]

    def _is_part_of_another(self, scanned: Scanned, hit: Hit, place: Place) -> bool:
        """«جنوب السودان» is no mention of the Sudan, «المليحة الشرقية» none of المليحة."""
        for start in range(max(0, hit.first - 2), hit.first + 1):
            if not self.names.begins(scanned.words.texts[start], longer=True):
                continue
            for mention in self.names.at(scanned.words, scanned.folded.text, start):
                if mention.last < hit.last or (mention.first, mention.last) == (hit.first, hit.last):
                    continue
                if mention.last - mention.first <= hit.last - hit.first or place in mention.places:
                    continue
                if not any(self._is_named_after(scanned, mention, one, hit, place) for one in mention.places):
                    return True
        return False

    def _is_named_after(self, scanned: Scanned, mention: Mention, longer: Place, hit: Hit, place: Place) -> bool:
        if self.names.akin(longer, place):
            return True
        if longer.kind == "country":
            return False
        if mention.first == hit.first:
            return longer.parent == place.parent
        head = cores(scanned.words.texts[mention.first])
        return not head.isdisjoint(TYPES) or not head.isdisjoint(DIRECTIONS)


def _has_tanwin(scanned: Scanned, word: int) -> bool:
    """«درعًا» is a shield: the name of a place never ends so."""
    original = scanned.folded.original
    if len(original) == len(scanned.folded.text):
        return False
    start, end = scanned.written(word, word)
    return has_tanwin(original[start:end])


def _is_taken_for(words: Words, mention: Mention) -> bool:
    """Whether a name that is also a word is taken for a well-known place after such a word: «جنوب القاهرة»."""
    place = max(mention.places, key=lambda one: one.population)
    if place.kind not in ("country", "governorate") and place.population < _BIG_TOWN:
        return False
    before = words.texts[mention.first - 1] if mention.first else ""
    if cores(before).isdisjoint(_LEADING) if before else True:
        return False
    return not is_vetoed(words, mention.first, mention.last, place)


class _Case:
    """One update in which names need evidence."""

    def __init__(self, names: PlaceNames, fields: Sequence[Scanned], region: tuple[Place, ...]) -> None:
        self._names = names
        self._fields = fields
        self._region = region
        self._mentions: list[dict[int, Mention] | None] = [None for _ in fields]
        self._all_told: dict[Place, dict[str, None]] | None = None
        self.confirmed: dict[Place, None] = {}

    def decide(self, waiting: Iterable[tuple[int, Hit]], atoms: Sequence[Atom]) -> Iterable[tuple[int, Hit, str]]:
        """The hits that stand, each with its reason."""
        undecided: list[tuple[int, Hit, Place]] = []
        for number, hit in waiting:
            atom = atoms[hit.atom]
            place = atom.place
            if place is None:
                continue
            near = self._neighbourhood(number, hit, place)
            reason = speaks_for(near, place) if atom.unsure else ""
            if atom.unsure and not reason:
                undecided.append((number, hit, place))
                continue
            which = self._which(near, place, atom.asked)
            if which is not None:
                self.confirmed[place] = None
                yield number, hit, "; ".join(filter(None, (reason, which)))
        for number, hit, place in undecided:
            if place in self.confirmed:
                for told, reason in self.again(number, hit, place).items():
                    yield number, told, reason

    def again(self, number: int, hit: Hit, place: Place) -> dict[Hit, str]:
        """A further mention of a place that is named elsewhere in the update, unless it is the other word here."""
        if against(self._neighbourhood(number, hit, place), place):
            return {}
        return {hit: "named as a place elsewhere in the update"}

    def _which(self, near: Neighbourhood, place: Place, asked: bool) -> str | None:
        """Why it is this place and no other of that name; None where it is another one."""
        if not self._names.has_namesakes(place):
            return ""
        rivals = [one for one in near.candidates if not self._names.akin(one, place)]
        own, reason = self._support(near, place)
        if not rivals:
            return ""
        best = max(self._support(near, one)[0] for one in rivals)
        if own == best and all(_outshines(place, one) for one in rivals):
            return ""
        if own > best:
            return reason
        if own < best:
            return None
        if not asked and any(_outshines(one, place) for one in rivals):
            return None
        other = min(rivals, key=lambda one: -one.population)
        around = f" in {other.parent}" if other.parent else ""
        return f"it is not said which {place.name}: there is also {other.name}{around}"

    def _support(self, near: Neighbourhood, place: Place) -> tuple[int, str]:
        """How near the rest of the update is to one of several places, and by what."""
        vocalised = near.vowels(place)
        if vocalised:
            return vocalised, "by its vowel signs"
        around = self._names.around(place)
        best, reason = 0, ""
        for outer in around:
            if teller := self._teller(outer, place):
                weight = 1 if outer.kind == "country" else 2
                if weight > best:
                    best, reason = weight, f"with {teller} in the text"
        for one in self._region:
            weight = 3 if one is place else 2 if one in around and one.kind != "country" else 1 if one in around else 0
            if weight > best:
                best, reason = weight, f"the source reports about {one.name}"
        return best, reason

    def _neighbourhood(self, number: int, hit: Hit, place: Place) -> Neighbourhood:
        scanned = self._fields[number]
        candidates: tuple[Place, ...] = (place,)
        for mention in self._names.at(scanned.words, scanned.folded.text, hit.first):
            if mention.last == hit.last:
                candidates = (*candidates, *mention.places)
        return Neighbourhood(
            words=scanned.words,
            folded=scanned.folded,
            first=hit.first,
            last=hit.last,
            mention=lambda position: self._sure_mentions(number).get(position),
            candidates=tuple(dict.fromkeys(candidates)),
            names=self._names,
            near_by=lambda: self._near_by(place),
            region=self._home(place) if self._region else "",
        )

    def _near_by(self, place: Place) -> str:
        """What the update names of the land that a place lies in, below the country."""
        around = (one for one in self._names.around(place) if one.kind != "country")
        return next(filter(None, (self._teller(one, place) for one in around)), "")

    def _teller(self, outer: Place, place: Place) -> str:
        """The name, other than its own, by which the update tells of what a place lies in."""
        return next((name for name in self._told().get(outer, ()) if name != place.name), "")

    def _home(self, place: Place) -> str:
        around = self._names.around(place)
        return next((one.name for one in self._region if one is place or one in around), "")

    def _sure_mentions(self, number: int) -> dict[int, Mention]:
        """Word of a field → the sure mention that stands on it; masked ones are none."""
        known = self._mentions[number]
        if known is None:
            known = self._mentions[number] = self._look_for_mentions(self._fields[number])
        return known

    def _look_for_mentions(self, scanned: Scanned) -> dict[int, Mention]:
        found: dict[int, Mention] = {}
        text = scanned.folded.text
        begins = self._names.begins
        position = 0
        for start, token in enumerate(scanned.words.texts):
            if start < position or not begins(token):
                continue
            position = start
            names = self._names.at(scanned.words, text, position)
            longest = next((one for one in names if one.sure or _is_taken_for(scanned.words, one)), None)
            if (
                longest is None
                or _has_tanwin(scanned, longest.last)
                or mask(scanned.words, text, position, longest.last)
            ):
                continue
            found.update(dict.fromkeys(range(position, longest.last + 1), longest))
            position = longest.last + 1
        return found

    def _told(self) -> dict[Place, dict[str, None]]:
        """Each place that a sure mention tells of, or of something inside it, with those names.

        One name of several places tells nothing unless one outshines the others; «ليبية» tells of Libya.
        """
        if self._all_told is None:
            told = self._all_told = {}
            mentions = (one for number in range(len(self._fields)) for one in self._sure_mentions(number).values())
            for mention in dict.fromkeys(mentions):
                meant = self._meant(mention)
                for one in (*meant, *(outer for place in meant for outer in self._names.around(place))):
                    told.setdefault(one, {})[meant[0].name] = None
            for scanned in self._fields:
                for token in scanned.words.texts:
                    for country in self._names.countries_of(token):
                        told.setdefault(country, {})[token] = None
        return self._all_told

    def _meant(self, mention: Mention) -> tuple[Place, ...]:
        """The places of a sure mention that are one, or the one that is taken for it."""
        places = mention.places
        if all(self._names.akin(places[0], one) for one in places):
            return places
        return tuple(one for one in places if all(one is other or _outshines(one, other) for other in places))


def _outshines(one: Place, other: Place) -> bool:
    """Whether a name is taken for `one` unless something speaks for `other`."""
    if other.kind not in ("town", "village"):
        return False
    if one.kind in ("country", "governorate") or one.population >= _BIG_TOWN:
        return True
    return one.reviewed and not other.reviewed
