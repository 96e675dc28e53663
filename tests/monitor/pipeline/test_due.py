"""An alert is due at once, with the next digest, or when quiet hours end; also on the days the clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.config import Deliver, QuietHours
from monitor.pipeline.due import due_at

BEIRUT = ZoneInfo("Asia/Beirut")
NOW = Deliver("now")
QUARTER = Deliver("15m", every=timedelta(minutes=15))
TWICE = Deliver("08:00,20:00", at=(time(8), time(20)))
NIGHT = QuietHours(time(23), time(6))


def local(*args: int) -> datetime:
    return datetime(*args, tzinfo=BEIRUT).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "deliver", "quiet", "due"),
    [
        (local(2026, 7, 3, 14, 2), NOW, None, local(2026, 7, 3, 14, 2)),
        (local(2026, 7, 3, 14, 2), NOW, NIGHT, local(2026, 7, 3, 14, 2)),
        (local(2026, 7, 3, 23, 30), NOW, NIGHT, local(2026, 7, 4, 6, 0)),
        (local(2026, 7, 4, 5, 59), NOW, NIGHT, local(2026, 7, 4, 6, 0)),
        (local(2026, 7, 4, 6, 0), NOW, NIGHT, local(2026, 7, 4, 6, 0)),
        (local(2026, 7, 4, 13, 0), NOW, QuietHours(time(12), time(14)), local(2026, 7, 4, 14, 0)),
        (local(2026, 7, 3, 14, 2), QUARTER, None, local(2026, 7, 3, 14, 15)),
        (local(2026, 7, 3, 14, 15), QUARTER, None, local(2026, 7, 3, 14, 30)),
        (local(2026, 7, 3, 7, 59), TWICE, None, local(2026, 7, 3, 8, 0)),
        (local(2026, 7, 3, 8, 0), TWICE, None, local(2026, 7, 3, 20, 0)),
        (local(2026, 7, 3, 21, 0), TWICE, None, local(2026, 7, 4, 8, 0)),
    ],
)
def test_due(now, deliver, quiet, due):
    assert due_at(now, deliver, quiet, BEIRUT) == due


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_every_moment_of_a_day_on_which_the_clocks_change_has_a_digest_within_a_day(day):
    deliver = Deliver("00:30,20:00", at=(time(0, 30), time(20)))
    for minutes in range(0, 48 * 60, 10):
        now = day - timedelta(hours=12) + timedelta(minutes=minutes)
        wait = due_at(now, deliver, None, BEIRUT) - now
        assert timedelta(0) < wait <= timedelta(hours=25)
