"""Addresses as links write them: absolute as the standard library joins them, and which of them share a site."""

from datetime import UTC, datetime
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.addresses import same_site
from crawler.document import Document

PAGE = "https://news.example:8080/live/south?day=3"
PIECES_TEXT = "/ // . .. a خبر ? # ; %20 x=1 & .html - [ ] : @ \\ \u00a0 \x01 \x0b"


@given(st.lists(st.sampled_from(PIECES_TEXT.split(" ")), max_size=6))
def test_a_link_from_the_root_is_joined_as_the_standard_library_joins_it(pieces):
    link = f"/{''.join(pieces)}".strip()
    document = Document(b"<p>x</p>", url=PAGE, fetched_at=datetime(2018, 7, 3, tzinfo=UTC))
    told = document.absolute(link)
    if told is not None:
        assert told == urljoin(PAGE, link)


def test_a_base_that_the_page_tells_counts():
    page = b'<head><base href="https://cdn.example/a/"></head><p>x</p>'
    document = Document(page, url=PAGE, fetched_at=datetime(2018, 7, 3, tzinfo=UTC))
    assert document.absolute("/b/1") == "https://cdn.example/b/1"
    assert document.absolute("b/1") == "https://cdn.example/a/b/1"


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("https://news.example/a", "https://news.example/b?c", True),
        ("http://m.news.example/a", "https://www.news.example/b", True),
        ("https://news.example/a", "https://other.example/news.example/", False),
        ("https://news.example?to=https://other.example/", "https://other.example/", False),
        ("https://news.example:81/", "https://news.example/", True),
    ],
)
def test_a_site_is_its_host(url, other, same):
    assert same_site(url, other) is same
