"""Numbers as news writes them: digits, words, duals, ranges, «more than», tens of thousands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from arabic.numbers.bounds import bounded, with_ranges
from arabic.numbers.words import (
    BEFORE_TEN,
    FEW,
    HUNDREDS,
    ONES,
    PARTS,
    SCALES,
    TEN,
    TENS,
    TWO_SCALES,
    VAGUE,
    Number,
)
from arabic.words import Word


def numbers(words: Sequence[Word], text: str) -> list[Number]:
    """Every number in the words of a folded text, in their order; clocks, dates, phone numbers and shares are none."""
    found: list[Number] = []
    tokens = [word.text for word in words]
    beginnings = [place for place, token in enumerate(tokens) if token in _BEGINNINGS or token[0].isdigit()]
    if not beginnings:
        return found
    told = {match.start(): match.end() for match in _TIME.finditer(text)}
    last, until = -1, 0
    for position in beginnings:
        start = words[position].start
        until = told.get(start, until)
        if position <= last or start < until:
            continue
        number = _number(words, text, position)
        if number is not None:
            found.append(number)
            last = number.last
    return [bounded(words, text, number) for number in with_ranges(words, text, found)]


_NUMERAL = re.compile(r"\d{1,3}(?:([,. ])\d{3})(?:\1\d{3})*(?![\d])|\d+[.,]\d{1,2}(?!\d)|\d+", re.ASCII)
_TIME = re.compile(  # clocks and dates; a digit stands first, so that only digits are tried
    r"\d(?<!\d\d)(?:\d?\s*:\s*\d\d(?::\d\d)?|\d{0,3}\s*([/.-])\s*\d{1,2}\s*\1\s*\d{1,4}|\d?\s*/\s*\d{1,4})(?!\d)",
    re.ASCII,
)
_NOT_BEFORE = re.compile(r"(?:[\d:/.,+#$€£_a-z])$", re.ASCII)
_NOT_AFTER = re.compile(r"\s*[%٪$€£°]|[:/_]\d|[a-z]|-[a-z]|\s+(?:ب|في )ال(?:مءة|ماءة|مءه|ماءه)", re.ASCII)
_ARTICLE = re.compile(r"^[وف]?(?:[بك]?ال|لل|لال)")
_LONGEST = 9  # digits
_PREFIXES = ("و", "ف", "ال", "ب", "ل", "ك", "وال", "بال", "لل", "كال", "وب", "ول", "فال", "وبال", "ولل")
_PREFIXES_BY_LETTER = {letter: tuple(one for one in _PREFIXES if one[0] == letter) for letter in "وفابلك"}


def _bare(token: str, words: Mapping[str, int] | frozenset[str]) -> str | None:
    """The number word in a token, without what is written before it."""
    if token in words or token in _QUANTITY:
        return token if token in words else None
    for prefix in _PREFIXES_BY_LETTER.get(token[0], ()):
        if token.startswith(prefix) and token[len(prefix) :] in words:
            return token[len(prefix) :]
    return None


_QUANTITY = frozenset(("كمية", "كميه"))  # no «like a hundred»


@dataclass(frozen=True, slots=True)
class _Term:
    """One summand: its value, how fine it is (12 → 1, 30 → 10, 5,000 → 1,000) and where it ends."""

    value: Decimal
    step: int
    last: int
    numeral: bool = False


def _numeral(words: Sequence[Word], text: str, position: int) -> _Term | None:
    start = words[position].start
    found = _NUMERAL.match(text, start)
    if found is None or _NOT_BEFORE.search(text, max(0, start - 2), start):
        return None
    written = found.group()
    if _NOT_AFTER.match(text, found.end()) or (written[0] == "0" and len(written) > 1) or len(written) > _LONGEST:
        return None
    last = position
    while last + 1 < len(words) and words[last + 1].start < found.end():
        last += 1
    if found[1]:
        scale = last + 1 < len(words) and words[last + 1].text in SCALES
        if scale and written.count(found[1]) == 1 and found[1] in ".,":
            return None  # «1.250 مليون»: a decimal or a group?
        return _Term(Decimal(re.sub(r"[,. ]", "", written)), 1, last, True)
    if not written.isdigit():
        if not (last + 1 < len(words) and words[last + 1].text in SCALES):
            return None
        return _Term(Decimal(written.replace(",", ".")), 1, last, True)
    return _Term(Decimal(written), 1, last, True)


def _small(words: Sequence[Word], text: str, position: int) -> _Term | None:
    """A summand below a thousand."""
    token = words[position].text
    if token[0].isdigit():
        return _numeral(words, text, position) if token.isdecimal() else None
    following = words[position + 1].text if position + 1 < len(words) else ""
    if (word := _bare(token, BEFORE_TEN)) and following in TEN:
        return _Term(Decimal(10 + BEFORE_TEN[word]), 1, position + 1)
    if word := _bare(token, ONES):
        if ONES[word] in range(3, 10) and following in HUNDREDS and HUNDREDS[following] == 100:
            return _Term(Decimal(100 * ONES[word]), 100, position + 1)
        return _Term(Decimal(ONES[word]), 1, position)
    if word := _bare(token, TENS):
        return _Term(Decimal(TENS[word]), 10, position)
    if word := _bare(token, HUNDREDS):
        if token.startswith("بال") or (token.startswith("ال") and position and words[position - 1].text == "في"):
            return None  # «بالمئة»: a share
        return _Term(Decimal(HUNDREDS[word]), 100, position)
    return None


def _part(words: Sequence[Word], position: int, scale: int) -> _Term | None:
    """«نصف مليون», and behind a million «ونصف» or «ونصف المليون»."""
    part = _bare(words[position].text, frozenset(PARTS))
    if part is None:
        return None
    following = words[position + 1].text.removeprefix("ال") if position + 1 < len(words) else ""
    if following in SCALES and SCALES[following] >= 1000 and scale in (0, SCALES[following]):
        return _Term(PARTS[part] * SCALES[following], 1, position + 1)
    return _Term(PARTS[part] * scale, 1, position) if scale else None


def _scaled(words: Sequence[Word], text: str, position: int) -> _Term | None:
    """A summand with its scale: «5 آلاف», «ألفي», «خمسة وثلاثين ألف», «200»."""
    if part := _part(words, position, 0):
        return part
    token = words[position].text
    if (word := _bare(token, TWO_SCALES)) and (word not in SCALES or word.endswith("ا")):
        return _Term(Decimal(2 * TWO_SCALES[word]), TWO_SCALES[word], position)
    if (word := _bare(token, SCALES)) and word not in VAGUE:
        return _Term(Decimal(SCALES[word]), SCALES[word], position)
    total = _small(words, text, position)
    if total is None:
        return None
    latest = total
    while not total.numeral and (summand := _next(words, text, total.last)) is not None:
        term = _small(words, text, summand)
        if term is None or not _continues(latest, term):
            break
        total, latest = _Term(total.value + term.value, min(term.step, total.step), term.last), term
    following = total.last + 1
    if following < len(words) and words[following].text in SCALES and _touch(words, text, total.last):
        scale = SCALES[words[following].text]
        return _Term(total.value * scale, scale, following)
    return total


def _continues(latest: _Term, term: _Term) -> bool:
    """Whether «و» joins a summand to the one before it: «ثلاثة وعشرين», «مئة وخمسين», not «ثلاثة وأربعة»."""
    if latest.value < 10:
        return term.step == 10 and not term.numeral
    return latest.step == 100 and term.value < 100


def _touch(words: Sequence[Word], text: str, position: int) -> bool:
    return text[words[position].end : words[position + 1].start].strip() == ""


def _next(words: Sequence[Word], text: str, last: int) -> int | None:
    """Where the summand begins that «و» adds behind a word: «و200» is two words, «وخمسين» one."""
    if last + 1 >= len(words) or not _touch(words, text, last):
        return None
    token = words[last + 1].text
    if token == "و":
        return last + 2 if last + 2 < len(words) and words[last + 2].text[0].isdigit() else None
    return last + 1 if token.startswith("و") else None


_WORDS = frozenset().union(BEFORE_TEN, ONES, TENS, HUNDREDS, SCALES, TWO_SCALES, PARTS, VAGUE, FEW)
_BEGINNINGS = frozenset(prefix + word for prefix in _PREFIXES for word in _WORDS) - _QUANTITY | _WORDS


def _number(words: Sequence[Word], text: str, position: int) -> Number | None:
    if vague := _vague(words, position):
        return vague
    total = _scaled(words, text, position)
    if total is None:
        return None
    while total.step >= 1000 and (summand := _next(words, text, total.last)) is not None:
        term = _part(words, summand, total.step) or _scaled(words, text, summand)
        if term is None or term.value >= total.step:
            break
        total = _Term(total.value + term.value, term.step, term.last)
    if total.value != int(total.value):
        return None
    value = int(total.value)
    year = total.numeral and total.last == position and 1900 <= value <= 2100
    definite = bool(_ARTICLE.match(words[position].text))
    return Number(value, value, position, position, total.last, year=year, definite=definite)


def _vague(words: Sequence[Word], position: int) -> Number | None:
    """«عشرات الآلاف»: at least one of its unit, with no upper end; «بضعة»: three to nine."""
    token = words[position].text
    following = words[position + 1].text if position + 1 < len(words) else ""
    if following not in SCALES:
        following = following.removeprefix("ال")
    definite = bool(_ARTICLE.match(token))
    if _bare(token, FEW):
        if following in TEN:
            return Number(13, 19, position, position, position + 1, vague=True)
        scale = VAGUE.get(following, 1)
        return Number(3 * scale, 10 * scale - 1, position, position, position + (scale > 1), vague=True)
    word = _bare(token, VAGUE)
    if word is None:
        return None
    unit, last = VAGUE[word], position
    if unit < 1000 and following in SCALES and following != "الفا":
        unit, last = unit * SCALES[following], position + 1
    return Number(unit, None, position, position, last, vague=True, definite=definite or last > position)
