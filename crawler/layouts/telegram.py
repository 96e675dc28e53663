"""The public preview of a Telegram channel (`https://t.me/s/NAME`): posts with ids and exact times."""

import re
from collections.abc import Iterator
from copy import deepcopy
from urllib.parse import urlsplit

from crawler.cleaning import clean
from crawler.document import Document, Element
from crawler.encoding import ReadError
from crawler.items import Outcome, Update
from crawler.layouts import Evidence
from crawler.readable import markup, take_out, text_of
from crawler.times import told_time

NAME = "telegram"

_HOSTS = ("t.me", "telegram.me", "telegram.dog")
_POST = re.compile(r"[^/\s]+/\d+")
# What stands in a post beside its own words: the post that it answers, previews of links, media, counts.
_APART = re.compile(
    r"tgme_widget_message_(?:reply|link_preview|footer|forwarded_from|author|user|video|photo|roundvideo|voice|"
    r"document|sticker|location|poll_options|inline)"
)
_TEXT = "tgme_widget_message_text"
_QUESTION = "tgme_widget_message_poll_question"
_FORWARDED = "tgme_widget_message_forwarded_from_name"


def recognise(document: Document) -> Evidence | None:
    if not document.is_html:
        return None
    if "tgme_widget_message" in document.text and (posts := _posts(document)):
        return Evidence(0.99, f"{len(posts)} posts of a Telegram channel, each with a data-post")
    if urlsplit(document.url).hostname in _HOSTS and document.elements("//*[contains(@class, 'tgme_page')]"):
        return Evidence(0.99, "a page of Telegram without posts")
    return None


def read(document: Document) -> Iterator[Update]:
    posts = _posts(document)
    if not posts:
        raise ReadError(
            Outcome.UNREADABLE, "Telegram shows no public preview of this channel: private, or its preview is off"
        )
    for post in posts:
        if "service_message" not in (post.get("class") or ""):
            yield _update(post, document)
    before = next(iter(document.elements("//a[@data-before]")), None)
    link = document.absolute(before.get("href")) if before is not None else None
    if link:
        document.older.append(link)


def _posts(document: Document) -> list[Element]:
    if NAME not in document.memo:
        found = document.elements("//*[@data-post and contains(@class, 'tgme_widget_message')]")
        document.memo[NAME] = [post for post in found if _POST.fullmatch(post.get("data-post") or "")]
    posts: list[Element] = document.memo[NAME]
    return posts


def _update(post: Element, document: Document) -> Update:
    key = post.get("data-post") or ""
    times = [time.get("datetime") for time in post.iter("time") if time.get("datetime")]
    published = told_time(times[-1], document) if times else None
    own = _own(post)
    texts = [clean(markup(element)).text for element in _boxes(own, _TEXT) or _boxes(own, _QUESTION)]
    forwarded = next((text_of(name) for name in _boxes(post, _FORWARDED)), None)
    return Update(
        key=key,
        native=True,
        text="\n\n".join(dict.fromkeys(text for text in texts if text)) or None,
        url=f"https://t.me/{key}",
        author=forwarded or None,
        section="forwarded" if forwarded else None,
        layout=NAME,
        **(published.fields() if published else {}),
    )


def _own(post: Element) -> Element:
    """The post without what is not said by it."""
    own = deepcopy(post)
    for element in list(own.iter()):
        names = element.get("class") or ""
        if element is not own and _APART.search(names) and _TEXT not in names.split()[:1]:
            take_out(element)
    return own


def _boxes(element: Element, name: str) -> list[Element]:
    """The outermost boxes of a class: Telegram nests a text in a box of the same class."""
    found = [box for box in element.iter() if name in (box.get("class") or "").split()]
    return [box for box in found if not any(parent in found for parent in box.iterancestors())]
