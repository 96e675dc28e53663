"""The Slack bot against an endpoint on loopback: conversations, threads, and what each of Slack's errors comes to."""

import asyncio
import json

import pytest

from monitor.channels import DeliveryError
from monitor.channels.slack import SlackBotChannel
from tests.monitor import sample
from tests.servers import Answer, WebServer

TOKEN = "xoxb-very-secret"


class Slack:
    """`chat.postMessage`: answers what a test says, else takes the message and names it by a timestamp."""

    def __init__(self):
        self.posts, self.answers, self.tokens = [], [], set()
        self.server = WebServer({"/api/chat.postMessage": self.take})

    def take(self, asked):
        self.posts.append(json.loads(asked.body))
        self.tokens.add(asked.headers["Authorization"])
        if self.answers:
            return self.answers.pop(0)
        return self.said({"ok": True, "ts": f"1530605220.{len(self.posts):06}"})

    @staticmethod
    def said(data, status=200, **headers):
        return Answer(status=status, body=json.dumps(data), headers={"Content-Type": "application/json"} | headers)


@pytest.fixture
def slack():
    endpoint = Slack()
    with endpoint.server:
        yield endpoint


def send(slack, *sendings):
    """Sends in one life of a channel, each (recipient, thread); gives what each is known by."""

    async def run():
        channel = SlackBotChannel("night", token=TOKEN, to=("C1", "C2"), api=slack.server.url("/api/"))
        try:
            return [await channel.send(sample.message(), to, f"key-{to}", thread) for to, thread in sendings]
        finally:
            await channel.close()

    return asyncio.run(run())


def failure(slack, answer):
    slack.answers.append(answer)
    with pytest.raises(DeliveryError) as caught:
        send(slack, ("C1", None))
    assert TOKEN not in caught.value.reason
    return caught.value


def test_a_message_goes_into_its_conversation_and_is_known_by_its_timestamp(slack):
    assert send(slack, ("C1", None), ("C2", None)) == ["1530605220.000001", "1530605220.000002"]
    first, second = slack.posts
    assert (first["channel"], second["channel"]) == ("C1", "C2")
    assert first["text"].startswith("نزوح من ريف درعا")
    assert first["blocks"][0]["type"] == "header"
    assert first["unfurl_links"] is False
    assert "thread_ts" not in first
    assert first["metadata"]["event_payload"] == {"key": "key-C1", "alert": "a1042"}
    assert slack.tokens == {f"Bearer {TOKEN}"}


def test_what_goes_on_is_answered_in_the_thread(slack):
    send(slack, ("C1", "1530605220.000001"))
    assert slack.posts[0]["thread_ts"] == "1530605220.000001"


def test_where_the_threads_first_message_was_deleted_it_stands_by_itself(slack):
    slack.answers.append(slack.said({"ok": False, "error": "thread_not_found"}))
    assert send(slack, ("C2", "1.0"))
    assert ["thread_ts" in post for post in slack.posts] == [True, False]


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "channel_not_found", "is_archived", "msg_too_long"])
def test_what_slack_refuses_for_good_is_permanent(slack, error):
    refused = failure(slack, slack.said({"ok": False, "error": error}))
    assert refused.permanent
    assert error in refused.reason


@pytest.mark.parametrize(
    "answer",
    [
        Slack.said({"ok": False, "error": "internal_error"}),
        Slack.said({"ok": False, "error": "service_unavailable"}, 503),
        Answer(status=502, body="<html>Bad Gateway", headers={"Content-Type": "text/html"}),
        Answer(status=0, cut=True),
    ],
)
def test_what_may_pass_is_temporary(slack, answer):
    assert not failure(slack, answer).permanent


def test_a_pause_that_slack_asks_for_is_kept(slack):
    refused = failure(slack, slack.said({"ok": False, "error": "ratelimited"}, 429, **{"Retry-After": "30"}))
    assert (refused.permanent, refused.retry_after) == (False, 30.0)


def test_nobody_listening_is_temporary(slack):
    slack.server.__exit__(None, None, None)
    with pytest.raises(DeliveryError) as caught:
        send(slack, ("C1", None))
    slack.server.__enter__()
    assert not caught.value.permanent
