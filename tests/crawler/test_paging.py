"""Reading on ends where the known is reached; a pinned entry is known and does not end it."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.items import Update
from crawler.paging import reaches

NOON = datetime(2026, 7, 3, 12, 0, tzinfo=UTC)


def update(key, minutes=None):
    at = None if minutes is None else NOON - timedelta(minutes=minutes)
    return Update(key=key, native=True, text=key, published_at=at)


def page(text):
    """`n1:3 k1:5 …`: keys with their age in minutes, or without."""
    parts = [part.partition(":") for part in text.split()]
    return [update(key, int(age) if age else None) for key, _, age in parts]


KNOWN = {f"k{number}" for number in range(20)}


@pytest.mark.parametrize(
    ("shown", "reached"),
    [
        ("n1:1 n2:2 k1:3 k2:4", True),
        ("k1:3 k2:4", True),
        ("n1:1 n2:2 n3:3", False),
        ("k9:900 n1:1 n2:2", False),  # pinned to the top, and old
        ("k9:900 k8:800 n1:1 n2:2", False),
        ("k9:900 n1:1 k1:3", True),
        ("n1:1 k1:3 n0:50", True),  # told late, with a time before the known one
        ("k9 n1 n2", False),
        ("n1 n2 k1", True),
        ("k2:9 k1:8 n2:7 n1:6", True),  # hardly any order can be made out …
        ("k3:30 k2:20 k1:10 n1:5", True),  # … oldest first
        ("n1:40 n2:30 n3:20 n4:10", False),
        ("k1:1 k2:2 k3:3 k4:4 k5:5 n9", True),  # a foreign block that is new each time
        ("", True),
    ],
)
def test_reading_on_ends_where_the_known_is_reached(shown, reached):
    assert reaches(page(shown), KNOWN) is reached


def test_a_further_id_of_an_update_counts():
    known_by_another = Update(key="hash", native=False, also=("k1",), text="نص", published_at=NOON)
    assert reaches([update("n1", -5), known_by_another], KNOWN)


def test_tombstones_tell_nothing():
    gone = Update(key="k1", native=True, withdrawn=True)
    assert not reaches([update("n1", 1), gone], KNOWN)
