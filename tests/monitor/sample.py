"""A sample alert for the tests of messages and channels: its content, and what it becomes."""

from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from arabic.concepts import load_concepts
from arabic.places import load_places
from monitor.messages import AlertContent, ContentItem, Glossary, render
from monitor.values import Match, Message

DAMASCUS = ZoneInfo("Asia/Damascus")
NOW = datetime(2018, 7, 3, 8, 12, tzinfo=UTC)
HEADLINE = "وصول أولى العائلات من طفس إلى الشريط الحدودي"
TEXT = (
    "قال ناشطون لوكالة Horan Press إن نحو 1200 نازح وصلوا صباح اليوم من طفس ونوى. "
    "وأضافوا أن القصف لم يتوقف على ريف درعا الغربي منذ الفجر، وأن الطرق مقطوعة."
)


def match(field: str, form: str, source: str, *, term: str, why: str) -> Match:
    """A match of the first place where `form` stands in `source`."""
    start = source.index(form)
    return Match(term=term, field=field, form=form, start=start, end=start + len(form), why=why)  # type: ignore[arg-type]


MATCHES = (
    match("headline", "طفس", HEADLINE, term="place:طفس", why="the place طفس, inside درعا"),
    match("text", "نازح", TEXT, term="concept:displacement", why="concept displacement: the noun نازح"),
    match("text", "ونوى", TEXT, term="نوى", why="the place نوى"),
)


def item(**changes) -> ContentItem:
    values = {
        "headline": HEADLINE,
        "text": TEXT,
        "outlet": "وكالة حوران",
        "published_at": datetime(2018, 7, 3, 8, 7, tzinfo=UTC),
        "precision": "minute",
        "first_seen_at": datetime(2018, 7, 3, 8, 10, tzinfo=UTC),
        "url": "https://news.example/live/1?a=1&b=2",
        "matches": MATCHES,
    }
    return ContentItem(**(values | changes))


def alert(*items: ContentItem, **changes) -> AlertContent:
    values = {
        "id": 1042,
        "kind": "match",
        "watch": "nuzuh-daraa",
        "title": "نزوح من ريف درعا",
        "items": items or (item(),),
    }
    return AlertContent(**(values | changes))


def message(*items: ContentItem, **changes) -> Message:
    return render(alert(*items, **changes), zone=DAMASCUS, now=NOW, glossary=glossary())


@cache
def glossary() -> Glossary:
    return Glossary(load_concepts(), load_places())


def notice(text: str = "الصفحة https://news.example/rss لا تُقرأ منذ 10:00") -> Message:
    return render(AlertContent(id=7, kind="notice", notice=text), zone=DAMASCUS, now=NOW)


HOSTILE = (
    "عاجل\r\nBcc: victim@example.org\r\n\r\n",
    "<script>alert(1)</script> <img src=x onerror=alert(1)> & نازح",
    "<!channel> <@U123> <https://evil.example|انقر هنا> *عريض* _مائل_ ~مشطوب~ `رمز`",
    "\u202eمعكوس\u202c \u2066معزول\u2069 \u200fنازح\u061c",
    "بدل \ud800 وحيد \udfff نازح",
    "\x00\x1b[31mأحمر\x1b[0m\x07 نازح",
    "نازح " * 50_000,
    "&<>*" * 2_000,
    "{{ 7 * 7 }} {% raw %}",
    "> اقتباس\n• نقطة\n1. رقم",
    "javascript:alert(1) www.evil.example @here #general :smile:",
    "",
)
