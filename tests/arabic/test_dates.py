"""Times as Arabic pages write them: read with their precision, or refused."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arabic.dates import Moment, parse_moment

DAMASCUS = ZoneInfo("Asia/Damascus")
FETCHED = datetime(2018, 7, 3, 18, 0, 30, tzinfo=UTC)  # 21:00 in Damascus


PIECES = ["منذ ", "ساعة", "ساعتين", "دقيقة ", "أمس ", "تموز ", "يوليو ", "شوال ", "1439 ", "2018 ", "GMT", "دمشق "]


def read(text, zone=DAMASCUS, fetched_at=FETCHED):
    return parse_moment(text, zone=zone, fetched_at=fetched_at)


def minute(text):
    return Moment(datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC), None, "minute")


def cases():
    for line in (Path(__file__).parent / "date_cases.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text, _, expected = line.rpartition("|")
            yield text.strip(), expected.strip()


def told(moment):
    """A moment as the case file writes it."""
    if moment is None:
        return "-"
    if moment.at is None:
        return str(moment.day)
    return f"{moment.at:%Y-%m-%d %H:%M}{' hour' if moment.precision == 'hour' else ''}"


@pytest.mark.parametrize(("text", "expected"), list(cases()))
def test_a_time_is_read_with_its_precision_or_refused(text, expected):
    assert told(read(text)) == expected


def test_an_instant_has_no_day_beside_it_and_a_day_no_instant():
    assert read("2018.07.03 | 11:07 دمشق") == Moment(datetime(2018, 7, 3, 8, 7, tzinfo=UTC), None, "minute")
    assert read("3 تموز 2018") == Moment(None, date(2018, 7, 3), "day")


def test_the_zone_of_an_outlet_has_its_winter_and_its_summer():
    for text, utc in [
        ("2018/3/25 00:30", "2018-03-24 22:30"),
        ("2018-03-19 11:07", "2018-03-19 09:07"),
        ("2022-12-01 11:07", "2022-12-01 08:07"),
    ]:
        assert read(text) == minute(utc)


def test_a_clock_time_still_to_come_was_yesterday():
    ten_past_midnight = datetime(2018, 7, 2, 21, 10, tzinfo=UTC)
    assert read("23:50", fetched_at=ten_past_midnight) == minute("2018-07-02 20:50")
    assert read("00:05", fetched_at=ten_past_midnight) == minute("2018-07-02 21:05")


@given(st.times(), st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)), st.sampled_from(["", " ص", " مساءً"]))  # noqa: DTZ001
def test_a_clock_alone_is_never_in_the_future(clock, now, part):
    fetched_at = now.replace(tzinfo=UTC)
    moment = read(f"{clock:%H:%M}{part}", fetched_at=fetched_at)
    if moment is not None:
        assert timedelta(0) <= fetched_at + timedelta(minutes=10) - moment.at <= timedelta(days=1, hours=2)


@given(st.integers(0, 40), st.integers(0, 15), st.integers(1890, 2110), st.sampled_from("/.-"))
def test_a_date_in_digits_is_that_day_or_none(day, month, year, mark):
    for text in (f"{day}{mark}{month}{mark}{year}", f"{year}{mark}{month:02}{mark}{day:02}"):
        moment = read(text)
        assert moment is None or moment.day == date(year, month, day)


@given(st.lists(st.sampled_from([*"0123456789٣٧:/.-،,|+()\n هم", *PIECES]), max_size=12).map("".join))
def test_no_text_is_too_odd(text):
    moment = read(text)
    if moment is not None:
        assert (moment.at is None) == (moment.precision == "day") == (moment.day is not None)


def test_a_sentence_with_numbers_tells_no_time():
    folder = Path(__file__).parent / "figure_cases"
    lines = [line for path in folder.glob("*.txt") for line in path.read_text("utf-8").splitlines()]
    sentences = [line.rpartition("|")[0].strip() for line in lines if "|" in line and line[0] != "#"]
    assert len(sentences) > 700
    assert [text for text in sentences if read(text) is not None] == []


def test_a_dateline_is_no_zone():
    assert read("بيروت 3 تموز 2018 11:07") is None
