"""The gist of a text: what is left of it for comparing, without marks, outlets' names, clocks and dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from arabic.dates.words import MONTHS, WEEKDAYS
from arabic.figures.words import NOUNS
from arabic.marks import leads_to_outlet, outlet_names, unmark
from arabic.numbers import numbers
from arabic.numbers.words import FEW, HUNDREDS, ONES, SCALES, TENS, TWO_SCALES, VAGUE
from arabic.words import Word, words

STOP = "."  # stands between two sentences of a gist
_DATE_OR_CLOCK = re.compile(
    r"(?<![\d.,])(?:\d{1,2}\s*:\s*\d\d(?::\d\d)?|\d{1,4}\s*([/.-])\s*\d{1,2}\s*\1\s*\d{1,4}|\d{1,2}\s*/\s*\d{1,4})(?![\d%])",
    re.ASCII,
)
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
_SENTENCE = re.compile(r"[.!?؟؛…\n](?!\d)")
_TAGS = re.compile(r"(?<=[.!?؟؛…»\n])(?:\s*#\w+)+\s*$")  # behind the last sentence: what it is filed under
_CLOCK = frozenset(("الساعة", "الساعه", "بالساعة", "والساعة"))
_YEAR = frozenset(("عام", "العام", "سنة", "لعام", "لسنة"))
_SHOWN = frozenset(("صورة", "صور", "صوره", "فيديوهات", "فيديو", "لقطة", "لقطات"))


@dataclass(frozen=True, slots=True)
class Gist:
    """`text` holds the words that tell something, numbers in digits, with a stop between sentences.

    `digest` is equal for texts that say the same word by word, which are `words`. `voices` are the agencies that the
    text cites.
    """

    text: str
    digest: str
    words: tuple[str, ...]
    voices: tuple[str, ...]


def gist_of(headline_folded: str, text_folded: str) -> Gist:
    """The gist of a text, its headline first where the text does not begin with it."""
    headline, text = unmark(headline_folded).text, unmark(_TAGS.sub("", text_folded)).text
    whole = text if text.startswith(headline) else f"{headline}\n{text}"
    found = words(whole)
    names = outlet_names(found.texts)
    tokens = found[:]  # a row of words is quicker asked than what finds them
    told = _normal(tokens, whole, {place for name in names for place in range(name.first, name.last + 1)})
    said = tuple(word for word in told if word != STOP)
    digest = blake2b(" ".join(said).encode(errors="surrogatepass"), digest_size=16)
    voices = tuple(dict.fromkeys(name.agency for name in names if name.agency))
    return Gist(" ".join(told), digest.hexdigest(), said, voices)


def _normal(tokens: Sequence[Word], text: str, outlets: set[int]) -> list[str]:
    """The words that count, in order, with their stops."""
    media = {place - 1 for place in outlets if place and leads_to_outlet(tokens[place - 1].text)}
    digits = [place for place, word in enumerate(tokens) if word.text[0].isdigit()]
    skipped = outlets | media | {place for place in digits if _timed(tokens, place, text)}
    told = _numbered(tokens, text, digits)
    stops = [found.start() for found in _SENTENCE.finditer(text)]
    passed = 0
    result: list[str] = []
    for position, word in enumerate(tokens):
        before = passed
        while passed < len(stops) and stops[passed] < word.start:
            passed += 1
        if passed > before and result and result[-1] != STOP:
            result.append(STOP)
        if position not in skipped:
            if position in told:
                result += told[position]
            else:
                result.append(word.text)
    return result


def _timed(tokens: Sequence[Word], position: int, text: str) -> bool:
    """Whether a word in digits tells a time."""
    word = tokens[position]
    before = tokens[position - 1].text if position else ""
    after = tokens[position + 1].text if position + 1 < len(tokens) else ""
    two = f"{after} {tokens[position + 2].text}" if position + 2 < len(tokens) else ""
    if before in _CLOCK or after in _SHOWN or after in MONTHS or two in MONTHS:
        return True
    if len(word.text) == 4 and word.text[:2] in ("19", "20") and (before in _YEAR or before in MONTHS):
        return True
    around = text[max(0, word.start - 11) : word.end + 11]
    start = word.start - max(0, word.start - 11)
    return any(one.start() <= start < one.end() for one in _DATE_OR_CLOCK.finditer(around))


def _numbered(tokens: Sequence[Word], text: str, digits: Sequence[int]) -> dict[int, list[str]]:
    """What stands for the words of a number: «12», «10v» for tens; both ends of a range; duals count two."""
    told: dict[int, list[str]] = {}
    # Reading numbers in words takes ten times as long as all the rest, and most texts have none.
    if any(_may_tell_number(word.text) for word in tokens):
        for number in numbers(tokens, text):
            if tokens[number.first].text.removeprefix("و") in WEEKDAYS:
                continue  # «الاثنين»
            if number.vague:
                values = [f"{number.low}v"]
            else:
                values = [str(value) for value in dict.fromkeys((number.low, number.high)) if value]
            places = range(number.first, number.last + 1)
            if all(tokens[place].text.isdecimal() for place in places):
                continue  # written in digits: read as they stand, like those beyond these rules
            told |= {place: [] for place in places}
            told[number.first] = values
    told |= _numerals(tokens, text, [place for place in digits if place not in told])
    for position, word in enumerate(tokens):
        if word.text.endswith(_DUALS) and position not in told and position - 1 not in told and _is_dual(word.text):
            told[position] = ["2", word.text]
    return told


def _may_tell_number(word: str) -> bool:
    """Whether a word ends in one by which a number is known; most are ruled out by their last letters alone."""
    return (word[-3:] in _ENDINGS or word[-2:] in _ENDINGS) and word.endswith(_NUMBER_WORDS)


def _numerals(tokens: Sequence[Word], text: str, digits: Sequence[int]) -> dict[int, list[str]]:
    """Numbers in digits: «12,000» and «12.000» are «12000», «4,5» is «4.5»."""
    found: dict[int, list[str]] = {}
    last = -1
    for position in digits:
        if position <= last:
            continue
        last = position
        written = _NUMERAL.match(text, tokens[position].start)
        while written and last + 1 < len(tokens) and tokens[last + 1].start < written.end():
            last += 1
            found[last] = []
        if written:
            grouped = _GROUPED.fullmatch(written[0])
            rest = text[written.end() : tokens[last].end]  # «5km»
            found[position] = [re.sub("[,.]", "" if grouped else ".", written[0]) + rest]
    return found


_DUALS = ("ان", "ين")


def _is_dual(word: str) -> bool:
    """«قتيلان», «وطفلين»."""
    noun = NOUNS.get(word) or (NOUNS.get(word[1:]) if word[0] in "وب" else None)
    return noun is not None and noun.amount == "two"


_NUMBER_WORDS = tuple(word for table in (ONES, TENS, HUNDREDS, SCALES, TWO_SCALES, VAGUE) for word in table) + tuple(
    FEW
)
_ENDINGS = frozenset(word[-3:] for word in _NUMBER_WORDS)
