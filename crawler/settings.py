"""The Scrapy settings: what `scrapy list`, `crawl` and `shell` run with, and the daemon's on top of them."""

from importlib.metadata import version
from typing import Any

PRODUCT = "Marsad"


def user_agent(contact: str) -> str:
    """`Marsad/0.1.0 (+desk@example.org)`: who asks, and where to complain."""
    name = f"{PRODUCT}/{version('marsad')}"
    return f"{name} (+{contact})" if contact else name


BOT_NAME = "marsad"
SPIDER_MODULES = ["crawler.spiders"]
USER_AGENT = user_agent("")
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "ar,en;q=0.5",
}

# Plain asyncio: the daemon's loop is the only one. Scrapy's default is a Twisted reactor.
TWISTED_REACTOR_ENABLED = False

# On by default: an HTTP server that runs the code sent to it, and a telnet console.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
MEMUSAGE_ENABLED = False

ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = PRODUCT
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.robots.RobotsMiddleware": 100,
    "crawler.pacing.PacingMiddleware": 110,
}

DOWNLOAD_TIMEOUT = 20
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024  # of the body as sent, and again after unpacking
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False  # live pages refresh themselves with it: an endless redirect
COOKIES_ENABLED = False
HTTPCACHE_ENABLED = False
AUTOTHROTTLE_ENABLED = False

DOWNLOAD_DELAY = 1
DOWNLOAD_DELAY_JITTER = 0
CONCURRENT_REQUESTS = 64
CONCURRENT_REQUESTS_PER_DOMAIN = 1

# Not 429 and 503: Scrapy would repeat them at once, whatever their Retry-After says.
RETRY_TIMES = 1
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]

LOG_LEVEL = "INFO"
LOGSTATS_INTERVAL = 0
FEED_EXPORT_ENCODING = "utf-8"

DAEMON: dict[str, Any] = {
    # The pace is that of crawler.politeness. A request that was given up on holds its place in Scrapy's
    # slot until it times out, so the slot is wider than the one turn at a time that a host gets.
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    # The next poll is the retry: one within the same second would overstep the pace.
    "RETRY_ENABLED": False,
    "STATS_DUMP": False,
    # Exactly what the daemon uses. What Scrapy's own lists name besides is loaded with all that it imports, also
    # where it is then switched off (FTP, a telnet console, a list of all domains): 4 MB, and time at each request.
    "DOWNLOADER_MIDDLEWARES_BASE": {},
    "DOWNLOADER_MIDDLEWARES": {
        "crawler.robots.RobotsMiddleware": 100,
        "crawler.pacing.PacingMiddleware": 110,
        "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
        "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
        "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
        "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
        "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    },
    "SPIDER_MIDDLEWARES_BASE": {},
    "EXTENSIONS_BASE": {},
    # A page must not lead the daemon to a file of this machine either.
    "DOWNLOAD_HANDLERS": {
        **dict.fromkeys(("data", "file", "ftp", "s3")),
        **dict.fromkeys(("http", "https"), "crawler.handlers.OneTryHandler"),
    },
}


def settings_for(contact: str, **overrides: Any) -> dict[str, Any]:
    """The settings of the daemon's one Crawler, for `crawler.runner.Downloader`."""
    common = {name: value for name, value in globals().items() if name.isupper() and name not in ("DAEMON", "PRODUCT")}
    return {**common, **DAEMON, "USER_AGENT": user_agent(contact), **overrides}
