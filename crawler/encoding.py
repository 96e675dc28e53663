"""From bytes to text: finds out how a page is encoded, whatever it declares, and refuses what is no text."""

import re
from dataclasses import dataclass

from crawler.items import Outcome


class ReadError(Exception):
    """A page could not be read. `outcome` is the word for it, `reason` the sentence."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the encoding that it was read with, and a note where that is not what the page declares."""

    text: str
    encoding: str
    note: str | None = None


_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_MAGIC = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x7fELF", b"OggS")
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.\-]+)""", re.IGNORECASE)
_ARABIC = re.compile("[\u0621-\u064a]")
_WORDS = re.compile("(?<![A-Za-z])[\u0621-\u064a]{2,}(?![A-Za-z])")
_ARTICLE = re.compile("(?<![\u0621-\u064a])(?:و|ب|ف|ك)?ال[\u0621-\u064a]{2}|(?<![\u0621-\u064a])لل[\u0621-\u064a]{2}")
# Letters that no Arabic text has between its own: Latin with accents, C1 controls, box drawing, U+FFFD.
_ALIEN = re.compile(
    "[\x80-\x9f\xa1-\xa9\xac-\xba\xbc-\xff\u0152-\u0192\u02c6\u2020-\u2030\u20ac\u2122\u2500-\u259f\ufffd]"
)
# UTF-8 bytes of Arabic letters (D8 to DB, then 80 to BF) as they look in the code page that they were read with:
# `Ø§Ù„` in windows-1252, `ط§ظ„` in windows-1256.
_MOJIBAKE = {
    "windows-1252": re.compile(
        "[ØÙÚÛ][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    ),
    "windows-1256": re.compile(
        "[طظعغ][\xa0-\xbe\u0152\u0153\u0192\u02c6\u2013-\u203a\u20ac\u2122\u200c\u200d"
        "\u067e\u0679\u0686\u0698\u0688\u06af\u06a9\u0691\u06ba\u06be\u061b\u061f\u060c]"
    ),
}
_ALEF = {"windows-1252": "Ø§", "windows-1256": "ط§"}  # the commonest letter: no garbled text is without it
_SECOND_BYTE = "§"  # of both, and rare elsewhere
_CONTROLS = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))  # ESC opens some old encodings
_SINGLE_BYTE = ("windows-1256", "iso-8859-6")


def decode(body: bytes, declared: str | None = None) -> Decoded:
    """The text of a page. `declared` is its Content-Type header's charset. Raises ReadError for what is no text."""
    if not body.strip():
        raise ReadError(Outcome.UNREADABLE, "the page is empty (0 bytes of text)")
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            text = body[len(bom) :].decode(encoding, "replace")
            return Decoded(_refuse_binary(text), encoding)
    head = body[:4096]
    if head.startswith(_MAGIC) or _control_share(head) > 0.02:
        raise ReadError(Outcome.UNREADABLE, "the body is binary, not text")
    try:
        return _without_mojibake(body.decode("utf-8"))
    except UnicodeDecodeError:
        return _decode_other(body, _declared_encodings(head, declared))


def _decode_other(body: bytes, names: list[str]) -> Decoded:
    """The text of bytes that are not clean UTF-8: the candidate with the most plausible Arabic wins."""
    lossy = body.decode("utf-8", "replace")
    broken = lossy.count("\ufffd")
    if broken <= max(3, len(_ARABIC.findall(lossy)) // 50) or (broken < 4 and "utf-8" in names):
        return Decoded(lossy, "utf-8", f"{broken} broken bytes in UTF-8 text")
    candidates = [name for name in names if name != "utf-8"]
    candidates += [name for name in _SINGLE_BYTE if name not in candidates]
    scored = [(plausibility(body.decode(name, "replace")), -place, name) for place, name in enumerate(candidates)]
    share, _, best = max(scored)
    if share < 0.5:
        # No Arabic in it: a Western page, or none at all.
        best = next((name for name in candidates if name not in _SINGLE_BYTE), "windows-1252")
    text = _refuse_binary(body.decode(best, "replace"))
    if names and best == names[0]:
        return Decoded(text, best)
    told = f"declared as {names[0]}" if names else "without a declared encoding"
    return Decoded(text, best, f"{told}, read as {best}")


def plausibility(text: str) -> float:
    """How much of the text's non-ASCII is Arabic as it is written: about 1, below 0.5 for a wrong reading."""
    others = sum(1 for letter in text if letter > "\x7f")
    if not others:
        return 0.0
    letters = sum(len(word) for word in _WORDS.findall(text))
    return (letters - 2 * len(_ALIEN.findall(text))) / others + len(_ARTICLE.findall(text)) * 4 / others


def _without_mojibake(text: str) -> Decoded:
    """Undoes UTF-8 that was once read as another code page and written again; refuses what cannot be undone."""
    if _SECOND_BYTE not in text:
        return Decoded(text, "utf-8")
    for encoding, pattern in _MOJIBAKE.items():
        wrong = len(pattern.findall(text)) if _ALEF[encoding] in text else 0
        if wrong >= 12 and wrong * 4 >= len(_ARABIC.findall(text)):
            return _undone(text, encoding)
    return Decoded(text, "utf-8")


def _undone(text: str, encoding: str) -> Decoded:
    repaired = bytearray()
    for letter in text:
        try:
            repaired += letter.encode(encoding)
        except UnicodeEncodeError:
            # The bytes that windows-1252 leaves open come through as C1 controls; the rest was never mojibake.
            repaired += letter.encode("latin-1") if letter <= "\xff" else letter.encode("utf-8")
    fixed = repaired.decode("utf-8", "replace")
    if fixed.count("\ufffd") > len(fixed) // 100 + 2:
        raise ReadError(Outcome.UNREADABLE, f"the text is garbled (UTF-8 read as {encoding}) beyond repair")
    return Decoded(fixed, "utf-8", f"garbled text (UTF-8 read as {encoding}) was put right")


def _declared_encodings(head: bytes, header: str | None) -> list[str]:
    """What the header and the page's own head name, as Python codec names, the header first."""
    told = [header] if header else []
    told += [match.decode("ascii") for match in _DECLARED.findall(head)]
    names: list[str] = []
    for name in told:
        try:
            "".encode(name)
        except (LookupError, UnicodeError):
            continue
        codec = name.lower().replace("_", "-")
        codec = {"utf8": "utf-8", "cp1256": "windows-1256", "arabic": "iso-8859-6"}.get(codec, codec)
        if codec not in names and not codec.startswith(("utf-16", "utf-32")):
            names.append(codec)
    return names


def _control_share(data: bytes) -> float:
    return 1 - len(data.translate(None, _CONTROLS)) / len(data) if data else 0.0


def _refuse_binary(text: str) -> str:
    head = text[:4096]
    if sum(1 for letter in head if letter < " " and letter not in "\t\n\r\f\x1b") > len(head) * 0.02:
        raise ReadError(Outcome.UNREADABLE, "the body is binary, not text")
    return text
