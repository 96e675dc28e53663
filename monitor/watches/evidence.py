"""Evidence: which names of places mean the place here, and which place of that name."""

from collections.abc import Sequence

from arabic.places import Gazetteer, Place
from arabic.words import Words
from monitor.watches.casework import Case, has_tanwin_at
from monitor.watches.index import Atom, Hit, Scanned
from monitor.watches.masking import NAMED_AFTER, OUTLET_END, TELLING_BEFORE, is_one_line, mask
from monitor.watches.mentions import GOES_ON, NUMBER, SEVERAL, Mention, PlaceNames
from monitor.watches.naming import is_vetoed, may_be_told
from monitor.watches.placewords import DIRECTION, TYPE, traits


class Judge:
    """Decides hits of places. What it knows of the gazetteer is made ready when a name first needs it."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.names = PlaceNames(gazetteer)
        self._regions: dict[str, tuple[Place, ...]] = {}

    def decide(
        self, fields: Sequence[Scanned], named: Sequence[Sequence[Hit]], atoms: Sequence[Atom], region: str = ""
    ) -> list[dict[Hit, str]]:
        """For each field those of the hits of places, `named`, that stand, with what spoke for those that needed it.

        A sure name needs nothing (""). `region` names the place that the source reports about, if it is known.
        """
        decided: list[dict[Hit, str]] = [{} for _ in fields]
        waiting: list[tuple[int, Hit, Atom, Place]] = []
        later: list[tuple[int, Hit, Place]] = []
        for number, (scanned, hits) in enumerate(zip(fields, named, strict=True)):
            for hit in hits:
                atom = atoms[hit.atom]
                place = atom.place
                if place is None or scanned.words.texts[hit.first] in place.never:
                    continue
                if atom.unsure and not may_be_told(scanned.words, hit.first, hit.last, place.also, self.names):
                    later.append((number, hit, place))
                elif self._is_refused(scanned, hit, place):
                    continue
                elif atom.unsure or self.names.has_namesakes(place):
                    waiting.append((number, hit, atom, place))
                else:
                    decided[number][hit] = ""
        if waiting:
            case = Case(self.names, fields, self._region(region))
            for number, hit, reason in case.decide(waiting):
                decided[number][hit] = reason
            for number, hit, place in later:
                if place in case.confirmed and not self._is_refused(fields[number], hit, place):
                    decided[number].update(case.again(number, hit, place))
        return decided

    def _is_refused(self, scanned: Scanned, hit: Hit, place: Place) -> bool:
        words, text = scanned.words, scanned.folded.text
        _, first, last = hit
        if has_tanwin_at(scanned, last) or (
            self._may_be_masked(words, text, first, last) and mask(words, text, first, last)
        ):
            return True
        if not place.unsure and (place.not_before or place.not_after) and is_vetoed(words, first, last, place):
            return True
        return self._is_part_of_another(scanned, hit, place)

    def _may_be_masked(self, words: Words, text: str, first: int, last: int) -> bool:
        """A quick look that passes most names."""
        texts, known = words.texts, self.names.known
        if not first or not is_one_line(text) or known(texts[first]).traits & NAMED_AFTER:
            return True
        if known(texts[first - 1]).traits & (TELLING_BEFORE | NUMBER):
            return True
        return last + 1 < len(texts) and bool(known(texts[last + 1]).traits & OUTLET_END)

    def _region(self, region: str) -> tuple[Place, ...]:
        if region not in self._regions:
            self._regions[region] = tuple(self.names.gazetteer.named(region)) if region else ()
        return self._regions[region]

    def _is_part_of_another(self, scanned: Scanned, hit: Hit, place: Place) -> bool:
        """«جنوب السودان» is no mention of the Sudan, «المليحة الشرقية» none of المليحة."""
        if not self.names.known(scanned.words.texts[hit.first]).traits & (GOES_ON | SEVERAL):
            return False
        for mention in self.names.longer(scanned.words, hit.first, hit.last):
            if place not in mention.places and not any(
                self._is_named_after(scanned, mention, one, hit, place) for one in mention.places
            ):
                return True
        return False

    def _is_named_after(self, scanned: Scanned, mention: Mention, longer: Place, hit: Hit, place: Place) -> bool:
        if self.names.akin(longer, place):
            return True
        if longer.kind == "country":
            return False
        if mention.first == hit.first:
            return longer.parent == place.parent
        return bool(traits(scanned.words.texts[mention.first]) & (TYPE | DIRECTION))
