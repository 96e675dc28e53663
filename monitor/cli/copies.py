"""`marsad copies`."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.common import CommandError, json_option, print_json, read_lines

if TYPE_CHECKING:
    from monitor.copying import Copying


@click.command(name="copies", short_help="Say of JSON Lines on stdin which text tells again what another one told.")
@json_option
def command(as_json: bool) -> None:
    """Read lines {"id", "text", "published_at", "source"} (also "headline") in the order in which they were told.

    For every line: NEW, or COPY where the same was told before; the story, by the id of its first line; and how
    near the nearest text before it is, 0 to 1. A text that differs from it in a figure, a place or a negation is
    NEW, in the same story. No configuration is needed.
    """
    from monitor.copying import Copying

    with closing(Copying()) as copying:
        for row in _judged(copying):
            if as_json:
                print_json(row)
                continue
            why = f"  {row['why']}" if row["why"] else ""
            click.echo(f"{row['id']}  {row['change']}  story {row['story']}{why}")


def _judged(copying: "Copying") -> Iterator[dict[str, Any]]:
    for number, line in read_lines():
        headline, text = line.get("headline") or "", line.get("text") or ""
        if not isinstance(headline, str) or not isinstance(text, str):
            raise CommandError(f"line {number} of the input: text and headline must be strings", 2)
        name = line.get("id", number)
        judged = copying.judge(name, headline, text, _at(number, line.get("published_at")))
        yield {
            "id": name,
            "change": "COPY" if judged.is_copy else "NEW",
            "story": judged.story,
            "score": None if judged.score is None else round(judged.score / 100, 3),
            "why": judged.why,
        }


def _at(number: int, value: object) -> datetime | None:
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        at = None
    if at is None:
        raise CommandError(f'line {number} of the input: "published_at" must be a time in ISO 8601, not {value!r}', 2)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
