"""Full-text search over the last text of entries."""

import random

import pytest

from storage.errors import SearchError
from storage.rows import Change
from tests.storage.samples import HOUR, NOW, entry, page, reading


def found(tx, match, **named):
    return [each.headline for each in tx.search.query(match, **named)]


def test_words_are_found_in_headline_and_text_newest_first(database):
    def work(tx):
        entry(tx, "a", headline="نزوح", text="من درعا", published_at=NOW - HOUR)
        entry(tx, "b", headline="درعا", text="هدوء", published_at=NOW)
        entry(tx, "c", headline="حلب", text="هدوء")
        assert found(tx, "درعا") == ["درعا", "نزوح"]
        assert found(tx, "درعا", limit=1) == ["درعا"]
        assert found(tx, "درعا AND نزوح") == ["نزوح"]
        assert found(tx, "headline_folded: درعا") == ["درعا"]
        assert found(tx, "در*", since=NOW - HOUR / 2) == ["درعا"]
        assert found(tx, "طفس") == []

    database.write_now(work)


def test_a_search_can_be_held_to_one_source(database):
    def work(tx):
        entry(tx, "a", headline="ours")
        other = page(tx, source="other")
        tx.entries.add(other.id, "other", reading(headline="theirs"), now=NOW)
        return found(tx, "درعا", source="other"), found(tx, "درعا")

    one, both = database.write_now(work)
    assert one == ["theirs"]
    assert sorted(both) == ["ours", "theirs"]


def test_only_the_last_text_is_found_and_an_untouched_one_is_not_indexed_anew(database):
    def work(tx):
        entry_id, _ = entry(tx, "a", text="قصف على طفس")
        tx.entries.revise(entry_id, reading("a", text="قصف على نوى"), now=NOW, change=Change.REVISED)
        assert found(tx, "نوى") == ["قافلة تصل"]
        assert found(tx, "طفس") == []
        indexed = "SELECT count(*) FROM entries_fts_data"
        connection = tx.entries.connection
        before = (connection.total_changes, connection.execute(indexed).fetchone()[0])
        tx.entries.set_listed(1, [], NOW)
        after = (connection.total_changes, connection.execute(indexed).fetchone()[0])
        assert (after[0] - before[0], after[1]) == (1, before[1])
        connection.execute("INSERT INTO entries_fts (entries_fts, rank) VALUES ('integrity-check', 1)")

    database.write_now(work)


def test_an_entry_that_is_deleted_leaves_the_index(database):
    def work(tx):
        entry(tx, "a", text="قصف على طفس")
        tx.entries.connection.execute("DELETE FROM entries")
        tx.entries.connection.execute("INSERT INTO entries_fts (entries_fts, rank) VALUES ('integrity-check', 1)")
        return found(tx, "طفس")

    assert database.write_now(work) == []


@pytest.mark.parametrize("expression", ['"', "AND", "nosuch: درعا", "درعا NEAR/", ""])
def test_an_expression_that_cannot_be_understood_is_told_in_one_line(database, expression):
    with pytest.raises(SearchError, match=r"^the search cannot be understood: .+$"):
        database.read_now(lambda tx: tx.search.query(expression))


@pytest.mark.parametrize("seed", range(8))
def test_the_newest_come_first_however_late_they_were_stored(database, seed):
    """Compared with sorting everything: news may be stored long after it was told, never before."""
    chance = random.Random(seed)

    def write(tx):
        for number in range(60):
            told = NOW + number * HOUR - chance.choice((0, 0, 1, 5, 40)) * HOUR
            text = chance.choice(("وصلت قافلة إلى درعا", "هدوء في نوى", "قصف على درعا"))
            tx.entries.add(
                page(tx).id,
                chance.choice(("demo", "other")),
                reading(f"k{number}", text=text, published_at=told),
                now=NOW + number * HOUR,
            )
        every = [one for one in tx.entries.iterate(NOW - 100 * HOUR) if "درعا" in one.text]
        every.sort(key=lambda one: (one.published_at, one.id), reverse=True)
        for limit in (1, 2, 3, 50):
            for source in (None, "other"):
                for since in (None, NOW + 20 * HOUR):
                    wanted = [
                        one.id
                        for one in every
                        if source in (None, one.source) and (since is None or one.published_at >= since)
                    ]
                    found = tx.search.query('"درعا"', source=source, since=since, limit=limit)
                    assert [one.id for one in found] == wanted[:limit], (limit, source, since)

    database.write_now(write)
