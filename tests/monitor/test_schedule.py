"""The beat of a page follows what its polls come to, within the bounds of its source."""

from datetime import timedelta

import pytest

from monitor.config import Source
from monitor.poll import Polled
from monitor.schedule import ENDED_SLOWEST, _wanted

MINUTE = timedelta(minutes=1)
FIXED = {"every": "1m"}
ADAPTIVE = {"every": "1m", "fastest": "15s", "slowest": "5m"}


def beat(source, every_seconds, **came):
    table = {"name": "s", "pages": ["https://news.example/"], **source}
    polled = Polled(page=None, outcome="read", reason=None, **came)
    wanted = _wanted(Source.model_validate(table), timedelta(seconds=every_seconds), polled)
    return wanted.total_seconds()


@pytest.mark.parametrize(
    ("source", "every", "came", "wanted"),
    [
        (FIXED, 60, {}, 60),
        (FIXED, 60, {"new": 9}, 60),
        (FIXED, 60, {"gap": True}, 30),
        (FIXED, 30, {"gap": True}, 30),  # never more than twice as often as was asked for
        (FIXED, 30, {}, 60),  # and back to it
        (ADAPTIVE, 60, {"new": 1}, 30),
        (ADAPTIVE, 20, {"revised": 1}, 15),
        (ADAPTIVE, 60, {}, 72),
        (ADAPTIVE, 290, {}, 300),
        (ADAPTIVE, 20, {"gap": True}, 15),
        (FIXED, 60, {"ended": True}, 90),
        (FIXED, 590, {"ended": True}, ENDED_SLOWEST.total_seconds()),
        (ADAPTIVE, 60, {"ended": True, "new": 1}, 30),  # it says that it is over, and goes on
    ],
)
def test_the_beat(source, every, came, wanted):
    assert beat(source, every, **came) == wanted
