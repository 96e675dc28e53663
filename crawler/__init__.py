"""From a URL to Updates: fetching politely, recognising a page's layout, reading its single updates."""

from crawler.spared import spare

spare()  # before anything of this package imports Scrapy
