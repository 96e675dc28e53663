"""After an upgrade nothing is new and nothing is told, but an edit that fell into it is."""

import asyncio

import pytest

from crawler.items import Update
from monitor import ingest
from tests.desk import desk
from tests.support import update, write_config

NEWS = "مقتل 12 مدنياً في قصف مدفعي على بلدة طفس بريف درعا الغربي صباح اليوم"
OTHERS = ["نزوح عائلات من نوى باتجاه السهول القريبة", "دخول قافلة مساعدات إلى طفس تضم 20 شاحنة"]


@pytest.fixture
def path(tmp_path):
    return write_config(tmp_path)


@pytest.fixture
def new_rules(monkeypatch):
    def raise_version():
        monkeypatch.setattr(ingest, "RULES_VERSION", ingest.RULES_VERSION + 1)

    return raise_version


def page_of(texts, **fields) -> list[Update]:
    return [update(text, key=f"{fields.get('layout', 'k')}-{n}", **fields) for n, text in enumerate(texts)]


def read_whole(it, layout="k"):
    """As a poll leaves the page: read once, by this layout."""
    it.database.write_now(
        lambda tx: tx.pages.connection.execute("UPDATE pages SET reads = reads + 1, layout = ?", (layout,))
    )


def entries(it):
    return it.database.read_now(lambda tx: len(tx.entries.latest(100)))


def playing(path, play):
    async def run():
        async with desk(path) as it:
            play(it)

    asyncio.run(run())


def test_new_rules_make_nothing_new_and_tell_nothing(path, new_rules):
    def play(it):
        assert it.see(*page_of([NEWS, *OTHERS])) > 0
        new_rules()
        assert it.see(*page_of([NEWS, *OTHERS])) == 0
        assert entries(it) == 3

    playing(path, play)


def test_an_edit_that_falls_into_an_upgrade_is_told(path, new_rules):
    def play(it):
        it.see(*page_of([NEWS, *OTHERS]))
        new_rules()
        assert it.see(*page_of([NEWS.replace("12", "15"), *OTHERS])) == 1
        assert entries(it) == 3

    playing(path, play)


@pytest.mark.parametrize(("before", "after"), [("liveblog", "entries"), ("entries", "feed"), ("microdata", "liveblog")])
def test_another_layout_with_other_ids_makes_nothing_new_and_tells_nothing(path, before, after):
    """The other layout reads a little more of each update: a caption, a link at its end."""

    def play(it):
        it.see(*page_of([NEWS, *OTHERS], layout=before))
        read_whole(it, before)
        assert it.see(*page_of([f"{text} اقرأ أيضاً" for text in (NEWS, *OTHERS)], layout=after)) == 0
        assert entries(it) == 3
        read_whole(it, after)
        assert it.see(*page_of([NEWS, *OTHERS], layout=before)) == 0

    playing(path, play)


def test_ids_that_a_cms_moved_make_nothing_new(path):
    def play(it):
        it.see(*[update(text, key=f"old-{n}") for n, text in enumerate((NEWS, *OTHERS))])
        read_whole(it, "liveblog")
        moved = [update(text, key=f"new-{n}") for n, text in enumerate((NEWS.replace("12", "15"), *OTHERS))]
        assert it.see(*moved) == 1, "the corrected figure alone is told"
        assert entries(it) == 3

    playing(path, play)
