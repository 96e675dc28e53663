"""Evidence: which names of places mean the place here, and which place of that name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from arabic.fold import Folded
from arabic.letters import TANWIN_FATH
from arabic.places import Gazetteer, Place
from arabic.words import Words
from monitor.watches.index import Atom, Hit
from monitor.watches.masking import mask
from monitor.watches.mentions import Mention, PlaceNames
from monitor.watches.naming import Neighbourhood, against, speaks_for
from monitor.watches.placewords import DIRECTIONS, TYPES, cores

_BIG_TOWN = 1_000_000


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
        for number, scanned in enumerate(fields):
            refused: dict[tuple[int, int], bool] = {}
            for hit in scanned.hits:
                atom = atoms[hit.atom]
                if atom.place is None:
                    continue
                span = (hit.first, hit.last)
                if span not in refused:
                    refused[span] = self._is_no_place(scanned, hit)
                if refused[span] or self._is_part_of_another(scanned, hit, atom.place):
                    continue
                if atom.unsure or self.names.has_namesakes(atom.place):
                    waiting.append((number, hit))
                else:
                    decided[number][hit] = ""
        if waiting:
            case = _Case(self.names, fields, self._region(region))
            for number, hit, reason in case.decide(waiting, atoms):
                decided[number][hit] = reason
        return decided

    def _region(self, region: str) -> tuple[Place, ...]:
        if region not in self._regions:
            self._regions[region] = tuple(self.names.gazetteer.named(region)) if region else ()
        return self._regions[region]

    def _is_no_place(self, scanned: Scanned, hit: Hit) -> bool:
        if _has_tanwin(scanned, hit.last):
            return True
        return bool(mask(scanned.words, scanned.folded.text, hit.first, hit.last))

    def _is_part_of_another(self, scanned: Scanned, hit: Hit, place: Place) -> bool:
        """«جنوب السودان» is no mention of the Sudan, «المليحة الشرقية» none of المليحة."""
        for start in range(max(0, hit.first - 2), hit.first + 1):
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
    if len(original) == len(scanned.folded.text) or TANWIN_FATH not in original:
        return False
    start, end = scanned.written(word, word)
    return TANWIN_FATH in original[start:end]


class _Case:
    """One update in which names need evidence."""

    def __init__(self, names: PlaceNames, fields: Sequence[Scanned], region: tuple[Place, ...]) -> None:
        self._names = names
        self._fields = fields
        self._region = region
        self._mentions: list[dict[int, Mention]] = [self._sure_mentions(scanned) for scanned in fields]
        self._told: dict[Place, str] = {}
        for mentions in self._mentions:
            for mention in dict.fromkeys(mentions.values()):
                self._tell(mention)

    def decide(self, waiting: Iterable[tuple[int, Hit]], atoms: Sequence[Atom]) -> Iterable[tuple[int, Hit, str]]:
        """The hits that stand, each with its reason."""
        open_: list[tuple[int, Hit, Neighbourhood]] = []
        confirmed: dict[Place, None] = {}
        for number, hit in waiting:
            atom = atoms[hit.atom]
            place = atom.place
            assert place is not None
            near = self._neighbourhood(number, hit, place)
            reason = self._as_a_name(near, place) if atom.unsure else ""
            if reason is None:
                open_.append((number, hit, near))
                continue
            which = self._which(near, place, atom.asked)
            if which is not None:
                confirmed[place] = None
                yield number, hit, "; ".join(filter(None, (reason, which)))
        for number, hit, near in open_:
            place = atoms[hit.atom].place
            if place in confirmed and not against(near, place):
                yield number, hit, "named as a place elsewhere in the update"

    def _as_a_name(self, near: Neighbourhood, place: Place) -> str | None:
        """What tells that a name which is also another word is the name here; None where nothing does."""
        return speaks_for(near, place) or None

    def _which(self, near: Neighbourhood, place: Place, asked: bool) -> str | None:
        """Why it is this place and no other of that name; None where it is another one."""
        if not self._names.has_namesakes(place):
            return ""
        rivals = [one for one in near.candidates if not self._names.akin(one, place)]
        own, reason = self._support(near, place)
        if not rivals:
            return ""
        best = max(self._support(near, one)[0] for one in rivals)
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
            if outer in self._told:
                weight = 1 if outer.kind == "country" else 2
                if weight > best:
                    best, reason = weight, f"with {self._told[outer]} in the text"
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
            mentions=self._mentions[number],
            candidates=tuple(dict.fromkeys(candidates)),
            names=self._names,
            near_by=self._near_by(place),
            region=self._home(place),
        )

    def _near_by(self, place: Place) -> str:
        """What the update names of the land that a place lies in, below the country."""
        found = (self._told[one] for one in self._names.around(place) if one in self._told and one.kind != "country")
        return next(found, "")

    def _home(self, place: Place) -> str:
        around = self._names.around(place)
        return next((one.name for one in self._region if one is place or one in around), "")

    def _sure_mentions(self, scanned: Scanned) -> dict[int, Mention]:
        """Word → the sure mention that stands on it; masked ones are none."""
        found: dict[int, Mention] = {}
        position = 0
        text = scanned.folded.text
        while position < len(scanned.words):
            names = self._names.at(scanned.words, text, position)
            longest = next((one for one in names if one.sure), None)
            if (
                longest is None
                or _has_tanwin(scanned, longest.last)
                or mask(scanned.words, text, position, longest.last)
            ):
                position += 1
                continue
            found.update(dict.fromkeys(range(position, longest.last + 1), longest))
            position = longest.last + 1
        return found

    def _tell(self, mention: Mention) -> None:
        """A sure mention tells of the place and of what it lies in; one name of several places tells nothing."""
        first = mention.places[0]
        if not all(self._names.akin(first, one) for one in mention.places):
            return
        for place in mention.places:
            for one in (place, *self._names.around(place)):
                self._told.setdefault(one, first.name)


def _outshines(one: Place, other: Place) -> bool:
    """Whether a name is taken for `one` unless something speaks for `other`."""
    if other.kind not in ("town", "village"):
        return False
    if one.kind in ("country", "governorate") or one.population >= _BIG_TOWN:
        return True
    return one.reviewed and not other.reviewed
