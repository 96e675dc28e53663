"""The spiders: one file an outlet whose structure is known, and `auto` for all others."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import urlsplit

from crawler.spider import PageSpider


@cache
def _spiders() -> dict[str, type[PageSpider]]:
    return {spider.name: spider for module in iter_modules(__path__) for spider in _defined_in(module.name)}


def _defined_in(module: str) -> Iterator[type[PageSpider]]:
    members = vars(import_module(f"{__name__}.{module}")).values()
    for member in members:
        if isinstance(member, type) and issubclass(member, PageSpider) and member is not PageSpider:
            yield member


def spider_names() -> list[str]:
    """The names that `spider = "…"` may have."""
    return sorted(_spiders())


def spider_class(name: str) -> type[PageSpider]:
    """The spider of a name; KeyError for one that does not exist."""
    return _spiders()[name]


def spider_for(url: str) -> str:
    """The name of the spider that knows the URL's outlet, else `auto`."""
    host = (urlsplit(url).hostname or "").lower()
    for name, spider in sorted(_spiders().items()):
        if any(host == domain or host.endswith(f".{domain}") for domain in spider.domains):
            return name
    return "auto"
