"""Marked texts: scraped text made clean, its hits marked, and the piece of it that a message shows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from arabic.bidi import strip_controls
from monitor.values import Marked, Match, Stretch

Span = tuple[int, int]

ELLIPSIS = "…"
LEAD = 300  # code points of a field that holds no hit
CUT_SLACK = 30  # code points that a cut may give up to end at a space
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ZERO_WIDTH = re.compile("[\u200b\u2060\ufeff\u00ad]")  # ZWSP, WORD JOINER, BOM, SOFT HYPHEN
_SURROGATES = re.compile("[\ud800-\udfff]")
_SENTENCE_END = re.compile(r"(?<=[.!?؟…])[»”\"')\]]{0,3}\s+|\n+")


def clean(text: str) -> str:
    """Text that every channel can carry: no bidi or other control characters, no lone surrogates; spaces kept."""
    text = _CONTROLS.sub(" ", strip_controls(text))
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", _ZERO_WIDTH.sub("", text))


def one_line(text: str) -> str:
    """Clean text with every run of white space as one space."""
    return " ".join(clean(text).split())


def shorten(text: str, limit: int) -> str:
    """At most `limit` code points, cut at a space where there is one near."""
    if len(text) <= limit:
        return text
    return text[: _space_before(text, limit - 1, max(0, limit - 1 - CUT_SLACK))].rstrip() + ELLIPSIS


def show(text: str, matches: Sequence[Match], *, limit: int) -> Marked:
    """The piece of a field that a message shows, about `limit` code points, with the hits marked.

    The whole field where it is short. Else the sentences that the hits stand in, those with the most different
    terms first, with their neighbours while there is room; a shorter beginning where nothing was hit. `…` stands for
    what was left out.
    """
    hits = _hits(text, matches)
    limit = limit if hits else min(limit, LEAD)
    if len(text) <= limit:
        return _tidy(_mark(text, hits, (0, len(text))))
    stretches: list[Stretch] = []
    end = 0
    for piece in _pieces(text, matches, limit):
        if text[end : piece[0]].strip():
            stretches.append(Stretch(f" {ELLIPSIS} "))
        stretches += _mark(text, hits, piece)
        end = piece[1]
    if text[end : end + 4 * limit].strip():
        stretches.append(Stretch(f" {ELLIPSIS}"))
    return _tidy(stretches)


def _hits(text: str, matches: Iterable[Match]) -> list[Span]:
    """The spans of the matches, in order, overlapping ones as one, inside the text."""
    spans = sorted((max(0, match.start), min(match.end, len(text))) for match in matches)
    merged: list[Span] = []
    for start, end in spans:
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _mark(text: str, hits: Sequence[Span], piece: Span) -> Iterator[Stretch]:
    at, last = piece
    for start, end in hits:
        start, end = max(start, at), min(end, last)
        if start < end:
            yield Stretch(text[at:start])
            yield Stretch(text[start:end], hit=True)
            at = end
    yield Stretch(text[at:last])


def _tidy(stretches: Iterable[Stretch]) -> Marked:
    """Cleaned stretches, white space collapsed across them, neighbours of a kind joined."""
    tidied: list[Stretch] = []
    space = True  # as after a space: none at the beginning
    for hit, group in groupby(stretches, key=lambda stretch: stretch.hit):
        text = re.sub(r"\s+", " ", clean("".join(stretch.text for stretch in group)))
        if space:
            text = text.lstrip()
        if text:
            space = text.endswith(" ")
            tidied.append(Stretch(text, hit=hit))
    if tidied:
        tidied[-1] = Stretch(tidied[-1].text.rstrip(), hit=tidied[-1].hit)
    return tuple(stretch for stretch in tidied if stretch.text)


def sentences(text: str) -> list[Span]:
    """The sentences and lines of a text, without the white space between them."""
    spans, start = [], 0
    for boundary in _SENTENCE_END.finditer(text):
        end = boundary.end() - len(boundary.group()) + len(boundary.group().rstrip())
        spans.append((start, end))
        start = boundary.end()
    spans.append((start, len(text)))
    return [(start, end) for start, end in spans if text[start:end].strip()]


def _pieces(text: str, matches: Sequence[Match], limit: int) -> list[Span]:
    """The parts of a long text to show, in order, neighbouring ones joined."""
    all_sentences = sentences(text) or [(0, 0)]
    terms: dict[int, set[str]] = {}
    first_hit: dict[int, int] = {}
    position = 0
    for match in sorted(matches, key=lambda match: match.start):
        while position + 1 < len(all_sentences) and all_sentences[position + 1][0] <= match.start:
            position += 1
        terms.setdefault(position, set()).add(match.term)
        first_hit.setdefault(position, match.start)
    wanted = sorted(terms, key=lambda number: (-len(terms[number]), number)) or [0]
    wanted += [number + step for step in (1, -1, 2, -2) for number in sorted(terms or [0])]
    chosen: dict[int, Span] = {}
    room = limit
    for number in wanted:
        if number in chosen or not 0 <= number < len(all_sentences):
            continue
        start, end = all_sentences[number]
        if end - start > room and chosen:
            continue
        chosen[number] = _window(text, (start, end), first_hit.get(number, start), limit)
        room -= chosen[number][1] - chosen[number][0]
    return _joined(text, [chosen[number] for number in sorted(chosen)])


def _joined(text: str, pieces: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in pieces:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _window(text: str, sentence: Span, hit: int, limit: int) -> Span:
    """The sentence, or as much of a long one as fits around the hit."""
    start, end = sentence
    if end - start <= limit:
        return sentence
    begin = start
    if hit - start > limit // 2:
        begin = _space_before(text, hit - limit // 4, max(start, hit - limit // 4 - CUT_SLACK))
    stop = min(end, begin + limit)
    return begin, stop if stop == end else _space_before(text, stop, max(begin + 1, stop - CUT_SLACK))


def _space_before(text: str, at: int, lowest: int) -> int:
    """The place of the last white space in `text[lowest:at + 1]`, else `at`."""
    return next((place for place in range(at, lowest - 1, -1) if text[place : place + 1].isspace()), at)
