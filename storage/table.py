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
