"""The demo's mailbox and Slack endpoint keep what they are sent."""

import asyncio
import json
from email import message_from_bytes, policy
from email.message import EmailMessage

import aiohttp
import aiosmtplib

from monitor.demo.mailbox import Mailbox
from monitor.demo.slack import SlackEndpoint


def mail(subject, alert=None):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "marsad@example.org", "desk@example.org", subject
    if alert:
        message["X-Marsad-Alert"] = alert
    message.set_content("غارة على أطراف طفس")
    return message


def test_every_mail_becomes_an_eml_file_named_by_its_alert(tmp_path):
    async def check():
        async with Mailbox(tmp_path / "mail") as box:
            for message in (mail("طفس: تنبيه", "a17"), mail("نوى: تنبيه")):
                await aiosmtplib.send(message, hostname="127.0.0.1", port=box.port, start_tls=False)
            return box.paths

    paths = asyncio.run(check())
    assert [path.name for path in paths] == ["001-a17.eml", "002.eml"]
    kept = message_from_bytes(paths[0].read_bytes(), policy=policy.default)
    assert kept["Subject"] == "طفس: تنبيه"
    assert kept.get_content().strip() == "غارة على أطراف طفس"


def test_an_alert_id_that_is_a_path_stays_in_the_folder(tmp_path):
    async def check():
        async with Mailbox(tmp_path / "mail") as box:
            await aiosmtplib.send(mail("x", "../../a1"), hostname="127.0.0.1", port=box.port, start_tls=False)
            return box.paths

    (path,) = asyncio.run(check())
    assert path == tmp_path / "mail" / "001-a1.eml"


def test_the_mailbox_closes_while_a_client_is_still_connected(tmp_path):
    async def check():
        async with Mailbox(tmp_path) as box:
            reader, writer = await asyncio.open_connection("127.0.0.1", box.port)
            assert (await reader.readline()).startswith(b"220 ")
        async with asyncio.timeout(5):
            while await reader.readline():
                pass
        writer.close()

    asyncio.run(check())


def test_every_payload_becomes_a_readable_json_file(tmp_path):
    async def check():
        async with SlackEndpoint(tmp_path / "slack") as slack, aiohttp.ClientSession() as client:
            async with client.post(slack.url, json={"text": "نزوح من نوى"}) as response:
                assert (response.status, await response.text()) == (200, "ok")
            return slack.paths

    (path,) = asyncio.run(check())
    assert path.name == "001.json"
    assert json.loads(path.read_text(encoding="utf-8")) == {"text": "نزوح من نوى"}
    assert "نزوح من نوى" in path.read_text(encoding="utf-8")


def test_what_is_no_json_is_refused_as_slack_refuses_it(tmp_path):
    async def check():
        async with SlackEndpoint(tmp_path) as slack, aiohttp.ClientSession() as client:
            async with client.post(slack.url, data=b"text=") as response:
                assert (response.status, await response.text()) == (400, "invalid_payload")
            assert not slack.paths

    asyncio.run(check())
