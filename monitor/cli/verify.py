"""`marsad verify FILE.zip`."""

from pathlib import Path

import click

from monitor.cli.common import CommandError, json_option, print_json


@click.command(name="verify", short_help="Check a bundle of evidence; needs no database and no network.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def command(file: Path, as_json: bool) -> None:
    """Compare every file of a bundle with its manifest; exit 1 and name what was changed."""
    from monitor.evidence import EvidenceError, verify_bundle

    try:
        manifest, wrong = verify_bundle(file)
    except EvidenceError as error:
        raise CommandError(str(error)) from None
    if as_json:
        print_json({"file": str(file), "made_at": manifest.get("made_at"), "wrong": wrong})
    for line in [] if as_json else wrong:
        click.echo(line)
    if wrong:
        raise CommandError(f"{file}: {len(wrong)} of {len(manifest['files'])} files are not what was written")
    if not as_json:
        click.echo(f"{file}: {len(manifest['files'])} files, as they were written at {manifest.get('made_at')}")
