"""The base of all spiders: a page in, its updates out, without any state between two pages."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.http import Request, Response

from crawler.document import Document, document_of
from crawler.items import Update


class PageSpider(scrapy.Spider):
    """Reads the pages of an outlet. A spider gives `read`; `zone` counts where the configuration tells none."""

    zone: str = ""
    domains: tuple[str, ...] = ()  # the outlet's hosts, each with all below it
    pages: tuple[str, ...] = ()  # what `scrapy crawl` reads without `-a url=…`

    def __init__(self, name: str | None = None, url: str | None = None, zone: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.url = url
        if zone:
            self.zone = zone

    async def start(self) -> AsyncIterator[Request]:
        """The page of `-a url=…` or the spider's own `pages`, for `scrapy crawl`."""
        for url in [self.url] if self.url else self.pages:
            yield Request(url, meta={"zone": self.zone}, dont_filter=True)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Update | Request]:
        if response.request is not None and not response.meta.get("zone"):
            response.meta["zone"] = self.zone
        yield from self.read(document_of(response))

    def read(self, document: Document) -> Iterator[Update | Request]:
        """The page's updates, and requests for more of the same page."""
        raise NotImplementedError
