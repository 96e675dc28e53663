"""Ways in which the same sentence is written: what editors, keyboards and systems put into Arabic text or leave out."""

import re
import unicodedata
from collections.abc import Callable
from random import Random

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآؤئء"
_WORD = re.compile(f"[{LETTERS}]+")
_SPLIT = re.compile(r"(?<!\S)(و|ف)?(بال|كال|لل|ال|و)(?=[ء-ي]{3})")
_HARAKAT = "\u064e\u064f\u0650\u0652\u0651"  # FATHA, DAMMA, KASRA, SUKUN, SHADDA
_INVISIBLE = "\u200f\u200e\u200d\u202b\u2067"  # RLM, LRM, ZWJ, RLE, RLI
_PRESENTATION = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in (*range(0xFE80, 0xFEF5), *range(0xFEF5, 0xFEFD))
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
}
_SPACES = str.maketrans({" ": "\u00a0"})  # NO-BREAK SPACE


def _in_words(change: Callable[[str, Random], str], share: float) -> Callable[[str, Random], str]:
    def noisy(text: str, rng: Random) -> str:
        return _WORD.sub(lambda word: change(word[0], rng) if rng.random() < share else word[0], text)

    return noisy


def _replaced(table: dict[str, str]) -> Callable[[str, Random], str]:
    return lambda text, rng: text.translate(str.maketrans(table))


def _final(letter: str, other: str) -> Callable[[str, Random], str]:
    return lambda text, rng: re.sub(f"{letter}(?![{LETTERS}])", other, text)


def _vowels(word: str, rng: Random) -> str:
    return "".join(letter + rng.choice(_HARAKAT) for letter in word)


def _stretch(word: str, rng: Random) -> str:
    at = rng.randrange(1, len(word)) if len(word) > 1 else 1
    return word[:at] + "\u0640" * rng.randint(1, 4) + word[at:]  # TATWEEL


def _marks(word: str, rng: Random) -> str:
    at = rng.randrange(len(word) + 1)
    return word[:at] + rng.choice(_INVISIBLE) + word[at:]


def _apart(match: re.Match[str]) -> str:
    """«بالقصف» as «بـ القصف», «وللجيش» as «و لـ الجيش», «القصف» as «الـ قصف»."""
    conjunction, prefix = match[1] or "", match[2]
    before = f"{conjunction} " if conjunction else ""
    return before + {"بال": "بـ ال", "كال": "كـ ال", "لل": "لـ ال", "ال": "الـ ", "و": "و "}[prefix]


def _split(text: str, rng: Random) -> str:
    return _SPLIT.sub(lambda match: _apart(match) if rng.random() < 0.5 else match[0], text)


NOISE: dict[str, Callable[[str, Random], str]] = {
    "harakat on half of the words": _in_words(_vowels, 0.5),
    "tatweel in a third of the words": _in_words(_stretch, 0.33),
    "clitics split off": _split,
    "ل joined over a tatweel": lambda text, rng: re.sub(r"(?<!\S)لل(?=[ء-ي]{2})", "لـال", text),
    "hamza dropped": _replaced({"أ": "ا", "إ": "ا", "آ": "ا"}),
    "hamza without its seat": _replaced({"ؤ": "ء", "ئ": "ء"}),
    "ي at the end as ى": _final("ي", "ى"),
    "ى at the end as ي": _final("ى", "ي"),
    "ة as ه": _replaced({"ة": "ه"}),
    "Persian letters": _replaced({"ي": "ی", "ك": "ک", "ى": "ی"}),
    "Urdu letters": _replaced({"ه": "ہ", "ي": "ی", "ك": "ک"}),
    "bidi marks and joiners in half of the words": _in_words(_marks, 0.5),
    "presentation forms": _replaced(_PRESENTATION),
    "decomposed (NFD)": lambda text, rng: unicodedata.normalize("NFD", text),
    "no-break spaces": lambda text, rng: text.translate(_SPACES),
    "Arabic digits": _replaced(dict(zip("0123456789", "٠١٢٣٤٥٦٧٨٩", strict=True))),
}
