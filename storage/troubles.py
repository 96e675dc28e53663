"""The channels that do not get through: since when, and whether they refused for good; and those that are new."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from storage.alert_rows import ChannelTrouble
from storage.table import Table
from storage.times import from_text, from_text_or_none, to_text


class Troubles(Table):
    __slots__ = ()

    def failing(self, channel: str, recipient: str, reason: str, now: datetime) -> ChannelTrouble:
        """Keep that a channel failed to reach a recipient just now; it may have been failing for longer."""
        self._run(
            """INSERT INTO channel_troubles (channel, recipient, failing_since, reason) VALUES (?, ?, ?, ?)
            ON CONFLICT (channel, recipient) DO UPDATE SET reason = excluded.reason""",
            (channel, recipient, to_text(now), reason),
        )
        return self._of(channel, recipient)[0]

    def broken(self, channel: str, recipient: str, reason: str, now: datetime) -> bool:
        """Keep that a recipient was refused for good; True where that was not known."""
        known = self._of(channel, recipient)
        self._run(
            """INSERT INTO channel_troubles (channel, recipient, failing_since, broken_at, reason)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (channel, recipient) DO UPDATE SET reason = excluded.reason,
            broken_at = ifnull(broken_at, excluded.broken_at)""",
            (channel, recipient, to_text(now), to_text(now), reason),
        )
        return not known or known[0].broken_at is None

    def over(self, channel: str, recipient: str) -> ChannelTrouble | None:
        """Forget the trouble of a recipient that a channel got through to. The trouble that it had, if any."""
        known = self._of(channel, recipient)
        if known:
            self._run("DELETE FROM channel_troubles WHERE channel = ? AND recipient IN (?, '')", (channel, recipient))
        return known[0] if known else None

    def meet(self, channels: Iterable[str], now: datetime) -> list[str]:
        """Remember these channels; those that are new, but none where these are the first ever."""
        known = {channel for (channel,) in self._rows("SELECT channel FROM channels_met")}
        new = [channel for channel in channels if channel not in known]
        self.connection.executemany(
            "INSERT INTO channels_met (channel, met_at) VALUES (?, ?)", [(channel, to_text(now)) for channel in new]
        )
        return new if known else []

    def all(self) -> dict[str, list[ChannelTrouble]]:
        """By channel, what is broken first."""
        rows = self._rows("SELECT * FROM channel_troubles ORDER BY broken_at IS NULL, failing_since, recipient")
        found: dict[str, list[ChannelTrouble]] = {}
        for row in rows:
            found.setdefault(row["channel"], []).append(_trouble(row))
        return found

    def _of(self, channel: str, recipient: str) -> list[ChannelTrouble]:
        rows = self._rows(
            "SELECT * FROM channel_troubles WHERE channel = ? AND recipient IN (?, '')", (channel, recipient)
        )
        return [_trouble(row) for row in rows]


def _trouble(row: sqlite3.Row) -> ChannelTrouble:
    return ChannelTrouble(
        channel=row["channel"],
        recipient=row["recipient"],
        failing_since=from_text(row["failing_since"]),
        broken_at=from_text_or_none(row["broken_at"]),
        reason=row["reason"],
    )
