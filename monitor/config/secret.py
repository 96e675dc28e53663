"""Secrets: named in the configuration by environment variable or file, never written in it, never shown."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_VARIABLE = re.compile(r"\$(?:(\w+)|\{(\w+)\})")
_HOW = '{ env = "NAME" } or { file = "path" }'


class SecretError(ValueError):
    """A secret cannot be had; the text says why and never what it is."""


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret stands. A file's path may begin with a variable: `$CREDENTIALS_DIRECTORY/smtp`."""

    kind: Literal["env", "file"]
    name: str
    folder: Path = Path()  # what a file's relative path starts from

    def reveal(self) -> str:
        """The secret itself, read anew; raises SecretError."""
        value = self._from_env() if self.kind == "env" else self._from_file()
        if not value:
            raise SecretError(f"{self}: is empty")
        if not value.isprintable():
            raise SecretError(f"{self}: holds a line break or an invisible character; it must be one line")
        return value

    def _from_env(self) -> str:
        value = os.environ.get(self.name)
        if value is None:
            raise SecretError(f"{self}: this environment variable is not set")
        return value.strip()

    def _from_file(self) -> str:
        def variable(found: re.Match[str]) -> str:
            name = found[1] or found[2]
            if name not in os.environ:
                raise SecretError(f"{self}: the environment variable {name} is not set")
            return os.environ[name]

        path = self.folder / _VARIABLE.sub(variable, self.name)
        try:
            return path.read_text(encoding="utf-8-sig").strip()
        except UnicodeDecodeError:
            raise SecretError(f"{self}: {path} is not UTF-8 text") from None
        except OSError as error:
            raise SecretError(f"{self}: cannot read {path}: {error.strerror}") from None

    def __str__(self) -> str:
        return f'{{ {self.kind} = "{self.name}" }}'


def parse_secret(value: object, folder: Path) -> Secret:
    """The Secret that a table of the file names."""
    if isinstance(value, Secret):
        return value
    if isinstance(value, str):
        raise ValueError(f"a secret is never written in this file; write {_HOW}")
    if isinstance(value, dict) and len(value) == 1:
        kind, name = next(iter(value.items()))
        if kind in ("env", "file") and isinstance(name, str) and name.strip():
            return Secret(kind, name.strip(), folder)
    raise ValueError(f"must be {_HOW}")
