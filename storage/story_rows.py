"""The stored nouns of stories, as frozen values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class GistRow:
    """What is left of an entry's last text for comparing."""

    entry_id: int
    story_id: int
    gist: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Entries that tell the same thing, across outlets."""

    id: int
    first_entry_id: int | None
    first_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEntry:
    """An entry in its story. `voice` is the agency that it cites, else its source.

    `copy_of` is the entry that told the same before; `differs` says what else it tells than the one that it was
    found by, "place: …", "figure: …".
    """

    entry_id: int
    story_id: int
    source: str
    voice: str
    copy_of: int | None
    score: float | None
    differs: str | None
    at: datetime

    @property
    def begins_story(self) -> bool:
        """Whether it is of no kin of what was told before."""
        return self.copy_of is None and self.differs is None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryFigure:
    """A number of people that a revision told; `kind` as in a query, "killed", "displaced families" …"""

    revision_id: int
    entry_id: int
    source: str
    voice: str
    kind: str
    value: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTold:
    """A text of a story that a channel was told for a watch, or is owed."""

    watch: str
    channel: str
    entry_id: int
    revision_id: int
    alert_id: int | None
    at: datetime
