"""Reads the file as TOML; where that fails, says the line and what to type in place of Arabic quotes and commas."""

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from monitor.config.mistakes import ConfigError, Mistake

_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')
_QUOTES = "“”„‟«»‹›‘’‚‛＂"
_COMMAS = {"،": ",", "؛": ";", "＝": "=", "٬": ""}


def read_toml(path: Path, content: bytes) -> dict[str, Any]:
    """The file's tables; raises ConfigError."""
    text = _decode(path, content)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax_mistake(path, text, str(error))]) from None
    except ValueError as error:  # such as a number of more digits than Python reads
        raise ConfigError([Mistake(str(path), f"is not TOML: {error}")]) from None
    except RecursionError:
        raise ConfigError([Mistake(str(path), "is not TOML: brackets within brackets without end")]) from None


def _decode(path: Path, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ConfigError([Mistake(str(path), "is saved as UTF-16; save it as UTF-8")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = f"line {line}: is not UTF-8; save the file as UTF-8 (not Windows-1256)"
        raise ConfigError([Mistake(str(path), problem)]) from None


def _syntax_mistake(path: Path, text: str, message: str) -> Mistake:
    lines = text.split("\n")
    found = _AT.search(message)
    number = int(found[1]) if found and found[1] else len(lines)
    reason = _AT.sub("", message).strip()
    # An unclosed list or string is noticed on a later line than the one that has to be mended.
    for suspect in (number, *range(number - 1, max(0, number - 6), -1)):
        hint = _hint(lines[suspect - 1])
        if hint:
            return Mistake(str(path), f"{hint} (TOML: {reason})", f"line {suspect}")
    if "Unescaped '\\'" in reason or "escape" in reason:
        reason += "; a text with a backslash stands in single quotes: '…'"
    return Mistake(str(path), f"is not TOML: {reason}", f"line {number}")


def _hint(line: str) -> str:
    """What to type in a line, looking only outside its proper quotes and its comment."""
    bare = _QUOTED.sub('""', line).partition("#")[0]
    quotes = [mark for mark in bare if mark in _QUOTES]
    if quotes:
        return f'{" ".join(dict.fromkeys(quotes))} cannot quote a value; write straight quotes: "…"'
    for mark, instead in _COMMAS.items():
        if mark in bare:
            return f"«{mark}» stands outside of quotes; write {instead or 'nothing'} instead"
    if any(letter.isdigit() and not letter.isascii() for letter in bare):
        digits = "".join(letter for letter in bare if letter.isdigit() and not letter.isascii())
        return f"{digits} stands outside of quotes; write {''.join(str(int(digit)) for digit in digits)}"
    for letter in bare.strip("\r"):
        invisible = unicodedata.category(letter) in ("Cf", "Cc", "Zs") and letter not in " \t"
        if invisible:
            name = unicodedata.name(letter, "a control character")
            return f"holds an invisible character, U+{ord(letter):04X} {name}; delete it and type anew"
    return ""
