"""Whether an edit is news: a figure or a negation that changed; a comma or a reordered sentence is not."""

import re
from collections import Counter

_NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_CLOCK_OR_DATE = re.compile(r"\d{1,4}[:/.\-]\d{1,2}(?:[:/.\-]\d{1,4})?")
# Folded forms: نفى is stored as نفي, since ya and alef maqsura are one letter there.
_NEGATIONS = frozenset(["لا", "لم", "لن", "ليس", "ليست", "نفي", "نفت", "ينفي", "تنفي", "عدم", "دون", "غير"])


def significant_change(before_folded: str, after_folded: str) -> str | None:
    """What the edit changed that matters, in words; None where nothing that matters did.

    Both texts are folded, headline and text together. Clock times and dates do not count as figures.
    """
    before_figures, after_figures = _figures(before_folded), _figures(after_folded)
    if before_figures != after_figures:
        gone = "، ".join(sorted((before_figures - after_figures).elements()))
        came = "، ".join(sorted((after_figures - before_figures).elements()))
        return f"figure changed: {gone or '–'} → {came or '–'}"
    before_negations, after_negations = _negations(before_folded), _negations(after_folded)
    if before_negations != after_negations:
        return "a negation came or went"
    return None


def _figures(folded: str) -> Counter[str]:
    return Counter(_NUMBER.findall(_CLOCK_OR_DATE.sub(" ", folded)))


def _negations(folded: str) -> Counter[str]:
    return Counter(word for word in folded.split() if word.removeprefix("و") in _NEGATIONS)
