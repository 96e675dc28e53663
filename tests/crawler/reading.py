"""Helpers for the tests of reading: a page in, its updates out."""

from datetime import UTC, datetime

from crawler.document import Document
from crawler.parsing import Parsed, parse_response, response_from
from crawler.spiders import spider_class

NOW = datetime(2018, 7, 3, 9, 0, tzinfo=UTC)  # 12:00 in Damascus
ZONE = "Asia/Damascus"
URL = "https://news.example/live/south"


def document(page, *, url=URL, zone=ZONE, fetched_at=NOW, content_type=""):
    body = page.encode() if isinstance(page, str) else page
    return Document(body, url=url, fetched_at=fetched_at, zone=zone, content_type=content_type)


def parse(page, *, spider="auto", url=URL, zone=ZONE, fetched_at=NOW, headers=None) -> Parsed:
    body = page.encode() if isinstance(page, str) else page
    response = response_from(body, url=url, headers=headers or {}, fetched_at=fetched_at, zone=zone)
    return parse_response(spider_class(spider)(), response)


def only(parsed):
    """The one update of a page."""
    assert len(parsed.updates) == 1, [update.headline for update in parsed.updates]
    return parsed.updates[0]


def html(body, *, head="", title="تغطية الجنوب"):
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{title}</title>'
        f"{head}</head><body>{body}</body></html>"
    )


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)
