"""The webhook channel against a receiver on loopback: the body, the signature, and what each answer comes to."""

import asyncio
import base64
import hashlib
import hmac
import json

import pytest

from monitor.channels import DeliveryError
from monitor.channels.webhook import WebhookChannel
from tests.monitor import sample
from tests.servers import Answer, WebServer


class FixedClock:
    def now(self):
        return sample.NOW


class Receiver:
    def __init__(self):
        self.asked, self.answers = [], []
        self.server = WebServer({"/hook/secret": self.take})

    def take(self, asked):
        self.asked.append(asked)
        return self.answers.pop(0) if self.answers else Answer(status=204)


@pytest.fixture
def receiver():
    made = Receiver()
    with made.server:
        yield made


def send(receiver, message=None, *, secret=None, key="abc123", timeout=5.0):
    async def run():
        channel = WebhookChannel(
            "program",
            url=receiver.server.url("/hook/secret"),
            secret=secret,
            timeout_seconds=timeout,
            clock=FixedClock(),
        )
        try:
            await channel.send(message or sample.message(), "webhook", key)
        finally:
            await channel.close()

    asyncio.run(run())


def failure(receiver, answer, **options):
    receiver.answers.append(answer)
    with pytest.raises(DeliveryError) as caught:
        send(receiver, **options)
    assert "/hook/secret" not in caught.value.reason
    return caught.value


def test_an_alert_is_posted_as_json_in_plain_values(receiver):
    send(receiver)
    (asked,) = receiver.asked
    assert (asked.method, asked.headers["Content-Type"]) == ("POST", "application/json; charset=utf-8")
    assert asked.headers["Idempotency-Key"] == "abc123"
    assert "webhook-signature" not in asked.headers
    body = json.loads(asked.body)
    (item,) = body.pop("items")
    assert body == {
        "version": 1,
        "id": "abc123",
        "alert": "a1042",
        "kind": "match",
        "watch": "nuzuh-daraa",
        "title": "نزوح من ريف درعا",
        "subject": sample.message().subject,
        "follows": None,
        "more": 0,
        "notice": "",
    }
    assert item["headline"] == sample.HEADLINE
    assert item["text"] == sample.TEXT
    assert item["hits"] == ["طفس", "نازح", "ونوى"]
    assert (item["published_at"], item["precision"]) == ("2018-07-03T08:07:00Z", "minute")
    assert item["url"] == "https://news.example/live/1?a=1&b=2"
    assert item["places"] == ["طفس (محافظة درعا)", "نوى (محافظة درعا)"]
    assert item["why"][1] == "«نازح» ← مفهوم نزوح وتهجير"


def test_every_try_of_a_delivery_has_the_same_body(receiver):
    send(receiver)
    send(receiver)
    first, second = receiver.asked
    assert first.body == second.body


@pytest.mark.parametrize(
    ("secret", "key"), [("s3cret", b"s3cret"), ("whsec_" + base64.b64encode(b"raw key").decode(), b"raw key")]
)
def test_the_signature_is_that_of_standard_webhooks(receiver, secret, key):
    send(receiver, secret=secret)
    (asked,) = receiver.asked
    at = asked.headers["webhook-timestamp"]
    assert int(at) == int(sample.NOW.timestamp())
    signed = hmac.new(key, f"{asked.headers['webhook-id']}.{at}.".encode() + asked.body, hashlib.sha256).digest()
    assert asked.headers["webhook-id"] == asked.headers["Idempotency-Key"] == "abc123"
    assert asked.headers["webhook-signature"] == f"v1,{base64.b64encode(signed).decode()}"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 301])
def test_refusals_for_good_and_redirects_are_permanent(receiver, status):
    refused = failure(receiver, Answer(status=status, body="no", headers={"Location": "/elsewhere"}))
    assert refused.permanent
    assert f"{status}" in refused.reason


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503])
def test_what_may_pass_is_temporary(receiver, status):
    assert not failure(receiver, Answer(status=status, body="later")).permanent


def test_a_pause_that_the_receiver_asks_for_is_kept(receiver):
    assert failure(receiver, Answer(status=503, headers={"Retry-After": "120"})).retry_after == 120


def test_a_receiver_that_hangs_is_given_up_after_the_timeout(receiver):
    refused = failure(receiver, Answer(hang=True), timeout=0.2)
    assert not refused.permanent
    assert "0.2 s" in refused.reason


@pytest.mark.parametrize("hostile", sample.HOSTILE)
def test_hostile_text_is_json_all_the_same(receiver, hostile):
    item = sample.item(headline=hostile, text=hostile, outlet=hostile, url="https://x.example/" + hostile)
    send(receiver, sample.message(item, title=hostile))
    assert len(receiver.asked[0].body) < 60_000
    assert json.loads(receiver.asked[0].body)["items"][0]["text"].isprintable()
