"""The Arabic words that messages are labelled with, in one table."""

from collections.abc import Sequence
from datetime import datetime

from arabic.bidi import isolate

# what a message says
REVISED = "عُدّل الخبر"
WAS = "كان"
NOW = "صار"
FROM, TO = "من", "إلى"
ADDED = "أُضيف"
REMOVED = "حُذف"
AND_MORE_CHANGES = "وتعديلات أخرى"
WITHDRAWN = "سُحب"
WITHDREW = "سحب المصدر هذا الخبر بعد التنبيه"
STILL_TOLD_BY = "وما زال لدى"
NO_MATCH = "عُدّل الخبر فلم يعد فيه ما يطلبه هذا الرصد"
TOLD_AGAIN = "أعاد المصدر نشر الخبر بعد سحبه"
LATE = "رُصد متأخراً"
SEEN = "رُصد"
NO_TIME = "الصفحة لا تذكر وقتاً"
NOTICE = "إشعار من مرصد"
DELAYED = "وصلت هذه الرسالة متأخرة؛ كان موعدها"
SUMMARIES = {
    "quiet hours": "ملخص ساعات الهدوء",
    "folded": "رسائل جُمعت لكثرتها",
    "outage": "ما تأخر إرساله",
}
MORE_REASONS = "أسباب أخرى"
FOLLOWS = "متابعة للتنبيه"
OUTLETS = "مصادر ذكرت الخبر"
FIRST = "أولها"

# why a watch hit
CONCEPT = "مفهوم"
PLACE = "مكان"
INSIDE = "داخل"
GOVERNORATE = "محافظة"
NOUN = "الاسم"
VERB = "الفعل"
FORM = "الصيغة"
PHRASE = "العبارة"
WORD = "الكلمة"
EXACTLY = "كما كُتب"
PATTERN = "النمط"
AFTER, BEFORE, BESIDE = "بعد", "قبل", "إلى جانب"
COLON, COMMA = ": ", "، "

# figures
KINDS = {"killed": "قتلى", "injured": "جرحى", "displaced": "نازحون", "arrested": "معتقلون"}
SCOPES = {
    "event": "في هذا الحدث",
    "cumulative": "حصيلة مدة أطول",
    "denied": "منفيّ",
    "planned": "متوقَّع أو مخطَّط",
}
MORE_THAN = "أكثر من"
AT_LEAST = "على الأقل"
UP_TO = "حتى"
NONE = "لا أحد"
FAMILIES = "عائلة"

# what a channel puts around it
ALERT = "تنبيه"
WATCH = "رصد"
WHY = "السبب"
OUTLET = "المصدر"
PLACES = "المكان"
FIGURES = "الأرقام"
TIME = "الوقت"
LINK = "رابط الخبر"
MORE = "تحديثات أخرى لم تُعرض"
CUT = "اختُصرت الرسالة"
COMMANDS = {
    "silence": "كتم هذا الرصد ساعتين",
    "silence_one": "كتم أحدها ساعتين",
    "list": "كل ما في هذا التنبيه",
    "test": "تجربة هذا الرصد",
}


AGENCIES = {
    "sana": "سانا",
    "afp": "أ ف ب",
    "reuters": "رويترز",
    "ap": "أسوشيتد برس",
    "dpa": "د ب أ",
    "anadolu": "الأناضول",
    "sputnik": "سبوتنيك",
    "tass": "تاس",
    "ria": "نوفوستي",
    "interfax": "إنترفاكس",
    "xinhua": "شينخوا",
    "wafa": "وفا",
    "petra": "بترا",
    "spa": "واس",
    "ina": "واع",
    "mena": "أ ش أ",
    "nna": "الوكالة الوطنية",
    "irna": "إرنا",
    "soh": "المرصد السوري",
    "snhr": "الشبكة السورية",
}
# kind: of three to ten, of more
_COUNTED = {
    "killed": ("قتلى", "قتيلاً"),
    "injured": ("جرحى", "جريحاً"),
    "displaced": ("نازحين", "نازحاً"),
    "arrested": ("معتقلين", "معتقلاً"),
}


def figure(kind: str, value: int) -> str:
    """«15 قتيلاً», «8 قتلى», «200 عائلة»."""
    few, many = ("عائلات", "عائلة") if kind.endswith(" families") else _COUNTED[kind]
    return f"{value} {few if value % 100 in range(3, 11) else many}"


def correction(alert_id: int | None, told_at: datetime, change: str) -> str:
    """«تصحيح للتنبيه a1042 (14:02): 12 → 15 قتيلاً»."""
    return f"تصحيح للتنبيه {isolate(f'a{alert_id}')} ({isolate(f'{told_at:%H:%M}')}): {change}"


def instead(channel: str) -> str:
    """«بدلاً من القناة desk التي لم تصلها الرسالة»."""
    return f"بدلاً من القناة {channel} التي لم تصلها الرسالة"


def no_match(alert_id: int, told_at: datetime) -> str:
    """«تصحيح للتنبيه a1042 (14:02): عُدّل الخبر فلم يعد فيه ما يرصده»."""
    return correction(alert_id, told_at, NO_MATCH)


def withdrawn(alert_id: int, told_at: datetime, others: Sequence[str]) -> str:
    """«سحب المصدر هذا الخبر بعد التنبيه a1042 (14:02)، وما زال لدى: الأفق»."""
    still = f"{COMMA}{STILL_TOLD_BY}{COLON}{COMMA.join(others)}" if others else ""
    return f"{WITHDREW} {isolate(f'a{alert_id}')} ({isolate(f'{told_at:%H:%M}')}){still}"


def welcome(channel: str, watches: Sequence[str]) -> str:
    """The first message of a channel that is new, with a sample of an alert."""
    heard = "، ".join(watches) or "لا شيء بعد"
    return (
        f"أهلاً بقناة {channel} في مرصد.\n"
        f"ستصل إليها تنبيهات: {heard}.\n"
        "مثال على تنبيه: «نزوح عشرات العائلات من الريف الغربي» – المصدر، الوقت، سبب التنبيه، رابط الخبر.\n"
        f"للتجربة: marsad channels test {channel}"
    )
