"""The composition root: the one place that constructs the program's parts from a configuration."""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from arabic.concepts import Concepts
from arabic.places import Gazetteer
from crawler.browser import Browser
from crawler.browser import missing as browser_missing
from crawler.fetcher import Fetcher
from crawler.politeness import Politeness
from crawler.runner import Downloader
from crawler.settings import settings_for, user_agent
from crawler.spiders import spider_names
from monitor.channels import Channel, build_channel
from monitor.clock import Clock, SystemClock
from monitor.config import Config, ConfigError, General, Mistake, WatchConfig, load_config, mistake_for_term
from monitor.daemon import Daemon, stop_on_signals
from monitor.delivery import Deliverer
from monitor.messages import Glossary
from monitor.pipeline import Outlet, Rules, enqueue_notice, enqueue_welcome
from monitor.poll import Poller
from monitor.vocabulary import vocabulary
from monitor.watches.matcher import TermError, WatchMatcher, compile_watches
from monitor.watches.watch import Watch
from storage.database import Database, Tx

log = logging.getLogger(__name__)

# These have one recipient, without an address.
_RECIPIENTS = {"console": "console", "slack": "webhook", "webhook": "webhook", "apprise": "service"}


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The running parts."""

    config: Config
    rules: Rules
    clock: Clock
    database: Database
    downloader: Downloader
    politeness: Politeness
    poller: Poller
    deliverer: Deliverer


def checked_config(path: Path) -> tuple[Config, Rules]:
    """The configuration with every watch compiled; raises ConfigError with every mistake that was found."""
    config = load_config(path, spiders=spider_names(), secrets=True)
    rules = compile_rules(config)
    if found := [*template_mistakes(config), *render_mistakes(config)]:
        raise ConfigError(found)
    return config, rules


def watch_values(config: Config) -> list[Watch]:
    """The watches as the matcher takes them."""
    return [
        Watch(
            name=watch.name,
            title=watch.title,
            any=tuple(watch.any),
            all=tuple(watch.all),
            none=tuple(watch.none),
            query=watch.query or "",
            within=watch.within,
            sources=tuple(watch.sources),
            channels=tuple(watch.channels),
            deliver=str(watch.deliver),
            urgent=_urgent_queries(config, watch),
        )
        for watch in config.watches
    ]


def _urgent_queries(config: Config, watch: WatchConfig) -> tuple[str, ...]:
    """What makes a hit of a watch urgent: by its own word, or by that of one of its channels."""
    queries = [watch.urgent, *(config.channels[name].urgent for name in watch.channels)]
    return tuple(dict.fromkeys(query for query in queries if query is not None))


def compile_rules(config: Config) -> Rules:
    """What the configuration says about alerts; raises ConfigError for a term that cannot be read."""
    concepts, places = vocabulary(config)
    return Rules(
        matcher=_matcher(config, concepts, places),
        glossary=Glossary(concepts, places),
        watches={watch.name: watch for watch in config.watches},
        channels={
            name: Outlet(
                recipients=_recipients(config, name),
                zone=config.zone,
                operator=channel.operator,
                quiet=channel.quiet,
                urgent=channel.urgent,
                max_per_hour=channel.max_per_hour,
                stale_after=channel.stale_after,
                escalate_to=channel.escalate.to if channel.escalate else None,
                escalate_after=channel.escalate.after if channel.escalate else timedelta(0),
                gloss=channel.gloss == "en",
            )
            for name, channel in config.channels.items()
        },
        source_titles={source.name: source.title for source in config.sources},
        zone=config.zone,
        backlog=config.marsad.backlog,
        late_after=config.marsad.late_after,
    )


def _matcher(config: Config, concepts: Concepts, places: Gazetteer) -> WatchMatcher:
    try:
        matcher = compile_watches(watch_values(config), concepts=concepts, places=places)
        unheard = set(config.channels) - {name for watch in config.watches for name in watch.channels}
        queries = [query for name in unheard if (query := config.channels[name].urgent) is not None]
        compile_watches([Watch(name="", query=query) for query in queries], concepts=concepts, places=places)
        return matcher
    except TermError as error:
        mistake = mistake_for_term(config.file, config.watches, error.term, error.reason, channels=config.channels)
        raise ConfigError([mistake]) from None


@asynccontextmanager
async def open_app(config: Config, rules: Rules, *, clock: Clock | None = None) -> AsyncIterator[App]:
    """Everything that `run` needs, opened in order and closed in the reverse order, whatever happens."""
    clock = clock or SystemClock()
    database = Database.open(config.marsad.database, create=True, exclusive=True)
    politeness = Politeness(per_host_seconds=config.marsad.per_host.total_seconds())
    downloader = Downloader(
        settings_for(config.marsad.contact), on_crawl_delay=politeness.crawl_delay, pace=politeness.pace
    )
    browser = Browser(downloader.download, politeness.pace, user_agent=user_agent(config.marsad.contact))
    try:
        await downloader.start()
        poller = Poller(
            fetcher=Fetcher(downloader, politeness, clock, browser),
            database=database,
            clock=clock,
            rules=rules,
            sources={source.name: source for source in config.sources},
        )
        deliverer = Deliverer(
            database=database, channels=build_channels(config), rules=rules, clock=clock, worker=_worker()
        )
        await database.write(lambda tx: bury_orphans(tx, config, rules, clock))
        await database.write(lambda tx: welcome(tx, config, rules, clock))
        yield App(
            config=config,
            rules=rules,
            clock=clock,
            database=database,
            downloader=downloader,
            politeness=politeness,
            poller=poller,
            deliverer=deliverer,
        )
        poller.close()
    finally:
        await browser.close()
        await downloader.stop()
        await asyncio.to_thread(database.close)


@asynccontextmanager
async def open_fetcher(general: General | None) -> AsyncIterator[Fetcher]:
    """A fetcher alone, for the commands that look at one page; None: there is no configuration."""
    politeness = Politeness(per_host_seconds=general.per_host.total_seconds()) if general else Politeness()
    downloader = Downloader(
        settings_for(general.contact if general else ""), on_crawl_delay=politeness.crawl_delay, pace=politeness.pace
    )
    browser = Browser(downloader.download, politeness.pace, user_agent=str(downloader.settings["USER_AGENT"]))
    await downloader.start()
    try:
        yield Fetcher(downloader, politeness, SystemClock(), browser)
    finally:
        await browser.close()
        await downloader.stop()


def build_channels(config: Config) -> dict[str, Channel]:
    from monitor.channels.templates import Templates  # jinja2 is slow to import

    templates = Templates(config.marsad.templates)
    return {name: build_channel(name, channel, templates=templates) for name, channel in config.channels.items()}


def render_mistakes(config: Config) -> list[Mistake]:
    """What is not installed that rendering pages needs."""
    problem = browser_missing() if any(source.render for source in config.sources) else None
    names = [source.name for source in config.sources if source.render]
    if problem is None:
        return []
    return [Mistake(config.file, problem, f'[[sources]] "{name}"', "render", '"browser"') for name in names]


def template_mistakes(config: Config) -> list[Mistake]:
    """What is wrong with the user's templates."""
    folder = config.marsad.templates
    if folder is None:
        return []
    from monitor.channels.trial import faults  # jinja2 is slow to import

    return [
        Mistake(
            config.file, f"{fault.file}{f', line {fault.line}' if fault.line else ''}: {fault.problem}", "templates"
        )
        for fault in faults(folder)
    ]


def bury_orphans(tx: Tx, config: Config, rules: Rules, clock: Clock) -> None:
    """What is still owed to channels that left the configuration becomes a dead letter; the operator is told."""
    now = clock.now()
    for channel in tx.outbox.channels_owed():
        if channel in config.channels:
            continue
        count = tx.outbox.bury_channel(channel, reason="its channel is no longer in the configuration", now=now)
        text = (
            f"Channel {channel} left the configuration while {count} deliveries were owed to it. They are dead letters "
            f"now: see `marsad deliveries list --state dead`; with the channel back, "
            f"`marsad deliveries replay --since 1d --channel {channel}` sends them."
        )
        enqueue_notice(tx, rules, text, now)


def welcome(tx: Tx, config: Config, rules: Rules, clock: Clock) -> None:
    """A channel that joins later is greeted with a sample; the first channels of a new database are not."""
    now = clock.now()
    for channel in tx.troubles.meet(config.channels, now):
        enqueue_welcome(tx, rules, channel, now)


async def serve(path: Path, stop: asyncio.Event | None = None) -> None:
    """`marsad run`: the daemon until SIGTERM, SIGINT or `stop`."""
    config, rules = checked_config(path)
    stop = stop or asyncio.Event()
    stop_on_signals(asyncio.get_running_loop(), stop)
    async with open_app(config, rules) as app:
        daemon = Daemon(
            config=config,
            rules=rules,
            database=app.database,
            poller=app.poller,
            deliverer=app.deliverer,
            clock=app.clock,
            reload=lambda: reload(app, daemon),
            recycle=app.downloader.recycle,
        )
        await daemon.run(stop)


async def reload(app: App, daemon: Daemon) -> None:
    """Takes the changed file, all or nothing; raises ConfigError where it is wrong."""
    config, rules = checked_config(daemon.config.path)
    if config.marsad.database != daemon.config.marsad.database:
        problem = "cannot change while the service runs; restart it"
        raise ConfigError([Mistake(str(config.path), problem, "[marsad]", "database")])
    app.politeness.per_host_seconds = config.marsad.per_host.total_seconds()
    app.poller.use(rules, {source.name: source for source in config.sources})
    await app.deliverer.use(build_channels(config), rules)
    await app.database.write(lambda tx: bury_orphans(tx, config, rules, app.clock))
    await app.database.write(lambda tx: welcome(tx, config, rules, app.clock))
    app.deliverer.wake()
    await daemon.use(config, rules)


def _recipients(config: Config, name: str) -> tuple[str, ...]:
    channel = config.channels[name]
    if channel.kind in ("email", "slack") and channel.to:
        return tuple(channel.to)
    return (_RECIPIENTS[channel.kind],)


def _worker() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"
