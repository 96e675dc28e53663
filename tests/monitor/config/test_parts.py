"""The small values: durations, deliver, quiet hours."""

from datetime import time, timedelta

import pytest

from monitor.config.parts import (
    Deliver,
    QuietHours,
    duration_text,
    is_loopback,
    parse_deliver,
    parse_duration,
    parse_quiet,
)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("60s", 60), ("5m", 300), ("2h", 7200), ("1d", 86400), ("1h 30m", 5400), ("1.5s", 1.5), (" 2 h ", 7200)],
)
def test_durations(text, seconds):
    assert parse_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text", ["", "s", "60", "-5m", "5M", "5 minutes", "99999999999d", "9999999d" * 200, "1h;", 60, 1.5, True, None]
)
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match="must be a duration"):
        parse_duration(text)


def test_a_number_is_answered_with_what_was_probably_meant():
    with pytest.raises(ValueError, match='did you mean "60s"'):
        parse_duration(60)


@pytest.mark.parametrize("text", ["60s", "90s", "5m", "2h", "1d", "0s", "1.5s"])
def test_a_duration_is_written_shortly(text):
    assert parse_duration(duration_text(parse_duration(text))) == parse_duration(text)


def test_deliver():
    assert parse_deliver("now") == Deliver("now")
    assert parse_deliver("now").now
    assert parse_deliver("off").off
    assert not parse_deliver("off").now
    assert parse_deliver("15m").every == timedelta(minutes=15)
    assert parse_deliver("20:00, 08:00،08:00").at == (time(8), time(20))
    assert str(parse_deliver("20:00, 08:00")) == "20:00, 08:00"


@pytest.mark.parametrize("text", ["", "never", "25:00", "08:60", "08:00,", "08:00;20:00", 15, None])
def test_what_is_no_way_to_deliver_is_refused(text):
    with pytest.raises(ValueError, match="must be"):
        parse_deliver(text)


def test_quiet_hours_may_pass_midnight():
    assert parse_quiet("23:00-06:00") == QuietHours(time(23), time(6))
    assert parse_quiet("23:00 – 6:00") == QuietHours(time(23), time(6))
    assert str(parse_quiet("23:00-6:00")) == "23:00-06:00"


@pytest.mark.parametrize("text", ["", "23:00", "23:00-", "23:00-06:00-07:00", "24:00-06:00", 23, None])
def test_what_are_no_quiet_hours_is_refused(text):
    with pytest.raises(ValueError, match="must be two times"):
        parse_quiet(text)


@pytest.mark.parametrize(
    ("host", "here"),
    [("localhost", True), ("127.0.0.3", True), ("::1", True), ("10.0.0.1", False), ("localhost.example.org", False)],
)
def test_loopback(host, here):
    assert is_loopback(host) is here
