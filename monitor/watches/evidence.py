"""Evidence: whether a name that is also another word is meant as the place here."""

from collections.abc import Sequence
from dataclasses import dataclass

from arabic.clitics import ARTICLE, PREFIXES, splits
from arabic.fold import Folded, fold_text
from arabic.letters import TANWIN_FATH
from arabic.places import Place
from arabic.words import Word
from monitor.watches.index import Atom, Hit


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold_text, words.split()))


_PROCLITICS = tuple(prefix for prefix, context in PREFIXES.items() if context != ARTICLE)
_TYPES_BEFORE = frozenset(
    prefix + word
    for prefix in _PROCLITICS
    for word in _folded(
        "مدينة مدينتي مدن مدينه بلدة بلدتي بلدات بلده قرية قريتي قرى قريه ناحية محافظة محافظتي منطقة ريف ريفي أرياف"
        " محيط أطراف ضواحي حي أحياء معبر مخيم أهالي سكان شرق غرب شمال جنوب شرقي غربي شمالي جنوبي قرب"
    )
)
_TYPES_AFTER = frozenset(
    prefix + word for prefix in ("", "ب", "ال", "بال") for word in _folded("ريف شرقي غربي شمالي جنوبي محافظة")
)
_PREPOSITIONS = _folded("في على إلى من عن نحو باتجاه داخل وسط") | _folded("وفي وعلى وإلى ومن")
_REACH = 2  # words


@dataclass(frozen=True, slots=True)
class Scanned:
    """A field of an update, folded, in words, with what the index found."""

    folded: Folded
    words: Sequence[Word]
    hits: Sequence[Hit]

    def written(self, first: int, last: int) -> tuple[int, int]:
        """The stretch of the original that the words `first` to `last` stand in."""
        return self.folded.span(self.words[first].start, self.words[last].end)


def has_tanwin(scanned: Scanned, hit: Hit) -> bool:
    """«درعًا» is a shield: the name of a place never ends so."""
    start, end = scanned.written(hit.last, hit.last)
    return TANWIN_FATH in scanned.folded.original[start:end]


def decide_places(fields: Sequence[Scanned], atoms: Sequence[Atom]) -> list[dict[Hit, str]]:
    """For each field the place hits that stand, with what speaks for those that need it ("" for a sure name)."""
    decided: list[dict[Hit, str]] = []
    sure: set[str] = set()
    for scanned in fields:
        stands: dict[Hit, str] = {}
        for hit in scanned.hits:
            place = atoms[hit.atom].place
            if place is not None and not atoms[hit.atom].unsure and not has_tanwin(scanned, hit):
                stands[hit] = ""
                sure.add(place.name)
                sure.update([place.parent] if place.parent else [])
        decided.append(stands)
    confirmed: set[str] = set()
    waiting: list[tuple[int, Hit, Place]] = []
    for number, scanned in enumerate(fields):
        beside = {position for hit in decided[number] for position in range(hit.first, hit.last + 1)}
        for hit in scanned.hits:
            place = atoms[hit.atom].place
            if place is None or not atoms[hit.atom].unsure or _is_vetoed(scanned, hit, place):
                continue
            reason = _reason(scanned, hit, place, beside, sure)
            if reason:
                decided[number][hit] = reason
                confirmed.add(place.name)
            else:
                waiting.append((number, hit, place))
    for number, hit, place in waiting:
        if place.name in confirmed:
            decided[number][hit] = "named as a place elsewhere in the update"
    return decided


def _is_vetoed(scanned: Scanned, hit: Hit, place: Place) -> bool:
    words = scanned.words
    if has_tanwin(scanned, hit):
        return True
    if hit.last + 1 < len(words) and words[hit.last + 1].text in map(fold_text, place.not_before):
        return True
    return hit.first > 0 and _bare(words[hit.first - 1].text) & set(map(fold_text, place.not_after)) != set()


def _bare(token: str) -> set[str]:
    return {core for core, _ in splits(token)}


def _reason(scanned: Scanned, hit: Hit, place: Place, beside: set[int], sure: set[str]) -> str:
    words = scanned.words
    before = range(max(0, hit.first - _REACH), hit.first)
    after = range(hit.last + 1, min(len(words), hit.last + 1 + _REACH))
    for position in reversed(before):
        if words[position].text in _TYPES_BEFORE:
            return f"after «{words[position].text}»"
    for position in after:
        if words[position].text in _TYPES_AFTER:
            return f"before «{words[position].text}»"
    for position in (*before, *after):
        if position in beside:
            return f"beside «{words[position].text}»"
    follows_preposition = hit.first > 0 and words[hit.first - 1].text in _PREPOSITIONS
    if follows_preposition and (place.parent is None or place.parent in sure):
        return f"after «{words[hit.first - 1].text}»" + (f", with {place.parent} in the text" if place.parent else "")
    return ""
