"""What the tables share: a connection, and reading rows from it."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

Parameters = Sequence[object] | Mapping[str, object]


class Table:
    """One noun's statements over a connection, inside the transaction that is open on it."""

    __slots__ = ("connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def _run(self, sql: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        return self.connection.execute(sql, parameters)

    def _rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        return self.connection.execute(sql, parameters).fetchall()

    def _row(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self.connection.execute(sql, parameters).fetchone()
        return row

    def _made(self, sql: str, parameters: Parameters = ()) -> int:
        """Run a statement that ends in `RETURNING` a number, and give that number."""
        row = self.connection.execute(sql, parameters).fetchone()
        return int(row[0])


def as_list(values: Iterable[object]) -> str:
    """Values as one JSON parameter: `IN (SELECT value FROM json_each(?))` takes any number of them."""
    return json.dumps(list(values), ensure_ascii=False)


def strings(text: str | None) -> tuple[str, ...]:
    return () if text is None else tuple(json.loads(text))


def fleeting(text: str) -> str:
    """An equal text to be bound to a statement: Python leaves a UTF-8 twin in each string that SQLite is given.

    The twin of a text that is kept in mind would be kept with it.
    """
    return text.encode(errors="surrogatepass").decode(errors="surrogatepass")
