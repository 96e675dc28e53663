from datetime import UTC, date, datetime, time

import pytest

from crawler.items import Precision
from crawler.times import clock_texts, corrected, first_told, told_time
from tests.crawler.reading import document, utc


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("2018-07-03T08:07:00Z", utc(2018, 7, 3, 8, 7)),
        ("2018-07-03T11:07:00+03:00", utc(2018, 7, 3, 8, 7)),
        ("2018-07-03T11:07+0300", utc(2018, 7, 3, 8, 7)),
        ("2018-07-03T11:07:00.250+0300", utc(2018, 7, 3, 8, 7)),
        ("2018-07-03T11:07:00", utc(2018, 7, 3, 8, 7)),
        ("2018-07-03 11:07", utc(2018, 7, 3, 8, 7)),
        ("1530605220", utc(2018, 7, 3, 8, 7)),
        ("1530605220123", utc(2018, 7, 3, 8, 7)),
        (1530605220, utc(2018, 7, 3, 8, 7)),
        ("Tue, 03 Jul 2018 08:07:00 GMT", utc(2018, 7, 3, 8, 7)),
        ("Tue, 03 Jul 2018 11:07:00 +0300", utc(2018, 7, 3, 8, 7)),
        ("2018.07.03 | 11:07 دمشق", utc(2018, 7, 3, 8, 7)),
    ],
)
def test_a_minute_is_read_from_every_writing(value, at):
    told = told_time(value, document("<p>x"))
    assert (told.at, told.precision) == (at, Precision.MINUTE)


@pytest.mark.parametrize("value", ["2018-07-02", "2 تموز 2018"])
def test_a_day_is_a_day_and_no_instant(value):
    told = told_time(value, document("<p>x"))
    assert (told.at, told.day, told.precision) == (None, date(2018, 7, 2), Precision.DAY)
    assert told.fields()["published_day"] == date(2018, 7, 2)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "",
        "غير معروف",
        "11:07",
        "11:07 ص",
        "2018-13-45",
        "0000-00-00",
        "1970-01-01T00:00:00Z",
        "x" * 500,
        [1],
        {},
    ],
)
def test_what_tells_no_time_is_refused(value):
    assert told_time(value, document("<p>x")) is None


def test_a_local_time_without_a_known_zone_tells_its_day_only():
    told = told_time("2018-07-03T11:07:00", document("<p>x", zone=""))
    assert (told.at, told.day) == (None, date(2018, 7, 3))
    told = told_time("2018.07.03 | 11:07", document("<p>x", zone=""))
    assert (told.at, told.day) == (None, date(2018, 7, 3))


def test_an_hour_that_the_clocks_skip_or_repeat_tells_its_day_only():
    for value in ("2018-03-30T00:30:00", "2017-10-26 23:30"):
        told = told_time(value, document("<p>x"))
        assert (told.at, told.day) == (None, date.fromisoformat(value[:10]))


def test_winter_and_summer_time_of_the_zone_are_told_apart():
    told = told_time("2018-03-19T17:19:00", document("<p>x"))
    assert told.at == utc(2018, 3, 19, 15, 19)


def test_a_relative_time_counts_from_the_fetch_and_is_no_part_of_a_key():
    told = told_time("منذ 7 ساعات", document("<p>x", fetched_at=datetime(2018, 7, 3, 9, tzinfo=UTC)))
    assert (told.at, told.precision) == (utc(2018, 7, 3, 2), Precision.HOUR)
    assert told.key_fields == {}


def test_a_time_in_the_future_is_refused():
    assert told_time("2018-07-04T08:07:00+03:00", document("<p>x")) is None
    assert told_time("2018-08-01", document("<p>x")) is None


def test_a_fresh_local_time_written_as_utc_is_local():
    # It is 12:00 in Damascus (09:00Z): 11:50Z would be in the future, 11:50 local is ten minutes old.
    assert told_time("2018-07-03T11:50:00Z", document("<p>x")).at == utc(2018, 7, 3, 8, 50)


def test_a_false_z_is_seen_through_by_the_displayed_time():
    page = document("<p>x", zone="Africa/Cairo", fetched_at=utc(2026, 1, 1))
    told = told_time("2020-08-24T09:23:13Z", page)
    assert corrected(told, ["الإثنين، 24 أغسطس 2020 09:23 ص"], page).at == utc(2020, 8, 24, 7, 23, 13)
    assert corrected(told, ["الإثنين، 24 أغسطس 2020 11:23 ص"], page) == told
    assert corrected(told, [], page) == told


def test_the_most_exact_time_is_taken():
    page = document("<p>x")
    assert first_told(["2018-07-03", None, "2018-07-03T08:07:00Z"], page).precision is Precision.MINUTE
    assert first_told(["2018-07-03", "?"], page).precision is Precision.DAY


def test_clocks_are_read_with_their_half_of_the_day():
    assert clock_texts("09:23 ص") == [time(9, 23)]
    assert clock_texts("12:09 م") == [time(12, 9)]
    assert clock_texts("٠١:٣٠ مساءً") == [time(13, 30)]
    assert clock_texts("بلا وقت") == []


@pytest.mark.parametrize(
    ("text", "zone", "at"),
    [
        ("7:30 PM ET, July 3, 2018", "America/New_York", utc(2018, 7, 3, 23, 30)),
        ("3 July 2018 11:07 (BST)", "Europe/London", utc(2018, 7, 3, 10, 7)),
        ("3 July 2018 11:07 BST", "Asia/Damascus", None),
    ],
)
def test_the_short_name_of_the_page_s_own_zone_says_nothing_new_and_another_is_refused(text, zone, at):
    told = told_time(text, document("x", zone=zone, fetched_at=utc(2018, 7, 4)))
    assert (told.at if told else None) == at
