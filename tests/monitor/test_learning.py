"""A line that stands in five unrelated entries of a source is furniture: neither hashed nor matched from then on."""

from datetime import timedelta

import pytest

from monitor import ingest, learning
from storage.database import Database
from storage.rows import Change
from tests.storage.test_pages import READ
from tests.support import START, update

LINE = "لمتابعة أخبار طفس ودرعا لحظة بلحظة حملوا تطبيقنا الجديد"
SAID = [
    "افتتح المجلس البلدي الحديقة العامة بعد ترميمها",
    "تصدر نتائج الامتحانات مطلع الأسبوع المقبل",
    "انخفضت أسعار الخضار في أسواق العاصمة",
    "يسود طقس حار نسبياً معظم المناطق",
    "وصلت شحنة قمح جديدة إلى المرفأ صباحاً",
    "بدأت الشركة صيانة خطوط التوتر العالي",
    "وقعت البلدية عقداً لتعبيد الطريق القديم",
]


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "marsad.db", create=True) as opened:
        yield opened


def told(count, line=LINE):
    return [update(f"{said}\n\n{line}", key=f"k{n}") for n, said in enumerate(SAID[:count])]


def read(database, updates, *, minutes=0, source="ufuq"):
    now = START + timedelta(minutes=minutes)

    def write(tx):
        page = tx.pages.ensure(source, f"http://127.0.0.1/{source}", now=now)
        learnt = tx.lines.learnt(source)
        readings = ingest.to_readings(learning.without_learnt(updates, learnt))
        recorded = ingest.record(tx, page, readings, now, whole=True, learnt=learnt)
        learning.learn(tx, source, recorded, now)
        tx.pages.read(page.id, now=now, **READ)
        return recorded

    return database.write_now(write)


def test_a_line_is_text_in_four_entries_and_furniture_from_the_fifth_on(database):
    assert all(LINE in one.reading.text for one in read(database, told(4)))
    assert all(LINE in one.reading.text for one in read(database, told(5), minutes=1))
    assert not any(LINE in one.reading.text for one in read(database, told(6), minutes=2))


def test_entries_that_lose_such_a_line_are_read_again_and_not_edited(database):
    read(database, told(5))
    assert [one.change for one in read(database, told(5), minutes=1)] == [Change.REREAD] * 5
    assert [one.change for one in read(database, told(5), minutes=2)] == [Change.UNCHANGED] * 5


def test_entries_without_ids_are_found_again_without_the_line(database):
    def bare(updates):
        return [one.with_(key=f"{number}{len(one.text)}", native=False, published_at=None, precision=None)
                for number, one in enumerate(updates)]  # fmt: skip

    read(database, bare(told(5)))
    learnt = database.read_now(lambda tx: tx.lines.learnt("ufuq"))
    without = learning.without_learnt(told(5), learnt)
    assert {one.change for one in read(database, bare(without), minutes=1)} == {Change.REREAD}


def test_an_edit_beside_such_a_line_is_an_edit(database):
    read(database, told(5))
    edited = [update(f"{SAID[0]} وأغلقت حديقتان\n\n{LINE}", key="k0"), *told(5)[1:]]
    changes = {one.reading.keys[0]: one.change for one in read(database, edited, minutes=1)}
    assert changes["k0"] is Change.REVISED


def test_an_entry_that_loses_a_learnt_line_is_not_edited(database):
    read(database, told(5))
    read(database, told(5), minutes=1)
    bare = [update(said, key=f"k{n}") for n, said in enumerate(SAID[:5])]
    assert {one.change for one in read(database, bare, minutes=2)} == {Change.UNCHANGED}


def test_what_stands_alone_is_the_news_however_often(database):
    sirens = [update(LINE, key=f"s{n}") for n in range(9)]
    read(database, sirens)
    assert all(one.reading.text == LINE for one in read(database, [*sirens, update(LINE, key="s9")], minutes=1))


def test_the_same_entry_under_many_keys_teaches_nothing(database):
    copies = [update(f"{SAID[0]}\n\n{LINE}", key=f"c{n}") for n in range(9)]
    read(database, copies)
    assert all(LINE in one.reading.text for one in read(database, copies, minutes=1))


def test_each_source_has_its_own_furniture_and_forgets_what_it_did_not_learn(database):
    read(database, told(5))
    assert database.read_now(lambda tx: tx.lines.learnt("ufuq"))
    assert not database.read_now(lambda tx: tx.lines.learnt("other"))
    database.write_now(lambda tx: tx.lines.count("ufuq", [(n, n) for n in range(9)], START))
    later = START + timedelta(days=9)
    database.write_now(lambda tx: tx.lines.count("other", [(1, 2)], later))
    assert database.read_now(lambda tx: tx.lines.counted("ufuq")) == 1
