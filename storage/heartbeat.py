"""The daemon's heartbeat: when it last was well, and what it said of itself, for commands of other processes."""

import json
from datetime import datetime
from typing import Any

from storage.table import Table
from storage.times import from_text, to_text

_NAME = "heartbeat"


class Heartbeat(Table):
    __slots__ = ()

    def beat(self, now: datetime, told: dict[str, Any]) -> None:
        """Keep what the daemon says of itself now."""
        value = json.dumps({"at": to_text(now), "told": told})
        self._run(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (_NAME, value),
        )

    def last(self) -> tuple[datetime, dict[str, Any]] | None:
        """The last one, and None before the first."""
        row = self._row("SELECT value FROM meta WHERE name = ?", (_NAME,))
        if row is None:
            return None
        beat = json.loads(row[0])
        return from_text(beat["at"]), beat["told"]
