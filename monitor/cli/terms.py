"""`marsad terms TERM…`."""

from pathlib import Path

import click

from monitor.cli.common import config_option, json_option, print_json, wrong_term

SHOWN = 40  # forms of a group that are printed; --json gives all


@click.command(name="terms", short_help="What a term covers, what it does not, and a try.")
@click.argument("terms", nargs=-1, required=True)
@click.option("--text", help="Try the terms on this text.")
@config_option
@json_option
def command(terms: tuple[str, ...], text: str | None, config_path: Path, as_json: bool) -> None:
    """Show how each TERM is read, the written forms that it covers, and what is not covered.

    The configuration's own [[places]] and [[concepts]] count where there is a configuration.
    """
    from monitor.vocabulary import vocabulary_of
    from monitor.watches.matcher import TermError, compile_terms, explain_term

    concepts, places = vocabulary_of(config_path)
    try:
        explained = [explain_term(term, concepts=concepts, places=places) for term in terms]
        tried = compile_terms(terms, concepts=concepts, places=places).find(text) if text else []
    except TermError as error:
        raise wrong_term(error) from None
    for one in explained:
        if as_json:
            groups = {name: list(forms) for name, forms in one.groups}
            print_json(
                {"term": one.term, "kind": one.kind, "reading": one.reading, "covers": groups, "hints": one.hints}
            )
            continue
        click.secho(f"{one.term}: {one.reading}", bold=True)
        for name, forms in one.groups:
            more = f" … and {len(forms) - SHOWN} more" if len(forms) > SHOWN else ""
            click.echo(f"  {name}: {'، '.join(forms[:SHOWN])}{more}")
        for hint in one.hints:
            click.echo(f"  {hint}")
    for match in tried:
        if as_json:
            print_json(
                {"term": match.term, "form": match.form, "start": match.start, "end": match.end, "why": match.why}
            )
        else:
            click.echo(f"found «{match.form}» at {match.start}-{match.end}: {match.why}")
    if text and not tried and not as_json:
        click.echo("not found in the text")
