"""The webhook channel: an alert as JSON for programs, signed, with a key by which a repetition is known."""

import base64
import binascii
import hashlib
import hmac
import json
from typing import Any

from aiohttp import ClientError

from arabic.bidi import strip_controls
from monitor.channels.base import DeliveryError
from monitor.channels.http import Session, cannot_reach, is_permanent, retry_after
from monitor.channels.text import single_line, web_address
from monitor.clock import Clock, SystemClock
from monitor.values import Marked, Message, MessageItem, plain

VERSION = 1  # of the body; a receiver may rely on what it has
_ANSWER = 2000  # bytes of an answer that are read, for the reason of a refusal


class WebhookChannel:
    """Posts to one address, which is a secret. The signature is that of Standard Webhooks (standardwebhooks.com)."""

    kind = "webhook"
    recipients = ("webhook",)

    def __init__(
        self,
        name: str,
        *,
        url: str,
        secret: str | None = None,
        timeout_seconds: float = 20.0,
        clock: Clock | None = None,
    ) -> None:
        self.name = name
        self._url = url
        self._secret = _signing_key(secret) if secret else None
        self._session = Session(timeout_seconds)
        self._clock = clock or SystemClock()

    async def send(self, message: Message, recipient: str, key: str, thread: str | None = None) -> None:
        body = encoded(message, key)
        try:
            async with self._session.open().post(
                self._url, data=body, headers=self._headers(key, body), allow_redirects=False
            ) as response:
                status, headers = response.status, response.headers
                said = (await response.content.read(_ANSWER)).decode("utf-8", "replace")
        except (ClientError, OSError, ValueError) as error:
            raise cannot_reach(error, "the receiver", self._session.timeout_seconds) from error
        if 200 <= status < 300:
            return
        reason = f"the receiver refused the message: {status} {single_line(said, 200).replace(self._url, '…')}".rstrip()
        if status in (429, 503) and any(name.lower() == "retry-after" for name in headers):
            raise DeliveryError(reason, retry_after=retry_after(headers, self._clock))
        raise DeliveryError(reason, permanent=is_permanent(status))

    def preview(self, message: Message) -> dict[str, bytes]:
        return {"json": json.dumps(body_of(message, "preview"), ensure_ascii=False, indent=2).encode()}

    async def close(self) -> None:
        await self._session.close()

    def _headers(self, key: str, body: bytes) -> dict[str, str]:
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key, "User-Agent": "Marsad"}
        if self._secret is not None:
            at = str(int(self._clock.now().timestamp()))
            signed = hmac.digest(self._secret, f"{key}.{at}.".encode() + body, hashlib.sha256)
            headers |= {
                "webhook-id": key,
                "webhook-timestamp": at,
                "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
            }
        return headers


def encoded(message: Message, key: str) -> bytes:
    """The body as it is sent; the same for every try of a delivery."""
    return json.dumps(body_of(message, key), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def body_of(message: Message, key: str) -> dict[str, Any]:
    """What is told, in plain values without invisible marks; texts are as the outlet wrote them, unescaped."""
    return {
        "version": VERSION,
        "id": key,
        "alert": message.alert,
        "kind": message.kind,
        "watch": message.watch,
        "title": strip_controls(message.title),
        "subject": strip_controls(message.subject),
        "follows": message.follows or None,
        "items": [_item(item) for item in message.items],
        "more": message.more,
        "notice": strip_controls(message.notice),
    }


def _item(item: MessageItem) -> dict[str, Any]:
    return {
        "headline": plain(item.headline),
        "text": plain(item.snippet),
        "hits": list(dict.fromkeys(_hits(item.headline) + _hits(item.snippet))),
        "outlet": strip_controls(item.outlet),
        "published_at": item.published_at or None,
        "precision": item.precision or None,
        "url": web_address(item.url),
        "why": [strip_controls(line) for line in item.why],
        "places": [strip_controls(line) for line in item.places],
        "figures": [strip_controls(line) for line in item.figures],
        "note": strip_controls(item.note),
    }


def _hits(marked: Marked) -> list[str]:
    return [stretch.text.strip() for stretch in marked if stretch.hit]


def _signing_key(secret: str) -> bytes:
    """`whsec_…` is base64, as Standard Webhooks hands secrets out; anything else is taken as it is."""
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            pass
    return secret.encode()
