"""The email channel against a real SMTP server: what a mail holds, and what each answer of a server comes to."""

import asyncio
import re
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from arabic.bidi import strip_controls
from monitor.channels import DeliveryError
from monitor.channels.email import EmailChannel
from monitor.values import Message, Stretch
from tests.monitor import sample
from tests.receivers import MailServer


class FixedClock:
    def now(self):
        return sample.NOW


def channel(server, **changes):
    values = {
        "to": ("desk@example.org",),
        "sender": "marsad@example.org",
        "host": "127.0.0.1",
        "port": server.port,
        "tls": "none",
        "clock": FixedClock(),
        "timeout_seconds": 5.0,
    }
    return EmailChannel("desk", **(values | changes))


def send(email_channel, message=None, recipient="desk@example.org", key="abc123", thread=None):
    async def run():
        try:
            return await email_channel.send(message or sample.message(), recipient, key, thread)
        finally:
            await email_channel.close()

    return asyncio.run(run())


def failure(email_channel, **arguments):
    with pytest.raises(DeliveryError) as caught:
        send(email_channel, **arguments)
    return caught.value


def test_a_mail_arrives_with_its_headers():
    with MailServer() as server:
        send(channel(server))
    (mail,) = server.accepted
    headers = mail.message
    assert (mail.sender, mail.recipients, mail.encrypted) == ("marsad@example.org", ("desk@example.org",), False)
    assert headers["Subject"] == f"نزوح من ريف درعا: {sample.HEADLINE} [a1042]"
    assert headers["From"] == "مرصد <marsad@example.org>"
    assert headers["To"] == "desk@example.org"
    assert headers["Message-ID"] == "<abc123@example.org>"
    assert headers["Date"].datetime == sample.NOW
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Id"] == "<nuzuh-daraa.marsad.example.org>"
    assert headers["X-Marsad-Alert"] == "a1042"
    assert headers.get_content_type() == "multipart/alternative"
    assert mail.raw.isascii()


def test_the_plain_text_tells_everything_with_hits_between_stars():
    with MailServer() as server:
        send(channel(server))
    lines = strip_controls(server.accepted[0].part("plain")).splitlines()
    assert "وصول أولى العائلات من *طفس* إلى الشريط الحدودي" in lines
    assert "المصدر: وكالة حوران" in lines
    assert "الوقت: 2018-07-03 11:07 (Asia/Damascus) · 2018-07-03 08:07 UTC" in lines
    assert "السبب: «نازح» ← مفهوم نزوح وتهجير" in lines
    assert any(line.startswith("الأرقام: نازحون: 1,200 (") for line in lines)
    assert "المكان: طفس (محافظة درعا) · نوى (محافظة درعا)" in lines
    assert "https://news.example/live/1?a=1&b=2" in lines
    assert "marsad silence nuzuh-daraa --for 2h" in lines
    assert "marsad watches test nuzuh-daraa" in lines
    assert lines[-1] == "تنبيه a1042 · رصد nuzuh-daraa"


def test_addresses_and_commands_stand_alone_without_invisible_marks():
    with MailServer() as server:
        send(channel(server))
    lines = server.accepted[0].part("plain").splitlines()
    assert "https://news.example/live/1?a=1&b=2" in lines
    assert "marsad silence nuzuh-daraa --for 2h" in lines


def test_the_html_runs_from_right_to_left_with_hits_marked_and_latin_isolated():
    with MailServer() as server:
        send(channel(server))
    html = server.accepted[0].part("html")
    assert '<html dir="rtl" lang="ar">' in html
    assert re.search(r"<mark [^>]*>طفس</mark> إلى", html)
    assert re.search(r"<mark [^>]*>نازح</mark> وصلوا", html)
    assert '<bdi dir="ltr" style="white-space:nowrap">2018-07-03 11:07 (Asia/Damascus)</bdi>' in html
    assert 'href="https://news.example/live/1?a=1&amp;b=2"' in html
    assert "marsad silence nuzuh-daraa --for 2h</code></bdi>" in html


def test_a_notice_is_mailed_without_commands():
    with MailServer() as server:
        send(channel(server), sample.notice("سطر أول\nthe second line <b>"))
    mail = server.accepted[0]
    assert mail.message["List-Id"] == "<notices.marsad.example.org>"
    assert "the second line <b>" in mail.part("plain")
    assert "the second line &lt;b&gt;" in mail.part("html")
    assert "marsad silence" not in mail.part("plain")


def test_each_recipient_gets_a_mail_of_their_own():
    with MailServer() as server:
        desk = channel(server, to=("a@example.org", "b@example.org"))
        for recipient in desk.recipients:
            send(desk, recipient=recipient, key=f"key-{recipient[0]}")
    assert server.counts == {("<key-a@example.org>", "a@example.org"): 1, ("<key-b@example.org>", "b@example.org"): 1}
    assert [mail.message["To"] for mail in server.accepted] == ["a@example.org", "b@example.org"]


@pytest.mark.parametrize("hostile", sample.HOSTILE)
def test_hostile_text_adds_no_header_and_no_markup(hostile):
    hostile_item = sample.item(headline=hostile, text=hostile, outlet=hostile, url="https://x.example/" + hostile)
    with MailServer() as server:
        send(channel(server), sample.message(hostile_item, title=hostile))
    (mail,) = server.accepted
    assert mail.message["Bcc"] is None
    assert mail.recipients == ("desk@example.org",)
    html = mail.part("html")
    assert not re.search(r"<script|<img|onerror=[^&]*>|href=\"(?!https://)", html)
    assert "49" not in html
    assert mail.part("plain")


def test_a_message_that_was_never_cleaned_adds_no_header_either():
    """What lies in the outbox may have been written by another version."""
    raw = Message(
        alert="a1",
        kind="notice",
        watch=None,
        title="عنوان\r\nX-Evil: 1",
        subject="عنوان\r\nX-Evil: 1 \ud800 \u202e" + "ط" * 500,
        items=(),
        more=0,
        notice="نص \udfff",
        commands=(),
    )
    with MailServer() as server:
        send(channel(server), raw)
    (message,) = server.messages
    assert message["X-Evil"] is None
    assert message["Subject"].startswith("عنوان X-Evil: 1 ? ط")
    assert len(message["Subject"]) == 120


def test_a_javascript_link_is_not_written_even_if_a_message_holds_one():
    message = sample.message()
    item = message.items[0].__class__(
        headline=(Stretch("عنوان"),),
        snippet=(),
        outlet="",
        time="",
        time_utc="",
        url="javascript:alert(1)",
        why=(),
        note="",
    )
    with MailServer() as server:
        send(channel(server), Message(**{**vars_of(message), "items": (item,)}))
    assert "javascript" not in server.accepted[0].part("html")


def vars_of(message):
    return {name: getattr(message, name) for name in message.__slots__}


def test_greylisting_is_temporary_and_the_next_try_is_the_same_mail():
    with MailServer() as server:
        server.answer_next("RCPT", "451 4.7.1 greylisted, come back later")
        error = failure(channel(server))
        send(channel(server))
    assert not error.permanent
    assert "desk@example.org" in error.reason
    assert "451 4.7.1 greylisted" in error.reason
    assert [message["Message-ID"] for message in server.messages] == ["<abc123@example.org>"]


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize(("answer", "permanent"), [("550 5.1.1 no", True), ("421 4.3.2 not now", False)])
def test_a_5xx_to_the_mail_is_permanent_and_a_4xx_is_not(stage, answer, permanent):
    with MailServer() as server:
        server.answer_next(stage, answer)
        error = failure(channel(server))
    assert error.permanent is permanent
    assert answer in error.reason


def test_a_server_that_refuses_at_the_door_may_take_the_mail_later():
    with MailServer() as server:
        server.greet_with("554 5.3.2 no service here")
        error = failure(channel(server))
    assert not error.permanent
    assert "554 5.3.2 no service here" in error.reason


def test_a_login_that_is_refused_is_permanent_and_does_not_tell_the_password():
    with MailServer(user="marsad", password="right") as server:
        send(channel(server, user="marsad", password="right"))
        error = failure(channel(server, user="marsad", password="wrong-one"))
    assert server.accepted[0].user == "marsad"
    assert error.permanent
    assert "login" in error.reason
    assert "wrong-one" not in error.reason


def test_a_login_that_fails_for_now_is_temporary():
    with MailServer(user="marsad", password="right") as server:
        server.answer_always("AUTH", "454 4.7.0 temporary authentication failure")
        error = failure(channel(server, user="marsad", password="right"))
    assert not error.permanent


def test_nobody_listening_is_temporary():
    with MailServer() as server:
        nobody = channel(server)
    error = failure(nobody)
    assert not error.permanent
    assert f"127.0.0.1:{server.port}" in error.reason


@pytest.mark.parametrize("stage", ["MAIL", "DATA"])
def test_a_server_that_hangs_is_given_up_after_the_timeout(stage):
    with MailServer() as server:
        server.hang_at(stage)
        error = failure(channel(server, timeout_seconds=0.2))
    assert not error.permanent
    assert "in time" in error.reason
    assert not server.accepted


def test_a_bad_address_is_permanent_and_never_reaches_the_server():
    with MailServer() as server:
        for recipient in ("no address", "a@example.org\r\nBcc: b@example.org", "ناس@example.org"):
            assert failure(channel(server), recipient=recipient).permanent
    assert server.connections == 0


def test_a_cancelled_sending_ends_at_once():
    async def run():
        task = asyncio.create_task(channel(server).send(sample.message(), "desk@example.org", "k"))
        assert await asyncio.to_thread(server.hanging.wait, 10)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with MailServer() as server:
        server.hang_at("MAIL")
        asyncio.run(run())
    assert not server.accepted


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of 127.0.0.1 that vouches for itself: (server's context, client's context that trusts it)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(secret + made.public_bytes(pem))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cadata=made.public_bytes(pem).decode())


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_mail_goes_out_encrypted_and_logged_in(certificate, tls):
    theirs, ours = certificate
    with MailServer(tls=theirs, implicit_tls=tls == "tls", user="marsad", password="right") as server:
        send(channel(server, tls=tls, context=ours, user="marsad", password="right"))
    (mail,) = server.accepted
    assert mail.encrypted
    assert mail.user == "marsad"


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(certificate, tls):
    theirs, _ = certificate
    with MailServer(tls=theirs, implicit_tls=tls == "tls") as server:
        error = failure(channel(server, tls=tls))
    assert not server.accepted
    assert not error.permanent
    assert "certificate" in error.reason
    assert "self-signed" in error.reason


def test_a_server_without_starttls_gets_no_mail_in_the_clear():
    with MailServer() as server:
        error = failure(channel(server, tls="starttls", user="marsad", password="right"))
    assert not server.accepted
    assert "STARTTLS" in error.reason.upper()
    assert not error.permanent


def send_all(email_channel, count, recipients=("desk@example.org",)):
    """So many mails in one life of a channel; the errors, by number."""

    async def run():
        failed = {}
        for number in range(count):
            recipient = recipients[number % len(recipients)]
            try:
                await email_channel.send(sample.message(), recipient, f"key{number}")
            except DeliveryError as error:
                failed[number] = error
        await email_channel.close()
        return failed

    return asyncio.run(run())


def test_mails_that_come_close_together_go_over_one_connection():
    with MailServer() as server:
        assert send_all(channel(server), 5) == {}
    assert server.connections == 1
    assert len(server.accepted) == 5


def test_a_server_that_ends_a_connection_after_ten_mails_gets_the_next_over_a_new_one():
    with MailServer() as server:
        server.hang_up_after(10)
        assert send_all(channel(server), 25) == {}
    assert server.connections == 3
    assert len(server.counts) == len(server.accepted) == 25


def test_a_refused_recipient_leaves_the_connection_to_the_others():
    with MailServer() as server:
        server.refuse("bad@example.org", "550 5.1.1 no such user")
        failed = send_all(channel(server), 4, ("a@example.org", "bad@example.org"))
    assert [(number, error.permanent) for number, error in failed.items()] == [(1, True), (3, True)]
    assert server.connections == 1
    assert len(server.accepted) == 2


def test_a_connection_that_is_lost_while_the_mail_is_handed_over_is_no_acceptance():
    with MailServer() as server:
        server.answer_next("DATA", "421 4.3.2 shutting down")
        failed = send_all(channel(server), 2)
    assert [(number, error.permanent) for number, error in failed.items()] == [(0, False)]
    assert [mail["Message-ID"] for mail in server.messages] == ["<key1@example.org>"]


def test_a_mail_of_a_thread_refers_to_its_first():
    with MailServer() as server:
        first = send(channel(server), key="one")
        assert send(channel(server), key="two", thread=first) == "<two@example.org>"
    one, two = server.messages
    assert one["References"] is None
    assert (two["References"], two["In-Reply-To"]) == ("<one@example.org>", "<one@example.org>")


def test_the_way_to_be_taken_off_is_told_where_it_is_configured():
    with MailServer() as server:
        send(channel(server))
        send(channel(server, unsubscribe="off@example.org"))
    without, named = server.messages
    assert without["List-Unsubscribe"] is None
    assert named["List-Unsubscribe"] == "<mailto:off@example.org?subject=unsubscribe%20nuzuh-daraa>"
