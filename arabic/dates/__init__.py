"""Times as Arabic pages write them, read with their precision; what is not sure is refused, never guessed."""

from arabic.dates.reading import Moment, MomentPrecision, parse_moment

__all__ = ["Moment", "MomentPrecision", "parse_moment"]
