"""The words that tell what a name is doing in a sentence, folded; lists reviewed by hand.

A trait is a bit for a list: `traits` tells with one look on which of them a word stands.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from arabic.clitics import ARTICLE, FUTURE, PREFIXES
from arabic.fold import fold_text

# What is taken off a word, and what is kept of it.
_TAKEN = {
    prefix: "ال" if context == ARTICLE else ""
    for prefix, context in PREFIXES.items()
    if prefix not in ("", "ال") and context != FUTURE
}
_TAKEN_FIRST = frozenset(prefix[0] for prefix in _TAKEN)
_LONGEST_TAKEN = max(map(len, _TAKEN))


def folded(words: str) -> frozenset[str]:
    """The words of a list, those in ة also as they are often written, in ه."""
    plain = set(map(fold_text, words.split()))
    return frozenset(plain | {word[:-1] + "ه" for word in plain if word.endswith("ة")})


def cores(token: str) -> Sequence[str]:
    """What a folded token may be without its conjunction and preposition, itself first; its article is kept."""
    if token[:1] not in _TAKEN_FIRST:
        return (token,) if token else ()
    found = [token]
    for size in range(1, min(_LONGEST_TAKEN + 1, len(token))):
        kept = _TAKEN.get(token[:size])
        if kept is not None and (core := kept + token[size:]) not in found:
            found.append(core)
    return found


_LISTED: dict[str, int] = {}
_BITS = iter(range(64))


def trait(words: Iterable[str]) -> int:
    """The bit of a list of words. Given when a module is loaded, before any word is looked up."""
    bit = 1 << next(_BITS)
    for word in words:
        _LISTED[word] = _LISTED.get(word, 0) | bit
    return bit


@lru_cache(maxsize=2_000)
def traits(token: str) -> int:
    """The lists on which a folded token stands, whatever of its conjunction and preposition is taken off it."""
    if token[:1] not in _TAKEN_FIRST:
        return _LISTED.get(token, 0)
    found = 0
    for core in cores(token):
        found |= _LISTED.get(core, 0)
    return found


# A word that says what kind of place follows: nothing but a name comes after it.
TYPES = folded(
    "مدينة مدينتي مدن مدينه بلدة بلدتي بلدات بلده قرية قريتي قرى قريه ناحية ناحيه محافظة محافظتي محافظه قضاء ريف ريفي"
    " أرياف معبر مخيم مخيمي مطار منطقة منطقتي منطقه بادية سد مشفى بلدية ضاحية ولاية إقليم جزيرة مديرية محاور مزارع"
    " ميناء مرفأ"
)
# One that a place often follows, but other things too: «أهالي الخيام» may be the people of the tents.
VAGUE_TYPES = folded(
    "محيط أطراف ضواحي حي أحياء أهالي سكان شرق غرب شمال جنوب شرقي غربي شمالي جنوبي قرب مشارف تخوم محور جبهة جبهات وجهاء"
    " أبناء بساتين سهل سهول أجواء سماء مدخل مداخل مركز وسط شوارع"
)
# Who lives there. After «أبناء» an article rather shows another word: «أبناء الطبقة».
DWELLERS = folded("أهالي أهل سكان وجهاء مهجرو مهجري نازحو نازحي قاطنو أعيان مدنيو مدنيي")
# What stands in a town and is named after it: «سجن تدمر العسكري», «مجلس الطبقة المدني».
INSTITUTIONS = folded(
    "سجن مجلس مستشفى مشفى جامعة محكمة فرع كلية سوق كراج جسر قلعة ملعب معهد معتقل صوامع فرن مخفر نادي دارة كتيبة ثكنة"
)
INSTITUTIONAL = folded(
    "العسكري المدني المحلي الوطني المركزي البلدي الجامعي الحكومي العسكرية المدنية المحلية الوطنية المركزية الحكومية"
)
TYPES_AFTER = folded("ريف محافظة قضاء بادية")
DIRECTIONS = folded("شرق غرب شمال جنوب شرقي غربي شمالي جنوبي شرقا غربا شمالا جنوبا")
# «تدمر الأثرية»: the adjective of a town, in the feminine.
TOWN_ADJECTIVES = folded("الحدودية الأثرية المحاصرة المجاورة المحررة المنكوبة المدمرة الواقعة الخاضعة التابعة القريبة")

PREPOSITIONS = folded(
    "في على إلى من عن نحو باتجاه صوب داخل خارج ب ل عبر فوق قرب باتجاه ضد حتى بين عند قبالة لدى وفي وعلى وإلى ومن"
)
TOWARDS = folded("إلى نحو باتجاه صوب")
# After these stands the subject of a clause, and never an adjective: «أن سورية ترحب».
CLAUSE_OPENERS = folded("أن إن بأن لأن لكن ولكن كانت ليست أصبحت باتت وأن وإن")
# What is done in, to, from a place.
EVENTS = folded(
    """قصف القصف قصفا غارة غارات الغارات الغارة غارتين غارتان ضربة ضربات الضربات هجوم الهجوم هجمات هجوما اشتباك اشتباكات
    الاشتباكات معارك المعارك مواجهات انفجار انفجارات الانفجار تفجير تفجيرات استهداف استهدف استهدفت يستهدف تستهدف قذائف
    قذيفة صاروخ صواريخ براميل توغل التوغل توغلت اقتحام اقتحمت يقتحم تقتحم مداهمة مداهمات حملة نزوح النزوح نازحين
    النازحين نازحون النازحون النازحة نزحت نزح نزحوا تهجير تظاهرة مظاهرة مظاهرات احتجاجات وقفة اعتصام إضراب اغتيال حظر
    هدنة تهدئة حصار إخلاء سيطرة سيطرت السيطرة انسحاب انسحبت ينسحبون انتشار تعزيزات تعزيزاته رتل أرتال حرائق حريق زلزال
    هزة فيضان سيول إصابة مقتل قتلى جرحى ضحايا شهداء شهيد شهيدان قتيل قتيلان إنزال كمين تحليق يحلق حلق الطيران طيران
    اعتقال اعتقالات دخول خروج وصول وصل وصلت وصلوا عودة عادوا توجه توجهت اتجه تتجه اتجهت قادمة قادما القادمين حافلات
    قافلة قوافل مساعدات توتر استنفار أمطار الأمطار عملية عمليات تسوية تمشيط قنص ألغام لغم عبوة
    عادت يعود تعود يعودون العودة العائدون العائدين عائلات العائلات مجزرة مجازر شاحنات الشاحنات مهجرو مهجرين المهجرين
    المهجرون التهجير احتجاج تشييع دفن انقطاع اندلاع اندلعت سقوط سقطت قنصا خرجت خرج يخرج تخرج تظاهر تظاهروا اعتصم اقتتال
    هجوما دورية دوريات قصفت تقصف استهداف استهدافات جثة جثث مقبرة مفخخة خطف اختطاف فقدان نازحا عالقون عالقين إجلاء
    المدفعية الحربي المسير مسيرة مسيرات""".replace("\n", " ")
)
FIGHTING = folded(
    "قصف القصف غارة غارات الغارات اشتباك اشتباكات الاشتباكات معارك المعارك مواجهات توغل التوغل توغلت اقتحام تحليق"
)
# What is aimed at a town with «على».
AIMING = folded("سيطر يسيطر تسيطر سيطروا سيطرته سيطرتها يهاجم تهاجم هاجم هاجمت الهجمات استولى استولت يستولي تستولي")
# A verb or preposition whose object right after it is a place as a rule.
REACHING = folded(
    "طال يطال طالت تطال استهدف استهدفت يستهدف تستهدف قصف قصفت يقصف تقصف القصف دخل دخلت تدخل يدخل دخول دخولها اقتحم"
    " اقتحمت يقتحم تقتحم اقتحام هاجم هاجمت يهاجم تهاجم حاصر حاصرت يحاصر تحاصر حصار شهدت تشهد شهد تشهده شهدته غادر غادرت"
    " غادروا مغادرة بلغ وصل وصلت وسط داخل فوق قرب تحرير احتلال استعادة تعيش تستقبل"
)
ACTORS = folded(
    "قوات القوات الجيش جيش رتل أرتال فصائل الفصائل عناصر مقاتلو المقاتلون مسلحون دبابات آليات وحدات ميليشيا ميليشيات"
    " طائرات مروحيات مدفعية الطيران دورية تعزيزات تنظيم التنظيم قسد داعش الميليشيات المسلحون المسلحين مقاتلي"
)
# What they hold, and what nobody else has so: «مواقعها», not «موقع».
POSITIONS = folded(
    "مواقع مواقعها مواقعه مواقعهم نقاطها نقاطه حواجز حواجزها حواجزه مقراتها مقراته مقارها تمركزها تمركزه تتمركز تمركزت"
    " يتمركز تحصيناتها تحصيناته تحصينات دفاعاتها دفاعاته قواتها قواته وجودها انتشارها انتشاره نفوذها سيطرتها ثكناتها"
)
AFTER_A_NAME = folded(
    """في من إلى على عن مع بين عبر خلال بعد قبل منذ عند حتى وفق بحسب حسب دون قرب نحو باتجاه جراء إثر نتيجة بسبب ضد لدى
    حيث التي الذي الذين أن إن وسط فجر صباح مساء ظهر عصر ليل ليلا ليلة الليلة أمس اليوم غدا صباحا مساء فجرا ظهرا
    الآن حاليا الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت بالتزامن تزامنا بالقرب بريف بمحافظة بينهم بينها
    أيضا فقط ثم أو كما قد بدعم بقذائف بالمدفعية بالصواريخ بالبراميل بطائرات بغارات بقصف برصاص بانفجار باستهداف
    لليوم لليلة
    للمرة للتو استهدف استهدفت أسفر أسفرت أدى أدت أوقع أوقعت تسبب تسببت وسقوط لم لا ما لن يوم شهر عام
    هذا هذه خوفا هربا""".replace("\n", " ")
)
TIME_WORDS = folded(
    "اليوم أمس الليلة الآن الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الماضي الماضية الجاري الحالي الساعة"
)
GIVEN_NAMES = folded(
    """محمد أحمد حسن حسين محمود مصطفى إبراهيم يوسف عمر خالد عبدالله وليد زياد ياسر رياض بشار ماهر حافظ نبيه رفيق ميشال
    سمير جورج فيصل طارق هيثم حسام فراس باسل غسان نزار أسامة أنس بلال رامي فادي كمال جمال عماد أيمن قصي عدنان إسماعيل
    موسى عيسى عثمان فاطمة زينب مريم ليلى هند سعاد خديجة عائشة رنا ريم ديما نور سارة هاشم جاسم قاسم كاظم صدام زكريا"""
)
TITLES = folded(
    "الشيخ العقيد العميد اللواء الملازم النقيب الرائد المقدم الدكتور السيد السيدة المحامي الناشط الناشطة الصحفي الشاب"
    " الشابة الطفل الطفلة المدعو القيادي الوزير النائب الناطق المتحدث الرئيس الأمير الفنان اللاعب المدرب الكاتب الحاج"
    " القائد الزميل المهندس الأستاذ المغني المطرب الممثل باسم السفير القاضي"
)
KUNYA = folded("أبو أبي أبا بن ابن بنت عبد")
SAYING = folded(
    "قال قالت يقول تقول ذكر ذكرت تذكر أفاد أفادت نقل نقلت تنقل أكد أكدت أعلن أعلنت نشر نشرت بث بثت بحسب حسب وفق لفت"
    " لفتت أوضح أوضحت أضاف أضافت صرح كتب كتبت"
)

TYPE, VAGUE_TYPE, DWELLER, INSTITUTION = map(trait, (TYPES, VAGUE_TYPES, DWELLERS, INSTITUTIONS))
TYPE_AFTER, DIRECTION, PREPOSITION, REACHED = map(trait, (TYPES_AFTER, DIRECTIONS, PREPOSITIONS, REACHING))
OPENER, EVENT, FIGHT, ACTOR, TITLE, SPEECH = map(trait, (CLAUSE_OPENERS, EVENTS, FIGHTING, ACTORS, TITLES, SAYING))
AIM, POSITION = trait(AIMING), trait(POSITIONS)
