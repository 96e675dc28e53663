"""One article rewritten in place: its entries are paragraphs opened by a time, عاجل, a bullet or a heading."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from crawler.addresses import url_key
from crawler.cleaning import clean, clean_line
from crawler.counters import without_counters
from crawler.document import Document, Element
from crawler.items import Update
from crawler.keys import text_key
from crawler.layouts import Evidence, article, entries
from crawler.opening import LIVE_LABELS, squeezed, take_opening
from crawler.readable import body_of, is_box_of_furniture, markup, misnamed, text_of
from crawler.timeline import placed_clocks
from crawler.times import Told, is_time_text, told_time, with_colons

NAME = "paragraphs"

_FEWEST = 3
_SHORTEST = 12  # characters of an entry's text
_BOXES = frozenset(("div", "section", "article", "main", "ul", "ol", "center", "table", "tbody", "tr", "td", "body"))
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_LONGEST_HEADING = 120
_PLACES = "غرينتش|GMT|UTC|دمشق|مكة|القدس|بيروت|بغداد|القاهرة|عمان|عمّان|غزة|الدوحة"
_ZONE = (
    r"(?:\s*(?:صباحا?ً?|مساءً?|ص|م|ظهراً?|عصراً?|فجراً?)(?!\w))?"
    rf"(?:\s*\(?\s*(?:ب?توقيت\s+\S+|{_PLACES})(?!\w)\)?)?"
)
_CLOCK = re.compile(
    rf"^[\s\[(«•*●▪■◾🔴🔵-]*(?:الساعة\s+)?(?P<clock>[\d٠-٩]{{1,2}}:[\d٠-٩]{{2}}{_ZONE})(?![\d٠-٩]|:\d)[\s\])»|:–—\-.،]*"
)
_LONGEST_CLOCK = 40
_DAY_AND_CLOCK = re.compile(r"^[^\n]{4,60}?[\d٠-٩]{1,2}:[\d٠-٩]{2}[^\n]{0,20}$")
_URGENT = re.compile(r"^[\s•*●▪■◾🔴🔵|-]*(?P<mark>عاجل(?:\s+جداً)?|تحديث(?:\s+جديد)?|خبر\s+عاجل)\s*[|:–—\-…]+\s*")
_BULLET = re.compile(r"^\s*(?P<mark>[•●▪■◾◼▶►✦🔴🔵🔻🔸🔹]|[*\-–—](?=\s))\s*")
_LIVE_TITLE = re.compile(
    r"تغطية\s+(?:مباشرة|حية|مستمرة|متواصلة|خاصة)|التغطية\s+(?:الحية|المباشرة|المستمرة)|لحظة\s+بلحظة|"
    r"(?:^|[\s|:–-])مباشر(?=[\s|.:–-]|$)|متابعة\s+(?:مباشرة|حية)|تحديث\s+مستمر|أولاً?\s+بأول|\blive\b",
    re.IGNORECASE,
)
# What opens the entries of a page, the surest first.
_KINDS = ("clock", "urgent", "bullet", "heading")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the article, with what opens it: its kind, the time and the mark as written."""

    text: str
    kind: str = ""
    clock: str | None = None
    mark: str | None = None
    headed: bool = False  # it stands in a heading: `<h3>11:07 - …</h3>`


@dataclass(slots=True)
class Part:
    """An entry of the article: its opening and its paragraphs."""

    clock: str | None
    mark: str | None
    headline: str = ""
    texts: list[str] = field(default_factory=list)


def recognise(document: Document) -> Evidence | None:
    if not document.is_html:
        return None
    kind, parts = _split(document)
    if not kind or (kind == "clock" and entries.leads_to_articles(document)):
        return None
    if kind == "clock":
        return Evidence(0.905, f"one article with {len(parts)} paragraphs that open with a time")
    return Evidence(0.905, f"one article of live coverage with {len(parts)} paragraphs, each opened by a {kind}")


def read(document: Document) -> Iterator[Update]:
    kind, parts = _split(document)
    if not kind:
        return
    node = next(document.json_ld_of(*article.TYPES), {})
    headline = article.headline_of(document, node)
    lead = _lead(document, headline)
    if lead:
        yield _update_of_lead(headline, lead, document)
    shown = article.published_of(document, node, body_of(document))
    placed = placed_clocks([part.clock for part in parts], document, shown)
    texts = without_counters(["\n\n".join(part.texts) for part in parts])
    for part, text, clock in zip(parts, texts, placed, strict=True):
        told = clock or (told_time(part.clock, document) if part.clock else None)
        yield _update(part, text, told, document)


def _update_of_lead(headline: str, lead: str, document: Document) -> Update:
    return Update(
        key=url_key(document.canonical_url),
        native=True,
        headline=headline or None,
        text=lead,
        url=document.canonical_url,
        layout=NAME,
    )


def _update(part: Part, text: str, told: Told | None, document: Document) -> Update:
    return Update(
        key=text_key(part.headline, text, **(told.key_fields if told else {})),
        native=False,
        headline=part.headline or None,
        text=text or None,
        url=document.canonical_url,
        section=part.mark,
        layout=NAME,
        **(told.fields() if told else {}),
    )


def _split(document: Document) -> tuple[str, list[Part]]:
    """What opens the article's entries, and the entries; "" where it has none. Looked for once a page."""
    if NAME not in document.memo:
        document.memo[NAME] = _find(document)
    kind, parts, _ = document.memo[NAME]
    return kind, parts


def _lead(document: Document, headline: str) -> str:
    """The text above the first entry, without what an article's opening holds."""
    _, _, lines = document.memo[NAME]
    return take_opening("\n\n".join(lines), headline, (), document).text


def _find(document: Document) -> tuple[str, list[Part], list[str]]:
    body = body_of(document)
    if body is None:
        return "", [], []
    lines = list(_lines(body.element, misnamed(document)))
    kind = _kind(lines, _is_live(document))
    if not kind:
        return "", [], []
    lead, parts = _parts(lines, kind)
    parts = [part for part in parts if len(f"{part.headline} {' '.join(part.texts)}") >= _SHORTEST]
    return (kind, parts, lead) if len(parts) >= _FEWEST else ("", [], [])


def _kind(lines: list[Line], live: bool) -> str:
    """What opens the entries: times by themselves; all else only on a page that says it is live coverage."""
    counted = Counter(line.kind for line in lines)
    long = sum(1 for line in lines if len(line.text) >= _SHORTEST)
    if counted["clock"] >= _FEWEST and counted["clock"] * 6 >= long:
        return "clock"
    if not live:
        return ""
    return next((kind for kind in _KINDS[1:] if counted[kind] >= _FEWEST and counted[kind] * 6 >= long), "")


def _is_live(document: Document) -> bool:
    """Whether the page says that it is live coverage: in a label of its own, in its title or its heading."""
    titles = [document.title, document.meta_first("og:title") or ""]
    titles += [text_of(heading) for heading in document.root.iterfind(".//h1")]
    if any(_LIVE_TITLE.search(title) for title in titles):
        return True
    labels = document.root.iter("a", "span", "div", "strong", "li", "h2", "h3", "h4", "p")
    texts = (text for label in labels if (text := label.text) and "تغطية" in text)
    return any(" ".join(text.split()) in LIVE_LABELS for text in texts)


def _parts(lines: list[Line], kind: str) -> tuple[list[str], list[Part]]:
    """The lead's lines, and the entries: each begins at an opening of this kind or a surer one."""
    opening = _KINDS[: _KINDS.index(kind) + 1]
    lead: list[str] = []
    parts: list[Part] = []
    for line in lines:
        if line.kind in opening and not (parts and _is_bare(parts[-1]) and line.kind == "heading"):
            is_headline = line.kind == "heading" or (line.headed and len(line.text) <= _LONGEST_HEADING)
            parts.append(Part(line.clock, line.mark, line.text if is_headline else ""))
            if line.text and not is_headline:
                parts[-1].texts.append(line.text)
        elif not parts:
            lead.append(line.text)
        elif line.kind == "heading" and _is_bare(parts[-1]):
            parts[-1].headline = line.text
        else:
            parts[-1].texts.append(line.text)
    return lead, parts


def _is_bare(part: Part) -> bool:
    """Whether the entry has its time so far and no words."""
    return part.clock is not None and not part.headline and not part.texts


def _lines(body: Element, exempt: frozenset[Element]) -> Iterator[Line]:
    """The body's paragraphs in order. What stands in a quote or a caption opens nothing."""
    for element in _blocks(body, exempt):
        heading = element.tag in _HEADINGS or _is_all_strong(element)
        item = element.tag == "li"
        for text in clean(markup(element)).text.split("\n\n"):
            for line in text.split("\n"):
                if line.strip():
                    told = _line(line.strip(), heading, item)
                    yield replace(told, headed=True) if element.tag in _HEADINGS and told.clock else told


def _line(text: str, heading: bool, item: bool) -> Line:
    if match := _CLOCK.match(with_colons(text[:_LONGEST_CLOCK]) + text[_LONGEST_CLOCK:]):
        return Line(text[match.end() :].strip(), "clock", match.group("clock"))
    if len(text) <= 80 and _DAY_AND_CLOCK.match(text) and is_time_text(text):
        return Line("", "clock", text)
    if match := _URGENT.match(text):
        return Line(text[match.end() :].strip(), "urgent", mark=match.group("mark"))
    if match := _BULLET.match(text):
        return Line(text[match.end() :].strip(), "bullet")
    if item:
        return Line(text, "bullet")
    if heading and 8 <= len(text) <= _LONGEST_HEADING:
        return Line(clean_line(text).strip("+*=# "), "heading")  # `+++ … +++`
    return Line(text)


def _blocks(body: Element, exempt: frozenset[Element]) -> Iterator[Element]:
    """The blocks that hold paragraphs: the smallest boxes around text, in the page's order, adverts' boxes left out."""
    waiting = [body]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        if element.tag in _BOXES and not (element.text or "").strip() and not _has_loose_text(element):
            if element is body or element in exempt or not is_box_of_furniture(element):
                waiting.extend(reversed(element))
        else:
            yield element


def _has_loose_text(element: Element) -> bool:
    return any((child.tail or "").strip() for child in element)


def _is_all_strong(element: Element) -> bool:
    """Whether a paragraph is set in bold as a whole: a heading by its looks."""
    if element.tag != "p":
        return False
    whole = squeezed(text_of(element))
    return bool(whole) and whole == "".join(squeezed(text_of(bold)) for bold in element if bold.tag in ("strong", "b"))
