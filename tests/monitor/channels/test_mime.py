"""Mails as bytes, read back by the standard library at its strictest."""

import email.policy
import random
import re
from base64 import b64decode
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage

import pytest

from monitor.channels.mime import LINE, LONGEST_LINE, address_header, alternative, plain_header, text_header

STRICT = email.policy.default.clone(raise_on_defect=True)
PIECES = (
    "نزوح ",
    "a",
    " ",
    "  ",
    "=?utf-8?q?=41?=",
    "é",
    "😀",
    "ق" * 50,
    "word ",
    ",;:<>@\"'\\",
    "=",
    "?",
    "_",
    "\u200f",
)


def read(*headers, text="نص", html="<p>نص</p>"):
    return message_from_bytes(alternative(headers, text, html), policy=STRICT)


def folded_by_the_standard_library(name, value):
    mail = EmailMessage(policy=email.policy.SMTP)
    mail[name] = value
    return mail.as_bytes().split(b"\r\n\r\n")[0] + b"\r\n"


def test_any_words_come_back_as_they_were_on_lines_as_short_as_they_must_be():
    rng = random.Random(3)
    for _ in range(600):
        text = "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 25))).strip()
        if "=?" in text and len(text) + 9 <= LINE and text.isascii():
            continue  # these are what the email channel takes out before
        header = text_header("Subject", text)
        assert all(len(line) <= LINE for line in header.split(b"\r\n")), text
        assert read(header)["Subject"] == text


def test_no_encoded_word_ends_inside_a_character():
    for word in re.findall(rb"=\?utf-8\?b\?([^?]*)\?=", text_header("Subject", "a" + "😀قé" * 40)):
        assert b64decode(word).decode()


@pytest.mark.parametrize("text", ["", "x", "Marsad: 3 killed [a12]", "ق", "x" * 200])
def test_words_are_what_the_standard_library_reads_out_of_its_own(text):
    ours, theirs = (
        message_from_bytes(raw + b"\r\n", policy=STRICT)["Subject"]
        for raw in (text_header("Subject", text), folded_by_the_standard_library("Subject", text))
    )
    assert ours == theirs == text


@pytest.mark.parametrize("value", ["a\r\nBcc: b@example.org", "a\nb", "a\x00b", "نص", "x" * LONGEST_LINE])
def test_a_header_that_is_not_one_line_of_ascii_is_refused(value):
    with pytest.raises(ValueError, match="X-Marsad-Alert"):
        plain_header("X-Marsad-Alert", value)


@pytest.mark.parametrize("text", ["ق\r\nBcc: b@example.org", "a\nb", "ق\x00", "ق\ud800", "ق\x7f"])
def test_a_control_character_is_refused_in_words_too(text):
    with pytest.raises(ValueError, match=r"control character|surrogates|cannot stand"):
        text_header("Subject", text)


@pytest.mark.parametrize("shown", ["", "مرصد", 'Desk, "night"', "ا" * 20])
def test_addresses_are_written_as_the_standard_library_writes_them(shown):
    header = address_header("To", shown, "desk@example.org")
    (address,) = read(header)["To"].addresses
    assert (address.display_name, address.addr_spec) == (shown, "desk@example.org")


@pytest.mark.parametrize("address", ["none", "a@b\r\nBcc: c@d", "ناس@example.org", "a@مثال.org"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises((ValueError, MessageError)):
        address_header("To", "", address)


def test_both_parts_come_back_with_network_line_ends_and_nothing_ends_them_early():
    text = "سطر\n--=_marsad--\r\n.\r\nFrom x\n"
    mail = read(plain_header("X-A", "1"), text=text, html="<p>--=_marsad</p>")
    plain, html = mail.iter_parts()
    assert plain.get_content_type() == "text/plain"
    assert plain.get_payload(decode=True).decode() == "سطر\r\n--=_marsad--\r\n.\r\nFrom x\r\n"
    assert html.get_content() == "<p>--=_marsad</p>\r\n"
    assert mail.get_content_type() == "multipart/alternative"
