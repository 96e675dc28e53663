"""Reads and checks the configuration file, all or nothing."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from monitor.config import checks
from monitor.config.mistakes import ConfigError, Mistake, from_pydantic
from monitor.config.model import (
    ChannelConfig,
    ConceptConfig,
    General,
    PlaceConfig,
    Source,
    Tables,
    WatchConfig,
)
from monitor.config.syntax import read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """A checked configuration. Paths are absolute; titles, zones and the operator's channel are filled in."""

    path: Path
    file: str  # the path as it was given, which mistakes begin with
    fingerprint: str  # of the content that was read
    marsad: General
    sources: list[Source]
    watches: list[WatchConfig]
    channels: dict[str, ChannelConfig]
    places: list[PlaceConfig]
    concepts: list[ConceptConfig]
    notes: list[str]  # what was accepted and is worth a word

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which times are shown."""
        return ZoneInfo(self.marsad.timezone)

    @property
    def operators(self) -> list[str]:
        """The channels that are told about the service itself."""
        return [name for name, channel in self.channels.items() if channel.operator]

    @property
    def place_rows(self) -> list[dict[str, Any]]:
        """The user's places, for `arabic.places.load_places`."""
        return [place.row() for place in self.places]

    @property
    def concept_tables(self) -> dict[str, dict[str, Any]]:
        """The user's concepts, for `arabic.concepts.load_concepts`."""
        return {concept.name: concept.table() for concept in self.concepts}

    def source(self, name: str) -> Source | None:
        return next((source for source in self.sources if source.name == name), None)

    def watch(self, name: str) -> WatchConfig | None:
        return next((watch for watch in self.watches if watch.name == name), None)


def load_config(path: Path, *, spiders: Collection[str] | None = None, secrets: bool = False) -> Config:
    """The configuration at `path`; raises ConfigError with every mistake that was found.

    `spiders`: the names that a source's `spider` may have (None: not checked). `secrets`: also read every
    secret now, as `run` and `check` need it.
    """
    content = _read(path)
    raw = read_toml(path, content)
    tables = _validate(path, raw)
    found = checks.mistakes(path, tables, spiders)
    if secrets:
        found += checks.secret_mistakes(path, tables)
    if found:
        raise ConfigError(found)
    absolute = path.absolute()
    paths = {name: getattr(tables.marsad, name) for name in ("database", "templates")}
    found_paths = {name: absolute.parent / path.expanduser() for name, path in paths.items() if path is not None}
    general = tables.marsad.model_copy(update=found_paths)
    return Config(
        path=absolute,
        file=str(path),
        fingerprint=_digest(content),
        marsad=general,
        sources=[_complete_source(source, general.timezone) for source in tables.sources],
        watches=[watch.model_copy(update={"title": watch.title or watch.name}) for watch in tables.watches],
        channels=_with_operator(tables.channels),
        places=tables.places,
        concepts=tables.concepts,
        notes=checks.notes(tables),
    )


def fingerprint(path: Path) -> str:
    """A hash of the file's content, to be compared with `Config.fingerprint`; raises ConfigError."""
    return _digest(_read(path))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        problem = "there is no such file; `marsad init` writes one, --config names another"
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    raise ConfigError([Mistake(str(path), problem)])


def _validate(path: Path, raw: dict[str, Any]) -> Tables:
    raw.setdefault("marsad", {})
    try:
        return Tables.model_validate(raw, context={"folder": path.absolute().parent})
    except ValidationError as error:
        found = [from_pydantic(str(path), detail, raw) for detail in error.errors(include_url=False)]
    raise ConfigError(list(dict.fromkeys(found)))


def _complete_source(source: Source, timezone: str) -> Source:
    return source.model_copy(update={"title": source.title or source.name, "zone": source.zone or timezone})


def _with_operator(channels: dict[str, ChannelConfig]) -> dict[str, ChannelConfig]:
    """Where no channel is marked, the operator's is the first console, else the first channel."""
    if not channels or any(channel.operator for channel in channels.values()):
        return channels
    chosen = next((name for name, channel in channels.items() if channel.kind == "console"), next(iter(channels)))
    return {**channels, chosen: channels[chosen].model_copy(update={"operator": True})}
