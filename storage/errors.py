"""What can be wrong with a database file; each error's text is one clear line that names the file."""

import sqlite3

TROUBLES = {
    sqlite3.SQLITE_FULL: "the disk is full; nothing was written",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written",
    sqlite3.SQLITE_READONLY: "the file cannot be written",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened",
    sqlite3.SQLITE_PERM: "the file cannot be opened",
}


class DatabaseError(Exception):
    """The database could not be opened, read or written; nothing half stands in it."""


class MissingDatabase(DatabaseError):  # noqa: N818
    """There is no database at the path, and it was not asked to make one."""


class DatabaseInUse(DatabaseError):  # noqa: N818
    """Another process has the database for itself, or holds it longer than we wait."""


class NewerSchema(DatabaseError):  # noqa: N818
    """The database was written by a newer program."""


class BrokenDatabase(DatabaseError):  # noqa: N818
    """The file is damaged, or is something else than a database of ours."""


class SearchError(ValueError):
    """A full-text expression that FTS5 does not understand."""
