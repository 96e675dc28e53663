"""Stories: the entries that tell the same thing, the figures that each told, and what channels were told of them."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from storage.story_rows import Story, StoryEntry, StoryFigure, StoryTold
from storage.table import Table
from storage.times import from_text, to_text


class Stories(Table):
    __slots__ = ()

    def begin(self, entry_id: int, at: datetime) -> int:
        """A story with its first report; gives its id. `join` makes that entry a member."""
        return self._made(
            "INSERT INTO stories (first_entry_id, first_at) VALUES (?, ?) RETURNING id", (entry_id, to_text(at))
        )

    def get(self, story_id: int) -> Story:
        row = self._row("SELECT * FROM stories WHERE id = ?", (story_id,))
        if row is None:
            raise LookupError(f"no story {story_id}")
        return Story(id=row["id"], first_entry_id=row["first_entry_id"], first_at=from_text(row["first_at"]))

    def join(self, member: StoryEntry) -> None:
        """Make an entry a member of a story. An entry stays in the story that it was put into first."""
        self._run(
            """INSERT INTO story_entries (entry_id, story_id, source, voice, copy_of, score, differs, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
            (
                member.entry_id,
                member.story_id,
                member.source,
                member.voice,
                member.copy_of,
                member.score,
                member.differs,
                to_text(member.at),
            ),
        )

    def of(self, entry_id: int) -> StoryEntry | None:
        """What an entry is in its story; None where it is in none."""
        row = self._row("SELECT * FROM story_entries WHERE entry_id = ?", (entry_id,))
        return None if row is None else _member(row)

    def members(self, story_id: int) -> list[StoryEntry]:
        """The entries of a story, the first told first."""
        rows = self._rows("SELECT * FROM story_entries WHERE story_id = ? ORDER BY at, entry_id", (story_id,))
        return [_member(row) for row in rows]

    def put_figures(self, member: StoryEntry, revision_id: int, told: Mapping[str, int], at: datetime) -> None:
        """Keep the highest figure of each kind that a revision tells."""
        self.connection.executemany(
            """INSERT INTO story_figures (revision_id, story_id, entry_id, voice, source, kind, value, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
            [
                (revision_id, member.story_id, member.entry_id, member.voice, member.source, kind, value, to_text(at))
                for kind, value in told.items()
            ],
        )

    def figures(self, story_id: int) -> list[StoryFigure]:
        """The figures of a story in the order in which they were told."""
        rows = self._rows("SELECT * FROM story_figures WHERE story_id = ? ORDER BY at, revision_id", (story_id,))
        return [
            StoryFigure(
                revision_id=row["revision_id"],
                entry_id=row["entry_id"],
                source=row["source"],
                voice=row["voice"],
                kind=row["kind"],
                value=row["value"],
                at=from_text(row["at"]),
            )
            for row in rows
        ]

    def told(self, story_id: int) -> list[StoryTold]:
        """What channels were told of a story, or are owed, in that order; each with its first alert.

        What its outlet took back counts as not told: who tells it then tells it anew.
        """
        return self._decided(story_id, "told")

    def waiting(self, story_id: int) -> list[StoryTold]:
        """What waits for more outlets to tell the story, in that order."""
        return self._decided(story_id, "waiting")

    def _decided(self, story_id: int, decision: str) -> list[StoryTold]:
        rows = self._rows(
            """SELECT decision.watch, decision.channel, decision.entry_id, decision.revision_id, decision.at,
            (SELECT min(alert_id) FROM alert_decisions WHERE decision_id = decision.id) AS alert_id
            FROM story_entries AS member JOIN decisions AS decision ON decision.entry_id = member.entry_id
            JOIN entries AS entry ON entry.id = member.entry_id
            WHERE member.story_id = ? AND decision.decision = ? AND entry.withdrawn_at IS NULL ORDER BY decision.id""",
            (story_id, decision),
        )
        return [
            StoryTold(
                watch=row["watch"],
                channel=row["channel"],
                entry_id=row["entry_id"],
                revision_id=row["revision_id"],
                alert_id=row["alert_id"],
                at=from_text(row["at"]),
            )
            for row in rows
        ]


def _member(row: sqlite3.Row) -> StoryEntry:
    return StoryEntry(
        entry_id=row["entry_id"],
        story_id=row["story_id"],
        source=row["source"],
        voice=row["voice"],
        copy_of=row["copy_of"],
        score=row["score"],
        differs=row["differs"],
        at=from_text(row["at"]),
    )
