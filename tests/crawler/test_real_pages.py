"""Real saved pages, where the folder of them is at hand: MARSAD_REAL_PAGES."""

import csv
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.crawler.reading import only, parse, utc

FOLDER = os.environ.get("MARSAD_REAL_PAGES")
pytestmark = pytest.mark.skipif(not FOLDER, reason="MARSAD_REAL_PAGES names no folder of real pages")

ZONES = {
    "akhbarelyom.com": "Africa/Cairo",
    "albayan.ae": "Asia/Dubai",
    "aljazeera.net": "Asia/Qatar",
    "alyaum.com": "Asia/Riyadh",
    "arabic.cnn.com": "Asia/Dubai",
    "assabah.com.tn": "Africa/Tunis",
    "chromium": "UTC",
    "en__corkbeo": "Europe/Dublin",
    "en__Express": "Europe/London",
    "en__sports": "Asia/Kolkata",
    "fa__khabaronline": "Asia/Tehran",
    "lbcgroup.tv": "Asia/Beirut",
    "syria.tv": "Asia/Damascus",
    "youm7.com": "Africa/Cairo",
}
# file, headline begins with, published day or None, a word from the text's end, words that are furniture
ARTICLES = [
    ("akhbarelyom.com__htmldate-1731695567", "36 عامًا", "2020-10-07", "سرطان الأمعاء", ()),
    ("albayan.ae__htmldate-1623715966", "القائم بأعمال", "2020-06-03", "والقضاء عليه", ("المصدر:", "Email", "طباعة")),
    ("alyaum.com__htmldate-1784190729", "طهران تدفن", "2020-12-01", "سلاح نووي", ()),
    (
        "arabic.cnn.com__newspaper4k_arabic_article",
        "معارضون يسيطرون",
        "2013-08-03",
        "بشكل مستقل",
        ("ترحب شبكة", "الآراء الواردة"),
    ),
    (
        "assabah.com.tn__article",
        "الناشط الحقوقي",
        "2019-02-08",
        "تل ابيب",
        ("كورونا يقتل", "غائم جزئيا", "إضافة تعليق جديد"),
    ),
    ("lbcgroup.tv__LBCGroup_2026_01_08", '"شعر وردي', "2026-01-08", "معتادة", ()),
    ("youm7.com__htmldate-1691196862", "وزير الرى", "2020-08-24", "للدراسة", ()),
]


def zone_of(name):
    return next((zone for start, zone in ZONES.items() if name.startswith(start)), "")


def read(name, *, change=lambda page: page, **options):
    path = next(path for path in sorted(Path(FOLDER).glob(f"{name}*")) if ".gold." not in path.name)
    with (Path(FOLDER) / "INDEX.tsv").open(encoding="utf-8") as lines:
        urls = {row["file"]: row["url"] for row in csv.DictReader(lines, delimiter="\t")}
    url = urls[path.name] or "https://news.example/page"
    options = {"fetched_at": datetime(2026, 11, 1, tzinfo=UTC), "zone": zone_of(name), **options}
    return parse(change(path.read_bytes()), url=url, **options)


def without_json_ld(page):
    return re.sub(rb"<script[^>]*ld\+json[^>]*>.*?</script>", b"", page, flags=re.DOTALL)


@pytest.mark.parametrize(("name", "headline", "day", "word", "furniture"), ARTICLES, ids=[row[0] for row in ARTICLES])
def test_an_arabic_article_is_one_update_with_its_day_and_text(name, headline, day, word, furniture):
    update = only(read(name))
    assert update.layout == "article"
    assert update.headline.startswith(headline)
    told = update.published_day or update.published_at.astimezone(ZoneInfo(zone_of(name))).date()
    assert told.isoformat() == day
    assert word in update.text[-160:]
    assert not any(words in update.text for words in furniture)


def test_the_days_of_the_gold_files_are_met():
    for path in Path(FOLDER).glob("*.gold.json"):
        gold = json.loads(path.read_text(encoding="utf-8")).get("date")
        name = path.name.removesuffix(".gold.json")
        if gold and not name.startswith("en__"):
            update = only(read(name))
            assert update.published_at.astimezone(ZoneInfo(zone_of(name))).date().isoformat() == gold, name


def test_the_paragraphs_of_the_lbc_article_are_those_of_its_gold_file():
    gold = json.loads((Path(FOLDER) / "lbcgroup.tv__LBCGroup_2026_01_08.gold.json").read_text(encoding="utf-8"))
    paragraphs = gold["V1"]["body"]["sections"][0]["paragraphs"]
    assert only(read("lbcgroup.tv")).text.split("\n\n") == [" ".join(text.split()) for text in paragraphs]


def test_a_false_z_is_put_right_by_the_displayed_time():
    assert only(read("youm7.com")).published_at == utc(2020, 8, 24, 7, 23, 13)


@pytest.mark.parametrize(("name", "count"), [("en__corkbeo", 26), ("en__Express", 9)])
def test_a_live_page_gives_all_its_entries_and_the_same_without_its_json_ld(name, count):
    told, shown = read(name), read(name, change=without_json_ld)
    assert (told.layout, shown.layout) == ("liveblog", "entries")
    assert len(told.updates) == len(shown.updates) == count

    def minutes(parsed):
        return {update.key: update.published_at.replace(second=0) for update in parsed.updates}

    assert minutes(told) == minutes(shown)


def test_the_false_offset_of_the_feed_is_found():
    parsed = read("aljazeera.net__aljazeerarss")
    assert len({update.key for update in parsed.updates}) == 4
    assert parsed.updates[2].published_at == utc(2026, 7, 28, 9, 14, 50)
    assert all(update.partial and "traffic_source" not in update.key for update in parsed.updates)


def test_the_home_of_syria_tv_is_a_listing_by_both_spiders():
    for spider in ("auto", "syria_tv"):
        parsed = read("syria.tv__home", spider=spider, fetched_at=datetime(2018, 3, 19, 15, 30, tzinfo=UTC))
        assert (parsed.layout, len(parsed.updates)) == ("listing", 4)
        assert parsed.updates[0].published_at == utc(2018, 3, 19, 8, 30)


@pytest.mark.parametrize("encoding", ["windows-1256", "iso-8859-6"])
def test_undeclared_encodings_are_read_right(encoding):
    update = only(read(f"chromium__{encoding}"))
    assert update.text.startswith("أعلنت كتائب")
