"""Which lines of a page are furniture by their words: follow us, share bars, counters, controls, stamps of time."""

import re
from unicodedata import category

from crawler.furniture import opens_related, plain_line
from crawler.times import is_time_text

# All patterns are for lines without hamza seats and harakat (`plain_line`); each has to be the whole line.
_PLACES = (
    "فيسبوك|تويتر|تلغرام|تليغرام|تيليجرام|تلجرام|واتساب|انستغرام|يوتيوب|غوغل|جوجل|نبض|"
    "google|facebook|twitter|telegram|whatsapp|youtube|instagram"
)
_CHANNEL = "نشرت|النشره|قناه|قناتنا|قنواتنا|البريد|newsletter"
_COUNT = r"\d[\d.,٬٫]*\s*(?:[km]\b|الف|مليون)?"
COUNTED = (
    r"(?:مشاهد(?:ه|ات)|قراء(?:ه|ات)|زيار(?:ه|ات)|مشارك(?:ه|ات)|تعليق(?:ات|ا|ان)?|اعجاب(?:ات|ا)?|لايك(?:ات)?|"
    r"متابع(?:ا|ين|ون)?|views?|reads?|shares?|comments?|likes?)"
)
_MINUTES = r"(?:\d+\s*(?:دقائق|دقيقه|ثانيه|ثوان|ثواني|د)|دقيقه(?:\s+واحده)?|دقيقت(?:ان|ين)|اقل\s+من\s+دقيقه)"
_PAGE = r"(?:هذا\s+|هذه\s+)?ال(?:خبر|مقاله?|موضوع|رابط|صفحه)"


def _whole(*patterns: str) -> re.Pattern[str]:
    return re.compile("^(?:" + "|".join(patterns) + ")$", re.IGNORECASE)


_LINES = _whole(
    # where it appeared first
    r"ظهرت\s+المقاله\b.*\bعلي\b.*|the\s+post\b.*\bappeared\s+first\s+on\b.*",
    # font size
    r"[+\-]?\s*a\s*[+\-]?|[+\-]?\s*a?\s*حجم\s+الخط\s*[+\-]?\s*a?",
    # follow us, subscribe
    rf"(?:تابعونا|تابعنا|لمتابعتنا|تابعوا|تابع)\b.*(?:علي|عبر)\b.*(?:{_PLACES}|منصه).*",
    rf"(?:اشترك|اشتركوا|انضم|انضموا|سجل)\b.*(?:{_CHANNEL}|{_PLACES}).*",
    rf"(?:لمتابعه|للاشتراك|للانضمام)\b.*(?:اضغط|انقر|رابط|{_CHANNEL}|{_PLACES}).*",
    r"(?:لمزيد|للمزيد)\s+من\b.*(?:اضغط|انقر|زوروا|تابع(?:وا)?)\b.*",
    r"(?:اضغط|انقر)\s+هنا.{0,60}|follow\s+(?:us|our)\b.*|sign\s+up\s+(?:for|to)\b.*|click\s+here\b.{0,80}",
    # share bars
    r"(?:شارك|شاركها|شاركه|مشاركه|شارك\s+(?:المقال|الخبر)|انسخ\s+الرابط|نسخ\s+الرابط|ارسال|حفظ|استماع)[\s:]*",
    rf"(?:(?:e-?mail|x|linkedin|messenger|print|copy\s+link|بريد(?:\s+الكتروني)?|طباعه|مشاركه|شارك|نسخ|{_PLACES})"
    r"\s*[,،|/]?\s*)+",
    # permalinks, how far a film has played
    r"(?:ال)?رابط(?:\s+(?:دائم|ثابت))?|permalink|(?:\d{1,2}:)?\d{1,2}:\d{2}\s*/\s*(?:\d{1,2}:)?\d{1,2}:\d{2}",
    # tags, adverts, comments, terms of use
    r"(?:الوسوم|وسوم|(?:ال)?كلمات\s+(?:ال)?(?:مفتاحيه|دلاليه)|تاغات|tags|keywords)\s*(?:[:|].*)?",
    r"اعلان|اعلانات|advertisements?|ads?|sponsored|محتوي\s+دعائي",
    r"(?:التعليقات|اضف\s+تعليقا?|اضافه\s+تعليق\s+جديد|اترك\s+تعليقا?|لا\s+(?:توجد\s+|يوجد\s+)?تعليقات|\d*\s*تعليقات?)"
    r"\s*(?:\(\d+\))?",
    r"(?:ال)?اراء\s+الوارده\b.*لا\s+تعبر\b.*|(?=.*سياسه\s+الخصوصيه)(?=.*(?:شروط|استخدام)).*",
    r"(?:كل|جميع|كافه)\s+الحقوق\s+محفوظه\b.*|(?:©|copyright\b).*|all\s+rights\s+reserved.*",
)
_LONGEST_LINE = 400
# What counts or steers stands in a few words. Counters move at every visit: left in a text they are edits of figures.
_SHORT_LINES = _whole(
    # counters, several in a row: `المشاهدات: 120 | 12 تعليقاً`
    rf"(?:(?:(?:عدد|اجمالي)\s+)?(?:(?:ال)?{COUNTED}\s*[:(\[]?\s*{_COUNT}\s*[)\]]?|{_COUNT}\s*{COUNTED})\s*[|•·,،/-]?\s*)+",
    r"تعليق\s+واحد|تعليقان|تعليقين",
    rf"(?:شوهدت?|قرئت?|تمت?\s+(?:ال)?(?:قراءه|مشاهده|قراءته|قراءتها|مشاهدته|مشاهدتها))\s*(?:{_PAGE})?\s*{_COUNT}\s*(?:مره|مرات)",
    # how long it takes to read
    rf"(?:(?:مده|وقت|زمن)\s+)?(?:ال)?قراءه\s*(?:{_PAGE})?\s*[:|-]?\s*{_MINUTES}|{_MINUTES}\s*(?:لل|من\s+ال)?قراءه",
    r"\d+\s*min(?:ute)?s?\s+read",
    # what may be done with the page
    rf"(?:تكبير|تصغير)\s+(?:ال)?(?:خط|نص)|(?:ال)?وضع\s+(?:ال)?(?:ليلي|نهاري|مظلم|داكن)|(?:استمع|استماع)\s+(?:الي\s+{_PAGE}|لل(?:خبر|مقال|تقرير|نص|ماده))",
    rf"(?:تم\s+)?(?:حفظ|طباعه|نسخ|انسخ|مشاركه|شارك|ارسال|ارسل|انشر|تقييم)\s+{_PAGE}(?:\s+(?:عبر|علي|مع)\s.*)?",
    rf"(?:ارسال|ارسل)\s+(?:ل|الي\s+)صديق|(?:مشاركه|شارك)\s+(?:عبر|علي)\s+(?:{_PLACES})|(?:اضافه|اضف)\s+الي\s+(?:ال)?مفضله",
    rf"(?:اضغط|انقر)\s+ل.*(?:{_PLACES})\b.*|اعجبني\s*(?:\(?\d+\)?)?",
    r"(?:تحميل|عرض|اظهار)\s+(?:ال)?(?:مزيد|كل|جميع)|(?:(?:تحميل|عرض)\s+)?(?:ال)?مزيد\s+من\s+(?:ال)?(?:اخبار|مقالات|مواضيع|تحديثات)",
    r"المزيد|التالي|السابق|الصفحه\s+(?:التاليه|السابقه)|(?:جار|جاري)\s+التحميل|loading|\d+\s+من\s+\d+",
    r"(?:ال)?رابط\s+(?:ال)?(?:مختصر|المقال|الخبر|قصير)\s*(?::\s*https?://\S+)?|qr\s*(?:كود|code)",
    r"(?:ال)?اكثر\s+(?:قراءه|مشاهده|تعليقا|مشاركه|تداولا)|(?:(?:شاهد|تابع)\s+)?البث\s+(?:المباشر|الحي)",
    r"(?:حمل|حملوا|نزل|تحميل|تنزيل)\s+(?:التطبيق|تطبيقنا|تطبيقاتنا)(?:\s+(?:الان|مجانا))?|لمتابعه\s.*\bحمل(?:وا)?\s+تطبيق.*",
    # what the page says of the browser and the reader
    r"(?:سجل|تسجيل)\s+(?:ال)?دخول(?:\s+.{0,20})?|(?:الرجاء|يرجي)\s+تفعيل\s+.{0,30}|.{0,20}متصفح\S*\s+لا\s+يدعم\s.{0,30}",
    # a picture's
    r"[(\[]?\s*(?:(?:ال)?صوره\s+)?(?:ارشيفيه|تعبيريه|ارشيف)\s*[)\]]?",
)
_LONGEST_SHORT = 80
_STAMP = re.compile(
    r"^(?:اخر\s+تحديث|تاريخ\s+(?:ال)?(?:نشر|تحديث|اضافه)|تم\s+(?:ال)?(?:نشر|تحديث)|last\s+updated?)\b", re.IGNORECASE
)
_LONGEST_RELATED = 160


def is_furniture_line(line: str) -> bool:
    """Whether a whole line is furniture: follow us, share, tags, counters, controls, «ظهرت المقالة … أولاً على …»."""
    if len(line) > _LONGEST_LINE:
        return False
    plain = plain_line(line)
    if not any(letter.isalpha() for letter in plain) and (
        not any(map(str.isdigit, plain)) or any(map(_is_picture, line))
    ):
        return True  # signs alone, or a picture and its number: an eye and how many have looked
    if _LINES.match(plain):
        return True
    if len(plain) < _LONGEST_SHORT and (
        _SHORT_LINES.match(plain) or (_STAMP.match(plain) and is_time_text(line.strip()))
    ):
        return True
    return len(plain) < _LONGEST_RELATED and opens_related(plain)


def _is_picture(sign: str) -> bool:
    return category(sign) in ("So", "Co")  # pictographs; the private letters that fonts of icons use
