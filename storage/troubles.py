"""The channels that do not get through: since when, and whether they refused for good; and those that are new."""

from collections.abc import Iterable
from datetime import datetime

from storage.rows import ChannelTrouble
from storage.table import Table
from storage.times import from_text, from_text_or_none, to_text


class Troubles(Table):
    __slots__ = ()

    def failing(self, channel: str, reason: str, now: datetime) -> ChannelTrouble:
        """Keep that a channel failed just now; it may have been failing for longer."""
        self._run(
            """INSERT INTO channel_troubles (channel, failing_since, reason) VALUES (?, ?, ?)
            ON CONFLICT (channel) DO UPDATE SET reason = excluded.reason""",
            (channel, to_text(now), reason),
        )
        return self.all()[channel]

    def broken(self, channel: str, reason: str, now: datetime) -> bool:
        """Keep that a channel refused for good; True where that was not known."""
        known = self.all().get(channel)
        self._run(
            """INSERT INTO channel_troubles (channel, failing_since, broken_at, reason) VALUES (?, ?, ?, ?)
            ON CONFLICT (channel) DO UPDATE SET reason = excluded.reason,
            broken_at = ifnull(broken_at, excluded.broken_at)""",
            (channel, to_text(now), to_text(now), reason),
        )
        return known is None or known.broken_at is None

    def over(self, channel: str) -> ChannelTrouble | None:
        """Forget a channel's trouble: it got through. The trouble it had, if any."""
        known = self.all().get(channel)
        if known is not None:
            self._run("DELETE FROM channel_troubles WHERE channel = ?", (channel,))
        return known

    def meet(self, channels: Iterable[str], now: datetime) -> list[str]:
        """Remember these channels; those that are new, but none where these are the first ever."""
        known = {channel for (channel,) in self._rows("SELECT channel FROM channels_met")}
        new = [channel for channel in channels if channel not in known]
        self.connection.executemany(
            "INSERT INTO channels_met (channel, met_at) VALUES (?, ?)", [(channel, to_text(now)) for channel in new]
        )
        return new if known else []

    def all(self) -> dict[str, ChannelTrouble]:
        rows = self._rows("SELECT * FROM channel_troubles")
        return {
            row["channel"]: ChannelTrouble(
                channel=row["channel"],
                failing_since=from_text(row["failing_since"]),
                broken_at=from_text_or_none(row["broken_at"]),
                reason=row["reason"],
            )
            for row in rows
        }
