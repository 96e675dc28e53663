"""From a stored text to a mail: decided and enqueued in its transaction, sent after it, settled once."""

import asyncio
from datetime import timedelta

import pytest

from arabic.bidi import strip_controls
from monitor.app import checked_config, open_app
from monitor.delivery import back_off_seconds, idempotency_key
from storage.alert_rows import DeliveryState
from storage.errors import DatabaseError
from tests.desk import desk
from tests.receivers import MailServer, SlackEndpoint
from tests.support import CONSOLE, START, mail_channel, slack_channel, update, write_config

DISPLACED = "نزوح عشرات العائلات من مدينة طفس باتجاه الشريط الحدودي بعد قصف أوقع 12 جريحاً"


@pytest.fixture
def mail():
    with MailServer() as server:
        yield server


@pytest.fixture
def path(tmp_path, mail):
    return write_config(tmp_path, channels=("desk",), tables=mail_channel("desk", mail.port) + CONSOLE)


def bodies(mail):
    return [one.part("plain") for one in mail.accepted]


def test_a_new_text_is_told_once_by_each_watch_it_fulfils(path, mail):
    async def run():
        async with desk(path) as it:
            assert it.see(update(DISPLACED, key="1")) == 2
            assert it.see(update(DISPLACED, key="1")) == 0
            assert await it.deliver() == 2
            assert await it.deliver() == 0
            assert it.states() == ["sent", "sent"]

    asyncio.run(run())
    assert len(mail.accepted) == 2
    assert all("طفس" in body for body in bodies(mail))


def test_what_is_found_together_is_told_together_and_what_comes_after_the_claim_opens_the_next_alert(path, mail):
    async def run():
        async with desk(path) as it:
            it.see(update("نزوح من الريف الغربي", key="1"), update("نازحون يصلون إلى المخيم", key="2"))
            await it.deliver()
            it.see(update("تهجير أهالي القرية", key="3"))
            await it.deliver()

    asyncio.run(run())
    first, second = bodies(mail)
    assert "من الريف الغربي" in first
    assert "يصلون إلى المخيم" in first
    assert "أهالي القرية" in second


def test_a_changed_figure_is_told_again_and_a_comma_is_not(path, mail):
    async def run():
        async with desk(path) as it:
            it.see(update(DISPLACED, key="1"))
            await it.deliver()
            it.see(update(DISPLACED + "،", key="1"))
            assert await it.deliver() == 0
            it.see(update(DISPLACED.replace("12", "15"), key="1"))
            assert await it.deliver() == 2

    asyncio.run(run())
    assert sum("15" in body for body in bodies(mail)) == 2


def test_an_edit_tells_a_watch_that_it_fulfils_for_the_first_time(path, mail):
    async def run():
        async with desk(path) as it:
            it.see(update("قصف على مدينة طفس", key="1"))
            assert it.see(update("قصف على مدينة طفس وحركة نزوح", key="1")) == 1
            await it.deliver()

    asyncio.run(run())
    assert len(mail.accepted) == 2


@pytest.mark.parametrize(
    ("at", "first", "told"),
    [
        (START - timedelta(hours=1), True, 2),
        (START - timedelta(hours=3), True, 0),
        (None, True, 0),
        (START - timedelta(days=3), False, 2),
        (None, False, 2),
    ],
)
def test_only_at_the_first_read_of_a_page_old_updates_stay_untold(path, at, first, told):
    async def run():
        async with desk(path) as it:
            assert it.see(update(DISPLACED, key="1", at=at), first=first) == told

    asyncio.run(run())


def test_a_silenced_watch_keeps_its_match_and_the_reason(path, mail):
    async def run():
        async with desk(path) as it:
            until = START + timedelta(hours=2)
            it.database.write_now(lambda tx: tx.silences.add("nuzuh", until, reason="عطلة", now=START))
            assert it.see(update(DISPLACED, key="1")) == 1
            it.clock.move(hours=3)
            assert it.see(update("نزوح جديد", key="2", at=it.clock.now())) == 1

    asyncio.run(run())


def test_a_server_that_is_down_loses_nothing(tmp_path):
    with MailServer() as gone:
        port = gone.port
    path = write_config(tmp_path, channels=("desk",), tables=mail_channel("desk", port) + CONSOLE)

    async def run():
        async with desk(path) as it:
            it.see(update(DISPLACED, key="1"))
            assert await it.deliver() == 0
            assert it.states() == ["failed", "failed"]
            assert await it.deliver() == 0  # not before its time
            assert all(one.attempts == 1 for one in it.deliveries())
            with MailServer(port=port) as back:
                it.clock.move(seconds=30)
                assert await it.deliver() == 2
                assert len(back.accepted) == 2
            assert it.states() == ["sent", "sent"]

    asyncio.run(run())


def test_a_message_tried_again_is_the_same_mail(path, mail):
    mail.answer_next("DATA", "451 4.7.1 try later", times=2)

    async def run():
        async with desk(path) as it:
            it.see(update(DISPLACED, key="1"))
            assert await it.deliver() == 0
            keys = [idempotency_key(it.database.identity, one) for one in it.deliveries()]
            it.clock.move(seconds=30)
            await it.deliver()
            return keys

    keys = asyncio.run(run())
    assert sorted(one.message["Message-ID"] for one in mail.accepted) == sorted(f"<{k}@example.org>" for k in keys)


def test_a_permanent_refusal_is_a_dead_letter_and_the_operator_hears_of_it(path, mail, capsys):
    mail.answer_always("RCPT", "550 5.1.1 no such user")

    async def run():
        async with desk(path) as it:
            it.see(update("نزوح من الريف", key="1"))
            await it.deliver()
            assert it.states() == ["dead", "pending"]
            assert await it.deliver() == 1
            assert it.states() == ["dead", "sent"]

    asyncio.run(run())
    assert "desk@example.org" in capsys.readouterr().out


def test_a_channel_that_hangs_holds_up_no_other(tmp_path, mail):
    with SlackEndpoint() as slack:
        slack.answer_always(500)
        tables = mail_channel("desk", mail.port) + slack_channel("night", slack.url, tmp_path) + CONSOLE
        path = write_config(tmp_path, channels=("desk", "night"), tables=tables)

        async def run():
            async with desk(path) as it:
                it.see(update("نزوح من الريف", key="1"))
                assert await it.deliver() == 1
                assert it.states() == ["failed", "sent"]
                slack.answer_normally()
                it.clock.move(seconds=30)
                assert await it.deliver() == 1

        asyncio.run(run())
        assert len(slack.payloads) >= 1
    assert len(mail.accepted) == 1


def test_a_delivery_leased_by_a_worker_that_died_is_sent_by_the_next(path, mail):
    async def run():
        async with desk(path) as it:
            it.see(update("نزوح من الريف", key="1"))
            now = it.clock.now()
            it.database.write_now(
                lambda tx: tx.outbox.claim(now=now, worker="dead", lease_seconds=60, limit=9, channel="desk")
            )
            assert await it.deliver() == 0
            it.clock.move(seconds=61)
            assert await it.deliver() == 1

    asyncio.run(run())
    assert len(mail.accepted) == 1


def test_what_is_told_after_a_restart_was_decided_before_it(path, mail):
    """The alert is in the outbox before anything is sent: another process finds it there."""

    async def first():
        async with desk(path) as it:
            it.see(update("نزوح من الريف", key="1"))

    async def second():
        async with desk(path) as it:
            assert await it.deliver() == 1

    asyncio.run(first())
    asyncio.run(second())
    assert len(mail.accepted) == 1


def test_back_off_rises_to_a_cap_and_obeys_the_receiver():
    steps = [back_off_seconds(attempts, None) for attempts in range(1, 12)]
    assert steps[0] < 10
    assert max(steps) <= 660
    assert back_off_seconds(1, 90.0) == 90.0
    assert DeliveryState.FAILED in DeliveryState


def test_an_alert_that_goes_on_with_an_earlier_one_names_it_and_its_time(path, mail):
    async def run():
        async with desk(path) as it:
            it.see(update("نزوح 30 عائلة من البلدة بعد قصف", key="1"))
            await it.deliver()
            it.clock.move(minutes=10)
            it.see(update("نزوح 50 عائلة من البلدة بعد قصف", key="1"), update("نازحون في السهل", key="2"))
            await it.deliver()
            it.clock.move(minutes=10)
            it.see(update("نزوح 80 عائلة من البلدة بعد قصف", key="1"))
            await it.deliver()

    asyncio.run(run())
    first, second, other, third = map(strip_controls, bodies(mail))
    assert "متابعة" not in first
    assert "متابعة" not in other
    for text, change in ((second, "30 → 50 عائلة"), (third, "50 → 80 عائلة")):
        assert "متابعة للتنبيه a1 (12:00)" in text
        assert f"تصحيح للتنبيه a1 (12:00): {change}" in text


def test_the_mails_of_one_update_are_a_thread_and_each_recipients_is_their_own(tmp_path, mail):
    path = write_config(
        tmp_path, channels=("desk",), tables=mail_channel("desk", mail.port, "a@example.org", "b@example.org")
    )

    async def run():
        async with desk(path) as it:
            for count in (30, 50, 80):
                it.see(update(f"نزوح {count} عائلة من البلدة بعد قصف", key="1"))
                await it.deliver()
                it.clock.move(minutes=10)

    asyncio.run(run())
    for recipient in ("a@example.org", "b@example.org"):
        first, *later = [mail for mail in mail.messages if mail["To"] == recipient]
        assert [one["References"] for one in later] == [first["Message-ID"]] * 2


def test_a_recipient_that_is_refused_for_good_is_told_of_once_and_the_others_get_theirs(tmp_path, mail):
    path = write_config(
        tmp_path,
        channels=("desk",),
        tables=mail_channel("desk", mail.port, *(f"{name}@example.org" for name in "abcde")) + CONSOLE,
    )
    mail.refuse("c@example.org", "550 5.1.1 no such user")

    async def run():
        async with desk(path) as it:
            for number in range(3):
                it.see(update(f"نزوح العائلة رقم {number}", key=str(number)))
                await it.deliver()
                it.clock.move(minutes=1)
            await it.deliver()
            return it.states(), [one for one in it.deliveries() if one.channel == "console"]

    states, notices = asyncio.run(run())
    assert states == ["dead"] * 3 + ["sent"] * 13
    (notice,) = notices
    assert "c@example.org for good: 127.0.0.1" in notice.content


def test_where_the_operators_only_channel_breaks_another_one_tells_it(tmp_path, mail):
    with SlackEndpoint() as slack:
        tables = mail_channel("desk", mail.port) + "operator = true\n" + slack_channel("night", slack.url, tmp_path)
        path = write_config(tmp_path, channels=("desk",), tables=tables)
        mail.answer_always("RCPT", "550 5.1.1 no such user")

        async def run():
            async with desk(path) as it:
                it.see(update(DISPLACED.replace("طفس", "القرية"), key="1"))
                await it.deliver()
                await it.deliver()

        asyncio.run(run())
        (told,) = slack.payloads
    assert "refused alert a1" in str(told)


def test_what_is_owed_to_a_channel_that_left_the_configuration_dies_with_that_reason_and_the_operator_is_told(
    tmp_path, mail, capsys
):
    tables = mail_channel("desk", mail.port) + CONSOLE
    path = write_config(tmp_path, channels=("desk",), tables=tables)

    async def run():
        async with desk(path) as it:
            it.see(update("نازحون في السهل", key="1"))
        write_config(tmp_path, channels=("console",), tables=CONSOLE)
        config, rules = checked_config(path)
        async with open_app(config, rules) as app:
            await app.deliverer.deliver_due()
            rows = await app.database.read(lambda tx: tx.outbox.listing())
            await app.deliverer.stop()
            return {row.channel: (row.state.value, row.error) for row in rows}

    rows = asyncio.run(run())
    assert rows == {
        "desk": ("dead", "its channel is no longer in the configuration"),
        "console": ("sent", None),
    }
    assert "Channel desk left the configuration while 1 deliveries" in capsys.readouterr().out
    assert not mail.accepted


def test_what_was_accepted_while_the_disk_was_full_is_settled_later_and_not_sent_twice(path, mail, monkeypatch):
    async def run():
        async with desk(path) as it:
            it.see(update("نازحون في السهل", key="1"), update("طفس هادئة", key="2"))
            write, failing = it.database.write, [True]

            async def full(fn, *, pressing=False):
                if failing[0] and mail.accepted:
                    raise DatabaseError("the disk is full; nothing was written")
                return await write(fn, pressing=pressing)

            monkeypatch.setattr(it.database, "write", full)
            for _ in range(2):
                with pytest.raises(DatabaseError):
                    await it.deliver()
            assert len(mail.accepted) == 1, "nothing more is sent while nothing can be written down"
            failing[0] = False
            await it.deliver()
            return it.states()

    assert asyncio.run(run()) == ["sent", "sent"]
    assert len(mail.accepted) == len(mail.counts) == 2


def test_a_text_that_comes_back_is_not_told_again(path, mail):
    """A page without ids shows two texts of one minute in turn: each is told once."""
    texts = (DISPLACED, DISPLACED.replace("12 جريحاً", "15 جريحاً"))

    async def run():
        async with desk(path) as it:
            told = [it.see(update(texts[poll % 2])) for poll in range(6)]
            assert told == [2, 2, 0, 0, 0, 0]
            await it.deliver()

    asyncio.run(run())
