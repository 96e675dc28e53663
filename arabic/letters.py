"""The tables of letters and marks that folding, tokenising and the bidi helpers share."""

# Marks that stand on or after a letter and are no letter themselves (harakat, Koranic marks, small alef).
MARKS = frozenset(
    chr(code)
    for first, last in ((0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E8))
    for code in range(first, last + 1)
) | frozenset(chr(code) for code in range(0x06EA, 0x06EE))
TATWEEL = "\u0640"  # ARABIC TATWEEL
TANWIN = "\u064b\u064c\u064d"  # ARABIC FATHATAN, DAMMATAN, KASRATAN

BIDI_CONTROLS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
ZERO_WIDTH = frozenset("\u200b\u200d\u2060\ufeff\u00ad")  # ZWSP, ZWJ, WORD JOINER, BOM, SOFT HYPHEN
# Presentation forms of marks alone: their compatibility form begins with a space that no writer meant.
LONE_MARKS = frozenset(chr(code) for code in (*range(0xFC5E, 0xFC64), *range(0xFCF2, 0xFCF5), *range(0xFE70, 0xFE80)))

DELETED = MARKS | BIDI_CONTROLS | ZERO_WIDTH | LONE_MARKS | {TATWEEL, "\u06dd", "\u06de", "\u06e9"}

SPACES = (
    "\t\r\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200c"
)
LINE_BREAKS = "\u0085\u2028\u2029"

# One letter per row: what is folded into it. ة is kept: سيطرة is not سيطر with a pronoun.
SEATS = {
    "ا": "أإآٱٲٳٵ",
    "ي": "ىیېۍێۑےۓ",
    "ك": "کگڪګڬ",
    "ه": "ہھەۀۂ",
    "ة": "ۃ",
    "ء": "ؤئٴ",
    "ب": "پ",
    "ج": "چ",
    "ف": "ڤڥ",
    "ز": "ژ",
}
DIGITS = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")

ARABIC = "\u0620-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
"""The Arabic letters as the inside of a character class of `re`."""

COMMON = "".join(
    dict.fromkeys(
        "\n\r\t"
        + "".join(map(chr, (*range(0x20, 0x7F), *range(0x621, 0x63B), *range(0x640, 0x653))))
        + "".join(DIGITS)
        + "\u0670ٱکگیپچژڤہھەےېۀ"
        + "".join(sorted(BIDI_CONTROLS | ZERO_WIDTH))
        + "\u00a0\u200c\u202f\u2009"
        + "،؛؟٪٫٬۔«»“”„‘’‹›–—―…•·°×€£№−"
        + "éèêëàâçîïôöûüäÉ"
    )
)
"""What news is written in, at most 255 characters; none of them composes with another one."""


def translation() -> dict[int, str | None]:
    """The table for `str.translate`: every replacement is one character or nothing."""
    table: dict[int, str | None] = {}
    for first, last in ((0x41, 0x24F), (0x370, 0x52F), (0x1E00, 0x1EFF)):
        for code in range(first, last + 1):
            small = chr(code).lower()
            if small != chr(code) and len(small) == 1:
                table[code] = small
    table.update(dict.fromkeys(map(ord, SPACES), " "))
    table.update(dict.fromkeys(map(ord, LINE_BREAKS), "\n"))
    for letter, seats in SEATS.items():
        table.update(dict.fromkeys(map(ord, seats), letter))
    for family in DIGITS:
        table.update({ord(digit): str(value) for value, digit in enumerate(family)})
    table.update({ord("٫"): ".", ord("٬"): ","})
    table.update(dict.fromkeys(map(ord, DELETED), None))
    return table
