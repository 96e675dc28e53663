"""The Hijri calendar of Umm al-Qura, as Arab states and outlets write it, in Gregorian days."""

from datetime import date, timedelta
from functools import cache
from importlib.resources import files


def gregorian_day(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Hijri date; ValueError where the calendar (1343 to 1500) has no such day."""
    try:
        begins, lengths = _years()[year]
    except KeyError as error:
        raise ValueError(f"{year} is no year of the calendar") from error
    if not (1 <= month <= 12 and 1 <= day <= lengths[month - 1]):
        raise ValueError(f"{year}-{month}-{day} is no day of the calendar")
    return begins + timedelta(days=sum(lengths[: month - 1]) + day - 1)


@cache
def _years() -> dict[int, tuple[date, list[int]]]:
    """Of each year the day on which it begins, and the days of its months."""
    lines = (files("arabic") / "data" / "hijri.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {
        int(year): (date.fromisoformat(begins), [int(days) for days in lengths.split()])
        for year, begins, lengths in rows
    }
