"""Watch: a standing interest, as plain values."""

from dataclasses import dataclass
from typing import Literal

Scope = Literal["paragraph", "sentence", "update"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What to look for, where, and whom to tell.

    `any`, `all` and `none` are terms; they and the `query` must be fulfilled together `within` a scope.
    Empty `sources` means all. `deliver` is as the configuration writes it: "now", "15m", "08:00,20:00", "off".
    What fulfils one of the `urgent` queries together with the watch, in the same stretch of text, is urgent.
    """

    name: str
    title: str = ""
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    query: str = ""
    within: Scope = "paragraph"
    sources: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    deliver: str = "now"
    urgent: tuple[str, ...] = ()
