import pytest

from crawler.timeline import placed_clocks
from tests.crawler.reading import document, utc

CHANGED = '<meta property="article:modified_time" content="2018-07-03T00:20:00+03:00">'


def placed(clocks, head=CHANGED, **options):
    return [
        told.at if told else None
        for told in placed_clocks(clocks, document(f"<html><head>{head}</head></html>", **options))
    ]


def test_a_descending_list_steps_back_over_midnight():
    assert placed(["00:05", "23:50", "22:10"]) == [
        utc(2018, 7, 2, 21, 5),
        utc(2018, 7, 2, 20, 50),
        utc(2018, 7, 2, 19, 10),
    ]


def test_an_ascending_list_is_counted_from_its_end():
    assert placed(["22:10", "23:50", "00:05"]) == [
        utc(2018, 7, 2, 19, 10),
        utc(2018, 7, 2, 20, 50),
        utc(2018, 7, 2, 21, 5),
    ]


def test_an_entry_later_than_the_last_change_is_of_the_day_before():
    assert placed(["23:55", "23:50", "23:10"])[0] == utc(2018, 7, 2, 20, 55)


def test_a_missing_clock_stays_undated_between_the_others():
    assert placed(["00:05", None, "23:50"]) == [utc(2018, 7, 2, 21, 5), None, utc(2018, 7, 2, 20, 50)]


def test_a_page_without_a_date_dates_nothing():
    assert placed(["11:05", "10:50", "10:10"], head="") == [None] * 3


def test_a_page_without_a_zone_dates_nothing():
    assert placed(["00:05", "23:50", "22:10"], zone="") == [None] * 3


def test_a_page_that_tells_only_its_day_dates_a_list_that_keeps_to_it():
    day = '<meta property="article:modified_time" content="2018-07-02">'
    assert placed(["11:05", "10:50"], head=day) == [utc(2018, 7, 2, 8, 5), utc(2018, 7, 2, 7, 50)]
    assert placed(["00:05", "23:50", "22:00"], head=day) == [None] * 3


@pytest.mark.parametrize("clocks", [["10:00", "12:00", "09:00", "15:00", "08:00", "16:00"], []])
def test_a_list_without_an_order_is_not_dated(clocks):
    assert placed(clocks) == [None] * len(clocks)
