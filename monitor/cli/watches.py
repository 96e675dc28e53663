"""`marsad watches list | test NAME`."""

from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import (
    CommandError,
    config_option,
    json_option,
    named_errors,
    open_database,
    parse_since,
    print_json,
    wrong_term,
)

if TYPE_CHECKING:
    from monitor.archive import Backtest


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
@click.option("--query", "draft", help="Try this query in place of the watch's terms; what it would gain and lose.")
@click.option("--now", "listed", is_flag=True, help="Only over what the pages show now.")
@click.option("--since", default="30d", show_default=True, help="How far back: 2h, 30d, or a time in ISO 8601.")
@click.option("--samples", default=10, show_default=True, type=click.IntRange(0, 1000), help="How many hits to show.")
@config_option
@json_option
def test(
    name: str, draft: str | None, listed: bool, since: str, samples: int, config_path: Path, as_json: bool
) -> None:
    """Run a watch over the archive: how often it would have hit, where, and why. Nothing is sent."""
    from monitor.app import checked_config, watch_values
    from monitor.archive import backtest
    from monitor.vocabulary import vocabulary
    from monitor.watches.matcher import TermError, compile_watches

    with named_errors():
        config, rules = checked_config(config_path)
    if name not in rules.watches:
        raise CommandError(f'no watch "{name}"; there are: {", ".join(rules.watches)}', 2)
    drafted = None
    if draft is not None:
        concepts, places = vocabulary(config)
        watch = next(one for one in watch_values(config) if one.name == name)
        changed = replace(watch, any=(), all=(), none=(), query=draft, urgent=())
        try:
            drafted = compile_watches([changed], concepts=concepts, places=places)
        except TermError as error:
            raise wrong_term(error) from None
    begins = parse_since(since, datetime.now(UTC))
    with open_database(config) as database:
        tested = backtest(database, rules.matcher, name, begins, samples, draft=drafted, listed=listed)
    refused = {term: count for (watch, term), count in (drafted or rules.matcher).vetoes.items() if watch == name}
    if as_json:
        _print_rows(name, tested, refused, compared=drafted is not None)
    else:
        _print_text(tested, refused, config.zone)


def _print_rows(name: str, tested: "Backtest", refused: dict[str, int], *, compared: bool) -> None:
    row = {"watch": name, "entries": tested.entries, "hits": tested.hits, "by_source": tested.by_source}
    days = {day.isoformat(): count for day, count in tested.by_day.items()}
    changes = {"gained": len(tested.gained), "lost": len(tested.lost)} if compared else {}
    print_json({**row, "stories": tested.stories, "by_day": days, "refused": refused, **changes})
    for kind, found in (("sample", tested.samples), ("gained", tested.gained), ("lost", tested.lost)):
        for one in found:
            forms = [match.form for match in one.matches]
            told = {} if kind == "sample" else {"change": kind}
            print_json({"entry": one.entry.id, "headline": one.entry.headline, "forms": forms, **told})


def _print_text(tested: "Backtest", refused: dict[str, int], zone: tzinfo) -> None:
    for sign, found in (("", tested.samples), ("+ ", tested.gained), ("- ", tested.lost)):
        for one in found:
            at = (one.entry.published_at or one.entry.first_seen_at).astimezone(zone)
            click.echo(f"{sign}{at:%Y-%m-%d %H:%M}  {one.entry.source}  {one.entry.headline}")
            click.echo(f"    {one.snippet}")
            click.echo(f"    {'; '.join(sorted({match.why for match in one.matches}))}")
    by_source = ", ".join(f"{source} {count}" for source, count in tested.by_source.items())
    click.echo(f"{tested.hits} hits in {tested.entries} stored updates" + (f": {by_source}" if by_source else ""))
    if tested.by_day:
        days = len(tested.by_day)
        click.echo(f"{tested.stories} stories, about {tested.stories / days:.1f} a day on {days} days with hits")
    for term, count in refused.items():
        click.echo(f"{count} stretches of text were refused for {term}")
