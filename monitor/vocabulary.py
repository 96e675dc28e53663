"""The concepts and places that watches are compiled with: those of the program and the user's own."""

from pathlib import Path

from arabic.concepts import Concepts, load_concepts
from arabic.places import Gazetteer, load_places
from monitor.config import Config, ConfigError, Mistake, load_config

Vocabulary = tuple[Concepts, Gazetteer]


def vocabulary(config: Config) -> Vocabulary:
    """Raises ConfigError for a row that cannot be used."""
    try:
        concepts = load_concepts({concept.name: concept.table() for concept in config.concepts})
        places = load_places([place.row() for place in config.places])
    except ValueError as error:  # ConceptError and PlaceError name the row
        raise ConfigError([Mistake(str(config.path), str(error))]) from None
    return concepts, places


def vocabulary_of(path: Path) -> Vocabulary:
    """The vocabulary of a configuration file; the program's own where there is no such file."""
    return vocabulary(load_config(path)) if path.exists() else (load_concepts(), load_places())
