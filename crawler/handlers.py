"""The handler of http and https: Scrapy's own on aiohttp, without the repetition that aiohttp does unasked."""

from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.crawler import Crawler


class OneTryHandler(AiohttpDownloadHandler):
    """aiohttp repeats a request at once where the server cut a kept connection; that would overstep the pace."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._session._retry_connection = False  # as aiohttp's own test client sets it: there is no public way
