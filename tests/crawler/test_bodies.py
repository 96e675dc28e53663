"""Bodies tell what they are, whatever the headers say."""

import pytest
from scrapy.http import HtmlResponse, Response, TextResponse, XmlResponse

from crawler.bodies import NotTextError, as_text

URL = "http://127.0.0.1/"


def test_utf_16_is_text():
    body = '<?xml version="1.0" encoding="utf-16"?><rss/>'.encode("utf-16")
    assert as_text(Response(URL, body=body)).text.endswith("<rss/>")


def test_a_byte_order_mark_does_not_hide_the_kind():
    assert isinstance(as_text(Response(URL, body=b"\xef\xbb\xbf\n<?xml version='1.0'?><rss/>")), XmlResponse)


def test_a_response_of_the_right_class_is_handed_back_as_it_is():
    response = HtmlResponse(URL, body=b"<html>", encoding="utf-8")
    assert as_text(response) is response


def test_the_encoding_is_asked_anew_of_the_fresh_class():
    body = '<html><meta charset="windows-1256"><p>طفس'.encode("windows-1256")
    fresh = as_text(TextResponse(URL, body=body))
    assert isinstance(fresh, HtmlResponse)
    assert fresh.text.endswith("طفس")


@pytest.mark.parametrize(("body", "says"), [(b"PK\x03\x04rest", "ZIP"), (b"\x1f\x8b\x08rest", "gzip"), (b"", "empty")])
def test_what_is_not_text_is_named(body, says):
    with pytest.raises(NotTextError, match=says):
        as_text(Response(URL, body=body, headers={"Content-Type": "text/html"}))
