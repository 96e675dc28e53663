"""Casework: one update in which names need evidence, and what the whole of it tells of places."""

from collections.abc import Iterable, Sequence

from arabic.fold import has_tanwin
from arabic.places import Place
from arabic.words import Words
from monitor.watches.index import Atom, Hit, Scanned
from monitor.watches.masking import mask
from monitor.watches.mentions import Mention, PlaceNames
from monitor.watches.naming import against, is_vetoed, speaks_for
from monitor.watches.neighbourhood import Neighbourhood
from monitor.watches.placewords import DIRECTION, TYPE, trait, traits

_BIG_TOWN = 1_000_000
_LEADING = TYPE | DIRECTION | trait({"في", "من", "الي"})


class Case:
    """One update in which names need evidence."""

    def __init__(self, names: PlaceNames, fields: Sequence[Scanned], region: tuple[Place, ...]) -> None:
        self._names = names
        self._fields = fields
        self._region = region
        self._mentions: list[dict[int, Mention] | None] = [None for _ in fields]
        self._near: dict[tuple[int, int, int], Neighbourhood] = {}
        self._all_told: dict[Place, dict[str, None]] | None = None
        self.confirmed: dict[Place, None] = {}

    def decide(self, waiting: Iterable[tuple[int, Hit, Atom, Place]]) -> Iterable[tuple[int, Hit, str]]:
        """The hits that stand, each with its reason."""
        undecided: list[tuple[int, Hit, Place]] = []
        for number, hit, atom, place in waiting:
            near = self._neighbourhood(number, hit)
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
        if against(self._neighbourhood(number, hit), place):
            return {}
        return {hit: "named as a place elsewhere in the update"}

    def _which(self, near: Neighbourhood, place: Place, asked: bool) -> str | None:
        """Why it is this place and no other of that name; None where it is another one."""
        if not self._names.has_namesakes(place):
            return ""
        rivals = [one for one in near.candidates() if not self._names.akin(one, place)]
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

    def mention(self, field: int, position: int) -> Mention | None:
        """The sure mention that stands on a word of a field; masked ones are none."""
        texts = self._fields[field].words.texts
        if not 0 <= position < len(texts) or not self._names.holds(texts[position]):
            return None
        return self._sure_mentions(field).get(position)

    def near_by(self, place: Place) -> str:
        """What the update names of the land that a place lies in, below the country."""
        around = (one for one in self._names.around(place) if one.kind != "country")
        return next(filter(None, (self._teller(one, place) for one in around)), "")

    def home(self, place: Place) -> str:
        """What its source reports about, where that is the place or the place lies in it."""
        return next((one.name for one in self._region if one is place or one in self._names.around(place)), "")

    def _neighbourhood(self, number: int, hit: Hit) -> Neighbourhood:
        where = (number, hit.first, hit.last)
        known = self._near.get(where)
        if known is None:
            scanned = self._fields[number]
            known = self._near[where] = Neighbourhood(scanned, number, hit.first, hit.last, self._names, self)
        return known

    def _teller(self, outer: Place, place: Place) -> str:
        """The name, other than its own, by which the update tells of what a place lies in."""
        return next((name for name in self._told().get(outer, ()) if name != place.name), "")

    def _sure_mentions(self, number: int) -> dict[int, Mention]:
        known = self._mentions[number]
        if known is None:
            known = self._mentions[number] = self._look_for_mentions(self._fields[number])
        return known

    def _look_for_mentions(self, scanned: Scanned) -> dict[int, Mention]:
        found: dict[int, Mention] = {}
        words, text = scanned.words, scanned.folded.text
        done = 0
        for start in self._names.beginnings(words.texts):
            if start < done:
                continue
            names = self._names.at(words, start)
            longest = next((one for one in names if one.sure or _is_taken_for(words, one)), None)
            if longest is None or has_tanwin_at(scanned, longest.last) or mask(words, text, start, longest.last):
                continue
            done = longest.last + 1
            found.update(dict.fromkeys(range(start, done), longest))
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


def has_tanwin_at(scanned: Scanned, word: int) -> bool:
    """«درعًا» is a shield: the name of a place never ends so."""
    original = scanned.folded.original
    if len(original) == len(scanned.folded.text):
        return False
    start, end = scanned.written(word, word)
    return has_tanwin(original[start:end])


def _is_taken_for(words: Words, mention: Mention) -> bool:
    """Whether a name that is also a word is taken for a well-known place after such a word: «جنوب القاهرة»."""
    if not mention.first or not traits(words.texts[mention.first - 1]) & _LEADING:
        return False
    place = max(mention.places, key=lambda one: one.population)
    if place.kind not in ("country", "governorate") and place.population < _BIG_TOWN:
        return False
    return not is_vetoed(words, mention.first, mention.last, place)


def _outshines(one: Place, other: Place) -> bool:
    """Whether a name is taken for `one` unless something speaks for `other`."""
    if other.kind not in ("town", "village"):
        return False
    if one.kind in ("country", "governorate") or one.population >= _BIG_TOWN:
        return True
    return one.reviewed and not other.reviewed
