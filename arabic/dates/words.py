"""The words in which Arabic pages tell times: months of every family, units, halves of the day, zones, labels."""

from arabic.fold import fold_text


def _names(row: str) -> list[str]:
    """The folded names of a row, which commas divide."""
    return [fold_text(" ".join(name.split())) for name in row.split(",")]


_MONTHS = (
    # Gregorian names of Egypt and the Gulf, of the Levant, of the Maghreb; then English, as some feeds write
    "يناير, كانون الثاني, كانون ثاني, جانفي, january, jan",
    "فبراير, شباط, فيفري, february, feb",
    "مارس, آذار, march, mar",
    "أبريل, إبريل, نيسان, أفريل, april, apr",
    "مايو, أيار, ماي, may",
    "يونيو, يونيه, حزيران, جوان, june, jun",
    "يوليو, يوليه, تموز, جويلية, يوليوز, july, jul",
    "أغسطس, آب, أوت, غشت, august, aug",
    "سبتمبر, أيلول, شتنبر, september, sep, sept",
    "أكتوبر, تشرين الأول, تشرين أول, october, oct",
    "نوفمبر, تشرين الثاني, تشرين ثاني, نونبر, november, nov",
    "ديسمبر, كانون الأول, كانون أول, دجنبر, december, dec",
)
MONTHS = {name: number for number, row in enumerate(_MONTHS, 1) for name in _names(row)}

_HIJRI_MONTHS = (
    "محرم, المحرم, محرم الحرام",
    "صفر",
    "ربيع الأول, ربيع أول",
    "ربيع الثاني, ربيع الآخر, ربيع ثاني, ربيع ثان",
    "جمادى الأولى, جمادى الأول, جماد الأول, جماد أول",
    "جمادى الآخرة, جمادى الآخر, جمادى الثانية, جمادى الثاني, جماد الثاني, جماد ثاني",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة, ذي القعدة, ذوالقعدة",
    "ذو الحجة, ذي الحجة, ذوالحجة",
)
HIJRI_MONTHS = {name: number for number, row in enumerate(_HIJRI_MONTHS, 1) for name in _names(row)}

_WEEKDAYS = (
    "الاثنين, monday, mon",
    "الثلاثاء, الثلاثا, tuesday, tue",
    "الأربعاء, الاربعا, wednesday, wed",
    "الخميس, thursday, thu",
    "الجمعة, الجمعه, friday, fri",
    "السبت, saturday, sat",
    "الأحد, sunday, sun",
)
WEEKDAYS = {name: number for number, row in enumerate(_WEEKDAYS) for name in _names(row)}

_UNITS = {
    "second": "ثانية, ثانيه, ثوان, ثواني, second, seconds",
    "minute": "دقيقة, دقيقه, دقائق, دقايق, د, minute, minutes, min, mins",
    "hour": "ساعة, ساعه, ساعات, hour, hours, hr, hrs",
    "day": "يوم, يوما, أيام, day, days",
}
UNITS = {name: unit for unit, row in _UNITS.items() for name in _names(row)}
# What is one without a number: «منذ ساعة»; «منذ ساعات» tells of no number.
SINGLE_UNITS = _names("ثانية, ثانيه, دقيقة, دقيقه, ساعة, ساعه, يوم, second, minute, hour, day")
_DUALS = {
    "second": "ثانيتين, ثانيتان",
    "minute": "دقيقتين, دقيقتان",
    "hour": "ساعتين, ساعتان",
    "day": "يومين, يومان",
}
DUALS = {name: unit for unit, row in _DUALS.items() for name in _names(row)}
_TEENS = ((10, number, stem) for number, stem in enumerate(("ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"), 3))
_NUMBERS = {
    1: "واحد, واحدة, إحدى",
    3: "ثلاث, ثلاثة",
    4: "أربع, أربعة",
    5: "خمس, خمسة",
    6: "ست, ستة",
    7: "سبع, سبعة",
    8: "ثمان, ثماني, ثمانية",
    9: "تسع, تسعة",
    10: "عشر, عشرة",
    11: "أحد عشر, أحد عشرة, إحدى عشرة",
    12: "اثني عشر, اثنا عشر, اثنتي عشرة, اثنتا عشرة",
    **{ten + one: f"{stem} عشرة, {stem}ة عشر" for ten, one, stem in _TEENS},
    20: "عشرين, عشرون",
    30: "ثلاثين, ثلاثون",
    40: "أربعين, أربعون",
    50: "خمسين, خمسون",
    60: "ستين, ستون",
}
_NUMBERS |= {  # «خمس وعشرين دقيقة»
    tens + one: ", ".join(f"{word} و{ten}" for word in _NUMBERS[one].split(", ") for ten in _NUMBERS[tens].split(", "))
    for tens in (20, 30, 40, 50)
    for one in (1, *range(3, 10))
}
NUMBERS = {name: number for number, row in _NUMBERS.items() for name in _names(row)}
FRACTIONS = {fold_text("نصف ساعة"): 30, fold_text("ربع ساعة"): 15, fold_text("ثلث ساعة"): 20}

# What follows a clock time: the half or the part of the day.
DAY_PARTS = {
    fold_text(word): part
    for part, row in {
        "am": "ص, صباحا, am, a.m., فجرا, الفجر, صباح, بعد منتصف الليل",
        "pm": "م, مساء, pm, p.m., عصرا, بعد الظهر, مساءا",
        "noon": "ظهرا, الظهر",
        "night": "ليلا",
    }.items()
    for word in _names(row)
}

_ZONES = {
    "Asia/Damascus": "دمشق, سوريا, سورية, السوري",
    "Asia/Beirut": "بيروت, لبنان",
    "Asia/Amman": "الأردن",
    "Asia/Riyadh": "مكة, مكة المكرمة, السعودية, الرياض",
    "Africa/Cairo": "القاهرة, مصر",
    "Asia/Baghdad": "بغداد, العراق",
    "Asia/Jerusalem": "القدس, القدس المحتلة",
    "Asia/Gaza": "غزة, فلسطين",
    "Asia/Dubai": "أبوظبي, أبو ظبي, دبي, الإمارات, gst",
    "Asia/Qatar": "الدوحة, قطر",
    "Asia/Kuwait": "الكويت",
    "Asia/Bahrain": "المنامة, البحرين",
    "Asia/Aden": "صنعاء, عدن, اليمن",
    "Africa/Khartoum": "الخرطوم, السودان",
    "Africa/Tunis": "تونس",
    "Africa/Algiers": "الجزائر",
    "Africa/Casablanca": "الرباط, المغرب",
    "Africa/Tripoli": "ليبيا",
    "Europe/Istanbul": "إسطنبول, أنقرة, تركيا",
    "Asia/Tehran": "طهران, إيران",
    "Europe/Moscow": "موسكو, روسيا",
    "Asia/Muscat": "مسقط",
    "Africa/Nouakchott": "نواكشوط, موريتانيا",
    "America/New_York": "نيويورك, واشنطن",
    "Europe/Berlin": "برلين",
    "Europe/Paris": "باريس",
    "Europe/London": "لندن",
    "UTC": "غرينتش, غرينيتش, جرينتش, غرينتش العالمي, ت.غ, ت غ, gmt, utc",
}
ZONES = {name: zone for zone, row in _ZONES.items() for name in _names(row)}

# Words that say nothing about the time itself. A text with any other word left over is refused.
IGNORED = frozenset(
    _names(
        """
        تاريخ, النشر, الإضافة, الهجري, هجري, للهجرة, ميلادي, ميلادية, للميلاد, ل, نشر, نشرت, نشره, في,
        بتاريخ, آخر, تحديث, حدث, حدثت, تم, التحديث, التعديل, تعديل, الساعة, الساعه, عند, من, يوم, الموافق,
        شهر, سنة, عام, لعام, كتب, أضيف, أضيفت, حرر, حررت, أدرج, أدرجت, وقت, توقيت, الوقت, العالمي, الدولي,
        المحلي, بالتوقيت, published, updated, last, on, at, posted, date
        """
    )
)
