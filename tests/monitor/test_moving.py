"""A number that moves by itself at each visit is taken for a counter and told no more; a toll never is."""

from datetime import timedelta

import pytest

from monitor import ingest
from storage.database import Database
from tests.storage.test_pages import READ
from tests.support import START, update

FIRST = "قصفت مدفعية بلدة طفس صباح اليوم، وأصيب 3 مدنيين."


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "marsad.db", create=True) as opened:
        yield opened


def read(database, *texts, minutes):
    """One visit that shows the texts, each of an entry of its own; gives what it says is significant in each."""
    now = START + timedelta(minutes=minutes)

    def write(tx):
        page = tx.pages.ensure("ufuq", "http://127.0.0.1/ufuq", now=now)
        updates = [update(text, key=f"k{n}") for n, text in enumerate(texts)]
        learnt = tx.lines.learnt("ufuq")
        recorded = ingest.record(tx, page, ingest.to_readings(updates), now, whole=True, learnt=learnt)
        tx.pages.read(page.id, now=now, **READ)
        return [one.significant for one in recorded]

    return database.write_now(write)


def told(database, texts):
    return [read(database, text, minutes=5 * n)[0] is not None for n, text in enumerate(texts)]


def test_a_line_whose_number_moved_twice_before_is_a_counter(database):
    texts = [f"{FIRST}\n\nتقييم القراء 4.{n} من 5 ({113 + 7 * n} صوتاً)" for n in range(5)]
    assert told(database, texts) == [False, True, True, False, False]


def test_a_toll_is_told_however_often_it_rises(database):
    texts = [f"{FIRST}\n\nارتفاع الحصيلة إلى {12 + n} قتيلاً" for n in range(5)]
    assert told(database, texts) == [False, True, True, True, True]


def test_the_number_of_the_first_line_is_told_however_often_it_moves(database):
    texts = [f"دخول {12 + n} شاحنة مساعدات إلى درعا.\n\nوقال السائقون إن الطريق آمن." for n in range(5)]
    assert told(database, texts) == [False, True, True, True, True]


def test_a_number_in_a_whole_sentence_is_told_however_often_it_moves(database):
    line = "وبلغ عدد الشاحنات التي عبرت من المعبر الحدودي نحو بلدات الريف {} شاحنة محملة"
    texts = [f"{FIRST}\n\n{line.format(20 + n)}" for n in range(5)]
    assert told(database, texts) == [False, True, True, True, True]


def test_an_edit_beside_a_counter_is_told(database):
    texts = [f"{FIRST}\n\nأصوات: {113 + n}" for n in range(4)]
    assert told(database, [*texts, f"{FIRST.replace('3 مدنيين', '5 مدنيين')}\n\nأصوات: 119"])[-2:] == [False, True]


def test_what_moves_in_five_entries_of_a_source_is_a_counter_at_its_first_move_elsewhere(database):
    def page(visit):
        return [f"أعلن مجلس {town} خطة جديدة للطرقات.\n\nأصوات: {113 + visit}" for town in TOWNS[: 5 + visit]]

    read(database, *page(0), minutes=0)
    assert all(read(database, *page(1), minutes=5)[:5])  # the first move of each is told
    assert not any(read(database, *page(2), minutes=10))


TOWNS = ("طفس", "نوى", "جاسم", "إنخل", "داعل", "الحراك", "الصنمين")
