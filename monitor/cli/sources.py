"""`marsad sources list | spiders | catalog | probe URL | record URL`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.common import CommandError, config_option, json_option, open_database, print_json, read_config
from monitor.cli.looking import check_reading, fetch_one, from_file, refuse_closed

if TYPE_CHECKING:
    from monitor.config import Source
    from storage.rows import Page


@click.group(name="sources", short_help="Health of each page; known outlets; a look at one page.")
def command() -> None:
    """Sources: the outlets of the configuration and their pages."""


@command.command(name="list")
@config_option
@json_option
def list_(config_path: Path, as_json: bool) -> None:
    """Show each configured page with what its last polls came to."""
    config = read_config(config_path)
    known = {}
    if config.marsad.database.exists():
        with open_database(config) as database:
            known = {(page.source, page.url): page for page in database.read_now(lambda tx: tx.pages.all())}
    for source in config.sources:
        followers = [url for name, url in known if name == source.name and url not in source.pages]
        for url in [*source.pages, *followers]:
            page = known.get((source.name, url))
            if as_json:
                print_json(_row(source, url, page))
            elif page is None or not page.closed or url in source.pages:
                for line in _lines(source, url, page):
                    click.echo(line)


def _row(source: "Source", url: str, page: "Page | None") -> dict[str, Any]:
    return {
        "source": source.name,
        "url": url,
        "spider": source.spider,
        "configured": url in source.pages,
        "closed": page.closed if page else False,
        "layout": page.layout if page else None,
        "outcome": page.outcome if page else None,
        "reason": page.reason if page else None,
        "failures": page.failures if page else 0,
        "entries": page.entries_last if page else None,
        "checked_at": page.checked_at if page else None,
        "last_new_at": page.last_new_at if page else None,
        "gap": page.gap_note if page else None,
        "gap_at": page.gap_at if page else None,
        "ended": page.ended_note if page else None,
    }


def _lines(source: "Source", url: str, page: "Page | None") -> Iterator[str]:
    layout = page.layout if page and page.layout else source.spider
    state = page.outcome if page and page.outcome else "not polled yet"
    last_new = f"last new {page.last_new_at:%Y-%m-%d %H:%M}" if page and page.last_new_at else "nothing yet"
    yield f"{source.name:16} {state:12} {layout:10} {last_new:26} {url}"
    if page is None:
        return
    if url not in source.pages:
        yield f"{'':16} goes on with a page that ended; not in the configuration"
    if page.failures:
        yield f"{'':16} failed {page.failures} times: {page.reason}"
    if page.gap_at:
        yield f"{'':16} possible gap, {page.gap_at:%Y-%m-%d %H:%M} UTC: {page.gap_note}"
    if page.ended_note:
        told = "another page goes on with it" if page.successor_id else "no page is known that goes on with it"
        yield f"{'':16} has ended ({page.ended_note}); {told}{', closed' if page.closed else ''}"


@command.command()
@config_option
@json_option
def spiders(config_path: Path, as_json: bool) -> None:
    """Show the spiders that a source may name; `auto` reads every layout that is known."""
    from crawler.spiders import spider_class, spider_names

    for name in spider_names():
        told = (spider_class(name).__doc__ or "").strip().partition("\n")[0]
        if as_json:
            print_json({"name": name, "about": told})
        else:
            click.echo(f"{name:12} {told}")


@command.command()
@click.argument("name", required=False)
@click.option("--country", help="Only of this country (ISO 3166: SY, LB, JO …; INT: international services).")
@config_option
@json_option
def catalog(name: str | None, country: str | None, config_path: Path, as_json: bool) -> None:
    """Show the outlets that are known, and how sure each address is; with NAME one outlet and its table.

    «+» marks those of which the configuration has a page.
    """
    from dataclasses import asdict

    from crawler.catalog import outlet_for, outlets
    from monitor.cli.probing import outlet_text

    found = [one for one in outlets() if country is None or one.country == country.upper()]
    found = [one for one in found if name is None or one.name == name]
    if not found:
        raise CommandError("no such outlet in the catalog; `marsad sources catalog` lists them all", 2)
    config = read_config(config_path) if config_path.exists() else None
    watched = {outlet_for(page) for source in config.sources for page in source.pages} if config else set()
    for one in found:
        if as_json:
            print_json({**asdict(one), "configured": one in watched})
        elif name is not None:
            click.echo("\n".join(outlet_text(one)))
        else:
            best = one.best
            mark = "+" if one in watched else " "
            told = f"{best.sure.value:10}  {best.kind.value:9}  {best.url}  {one.title}"
            click.echo(f"{mark} {one.name:18} {one.country:3}  {told}")


@command.command()
@click.argument("target", metavar="URL|FILE")
@click.option("--url", help="Of a FILE: the address that it was fetched from.")
@click.option("--fetched-at", help="Of a FILE: when it was fetched (ISO 8601); default: its time of change.")
@click.option("--zone", default="", help="The outlet's zone; default: the catalog's.")
@click.option("--spider", default="", help="The spider that reads it; default: the outlet's own, else auto.")
@click.option("--browser", is_flag=True, help="Run the page's scripts in a browser first (marsad[browser]).")
@click.option("--rows", default=8, show_default=True, type=click.IntRange(0, 5000), help="How many updates to show.")
@config_option
@json_option
def probe(
    target: str,
    url: str | None,
    fetched_at: str | None,
    zone: str,
    spider: str,
    browser: bool,
    rows: int,
    config_path: Path,
    as_json: bool,
) -> None:
    """Look at one page: which layouts fit and why, what would be taken, what else there is, and a table to paste.

    A URL is fetched once, politely: robots.txt is obeyed and its answer shown. Nothing is stored.
    """
    from crawler.probe import probe as look
    from monitor.cli.probing import as_row, as_text

    check_reading(zone, spider)
    refuse_closed(url or target, as_json)
    taken = from_file(Path(target), url, fetched_at, zone) if Path(target).is_file() else None
    taken = taken or fetch_one(target, config_path, zone, spider, browser=browser)
    report = look(
        taken.body,
        url=taken.url,
        headers=taken.headers,
        fetched_at=taken.fetched_at,
        zone=zone or taken.zone,
        spider=spider,
        also=taken.also,
    )
    if as_json:
        print_json(as_row(report, taken))
    else:
        for line in as_text(report, taken, rows):
            click.echo(line)
    if not report.parsed.updates and not report.further:
        raise click.exceptions.Exit(1)


@command.command()
@click.argument("url")
@click.option(
    "-o", "--folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Where to; default: here."
)
@click.option("--name", default="", help="The file's name without its ending; default: from host, path and time.")
@click.option("--zone", default="", help="The outlet's zone; default: the catalog's.")
@click.option("--spider", default="", help="The spider that reads it; default: the outlet's own, else auto.")
@click.option("--browser", is_flag=True, help="Run the page's scripts in a browser first (marsad[browser]).")
@config_option
@json_option
def record(
    url: str, folder: Path, name: str, zone: str, spider: str, browser: bool, config_path: Path, as_json: bool
) -> None:
    """Keep a page as a fixture: its bytes as they came, the answers its spider asks for, and where and when.

    `marsad sources probe FILE` reads it again. Pages are other people's: keep them to
    yourself.
    """
    from crawler.taking import keep

    check_reading(zone, spider)
    refuse_closed(url, as_json)
    taken = fetch_one(url, config_path, zone, spider, browser=browser, further=200)
    try:
        paths = keep(taken, folder, name)
    except OSError as error:
        raise CommandError(f"{folder}: {error.strerror or error}") from None
    if as_json:
        print_json({"url": taken.url, "bytes": len(taken.body), "files": [str(path) for path in paths]})
        return
    for path in paths:
        click.echo(path)
    click.echo(f"read it again with: marsad sources probe {paths[0]}", err=True)
