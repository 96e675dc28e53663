"""Questions to the archive: one source, best first, a drafted watch against the one of the file, what is listed now."""

import asyncio
from datetime import timedelta

import pytest

from monitor.app import checked_config, watch_values
from monitor.archive import backtest, search
from monitor.watches.matcher import TermError, compile_watches
from monitor.watches.watch import Watch
from storage.database import Database
from tests.desk import desk
from tests.support import START, update, write_config

TEXTS = {
    "one": ["نزوح عشرات العائلات من بلدة طفس بريف درعا بعد قصف مدفعي عنيف", "افتتاح سوق الخضار في طفس"],
    "two": ["عاجل | نزوح عشرات العائلات من بلدة طفس بريف درعا بعد قصف مدفعي عنيف", "نزوح من نوى"],
}


@pytest.fixture
def archive(tmp_path):
    path = write_config(tmp_path)

    async def fill():
        async with desk(path) as it:
            for source, texts in TEXTS.items():
                it.see(*(update(text, key=f"{n}") for n, text in enumerate(texts)), source=source)
            it.clock.move(minutes=1)
            it.see(update(TEXTS["one"][0], key="0"), source="one")

    asyncio.run(fill())
    with Database.open(tmp_path / "marsad.db") as database:
        yield database, *checked_config(path)


def test_a_search_asks_for_one_source_and_for_the_best(archive):
    database, *_ = archive
    assert {one.entry.source for one in search(database, "طفس")} == {"one", "two"}
    assert {one.entry.source for one in search(database, "source:one طفس")} == {"one"}
    assert search(database, "source:one طفس", source="two") == []
    best = search(database, "نوى", best=True)
    assert [one.entry.text for one in best] == ["نزوح من نوى"]
    with pytest.raises(TermError, match="nothing to search for"):
        search(database, "source:one")


def test_a_draft_is_told_apart_from_the_watch_of_the_file(archive):
    database, _, rules = archive
    since = START - timedelta(days=1)
    plain = backtest(database, rules.matcher, "tafas", since, 10)
    assert (plain.entries, plain.hits, plain.stories) == (4, 3, 2)
    assert sum(plain.by_day.values()) == 3
    draft = compile_watches([Watch(name="tafas", query="نوى OR (طفس AND concept:displacement)")])
    tried = backtest(database, rules.matcher, "tafas", since, 10, draft=draft)
    assert [one.entry.text for one in tried.gained] == ["نزوح من نوى"]
    assert [one.entry.text for one in tried.lost] == ["افتتاح سوق الخضار في طفس"]


def test_only_what_the_pages_show_now(archive):
    database, config, rules = archive
    assert watch_values(config)
    now = backtest(database, rules.matcher, "tafas", START - timedelta(days=1), 10, listed=True)
    assert now.hits == 2, "the market left its page"
