"""Places as the guard of copies sees them: names of the gazetteer, and words that stand where a place does."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from arabic.clitics import splits
from arabic.fold import fold_text
from arabic.places import Gazetteer, Place

_LONGEST = 4  # words of a name
_PREFIXES = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب")
_KNOWN_FROM = 600  # of a thousand million words; a word that is rarer may well be a name


def _words(row: str) -> frozenset[str]:
    return frozenset(fold_text(row).split())


# Behind these stands the name of a place.
_PLACE_NOUNS = _words(
    "بلدة بلدتي بلدتا بلدات قرية قريتي قريتا قرى مدينة مدينتي مدينتا مدن حي حيي أحياء ناحية ناحيتي نواحي مخيم مخيمي "
    "مخيمات ضاحية محافظة محافظتي محافظات قضاء ريف ريفي محور محاور معبر معبري حاجز حاجزي مطار دوار تل تلة جبل وادي سهل "
    "نهر شارع ساحة مفرق عزبة كفر دير ولاية إقليم مديرية عزلة تلال جبال هضبة عين حارة نقيل عقبة ناظم "
    "رسم خربة خربتي ضيعة حلة قوز بحيرة واحة جزيرة"
)
_LEADING = _words(
    "في إلى من على نحو باتجاه تجاه صوب قرب بقرب شرق شرقي غرب غربي شمال شمالي جنوب جنوبي محيط بمحيط أطراف مشارف داخل "
    "وسط بين استهدف استهدفت قصف قصفت طال طالت دخل دخلت وصل وصلت غادر غادرت سكان أهالي أبناء باتجاه أجواء سماء حدود"
)
_OPENING = _PLACE_NOUNS | _words(
    "أم أبو البو منطقة محيط قنطرة ود بيت برج مزرعة جسر سوق بئر رأس قصر حوش ميدان مفترق "
    "مربع دار ثكنة سد خزان عرب ميناء مرفأ مقالع"
)
_DIRECTIONS = {
    form: number
    for number, stem in enumerate(("شمال", "جنوب", "شرق", "غرب"))
    for form in (stem, f"{stem}ي", f"{stem}ية", f"ال{stem}", f"ال{stem}ي", f"ال{stem}ية", f"ال{stem}يين")
}


_WIDE = frozenset(("country", "governorate", "region"))
_Named = dict[str, tuple[Place, ...]]


class PlaceNames:
    """The names of a gazetteer. `count` tells how common a folded word is, as `arabic.lexicon.Lexicon.count` does."""

    def __init__(self, gazetteer: Gazetteer, count: Callable[[str], int]) -> None:
        self._gazetteer = gazetteer
        self._count = count
        self._names: dict[str, tuple[Place, ...]] = {}
        self._sure: set[str] = set()
        self._first: set[str] = set()
        for spelling, places in gazetteer.spellings().items():
            words = spelling.replace("-", " ").split()
            name = spelling if words == [spelling] else " ".join(words)
            self._names[name] = places
            is_sure = any(spelling in map(fold_text, place.spellings) for place in places)
            (self._sure.add if is_sure else self._sure.discard)(name)
            self._first.add(name if len(words) == 1 else words[0])
        self.is_rare = lru_cache(maxsize=2_000)(self._is_rare)
        self._beginnings = lru_cache(maxsize=2_000)(self._begins)
        self._named = lru_cache(maxsize=256)(self._name)  # a text is compared with many, and asked for again soon

    def named(self, words: Sequence[str]) -> tuple[_Named, _Named]:
        """The places that words name for sure, and all that they may name, each under the first one's name."""
        return self._named(tuple(words))

    def _name(self, words: tuple[str, ...]) -> tuple[_Named, _Named]:
        sure: _Named = {}
        every: _Named = {}
        position, behind = 0, -1  # the word behind the last name
        while position < len(words):
            length = 1
            found = self._at(words, position)
            if found:
                places, is_sure, length = found
                every[places[0].name] = places
                joined = behind == position and words[position].startswith("و")
                if is_sure or joined or (position and words[position - 1] in _PLACE_NOUNS):
                    sure[places[0].name] = places
                behind = position + length
            position += length
        return sure, every

    def sure_words(self, words: Sequence[str]) -> list[str]:
        """The longest word of the name of each town that words name for sure; what lies around others is left out."""
        sure, _ = self.named(words)
        inner = [found for found in sure.values() if not any(self.holds(one, found) for one in sure.values())]
        return [max(fold_text(found[0].name).split(), key=len) for found in inner if found[0].kind not in _WIDE]

    def holds(self, inner: Sequence[Place], outer: Sequence[Place]) -> bool:
        """Whether one of the outer places is around one of the inner ones."""
        around = {id(one) for place in inner for one in self._gazetteer.around(place)}
        return any(id(place) in around for place in outer)

    def stands_for_place(self, words: Sequence[str], position: int) -> bool:
        """Whether the word there is where a place stands, and may be one, known or not."""
        word = words[position]
        if self._at(words, position):
            return True
        if self._behind_noun(words, position):
            return True
        before = words[position - 1].removeprefix("و") if position else ""
        led = before in _LEADING or (word[0] in "بل" and len(word) > 3)
        return led and self.is_rare(word)

    def may_name(self, words: Sequence[str], first: int, end: int) -> bool:
        """Whether the first of a few words may open a name: one of the gazetteer, or «جسر» of more than one word."""
        return self._at(words, first) is not None or (end - first > 1 and words[first] in _OPENING)

    def is_odd(self, words: Sequence[str], first: int, end: int) -> bool:
        """Whether one of a few words may be a name of the gazetteer, or is no common word."""
        return any(self._at(words, place) or self.is_rare(words[place]) for place in range(first, end))

    def names_unknown(self, words: Sequence[str], position: int) -> bool:
        """«بلدة كفرناسج»: a name that the gazetteer lacks, right behind a word for a place."""
        return self._behind_noun(words, position) and self.is_rare(words[position])

    def _behind_noun(self, words: Sequence[str], position: int) -> bool:
        """Behind «بلدة», or in the row of names behind «قرى»."""
        while position:
            position -= 1
            word = words[position]
            core = word[1:] if word[0] in "وبل" else word
            if word in _PLACE_NOUNS or core in _PLACE_NOUNS:
                return True
            if not words[position + 1].startswith("و"):
                return False
        return False

    def _at(self, words: Sequence[str], position: int) -> tuple[tuple[Place, ...], bool, int] | None:
        word = words[position]
        for first in self._beginnings(word):
            for length in range(min(_LONGEST, len(words) - position), 0, -1):
                name = " ".join((first, *words[position + 1 : position + length]))
                found = self._names.get(name)
                if found and (first == word or not any(word in place.never for place in found)):
                    return found, name in self._sure, length
        return None

    def _begins(self, word: str) -> tuple[str, ...]:
        """The first words of names that a word may be, without what is written onto it."""
        cores = (word, *(word[len(p) :] for p in _PREFIXES if word.startswith(p)), *_from_lam(word))
        return tuple(core for core in cores if core in self._first)

    def _is_rare(self, word: str) -> bool:
        if word[0].isdigit():
            return False
        cores = {core for core, _ in splits(word)}
        # «مشاف» is rarer than «مشافي», whose form it is without «ال».
        return all(max(self._count(core), self._count(f"{core}ي")) < _KNOWN_FROM for core in cores)


def leads_to_place(word: str) -> bool:
    """Whether the name of a place may stand behind a word: «في», «باتجاه»."""
    return word.removeprefix("و") in _LEADING


def direction(word: str) -> int | None:
    """A number for each quarter of the sky; None where the word names none."""
    return _DIRECTIONS.get(word)


def _from_lam(word: str) -> tuple[str, ...]:
    """«للباب» holds «الباب»."""
    core = word.removeprefix("و")
    return ("ال" + core[2:],) if core.startswith("لل") else ()
