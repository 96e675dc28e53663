"""The end of a live page: what says that its coverage is over, and which address goes on with it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote, urlsplit

from arabic.fold import fold_text
from crawler.addresses import same_site
from crawler.document import Document, Element
from crawler.items import Update
from crawler.readable import is_outside, text_of
from crawler.times import told_time

LIVE_PATH = re.compile(
    r"/(?:live-?blogs?|live|live-?updates?|live-?coverage)(?:/|$)|تغطية-?(?:حية|مباشرة|مستمرة|خاصة)", re.IGNORECASE
)
_COVERAGE = "(?:تغطيتنا|التغطية|تغطية|الصفحة|المدونة)"
_ENDS = (
    "(?:نختتم|نختم|[اأ]ختتمنا|ننهي|[اأ]نهينا|انتهت|[اأ]?ختتمت|تختتم|ختام|نهاية|[اأ]غلقت|[اإ]غلاق|نغلق|تغلق|توقفت|تتوقف)"
)
_CLOSING = re.compile(
    rf"{_ENDS}(?:\s+\S+){{0,3}}?\s+{_COVERAGE}(?!\w)|{_COVERAGE}(?:\s+\S+){{0,3}}?\s+{_ENDS}(?!\w)|"
    r"(?:صفحة|تغطية|مدونة)\s+(?:\S+\s+)?جديدة(?!\w)|"
    r"[Ll]ive (?:page|coverage|blog|updates)\b[^.<]{0,40}\b(?:clos(?:ing|ed)|ended|end here|over)\b|"
    r"\b(?:new live page|coverage (?:has (?:now )?ended|continues here))\b"
)
# One of these stands in every such sentence: looked for one by one, three times as fast as all at once.
_HINTS = {"تغطي": "", "صفحة": "", "مدون": "", "overage ": "", "ive ": "pcbu"}  # with the letters that may follow
_MARKS = re.compile("[\u064b-\u0652\u0640]")  # vowel signs and tatweel
_AROUND = 120  # characters on both sides of a hint
_MOST_HINTS = 100  # of each kind
_NOT_LIVE = re.compile(r'"isLive"\s*:\s*false')
_OVER_FOR = timedelta(minutes=10)  # since the end that the page's JSON-LD tells
_NEWEST = 3  # updates that may say so: the last words of a coverage stand on top
_LONGEST = 600  # characters of a passage that says so
_MOST_LINKS = 40
_MOST_INSIDE = 40  # elements: what holds more is no passage
_DATE = re.compile(r"(?<!\d)(20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)|(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
_EMPTY_WORDS = frozenset(
    fold_text(
        "مباشر مباشرة تغطية التغطية حية الحية مستمرة خاصة تطورات آخر أخبار الأخبار عاجل في من على إلى عن مع "
        "live blog liveblog updates update news coverage day the of in and on"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Ending:
    """What a read of a page says of its end: `evidence` in words, None while it goes on; where it may go on."""

    evidence: str | None = None
    sure: tuple[str, ...] = ()  # addresses that the closing words themselves link to
    links: tuple[str, ...] = ()  # other live pages that the page links to


def ending_of(document: Document, updates: Sequence[Update]) -> Ending:
    """Whether the page says that its coverage is over, and the live pages that it links to."""
    if not document.is_html:
        return Ending()
    as_before: tuple[str, ...] | None = document.memo.get("links as before")
    if as_before is not None:  # nothing came but updates
        return Ending(_over(document) or said_by(updates), (), as_before)
    passages = list(_closing_passages(document)) if says_so(_without_data(document.text)) else []
    evidence = (
        _over(document)
        or _not_live(document)
        or said_by(updates)
        or (passages and _quoted(text_of(passages[0])))
        or None
    )
    sure = (url for passage in passages for url in _links(passage, document))
    live = LIVE_PATH.search(unquote(urlsplit(document.url).path))
    folder = live.group() if live and live.group().startswith("/") else ""
    links = _links(document.root, document, within=folder) if live else ()
    return Ending(evidence, _distinct(sure), _distinct(url for url in links if alike(url, document.url)))


def said_by(updates: Sequence[Update]) -> str | None:
    """The words of one of the newest updates that say that the coverage is over."""
    beginning = datetime.min.replace(tzinfo=UTC)
    times = [update.published_at or beginning for update in updates]
    newest = sorted(range(len(times)), key=times.__getitem__, reverse=True)[:_NEWEST]
    texts = (text for place in newest for text in (updates[place].headline, updates[place].text) if text)
    return next((_quoted(text) for text in texts if len(text) <= _LONGEST and says_so(text)), None)


def successor(page_url: str, candidates: Iterable[tuple[str, str]], *, ended: bool) -> str | None:
    """Which of the candidates, addresses with their headlines, goes on with a page; None where that is unclear.

    It is the one that shares the most words with the page's address. Where the page has `ended`, a stranger will do
    that is the only candidate and not of the same day. None is of an earlier day.
    """
    day = date_in(page_url)
    fitting = {
        url: len(_words(url, headline) & _words(page_url, ""))
        for url, headline in candidates
        if alike(url, page_url) and (date_in(url) or date.max) >= (day or date.min)
    }
    if not fitting:
        return None
    best = max(fitting, key=lambda url: fitting[url])
    alone = ended and len(fitting) == 1 and (day is None or date_in(best) != day)
    return best if fitting[best] or alone else None


def alike(url: str, page_url: str) -> bool:
    """Whether a URL is another page of the same make: same site, same folders, numbers apart, and clearly live."""
    return (
        same_site(url, page_url)
        and unquote(urlsplit(url).path).rstrip("/") != unquote(urlsplit(page_url).path).rstrip("/")
        and _folders(url) == _folders(page_url)
        and is_live_path(page_url)
        and is_live_path(url)
    )


def is_live_path(url: str) -> bool:
    """Whether the address itself says live coverage."""
    return LIVE_PATH.search(unquote(urlsplit(url).path)) is not None


def date_in(url: str) -> date | None:
    """The day that an address holds."""
    match = _DATE.search(urlsplit(url).path)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _over(document: Document) -> str | None:
    for node in document.json_ld_of("LiveBlogPosting"):
        told = told_time(node.get("coverageEndTime"), document)
        if told is not None and told.at is not None and document.fetched_at - told.at > _OVER_FOR:
            return f"its coverageEndTime is {told.at:%Y-%m-%d %H:%M} UTC"
    return None


def _not_live(document: Document) -> str | None:
    if is_live_path(document.url) and '"isLive"' in document.text and _NOT_LIVE.search(document.text):
        return "it says that it is not live any more"
    return None


def _without_data(text: str) -> str:
    """A page's text without its JSON-LD, half of many a live page, which says once more what the page shows."""
    parts = []
    at = 0
    while (begin := text.find("ld+json", at)) >= 0 and (end := text.find("</script", begin)) >= 0:
        parts.append(text[at:begin])
        at = end
    return "".join((*parts, text[at:]))


def says_so(text: str) -> bool:
    """Whether a sentence of the text says that a coverage ends or goes on elsewhere."""
    if len(text) <= _LONGEST:
        text = _MARKS.sub("", text)
    windows = (
        text[max(0, at - _AROUND) : at + _AROUND] for hint in _HINTS for at in islice(_places(hint, text), _MOST_HINTS)
    )
    return any(map(_closes, windows))


@lru_cache(maxsize=256)  # a page's name says «live coverage» at every visit
def _closes(window: str) -> bool:
    return _CLOSING.search(_MARKS.sub("", window)) is not None


def _places(hint: str, text: str) -> Iterator[int]:
    """Where a hint stands in a text."""
    following = _HINTS[hint]
    at = text.find(hint)
    while at >= 0:
        if not following or text[at + len(hint) : at + len(hint) + 1] in following:
            yield at
        at = text.find(hint, at + 1)


def _quoted(text: str) -> str:
    short = " ".join(text.split())
    return f"«{short if len(short) <= 120 else short[:119] + '…'}»"


def _closing_passages(document: Document) -> Iterator[Element]:
    """The smallest paragraphs and boxes that say so, in the page's order."""
    outside: dict[Element, bool] = {}
    for element in document.root.iter("p", "div", "li", "strong", "h2", "h3", "h4", "a"):
        if sum(1 for _ in islice(element.iter(), _MOST_INSIDE)) == _MOST_INSIDE or is_outside(element, outside):
            continue
        text = text_of(element)
        if len(text) <= _LONGEST and says_so(text):
            yield element
            return


def _links(element: Element, document: Document, *, within: str = "") -> Iterator[str]:
    """The addresses of this site that are linked to, another page each; `within` is a part that they have."""
    for _, link in zip(range(_MOST_LINKS * 25), element.iter("a"), strict=False):
        href = link.get("href") or ""
        url = document.absolute(href) if within in href else None
        if url and same_site(url, document.url) and len(urlsplit(url).path.strip("/")) > 1:
            clean = urlsplit(url)._replace(fragment="").geturl()
            if unquote(clean) not in (unquote(document.url), unquote(document.canonical_url)):
                yield clean


def _distinct(urls: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for url in urls:
        found[url] = None
        if len(found) >= _MOST_LINKS:
            break
    return tuple(found)


def _folders(url: str) -> list[str]:
    """The path without its last part, numbers as one mark: `/news/liveblog/#/#/#`."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part][:-1]
    return ["#" if part.isdigit() else part for part in parts]


def _words(url: str, headline: str) -> set[str]:
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    words = re.split(r"\W+|_", fold_text(f"{last.replace('-', ' ')} {headline}"))
    return {word for word in words if len(word) > 2 and not word.isdigit()} - _EMPTY_WORDS
