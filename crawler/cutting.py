"""Cuts the bytes of a page that tells its updates twice into its JSON-LD, its blocks and all else, unparsed."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

_LD = b"ld+json"
_ID = re.compile(rb'(?<=\s)id="([^"<>&]+)"')
_NEVER = (b"\0", b"\r", b"<")  # in JSON-LD: libxml2 may read it otherwise
_LIVE = re.compile(rb"isLive")  # there the page may say that it is over; an expression is the fastest here
_GARBLED = "\u00a7"  # stands in most text that was read as another code page


@dataclass(frozen=True, slots=True)
class Opening:
    """How the blocks of a page begin: their tag, and what stands in it beside the id."""

    tag: bytes
    written: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Cut:
    """A page's JSON-LD scripts as they stand; its blocks by id; a digest of all that stands around both."""

    data: tuple[str, ...]
    blocks: dict[str, bytes]
    frame: bytes


def cut_first(body: bytes, tag: str, ids: Collection[str]) -> tuple[Opening, Cut] | None:
    """How the blocks of these ids begin, and the page cut up; None where not each begins in one place of the page."""
    parted = _parted(body, tag.encode())
    if parted is None:
        return None
    wanted = {identity.encode() for identity in ids}
    opening = Opening(tag.encode(), frozenset(written for own, written, _ in parted.pieces if own in wanted))
    parts = _cut(parted, opening)
    return (opening, parts) if parts is not None and parts.blocks.keys() == set(ids) else None


def cut(body: bytes, opening: Opening) -> Cut | None:
    """The page cut up; None where it does not divide cleanly, or an id stands twice."""
    parted = _parted(body, opening.tag)
    return _cut(parted, opening) if parted is not None else None


class _Parted(NamedTuple):
    """A page's JSON-LD; what stands before its first tag of a kind; what each such tag begins, with id and tag."""

    scripts: list[bytes]
    first: bytes
    pieces: list[tuple[bytes, bytes, bytes]]


def _parted(body: bytes, tag: bytes) -> _Parted | None:
    parted = _without_data(body)
    if parted is None:
        return None
    first, *pieces = parted[1].split(_begin(tag))
    return _Parted(parted[0], first, [(*_opening(piece), piece) for piece in pieces])


def _cut(parted: _Parted, opening: Opening) -> Cut | None:
    around: list[bytes] = []
    blocks: dict[bytes, bytes] = {}
    for identity, piece in _segments(parted, opening):
        end = _end(piece, opening.tag) if identity else 0
        if end < 0 or identity in blocks:
            return None
        if identity:
            blocks[identity] = piece[:end]
        if piece[end:].strip():
            around.append(piece[end:])
    try:
        data = tuple(script.decode() for script in parted.scripts)
        named = {identity.decode(): block for identity, block in blocks.items()}
    except UnicodeDecodeError:
        return None
    if any(_GARBLED in script for script in data):
        return None
    return Cut(data, named, blake2b(b"\0".join(around), digest_size=16).digest())


def _without_data(body: bytes) -> tuple[list[bytes], bytes] | None:
    """What stands in the JSON-LD scripts, and the page without it."""
    scripts: list[bytes] = []
    rest: list[bytes] = []
    at = 0
    while (told := body.find(_LD, at)) >= 0:
        begin = body.find(b">", told) + 1
        end = body.find(b"</script", begin)
        if not begin or end < 0:
            return None
        script = body[begin:end]
        if any(sign in script for sign in _NEVER) or _LIVE.search(script):
            return None
        scripts.append(script)
        rest.append(body[at:begin])
        at = end
    return scripts, b"".join((*rest, body[at:]))


def _segments(parted: _Parted, opening: Opening) -> Iterator[tuple[bytes, bytes]]:
    """What stands before the first block, then each block with what follows it, by its id."""
    begin = _begin(opening.tag)
    identity, held = b"", [parted.first]
    for own, written, piece in parted.pieces:
        if own and written in opening.written:
            yield identity, begin.join(held)
            identity, held = own, [piece]
        else:
            held.append(piece)
    yield identity, begin.join(held)


def _begin(tag: bytes) -> bytes:
    return b"<" + tag + b" "


def _opening(piece: bytes) -> tuple[bytes, bytes]:
    """The id in the tag that a piece begins with, and the tag without it; twice nothing for a tag without one."""
    written = b" " + piece[: piece.find(b">") + 1]
    match = _ID.search(written)
    return (match.group(1), written[: match.start()] + written[match.end() :]) if match else (b"", b"")


def _end(piece: bytes, tag: bytes) -> int:
    """Where the block that a piece begins with is closed; -1 where it is not."""
    depth, at = 1, 0
    begin, close = b"<" + tag, b"</" + tag + b">"
    while depth:
        end = piece.find(close, at)
        if end < 0:
            return -1
        depth += piece.count(begin, at, end) - 1
        at = end + len(close)
    return at
