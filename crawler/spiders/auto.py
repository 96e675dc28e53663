"""The spider for any page: tries the layouts by evidence, from the most to the least certain."""

from collections.abc import Iterator

from scrapy.http import Request

from crawler.document import Document
from crawler.items import Update
from crawler.layouts import read_by_evidence
from crawler.spider import PageSpider


class AutoSpider(PageSpider):
    name = "auto"

    def read(self, document: Document) -> Iterator[Update | Request]:
        yield from read_by_evidence(document)
