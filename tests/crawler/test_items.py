"""What holds for an Update whatever page it came from."""

import json
from datetime import UTC, date, datetime

from crawler.items import Precision, Update, without_lone_surrogates

HALF = "\ud83d"


def test_half_a_character_becomes_a_replacement_of_the_same_length():
    broken = Update(key=f"k{HALF}", native=True, headline=f"عاجل {HALF}", text=f"خبر {HALF} آخر", tags=(HALF, "درعا"))
    whole = without_lone_surrogates(broken)
    assert (whole.key, whole.headline, whole.tags) == ("k\ufffd", "عاجل \ufffd", ("\ufffd", "درعا"))
    assert len(whole.text) == len(broken.text)
    json.dumps(whole.as_json(), ensure_ascii=False).encode()


def test_a_whole_update_is_handed_on_as_it_is():
    update = Update(key="1", native=True, text="خبر 🔴")
    assert without_lone_surrogates(update) is update


def test_a_line_of_extract_tells_an_instant_a_day_or_nothing():
    at = datetime(2018, 7, 3, 8, 7, tzinfo=UTC)
    exact = Update(key="1", native=True, published_at=at, precision=Precision.MINUTE)
    day = Update(key="1", native=True, published_day=date(2018, 3, 18), precision=Precision.DAY)
    assert exact.as_json()["published_at"] == "2018-07-03T08:07:00Z"
    assert (day.as_json()["published_at"], day.as_json()["precision"]) == ("2018-03-18", "day")
    assert Update(key="1", native=True).as_json()["published_at"] is None
