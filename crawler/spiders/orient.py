"""Orient News (orient-news.net): a ticker without ids, times or addresses above the cards of its articles."""

from collections.abc import Iterator

from scrapy.http import Request

from crawler.document import Document
from crawler.items import Update
from crawler.layouts import article, listing, read_by_evidence, ticker, unique
from crawler.spider import PageSpider


class OrientSpider(PageSpider):
    name = "orient"
    zone = "Asia/Damascus"
    domains = ("orient-news.net",)
    pages = ("http://orient-news.net/ar",)

    def read(self, document: Document) -> Iterator[Update | Request]:
        lines = unique(ticker.read(document)) if document.is_html else []
        if not lines or _is_article(document):
            yield from read_by_evidence(document)
            return
        document.notes.append(f"a ticker of {len(lines)} lines, and the cards beside it")
        yield from lines
        yield from unique(listing.read(document))


def _is_article(document: Document) -> bool:
    """An article has the ticker of every page above it, and a head that tells its time."""
    evidence = article.recognise(document)
    cards = listing.recognise(document)
    return evidence is not None and evidence.certainty >= 0.5 and (cards is None or cards.certainty < 0.5)
