"""`marsad watches list | test NAME`."""

from collections.abc import Collection, Sequence
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
from monitor.cli.labelling import shown

if TYPE_CHECKING:
    from monitor.backtest import Backtest
    from monitor.labelling import Exclusion, Precision
    from monitor.watches.matcher import WatchMatcher
    from monitor.watches.watch import Watch

DRAFT = "draft"  # the name of a query that stands for no watch of the configuration


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
@click.argument("name", required=False)
@click.option(
    "--query",
    "draft",
    help="Try this query in place of the watch's terms, and tell what it would gain and lose; without NAME by itself.",
)
@click.option("--now", "listed", is_flag=True, help="Only over what the pages show now.")
@click.option("--since", default="30d", show_default=True, help="How far back: 2h, 30d, or a time in ISO 8601.")
@click.option("--samples", default=10, show_default=True, type=click.IntRange(0, 1000), help="How many hits to show.")
@click.option("--full", is_flag=True, help="Look at every candidate, also of more than 10,000.")
@click.option(
    "--label", is_flag=True, help="Ask of so many hits as --samples says whether they are right, and keep the answers."
)
@config_option
@json_option
def test(
    name: str | None,
    draft: str | None,
    listed: bool,
    since: str,
    samples: int,
    full: bool,
    label: bool,
    config_path: Path,
    as_json: bool,
) -> None:
    """Run a watch over the archive: how often it would have hit, where, and why. Nothing is sent.

    Of more than 10,000 updates that hold a word of the watch so many are looked at, and the counts are estimates;
    --full looks at all. Answers of --label are kept: they tell how precise the watch is, also as changed since, or as
    --query drafts it, and which words in `none` would make it more precise.
    """
    from monitor.app import checked_config, watch_values
    from monitor.backtest import backtest
    from monitor.cli.labelling import walk
    from monitor.labelling import exclusions, judged_entries, precision
    from monitor.vocabulary import vocabulary
    from monitor.watches.matcher import TermError, compile_watches
    from monitor.watches.watch import Watch

    if label and as_json:
        raise CommandError("--label asks on the terminal, it goes without --json; the next run with --json tells", 2)
    with named_errors():
        config, rules = checked_config(config_path)
    _want_watch(name, rules.watches, needed=draft is None or label)
    concepts, places = vocabulary(config)

    def compiled(watch: "Watch") -> "WatchMatcher":
        return compile_watches([watch], concepts=concepts, places=places)

    watch = next((one for one in watch_values(config) if one.name == name), Watch(name=DRAFT))
    drafted = None
    if draft is not None:
        watch = replace(watch, any=(), all=(), none=(), query=draft, urgent=())
        try:
            drafted = compiled(watch)
        except TermError as error:
            raise wrong_term(error) from None
    before = drafted if drafted and name is None else rules.matcher
    begins = parse_since(since, datetime.now(UTC))
    matcher = drafted or before
    with open_database(config) as database:
        beside = None if drafted is before else drafted
        tested = backtest(database, before, watch.name, begins, samples, draft=beside, listed=listed, full=full)
        if label:
            walk(database, watch.name, tested, samples, matcher, config.zone)
        judged = judged_entries(database, watch.name)
    refused = {term: count for (one, term), count in matcher.vetoes.items() if one == watch.name}
    precise = precision(matcher, watch.name, judged)
    advice = exclusions(watch, judged, compiled)
    if as_json:
        _print_rows(watch.name, tested, refused, precise, advice, compared=beside is not None)
        return
    if not label:
        _print_samples(tested, config.zone)
    _print_counts(tested, refused)
    if beside is not None:
        about = "about " if tested.estimated else ""
        click.echo(f"beside the watch of the file {about}{tested.gains} hits are gained, {about}{tested.losses} lost")
    _print_verdicts(precise, advice)


def _want_watch(name: str | None, watches: Collection[str], *, needed: bool) -> None:
    """Raises CommandError for a watch that there is not, or where none is named and one is `needed`: verdicts belong
    to a watch."""
    if name not in watches and (name is not None or needed):
        problem = "name a watch" if name is None else f'no watch "{name}"'
        raise CommandError(f"{problem}; there are: {', '.join(watches)}", 2)


def _print_rows(
    name: str,
    tested: "Backtest",
    refused: dict[str, int],
    precise: "Precision",
    advice: Sequence["Exclusion"],
    *,
    compared: bool,
) -> None:
    row = {"watch": name, "entries": tested.entries, "hits": tested.hits, "by_source": tested.by_source}
    days = {day.isoformat(): count for day, count in tested.by_day.items()}
    changes = {"gained": tested.gains, "lost": tested.losses} if compared else {}
    verdicts = {"judged": precise.judged, "right": precise.right, "precision": precise.part}
    print_json(
        {
            **row,
            "stories": tested.stories,
            "by_day": days,
            "refused": refused,
            "candidates": tested.candidates,
            "looked_at": tested.looked_at,
            "estimated": tested.estimated,
            "error": tested.error,
            **verdicts,
            "exclusions": [{"term": one.term, "wrong": one.wrong} for one in advice],
            **changes,
        }
    )
    for kind, found in (("sample", tested.samples), ("gained", tested.gained), ("lost", tested.lost)):
        for one in found:
            forms = [match.form for match in one.matches]
            told = {} if kind == "sample" else {"change": kind}
            print_json({"entry": one.entry.id, "headline": one.entry.headline, "forms": forms, **told})


def _print_samples(tested: "Backtest", zone: tzinfo) -> None:
    for sign, found in (("", tested.samples), ("+ ", tested.gained), ("- ", tested.lost)):
        for one in found:
            click.echo(f"{sign}{shown(one, zone)}")


def _print_counts(tested: "Backtest", refused: dict[str, int]) -> None:
    about = "about " if tested.estimated else ""
    by_source = ", ".join(f"{source} {count}" for source, count in tested.by_source.items())
    click.echo(
        f"{about}{tested.hits} hits in {tested.entries} stored updates" + (f": {by_source}" if by_source else "")
    )
    if tested.estimated:
        looked_at = f"{tested.looked_at:,} of {tested.candidates:,}"
        click.echo(
            f"estimated: {looked_at} updates that hold words of the watch were looked at, "
            f"so the hits may be {tested.error:,} more or fewer; --full looks at all"
        )
    if tested.by_day:
        days = len(tested.by_day)
        click.echo(f"{about}{tested.stories} stories, about {tested.stories / days:.1f} a day on {days} days with hits")
    for term, count in refused.items():
        click.echo(f"{count} stretches of text were refused for {term}")


def _print_verdicts(precise: "Precision", advice: Sequence["Exclusion"]) -> None:
    if precise.part is not None:
        click.echo(f"precision {precise.part:.2f}: {precise.right} of {precise.judged} judged hits are right")
    for one in advice:
        click.echo(f'none = ["{one.term}"] would take away {one.wrong} wrong hits and no right one')
