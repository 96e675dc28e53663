"""The Slack channels, at Slack's pace: an incoming webhook, and a bot that posts into conversations with threads."""

import json
import logging
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from monitor.channels.base import DeliveryError
from monitor.channels.blocks import payload
from monitor.channels.http import Session, cannot_reach, is_loopback, is_permanent, retry_after
from monitor.channels.pace import Pace
from monitor.channels.templates import Templates
from monitor.channels.text import single_line
from monitor.clock import Clock, SystemClock
from monitor.values import Message

API = "https://slack.com/api/"
# Of the errors that chat.postMessage names, those that say nothing of the message, the token or the conversation.
_MAY_PASS = frozenset(
    {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "ratelimited",
        "rate_limited",
        "accesslimited",
        "team_added_to_org",
        "ekm_access_denied",
        "external_channel_migrating",
    }
)
_NO_THREAD = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message"})
_UNFURL = {"unfurl_links": False, "unfurl_media": False}

_quiet = logging.Logger("slack_sdk of marsad", level=logging.CRITICAL)  # the library's log would tell the secret


class _Slack:
    """What both share: templates, the session, the preview."""

    kind = "slack"

    def __init__(
        self,
        name: str,
        *,
        timeout_seconds: float = 20.0,
        clock: Clock | None = None,
        templates: Templates | None = None,
    ) -> None:
        self.name = name
        self._session = Session(timeout_seconds)
        self._clock = clock or SystemClock()
        self._templates = templates or Templates()

    def preview(self, message: Message) -> dict[str, bytes]:
        return {"json": json.dumps(payload(message, self._templates), ensure_ascii=False, indent=2).encode()}

    async def close(self) -> None:
        await self._session.close()

    def _unreached(self, error: Exception) -> DeliveryError:
        return cannot_reach(error, "Slack", self._session.timeout_seconds)

    def _paused(self, pace: Pace, headers: Any) -> DeliveryError:
        seconds = retry_after(headers, self._clock)
        pace.pause(seconds)
        return DeliveryError(f"Slack asked for a pause of {seconds:g} s (429)", retry_after=seconds)


class SlackChannel(_Slack):
    """Posts to an incoming webhook; the webhook's address is a secret and is never told."""

    recipients = ("webhook",)

    def __init__(self, name: str, *, webhook: str, pace: Pace | None = None, **common: Any) -> None:
        super().__init__(name, **common)
        self._webhook = webhook
        self._pace = pace or Pace()

    async def send(self, message: Message, recipient: str, key: str, thread: str | None = None) -> None:
        body = payload(message, self._templates) | _UNFURL
        client = self._client()
        await self._pace.turn()
        try:
            response = await client.send_dict(body)
        except (ClientError, OSError, ValueError) as error:
            raise self._unreached(error) from error
        finally:
            self._pace.answered()
        self._judge(response)

    def _client(self) -> AsyncWebhookClient:
        # No retries inside the library: whether to try again is the delivery's decision, or a message goes out twice.
        client = AsyncWebhookClient(self._webhook, session=self._session.open(), logger=_quiet, retry_handlers=[])
        if is_loopback(self._webhook):
            client.proxy = None
        return client

    def _judge(self, response: WebhookResponse) -> None:
        """Return where Slack took the message; raises DeliveryError elsewhere."""
        said = single_line(response.body or "", 200).replace(self._webhook, "…")
        status = response.status_code
        if status == 200 and said == "ok":
            return
        if status == 429:
            raise self._paused(self._pace, response.headers)
        if status == 200:
            raise DeliveryError(f"what answered is not Slack: 200 {said!r} instead of 'ok'")
        reason = f"Slack refused the message: {status} {said}".rstrip()
        raise DeliveryError(reason, permanent=is_permanent(status))


class SlackBotChannel(_Slack):
    """Posts into conversations with a bot's token (chat.postMessage); what goes on with a message is in its thread."""

    def __init__(self, name: str, *, token: str, to: tuple[str, ...], api: str = API, **common: Any) -> None:
        super().__init__(name, **common)
        self.recipients = to
        self._token = token
        self._api = api
        self._paces = {conversation: Pace() for conversation in to}

    async def send(self, message: Message, recipient: str, key: str, thread: str | None = None) -> str:
        body = payload(message, self._templates) | _UNFURL | {"channel": recipient}
        body["metadata"] = {"event_type": "marsad_alert", "event_payload": {"key": key, "alert": message.alert}}
        pace = self._paces.setdefault(recipient, Pace())
        if thread is not None:
            try:
                return await self._post(body | {"thread_ts": thread}, pace)
            except _ThreadGoneError:
                pass  # somebody deleted its first message: this one stands by itself
        return await self._post(body, pace)

    async def _post(self, body: dict[str, Any], pace: Pace) -> str:
        """The timestamp by which Slack knows the message."""
        await pace.turn()
        client = AsyncWebClient(
            self._token, self._api, session=self._session.open(), logger=_quiet, retry_handlers=[], timeout=20
        )
        if is_loopback(self._api):
            client.proxy = None
        try:
            response = await client.api_call("chat.postMessage", json=body)
        except SlackApiError as error:
            raise self._refused(error, pace) from None  # it holds the request
        except (ClientError, SlackClientError, OSError, ValueError) as error:
            raise self._unreached(error) from error
        finally:
            pace.answered()
        return str(response.get("ts") or "")

    def _refused(self, error: SlackApiError, pace: Pace) -> Exception:
        response = error.response
        status = getattr(response, "status_code", 0)
        if status == 429:
            return self._paused(pace, response.headers)
        name = response.get("error") if isinstance(getattr(response, "data", None), dict) else None
        if name in _NO_THREAD:
            return _ThreadGoneError()
        said = single_line(f"{status} {name or ''}", 200).rstrip()
        permanent = name not in _MAY_PASS if name else is_permanent(status)
        return DeliveryError(f"Slack refused the message: {said}", permanent=permanent)


class _ThreadGoneError(Exception):
    """The message to go on from is there no more."""
