"""One article: its head tells title, time and names (JSON-LD, OpenGraph), its densest box the text; one update."""

import re
from collections.abc import Iterator
from datetime import UTC
from typing import Any
from urllib.parse import urlsplit

from crawler.addresses import url_key
from crawler.cleaning import clean, clean_line
from crawler.document import Document, Element
from crawler.items import Update
from crawler.layouts import Evidence
from crawler.layouts.liveblog import author_of
from crawler.opening import LIVE_LABELS, is_byline, squeezed, take_opening
from crawler.readable import Body, body_of, is_outside, markup, text_of
from crawler.repeats import are_comments, repeated
from crawler.times import Told, corrected, first_told, is_time_text, told_time, zone_of

NAME = "article"

TYPES = ("NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BlogPosting",
         "BackgroundNewsArticle", "Report")  # fmt: skip

_PUBLISHED = ("article:published_time", "og:article:published_time", "datepublished", "publish-date", "publishdate",
              "pubdate", "date", "dc.date", "dc.date.issued", "publisheddate", "sailthru.date")  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastdate")
_FULL_BODY = 250  # characters that make an article of a page whose head does not say so
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CAPTION_BOX = re.compile(r"(?:^|[\s_-])caption(?:$|[\s_-])", re.IGNORECASE)
_UPDATED = re.compile(r"تحديث|تعديل|updated?|modified", re.IGNORECASE)
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](?:[a-z_]+/)?(\d\d?)[/-](\d\d?)(?:[/-]|$)")
# `// انتهى //`, `(النهاية)`, and what comes after it: a clock, the number of the news
_ENDED = re.compile(r"^[ /()*=\-–]*(?:انتهى|النهاية)[ /()*=\-–]*$", re.MULTILINE)
_LONGEST_ENDING = 60
_SOURCES = re.compile(r"\n+(?:المصدر|المصادر)\s*:\s*[^\n.؛]{2,50}$")
_LONGEST_DATE = 60
_LONGEST_TEASER = 100  # characters: what is longer is the text
_YEAR = re.compile(r"(?:19|20)\d\d|[١٢][٩٠][٠-٩]{2}")
_TITLE_END = re.compile(r"\s+[|–—\-]\s+[^|–—]{2,40}$")
_DATE_BOX = re.compile(
    r"(?:^|[\s_-])(?:date|time|published|pubdate|timestamp|post-?date|entry-?date|meta|info|created)(?:$|[\s_-])", re.I
)


def recognise(document: Document) -> Evidence | None:
    if not document.is_html:
        return None
    body = body_of(document)
    length = body.length if body else 0
    node = next(document.json_ld_of(*TYPES), None)
    typed = document.meta_first("og:type") == "article"
    heading = len(document.root.findall(".//h1"))
    if node is not None and (length >= _FULL_BODY or node.get("articleBody")):
        return Evidence(0.9, f"JSON-LD {node.get('@type')} and a body of {length} characters")
    if typed and length >= _FULL_BODY:
        return Evidence(0.8, f"og:type article and a body of {length} characters")
    if length >= _FULL_BODY:
        return Evidence(0.5 if heading else 0.3, f"a body of {length} characters")
    if node is not None:
        return Evidence(0.4, f"JSON-LD {node.get('@type')} without a body of its own")
    return Evidence(0.2, "og:type article, but hardly a body") if typed and heading and length else None


def read(document: Document) -> Iterator[Update]:
    update = read_article(document)
    if update.headline or update.text:
        yield update


def read_article(document: Document, *, body: Element | None = None, published: Told | None = None) -> Update:
    """The page as one article; a spider that knows its outlet hands in the body and the time."""
    node = next(document.json_ld_of(*TYPES), {})
    headline = headline_of(document, node)
    author = author_of(node.get("author")) or clean_line(document.meta_first("article:author", "author")) or None
    if author and author.startswith("http"):
        author = None
    found = body_of(document)
    element = body if body is not None else found.element if found else None
    cleaned = clean(_without_comments(element, document)) if element is not None else clean("")
    section = section_of(document, node)
    opening = take_opening(cleaned.text, headline, (author, section), document)
    text = _without_ending(opening.text)
    told_body = clean(node["articleBody"]).text if isinstance(node.get("articleBody"), str) else ""
    if len(told_body) > 1.5 * len(text):
        text = told_body
    published = published or published_of(document, node, found)
    modified = first_told((node.get("dateModified"), *(document.meta_first(name) for name in _MODIFIED)), document)
    modified = corrected(modified, shown_times(document, found), document)
    return Update(
        key=url_key(document.canonical_url),
        native=True,
        headline=headline or None,
        text=text or None,
        updated_at=modified.at if modified else None,
        url=document.canonical_url,
        author=opening.author or author or _byline(document, found),
        section=opening.label if opening.label in LIVE_LABELS else section,
        tags=tags_of(document),
        caption=cleaned.caption or opening.caption or _caption(document, found),
        layout=NAME,
        **(published.fields() if published else {}),
    )


def _without_ending(text: str) -> str:
    """The text up to the line by which an agency ends its news, or which names the sources, where little follows."""
    match = _ENDED.search(text)
    if match and match.start() and len(text) - match.end() <= _LONGEST_ENDING:
        text = text[: match.start()].rstrip()
    return _SOURCES.sub("", text)


def _without_comments(element: Element, document: Document) -> str:
    """The body's markup without what readers wrote below it."""
    whole, group = markup(element), repeated(document)
    if group is not None and are_comments(group):
        for block in group.blocks:
            whole = whole.replace(markup(block), "", 1)
    return whole


def headline_of(document: Document, node: dict[str, Any]) -> str:
    """The article's headline: the heading that the head confirms, else what the head says."""
    headings = [clean_line(text_of(heading)) for heading in document.root.iterfind(".//h1")]
    told = [node.get("headline"), document.meta_first("og:title", "twitter:title"), document.title]
    head = [clean_line(title) for title in told if isinstance(title, str) and title.strip()]
    for heading in headings:
        if len(heading) > 8 and any(squeezed(heading) in squeezed(title) for title in head):
            return heading
    if head:
        own = any(squeezed(_TITLE_END.sub("", title)) == squeezed(head[0]) for title in head[1:])
        return head[0] if own or (len(head) > 2 and node) else _TITLE_END.sub("", head[0])
    return next((heading for heading in headings if heading), "")


def published_of(document: Document, node: dict[str, Any], body: Body | None = None) -> Told | None:
    """When the article says that it was published, from the surest place to the least."""
    shown = shown_times(document, body)
    head = [node.get("datePublished"), *(value for name in _PUBLISHED for value in document.meta.get(name, ())[:1])]
    marked = [
        element.get("datetime") or element.get("content")
        for element in document.elements('//*[@itemprop="datePublished"]')
    ]
    told = first_told((*head, *marked), document)
    if told is None or told.at is None:
        shown_first = (told_time(text, document) for text in shown if not _UPDATED.search(text))
        told = told or next((time for time in shown_first if time is not None), None)
        told = told or _time_above(document, body) or _day_of_url(document)
    return corrected(told, shown, document)


def _time_above(document: Document, body: Body | None) -> Told | None:
    """The full date that stands by itself above the text, in a box that does not name itself so.

    The day of the visit alone may be that of any page's head.
    """
    outside: dict[Element, bool] = {}
    today = document.fetched_at.astimezone(zone_of(document.zone) or UTC).date()
    for element in _around(document, body).iter("*"):
        text = " ".join((element.text or "").split())
        if len(text) > _LONGEST_TEASER or element.tag in ("aside", "footer"):
            break
        if not 8 <= len(text) <= _LONGEST_DATE or not _YEAR.search(text) or _UPDATED.search(text):
            continue
        told = told_time(text, document) if is_time_text(text) and not is_outside(element, outside) else None
        if told is not None and told.day != today:
            return told
    return None


def _byline(document: Document, body: Body | None) -> str | None:
    lines = (element.text for element in _around(document, body).iter("div", "span", "a", "p") if len(element) == 0)
    return next((name for line in lines if line and is_byline(name := " ".join(line.split()))), None)


def _caption(document: Document, body: Body | None) -> str | None:
    """The caption of the picture above the text."""
    for element in _around(document, body).iter("figcaption", "div", "span", "p"):
        if element.tag == "figcaption" or _CAPTION_BOX.search(element.get("class") or ""):
            line = text_of(element)
            if 3 <= len(line) <= 300:
                return line
    return None


def _day_of_url(document: Document) -> Told | None:
    match = _URL_DAY.search(urlsplit(document.canonical_url).path)
    return told_time("-".join(match.groups()), document) if match else None


def shown_times(document: Document, body: Body | None) -> list[str]:
    """The short texts that stand where a reader finds the article's time: around its heading and its body."""
    texts: list[str] = []
    for element in _around(document, body).iter("time", "span", "div", "p", "li", "td", "small", "i", "b", "samp"):
        names = _CAMEL.sub(" ", f"{element.get('class') or ''} {element.get('id') or ''}")
        if element.tag != "time" and not _DATE_BOX.search(names):
            continue
        text = text_of(element)
        if len(element) and is_time_text(own := " ".join((element.text or "").split())):
            text = own  # the outlet's or the place's name stands beside it
        if 4 <= len(text) <= 80 and (any(letter.isdigit() for letter in text) or is_time_text(text)):
            texts.append(text)
        if len(texts) >= 12:
            break
    return list(dict.fromkeys(texts))


def _around(document: Document, body: Body | None) -> Element:
    """The box that holds the body and the heading near it, and not the page's header with today's date."""
    if body is None:
        return document.root
    box = body.element
    for _ in range(6):
        parent = box.getparent()
        if parent is None or parent.tag in ("body", "html") or box.find(".//h1") is not None:
            break
        box = parent
    return box


def section_of(document: Document, node: dict[str, Any]) -> str | None:
    told = node.get("articleSection") or document.meta_first("article:section", "og:section")
    name = told[-1] if isinstance(told, list) and told else told
    return clean_line(name) or None if isinstance(name, str) else None


def tags_of(document: Document) -> tuple[str, ...]:
    told = document.meta.get("article:tag") or document.meta.get("news_keywords") or document.meta.get("keywords") or ()
    names = [clean_line(name) for tags in told for name in re.split(r"[,،]", tags)]
    return tuple(dict.fromkeys(name for name in names if name))[:30]
