"""A small configuration that is right, and ways to make it wrong."""

import textwrap

import pytest

from monitor.config import ConfigError, load_config

RIGHT = """\
[marsad]
contact = "desk@relief.test"

[[sources]]
name = "syria-tv"
title = "تلفزيون سوريا"
pages = ["https://www.example.org/live"]

[[watches]]
name = "nuzuh"
any = ["نازحون"]
channels = ["desk"]

[channels.desk]
kind = "console"
"""


class Folder:
    """Writes a config.toml and loads it."""

    def __init__(self, path):
        self.path = path / "config.toml"

    def load(self, text=RIGHT, **options):
        content = text if isinstance(text, bytes) else textwrap.dedent(text).encode()
        self.path.write_bytes(content)
        return load_config(self.path, **options)

    def mistakes(self, text, **options):
        """The lines of the ConfigError, without the folder."""
        with pytest.raises(ConfigError) as caught:
            self.load(text, **options)
        return str(caught.value).replace(f"{self.path.parent}/", "").splitlines()

    def mistake(self, text, **options):
        lines = self.mistakes(text, **options)
        assert len(lines) == 1, lines
        return lines[0]
