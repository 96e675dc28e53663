"""A ticker: short lines of one shape without ids, times or addresses of their own, on a page of whatever kind."""

import re
from collections.abc import Iterator

from crawler.cleaning import clean_line
from crawler.document import Document, Element
from crawler.items import Update
from crawler.keys import text_key
from crawler.layouts import Evidence
from crawler.readable import beginning_of, body_of, is_outside, text_of

NAME = "ticker"

_FEWEST = 3
_SHORTEST = 18  # characters of a line that tells something
_LONGEST = 300
_MOST = 200
# How pages of any outlet name such a bar. It is asked of the list or of a box right around it.
_NAMES = re.compile(r"tick|breaking|urgent|marquee|news-?bar|nbar|flash|crawl|latest-?line|agel|ajel", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:أخبار\s+|خبر\s+)?عاجل(?:ة)?|شريط\s+(?:ال)?أخبار|آخر\s+الأخبار|الشريط\s+الإخباري", re.IGNORECASE
)
_AROUND = 3  # boxes above the list that may carry its name
_LINES = ("li", "div", "p", "span", "a", "marquee")
_MARK = re.compile(r"^\s*(?:عاجل\s*[|:–—-]*|[•●▪■|*-])\s*")
# How to receive the channel: satellites, frequencies, polarisation. One of the strong words, or two of the weak.
_STRONG = re.compile(
    r"تردد(?:ات|ها|نا)?\b|\bالترددات|نايل\s*سات|نايلسات|عرب\s*سات|عربسات|هوت\s*بيرد|معدل\s+الترميز|يوتلسات|سهيل\s*سات"
)
_WEAK = re.compile(r"أفقي|عمودي|ترميز|استقطاب|\b\d{4,5}\b|\b\d/\d\b|\b\d{2,3}\.\d\b|fm|ميغا\s*هرتز|mhz", re.IGNORECASE)


def recognise(document: Document) -> Evidence | None:
    if not document.is_html:
        return None
    found = lines_of(document)
    if not found:
        return None
    body = body_of(document)
    alone = body is None or sum(map(len, found)) * 3 >= body.total
    return Evidence(0.35 if alone else 0.25, f"a ticker of {len(found)} lines without times or addresses of their own")


def read(document: Document) -> Iterator[Update]:
    for line in lines_of(document):
        yield Update(key=text_key(line, None), native=False, headline=line, url=document.url, layout=NAME)


def lines_of(document: Document) -> list[str]:
    """The ticker's lines in the page's order, each once, without notices of frequencies. Found once a page."""
    if NAME not in document.memo:
        document.memo[NAME] = max((_lines(box) for box in _bars(document)), key=len, default=[])
    found: list[str] = document.memo[NAME]
    return found


def is_frequency_notice(line: str) -> bool:
    """Whether a line tells how to receive a channel: `نايل سات: 11334 - عمودي - 27500`."""
    weak = len(_WEAK.findall(line))
    return (_STRONG.search(line) is not None and (weak > 0 or "التردد" in line)) or weak >= 3


def _bars(document: Document) -> Iterator[Element]:
    """The boxes that are named or labelled as a ticker and hold lines of one shape."""
    for box in document.root.iter("div", "ul", "ol", "section", "marquee"):
        if _is_named(box) and not is_outside(box, {}, frozenset((box,))):
            yield box


def _is_named(box: Element) -> bool:
    if box.tag == "marquee" or _NAMES.search(f"{box.get('class') or ''} {box.get('id') or ''}"):
        return True
    first = next((child for child in box if isinstance(child.tag, str)), None)
    return first is not None and _LABEL.fullmatch(beginning_of(first, 30).strip(" :|")) is not None


def _lines(box: Element) -> list[str]:
    """The texts of the box's blocks of one tag that hold no further block of it; none where they lead to articles."""
    best: list[str] = []
    for tag in _LINES:
        elements = [element for element in box.iter(tag) if next(element.iterdescendants(tag), None) is None][:_MOST]
        lines = [_MARK.sub("", clean_line(text_of(element))) for element in elements]
        told = [
            (line, element)
            for line, element in zip(lines, elements, strict=True)
            if _SHORTEST <= len(line) <= _LONGEST and len(line.split()) >= _FEWEST
        ]
        kept = [line for line, _ in told if not is_frequency_notice(line)]
        if len(told) < _FEWEST or len(kept) <= len(best) or _leads_away([element for _, element in told]):
            continue
        best = list(dict.fromkeys(kept))
    return best


def _leads_away(elements: list[Element]) -> bool:
    """Whether the lines lead to addresses of their own: then they are cards of a listing."""
    links = [link for element in elements if (link := _link(element))]
    return len(links) >= _FEWEST and len(set(links)) > len(links) / 2


def _link(element: Element) -> str:
    inner = next(element.iter("a"), None)
    around = next(element.iterancestors("a"), None)
    link = inner if inner is not None else around
    return (link.get("href") or "").strip("# ") if link is not None else ""
