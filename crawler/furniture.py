"""What is furniture of a page and never text: by the names of its boxes and by their labels."""

import re
from functools import lru_cache

# Words in a class, id or role that say that a box holds no text of the update. Whole words: `share`, not `shared`.
_BOX_WORDS_TEXT = """
related relatednews relatedposts share sharing sharer sharethis addthis addtoany social socials socialsharing
ad ads adv advert adverts advertisement advertising adsbygoogle adslot dfp gpt banner banners promo sponsor sponsored
newsletter subscribe subscription comment comments disqus tags tag keywords caption captions credit credits
breadcrumb breadcrumbs pagination pager rating poll fontsize textsize resizer follow followus readmore readalso
alsoread seealso recommended recommendation recommendations recommends outbrain taboola player jwplayer toolbar
navigation menu sidebar contentinfo complementary popular mostread trending toread morenews moreon cookie cookies
paywall login signup whatsapp telegram
"""
_BOX_WORDS = frozenset(_BOX_WORDS_TEXT.split())
_BOX_PAIRS = re.compile(
    r"(?:font|text)[-_]?(?:size|resize)|read[-_]?(?:more|also|next)|more[-_]?(?:on|news|stories|from)|also[-_]?read|"
    r"see[-_]?also|most[-_]?(?:read|viewed|popular)|follow[-_]?us|author[-_]?(?:box|bio)|next[-_]?(?:post|article)|"
    r"you[-_]?may|(?:entry|post|article)[-_]?meta|metadata|by[-_]?line|publish(?:ed)?[-_]?date|date[-_]?publish|"
    r"(?:today|current)[-_]?date|date[-_]?today|jp-relatedposts|in[-_]?article[-_]?(?:ad|link)"
)
_WORD = re.compile(r"[a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

# Lines are compared without hamza seats, harakat, tatweel, direction marks and the signs at their ends.
_LETTERS = (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ٱ", "ا"), ("ى", "ي"), ("ة", "ه"))
_MARKS = "\u064b-\u0652\u0670\u0640\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"
_MARK = re.compile(f"[{_MARKS}]")
_ENDS = " \t\n\r.…:،؛*•|-–—\u00a0"

_RELATED = (
    r"(?:اقرا|اقرءوا|اقراوا|شاهد|طالع|انظر)\s*(?:/\s*ي\s*)?\s*(?:ايضا|كذلك)|اقرا(?:وا)?\s+المزيد"
    r"|(?:مواضيع|اخبار|مقالات|قصص|مواد|موضوعات)\s+(?:ذات صله|متعلقه|مرتبطه|مشابهه|قد تهمك|اخري)"
    r"|(?:قد )?(?:يهمك|يعجبك) ايضا|للمزيد اقرا|read (?:also|more|next)|see also|also read"
    r"|related (?:articles|news|stories|topics)"
)


def loose(pattern: str) -> str:
    """The pattern for text as written: with any hamza seat and with marks between the letters."""
    seats = {"ا": "[اأإآٱ]", "ي": "[يىئ]", "ه": "[هة]"}
    return "".join(f"{seats.get(sign, sign)}[{_MARKS}]*" if "\u0621" <= sign <= "\u064a" else sign for sign in pattern)


_LABEL_ENDS = r"\s*(?:[:؛….|«»\"\-–←>]|$)"
_LABEL = re.compile(rf"(?:^|(?<=[\s.!؟»\"(\[|•*-]))(?:{loose(_RELATED)}){_LABEL_ENDS}", re.IGNORECASE)
# Where two letters stand that a label ends in, looked for first: at a quarter of the cost.
_LABEL_LAST = re.compile(rf"[ضرلميىئقطهa-zA-Z][{_MARKS}]*[اأإآٱكدهةيىئa-zA-Z][{_MARKS}]*{_LABEL_ENDS}")
_LABEL_LETTERS = frozenset(("ضا", "را", "لك", "مك", "يد", "ئد", "له", "قه", "طه", "هه", "ري", "رئ"))
_STARTS = re.compile(rf"^[\s•*|\-–«\"(\[]*(?:{_RELATED})(?![\u0621-\u064a])", re.IGNORECASE)

_ADVERT_TEXT = (
    "إعلان|اعلان|إعلانات|محتوى دعائي|محتوى ممول|محتوى مدفوع|إعلان ممول|مادة إعلانية|برعاية|"
    "advertisement|sponsored|promoted|ad"
)
_ADVERT = re.compile(rf"[\s:•–-]*(?:{_ADVERT_TEXT})[\s:•–-]*", re.IGNORECASE)
_ADVERT_SOMEWHERE = re.compile(rf">{_ADVERT.pattern}<", re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_furniture_class(names: str) -> bool:
    """Whether a box's classes, its id or its role name it as furniture."""
    words = _WORD.findall(_CAMEL.sub(" ", names).lower())
    return not _BOX_WORDS.isdisjoint(words) or _BOX_PAIRS.search(names.lower()) is not None


def is_advert_label(text: str) -> bool:
    """Whether a short text says of what stands beside it that it is an advert."""
    return len(text) <= 40 and _ADVERT.fullmatch(text) is not None


def names_adverts(markup: str) -> bool:
    """Whether such a label stands somewhere in a page."""
    return _ADVERT_SOMEWHERE.search(markup) is not None


def related_label(text: str) -> tuple[int, int] | None:
    """Where a label like «اقرأ أيضاً:» stands in a text, from its first letter to the end of its signs."""
    match = _LABEL.search(text) if any(map(_ends_label, _LABEL_LAST.finditer(text))) else None
    return match.span() if match else None


def _ends_label(last: re.Match[str]) -> bool:
    letters = plain_line(last.group())[:2]
    return letters.isascii() or letters in _LABEL_LETTERS


def is_related_label(text: str | None) -> bool:
    """Whether a text holds such a label."""
    return bool(text) and related_label(text or "") is not None


def starts_related(line: str) -> bool:
    """Whether a line begins with such a label."""
    return opens_related(plain_line(line))


def opens_related(plain: str) -> bool:
    """The same of a line made plain."""
    return _STARTS.match(plain) is not None


def plain_line(line: str) -> str:
    """The line without hamza seats, harakat, tatweel, direction marks and the signs at its ends."""
    plain = _MARK.sub("", line)
    for letter, seat in _LETTERS:  # three times as fast as translate
        plain = plain.replace(letter, seat)
    return plain.strip(_ENDS) or line.strip()
