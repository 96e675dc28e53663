"""`marsad match`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import CommandError, config_option, json_option, print_json, read_lines

if TYPE_CHECKING:
    from monitor.values import Match


@click.command(name="match", short_help="Match JSON Lines on stdin against terms.")
@click.option("--term", "terms", multiple=True, help="A term, as a watch has it; may be repeated.")
@click.option(
    "--terms", "terms_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="One term a line."
)
@config_option
@json_option
def command(terms: tuple[str, ...], terms_file: Path | None, config_path: Path, as_json: bool) -> None:
    """Read lines {"id", "text"} (also "headline") on stdin; say for each line which terms it holds, where and why.

    Offsets count code points of the given text; the end is exclusive. No configuration is needed.
    """
    from monitor.watches.matcher import TermError, compile_terms

    wanted = [*terms, *(_lines(terms_file) if terms_file else [])]
    if not wanted:
        raise CommandError("no term given: write --term TERM or --terms FILE", 2)
    try:
        matcher = compile_terms(wanted)
    except TermError as error:
        raise CommandError(f'term "{error.term}": {error.reason}', 2) from None
    for number, row in read_lines():
        text, headline = row.get("text") or "", row.get("headline") or ""
        if not isinstance(text, str) or not isinstance(headline, str):
            raise CommandError(f"line {number} of the input: text and headline must be strings", 2)
        matches = matcher.find(text, headline)
        if as_json:
            print_json({"id": row.get("id"), "matches": [_row(match) for match in matches]})
        else:
            for match in matches:
                click.echo(
                    f"{row.get('id', number)}: {match.form}  ({match.field} {match.start}-{match.end}: {match.why})"
                )


def _lines(path: Path) -> list[str]:
    try:
        return [line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
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
