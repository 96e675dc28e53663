"""`marsad watches list | test NAME`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.cli.common import (
    CommandError,
    config_option,
    json_option,
    named_errors,
    open_database,
    parse_since,
    print_json,
)


@click.group(name="watches", short_help="The watches; what one of them would have found.")
def command() -> None:
    """Watches: the standing interests of the configuration."""


@command.command(name="list")
@config_option
@json_option
def list_(config_path: Path, as_json: bool) -> None:
    """Show each watch with its terms, its channels and when it is delivered."""
    from monitor.app import checked_config

    with named_errors():
        config, _ = checked_config(config_path)
    for watch in config.watches:
        terms = {key: list(getattr(watch, key)) for key in ("any", "all", "none") if getattr(watch, key)}
        row = {
            "name": watch.name,
            "title": watch.title,
            **terms,
            **({"query": watch.query} if watch.query else {}),
            "within": watch.within,
            "channels": watch.channels,
            "deliver": str(watch.deliver),
        }
        if as_json:
            print_json(row)
            continue
        click.secho(f"{watch.name}  {watch.title}", bold=True)
        if watch.query:
            click.echo(f"  query: {watch.query}")
        for key, values in terms.items():
            click.echo(f"  {key}: {'، '.join(values)}")
        click.echo(f"  within {watch.within}; to {', '.join(watch.channels)}; deliver {watch.deliver}")


@command.command()
@click.argument("name")
@click.option("--since", default="30d", show_default=True, help="How far back: 2h, 30d, or a time in ISO 8601.")
@click.option("--samples", default=10, show_default=True, type=click.IntRange(0, 1000), help="How many hits to show.")
@config_option
@json_option
def test(name: str, since: str, samples: int, config_path: Path, as_json: bool) -> None:
    """Run a watch over the archive: how often it would have hit, where, and why. Nothing is sent."""
    from monitor.app import checked_config
    from monitor.archive import backtest

    with named_errors():
        config, rules = checked_config(config_path)
    if name not in rules.watches:
        raise CommandError(f'no watch "{name}"; there are: {", ".join(rules.watches)}', 2)
    with open_database(config) as database:
        tested = backtest(database, rules.matcher, name, parse_since(since, datetime.now(UTC)), samples)
    refused = {term: count for (watch, term), count in rules.matcher.vetoes.items() if watch == name}
    if as_json:
        row = {"watch": name, "entries": tested.entries, "hits": tested.hits, "by_source": tested.by_source}
        print_json({**row, "refused": refused})
    for found in tested.samples:
        forms = [match.form for match in found.matches]
        if as_json:
            print_json({"entry": found.entry.id, "headline": found.entry.headline, "forms": forms})
            continue
        at = (found.entry.published_at or found.entry.first_seen_at).astimezone(config.zone)
        click.echo(f"{at:%Y-%m-%d %H:%M}  {found.entry.source}  {found.entry.headline}")
        click.echo(f"    {found.snippet}")
        click.echo(f"    {'; '.join(sorted({match.why for match in found.matches}))}")
    if not as_json:
        by_source = ", ".join(f"{source} {count}" for source, count in tested.by_source.items())
        click.echo(f"{tested.hits} hits in {tested.entries} stored updates" + (f": {by_source}" if by_source else ""))
        for term, count in refused.items():
            click.echo(f"{count} stretches of text were refused for {term}")
