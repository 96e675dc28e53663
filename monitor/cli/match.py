"""`marsad match`."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import CommandError, config_option, json_option, print_json, read_lines, wrong_term

if TYPE_CHECKING:
    from monitor.values import Match
    from monitor.watches.watch import Scope

    Find = Callable[[str, str], list[Match]]  # headline, text


@click.command(name="match", short_help="Match JSON Lines on stdin against terms.")
@click.option("--term", "terms", multiple=True, help="A term, as a watch has it; may be repeated.")
@click.option(
    "--terms",
    "terms_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="One term a line; «# » begins a comment.",
)
@click.option("--query", "queries", multiple=True, help="A query, as a watch has it; may be repeated.")
@click.option(
    "--within",
    type=click.Choice(["paragraph", "sentence", "update"]),
    default="paragraph",
    show_default=True,
    help="Where the terms of a query have to meet.",
)
@config_option
@json_option
def command(
    terms: tuple[str, ...],
    terms_file: Path | None,
    queries: tuple[str, ...],
    within: "Scope",
    config_path: Path,
    as_json: bool,
) -> None:
    """Read lines {"id", "text"} (also "headline") on stdin; say for each line which terms it holds, where and why.

    Offsets count code points of the given text; the end is exclusive. No configuration is needed. What a query
    hits is told under the query as it was given.
    """
    wanted = [*terms, *(_lines(terms_file) if terms_file else [])]
    if not wanted and not queries:
        raise CommandError("no term given: write --term TERM, --terms FILE or --query QUERY", 2)
    find = _finder(wanted, queries, within)
    for number, row in read_lines():
        text, headline = row.get("text") or "", row.get("headline") or ""
        if not isinstance(text, str) or not isinstance(headline, str):
            raise CommandError(f"line {number} of the input: text and headline must be strings", 2)
        matches = find(headline, text)
        if as_json:
            print_json({"id": row.get("id"), "matches": [_row(match) for match in matches]})
        else:
            for match in matches:
                click.echo(
                    f"{row.get('id', number)}: {match.form}  ({match.field} {match.start}-{match.end}: {match.why})"
                )


def _finder(terms: Sequence[str], queries: Sequence[str], within: "Scope") -> "Find":
    """A function of headline and text that gives the matches of the terms, then those of each query."""
    from monitor.watches.matcher import TermError, compile_terms, compile_watches
    from monitor.watches.watch import Watch

    try:
        of_terms = compile_terms(terms) if terms else None
        of_queries = compile_watches([Watch(name=query, query=query, within=within) for query in queries])
    except TermError as error:
        raise wrong_term(error) from None

    def find(headline: str, text: str) -> "list[Match]":
        found = of_terms.find(text, headline) if of_terms else []
        hits = of_queries.match(headline, text, "") if queries else []
        for hit in hits:
            once = {(match.field, match.start, match.end): match._replace(term=hit.watch) for match in hit.matches}
            found += once.values()
        return found

    return find


def _lines(path: Path) -> list[str]:
    try:
        lines = map(str.strip, path.read_text(encoding="utf-8-sig").splitlines())
        return [line for line in lines if line and line != "#" and not line.startswith("# ")]
    except UnicodeDecodeError:
        raise CommandError(f"{path}: is not UTF-8", 2) from None


def _row(match: "Match") -> dict[str, object]:
    return {
        "term": match.term,
        "field": match.field,
        "form": match.form,
        "start": match.start,
        "end": match.end,
        "why": match.why,
    }
