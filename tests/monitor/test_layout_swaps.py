"""Each pair of layouts that can read a page, swapped over it: nothing is told, nothing is new, nothing gets lost."""

import csv
import os
from datetime import UTC, datetime, timedelta
from itertools import permutations, product
from pathlib import Path

import pytest

from monitor import ingest
from monitor.judgement.standing import Standing
from monitor.reread import is_cut_only
from storage.database import Database
from storage.rows import KnownEntry
from tests.crawler.test_real_pages import zone_of
from tests.liveroom.drill import SHAPES
from tests.liveroom.posts import LiveRoom
from tests.liveroom.swaps import Desk, readings
from tests.support import START, update

REAL = os.environ.get("MARSAD_REAL_PAGES")
ROOM = (
    "liveblog",
    "microdata",
    "amp",
    "wordpress liveblog",
    "wordpress posts",
    "blocks with ids",
    "blocks without ids",
    "blocks with clocks",
    "blocks relative, ids",
    "blocks relative",
    "article with clocks",
    "article with bullets",
    "telegram",
)
TAFAS = "قصف مدفعي على طفس فجر اليوم يوقع جرحى بين المدنيين"
NAWA = "وصول ثلاث سيارات إسعاف إلى المشفى الميداني في نوى"
BESIDE = """
<ul class="breaking">{lines}</ul>
<section class="latest">{cards}</section></body>"""
LINES = (
    "إغلاق المعبر الحدودي حتى إشعار آخر",
    "ارتفاع أسعار الخبز في أسواق المدينة",
    "انقطاع الكهرباء عن خمسة أحياء جنوبية",
    "عودة المياه إلى القرى بعد إصلاح المضخة",
)
CARDS = (
    "كيف تدار المدارس في القرى البعيدة عن المدينة",
    "مزارعو السهل يستعدون لموسم قليل المطر",
    "حكاية جسر قديم يعود إليه الناس بعد سنوات",
    "معرض للكتب المستعملة في ساحة البلدة القديمة",
    "لماذا تأخر ترميم السوق المسقوف هذا العام",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("swaps")
    with Database.open(folder / "swaps.db", create=True) as database:
        yield Desk(folder, database)


def views_of(shape, begin, *, shown=12, editing=False):
    """Three polls of the room one after the other, each with what the layouts read of it."""
    return [
        (view, readings(SHAPES[shape].render(view), url=SHAPES[shape].url, at=view.now, zone="Asia/Damascus"))
        for view in LiveRoom(polls=8, posts=40, seed=4, shown=shown).views(editing=editing, shuffled=False)[
            begin : begin + 3
        ]
    ]


def with_cards_and_ticker(body, at):
    """The page with what stands around a live page: related articles, and a bar of short lines."""
    lines = "".join(f"<li>{line}</li>" for line in LINES)
    cards = "".join(
        f'<article><h3><a href="/stories/{place}">{text}</a></h3><time datetime="{at:%Y-%m-%d}T06:0{place}Z"></time>'
        "</article>"
        for place, text in enumerate(CARDS)
    )
    return body.replace(b"</body>", BESIDE.format(lines=lines, cards=cards).encode())


@pytest.mark.parametrize("shape", ROOM)
def test_a_page_of_the_room_read_otherwise_tells_nothing(desk, shape):
    view = LiveRoom(polls=3, posts=16, seed=4, shown=6).views(editing=False, shuffled=False)[2]
    found = readings(SHAPES[shape].render(view), url=SHAPES[shape].url, at=view.now, zone="Asia/Damascus")
    swaps = desk.swaps(found, view.now)
    assert len(swaps) >= 2
    assert [one for one in swaps if not one.clean] == []


@pytest.mark.parametrize("shape", ["liveblog", "blocks without ids"])
def test_a_page_whose_cards_and_ticker_are_read_instead_tells_nothing(desk, shape):
    view = LiveRoom(polls=3, posts=16, seed=4, shown=6).views(editing=False, shuffled=False)[2]
    body = with_cards_and_ticker(SHAPES[shape].render(view), view.now)
    found = readings(body, url=SHAPES[shape].url, at=view.now, zone="Asia/Damascus")
    assert found.keys() >= {"entries", "paragraphs", "article", "listing", "ticker"}
    assert [one for one in desk.swaps(found, view.now) if not one.clean] == []


@pytest.mark.skipif(not REAL, reason="MARSAD_REAL_PAGES names no folder of real pages")
def test_real_pages_read_otherwise_tell_nothing(desk):
    with (Path(REAL) / "INDEX.tsv").open(encoding="utf-8") as lines:
        urls = {row["file"]: row["url"] for row in csv.DictReader(lines, delimiter="\t")}
    swaps = []
    for path in sorted(Path(REAL).glob("*.html")):
        url = urls.get(path.name) or "https://news.example/page"
        at = datetime(2026, 11, 1, tzinfo=UTC)
        found = readings(path.read_bytes(), url=url, at=at, zone=zone_of(path.name) or "UTC")
        swaps += desk.swaps(found, at)
    assert len(swaps) > 30
    assert [one for one in swaps if not one.clean] == []


@pytest.mark.parametrize("shape", ["amp", "wordpress posts", "blocks without ids"])
def test_what_comes_and_what_is_edited_while_a_page_is_read_otherwise_is_told(desk, shape):
    """But not by an article: what was added to it cannot be seen where it was never read before."""
    (before, first), (after, then), _ = views_of(shape, 5, editing=True)
    come = len({post.number for post in after.posts} - {post.number for post in before.posts})
    edited = sum(post.edits for post in after.posts) - sum(post.edits for post in before.posts)
    assert (come, edited) == (3, 1)
    for one, other in permutations(first, 2):
        (_, (_, _, owed)) = desk.told([(one, first[one], before.now), (other, then[other], after.now)])
        assert (one, other, owed) == (one, other, 0 if other == "article" else come + edited)


@pytest.mark.parametrize("shape", ["liveblog", "blocks without ids", "telegram"])
def test_what_comes_while_a_live_page_is_read_as_an_article_is_told_when_it_is_read_well_again(desk, shape):
    (before, first), (between, article), (after, last) = views_of(shape, 4, shown=20)
    layout = SHAPES[shape].layouts[0]
    visits = [
        (layout, first[layout], before.now),
        ("article", article["article"], between.now),
        (layout, last[layout], after.now),
    ]
    come = len({post.number for post in after.posts} - {post.number for post in before.posts})
    assert desk.told(visits)[1:] == [(0, 0, 0), (come, 0, come)]


def test_what_was_told_as_an_addition_to_an_article_is_not_told_again(desk):
    """One line is written while the page is read by another layout, one is told of the article, one comes after."""
    lines = [
        f"{TAFAS} رقم {number} وفق مراسلنا في {place}" for number, place in enumerate(("نوى", "جاسم", "إنخل", "داعل"))
    ]
    whole = [update("\n\n".join(lines[: count + 1]), key="page", at=None, layout="article") for count in range(4)]
    posts = [update(text, key=f"k{place}", at=START + place * timedelta(minutes=9)) for place, text in enumerate(lines)]
    posts = [post.with_(layout="entries") for post in posts]
    at = [START + place * timedelta(minutes=10) for place in range(4)]
    visits = [
        ("entries", posts[:1], at[0]),
        ("article", [whole[1]], at[1]),
        ("article", [whole[2]], at[2]),
        ("entries", posts, at[3]),
    ]
    assert desk.told(visits)[1:] == [(0, 0, 0), (0, 1, 1), (2, 0, 2)]


def test_what_another_layout_reads_besides_is_told_where_it_is_dated_since_the_last_visit(desk):
    at = START + timedelta(hours=1)
    cards = [update("", headline="كيف تدار المدارس في القرى البعيدة", key="c1", layout="listing")]
    old = update(TAFAS, key="k1", at=at - timedelta(minutes=20), layout="liveblog")
    new = update(NAWA, key="k2", at=at + timedelta(seconds=20), layout="liveblog")
    visits = [("listing", cards, at), ("liveblog", [old, new], at + timedelta(minutes=1))]
    assert desk.told(visits)[1] == (1, 0, 1)


def test_of_articles_that_a_live_page_shows_of_a_sudden_only_what_is_dated_since_is_told(desk):
    """Its entries could not be read, and what is left are links to other articles, which are followed."""
    at = START + timedelta(hours=1)
    urls = ["http://127.0.0.1/old", "http://127.0.0.1/new"]
    cards = [update("", headline=f"عنوان مقال آخر على الصفحة {url}", key=url, at=None, url=url) for url in urls]
    cards = [card.with_(layout="listing", partial=True) for card in cards]
    minute = timedelta(minutes=1)
    old = update(TAFAS, key=urls[0], at=at - 20 * minute, layout="article")
    new = update(NAWA, key=urls[1], at=at + minute, layout="article")
    visits = [
        ("entries", [update(KNOWN[0], at=at, layout="entries")], at),
        ("listing", cards, at + minute),
        ("article", [old], at + 2 * minute, urls[0]),
        ("article", [new], at + 2 * minute, urls[1]),
    ]
    assert [owed for _, _, owed in desk.told(visits)] == [1, 0, 0, 1]


def test_new_rules_at_every_visit_and_another_layout_with_them_tell_nothing(desk, monkeypatch):
    (view, found), *_ = views_of("liveblog", 4, shown=6)

    def upgrading(visits):
        for visit in visits:
            monkeypatch.setattr(ingest, "RULES_VERSION", ingest.RULES_VERSION + 1)
            yield visit

    for one, other in product(found, repeat=2):
        visits = [
            (name, found[name], view.now + place * timedelta(minutes=1)) for place, name in enumerate((one, other, one))
        ]
        assert (one, other, *desk.told(upgrading(visits))[1:]) == (one, other, (0, 0, 0), (0, 0, 0))


def test_updates_that_are_written_below_an_article_are_told_though_they_tell_no_time(desk):
    first = update(TAFAS, at=None, layout="article")
    added = update(NAWA, at=None, layout="paragraphs")
    before = first.with_(layout="paragraphs", key="p1")
    told = desk.swap("article", [first], "paragraphs", [before, added], START)
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
        (f"{KNOWN[0]}\nمصدر الصورة من مراسلنا في المكان\nقبل 3 ساعات\n9208", True),
        (f"{KNOWN[0]}\nالحصيلة ترتفع إلى 15 قتيلاً", False),
    ],
)
def test_what_stood_on_a_page_is_known_again_in_pieces(text, stood):
    assert Standing(KNOWN).has(text) is stood


@pytest.mark.parametrize(
    ("before", "after", "ours"),
    [
        (f"غرفة الأخبار\n{KNOWN[0]}\n{NAWA}", f"{KNOWN[0]}\n{NAWA}\n3821", True),
        (f"{KNOWN[0]}\n{NAWA}", f"{KNOWN[0]} {NAWA} اقرأ أيضاً", True),
        (f"غرفة الأخبار\n{KNOWN[0]}\n{NAWA}", f"{KNOWN[0].replace('12', '15')}\n{NAWA}\n3821", False),
        (f"{KNOWN[0]}\n{NAWA}", f"{KNOWN[0]} {NAWA.replace('ثلاث', 'خمس')} صور", False),
        (f"{KNOWN[0]}\n{NAWA}\n12 جريحاً", f"{KNOWN[0]}\n{NAWA}\n18 جريحاً", False),
    ],
    ids=["a counter", "lines joined", "a figure", "a word in joined lines", "a figure in a short line"],
)
def test_lines_that_a_layout_adds_or_leaves_out_are_no_edit(before, after, ours):
    (was,), (now,) = ingest.to_readings([update(before)]), ingest.to_readings([update(after)])
    entry = KnownEntry(
        id=1,
        keys=was.keys,
        fingerprint=was.fingerprint,
        rules_version=was.rules_version,
        layout="entries",
        published_at=was.published_at,
        headline_folded=was.headline_folded,
        text_folded=was.text_folded,
        listed=True,
    )
    assert is_cut_only(now, entry) is ours
