"""What passes the stages: one text on its way to one channel; and what every stage may look at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from monitor.background import Span
from monitor.pipeline.rules import Rules
from monitor.pipeline.telling import StoryNow, Tell
from monitor.values import WatchHit
from storage.alert_rows import Decision
from storage.database import Tx
from storage.rows import Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The open alert that a case goes to. `watch` is None where the alert sums up several watches."""

    watch: str | None
    group: str
    due_at: datetime
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A revision of an entry on its way to a channel of a watch: each stage adds what it found.

    `tell` says what is said beside the text, `reason` why it is told though the watch does not find it.
    """

    entry_id: int
    revision_id: int
    watch: str = ""
    hit: WatchHit | None = None
    channel: str = ""
    urgent: bool = False
    tell: Tell = field(default_factory=Tell)
    reason: str | None = None
    placement: Placement | None = None
    alert_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Context:
    """The transaction, the rules and the time; and of the text that passes, where it came from.

    `told_from`: its page was read for the first time, and what is older is not told. `background`: where its source
    said the same before. `recorded` is None where something is told of what was told.
    """

    tx: Tx
    rules: Rules
    now: datetime
    source: str = ""
    told_from: datetime | None = None
    recorded: Recorded | None = None
    background: Sequence[Span] = ()

    @cached_property
    def text(self) -> Recorded:
        assert self.recorded is not None, "only a text that was just recorded is matched, routed and muted"
        return self.recorded

    @cached_property
    def hits(self) -> tuple[WatchHit, ...]:
        reading = self.text.reading
        return tuple(self.rules.matcher.match(reading.headline, reading.text, self.source))

    @cached_property
    def found_more(self) -> frozenset[str]:
        """The watches that find more in an edited text than in the one before; both as they are written folded."""
        text = self.text
        after = self._found(f"{text.reading.headline_folded}\n{text.reading.text_folded}")
        before = self._found(text.before_folded or "")
        return frozenset(watch for watch, places in after.items() if places > before.get(watch, 0))

    def _found(self, folded: str) -> dict[str, int]:
        """In how many places of a text each watch finds something."""
        return {hit.watch: len(hit.matches) for hit in self.rules.matcher.match("", folded, self.source)}

    @cached_property
    def told(self) -> set[tuple[str, str]]:
        """The (watch, channel) pairs that were told of the entry before."""
        return self.tx.matches.told(self.text.entry_id)

    @cached_property
    def story(self) -> StoryNow | None:
        """The entry's story as it was before this text is told, where it is in one."""
        text = self.text
        if text.story is None or text.revision_id is None:
            return None
        return StoryNow(self.tx, text.story, text.revision_id)

    @property
    def late(self) -> bool:
        published = self.recorded.reading.published_at if self.recorded else None
        return published is not None and self.now - published > self.rules.late_after

    def decide(self, case: Case, decision: Decision, reason: str | None = None) -> None:
        """Keeps what was decided of a case, and why."""
        self.tx.matches.decide(
            case.entry_id,
            case.revision_id,
            case.watch,
            case.channel,
            decision=decision,
            reason=reason,
            note=case.tell.note,
            alert_id=case.alert_id,
            late=self.late,
            now=self.now,
        )
