"""Instants as text."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from storage.times import from_text, hour_text, to_text


def test_an_instant_becomes_fixed_width_utc_text_and_comes_back():
    at = datetime(2018, 7, 3, 11, 7, 0, 123_900, tzinfo=timezone(timedelta(hours=3)))
    assert to_text(at) == "2018-07-03T08:07:00.123Z"
    assert from_text(to_text(at)) == datetime(2018, 7, 3, 8, 7, 0, 123_000, tzinfo=UTC)
    assert from_text(to_text(at)).utcoffset() == timedelta(0)


def test_texts_sort_like_the_instants():
    instants = [datetime(y, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms) for y in (900, 2018) for ms in (0, 1, 1000)]
    assert [from_text(text) for text in sorted(map(to_text, reversed(instants)))] == instants


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without its zone"):
        to_text(datetime(2018, 7, 3, 8, 7))  # noqa: DTZ001


def test_an_hour_begins_at_its_first_instant():
    assert hour_text(datetime(2018, 7, 3, 8, 59, 59, 999_999, tzinfo=UTC)) == "2018-07-03T08:00:00.000Z"
    half = timezone(timedelta(hours=5, minutes=30))
    assert hour_text(datetime(2018, 7, 3, 8, 10, tzinfo=half)) == "2018-07-03T02:00:00.000Z"
