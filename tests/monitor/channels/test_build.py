"""Building the channels that a configuration names."""

import asyncio
import subprocess
import sys

from monitor.channels import build_channel
from monitor.config import ConsoleConfig, EmailConfig, SlackConfig
from tests.monitor import sample
from tests.receivers import MailServer, SlackEndpoint


def deliver(channel):
    async def run():
        for recipient in channel.recipients:
            await channel.send(sample.message(), recipient, "key")
        await channel.close()

    asyncio.run(run())


def test_an_email_channel_sends_to_the_addresses_of_its_table(monkeypatch):
    monkeypatch.setenv("SMTP_PASSWORD", "right")
    with MailServer(user="marsad", password="right") as server:
        table = {
            "kind": "email",
            "to": ["a@example.org", "b@example.org"],
            "from": "marsad@example.org",
            "host": "127.0.0.1",
            "port": server.port,
            "tls": "none",
            "user": "marsad",
            "password": {"env": "SMTP_PASSWORD"},
        }
        channel = build_channel("desk", EmailConfig.model_validate(table))
        deliver(channel)
    assert (channel.name, channel.kind) == ("desk", "email")
    assert [mail.recipients for mail in server.accepted] == [("a@example.org",), ("b@example.org",)]


def test_a_slack_channel_posts_to_its_secret_webhook(monkeypatch):
    with SlackEndpoint() as slack:
        monkeypatch.setenv("WEBHOOK", slack.url)
        channel = build_channel("night", SlackConfig.model_validate({"kind": "slack", "webhook": {"env": "WEBHOOK"}}))
        deliver(channel)
    assert (channel.name, channel.kind) == ("night", "slack")
    assert len(slack.payloads) == 1
    assert "secret" not in str(channel.recipients)


def test_a_console_channel_prints(capsys):
    channel = build_channel("here", ConsoleConfig(kind="console"))
    deliver(channel)
    assert (channel.name, channel.kind) == ("here", "console")
    assert "نزوح من ريف درعا" in capsys.readouterr().out


def test_importing_the_channels_loads_no_library_of_any_kind():
    heavy = {"aiosmtplib", "slack_sdk", "aiohttp", "rich", "jinja2", "pydantic"}
    code = f"import sys, monitor.channels, monitor.messages; print(sorted({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
