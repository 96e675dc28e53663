"""The Slack channel against an endpoint on loopback: the blocks it posts, its pace, and what each answer comes to."""

import asyncio
import json
import re
from datetime import timedelta
from email.utils import format_datetime

import pytest

from arabic.bidi import RLM, strip_controls
from monitor.channels import DeliveryError
from monitor.channels.blocks import payload
from monitor.channels.mrkdwn import ZWSP, escape
from monitor.channels.pace import Pace
from monitor.channels.slack import SlackChannel
from monitor.channels.templates import Templates
from monitor.values import Message, MessageItem, Stretch
from tests.monitor import sample
from tests.receivers import SlackEndpoint


class FixedClock:
    def now(self):
        return sample.NOW


def send(url, message=None, **options):
    async def run():
        channel = SlackChannel("night", webhook=url, clock=FixedClock(), **options)
        try:
            await channel.send(message or sample.message(), "webhook", "abc123")
        finally:
            await channel.close()

    asyncio.run(run())


def failure(url, **options):
    with pytest.raises(DeliveryError) as caught:
        send(url, **options)
    return caught.value


def texts(blocks):
    """Every text object of the blocks."""
    for block in blocks:
        if "text" in block:
            yield block["text"]
        yield from block.get("elements", [])


def of_kind(blocks, kind):
    return [next(texts([block]))["text"] for block in blocks if block["type"] == kind]


def test_a_message_is_posted_as_blocks_with_a_fallback_text():
    with SlackEndpoint() as slack:
        send(slack.url)
    (posted,) = slack.payloads
    assert posted["text"] == f"نزوح من ريف درعا: {sample.HEADLINE} [a1042]"
    assert posted["unfurl_links"] is False
    assert posted["unfurl_media"] is False
    blocks = posted["blocks"]
    assert [block["type"] for block in blocks] == ["header", "section", "context", "context", "context"]
    assert of_kind(blocks, "header") == ["نزوح من ريف درعا"]
    (section,) = of_kind(blocks, "section")
    assert section.startswith("وصول أولى العائلات من *طفس* إلى الشريط الحدودي\nقال ناشطون")
    link, facts, foot = of_kind(blocks, "context")
    assert link == "<https://news.example/live/1?a=1&amp;b=2|رابط الخبر>"
    assert strip_controls(facts).splitlines() == [
        f"الأرقام: {strip_controls(sample.message().items[0].figures[0])}",
        "المكان: طفس (محافظة درعا) · نوى (محافظة درعا)",
        "المصدر: وكالة حوران · الوقت: 2018-07-03 11:07 (Asia/Damascus) · 2018-07-03 08:07 UTC",
        "السبب: «طفس» ← مكان طفس، داخل درعا",
        "السبب: «نازح» ← مفهوم نزوح وتهجير",
        "السبب: «ونوى» ← مكان نوى",
    ]
    assert strip_controls(foot).splitlines() == [
        "تنبيه a1042 · رصد nuzuh-daraa",
        "كتم هذا الرصد ساعتين: `marsad silence nuzuh-daraa --for 2h`",
        "تجربة هذا الرصد: `marsad watches test nuzuh-daraa`",
    ]


def test_a_notice_is_posted_line_by_line():
    blocks = payload(sample.notice("the feed is silent\nسطر & ثان"), Templates())["blocks"]
    assert of_kind(blocks, "section") == [f"{RLM}the feed is silent\nسطر &amp; ثان"]


def test_lines_that_begin_with_a_foreign_word_still_run_from_right_to_left():
    message = sample.message(sample.item(headline="UNHCR: نزوح 300", text="> 12 نازحاً", matches=()))
    (section,) = of_kind(payload(message, Templates())["blocks"], "section")
    assert section == f"{RLM}UNHCR: نزوح 300\n{RLM}&gt; 12 نازحاً"


def bold(*stretches):
    """How marked stretches are written; hits are given in a list."""
    marked = tuple(Stretch(text[0], hit=True) if isinstance(text, list) else Stretch(text) for text in stretches)
    item = MessageItem(headline=marked, snippet=(), outlet="", time="", time_utc="", url=None, why=(), note="")
    return of_kind(payload(message_of(item), Templates())["blocks"], "section")[0]


def message_of(*items):
    return Message(
        alert="a1",
        kind="match",
        watch="w",
        title="رصد",
        subject="رصد",
        items=items,
        more=0,
        notice="",
        commands=(),
    )


def test_a_hit_is_bold_as_a_whole_word_so_that_its_letters_stay_joined():
    assert bold("وصل ال", ["نازح"], "ون أمس") == "وصل *النازحون* أمس"


def test_beside_punctuation_an_invisible_space_makes_the_mark_work():
    assert bold("قال: «", ["نزوح"], "»، ثم") == f"قال: «{ZWSP}*نزوح*{ZWSP}»، ثم"


def test_white_space_at_the_edge_of_a_hit_is_not_bold():
    assert bold("قال", [" براميل متفجرة "], "هنا") == "قال *براميل متفجرة* هنا"


def test_marks_of_scraped_text_become_signs_that_look_like_them():
    assert escape("*ع* _ع_ ~ع~ `ع` <!channel> &") == "∗ع∗ ˍعˍ ∼ع∼ ˋعˋ &lt;!channel&gt; &amp;"


@pytest.mark.parametrize("hostile", sample.HOSTILE)
def test_hostile_text_stays_inside_the_limits_and_activates_nothing(hostile):
    hostile_item = sample.item(headline=hostile, text=hostile, outlet=hostile, url="https://x.example/" + hostile)
    message = sample.message(*[hostile_item] * 12, title=hostile)
    with SlackEndpoint() as slack:
        send(slack.url, message)
    (posted,) = slack.payloads
    assert_valid(posted)


def test_thousands_of_hits_and_entities_stay_inside_the_limits():
    marked = tuple(Stretch("&" if number % 2 else "<>", hit=bool(number % 2)) for number in range(2000))
    item = MessageItem(
        headline=marked,
        snippet=marked,
        outlet="&" * 500,
        time="",
        time_utc="",
        url="https://x.example/" + "&" * 1900,
        why=("&" * 900,) * 9,
        note="<" * 900,
    )
    assert_valid(payload(message_of(*[item] * 10), Templates()))
    cut = payload(sample.notice("&\n" * 3000), Templates())
    assert_valid(cut)
    assert of_kind(cut["blocks"], "section")[-1] == "اختُصرت الرسالة …"


def assert_valid(posted):
    blocks = posted["blocks"]
    assert 1 <= len(blocks) <= 50
    assert len(json.dumps(blocks, ensure_ascii=False)) < 10_000
    for block in blocks:
        assert len(block.get("elements", [])) <= 10
    for text in texts(blocks):
        limit = 150 if text["type"] == "plain_text" else 3000
        assert 1 <= len(text["text"]) <= limit
        if text["type"] == "mrkdwn":
            assert text["verbatim"] is True
            inert = re.sub(r"<https://[^<>|\s]+\|رابط الخبر>", "", text["text"])
            assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", inert)
            assert not re.search(r"[_~]", inert.replace("marsad silence", ""))
    json.dumps(posted, ensure_ascii=False).encode()
    assert not re.search(r"[<>]", posted["text"])


def test_what_does_not_fit_is_counted():
    item = sample.item(text="&" * 5000, matches=())
    blocks = payload(sample.message(*[item] * 12), Templates())["blocks"]
    shown = len([block for block in blocks if block["type"] == "divider"]) + 1
    assert shown < 10
    assert of_kind(blocks, "section")[-1] == f"تحديثات أخرى لم تُعرض: {12 - shown}"


def test_429_is_temporary_and_says_when_to_come_back():
    with SlackEndpoint() as slack:
        slack.answer_next(429, "rate_limited", {"Retry-After": "30"})
        error = failure(slack.url)
    assert (error.permanent, error.retry_after) == (False, 30)
    assert len(slack.posts) == 1


def test_429_may_name_a_date_or_nothing():
    with SlackEndpoint() as slack:
        slack.answer_next(429, "", {"Retry-After": format_datetime(sample.NOW + timedelta(seconds=90))})
        slack.answer_next(429)
        slack.answer_next(429, "", {"Retry-After": "soon"})
        assert [failure(slack.url).retry_after for _ in range(3)] == [90, 30, 30]


@pytest.mark.parametrize(
    ("status", "body", "permanent"),
    [
        (500, "internal", False),
        (503, "", False),
        (404, "no_service", True),
        (410, "channel_is_archived", True),
        (403, "action_prohibited", True),
        (400, "invalid_payload", True),
        (200, "<html>log in to this network</html>", False),
    ],
)
def test_what_other_answers_mean(status, body, permanent):
    with SlackEndpoint() as slack:
        slack.answer_next(status, body)
        error = failure(slack.url)
    assert error.permanent is permanent
    assert str(status) in error.reason
    assert body[:20] in error.reason


def test_an_endpoint_that_hangs_or_cuts_or_is_not_there_is_temporary_and_is_asked_once():
    with SlackEndpoint() as slack:
        slack.hang()
        errors = [failure(slack.url, timeout_seconds=0.2)]
        slack.cut()
        errors.append(failure(slack.url))
        url = slack.url
    errors.append(failure(url))
    assert [error.permanent for error in errors] == [False, False, False]
    assert len(slack.posts) == 2


def test_no_failure_tells_the_webhook(caplog):
    with SlackEndpoint() as slack, caplog.at_level("DEBUG"):
        slack.answer_next(404, f"no such thing: {slack.url}")
        reasons = [failure(slack.url).reason]
        slack.cut()
        reasons.append(failure(slack.url).reason)
    reasons += [failure(url).reason for url in ("http://[secret", "secret", "ftp://secret/x", "https://sec ret/x")]
    assert not [reason for reason in reasons if "secret" in reason]
    assert "secret" not in caplog.text


def test_a_webhook_that_is_no_address_is_permanent():
    assert failure("not an address").permanent


def test_a_proxy_of_the_environment_is_not_asked_for_loopback(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with SlackEndpoint() as slack:
        send(slack.url)
    assert len(slack.payloads) == 1


class Time:
    """A clock that sleeping moves."""

    def __init__(self):
        self.at = 100.0
        self.slept = []

    def __call__(self):
        return self.at

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.at += seconds


def test_one_message_passes_a_second():
    time = Time()

    async def run():
        pace = Pace(time=time, sleep=time.sleep)
        passed = []
        for _ in range(4):
            await pace.turn()
            passed.append(time())
        time.at += 10
        await pace.turn()
        return passed

    assert asyncio.run(run()) == [100, 101, 102, 103]
    assert time.slept == [1, 1, 1]


def test_messages_that_come_at_once_are_spread():
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    async def run():
        pace = Pace(time=lambda: 100.0, sleep=sleep)
        await asyncio.gather(*(pace.turn() for _ in range(4)))

    asyncio.run(run())
    assert waited == [1, 2, 3]


def test_a_message_that_took_long_to_arrive_holds_back_the_next_from_its_arrival():
    now, slept = [100.0], []

    async def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    async def run():
        pace = Pace(time=lambda: now[0], sleep=sleep)
        await pace.turn()
        now[0] += 0.75
        pace.answered()
        await pace.turn()

    asyncio.run(run())
    assert slept == [1.0]


def test_during_a_pause_nothing_is_posted():
    time = Time()

    async def run(url):
        channel = SlackChannel("night", webhook=url, pace=Pace(time=time, sleep=time.sleep), clock=FixedClock())
        for pause in (30, 20, None):
            try:
                await channel.send(sample.message(), "webhook", "k")
            except DeliveryError as error:
                assert error.retry_after == pause
            time.at += 10 if pause == 30 else 20
        await channel.close()

    with SlackEndpoint() as slack:
        slack.answer_next(429, "", {"Retry-After": "30"})
        asyncio.run(run(slack.url))
    assert [post.status for post in slack.posts] == [429, 200]


def test_a_closed_channel_can_send_again():
    async def run(url):
        channel = SlackChannel("night", webhook=url, pace=Pace(0))
        for _ in range(2):
            await channel.send(sample.message(), "webhook", "k")
            await channel.close()

    with SlackEndpoint() as slack:
        asyncio.run(run(slack.url))
    assert len(slack.payloads) == 2
