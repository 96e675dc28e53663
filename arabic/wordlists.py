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
امرأة: نساء، نسوة، مرأة
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
علم: علوم، أعلام
درس: دروس
شرق:
طريق: طرق، طرقات
شاب: شباب، شبان
هجوم: هجمات
ناشط: نشطاء
كردي: أكراد، كرد
ألماني: ألمان
تركي: أتراك، ترك
روسي: روس
عربي: عرب
يهودي: يهود
أرمني: أرمن
تركماني: تركمان
أفغاني: أفغان
شيشاني: شيشان
شركسي: شركس، شراكس
درزي: دروز
سرياني: سريان
بدوي: بدو
إسباني: إسبان
أمريكي: أمريكان
أجنبي: أجانب
هندي: هنود
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

BEFORE_JUSSIVES = _folded("لم ولم فلم ألم أولم لما ولما")
"""What shortens a verb: لم يكن."""

NUMERALS = _folded("ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة")
"""They lose their ة beside a feminine: ثلاث مدن."""

TENS_LESS = _folded("ثلاث أربع خمس ست سبع ثمان تسع عشر")
"""With ين they are thirty, forty …, no dual."""

_VARIANTS = """
مئة مائة
أوروبي أوربي
تلفزيون تليفزيون
تلفزيوني تليفزيوني
إنكليزي إنجليزي
ديمقراطي ديموقراطي
ديمقراطية ديموقراطية
دكتاتور ديكتاتور
دكتاتورية ديكتاتورية
ميليشيا مليشيا
ميليشياوي مليشياوي
هليكوبتر هيليكوبتر
كلاشنكوف كلاشينكوف
غرام جرام
كيلوغرام كيلوجرام
بروباغندا بروباجندا
"""
VARIANTS: dict[str, frozenset[str]] = {
    word: _folded(row) for row in _VARIANTS.strip().splitlines() for word in _folded(row)
}
"""A folded word that is spelled in several ways → all of them."""
