"""Each pair of layouts that can read a page, swapped over it: nothing is told, and what is cut alike is not new."""

import csv
import os
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from monitor.judgement.standing import Standing
from tests.crawler.test_real_pages import zone_of
from tests.liveroom.drill import SHAPES
from tests.liveroom.posts import LiveRoom
from tests.liveroom.swaps import WHOLE, Desk, readings
from tests.support import update

REAL = os.environ.get("MARSAD_REAL_PAGES")
ROOM = ("liveblog", "microdata", "amp", "wordpress liveblog", "wordpress posts", "blocks with clocks")


def swapped(folder, body, *, url, at, zone):
    found = readings(body, url=url, at=at, zone=zone)
    desk = Desk(folder)
    return [desk.swap(one, found[one], other, found[other], at) for one, other in permutations(found, 2)]


@pytest.mark.parametrize("shape", ROOM)
def test_a_page_of_the_room_read_otherwise_tells_nothing(tmp_path, shape):
    room = SHAPES[shape]
    view = LiveRoom(polls=3, posts=16, seed=4, shown=12).views(editing=False, shuffled=False)[2]
    swaps = swapped(tmp_path, room.render(view), url=room.url, at=view.now, zone="Asia/Damascus")
    split = [one for one in swaps if not {one.before, one.after} & {*WHOLE, "paragraphs"}]
    assert [one for one in split if not one.clean] == []
    whole = [one for one in swaps if {one.before, one.after} & WHOLE and "paragraphs" not in (one.before, one.after)]
    assert split or whole
    assert [one for one in whole if one.owed] == []


@pytest.mark.skipif(not REAL, reason="MARSAD_REAL_PAGES names no folder of real pages")
def test_real_pages_read_otherwise_tell_nothing(tmp_path):
    with (Path(REAL) / "INDEX.tsv").open(encoding="utf-8") as lines:
        urls = {row["file"]: row["url"] for row in csv.DictReader(lines, delimiter="\t")}
    swaps = []
    for path in sorted(Path(REAL).glob("*.html")):
        (folder := tmp_path / path.stem).mkdir()
        url = urls.get(path.name) or "https://news.example/page"
        at = datetime(2026, 11, 1, tzinfo=UTC)
        swaps += swapped(folder, path.read_bytes(), url=url, at=at, zone=zone_of(path.name) or "UTC")
    assert len(swaps) > 30
    paragraphs = [one for one in swaps if "paragraphs" in (one.before, one.after)]
    assert [one for one in swaps if one.owed and one not in paragraphs] == []
    assert sum(one.owed for one in paragraphs) <= 5


def test_updates_that_are_written_below_an_article_are_told_though_they_tell_no_time(tmp_path):
    at = datetime(2026, 7, 3, 9, tzinfo=UTC)
    first = update("قصف مدفعي على طفس فجر اليوم يوقع جرحى بين المدنيين", at=None, layout="article")
    added = update("وصول ثلاث سيارات إسعاف إلى المشفى الميداني في نوى", at=None, layout="paragraphs")
    desk = Desk(tmp_path)
    before = first.with_(layout="paragraphs", key="p1")
    told = desk.swap("article", [first], "paragraphs", [before, added], at)
    assert (told.new, told.owed) == (1, 1)


KNOWN = ["قصف مدفعي على طفس بريف درعا يوقع 12 قتيلاً من المدنيين ونزوح عائلات نحو نوى"]


@pytest.mark.parametrize(
    ("text", "stood"),
    [
        ("قصف مدفعي على طفس بريف درعا", True),
        ("قصف مدفعي على طفس بريف درعا\nونزوح عائلات نحو نوى", True),
        ("قصف مدفعي على طفس بريف درعا يوقع 15 قتيلاً من المدنيين ونزوح عائلات نحو نوى", False),
        ("قصف مدفعي على طفس بريف حلب وأنباء عن قتلى", False),
        ("قصف مدفعي", False),
        ("", False),
    ],
)
def test_what_stood_on_a_page_is_known_again_in_pieces(text, stood):
    assert Standing(KNOWN).has(text) is stood
