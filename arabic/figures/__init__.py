"""Figures: how many people a text says were killed, injured, displaced or arrested, read only where it is sure."""

from arabic.figures.reading import Figure, figures
from arabic.figures.scope import Scope
from arabic.figures.words import Kind, Unit

__all__ = ["Figure", "Kind", "Scope", "Unit", "figures"]
