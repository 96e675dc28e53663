"""The patterns by which a time is taken apart in a folded text of small letters."""

import re
from collections.abc import Iterable

from arabic.dates.words import (
    DAY_PARTS,
    DUALS,
    FRACTIONS,
    HIJRI_MONTHS,
    MONTHS,
    NUMBERS,
    SINGLE_UNITS,
    UNITS,
    WEEKDAYS,
    ZONES,
)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_END = r"(?![^\W_])"  # the word ends here
_START = r"(?<![^\W_])"
_MONTH = f"(?:{_any_of(MONTHS)})"
_PART = f"(?:{_any_of(DAY_PARTS)})"
_ZONE = f"(?:{_any_of(ZONES)})"
_ERA = rf"(?:\s*م{_END})?"
_NUMBER = rf"(?:\d{{1,3}}|{_any_of(NUMBERS)})"
_SINGLE = f"(?:{_any_of(SINGLE_UNITS)})"
_UNIT = f"(?:{_any_of(UNITS)})"
_COUNTED = rf"\d{{1,3}}\s*{_UNIT}|{_NUMBER}\s+{_UNIT}|{_SINGLE}(?:\s+واحد[ةه]?)?"
AMOUNT = rf"(?:{_any_of(FRACTIONS)}|{_any_of(DUALS)}|{_COUNTED}){_END}"
_AMOUNTS = rf"{AMOUNT}(?:\s*و\s*{AMOUNT}|(?<=ساعة)\s+ونصف{_END}|(?<=ساعتين)\s+ونصف{_END})?"

ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[t ](\d\d):(\d\d)(?::\d\d)?(?:\.\d+)?\s*(z(?![^\W_])|[+-]\d\d:?\d\d(?!\d))", re.ASCII
)
ISO_CLOCK = re.compile(r"(?<=\d)t(?=\d\d:\d\d)", re.ASCII)
RELATIVE = re.compile(
    rf"{_START}(?:(?:منذ|قبل|من)\s+(?P<after>{_AMOUNTS})|(?P<before>{_AMOUNTS})\s+(?:مضت|مضي|مضيا|ago)){_END}"
)
NOW = re.compile(rf"{_START}(?:الان|(?:منذ|قبل) لحظات(?: قليلة)?|منذ ثوان|منذ ثواني|قبل ثوان|just now){_END}")
_AH = rf"(?!\d)(?:\s*ه{_END})?"
HIJRI = re.compile(
    rf"{_START}(?P<day>\d{{1,2}})\s+(?:من\s+)?(?:شهر\s+)?(?P<month>{_any_of(HIJRI_MONTHS)})،?\s+(?:عام\s+|سنة\s+)?"
    rf"(?P<year>1[345]\d\d){_AH}"
    rf"|(?<!\d)(?P<day2>\d{{1,2}})\s*[/-]\s*(?P<month2>\d{{1,2}})\s*[/-]\s*(?P<year2>1[345]\d\d)\s*ه{_END}"
    rf"|(?<!\d)(?P<year3>1[345]\d\d)\s*[/-]\s*(?P<month3>\d{{1,2}})\s*[/-]\s*(?P<day3>\d{{1,2}})\s*ه{_END}"
)
_MONTH_NAMES = rf"(?P<month>{_MONTH})(?:\s*[/\-(]\s*(?P<other>{_MONTH})\s*\)?)?"
DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d)(?P<day>\d{{1,2}})\s*[-–]?\s*(?:من\s+)?(?:شهر\s+)?{_MONTH_NAMES}\s*[،,–-]?\s*(?:عام\s+|سنة\s+)?(?P<year>\d{{4}})(?!\d){_ERA}",
        rf"{_START}{_MONTH_NAMES}\s+(?P<day>\d{{1,2}})\s*[،,]\s*(?P<year>\d{{4}})(?!\d){_ERA}",
        rf"(?<!\d)(?P<year>\d{{4}})\s*(?P<sep>[./-])\s*(?P<number>\d{{1,2}})\s*(?P=sep)\s*(?P<day>\d{{1,2}})(?!\d){_ERA}",
        rf"(?<!\d)(?P<day>\d{{1,2}})\s*(?P<sep>[./-])\s*(?P<number>\d{{1,2}})\s*(?P=sep)\s*(?P<year>\d{{4}})(?!\d){_ERA}",
    )
)
NEAR_DAY = re.compile(rf"{_START}(?P<word>اول امس|امس الاول|اول من امس|امس|البارحة|اليوم){_END}")
CLOCK = re.compile(
    rf"(?<![\d:+])(?<!gmt-)(?<!utc-)(?P<hour>\d{{1,2}})\s*[:h]\s*(?P<minute>\d{{2}})(?::\d{{2}})?(?![\d:])(?:\s*\(?(?P<part>{_PART}){_END}\)?)?"
    rf"|{_START}الساع[ةه]\s+(?P<full>\d{{1,2}})(?![\d:.])(?:\s*(?P<fullpart>{_PART}){_END})?"
)
OFFSET = re.compile(r"(?:(?:gmt|utc)\s*)?(?<![\d:])(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?!\d)")
CLOCK_MARK = "\x00"
# A city without «بتوقيت» is a zone only right behind the time; elsewhere it may be where the news is from.
NAMED_ZONE = re.compile(
    rf"{_START}ب?توقيت\s+(?P<named>{_ZONE}){_END}|{_START}(?P<utc>gmt|utc){_END}|{CLOCK_MARK}[\s(]*(?P<bare>{_ZONE}){_END}"
)
WEEKDAY = re.compile(rf"{_START}(?:{_any_of(WEEKDAYS)}){_END}")
LABEL_CITY = re.compile(rf"^\s*(?!gmt|utc){_ZONE}\s*:")
WORD = re.compile(r"[^\W_]+")
