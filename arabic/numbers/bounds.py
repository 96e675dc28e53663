"""What stands around numbers: ranges («بين 10 و15»), and «more than», «at least», «about»."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from arabic.numbers.words import AFTER, MODIFIERS, SCALES, Number
from arabic.words import Word

_DASH = re.compile(r"\s*[-–—]\s*")


def with_ranges(words: Sequence[Word], text: str, found: list[Number]) -> list[Number]:
    """The numbers, with «بين 10 و15», «10-15» and «من 10 إلى 15» as one each."""
    merged: list[Number] = []
    for number in found:
        if merged and (joined := _joined(words, text, merged[-1], number)):
            merged[-1] = joined
        else:
            merged.append(number)
    return merged


def _joined(words: Sequence[Word], text: str, low: Number, high: Number) -> Number | None:
    if low.high is None or high.high is None or low.low != low.high or high.low != high.high:
        return None
    between = text[words[low.last].end : words[high.first].start]
    inner = " ".join(word.text for word in words[low.last + 1 : high.first])
    before = words[low.first - 1].text if low.first else ""
    opening = low.first
    if before in ("بين", "وبين"):
        if inner not in ("", "و", "الي") or not (inner or words[high.first].text.startswith("و")):
            return None
        opening -= 2 if low.first > 1 and words[low.first - 2].text in ("ما", "وما") else 1
    elif inner == "الي":
        opening -= before == "من"
    elif inner != "او" and not _DASH.fullmatch(between):
        return None
    start = low.low
    scale = high.high // start if start else 0
    words_scale = SCALES.get(words[high.last].text, 1)
    if words_scale > 1 and low.last == low.first and words[low.first].text.isdecimal() and start < words_scale:
        start *= words_scale  # «من 20 إلى 30 ألف»
    if start >= high.high or (inner == "او" and scale > 2):
        return None
    return Number(start, high.high, opening, opening, high.last, change=before == "من")


_STOP = re.compile(r"[\n.!?؟؛،,:]")


def _by_last_word() -> dict[str, list[tuple[list[str], str]]]:
    """The modifiers by the word that stands right before the number."""
    found: defaultdict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for written, sense in MODIFIERS:
        tokens = written.split()
        lasts = (
            tokens[-1:] if len(tokens) > 1 else [f"{and_}{by}{tokens[0]}" for and_ in ("", "و") for by in ("", *"بل")]
        )
        for last in lasts:
            found[last].append((tokens, sense))
    return found


_MODIFIERS = _by_last_word()


def bounded(words: Sequence[Word], text: str, number: Number) -> Number:
    """The number with what stands around it: «أكثر من …», «نحو …», «… على الأقل»."""
    best: tuple[int, str] | None = None
    joined = words[number.opening].text.startswith("و") and number.opening == number.first  # «5 على الأقل و12»
    before = words[number.opening - 1].text if number.opening else ""
    for tokens, sense in _MODIFIERS.get(before, ()):
        start = number.opening - len(tokens)
        if start < 0 or joined or (best and best[0] <= start):
            continue
        heard = [word.text for word in words[start : number.opening]]
        if heard[1:] == tokens[1:] and heard[0].removeprefix("و") in (tokens[0], "ب" + tokens[0], "ل" + tokens[0]):
            best = start, sense
    if best is None:
        return _by_what_follows(words, text, number)
    opening, sense = best
    if sense == "more":
        return replace(number, opening=opening, high=None, above=True)
    if sense == "least":
        return replace(number, opening=opening, high=None)
    if sense == "less":
        return replace(number, opening=opening, low=0, high=max(number.low - 1, 0))
    if sense == "most":
        return replace(number, opening=opening, low=0)
    return replace(number, opening=opening, about=sense == "about")


def _by_what_follows(words: Sequence[Word], text: str, number: Number) -> Number:
    for start in range(number.last + 1, min(number.last + 5, len(words))):
        if _STOP.search(text, words[start - 1].end, words[start].start):
            break
        if words[start].text[0].isdigit():
            break
        for length in (1, 2, 3):
            sense = AFTER.get(" ".join(word.text for word in words[start : start + length]))
            if sense == "least":
                return replace(number, high=None)
            if sense == "about":
                return replace(number, about=True)
    return number
