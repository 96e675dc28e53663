"""Every bad answer becomes an outcome with a reason in words, and nothing else."""

import asyncio
import datetime as dt
import gzip
import socket
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from crawler.fetcher import FetchError
from crawler.items import Outcome
from crawler.politeness import RETRY_AFTER_MOST, TOO_MANY_LEAST, Politeness
from tests.crawler.fetching import fetching, refusal
from tests.servers import Answer, Asked, WebServer, html, redirect

PLAIN = {"Content-Type": "text/html"}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (400, Outcome.REFUSED),
        (401, Outcome.REFUSED),
        (403, Outcome.REFUSED),
        (451, Outcome.REFUSED),
        (404, Outcome.GONE),
        (410, Outcome.GONE),
        (408, Outcome.TIMED_OUT),
        (429, Outcome.RATE_LIMITED),
        (500, Outcome.SERVER_ERROR),
        (502, Outcome.SERVER_ERROR),
        (503, Outcome.SERVER_ERROR),
        (522, Outcome.SERVER_ERROR),
        (204, Outcome.UNREADABLE),
        (300, Outcome.REDIRECTED),
    ],
)
def test_a_status_is_an_outcome_told_with_its_number_after_one_request(status, outcome):
    server = WebServer({"/": Answer(status=status, body="" if status == 204 else "no", headers=PLAIN)})
    error = refusal(server)
    assert (error.outcome, error.status) == (outcome, status)
    assert error.retry_after == (TOO_MANY_LEAST if status == 429 else None)
    assert str(status) in error.reason
    assert len(server.asked("/")) == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("wait", ["120", "Mon, 23 Nov 2026 12:02:00 GMT"])
def test_retry_after_is_understood_as_seconds_and_as_a_date(status, wait):
    headers = {"Retry-After": wait, "Date": "Mon, 23 Nov 2026 12:00:00 GMT"}
    error = refusal(WebServer({"/": Answer(status=status, headers=headers)}))
    assert (error.outcome, error.retry_after) == (Outcome.RATE_LIMITED, 120.0)
    assert "120 s" in error.reason


@pytest.mark.parametrize(
    ("wait", "granted"), [("99999999", RETRY_AFTER_MOST), ("-5", TOO_MANY_LEAST), ("soon", TOO_MANY_LEAST)]
)
def test_a_senseless_retry_after_is_bounded_or_as_good_as_none(wait, granted):
    error = refusal(WebServer({"/": Answer(status=429, headers={"Retry-After": wait})}))
    assert (error.outcome, error.retry_after) == (Outcome.RATE_LIMITED, granted)


def test_retry_after_holds_all_pages_of_the_host_and_no_other_host():
    now = [0.0]
    politeness = Politeness(per_host_seconds=0, monotonic=lambda: now[0])
    limited = Answer(status=429, headers={"Retry-After": "60"})

    async def scenario():
        server = WebServer({"/": limited, "/other": "<p>طفس"}, hosts=("127.0.0.1", "127.0.0.2"))
        async with server, fetching(politeness) as fetcher:
            with pytest.raises(FetchError):
                await fetcher.fetch(server.url("/"))
            with pytest.raises(FetchError) as held:
                await fetcher.fetch(server.url("/other"))
            asked_while_held = len(server.asked("/other"))
            await fetcher.fetch(server.url("/other", host="127.0.0.2"))
            now[0] = 60.0
            await fetcher.fetch(server.url("/other"))
            return held.value, asked_while_held

    held, asked_while_held = asyncio.run(scenario())
    assert (held.outcome, held.retry_after, asked_while_held) == (Outcome.RATE_LIMITED, 60.0, 0)


def test_a_refused_connection_is_unreachable():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    async def scenario():
        async with fetching() as fetcher:
            await fetcher.fetch(f"http://127.0.0.1:{port}/")

    with pytest.raises(FetchError) as raised:
        asyncio.run(scenario())
    assert raised.value.outcome is Outcome.UNREACHABLE
    assert "refused" in raised.value.reason


def test_a_host_without_address_is_unreachable(monkeypatch):
    def no_such_host(*_arguments, **_more):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_host)

    async def scenario():
        async with fetching() as fetcher:
            await fetcher.fetch("http://no-such-outlet.invalid/")

    with pytest.raises(FetchError, match=r"no such host.*no-such-outlet") as raised:
        asyncio.run(scenario())
    assert raised.value.outcome is Outcome.UNREACHABLE


@pytest.mark.parametrize(
    "address", ["not an address", "ftp://127.0.0.1/", "http://" + "a" * 70 + ".invalid/", "http://[/"]
)
def test_what_is_no_address_is_unreachable(address):
    async def scenario():
        async with fetching() as fetcher:
            await fetcher.fetch(address)

    with pytest.raises(FetchError) as raised:
        asyncio.run(scenario())
    assert raised.value.outcome is Outcome.UNREACHABLE


def test_a_connection_cut_before_or_within_the_answer_is_unreachable():
    error = refusal(WebServer({"/": Answer(cut=True)}))
    assert (error.outcome, error.status) == (Outcome.UNREACHABLE, None)
    error = refusal(WebServer({"/": Answer(body="<p>whole", headers=PLAIN, cut_at=4)}))
    assert error.outcome is Outcome.UNREACHABLE
    assert "within the answer" in error.reason


def test_a_page_that_never_answers_times_out_and_says_after_how_long():
    error = refusal(WebServer({"/": Answer(hang=True)}), settings={"DOWNLOAD_TIMEOUT": 0.3})
    assert error.outcome is Outcome.TIMED_OUT
    assert "0.3 s" in error.reason


def test_a_certificate_that_nobody_signed_is_told_as_such(tmp_path):
    error = refusal(WebServer({"/": "<p>طفس"}, tls=self_signed(tmp_path)))
    assert error.outcome is Outcome.CERTIFICATE


@pytest.mark.parametrize("target", ["/", "/b"])
def test_a_redirect_loop_ends_after_a_few_rounds(target):
    server = WebServer({"/": redirect(target), "/b": redirect("/")})
    error = refusal(server)
    assert error.outcome is Outcome.REDIRECTED
    assert len(server.asked("/")) + len(server.asked("/b")) <= 6


@pytest.mark.parametrize("target", ["ftp://127.0.0.1/x", "file:///etc/hostname", "data:text/html,x"])
def test_a_redirect_out_of_the_web_is_not_followed(target):
    error = refusal(WebServer({"/": redirect(target)}))
    assert error.outcome is Outcome.REDIRECTED
    assert target in error.reason


def test_a_redirect_to_no_address_is_unreachable():
    assert refusal(WebServer({"/": redirect("http://[/")})).outcome is Outcome.UNREACHABLE


@pytest.mark.parametrize("told", [True, False], ids=["with a length", "without a length"])
def test_30_megabytes_are_too_large_whether_or_not_their_length_is_told(told):
    body = b"<p>" + b"a" * (30 * 1024 * 1024)
    error = refusal(WebServer({"/": Answer(body=body, headers=PLAIN, chunked=not told)}))
    assert (error.outcome, error.reason) == (Outcome.TOO_LARGE, "more than 8 MiB")


def test_a_gzip_bomb_is_too_large():
    bomb = gzip.compress(b"a" * (30 * 1024 * 1024))
    assert len(bomb) < 40_000
    error = refusal(WebServer({"/": Answer(body=bomb, headers=PLAIN | {"Content-Encoding": "gzip"})}))
    assert (error.outcome, error.reason) == (Outcome.TOO_LARGE, "more than 8 MiB after unpacking")


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate"])
def test_a_body_that_is_not_packed_as_it_says_is_unreadable(encoding):
    error = refusal(WebServer({"/": Answer(body="<p>plain", headers=PLAIN | {"Content-Encoding": encoding})}))
    assert error.outcome is Outcome.UNREADABLE


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"%PDF-1.4\n1 0 obj", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
        (bytes(range(256)) * 20, "binary"),
    ],
)
def test_what_is_not_text_is_unreadable_and_named(body, says):
    error = refusal(WebServer({"/": html(body)}))
    assert error.outcome is Outcome.UNREADABLE
    assert says in error.reason


def test_a_stray_control_character_does_not_make_a_page_binary():
    async def scenario():
        async with WebServer({"/": "<p>قصف\x0b على\x00 طفس \x1f" + "كلام " * 50}) as server, fetching() as fetcher:
            return await fetcher.fetch(server.url())

    assert "طفس" in asyncio.run(scenario()).response.text


def test_one_bad_page_leaves_the_others_their_beat():
    def bad(asked: Asked) -> Answer:
        return Answer(cut=True)

    async def scenario():
        server = WebServer(
            {"/cut": bad, "/hang": Answer(hang=True), "/good": "<p>طفس"}, hosts=("127.0.0.1", "127.0.0.2", "127.0.0.3")
        )
        async with server, fetching() as fetcher:
            hanging = asyncio.create_task(fetcher.fetch(server.url("/hang", host="127.0.0.2")))
            cut = asyncio.create_task(fetcher.fetch(server.url("/cut", host="127.0.0.3")))
            good = [await fetcher.fetch(server.url("/good")) for _ in range(5)]
            with pytest.raises(FetchError):
                await cut
            hanging.cancel()
            await asyncio.gather(hanging, return_exceptions=True)
            return good

    assert len(asyncio.run(asyncio.wait_for(scenario(), 10))) == 5


def self_signed(folder):
    """A TLS context with a certificate of our own making for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=36500))
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_a_redirect_to_a_host_that_wants_to_be_left_alone_is_not_followed_now():
    async def scenario():
        politeness = Politeness(per_host_seconds=0)
        server = WebServer({"/b": "<p>طفس"}, hosts=("127.0.0.1", "127.0.0.2"))
        async with server, fetching(politeness) as fetcher:
            server.route("/", redirect(server.url("/b", host="127.0.0.2")))
            politeness.retry_after("127.0.0.2", 3600)
            with pytest.raises(FetchError) as held:
                await fetcher.fetch(server.url("/"))
            return held.value, server.asked("/b")

    held, asked = asyncio.run(scenario())
    assert (held.outcome, held.asked, asked) == (Outcome.RATE_LIMITED, False, [])
    assert "127.0.0.2 wants to be left alone" in held.reason
