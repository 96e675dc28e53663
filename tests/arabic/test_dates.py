"""Times as Arabic pages write them: read with their precision, or refused."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from arabic.dates import Moment, parse_moment

DAMASCUS = ZoneInfo("Asia/Damascus")
FETCHED = datetime(2018, 7, 3, 18, 0, 30, tzinfo=UTC)  # 21:00 in Damascus


def read(text, zone=DAMASCUS, fetched_at=FETCHED):
    return parse_moment(text, zone=zone, fetched_at=fetched_at)


def minute(text):
    return Moment(datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC), None, "minute")


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2018.07.03 | 11:07 دمشق", "2018-07-03 08:07"),
        ("الإثنين، 24 أغسطس 2020 09:43 م", "2020-08-24 18:43"),
        ("24 نيسان / أبريل 2020 09:22 مساءً", "2020-04-24 18:22"),
        ("٠٢:٠٠ الثلاثاء ١ / ١٢ / ٢٠٢٠", "2020-12-01 00:00"),
        ("الأربعاء، 07 أكتوبر 2020 - 12:09 م", "2020-10-07 09:09"),
        ("نشر في: 03/07/2018 - 11:07", "2018-07-03 08:07"),
        ("تاريخ النشر: 03.07.2018 | 14:07 GMT", "2018-07-03 14:07"),
        ("GMT 17:27 17.03.2020", "2020-03-17 17:27"),
        ("الثلاثاء 3 يوليو 2018، 11:07 بتوقيت القاهرة", "2018-07-03 09:07"),
        ("3 تموز 2018 14:07 بتوقيت غرينتش", "2018-07-03 14:07"),
        ("القاهرة: 3 يوليو 2018 11:00", "2018-07-03 08:00"),
        ("2018-07-03T11:07:00+03:00", "2018-07-03 08:07"),
        ("2018-07-03T08:07:00Z", "2018-07-03 08:07"),
        ("Tue, 03 Jul 2018 11:07:00 +0300", "2018-07-03 08:07"),
        ("2018/3/25 00:30", "2018-03-24 22:30"),
        ("2018-03-19 11:07", "2018-03-19 09:07"),
        ("2022-12-01 11:07", "2022-12-01 08:07"),
    ],
)
def test_a_date_with_a_clock_time_is_an_instant(written, utc):
    assert read(written) == minute(utc)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("3 تموز 2018", date(2018, 7, 3)),
        ("٣ تموز ٢٠١٨", date(2018, 7, 3)),
        ("۳ يوليو ۲۰۱۸", date(2018, 7, 3)),
        ("18 كانون الثاني 2018", date(2018, 1, 18)),
        ("18 آذار 2018", date(2018, 3, 18)),
        ("18 اذار 2018", date(2018, 3, 18)),
        ("1 آب 2018", date(2018, 8, 1)),
        ("4 تشرين الأول 2018", date(2018, 10, 4)),
        ("16 فيفري 2019", date(2019, 2, 16)),
        ("9 جويلية 2019", date(2019, 7, 9)),
        ("12 غشت 2019", date(2019, 8, 12)),
        ("5 دجنبر 2019", date(2019, 12, 5)),
        ("2 يونيو/ حزيران 2022", date(2022, 6, 2)),
        ("يوليو 3, 2018", date(2018, 7, 3)),
        ("3 من تموز 2018", date(2018, 7, 3)),
        ("3/7/2018", date(2018, 7, 3)),
        ("١ / ١٢ / ٢٠٢٠", date(2020, 12, 1)),
        ("2018-07-03", date(2018, 7, 3)),
        ("\u200f3 يوليو 2018\u200f", date(2018, 7, 3)),
        ("الثلاثاء 19 شوال 1439 هـ الموافق 3 يوليو 2018 م", date(2018, 7, 3)),
        ("أمس", date(2018, 7, 2)),
        ("منذ يومين", date(2018, 7, 1)),
        ("منذ 11 يوماً", date(2018, 6, 22)),
        ("القاهرة: 3 يوليو 2018", date(2018, 7, 3)),
    ],
)
def test_a_date_alone_gives_the_day_and_no_instant(written, day):
    assert read(written) == Moment(None, day, "day")


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("منذ 5 دقائق", "2018-07-03 17:55"),
        ("منذ ٥ دقائق", "2018-07-03 17:55"),
        ("منذ 44 دقائق", "2018-07-03 17:16"),
        ("من 5 دقائق", "2018-07-03 17:55"),
        ("منذ دقيقة واحدة", "2018-07-03 17:59"),
        ("منذ دقيقتين", "2018-07-03 17:58"),
        ("منذ نصف ساعة", "2018-07-03 17:30"),
        ("منذ 3 ساعات و 5 دقائق", "2018-07-03 14:55"),
        ("الآن", "2018-07-03 18:00"),
    ],
)
def test_minutes_ago_count_from_the_fetch(written, utc):
    assert read(written) == minute(utc)


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("منذ ساعة", 1),
        ("قبل ساعة واحدة", 1),
        ("منذ ساعتين", 2),
        ("قبل 4 ساعة", 4),
        ("\u200f5 ساعات مضت", 5),
        ("5 ساعات ago", 5),
        ("منذ ثلاث ساعات", 3),
        ("منذ 13 ساعة", 13),
    ],
)
def test_hours_ago_are_an_instant_of_the_precision_of_an_hour(written, hours):
    moment = read(written)
    assert moment is not None
    assert moment.precision == "hour"
    assert moment.at == datetime(2018, 7, 3, 18 - hours, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("11:07", "2018-07-03 08:07"),
        ("11:07 ص", "2018-07-03 08:07"),
        ("01:30 مساءً", "2018-07-03 10:30"),
        ("آخر تحديث: 13:19 (توقيت مكة)", "2018-07-03 10:19"),
        ("آخر تحديث 14:00 (GMT+0400)", "2018-07-03 10:00"),
        ("12:30 ظهراً", "2018-07-03 09:30"),
        ("اليوم 14:00", "2018-07-03 11:00"),
        ("أمس 11:07", "2018-07-02 08:07"),
        ("12:30 ص", "2018-07-02 21:30"),
    ],
)
def test_a_clock_time_alone_is_of_today(written, utc):
    assert read(written) == minute(utc)


def test_a_clock_time_still_to_come_was_yesterday():
    assert read("11:07 م") == minute("2018-07-02 20:07")
    ten_past_midnight = datetime(2018, 7, 2, 21, 10, tzinfo=UTC)
    assert read("23:50", fetched_at=ten_past_midnight) == minute("2018-07-02 20:50")
    assert read("00:05", fetched_at=ten_past_midnight) == minute("2018-07-02 21:05")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "البث المباشر",
        "فيفري 2019",  # no day
        "3 تموز",  # no year
        "03/07/18",  # which of them is the year?
        "7/13/2018",
        "31 فبراير 2018",
        "19 شوال 1439 هـ",  # a Hijri date alone
        "24 نيسان / مايو 2020",  # two months
        "الخميس، 07 أكتوبر 2020",  # that day was a Wednesday
        "الإثنين 11:07",  # of which week?
        "الساعة 8",  # morning or evening?
        "13:30 ص",
        "25:10",
        "قبل قليل",
        "منذ أسبوع",  # coarser than a day
        "منذ 3 أشهر",
        "11:07 بتوقيت المريخ",
        "نزح 200 مدني في 3 تموز 2018",
        "3 تموز 2018 - 4 تموز 2018",
        "2018-03-30 00:30",  # skipped by the change of the clocks in Damascus
    ],
)
def test_what_is_not_sure_is_refused(written):
    assert read(written) is None


def test_a_dateline_is_no_zone():
    assert read("بيروت 3 تموز 2018 11:07") is None
