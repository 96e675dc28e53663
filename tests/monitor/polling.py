"""A poller over a real database and a real fetcher, for tests that poll pages by hand."""

from contextlib import asynccontextmanager

from monitor.app import checked_config
from monitor.daemon import prepare_pages
from monitor.poll import Poller
from storage.database import Database
from tests.crawler.fetching import fetching
from tests.support import CONSOLE, write_config


@asynccontextmanager
async def polling(folder, clock, *urls):
    """Gives database, poller, configuration and rules; the URLs are pages of the source «ufuq»."""
    config, rules = checked_config(write_config(folder, page='", "'.join(urls), tables=CONSOLE))
    sources = {source.name: source for source in config.sources}
    async with fetching(clock=clock) as fetcher:
        with Database.open(folder / "marsad.db", create=True) as database:
            poller = Poller(fetcher=fetcher, database=database, clock=clock, rules=rules, sources=sources)
            await prepare_pages(database, config, clock.now())
            try:
                yield database, poller, config, rules
            finally:
                poller.close()
