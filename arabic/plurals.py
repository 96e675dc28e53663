"""Broken plurals of the news that the lexicon lacks or lists under another word; reviewed by hand."""

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
"""Folded singular → its folded plurals; none at all where the lexicon lists something that is no plural."""
