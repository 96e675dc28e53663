"""The same update read again changes nothing; an edit is a new revision, also of an entry without an id."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor import ingest
from storage.database import Database
from storage.rows import Change
from tests.support import START, update

SHELLING = "قصف مدفعي على أحياء البلدة الجنوبية، وإصابة 12 مدنياً بينهم أطفال، بحسب مصدر طبي"
CONVOY = "وصول قافلة مساعدات إلى المعبر الحدودي تضم عشرين شاحنة محملة بالخيام والأدوية"


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "marsad.db", create=True) as opened:
        yield opened


def read(database, updates, *, minutes=0, whole=True):
    now = START + timedelta(minutes=minutes)

    def write(tx):
        page = tx.pages.ensure("ufuq", "http://127.0.0.1/live", now=now)
        recorded = ingest.record(tx, page, ingest.to_readings(updates), now, whole=whole)
        tx.pages.read(
            page.id,
            now=now,
            outcome="read",
            etag=None,
            last_modified=None,
            body_hash=None,
            reader_version="1",
            layout="liveblog",
            entries=len(updates),
            new=0,
        )
        return recorded

    return database.write_now(write)


def changes(recorded):
    return [one.change for one in recorded]


def test_a_new_text_is_stored_once(database):
    assert changes(read(database, [update(SHELLING), update(CONVOY)])) == [Change.NEW, Change.NEW]
    assert changes(read(database, [update(SHELLING), update(CONVOY)], minutes=1)) == [Change.UNCHANGED] * 2
    assert len(database.read_now(lambda tx: tx.entries.latest(10))) == 2


def test_reading_the_same_again_writes_nothing(database):
    updates = [update(f"{SHELLING} رقم {n}", key=f"k{n}") for n in range(20)]
    read(database, updates)
    writer = database._writer  # what SQLite counts is the proof
    before = writer.total_changes
    now = START + timedelta(minutes=1)
    database.write_now(
        lambda tx: ingest.record(tx, tx.pages.all()[0], ingest.to_readings(list(reversed(updates))), now, whole=True)
    )
    assert writer.total_changes == before


def test_an_edit_of_an_entry_with_an_id_is_a_revision(database):
    read(database, [update(SHELLING, key="41")])
    (again,) = read(database, [update(SHELLING.replace("12", "15"), key="41")], minutes=5)
    assert again.change is Change.REVISED
    revisions = database.read_now(lambda tx: tx.entries.revisions(again.entry_id))
    assert ["12" in one.text for one in revisions] == [True, False]
    assert "12" in again.before_folded


def test_an_edit_of_an_entry_without_an_id_is_a_revision_too(database):
    (first,) = read(database, [update(SHELLING)])
    (again,) = read(database, [update(SHELLING.replace("12", "15"))], minutes=5)
    assert (again.change, again.entry_id) == (Change.REVISED, first.entry_id)
    (third,) = read(database, [update(SHELLING.replace("12", "15"))], minutes=6)
    assert third.change is Change.UNCHANGED


def test_two_texts_that_a_page_shows_in_turn_are_two_revisions_however_often_they_return(database):
    (first,) = read(database, [update(SHELLING)])
    other = SHELLING.replace("12", "15")
    turns = [read(database, [update(other if n % 2 else SHELLING)], minutes=n)[0] for n in range(1, 8)]
    assert changes(turns) == [Change.REVISED, *[Change.RETURNED] * 6]
    assert {one.entry_id for one in turns} == {first.entry_id}
    assert all(one.revision_id is None for one in turns[1:])
    entry, revisions = database.read_now(
        lambda tx: (tx.entries.get(first.entry_id), tx.entries.revisions(first.entry_id))
    )
    assert ["12" in one.text for one in revisions] == [True, False]
    assert "15" in entry.text
    assert changes(read(database, [update(other)], minutes=9)) == [Change.UNCHANGED]


def test_an_earlier_text_that_the_outlet_says_it_wrote_later_is_an_edit(database):
    said = [(SHELLING, 0), (SHELLING.replace("12", "15"), 5), (SHELLING, 9)]
    found = [
        read(database, [update(text, key="41", updated_at=START + timedelta(minutes=at))], minutes=at)[0]
        for text, at in said
    ]
    assert changes(found) == [Change.NEW, Change.REVISED, Change.REVISED]
    stale = read(database, [update(said[1][0], key="41", updated_at=START + timedelta(minutes=5))], minutes=11)
    assert changes(stale) == [Change.RETURNED]


def test_harakat_and_tatweel_are_no_edit(database):
    read(database, [update("نزوح عشرات العائلات", key="1")])
    (again,) = read(database, [update("نُزوح عشـــرات العائلات", key="1")], minutes=1)
    assert again.change is Change.UNCHANGED


def test_a_text_reread_by_another_layout_is_no_news(database):
    read(database, [update(SHELLING, key="1")])
    longer = update(SHELLING + " وأضاف المصدر أن القصف مستمر", key="1", layout="entries")
    (again,) = read(database, [longer], minutes=1)
    assert again.change is Change.REREAD


def test_what_a_page_read_whole_no_longer_shows_is_not_listed_and_comes_back_as_the_same_entry(database):
    first, _ = read(database, [update(SHELLING), update(CONVOY)])
    read(database, [update(CONVOY)], minutes=1)
    assert not database.read_now(lambda tx: tx.entries.get(first.entry_id)).listed
    back, _ = read(database, [update(SHELLING), update(CONVOY)], minutes=2)
    assert (back.change, back.entry_id) == (Change.UNCHANGED, first.entry_id)
    assert database.read_now(lambda tx: tx.entries.get(first.entry_id)).listed


def test_a_page_read_in_part_takes_nothing_off_the_list(database):
    first, _ = read(database, [update(SHELLING), update(CONVOY)])
    read(database, [update(CONVOY)], minutes=1, whole=False)
    assert database.read_now(lambda tx: tx.entries.get(first.entry_id)).listed


def test_the_same_text_under_a_new_id_keeps_its_entry_and_adds_the_key(database):
    (first,) = read(database, [update(SHELLING, key="old-7")])
    (again,) = read(database, [update(SHELLING, key="new-7")], minutes=1)
    assert (again.change, again.entry_id) == (Change.UNCHANGED, first.entry_id)
    assert changes(read(database, [update(SHELLING, key="old-7")], minutes=2)) == [Change.UNCHANGED]


def test_one_key_twice_on_a_page_is_one_entry(database):
    twice = [update(SHELLING, key="7"), update(CONVOY, key="7")]
    assert len(read(database, twice)) == 1


def test_an_update_known_only_by_id_and_time_waits_for_its_text(database):
    bare = replace(update(SHELLING, key="7"), text=None)
    assert read(database, [bare]) == []
    assert changes(read(database, [update(SHELLING, key="7")], minutes=1)) == [Change.NEW]


def test_bidi_controls_are_not_stored(database):
    (one,) = read(database, [update("\u200fنزوح\u202e عائلات\u202c", key="7")])
    assert database.read_now(lambda tx: tx.entries.get(one.entry_id)).text == "نزوح عائلات"
