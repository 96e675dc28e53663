"""Entries: found by any key, added once, revised, listed and not listed."""

from datetime import date, timedelta

import pytest

from storage.rows import Change
from tests.storage.samples import HOUR, MINUTE, NOW, entry, page, reading
from tests.storage.test_pages import READ


def test_an_added_entry_comes_back_whole(database):
    told = reading(
        "live#1",
        "hash:1",
        published_day=date(2018, 7, 3),
        updated_at=NOW + MINUTE,
        url="https://live.example.org/daraa#1",
        author="مراسلنا",
        section="سوريا",
        tags=("درعا", "طفس"),
        caption="قافلة على الطريق",
        flags=("عاجل",),
    )

    def work(tx):
        made = page(tx)
        entry_id, revision_id = tx.entries.add(made.id, "demo", told, now=NOW + HOUR)
        return made, revision_id, tx.entries.get(entry_id), tx.entries.revisions(entry_id)

    made, revision_id, stored, revisions = database.write_now(work)
    assert (stored.page_id, stored.source, stored.revision_id, stored.revisions) == (made.id, "demo", revision_id, 1)
    assert (stored.first_seen_at, stored.last_seen_at, stored.listed) == (NOW + HOUR, NOW + HOUR, True)
    for field in ("headline", "text", "url", "author", "section", "tags", "caption", "layout"):
        assert getattr(stored, field) == getattr(told, field), field
    for field in ("published_at", "published_day", "precision", "updated_at"):
        assert getattr(stored, field) == getattr(told, field), field
    (first,) = revisions
    assert (first.number, first.change, first.seen_at) == (1, Change.NEW, NOW + HOUR)
    assert (first.headline, first.text, first.fingerprint) == (told.headline, told.text, told.fingerprint)


def test_an_entry_is_found_under_every_key_it_was_seen_under(database):
    def work(tx):
        made, other = page(tx), page(tx, url="https://live.example.org/other")
        first, _ = entry(tx, "a", "b")
        second, _ = entry(tx, "c", text="نص آخر")
        entry(tx, "a", page_id=other.id)
        tx.entries.add_keys(made.id, first, ["d", "a", "c"])
        return first, second, tx.entries.by_keys(made.id, ["a", "b", "c", "d", "none"]), tx.entries.by_keys(made.id, [])

    first, second, found, none = database.write_now(work)
    assert {key: known.id for key, known in found.items()} == {"a": first, "b": first, "d": first, "c": second}
    assert sorted(found["a"].keys) == ["a", "b", "d"]
    assert (found["c"].text_folded, found["c"].fingerprint, found["c"].listed) == ("نص آخر", "قافلة تصل/نص آخر", True)
    assert found["c"].published_at == NOW
    assert none == {}


def test_looking_up_known_entries_again_writes_nothing(database):
    def add(tx):
        ids = [entry(tx, f"live#{number}")[0] for number in range(78)]
        return page(tx).id, ids

    page_id, ids = database.write_now(add)

    def again(tx):
        before = tx.entries.connection.total_changes
        assert len(tx.entries.by_keys(page_id, [f"live#{number}" for number in range(78)])) == 78
        tx.entries.set_listed(page_id, ids, NOW + HOUR)
        return tx.entries.connection.total_changes - before

    assert database.write_now(again) == 0


def test_a_revision_changes_the_entry_and_keeps_the_text_before(database):
    def work(tx):
        entry_id, _ = entry(tx, "a", text="سقط 12 قتيلاً")
        revised = reading("a", text="سقط 15 قتيلاً", author="مراسلنا", updated_at=NOW + HOUR)
        revision_id = tx.entries.revise(entry_id, revised, now=NOW + HOUR, change=Change.REVISED)
        reread = reading("a", text="سقط 15 قتيلاً", rules_version=2)
        tx.entries.revise(entry_id, reread, now=NOW + 2 * HOUR, change=Change.REREAD)
        return revision_id, tx.entries.get(entry_id), tx.entries.revisions(entry_id), tx.entries.by_keys(1, ["a"])["a"]

    revision_id, stored, revisions, known = database.write_now(work)
    assert [each.change for each in revisions] == [Change.NEW, Change.REVISED, Change.REREAD]
    assert [each.number for each in revisions] == [1, 2, 3]
    assert [each.text for each in revisions] == ["سقط 12 قتيلاً", "سقط 15 قتيلاً", "سقط 15 قتيلاً"]
    assert revisions[1].id == revision_id
    assert (stored.text, stored.revisions, stored.revision_id) == ("سقط 15 قتيلاً", 3, revisions[2].id)
    assert (stored.first_seen_at, stored.last_seen_at) == (NOW, NOW + 2 * HOUR)
    assert (known.rules_version, known.text_folded) == (2, "سقط 15 قتيلاً")


def test_entries_that_are_not_there_are_named(database):
    with pytest.raises(LookupError, match="no entry 7"):
        database.read_now(lambda tx: tx.entries.get(7))
    with pytest.raises(LookupError, match="no entry 7"):
        database.write_now(lambda tx: tx.entries.revise(7, reading(), now=NOW, change=Change.REVISED))


def test_an_entry_that_left_the_page_was_last_seen_at_the_visit_before(database):
    def work(tx):
        made = page(tx)
        stays, _ = entry(tx, "a")
        leaves, _ = entry(tx, "b")
        tx.pages.read(made.id, now=NOW, **READ)
        tx.pages.unchanged(made.id, now=NOW + HOUR)
        seen_while_listed = tx.entries.get(leaves).last_seen_at
        tx.pages.failed(made.id, now=NOW + HOUR + MINUTE, outcome="timed out", reason="slow")
        tx.entries.set_listed(made.id, [stays], NOW + 2 * HOUR)
        tx.pages.read(made.id, now=NOW + 2 * HOUR, **READ)
        gone, there = tx.entries.get(leaves), tx.entries.get(stays)
        tx.entries.set_listed(made.id, [stays, leaves], NOW + 3 * HOUR)
        return seen_while_listed, gone, there, tx.entries.get(leaves)

    seen_while_listed, gone, there, back = database.write_now(work)
    assert seen_while_listed == NOW + HOUR
    assert (gone.listed, gone.last_seen_at) == (False, NOW + HOUR)
    assert (there.listed, there.last_seen_at) == (True, NOW + 2 * HOUR)
    assert (back.listed, back.last_seen_at) == (True, NOW + 3 * HOUR)


def test_known_entries_come_listed_ones_first_then_the_last_that_left(database):
    def work(tx):
        ids = {key: entry(tx, key)[0] for key in "abcd"}
        page_id = page(tx).id
        tx.entries.set_listed(page_id, [ids["b"], ids["c"], ids["d"]], NOW)
        tx.pages.unchanged(page_id, now=NOW + HOUR)
        tx.entries.set_listed(page_id, [ids["c"], ids["d"]], NOW + 2 * HOUR)
        everything, two = tx.entries.recent_known(page_id), tx.entries.recent_known(page_id, limit=2)
        return [known.keys for known in everything], [known.keys for known in two]

    everything, two = database.write_now(work)
    assert everything == [("d",), ("c",), ("b",), ("a",)]
    assert two == [("d",), ("c",)]


def test_the_latest_come_by_the_time_of_the_news_whatever_the_order_of_finding(database):
    def work(tx):
        other = page(tx, source="other")
        entry(tx, "old", headline="old", published_at=NOW - 3 * HOUR)
        entry(tx, "new", headline="new", published_at=NOW - MINUTE)
        entry(tx, "none", headline="none", published_at=None, precision=None)
        day = {"published_at": None, "published_day": date(2018, 7, 3), "precision": "day"}
        entry(tx, "day", headline="day", **day)
        entry(tx, "ahead", headline="ahead", now=NOW + MINUTE, published_at=NOW + timedelta(days=400))
        tx.entries.add(other.id, "other", reading(headline="other", published_at=NOW - 2 * HOUR), now=NOW)

        def names(entries):
            return [each.headline for each in entries]

        assert names(tx.entries.latest(9)) == ["ahead", "none", "new", "other", "old", "day"]
        assert names(tx.entries.latest(2)) == ["ahead", "none"]
        assert names(tx.entries.latest(9, source="other")) == ["other"]
        assert names(tx.entries.latest(9, since=NOW - HOUR)) == ["ahead", "none", "new"]
        assert names(tx.entries.iterate()) == names(tx.entries.latest(9))
        assert names(tx.entries.iterate(NOW - 2 * HOUR, "other")) == ["other"]

    database.write_now(work)
