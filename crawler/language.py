"""Which language an update is written in, among those of Arabic script: Persian, Urdu and Kurdish are not Arabic."""

import re
from collections.abc import Iterable

ARABIC = "ar"
NAMES = {"fa": "Persian", "ur": "Urdu", "ckb": "Kurdish"}

_WORD = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff]+")
_FEWEST = 40  # letters from which on something can be said
_SHARE = 0.02  # of the letters: Arabic writes none of these but in names and dialect
_WORDS_SHARE = 0.03
_OWN = {
    "ckb": re.compile("[\u06ce\u06c6\u06d5\u0695\u06b5]"),
    "ur": re.compile("[\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2]"),
    "fa": re.compile("[\u067e\u0686\u0698\u06af\u06a9\u06cc]"),
}
# Words that hold a Persian sentence together, with either form of kaf and ya.
_PERSIAN_TEXT = """
که كه این اين است را از می مي های هاي شد شده کرد كرد کند كند برای براي باید بايد خود نیز نيز
بود آن دارد همین همين شود پس
"""
_PERSIAN = frozenset(_PERSIAN_TEXT.split())


def language_of(*texts: str | None) -> str:
    """`ar`, `fa`, `ur` or `ckb`; "" for other scripts and for what is too short to tell."""
    text = " ".join(filter(None, texts))[:4000]
    words = _WORD.findall(text)
    letters = sum(map(len, words))
    if letters < _FEWEST or (letters * 2 < len(text) and letters * 2 < sum(map(str.isalpha, text))):
        return ""
    known = sum(map(_PERSIAN.__contains__, words))
    persian = known >= _WORDS_SHARE * len(words)
    for language, own in _OWN.items():
        if len(own.findall(text)) >= _SHARE * letters and (language != "fa" or persian):
            return language
    return "fa" if persian and known >= 2 * _WORDS_SHARE * len(words) else ARABIC


def foreign_note(languages: Iterable[str]) -> str | None:
    """A note for a page that is written in another language of Arabic script."""
    told = [language for language in languages if language]
    for language, name in NAMES.items():
        if told.count(language) * 2 > len(told):
            return f"the page is written in {name}, not in Arabic"
    return None
