"""Writes mails as the bytes that go out, ASCII throughout (RFC 5322, 2045 to 2047).

The standard library parses each header that it is given and folds what it parsed, which costs more than all else that a
mail takes. Here headers are either ASCII, and written as they are, or text, and written as encoded words.
"""

import email.policy
from base64 import b64encode, encodebytes
from collections.abc import Iterable, Iterator
from email.headerregistry import Address
from functools import lru_cache

LINE = 76  # octets of a line with encoded words (RFC 2047, 2)
LONGEST_LINE = 998  # octets of any line (RFC 5322, 2.1.1)
_BOUNDARY = "=_marsad"  # no line of base64 holds an underscore (RFC 2045, 6.7)
_ENCODED_WORD = "=?utf-8?b?{}?="
_END = b"\r\n"


def plain_header(name: str, value: str) -> bytes:
    """A header whose value is written as it is. Raises ValueError where that is not one line of visible ASCII."""
    line = f"{name}: {value}"
    if not (line.isascii() and line.isprintable()) or len(line) > LONGEST_LINE:
        raise ValueError(f"this cannot stand in the header {name}: {value[:100]!r}")
    return line.encode() + _END


def text_header(name: str, text: str) -> bytes:
    """A header of words for people, in encoded words where they are not short and ASCII.

    Raises ValueError where the text holds a control character or a lone surrogate.
    """
    if text.isascii() and len(name) + 2 + len(text) <= LINE:
        return plain_header(name, text)
    if any(char < " " or char == "\x7f" for char in text):
        raise ValueError(f"a control character in the header {name}: {text[:100]!r}")
    return f"{name}:".encode() + b"".join(_encoded_words(text, len(name) + 1)) + _END


def _encoded_words(text: str, used: int) -> Iterator[bytes]:
    """Each with a space before it and on a line of its own, the first after `used` octets. No word ends inside a
    character (RFC 2047, 5)."""
    octets, start = text.encode(), 0
    while start < len(octets):
        if start:
            used = 0
            yield _END
        room = (LINE - used - len(_ENCODED_WORD.format("")) - 1) // 4 * 3
        end = min(start + room, len(octets))
        while end < len(octets) and octets[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        yield f" {_ENCODED_WORD.format(b64encode(octets[start:end]).decode())}".encode()
        start = end


@lru_cache(maxsize=1024)
def address_header(name: str, shown: str, address: str) -> bytes:
    """A header of one address, with the name that is shown with it.

    Raises ValueError or MessageError where the address is none by the rules of the standard library, or not ASCII.
    """
    if not address.isascii():
        raise ValueError(f"an address that is not ASCII: {address[:100]!r}")
    header = email.policy.SMTP.header_factory(name, str(Address(display_name=shown, addr_spec=address)))
    folded: str = header.fold(policy=email.policy.SMTP)
    return folded.encode("ascii")


def alternative(headers: Iterable[bytes], text: str, html: str) -> bytes:
    """A mail that tells the same in plain text and in HTML."""
    return b"".join(
        (
            *headers,
            plain_header("MIME-Version", "1.0"),
            plain_header("Content-Type", f'multipart/alternative; boundary="{_BOUNDARY}"'),
            _END,
            _part("plain", text),
            _part("html", html),
            f"--{_BOUNDARY}--".encode(),
            _END,
        )
    )


def _part(subtype: str, text: str) -> bytes:
    octets = _END.join(text.encode().splitlines()) + _END  # CRLF also before encoding (RFC 2046, 4.1.1)
    return b"".join(
        (
            f"--{_BOUNDARY}".encode(),
            _END,
            plain_header("Content-Type", f'text/{subtype}; charset="utf-8"'),
            plain_header("Content-Transfer-Encoding", "base64"),
            _END,
            encodebytes(octets).replace(b"\n", _END),
        )
    )
