"""Channels: where messages go. Each kind is one file; this one builds what the configuration names."""

from typing import TYPE_CHECKING, TextIO

from monitor.channels.base import Channel, DeliveryError
from monitor.clock import Clock, SystemClock

if TYPE_CHECKING:
    from monitor.channels.templates import Templates
    from monitor.config import ChannelConfig

__all__ = ["Channel", "DeliveryError", "build_channel"]


def build_channel(
    name: str,
    config: "ChannelConfig",
    *,
    templates: "Templates | None" = None,
    clock: Clock | None = None,
    output: TextIO | None = None,
) -> Channel:
    """The channel that `[channels.NAME]` describes. `output` is where a console writes, if not standard output.
    `templates` are what its messages are made of, the shipped ones if not given.

    Reveals the channel's secrets; what their store raises (SecretError) passes through. A kind's libraries are
    imported only where it is used.
    """
    if config.kind == "console":
        from monitor.channels.console import ConsoleChannel

        return ConsoleChannel(name, output=output)
    if config.kind == "email":
        from monitor.channels.email import EmailChannel

        return EmailChannel(
            name,
            to=tuple(config.to),
            sender=config.from_,
            host=config.host,
            port=config.port,
            tls=config.tls,
            user=config.user,
            password=config.password.reveal() if config.password else None,
            clock=clock or SystemClock(),
            templates=templates,
            unsubscribe=config.unsubscribe,
        )
    if config.kind == "webhook":
        from monitor.channels.webhook import WebhookChannel

        secret = config.secret.reveal() if config.secret else None
        return WebhookChannel(name, url=config.url.reveal(), secret=secret, clock=clock)
    if config.kind == "apprise":
        from monitor.channels.apprise import AppriseChannel

        return AppriseChannel(name, url=config.url.reveal(), templates=templates)
    from monitor.channels.slack import SlackBotChannel, SlackChannel

    if config.webhook is not None:
        return SlackChannel(name, webhook=config.webhook.reveal(), templates=templates, clock=clock)
    assert config.token is not None  # the configuration has one of the two
    return SlackBotChannel(
        name, token=config.token.reveal(), to=tuple(config.to), api=config.api, templates=templates, clock=clock
    )
