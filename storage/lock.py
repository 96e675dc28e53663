"""The lock that gives one process a database for itself."""

import fcntl
import os
import socket
from pathlib import Path

from storage.errors import DatabaseError, DatabaseInUse


class FileLock:
    """`flock` on `<database>.lock`. The system drops it with the process, however that ends; the file stays."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        try:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise DatabaseError(f"{self._path}: the lock file cannot be written: {error.strerror}") from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(self._descriptor, 200).decode("utf-8", "replace").strip()
            os.close(self._descriptor)
            by = f" ({holder})" if holder else ""
            raise DatabaseInUse(f"{database}: another marsad has this database for itself{by}") from error
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)

    def free(self) -> None:
        os.ftruncate(self._descriptor, 0)
        os.close(self._descriptor)
