"""The steps that the commands share which look at one page: checking what is asked, fetching it, reading a kept one."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import CommandError, print_json, read_config

if TYPE_CHECKING:
    from crawler.taking import Taken
    from monitor.config import Config

_FILE_ENDINGS = (".html", ".htm", ".xml", ".json")
_FURTHER = 5  # answers besides the page that a look asks for


def check_reading(zone: str, spider: str) -> None:
    """Ends the command where there is no such zone or spider."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from crawler.spiders import spider_names

    if spider and spider not in spider_names():
        raise CommandError(f'no spider "{spider}"; there are: {", ".join(spider_names())}', 2)
    try:
        ZoneInfo(zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        raise CommandError(f'no time zone "{zone}"; write an IANA name such as Asia/Damascus', 2) from None


def refuse_closed(url: str, as_json: bool) -> None:
    """Ends the command with an honest answer for a platform that cannot be polled."""
    from monitor.cli.probing import closed_answer
    from monitor.config.platforms import closed_platform

    name = closed_platform(url if "://" in url else f"https://{url}")
    if name is None:
        return
    answer = closed_answer(name, url)
    if as_json:
        print_json({"url": url, "problem": answer})
        raise click.exceptions.Exit(2)
    raise CommandError(answer, 2)


def fetch_one(
    url: str, config_path: Path, zone: str, spider: str, *, browser: bool, further: int = _FURTHER
) -> "Taken":
    """The page of a URL; what went wrong ends the command with the outcome in words."""
    from crawler.browser import missing
    from crawler.fetcher import FetchError

    problem = missing() if browser else None
    if problem is not None:
        raise CommandError(f"--browser {problem}")

    address = full_address(url)
    config = read_config(config_path) if config_path.exists() else None
    try:
        return asyncio.run(_take(address, config, zone, spider, further, browser))
    except FetchError as error:
        raise CommandError(f"{address}: {error.outcome}: {error.reason}") from None


def full_address(url: str) -> str:
    """The address to fetch: a bare host gets https, a Telegram channel the address of its public preview."""
    from urllib.parse import urlsplit

    address = url if "://" in url else f"https://{url}"
    parts = urlsplit(address)
    if "://" not in url and parts.path in ("", "/") and url.endswith(_FILE_ENDINGS):
        raise CommandError(f'no file "{url}"', 2)
    if not parts.hostname or " " in url or "." not in parts.hostname:
        raise CommandError(f'"{url}" is neither a file nor an address', 2)
    names = [name for name in parts.path.split("/") if name]
    if parts.hostname in ("t.me", "telegram.me") and len(names) == 1:
        return f"https://t.me/s/{names[0]}"
    return address


async def _take(url: str, config: "Config | None", zone: str, spider: str, further: int, browser: bool) -> "Taken":
    from crawler.catalog import outlet_for
    from crawler.spiders import spider_class, spider_for
    from crawler.taking import take
    from monitor.app import open_fetcher

    outlet = outlet_for(url)
    reader = spider_class(spider or (outlet.spider if outlet and outlet.spider != "auto" else spider_for(url)))()
    async with open_fetcher(config.marsad if config else None) as fetcher:
        return await take(
            fetcher, url, reader, zone or (outlet.zone if outlet else reader.zone), further=further, render=browser
        )


def from_file(file: Path, url: str | None, fetched_at: str | None, zone: str) -> "Taken":
    """A saved page: with what `sources record` wrote beside it, or with what the options tell."""
    from crawler.taking import Taken, kept

    try:
        taken = kept(file)
    except ValueError as error:
        raise CommandError(str(error), 2) from None
    if taken is not None:
        return taken
    if url is None:
        raise CommandError(f"{file}: tell with --url which address it was fetched from", 2)
    at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    if fetched_at is not None:
        try:
            at = datetime.fromisoformat(fetched_at)
        except ValueError:
            raise CommandError(f'--fetched-at "{fetched_at}" is not ISO 8601', 2) from None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return Taken(url=url, status=200, headers={}, body=file.read_bytes(), fetched_at=at, zone=zone)
