"""What an outlet took back is told to everyone who heard it: by a tombstone or a gone article, never by absence."""

import asyncio
from dataclasses import replace

import pytest

from crawler.items import Update
from monitor.archive import search
from storage.alert_rows import Decision
from storage.rows import Change, PageKind
from tests.desk import desk
from tests.monitor.polling import polling
from tests.monitor.test_stories import about, decisions
from tests.receivers import MailServer
from tests.servers import Answer, WebServer, html
from tests.support import CONSOLE, HandClock, mail_channel, update, write_config

SAID = "مقتل 12 مدنياً في قصف مدفعي على بلدة طفس بريف درعا الغربي صباح اليوم، ونزوح عشرات العائلات"
OTHER = "افتتاح مدرسة في بلدة نوى بعد ترميمها بجهود الأهالي والمغتربين"


@pytest.fixture
def mail():
    with MailServer() as server:
        yield server


@pytest.fixture
def path(tmp_path, mail):
    return write_config(tmp_path, channels=("desk",), tables=mail_channel("desk", mail.port) + CONSOLE)


def tombstone(key):
    return Update(key=key, native=True, withdrawn=True, layout="liveblog")


def watching(path, play):
    async def run():
        async with desk(path) as it:
            await play(it)

    asyncio.run(run())


def entries(it):
    return it.database.read_now(lambda tx: list(tx.entries.iterate()))


def test_a_tombstone_is_told_to_who_heard_it_and_once(path, mail):
    async def play(it):
        told = update(SAID, key="1", at=it.clock.now())
        it.see(told)
        await it.deliver()
        it.clock.move(minutes=5)
        for _ in range(3):  # the page goes on to show the tombstone
            it.see(tombstone("1"))
            await it.deliver()
        (entry,) = entries(it)
        assert (entry.withdrawn_at, entry.listed) == (it.clock.now(), False)
        assert entry.text == SAID
        assert [one.change for one in it.database.read_now(lambda tx: tx.entries.revisions(entry.id))] == [
            Change.NEW,
            Change.WITHDRAWN,
        ]

    watching(path, play)
    first, taken_back = about(mail)
    assert "سحب المصدر هذا الخبر بعد التنبيه a2" in taken_back
    assert "سُحب: مقتل 12" in taken_back
    assert "سُحب" not in first


def test_what_left_the_page_is_not_withdrawn(path, mail):
    async def play(it):
        it.see(update(SAID, key="1", at=it.clock.now()), update(OTHER, key="2", at=it.clock.now()))
        await it.deliver()
        it.see(update(OTHER, key="2", at=it.clock.now()))
        await it.deliver()
        assert [entry.withdrawn_at for entry in entries(it)] == [None, None]

    watching(path, play)
    assert len(about(mail)) == 1


def test_a_tombstone_of_what_nobody_heard_tells_nothing(path, mail):
    async def play(it):
        it.see(update(OTHER, key="1", at=it.clock.now()))
        assert it.see(tombstone("1"), tombstone("unknown")) == 0
        assert entries(it)[0].withdrawn_at is not None

    watching(path, play)
    assert about(mail) == []


def test_what_was_not_out_yet_is_withdrawn_in_the_same_message(tmp_path, mail):
    path = write_config(tmp_path, channels=("desk",), tables=mail_channel("desk", mail.port) + CONSOLE)
    path.write_text(path.read_text().replace('channels = ["desk"]', 'channels = ["desk"]\ngroup_wait = "2m"'))

    async def play(it):
        it.see(update(SAID, key="1", at=it.clock.now()))
        it.see(tombstone("1"))
        it.clock.move(minutes=3)
        await it.deliver()

    watching(path, play)
    (only,) = about(mail)
    assert only.count("سُحب: ") == 1


def test_who_tells_it_after_a_withdrawal_tells_it_anew(path, mail):
    async def play(it):
        it.see(update(SAID, key="1", at=it.clock.now()), source="one")
        it.see(tombstone("1"), source="one")
        it.see(update(f"عاجل | {SAID}", key="2", at=it.clock.now()), source="two")
        assert [decision for decision, _ in decisions(it)] == [Decision.TOLD] * 3

    watching(path, play)


def test_a_withdrawal_names_who_still_tells_it(path, mail):
    async def play(it):
        it.see(update(SAID, key="1", at=it.clock.now()), source="one")
        it.see(update(f"عاجل | {SAID}", key="2", at=it.clock.now()), source="two")
        await it.deliver()
        it.see(tombstone("1"), source="one")
        await it.deliver()

    watching(path, play)
    assert "وما زال لدى: two" in about(mail)[1]


def test_an_entry_that_comes_back_is_told_as_such(path, mail):
    async def play(it):
        told = update(SAID, key="1", at=it.clock.now())
        it.see(told)
        await it.deliver()
        it.see(tombstone("1"))
        await it.deliver()
        it.see(told)
        await it.deliver()
        it.see(told)
        await it.deliver()
        assert entries(it)[0].withdrawn_at is None

    watching(path, play)
    assert len(about(mail)) == 3
    assert "أعاد المصدر نشر الخبر بعد سحبه" in about(mail)[2]


def test_an_edit_that_takes_the_place_away_corrects_what_was_told(path, mail):
    async def play(it):
        told = update(SAID, key="1", at=it.clock.now())
        it.see(told)
        await it.deliver()
        it.see(replace(told, text=SAID.replace("طفس", "تسيل")))
        await it.deliver()

    watching(path, play)
    assert "لم يعد فيه ما يطلبه هذا الرصد" in about(mail)[1]
    assert "تصحيح للتنبيه a2" in about(mail)[1]


ARTICLE = f"<html><body><article><h1>قصف على طفس</h1>{f'<p>{SAID}. {OTHER}.</p>' * 2}</article></body></html>"


def gone_article(folder, answers, *, others=()):
    """Polls an article at ten minutes', at fifty minutes' distance, and so on; gives its entry and the decisions."""
    at = [0]

    def answer(asked):
        return answers[min(at[0], len(answers) - 1)]

    async def run():
        clock = HandClock()
        pages = {"/a1": answer, **{f"/o{number}": told for number, told in enumerate(others)}}
        with WebServer(pages) as server:
            async with polling(folder, clock, server.url("/live")) as (database, poller, _, _):

                def items(tx):
                    urls = [server.url(path) for path in pages]
                    return [tx.pages.ensure("ufuq", url, kind=PageKind.ITEM, now=clock.now()).id for url in urls]

                ids = database.write_now(items)
                for step in range(len(answers)):
                    at[0] = step
                    for page_id in (*ids[1:], ids[0]):
                        await poller.poll(page_id)
                    clock.move(minutes=20 if step == 0 else 60)
                page = database.read_now(lambda tx: tx.pages.get(ids[0]))
                found = database.read_now(lambda tx: tx.entries.latest(10))
                return page, next(entry for entry in found if entry.page_id == ids[0])

    return asyncio.run(run())


GONE, NOT_FOUND, READ = Answer(status=410, body="no"), Answer(status=404, body="no"), html(ARTICLE)


def test_a_410_takes_an_article_back(tmp_path):
    page, entry = gone_article(tmp_path, [READ, GONE])
    assert page.closed
    assert "410" in entry.withdrawn_why


def test_one_404_is_a_mishap(tmp_path):
    page, entry = gone_article(tmp_path, [READ, NOT_FOUND, READ])
    assert not page.closed
    assert entry.withdrawn_at is None


def test_a_404_that_stays_takes_an_article_back(tmp_path):
    page, entry = gone_article(tmp_path, [READ, NOT_FOUND, NOT_FOUND], others=[READ])
    assert page.closed
    assert "404" in entry.withdrawn_why


def test_an_outlet_that_moved_its_addresses_takes_nothing_back(tmp_path):
    moved = [READ, *[NOT_FOUND] * 4]
    page, entry = gone_article(tmp_path, moved, others=[_in_turn(moved), _in_turn(moved)])
    assert page.closed
    assert entry.withdrawn_at is None


def test_a_tombstone_of_a_page_that_is_polled_is_recorded_with_the_page_and_searched_as_such(tmp_path):
    async def run():
        clock = HandClock()
        at = int(clock.now().timestamp()) - 600
        shown = {"1": SAID, "2": OTHER, "3": OTHER.replace("مدرسة", "مكتبة")}

        def answer(asked):
            items = "".join(
                f'<div id="b-{key}" data-sort-time="{at}" {"" if text else "data-tombstone"}><p>{text}</p></div>'
                for key, text in shown.items()
            )
            body = f"<h1>مباشر</h1><amp-live-list id='l'><div items>{items}</div></amp-live-list>"
            return html(f"<html><body>{body}</body></html>")

        with WebServer({"/live": answer}) as server:
            async with polling(tmp_path, clock, server.url("/live")) as (database, poller, _, _):
                (page,) = database.read_now(lambda tx: tx.pages.all())
                await poller.poll(page.id)
                clock.move(minutes=2)
                shown["1"] = ""
                polled = await poller.poll(page.id)
                kept = database.read_now(lambda tx: tx.snapshots.at(page.id, clock.now()))
                return polled.owed, search(database, "طفس"), kept

    owed, (found,), kept = asyncio.run(run())
    assert owed == 2, "both watches had told it"
    assert found.entry.withdrawn_why == "the page marks it as deleted"
    assert b"data-tombstone" in kept.body


def test_an_article_that_was_never_read_is_not_taken_back(tmp_path):
    async def run():
        clock = HandClock()
        with WebServer({"/a1": NOT_FOUND}) as server:
            async with polling(tmp_path, clock, server.url("/live")) as (database, poller, _, _):
                page = database.write_now(
                    lambda tx: tx.pages.ensure("ufuq", server.url("/a1"), kind=PageKind.ITEM, now=clock.now())
                )
                await poller.poll(page.id)
                return database.read_now(lambda tx: tx.pages.get(page.id))

    page = asyncio.run(run())
    assert page.closed


def _in_turn(answers):
    left = list(answers)
    return lambda asked: left.pop(0) if len(left) > 1 else left[0]
