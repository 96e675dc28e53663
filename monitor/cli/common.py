"""What commands share: the options --config and --json, and how a failure ends a command."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.watches.terms import TermError
    from storage.database import Database

F = TypeVar("F", bound=Callable[..., Any])


class CommandError(click.ClickException):
    """Ends a command with its sentence on stderr. Exit code 1: the work failed; 2: the input is wrong."""

    def __init__(self, text: str, exit_code: int = 1) -> None:
        super().__init__(text)
        self.exit_code = exit_code  # type: ignore[misc]  # click reads it from the instance

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"marsad: {self.message}", file=file, err=file is None)


def config_option(command: F) -> F:
    return click.option(
        "--config",
        "config_path",
        type=click.Path(dir_okay=False, path_type=Path),
        default=Path("config.toml"),
        show_default="./config.toml",
        help="The configuration file.",
    )(command)


def json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="JSON Lines on stdout.")(command)


def print_json(row: Any) -> None:
    """One JSON line; times as ISO 8601 in UTC. Lone surrogates of broken pages are escaped, not printed raw."""
    line = json.dumps(row, ensure_ascii=False, default=_plain)
    sys.stdout.write(line.encode("utf-8", "backslashreplace").decode() + "\n")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, timedelta):
        return value.total_seconds()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)


def read_config(path: Path) -> "Config":
    """The configuration; a mistake ends the command with exit code 2."""
    from crawler.spiders import spider_names
    from monitor.config import ConfigError, load_config

    try:
        return load_config(path, spiders=spider_names())
    except ConfigError as error:
        raise CommandError(str(error), 2) from None


def wrong_term(error: "TermError") -> CommandError:
    """Ends a command for a term or query that cannot be read, and points at the place of the mistake."""
    from monitor.watches.terms import QueryError

    pointed = "".join(f"\n  {line}" for line in error.pointed.splitlines()) if isinstance(error, QueryError) else ""
    return CommandError(f'term "{error.term}": {error.reason}{pointed}', 2)


@contextmanager
def named_errors() -> Iterator[None]:
    """Errors that carry their own sentence end the command with it."""
    from monitor.config import ConfigError
    from storage.database import DatabaseError

    try:
        yield
    except ConfigError as error:
        raise CommandError(str(error), 2) from None
    except DatabaseError as error:
        raise CommandError(str(error)) from None


@contextmanager
def open_database(config: "Config") -> Iterator["Database"]:
    """The database of the configuration, which must exist."""
    from storage.database import Database

    with named_errors(), Database.open(config.marsad.database) as database:
        yield database


def parse_since(text: str, now: datetime) -> datetime:
    """`2h`, `30d`, or a date or time in ISO 8601 (UTC where it has no zone)."""
    from monitor.config.parts import parse_duration

    try:
        return now - parse_duration(text)
    except ValueError:
        pass
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        problem = "is neither a duration such as 2h or 30d nor a time such as 2018-07-03T08:00"
        raise CommandError(f'"{text}" {problem}', 2) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def read_lines() -> Iterator[tuple[int, dict[str, Any]]]:
    """The JSON objects of stdin with their line numbers; a line that is none ends the command."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CommandError(f"line {number} of the input is not JSON: {error}", 2) from None
        if not isinstance(row, dict):
            raise CommandError(f"line {number} of the input is not a JSON object", 2)
        yield number, row
