"""`marsad sources list | spiders`."""

from pathlib import Path

import click

from monitor.cli.common import config_option, json_option, open_database, print_json, read_config


@click.group(name="sources", short_help="Health of each page; the spiders there are.")
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
        for url in source.pages:
            page = known.get((source.name, url))
            row = {
                "source": source.name,
                "url": url,
                "spider": source.spider,
                "layout": page.layout if page else None,
                "outcome": page.outcome if page else None,
                "reason": page.reason if page else None,
                "failures": page.failures if page else 0,
                "entries": page.entries_last if page else None,
                "checked_at": page.checked_at if page else None,
                "last_new_at": page.last_new_at if page else None,
            }
            if as_json:
                print_json(row)
                continue
            last_new = f"last new {row['last_new_at']:%Y-%m-%d %H:%M}" if row["last_new_at"] else "nothing yet"
            state = row["outcome"] or "not polled yet"
            click.echo(f"{source.name:16} {state:12} {row['layout'] or source.spider:10} {last_new:26} {url}")
            if row["failures"]:
                click.echo(f"{'':16} failed {row['failures']} times: {row['reason']}")


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
