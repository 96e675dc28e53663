"""The base of all spiders: a page in, its updates out, without any state between two pages."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.http import Request, Response

from crawler.document import Document, document_of
from crawler.items import Update
from crawler.selectors import Selectors
from crawler.selectors import read as selected

# In a Request's meta: it leads to older updates, and is worth asking only where nothing on the page is known yet.
OLDER = "older"
# In a Request's meta: it gives the text of the update of this key, and need not be asked where that is known.
TEXT_OF = "text_of"


class PageSpider(scrapy.Spider):
    """Reads the pages of an outlet. A spider gives `read`; `zone` counts where the configuration tells none."""

    zone: str = ""
    domains: tuple[str, ...] = ()  # the outlet's hosts, each with all below it
    pages: tuple[str, ...] = ()  # what `scrapy crawl` reads without `-a url=…`

    def __init__(
        self,
        name: str | None = None,
        url: str | None = None,
        zone: str | None = None,
        selectors: Selectors | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name, **kwargs)
        self.url = url
        self.selectors = selectors
        if zone:
            self.zone = zone

    async def start(self) -> AsyncIterator[Request]:
        """The page of `-a url=…` or the spider's own `pages`, for `scrapy crawl`."""
        for url in [self.url] if self.url else self.pages:
            yield Request(url, meta={"zone": self.zone}, dont_filter=True)

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Update | Request]:
        if response.request is not None and not response.meta.get("zone"):
            response.meta["zone"] = self.zone
        document = document_of(response)
        if self.selectors is not None and document.is_html:
            yield from selected(document, self.selectors)
            return
        yield from self.read(document)
        for url in dict.fromkeys(document.wanted):
            yield Request(url, callback=self.parse)
        for url in dict.fromkeys(document.older):
            yield Request(url, callback=self.parse, meta={OLDER: True})

    def read(self, document: Document) -> Iterator[Update | Request]:
        """The page's updates, and requests for more of the same page."""
        raise NotImplementedError
