"""What is furniture of a page and never text: by the names of its boxes and by the words of its lines."""

import re

# Words in a class, id or role that say that a box holds no text of the update. Whole words only: `share`, not `shared`.
_BOX_WORDS = frozenset(
    """related relatednews relatedposts share sharing sharer sharethis addthis addtoany social socials ad ads adv advert
    adverts advertisement advertising adsbygoogle adslot dfp gpt banner banners promo sponsor sponsored newsletter
    subscribe subscription comment comments disqus tags tag keywords caption captions credit credits breadcrumb breadcrumbs
    pagination pager rating poll fontsize textsize resizer follow followus readmore readalso
    alsoread seealso recommended recommendation recommendations recommends outbrain taboola player jwplayer toolbar
    navigation menu sidebar contentinfo complementary popular mostread trending toread morenews moreon cookie
    cookies paywall login signup whatsapp telegram""".split()
)
_BOX_PAIRS = re.compile(
    r"(?:font|text)[-_]?(?:size|resize)|read[-_]?(?:more|also|next)|more[-_]?(?:on|news|stories|from)|also[-_]?read|"
    r"see[-_]?also|most[-_]?(?:read|viewed|popular)|follow[-_]?us|author[-_]?(?:box|bio)|next[-_]?(?:post|article)|"
    r"you[-_]?may|(?:entry|post|article)[-_]?meta|metadata|by[-_]?line|publish(?:ed)?[-_]?date|date[-_]?publish|jp-relatedposts|in[-_]?article[-_]?(?:ad|link)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")

# Lines are compared without hamza seats, harakat, tatweel and punctuation at their ends.
_LETTERS = str.maketrans("أإآٱىؤئةـ", "ااااىوئهـ")
_DROPPED = {
    ord(mark): None
    for mark in "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670\u0640\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff"
}

_RELATED = (
    r"(?:اقرا|اقرءوا|اقراوا|شاهد|طالع|انظر)\s*(?:/\s*ي\s*)?\s*(?:ايضا|كذلك)|اقرا(?:وا)?\s+المزيد"
    r"|(?:مواضيع|اخبار|مقالات|قصص|مواد|موضوعات)\s+(?:ذات صله|متعلقه|مرتبطه|مشابهه|قد تهمك|اخرى)"
    r"|(?:قد )?(?:يهمك|يعجبك) ايضا|للمزيد اقرا|read (?:also|more|next)|see also|also read|related (?:articles|news|stories|topics)"
)
_LABEL = re.compile(rf"(?:^|[\s.!؟»\"(\[|•*-])(?:{_RELATED})\s*(?:[:؛….|«»\"\-–←>]|$)", re.IGNORECASE)
_STARTS = re.compile(rf"^[\s•*|\-–«\"(\[]*(?:{_RELATED})(?![\u0621-\u064a])", re.IGNORECASE)

_LINES = re.compile(
    r"""^(?:
      ظهرت\s+المقاله\b.*\bعلى\b.* | the\s+post\b.*\bappeared\s+first\s+on\b.* |
      [+\-]?\s*a\s*[+\-]? | حجم\s+الخط | [+\-]?a?\s*حجم\s+الخط\s*[+\-]?a? | \+a\s*حجم\s+الخط\s*-a |
      (?:تابعونا|تابعنا|لمتابعتنا|تابعوا|تابع)\b.*(?:على|عبر)\b.*
        (?:فيسبوك|تويتر|تلغرام|تليغرام|تيليجرام|تلجرام|واتساب|انستغرام|يوتيوب|غوغل|جوجل|google|facebook|twitter|telegram|whatsapp|youtube|instagram|نبض|منصه).* |
      (?:اشترك|اشتركوا|انضم|انضموا|سجل)\b.*(?:نشرت|النشره|قناه|قناتنا|قنواتنا|البريد|واتساب|تلغرام|تليغرام|تيليجرام|newsletter).* |
      (?:لمتابعه|للاشتراك|للانضمام)\b.*(?:اضغط|انقر|قناه|قناتنا|تلغرام|تليغرام|واتساب|رابط).* |
      (?:اضغط|انقر)\s+هنا.{0,60} | (?:شارك|شاركها|شاركه|مشاركه|شارك\s+المقال|شارك\s+الخبر|انسخ\s+الرابط|نسخ\s+الرابط|طباعه|ارسال|حفظ|استماع)[\s:]* |
      (?:الوسوم|وسوم|الكلمات\s+المفتاحيه|كلمات\s+مفتاحيه|الكلمات\s+الدلاليه|كلمات\s+دلاليه|تاغات|tags|keywords)\s*(?:[:|].*)? |
      (?:اعلان|اعلانات|advertisement|ad|sponsored|محتوى\s+دعائي)s? |
      (?:التعليقات|اضف\s+تعليقا?|اضافه\s+تعليق\s+جديد|اترك\s+تعليقا?|لا\s+توجد\s+تعليقات|\d*\s*تعليقات?)\s*(?:\(\d+\))? |
      (?:e-?mail|facebook|twitter|x|whatsapp|telegram|linkedin|messenger|print|copy\s+link|فيسبوك|تويتر|واتساب|تلغرام|بريد(?:\s+الكتروني)?) |
      (?:ال)?اراء\s+الوارده\b.*لا\s+تعبر\b.* | (?=.*سياسه\s+الخصوصيه)(?=.*(?:شروط|استخدام)).* |
      follow\s+(?:us|our)\b.* | sign\s+up\s+(?:for|to)\b.* | click\s+here\b.{0,80}
    )$""",
    re.IGNORECASE | re.VERBOSE,
)


def is_furniture_class(tokens: str) -> bool:
    """Whether a box's classes, id and role name it as furniture."""
    words = _WORD.findall(_CAMEL.sub(" ", tokens).lower())
    return not _BOX_WORDS.isdisjoint(words) or _BOX_PAIRS.search(tokens) is not None


def is_furniture_line(line: str) -> bool:
    """Whether a whole line is furniture: follow us, share, tags, font size, «ظهرت المقالة … أولاً على …»."""
    if len(line) > 400:
        return False
    plain = _plain(line)
    if not any(letter.isalnum() for letter in plain):
        return True
    return _LINES.match(plain) is not None or (len(plain) < 160 and _STARTS.match(plain) is not None)


def is_related_label(text: str | None) -> bool:
    """Whether a text holds a label like «اقرأ أيضاً:»."""
    return bool(text) and _LABEL.search(_plain(text or "")) is not None


def starts_related(line: str) -> bool:
    """Whether a line begins with such a label."""
    return _STARTS.match(_plain(line)) is not None


def _plain(line: str) -> str:
    return line.translate(_DROPPED).translate(_LETTERS).strip(" \t\n\r.…:،؛*•|-–—\u00a0") or line.strip()
