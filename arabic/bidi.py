"""The invisible marks of the bidirectional algorithm: named, taken out, and put around a text (UAX 9)."""

import re

from arabic.letters import BIDI_CONTROLS

LRM = "\u200e"  # LEFT-TO-RIGHT MARK
RLM = "\u200f"  # RIGHT-TO-LEFT MARK
ALM = "\u061c"  # ARABIC LETTER MARK
LRI = "\u2066"  # LEFT-TO-RIGHT ISOLATE
RLI = "\u2067"  # RIGHT-TO-LEFT ISOLATE
FSI = "\u2068"  # FIRST STRONG ISOLATE
PDI = "\u2069"  # POP DIRECTIONAL ISOLATE

_CONTROL = re.compile(f"[{''.join(sorted(BIDI_CONTROLS))}]")


def strip_controls(text: str) -> str:
    """The text without any bidi control."""
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text  # nearly always: then one text is held, not two


def isolate(text: str) -> str:
    """The text in an isolate of its own direction; controls inside it are taken out, so that it always closes."""
    return f"{FSI}{strip_controls(text)}{PDI}"
