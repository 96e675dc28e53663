"""Watch: a standing interest, as plain values."""

from dataclasses import dataclass
from typing import Literal

Scope = Literal["paragraph", "sentence", "update"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What to look for (`any`, `all`, `none`: terms that must meet `within` a scope), where, and whom to tell.

    Empty `sources` means all. `deliver` is as the configuration writes it: "now", "15m", "08:00,20:00", "off".
    """

    name: str
    title: str = ""
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    within: Scope = "paragraph"
    sources: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    deliver: str = "now"
