"""Syria TV (syria.tv), a Drupal site: articles labelled «التغطية الحية», the home of 2018, the lists of 2025."""

import re
from collections.abc import Iterator

from lxml import etree
from scrapy.http import Request

from crawler.addresses import url_key
from crawler.cleaning import clean_line
from crawler.document import Document
from crawler.items import Precision, Update
from crawler.layouts import article, listing, paragraphs, read_by_evidence, unique
from crawler.opening import is_byline
from crawler.readable import text_of
from crawler.spider import PageSpider
from crawler.times import Told, told_time

Element = etree._Element

# `2018.07.03 | 11:07 دمشق`
_STAMP = re.compile(r"\d{4}\.\d{1,2}\.\d{1,2}\s*\|\s*\d{1,2}:\d{2}(?:\s*[^\W\d_]+)?")
_LABEL = "التغطية الحية"
_TITLES = "//*[contains(concat(' ', @class, ' '), ' field--name-node-title ')]"
_DAY_FIELD = "field--name-field-published-date"


class SyriaTvSpider(PageSpider):
    name = "syria_tv"
    zone = "Asia/Damascus"
    domains = ("syria.tv",)
    pages = ("https://www.syria.tv/",)

    def read(self, document: Document) -> Iterator[Update | Request]:
        if not document.is_html or any(document.json_ld_of("LiveBlogPosting")):
            yield from read_by_evidence(document)
        elif listed := unique(_listed(document)):
            yield from listed
        elif paragraphs.recognise(document) is not None:
            yield from paragraphs.read(document)
        elif (stamp := _stamp(document)) is not None or _is_article(document):
            yield from _article(document, stamp)
        elif cards := unique(listing.read(document)):
            yield from cards
        else:
            yield from read_by_evidence(document)


def _listed(document: Document) -> Iterator[Update]:
    """The items of a Drupal 8 list: a title field with a link, and a date field in the same row."""
    titles = document.elements(_TITLES)
    for title in titles:
        link = title.find(".//a[@href]")
        url = document.absolute(link.get("href")) if link is not None else None
        headline = clean_line(text_of(title))
        if url is None or not headline:
            continue
        day = next(_days(_row(title, set(titles))), None)
        told = told_time(text_of(day), document) if day is not None else None
        fields = told.fields() if told else {}
        yield Update(
            key=url_key(url), native=True, headline=headline, url=url, layout=listing.NAME, partial=True, **fields
        )


def _row(title: Element, titles: set[Element]) -> Element:
    """The row around a list's title: the largest box with no second title in it."""
    row = title
    while (parent := row.getparent()) is not None and sum(element in titles for element in parent.iter()) == 1:
        row = parent
    return row


def _days(row: Element) -> Iterator[Element]:
    return (element for element in row.iter() if _DAY_FIELD in (element.get("class") or "").split())


def _is_article(document: Document) -> bool:
    """An article's head and body; og:type says «article» on every page of the outlet, its home included."""
    evidence = article.recognise(document)
    cards = listing.recognise(document)
    return evidence is not None and (cards is None or evidence.certainty > cards.certainty)


def _article(document: Document, stamp: str | None) -> Iterator[Update]:
    told = _told(stamp, document)
    update = article.read_article(document, published=told)
    if not update.headline and not update.text:
        return
    live = any(text_of(element) == _LABEL for element in document.root.iter("a", "div", "span", "h2", "h3", "h4"))
    yield update.with_(
        author=_byline(document) or update.author,
        section=_LABEL if live else update.section,
        raw_time=stamp if told else update.raw_time,
    )


def _stamp(document: Document) -> str | None:
    """The line under the headline that tells the time as the outlet's readers see it."""
    for element in document.root.iter("div", "span", "time", "p", "li", "small"):
        if element.text and "|" in element.text and (match := _STAMP.search(text_of(element))):
            return match.group()
    return None


def _told(stamp: str | None, document: Document) -> Told | None:
    told = told_time(stamp, document) if stamp else None
    return told if told is not None and told.precision is Precision.MINUTE else None


def _byline(document: Document) -> str | None:
    lines = (element.text for element in document.root.iter("div", "span", "a", "p") if len(element) == 0)
    return next((name for line in lines if line and is_byline(name := " ".join(line.split()))), None)
