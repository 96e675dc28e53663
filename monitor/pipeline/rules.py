"""What the configuration says about alerts, compiled once and handed to every stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from monitor.config import Deliver, QuietHours, WatchConfig
from monitor.messages import Glossary
from monitor.values import WatchHit
from monitor.watches.matcher import WatchMatcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A channel as far as routing needs it."""

    recipients: tuple[str, ...]
    zone: ZoneInfo
    operator: bool = False
    quiet: QuietHours | None = None
    urgent: str | None = None
    max_per_hour: int | None = None
    stale_after: timedelta = timedelta(minutes=30)
    escalate_to: str | None = None
    escalate_after: timedelta = timedelta(0)
    gloss: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    matcher: WatchMatcher
    watches: Mapping[str, WatchConfig]
    channels: Mapping[str, Outlet]
    source_titles: Mapping[str, str]
    zone: ZoneInfo
    backlog: timedelta
    late_after: timedelta
    glossary: Glossary

    def deliver(self, watch: str) -> Deliver:
        return self.watches[watch].deliver

    def is_urgent(self, hit: WatchHit, channel: str) -> bool:
        """Whether a hit is told to a channel at once: by the word of its watch, or of the channel."""
        return not hit.urgent.isdisjoint((self.watches[hit.watch].urgent, self.channels[channel].urgent))

    @property
    def operators(self) -> list[str]:
        """The channels that are told about the service itself."""
        return [name for name, channel in self.channels.items() if channel.operator]
