"""Whether the body of an answer is text, and which class of Response reads it, whatever its headers say."""

import re

from scrapy.http import HtmlResponse, JsonResponse, Response, TextResponse, XmlResponse

SIGNATURES = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "a RIFF file (WebP, sound or film)",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x1f\x8b": "a gzip archive",
}
UTF16 = (b"\xff\xfe", b"\xfe\xff")
UTF8 = b"\xef\xbb\xbf"

HEAD = 4096
# A page may hold a stray control character that came with a paste; every packed format is full of them.
CONTROL_SHARE_MOST = 0.03
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f")) + b"\x7f"

HTML = re.compile(rb"<!doctype html|<html", re.IGNORECASE)


class NotTextError(Exception):
    """The body is not text; str() says what it is instead."""


def as_text(response: Response) -> TextResponse:
    """The answer as an HtmlResponse, XmlResponse or JsonResponse by what its body begins with.

    Headers lie: feeds come as text/html, pages as application/octet-stream. The encoding is left to the
    Response, which weighs the header, the markup's own word and the bytes. Raises NotTextError.
    """
    if not response.body.strip():
        raise NotTextError(f"the body is empty ({len(response.body)} bytes)")
    head = response.body[:HEAD]
    what = _binary(head)
    if what:
        told = (response.headers.get("Content-Type") or b"").decode("latin-1")
        raise NotTextError(f"not text but {what}" + (f" (Content-Type: {told})" if told else ""))
    wanted = _class(head.removeprefix(UTF8).lstrip(), response)
    if isinstance(response, wanted):
        return response
    fresh = {"encoding": None} if isinstance(response, TextResponse) else {}
    return response.replace(cls=wanted, **fresh)


def _binary(head: bytes) -> str | None:
    """What the body is where it is not text."""
    for signature, what in SIGNATURES.items():
        if head.startswith(signature):
            return what
    if head.startswith(UTF16):
        return None
    controls = len(head) - len(head.translate(None, CONTROLS))
    return "binary data" if controls > CONTROL_SHARE_MOST * len(head) else None


def _class(start: bytes, response: Response) -> type[TextResponse]:
    if start.startswith((b"{", b"[")):
        return JsonResponse
    if HTML.search(start):
        return HtmlResponse
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf:RDF")):
        return XmlResponse
    return type(response) if isinstance(response, HtmlResponse | XmlResponse | JsonResponse) else HtmlResponse
