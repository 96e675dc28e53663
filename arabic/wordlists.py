"""Lists of words that no rule gives, reviewed by hand."""

from arabic.fold import fold_text

_ROWS = """
قرية: قرى
مدينة: مدن
حي: أحياء
شهيد: شهداء
سجين: سجناء
أسير: أسرى
رهينة: رهائن
ضحية: ضحايا
جثة: جثث
جثمان: جثامين
مجزرة: مجازر
مشفى: مشاف، مشافي
عائلة: عوائل
أسرة: أسر
امرأة: نساء، نسوة
طفل: أطفال
حكم: أحكام
قصف:
نزوح:
قتل:
حريق: حرائق
مدفع: مدافع
لغم: ألغام
حاجز: حواجز
معبر: معابر
قافلة: قوافل
خيمة: خيام
فصيل: فصائل
جندي: جنود
ضابط: ضباط
قائد: قادة
قناص: قناصة
عبوة: عبوات
مسيرة: مسيرات
صاروخ: صواريخ
قذيفة: قذائف
قنبلة: قنابل
برميل: براميل
قتيل: قتلى
جريح: جرحى
مريض: مرضى
دبابة: دبابات
"""

PLURALS: dict[str, tuple[str, ...]] = {
    fold_text(noun): tuple(fold_text(plural).split("، ")) if plural else ()
    for noun, plural in (map(str.strip, row.split(":")) for row in _ROWS.strip().splitlines())
}
"""Folded singular → its folded plurals; none at all where what the lexicon lists is no plural."""


def _folded(words: str) -> frozenset[str]:
    return frozenset(map(fold_text, words.split()))


PARTICLES = _folded(
    "من في على إلى عن مع ما لا لم لن أن إن أو ثم قد كل غير بعد قبل بين عند حتى منذ ضد هو هي هم عندما بينما"
)
"""What takes no ending; the lexicon lists some of them as plurals of other words."""

COUNTRIES = _folded(
    """سوريا روسيا تركيا ليبيا ألمانيا إيطاليا بريطانيا إسبانيا أستراليا رومانيا بلغاريا صربيا كرواتيا أوكرانيا
    بولونيا ماليزيا إندونيسيا نيجيريا إثيوبيا كينيا تنزانيا كوريا كولومبيا موريتانيا جورجيا أرمينيا آسيا إفريقيا
    سلوفاكيا سلوفينيا ألبانيا لاتفيا إستونيا ليتوانيا كمبوديا منغوليا إريتريا زامبيا ناميبيا بوليفيا"""
)
"""Names that look like the accusative of their adjective: ألماني, ألمانيا."""


BEFORE_NOUNS = _folded(
    """في على إلى عن مع بعد قبل بين خلال منذ ضد دون بدون عبر حول تحت فوق نحو لدى عند بسبب إثر رغم برغم وسط ضمن حسب
    وفي وعلى وإلى وعن ومع وبعد وقبل وبين وخلال وضد ودون وبدون أي كل بعض هذا هذه ذلك تلك"""
)
"""What no finite verb and no adjective follows."""

NUMERALS = _folded("ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة")
"""They lose their ة beside a feminine: ثلاث مدن."""
