"""Pages: making them, what visits leave, when followed articles are due."""

from collections import Counter

import pytest

from storage.pages import ITEMS_OF_A_SOURCE
from storage.rows import PageKind
from tests.storage.samples import HOUR, MINUTE, NOW, page

READ = {
    "outcome": "read",
    "etag": '"a"',
    "last_modified": "Tue, 03 Jul 2018 08:00:00 GMT",
    "body_hash": "b1",
    "reader_version": "1/auto",
    "layout": "liveblog",
    "entries": 3,
    "new": 3,
}


def test_ensuring_a_page_twice_gives_the_same_page_unchanged(database):
    def work(tx):
        first = page(tx)
        tx.pages.read(first.id, now=NOW, **READ)
        return first, page(tx, now=NOW + HOUR)

    first, second = database.write_now(work)
    assert (first.id, first.kind, first.closed, first.reads, first.told) == (1, PageKind.CONFIGURED, False, 0, ())
    assert (second.id, second.reads, second.etag) == (first.id, 1, '"a"')


def test_a_closed_page_opens_when_it_is_configured_again_but_an_item_stays_closed(database):
    def work(tx):
        configured = page(tx)
        item = page(tx, url="https://live.example.org/1", kind=PageKind.ITEM, parent_id=configured.id)
        tx.pages.close(configured.id, NOW)
        tx.pages.close(item.id, NOW)
        assert tx.pages.get(configured.id).closed
        return page(tx), page(tx, url=item.url, kind=PageKind.ITEM)

    configured, item = database.write_now(work)
    assert not configured.closed
    assert item.closed


def test_an_item_that_is_put_into_the_configuration_becomes_configured(database):
    def work(tx):
        item = page(tx, kind=PageKind.ITEM)
        return item, page(tx), page(tx, kind=PageKind.ITEM)

    item, configured, again = database.write_now(work)
    assert item.id == configured.id
    assert configured.kind is PageKind.CONFIGURED
    assert again.kind is PageKind.CONFIGURED


def test_pages_are_found_by_id_by_url_and_in_number(database):
    def work(tx):
        feed = page(tx)
        urls = [f"https://live.example.org/{number}" for number in range(3)]
        for url in urls[:2]:
            page(tx, url=url, kind=PageKind.ITEM, parent_id=feed.id, listed_json="{}", listed_fingerprint="f")
        found = tx.pages.items_by_url("demo", [*urls, feed.url])
        assert set(found) == set(urls[:2])
        assert found[urls[0]].parent_id == feed.id
        assert found[urls[0]].listed_json == "{}"
        assert tx.pages.get(feed.id) == tx.pages.by_url("demo", feed.url)
        assert tx.pages.by_url("other", feed.url) is None
        assert [each.id for each in tx.pages.all()] == [feed.id]
        assert len(tx.pages.all("demo", None)) == 3
        assert tx.pages.all("other") == []
        with pytest.raises(LookupError, match="no page 99"):
            tx.pages.get(99)

    database.write_now(work)


def test_a_complete_read_sets_the_validators_and_ends_a_row_of_failures(database):
    def work(tx):
        made = page(tx)
        assert tx.pages.failed(made.id, now=NOW, outcome="timed out", reason="no answer in 20 s") == 1
        assert tx.pages.failed(made.id, now=NOW + MINUTE, outcome="timed out", reason="no answer in 20 s") == 2
        failing = tx.pages.get(made.id)
        tx.pages.read(made.id, now=NOW + 2 * MINUTE, **READ)
        return failing, tx.pages.get(made.id)

    failing, read = database.write_now(work)
    assert (failing.failures, failing.outcome, failing.reason) == (2, "timed out", "no answer in 20 s")
    assert failing.checked_at == NOW + MINUTE
    assert (read.failures, read.outcome, read.reason, read.reads, read.entries_last) == (0, "read", None, 1, 3)
    assert (read.etag, read.body_hash, read.reader_version, read.layout) == ('"a"', "b1", "1/auto", "liveblog")
    assert read.first_read_at == read.changed_at == read.last_new_at == read.checked_at == NOW + 2 * MINUTE


def test_a_failure_keeps_the_validators_and_a_read_without_news_keeps_the_time_of_the_last_news(database):
    def work(tx):
        made = page(tx)
        tx.pages.read(made.id, now=NOW, **READ)
        tx.pages.failed(made.id, now=NOW + MINUTE, outcome="server error", reason="502")
        failing = tx.pages.get(made.id)
        tx.pages.read(made.id, now=NOW + HOUR, **{**READ, "etag": None, "new": 0})
        return failing, tx.pages.get(made.id)

    failing, read = database.write_now(work)
    assert (failing.etag, failing.body_hash) == ('"a"', "b1")
    assert (read.etag, read.reads, read.first_read_at) == (None, 2, NOW)
    assert (read.last_new_at, read.changed_at) == (NOW, NOW + HOUR)


def test_an_unchanged_page_is_alive_and_keeps_what_it_was(database):
    def work(tx):
        made = page(tx)
        tx.pages.read(made.id, now=NOW, **READ)
        tx.pages.failed(made.id, now=NOW + MINUTE, outcome="timed out", reason="slow")
        tx.pages.unchanged(made.id, now=NOW + HOUR)
        return tx.pages.get(made.id)

    after = database.write_now(work)
    assert (after.failures, after.outcome, after.reason, after.reads) == (0, "unchanged", None, 1)
    assert (after.checked_at, after.changed_at, after.etag) == (NOW + HOUR, NOW, '"a"')


def test_due_items_come_oldest_first_and_only_open_ones_of_open_pages(database):
    def work(tx):
        feed, gone = page(tx), page(tx, url="https://live.example.org/old")

        def item(name, next_at, parent=feed):
            url = f"https://live.example.org/{name}"
            return page(tx, url=url, kind=PageKind.ITEM, parent_id=parent.id, next_at=next_at)

        item("second", NOW)
        item("first", NOW - MINUTE)
        item("later", NOW + MINUTE)
        item("never", None)
        tx.pages.close(item("closed", NOW).id, NOW)
        item("orphan", NOW, parent=gone)
        page(tx, url="https://live.example.org/alone", kind=PageKind.ITEM, next_at=NOW)
        tx.pages.retire("demo", [feed.url], now=NOW)

        def due(now, limit=10):
            return [each.url.rsplit("/", 1)[1] for each in tx.pages.due_items(now, limit)]

        assert due(NOW) == ["first", "second", "alone"]
        assert due(NOW, 1) == ["first"]
        assert due(NOW + HOUR) == ["first", "second", "alone", "later"]
        first = tx.pages.due_items(NOW, 1)[0]
        tx.pages.unchanged(first.id, now=NOW, next_at=NOW + 2 * HOUR)
        tx.pages.schedule(tx.pages.due_items(NOW, 1)[0].id, None)
        assert due(NOW + HOUR) == ["alone", "later"]

    database.write_now(work)


def test_a_source_with_many_due_items_keeps_no_other_waiting(database):
    def work(tx):
        for source, count in (("busy", 50), ("quiet", 2)):
            for number in range(count):
                url = f"https://{source}.example.org/{number}"
                page(tx, source=source, url=url, kind=PageKind.ITEM, next_at=NOW)
        return Counter(each.source for each in tx.pages.due_items(NOW, 32))

    assert database.write_now(work) == {"busy": ITEMS_OF_A_SOURCE, "quiet": 2}


def test_an_item_told_anew_by_its_listing_opens_and_is_due(database):
    def work(tx):
        item = page(tx, kind=PageKind.ITEM)
        tx.pages.close(item.id, NOW)
        tx.pages.relisted(item.id, listed_json='{"headline": "x"}', listed_fingerprint="g", next_at=NOW)
        return tx.pages.due_items(NOW, 5)

    (item,) = database.write_now(work)
    assert (item.listed_json, item.listed_fingerprint, item.closed) == ('{"headline": "x"}', "g", False)


def test_pages_that_left_the_configuration_are_closed_and_items_are_not_touched(database):
    def work(tx):
        kept, left = page(tx), page(tx, url="https://live.example.org/left")
        other = page(tx, source="other")
        item = page(tx, url="https://live.example.org/1", kind=PageKind.ITEM, parent_id=left.id)
        assert tx.pages.retire("demo", [kept.url], now=NOW) == 1
        assert tx.pages.retire("demo", [kept.url], now=NOW) == 0
        return [tx.pages.get(each.id).closed for each in (kept, left, other, item)]

    assert database.write_now(work) == [False, True, False, False]


def test_troubles_that_were_told_are_remembered(database):
    def work(tx):
        made = page(tx)
        tx.pages.set_told(made.id, ("failing", "silent"))
        told = tx.pages.get(made.id).told
        tx.pages.set_told(made.id, ())
        return told, tx.pages.get(made.id).told

    assert database.write_now(work) == (("failing", "silent"), ())
