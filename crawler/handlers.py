"""The handler of http and https: Scrapy's own on aiohttp, without what aiohttp does unasked."""

from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.crawler import Crawler

KEPT_SECONDS = 2.0  # a connection for the host's next question; a page's next poll comes later


class OneTryHandler(AiohttpDownloadHandler):
    """aiohttp repeats a request at once where the server cut a kept connection; that would overstep the pace.

    And it keeps connections for 15 s: with asyncio each one over TLS holds half a megabyte.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # There is no public way to either; aiohttp's own test client sets the first like this.
        self._session._retry_connection = False
        assert self._session.connector is not None
        self._session.connector._keepalive_timeout = KEPT_SECONDS
