"""Breaks pages as the world does, and worse: cut off, tags dropped, nested deep, attributes mangled, random bytes."""

import random
import re
from collections.abc import Callable

Break = Callable[[bytes, random.Random], bytes]

_TAG = re.compile(rb"<[^>]{1,200}>")
_VALUE = re.compile(rb"=\"[^\"]{0,80}\"")
_NUMBER = re.compile(rb"\d{1,13}")
_JUNK_TEXT = r"""
]]> --> <!-- <![CDATA[ </script> " ' &#0; &#xD800; &#99999999; \ud83d NaN 1e999 null
"""
_BYTES = (b"\x00\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xae")
_LONG = (b"{" * 300, b"[" * 3000, b"<" * 50, b"9" * 400)
_JUNK = (*_JUNK_TEXT.encode().split(), *_BYTES, *_LONG)


def cut_off(page: bytes, rng: random.Random) -> bytes:
    return page[: rng.randrange(1, len(page))]


def beginning_lost(page: bytes, rng: random.Random) -> bytes:
    return page[rng.randrange(1, len(page)) :]


def tags_dropped(page: bytes, rng: random.Random) -> bytes:
    share = rng.choice((0.05, 0.3, 0.8))
    return _TAG.sub(lambda match: b"" if rng.random() < share else match.group(), page)


def tags_doubled(page: bytes, rng: random.Random) -> bytes:
    return _TAG.sub(lambda match: match.group() * rng.choice((1, 1, 1, 3)), page)


def nested_deep(page: bytes, rng: random.Random) -> bytes:
    tag = rng.choice((b"div", b"span", b"li", b"blockquote", b"table", b"a", b"b", b"article"))
    at = rng.randrange(len(page))
    closed = (b"</" + tag + b">") * 5000 if rng.random() < 0.5 else b""
    return page[:at] + (b"<" + tag + b">") * 5000 + page[at:] + closed


def deep_data(page: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(page))
    return page[:at] + rng.choice((b'{"a":', b"[", b'{"blocks":[')) * 5000 + page[at:]


def attributes_mangled(page: bytes, rng: random.Random) -> bytes:
    values = (b"", b'=""', b"=x y", b"='", b'="\xd8"', b'="' + b"a" * 5000 + b'"', b'="-1"', b'="0000-00-00T99:99"')
    return _VALUE.sub(lambda match: rng.choice(values) if rng.random() < 0.2 else match.group(), page)


def numbers_mangled(page: bytes, rng: random.Random) -> bytes:
    values = (
        b"0",
        b"-1",
        b"99999999999999999999",
        b"9999999999",
        b"1e308",
        b"00",
        "٩٩".encode(),
        b"",
        b"253402300800000",
    )
    return _NUMBER.sub(lambda match: rng.choice(values) if rng.random() < 0.3 else match.group(), page)


def random_bytes(page: bytes, rng: random.Random) -> bytes:
    broken = bytearray(page)
    for _ in range(max(1, len(page) // rng.choice((20, 200, 2000)))):
        broken[rng.randrange(len(broken))] = rng.randrange(256)
    return bytes(broken)


def junk_put_in(page: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randrange(1, 12)):
        at = rng.randrange(len(page))
        page = page[:at] + rng.choice(_JUNK) + page[at:]
    return page


def pieces_moved(page: bytes, rng: random.Random) -> bytes:
    pieces = [page[at : at + len(page) // 9 + 1] for at in range(0, len(page), len(page) // 9 + 1)]
    rng.shuffle(pieces)
    return b"".join(pieces)


def repeated(page: bytes, rng: random.Random) -> bytes:
    a, b = sorted(rng.randrange(len(page)) for _ in range(2))
    return page[:b] + page[a:b] * min(40, 400_000 // max(b - a, 1)) + page[b:]


def encoded_otherwise(page: bytes, rng: random.Random) -> bytes:
    encoding = rng.choice(("windows-1256", "iso-8859-6", "utf-16", "cp1252", "utf-7"))
    return page.decode("utf-8", "replace").encode(encoding, "replace")


BREAKS: tuple[Break, ...] = (
    cut_off, beginning_lost, tags_dropped, tags_doubled, nested_deep, deep_data, attributes_mangled, numbers_mangled,
    random_bytes, junk_put_in, pieces_moved, repeated, encoded_otherwise,
)  # fmt: skip


def broken(page: bytes, rng: random.Random) -> tuple[bytes, str]:
    """The page broken in one way or in several, and the names of these ways."""
    ways = rng.sample(BREAKS, rng.choice((1, 1, 1, 2, 3)))
    for way in ways:
        page = way(page, rng) or b"<"
    return page, ", ".join(way.__name__ for way in ways)
