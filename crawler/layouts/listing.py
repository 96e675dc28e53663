"""A page of links to articles: repeated cards with a link and a headline; its items are partial."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.addresses import same_site, url_key
from crawler.cleaning import clean_line
from crawler.day_headings import days_above
from crawler.document import Document, Element
from crawler.items import Update
from crawler.layouts import Evidence
from crawler.marks import epoch_of, mark_text, time_marks
from crawler.readable import body_of, is_outside, text_of
from crawler.timeline import on_day, placed_clocks
from crawler.times import Told, is_clock_only, is_time_text, told_time

NAME = "listing"

_FEWEST = 3
_SHORTEST = 15  # characters of a headline that no menu entry has
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CLIMB = 6
_COPIES = 6  # places of one article on a page: slider, bar, mobile copy
_MOST = 1_000  # cards of one page
_MORE = re.compile(r"المزيد|التفاصيل|more", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Card:
    """One article as a listing shows it."""

    url: str
    headline: str
    element: Element
    heading: bool  # the headline stands in a heading
    time: str | None


def recognise(document: Document) -> Evidence | None:
    if not document.is_html:
        return None
    found = cards(document)
    if len(found) < _FEWEST:
        return None
    body = body_of(document)
    sure = sum(1 for card in found if card.heading or card.time)
    headlines = sum(len(card.headline) for card in found)
    certainty = 0.45 + 0.3 * sure / len(found)
    if body is not None and body.length > headlines and body.length > 400:
        # The links stand beside a text, or the text is made of their teasers.
        certainty = certainty + 0.1 if _holds_the_text(found, body.element) else min(certainty, 0.35)
    return Evidence(certainty, f"{len(found)} cards with links and headlines, {sure} of them with a heading or a time")


def _holds_the_text(found: list[Card], body: Element) -> bool:
    """Whether nearly all text of the body stands in cards, each with its small share of it."""
    whole = len(text_of(body))
    inside = set(body.iter())
    shares = [len(text_of(card.element)) / max(whole, 1) for card in found if card.element in inside]
    return len(shares) >= _FEWEST and max(shares) < 0.5 and sum(shares) > 0.7


def read(document: Document) -> Iterator[Update]:
    found = cards(document)
    for card, told in zip(found, _times(found, document), strict=True):
        yield card_update(card, told)


def _times(found: list[Card], document: Document) -> list[Told | None]:
    """When each card says that its article came; bare clocks by the days above them, or by the page's own."""
    told = [told_time(card.time, document) if card.time else None for card in found]
    clocks = [card.time if card.time and is_clock_only(card.time) else None for card in found]
    if sum(map(bool, clocks)) < _FEWEST:
        return told
    days = days_above([card.element for card in found], document)
    if any(days):
        pairs = zip(days, clocks, strict=True)
        placed = [on_day(day, clock, document) if day and clock else None for day, clock in pairs]
    else:
        placed = placed_clocks(clocks, document)
    return [time or clock for time, clock in zip(told, placed, strict=True)]


def card_update(card: Card, told: Told | None) -> Update:
    """The partial update of a card."""
    return Update(
        key=url_key(card.url),
        native=True,
        headline=card.headline,
        url=card.url,
        section=_section(card),
        layout=NAME,
        partial=True,
        **(told.fields() if told else {}),
    )


def cards(document: Document) -> list[Card]:
    """The page's cards in its order, one for each article; found once a page."""
    if "cards" not in document.memo:
        document.memo["cards"] = _find(document)
    found: list[Card] = document.memo["cards"]
    return found


def _find(document: Document) -> list[Card]:
    outside: dict[Element, bool] = {}
    links: dict[str, list[Element]] = {}
    own = {url_key(document.url), url_key(document.canonical_url)}
    targets: dict[Element, str] = {}
    for link in document.root.iter("a"):
        url = document.absolute(link.get("href"))
        if url is None or not same_site(url, document.url) or is_outside(link, outside):
            continue
        label = text_of(link)
        if 0 < len(label) < _SHORTEST and link.find(".//img") is None and not _MORE.search(label):
            continue  # a section's or an author's name
        key = url_key(url)
        targets[link] = key
        if key not in own:
            links.setdefault(key, []).append(link)
    marks = frozenset(time_marks(document))
    found = []
    for key, group in list(links.items())[:_MOST]:
        card = _card(key, group, targets, marks, document)
        if card is not None:
            found.append(card)
    return found


def _card(
    key: str, group: list[Element], targets: dict[Element, str], marks: frozenset[Element], document: Document
) -> Card | None:
    """The card around the links to one article; several links may lead to it from several places."""
    best: Card | None = None
    texts = {text_of(link) for link in group}
    if len({text for text in texts if len(text) >= _SHORTEST}) > 3:
        return None  # one address under many headlines: a ticker without links of its own
    for link in group[:_COPIES]:
        element = _box(link, key, targets)
        headline, heading = _headline(element, link)
        if len(headline) < _SHORTEST or len(headline.split()) < 3 or len(headline) > 300:
            continue
        time = _time_text(element, marks)
        card = Card(document.absolute(link.get("href")) or key, headline, element, heading, time)
        if best is None or (card.heading, card.time is not None) > (best.heading, best.time is not None):
            best = card
    return best


def _box(link: Element, key: str, targets: dict[Element, str]) -> Element:
    """The largest box around the link that leads to no second article."""
    box = link
    for _ in range(_CLIMB):
        parent = box.getparent()
        if parent is None or parent.tag in ("body", "html", "main", "ul", "ol", "table", "tbody"):
            break
        others = {targets[other] for other in parent.iter("a") if other in targets and len(text_of(other)) >= _SHORTEST}
        headings = sum(1 for _ in parent.iter(*_HEADINGS))
        if others - {key} or headings > 1:
            break
        box = parent
    return box


def _headline(box: Element, link: Element) -> tuple[str, bool]:
    headings = [text_of(heading) for heading in box.iter(*_HEADINGS)]
    heading = next((text for text in headings if len(text) >= _SHORTEST), None)
    if heading is not None:
        return clean_line(heading), True
    title = text_of(link) or (link.get("title") or "").strip()
    return " ".join(title.split()), False


def _time_text(box: Element, marks: frozenset[Element]) -> str | None:
    """The card's time as written: a <time>, an epoch, the short text of a box that names itself a date or is one."""
    for element in box.iter("time"):
        told = element.get("datetime") or text_of(element)
        if told:
            return told
    within = [element for element in box.iter("*") if element in marks]
    if epoch := next((epoch for element in within if (epoch := epoch_of(element))), None):
        return epoch
    for element in box.iter("span", "div", "p", "small", "samp", "li"):
        if re.search(r"date|time|ago", f"{element.get('class') or ''}", re.I):
            text = text_of(element)
            if 3 <= len(text) <= 60:
                return text
    return next((text for text in map(mark_text, within) if 4 <= len(text) <= 60 and is_time_text(text)), None)


def _section(card: Card) -> str | None:
    """The card's section: a short link that leads elsewhere and stands in the card."""
    for link in card.element.iter("a"):
        text = text_of(link)
        if (
            2 <= len(text) < _SHORTEST
            and text not in card.headline
            and not _MORE.search(text)
            and not re.search(r"\d", text)
        ):
            return text
    return None
