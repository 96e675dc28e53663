"""Which names are also ordinary words or first names: asked of a table of word forms and of word frequencies."""

from collections import Counter
from math import log10

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from wordfreq import get_frequency_dict

from arabic.fold import fold_text


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold_text, words.split()))


# Heads of names of villages: what follows them need not be a rare word.
HEADS = _folded(
    "عين دير تل كفر بيت خربة جبل وادي أبو أم رأس خان بئر باب برج حوش قلعة مزرعة جسر قصر سيدي بني ولاد أولاد"
    " ذي آل حي مخيم مدينة جزيرة نزلة منشية كوم ميت شبرا دار راس بير منزل ساقية قبر تلة ضيعة عرب مجدل معرة"
)
PEOPLE = _folded(
    "محمد أحمد محمود علي حسن حسين عمر خالد سعيد سالم سليم صالح ناصر منصور جابر حامد حماد حمد رشيد زيد زياد عباس"
    " عامر عثمان مسعود مبارك يوسف يونس موسى عيسى إبراهيم إسماعيل سليمان داود هاشم قاسم جاسم كامل كمال جمال سلمان"
    " مريم زينب فاطمة سعاد ليلى سلمى ندى هند رامي رياض فارس ماهر طارق بشير نجيب عابدين جبران شمس بدر"
    " هلال نجم"
)
_ENOUGH_FORMS = 4  # a proper name has one form or two in the table, a word has many
_FREQUENT = 3.3  # how often a word is written, on the Zipf scale
_NOTICED = 3.0
_LEAST = 2.0
_CLEARLY = 0.5
_PREFIXES = ("و", "ف", "ب", "ك", "ل", "وب", "ول", "فب", "فل")


class NameLint:
    """Asks what a name means besides a place."""

    def __init__(self) -> None:
        self._lemmas: dict[str, set[str]] = {}
        forms: Counter[str] = Counter()
        for form, lemma in DefaultDictionaryFactory().get_dictionary("ar").items():
            folded = fold_text(lemma)
            self._lemmas.setdefault(fold_text(form), set()).add(folded)
            self._lemmas.setdefault(folded, set()).add(folded)
            forms[folded] += 1
        self._forms = forms
        self._counts: Counter[str] = Counter()
        for word, frequency in get_frequency_dict("ar").items():
            self._counts[fold_text(word)] += frequency  # type: ignore[assignment]

    def other_meaning(self, name: str) -> str:
        """`person`, `common`, `word` or nothing."""
        words = fold_text(name).split()
        if len(words) > 1:
            rest = words[1:] if words[0] in HEADS else words
            plain = words[0] not in HEADS and all(len(word) < 3 or self._is_word(word) for word in rest)
            return "common" if plain else ""
        word = words[0]
        if word in PEOPLE:
            return "person"
        if len(word) < 3:
            return "common"
        if self._is_word(word):
            return "common" if self._zipf(word) >= _FREQUENT else "word"
        return "common" if self._zipf(word) >= _NOTICED else ""

    def misread(self, name: str) -> list[str]:
        """Words that look like the name with a clitic before it and are written oftener than the name: بليون, لغات."""
        word = fold_text(name)
        if " " in word or word.startswith("ال"):
            return []
        return [letters + word for letters in _PREFIXES if self._is_rather(letters + word, word)]

    def _is_rather(self, token: str, name: str) -> bool:
        frequent = self._zipf(token)
        if frequent > max(self._zipf(name) + _CLEARLY, _LEAST):
            return True
        return frequent >= _NOTICED and self._is_word(token) and name not in self._lemmas.get(token, ())

    def _zipf(self, word: str) -> float:
        count = self._counts[word]
        return log10(count) + 9 if count else 0.0

    def _is_word(self, word: str) -> bool:
        bases = {word, word[2:]} if word.startswith("ال") and len(word) > 4 else {word}
        inflected = any(self._forms[lemma] >= _ENOUGH_FORMS for base in bases for lemma in self._lemmas.get(base, ()))
        return inflected and self._zipf(word) >= _LEAST
