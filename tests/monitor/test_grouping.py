"""What is told together and when: waits, digests, quiet hours, throttle, outages, escalation; on a moved clock."""

import asyncio
import re
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.app import welcome
from tests.desk import desk, told
from tests.receivers import MailServer, SlackEndpoint
from tests.support import CONSOLE, START, mail_channel, slack_channel, update, write_config

DAMASCUS = ZoneInfo("Asia/Damascus")


@pytest.fixture
def mail():
    with MailServer() as server:
        yield server


@pytest.fixture
def configured(tmp_path, mail):
    """Writes the configuration with more keys for both watches and for the channel; gives its path."""

    def write(*, watch="", channel="", more=""):
        tables = mail_channel("desk", mail.port) + channel + "\n" + more + CONSOLE
        path = write_config(tmp_path, channels=("desk",), tables=tables)
        path.write_text(path.read_text().replace('channels = ["desk"]', f'channels = ["desk"]\n{watch}'))
        return path

    return write


def at(hour, minute=0, day=3):
    return datetime(2026, 7, day, hour, minute, tzinfo=DAMASCUS).astimezone(START.tzinfo)


def news(number, *, now, text="نزوح عائلات من البلدة رقم"):
    return update(f"{text} {number}", key=f"n{number}", at=now)


def test_a_group_waits_for_more_and_is_told_together(configured, mail):
    path = configured(watch='group_wait = "30s"')

    async def run():
        async with desk(path) as it:
            it.see(news(1, now=it.clock.now()))
            assert await it.deliver() == 0
            it.clock.move(seconds=20)
            it.see(news(2, now=it.clock.now()))
            it.clock.move(seconds=10)
            assert await it.deliver() == 1

    asyncio.run(run())
    assert "رقم 1" in told(mail)[0]
    assert "رقم 2" in told(mail)[0]


@pytest.mark.parametrize("where", ["watch", "channel"])
def test_what_is_urgent_breaks_quiet_hours_and_digests(configured, mail, where):
    rules = {"watch": 'deliver = "08:00"\n', "channel": 'quiet = "22:00-06:00"\n'}
    rules[where] += 'urgent = "displaced>=1000 OR killed>=10"'
    path = configured(**rules)

    async def run():
        async with desk(path) as it:
            it.clock.at = at(23)
            it.see(news(1, now=it.clock.now(), text="نزوح 400 عائلة و12 شخصاً من البلدة رقم"))
            it.see(news(2, now=it.clock.now(), text="نزوح عائلات ومقتل 9 مدنيين في البلدة رقم"))
            assert await it.deliver() == 1

    asyncio.run(run())
    (only,) = told(mail)
    assert "نزوح 400 عائلة" in re.sub("[\u2066-\u2069*]", "", only)


def test_what_is_urgent_must_stand_beside_what_is_watched(configured, mail):
    path = configured(channel='quiet = "22:00-06:00"\nurgent = "killed>=10"\n')

    async def run():
        async with desk(path) as it:
            it.clock.at = at(23)
            far = "نزوح عائلات من البلدة.\nوفي بلد آخر مقتل 40 شخصاً بزلزال رقم"
            it.see(news(1, now=it.clock.now(), text=far))
            assert await it.deliver() == 0

    asyncio.run(run())
    assert told(mail) == []


def test_two_messages_of_a_watch_keep_their_interval(configured, mail):
    path = configured(watch='group_interval = "10m"')

    async def run():
        async with desk(path) as it:
            it.see(news(1, now=it.clock.now()))
            assert await it.deliver() == 1
            it.clock.move(minutes=1)
            it.see(news(2, now=it.clock.now()))
            assert await it.deliver() == 0
            it.clock.move(minutes=9)
            assert await it.deliver() == 1

    asyncio.run(run())


def test_a_digest_collects_until_its_time(configured, mail):
    path = configured(watch='deliver = "08:00,20:00"')

    async def run():
        async with desk(path) as it:
            for hour in (9, 12, 19):
                it.clock.at = at(hour)
                it.see(news(hour, now=it.clock.now()))
                assert await it.deliver() == 0
            it.clock.at = at(20)
            assert await it.deliver() == 1

    asyncio.run(run())
    assert [f"رقم {hour}" in told(mail)[0] for hour in (9, 12, 19)] == [True] * 3


def test_what_comes_in_quiet_hours_is_one_summary_in_the_morning(configured, mail):
    path = configured(channel='quiet = "23:00-06:00"')

    async def run():
        async with desk(path) as it:
            it.clock.at = at(22, 59)
            it.see(news(1, now=it.clock.now()))
            assert await it.deliver() == 1
            for hour, text in ((23, "نزوح عائلات من البلدة رقم"), (3, "قصف على مدينة طفس رقم"), (5, "تهجير رقم")):
                it.clock.at = at(hour, 30, day=3 if hour > 20 else 4)
                it.see(news(hour, now=it.clock.now(), text=text))
                assert await it.deliver() == 0
            it.clock.at = at(6, 0, day=4)
            assert await it.deliver() == 1
            it.see(news(99, now=it.clock.now()))
            assert await it.deliver() == 1

    asyncio.run(run())
    summary = mail.accepted[1]
    assert "ملخص ساعات الهدوء (3)" in summary.message["Subject"]
    body = summary.part("plain")
    assert body.index("رقم 5") < body.index("رقم 3") < body.index("رقم 23")
    assert "نزوح" in body
    assert "طفس" in body


def test_beyond_the_hours_share_messages_are_folded_and_counted(configured, mail):
    path = configured(channel="max_per_hour = 2")

    async def run():
        async with desk(path) as it:
            for number in range(30):
                it.see(news(number, now=it.clock.now()))
                await it.deliver()
                it.clock.move(minutes=1)
            assert len(mail.accepted) == 2
            it.clock.at = START + timedelta(minutes=60)
            assert await it.deliver() == 1
            it.clock.move(hours=3)
            assert await it.deliver() == 0

    asyncio.run(run())
    folded = mail.accepted[2]
    assert "(28)" in folded.message["Subject"]
    assert re.search(r"تحديثات أخرى لم تُعرض: 18", folded.part("plain"))
    assert re.search(r"^marsad deliveries list --alert a\d+\r?$", folded.part("plain"), re.MULTILINE)
    assert folded.message["List-Id"] == "<summaries.marsad.example.org>"


def test_what_waited_through_an_outage_comes_as_one_summary_newest_first(configured, mail):
    path = configured()

    async def run():
        async with desk(path) as it:
            mail.greet_with("421 4.3.2 shutting down")
            for number in range(12):
                it.see(news(number, now=it.clock.now()))
                assert await it.deliver() == 0
                it.clock.move(minutes=5)
            mail.answer_normally()
            it.clock.move(minutes=15)
            assert await it.deliver() == 1
            it.clock.move(hours=3)
            assert await it.deliver() == 0
            assert set(it.states()) <= {"folded", "sent"}

    asyncio.run(run())
    (summary,) = mail.accepted
    assert "ما تأخر إرساله (12)" in summary.message["Subject"]
    body = summary.part("plain")
    assert body.index("رقم 11") < body.index("رقم 10") < body.index("رقم 2")
    assert "وصلت هذه الرسالة متأخرة" in body


def test_a_late_message_says_when_it_was_due(configured, mail):
    path = configured(channel='stale_after = "10m"')

    async def run():
        async with desk(path) as it:
            it.see(news(1, now=it.clock.now()))
            it.clock.move(minutes=11)
            assert await it.deliver() == 1

    asyncio.run(run())
    assert "وصلت هذه الرسالة متأخرة" in told(mail)[0]
    assert "2026-07-03 12:00" in told(mail)[0]
    assert told(mail)[0].index("متأخرة") < told(mail)[0].index("المصدر")


def test_another_channel_stands_in_for_one_that_does_not_get_through(tmp_path, configured, mail):
    with SlackEndpoint() as slack:
        escalate = 'escalate = { to = "phone", after = "5m" }'
        path = configured(channel=escalate, more=slack_channel("phone", slack.url, tmp_path))
        mail.answer_always("DATA", "451 4.7.1 try later")

        async def run():
            async with desk(path) as it:
                it.see(news(1, now=it.clock.now()))
                for _ in range(6):
                    await it.deliver()
                    assert not slack.payloads or it.clock.now() >= START + timedelta(minutes=5)
                    it.clock.move(minutes=2)
                assert len(slack.payloads) == 1
                mail.answer_normally()
                it.clock.move(minutes=30)
                await it.deliver()

        asyncio.run(run())
        assert "رقم 1" in str(slack.payloads[0])
        assert "بدلاً من القناة desk" in str(slack.payloads[0])
    assert len(mail.accepted) == 1


def test_a_refusal_for_good_stands_in_at_once_and_breaks_the_channel_until_it_gets_through(tmp_path, configured, mail):
    with SlackEndpoint() as slack:
        escalate = 'escalate = { to = "phone", after = "1h" }'
        path = configured(channel=escalate, more=slack_channel("phone", slack.url, tmp_path))
        mail.answer_next("RCPT", "550 5.1.1 no such user")

        async def run():
            async with desk(path) as it:
                it.see(news(1, now=it.clock.now()))
                await it.deliver()
                assert it.database.read_now(lambda tx: tx.troubles.all())["desk"][0].broken_at is not None
                await it.deliver()
                assert len(slack.payloads) == 1
                it.clock.move(minutes=5)
                it.see(news(2, now=it.clock.now()))
                await it.deliver()
                assert it.database.read_now(lambda tx: tx.troubles.all()) == {}

        asyncio.run(run())
    assert len(mail.accepted) == 1


@pytest.mark.parametrize("deliver", ["15m", "08:00,20:00", "00:30"])
@pytest.mark.parametrize("quiet", ["", 'quiet = "23:00-06:00"'])
def test_through_a_year_with_both_changes_of_the_clocks_every_match_is_in_one_message(configured, mail, deliver, quiet):
    """Around the changes hour by hour, else every 61 hours; in a zone that has changes."""
    path = configured(watch=f'deliver = "{deliver}"', channel=quiet)
    path.write_text(path.read_text().replace("[marsad]", '[marsad]\ntimezone = "Asia/Beirut"', 1))
    beirut = ZoneInfo("Asia/Beirut")
    changes = [datetime(2026, 3, 29, tzinfo=beirut), datetime(2026, 10, 25, tzinfo=beirut)]

    async def run():
        async with desk(path) as it:
            it.clock.at = datetime(2026, 1, 1, 12, tzinfo=beirut).astimezone(START.tzinfo)
            number = 0
            while it.clock.at.year == 2026:
                it.see(news(number, now=it.clock.now()))
                number += 1
                near = any(abs(it.clock.at - change) < timedelta(hours=62) for change in changes)
                it.clock.move(hours=1 if near else 61)
                claim_all(it)
            it.clock.move(days=2)
            claim_all(it)
            return number, counted

    counted = {}

    def claim_all(it):
        """Claims what is due without sending it: which alert tells a match is all that is asked here."""
        now = it.clock.now()

        def write(tx):
            for one in tx.outbox.claim(now=now, worker="w", lease_seconds=60, limit=999):
                for item in tx.alerts.items(one.alert_id):
                    counted[item.entry.id] = counted.get(item.entry.id, 0) + 1
                assert abs(now - one.due_at) < timedelta(hours=62)
                tx.outbox.sent(one.id, worker="w", now=now)

        it.database.write_now(write)

    number, counted = asyncio.run(run())
    assert len(counted) == number > 300
    assert set(counted.values()) == {1}


def test_a_channel_that_joins_later_is_greeted_once(configured, mail):
    path = configured()

    async def run():
        async with desk(path) as it:
            for channels in (["console"], ["console", "desk"], ["console", "desk"]):
                config = replace(it.config, channels={name: it.config.channels[name] for name in channels})
                it.database.write_now(lambda tx, config=config: welcome(tx, config, it.rules, it.clock))
            assert await it.deliver() == 1

    asyncio.run(run())
    assert "أهلاً بقناة" in told(mail)[0]
