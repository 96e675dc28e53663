"""Sees through offsets that a page writes falsely, by the clocks that it shows to its readers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal

from crawler.document import Document
from crawler.times import Told, clock_texts, names_a_zone, zone_of

Verdict = Literal["right", "local", "utc"]

_AHEAD = timedelta(minutes=10)
_ASKED = 16  # times of a list that are compared with the clocks beside them
_MOST_OF = 0.8
_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def settled(told: Sequence[Told | None], shown: Sequence[str], document: Document) -> list[Told | None]:
    """The times of one list, put right where the clocks beside them contradict their offset.

    `shown` is the text that stands beside each time. One verdict holds for the whole list, because one
    program writes it: local time marked as UTC (`11:07Z` beside `11:07`), or UTC marked as local
    (`08:07+03:00` beside `11:07`). A clock that agrees with its offset acquits them all; so does a newest
    entry that is a little old by its offset: a page may show UTC to its readers.
    """
    zone = zone_of(document.zone)
    known = [time for time in told if time is not None and time.at is not None]
    if zone is None or not known:
        return list(told)
    step = step_of(len(told))
    pairs = zip(told[::step], shown[::step], strict=True)
    votes = Counter(vote for time, text in pairs if time is not None and (vote := _vote(time, text, zone)))
    if not votes or votes["right"]:
        return list(told)
    verdict, count = votes.most_common(1)[0]
    if count < _MOST_OF * votes.total():
        return list(told)
    if not _plausible(known, verdict, zone, document.fetched_at):
        return list(told)
    document.notes.append(f"the offsets are false: the clocks are {verdict if verdict == 'local' else 'UTC'}")
    return [_put_right(time, verdict, zone) if time is not None else None for time in told]


def step_of(count: int) -> int:
    """Of how many times in a list one is compared with the clock beside it."""
    return count // _ASKED + 1


def _plausible(told: Sequence[Told], verdict: Verdict, zone: tzinfo, fetched_at: datetime) -> bool:
    """Whether the list put right is likelier than the list as it was told."""
    newest = max(told, key=_instant)
    right = _put_right(newest, verdict, zone)
    if _instant(right) > fetched_at + _AHEAD:
        return False
    if any(map(_was_ahead, told)):
        return True  # by its offset something was published after it was read
    shift = _instant(newest) - _instant(right)
    return shift <= timedelta() or fetched_at - _instant(newest) >= shift


def _instant(told: Told) -> datetime:
    return told.at or _NEVER


def _vote(told: Told, shown: str, zone: tzinfo) -> Verdict | None:
    """What a clock beside a time says of its offset; nothing where it names a zone of its own."""
    if told.at is None or told.wall is None or not told.offset_told:
        return None
    if _was_ahead(told):
        return "local"
    if names_a_zone(shown):
        return None
    clocks = {(clock.hour, clock.minute) for clock in clock_texts(shown)}
    right, as_utc = told.at.astimezone(zone), told.wall.replace(tzinfo=UTC).astimezone(zone)
    readings: tuple[tuple[datetime, Verdict], ...] = ((right, "right"), (told.wall, "local"), (as_utc, "utc"))
    return next((verdict for clock, verdict in readings if (clock.hour, clock.minute) in clocks), None)


def _was_ahead(told: Told) -> bool:
    """Whether the reader of times has taken a `Z` off already, because it lay in the future."""
    return told.raw is not None and told.wall is not None and told.raw == f"{told.wall.isoformat()}Z"


def _put_right(told: Told, verdict: Verdict, zone: tzinfo) -> Told:
    if told.wall is None or told.at is None or not told.offset_told:
        return told
    at = told.wall.replace(tzinfo=zone if verdict == "local" else UTC).astimezone(UTC)
    return told if at == told.at else replace(told, at=at, raw=told.raw or _as_written(told.wall, told.at))


def _as_written(wall: datetime, at: datetime) -> str:
    """The time with the offset that it was told with."""
    minutes = int((wall - at.replace(tzinfo=None)).total_seconds()) // 60
    if not minutes:
        return f"{wall.isoformat()}Z"
    return f"{wall.isoformat()}{'+' if minutes >= 0 else '-'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
