"""A corpus of made-up news for measuring copies: texts of our own patterns, six kinds of near-copy, four of news."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


def _row(text: str) -> list[str]:
    """The phrases of a row, apart by «|»; words, where it has none."""
    return text.split("|" if "|" in text else None)


PLACES = _row(
    "طفس نوى جاسم داعل إنخل الحراك الصنمين بصرى المسيفرة الغارية السهوة تسيل نصيب حلب إدلب حماة حمص دوما "
    "حرستا سراقب خان_شيخون "
    "معرة_النعمان جسر_الشغور كفرنبل أريحا الباب عفرين منبج الرقة دير_الزور البوكمال الميادين القامشلي الحسكة "
    "تدمر سلمية اللاذقية طرطوس "
    # and some that no gazetteer has
    "كفرسنان تلجوزا معرشوران عينبيت ديرحنون الخرزة سملين_الفوقا تلعدنان بيتجرنا كفرحماد معروبين خربشيح الزعترية تلصفرون"
)
GOVERNORATES = _row("درعا إدلب حلب حماة حمص الرقة دير_الزور السويداء القنيطرة")
OUTLETS = _row(
    "وكالة_سانا|رويترز|فرانس_برس|قناة_الجزيرة|قناة_العربية|تلفزيون_سوريا|عنب_بلدي|المرصد_السوري_لحقوق_الإنسان|"
    "بي_بي_سي|الأناضول|"
    "شبكة_شام|نورث_برس|روسيا_اليوم|سكاي_نيوز_عربية|سبوتنيك|حلب_اليوم"
)
WORDS = _row(
    "المساعدات المعبر الطريق السكان المجلس اللجنة الفريق القافلة المنظمة الجلسة الاجتماع الخبير المدير الوزير "
    "المحافظ الطبيب المعلم "
    "المزارع التاجر الطالب المدرسة المخبز البئر المحطة المستودع الأسبوع الصباح المساء الموسم القمح الزيتون "
    "الوقود الكهرباء الماء "
    "الدواء اللقاح الخيمة البطانية السلة الحصار الهدنة الاتفاق المفاوضات الوفد البيان التقرير الدراسة القرار "
    "المشروع الميزانية السوق "
    "سريع واسع كبير محدود مفاجئ جديد متواصل كثيف شديد مؤقت دائم طارئ مشترك خاص عام محلي دولي إنساني طبي غذائي"
)
SIDES = _row("طائرات_حربية طائرات_مروحية مدفعية_ثقيلة راجمات_صواريخ قوات_النظام فصائل_محلية طائرات_مسيرة قوات_مشتركة")
WEAPONS = _row("صواريخ_موجهة براميل_متفجرة قذائف_هاون قنابل_عنقودية رشاشات_ثقيلة صواريخ_فراغية قذائف_مدفعية")
TARGETS = _row(
    "سوقاً_شعبية مدرسة_ابتدائية مشفى_ميدانياً منازل_المدنيين فرناً_آلياً محطة_مياه مركزاً_للدفاع_المدني "
    "مستودعاً_للأدوية مسجداً_قديماً "
    "مخيماً_للنازحين مزرعة_دواجن طريقاً_رئيسياً جسراً_حيوياً محطة_كهرباء"
)
PEOPLE = _row("مدنيين أشخاص عمال نساء أطفال متطوعين")
SOURCES = _row("مصدر_محلي مصدر_طبي ناشطون مراسلنا شهود_عيان مسؤول_في_المجلس_المحلي متطوع_في_الإسعاف قيادي_ميداني")
SAYS = _row("أفاد ذكر قال أوضح أكد بيّن أضاف")
CAUSES = _row(
    "في_هجوم_هو_الأعنف_منذ_أسابيع وسط_تحليق_مكثف_لطيران_الاستطلاع بالتزامن_مع_اشتباكات_على_أطراف_المنطقة "
    "رغم_سريان_وقف_إطلاق_النار "
    "بعد_ساعات_من_انتهاء_جولة_المفاوضات في_تصعيد_جديد_على_الجبهة مع_استمرار_إغلاق_الطرق_المؤدية_إليها "
    "خلال_ساعات_الصباح_الأولى "
    "عقب_انسحاب_دوريات_المراقبة في_ظل_نقص_حاد_في_المواد_الطبية قبيل_وصول_وفد_الوسطاء"
)
TAILS = _row(
    "ونقلت فرق الإسعاف المصابين إلى مشافٍ قريبة|واندلعت حرائق في المباني المجاورة عملت فرق الإطفاء على إخمادها|"
    "وتوقفت الدراسة في عموم المدارس حتى إشعار آخر|وأغلقت الأسواق أبوابها وخلت الشوارع من المارة|"
    "وناشد الأهالي المنظمات الدولية التدخل لوقف التصعيد|وطالبت اللجنة بفتح ممرات آمنة لخروج العالقين|"
    "وشهدت محطات الوقود ازدحاماً كبيراً خوفاً من انقطاع الإمدادات|وأعلنت المشافي حاجتها إلى وحدات من الدم بصورة عاجلة|"
    "وتعرضت شبكة المياه لأضرار واسعة أخرجتها من الخدمة|وبقي مصير عدد من العالقين تحت الأنقاض مجهولاً"
)
APPENDED = _row(
    "وتواصل فرق الإنقاذ عملها في المكان|ولا تزال المعلومات أولية|ولم ترد تفاصيل إضافية حتى الآن|"
    "وتشهد المنطقة توتراً منذ أيام|"
    "ويأتي ذلك وسط دعوات إلى التهدئة|ومن المتوقع صدور بيان رسمي لاحقاً|دون أن يصدر تعليق رسمي على الحادثة|"
    "وأعرب السكان عن قلقهم من تدهور الأوضاع|وتعمل الجهات المعنية على تقييم الأضرار|وسنوافيكم بالتفاصيل فور ورودها"
)
PREFIXES = _row("عاجل|عاجل |عاجل:|#عاجل|🔴 عاجل |عاجل جداً:")
NUMBER_WORDS = {3: "ثلاثة", 4: "أربعة", 5: "خمسة", 6: "ستة", 7: "سبعة", 8: "ثمانية", 9: "تسعة"}
_HARAKAT = "\u064e\u064f\u0650\u0652"  # FATHA, DAMMA, KASRA, SUKUN


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `kind` says what it is where changing it changes the news: "place", "figure", "outlet"."""

    text: str
    kind: str = ""


Text = tuple[Piece, ...]


def plain(text: Text) -> str:
    return " ".join(piece.text.replace("_", " ") for piece in text)


def make_text(random: random.Random) -> Text:
    """A text of 12 to 40 words, about one event."""
    return random.choice(_PATTERNS)(random)


def _words(text: str) -> list[Piece]:
    return [Piece(word) for word in text.replace("_", " ").split()]


def _place(r: random.Random) -> list[Piece]:
    lead = r.choice(("بلدة", "مدينة", "قرية", "على أطراف", "في محيط"))
    return [*_words(lead), Piece(r.choice(PLACES), "place")]


def _figure(r: random.Random) -> Piece:
    return Piece(str(r.randrange(3, 60)), "figure")


def _outlet(r: random.Random) -> list[Piece]:
    return [*_words(r.choice(("وفق ما نقلت", "بحسب", "نقلاً عن", "حسبما ذكرت"))), Piece(r.choice(OUTLETS), "outlet")]


def _attack(r: random.Random) -> Text:
    return (
        *_words(f"{r.choice(SAYS)} {r.choice(SOURCES)} بأن {r.choice(SIDES)} استهدفت"),
        *_words(f"بـ{r.choice(WEAPONS)} {r.choice(TARGETS)}"),
        *_words("في"), *_place(r), *_words("بريف"), Piece(r.choice(GOVERNORATES), "place"),
        *_words("ما أدى إلى مقتل"), _figure(r), *_words(f"{r.choice(PEOPLE)} وإصابة"), _figure(r), *_words("آخرين"),
        *_words(r.choice(CAUSES)), *(_outlet(r) if r.random() < 0.8 else []),
        *(_words(r.choice(TAILS)) if r.random() < 0.5 else []),
    )  # fmt: skip


def _flight(r: random.Random) -> Text:
    return (
        *_words(r.choice(("نزحت", "فرت", "غادرت", "خرجت"))), Piece(str(r.randrange(20, 900)), "figure"),
        *_words("عائلة من"),
        *_place(r), *_words("باتجاه"), Piece(r.choice(PLACES), "place"),
        *_words(f"{r.choice(CAUSES)} وقال {r.choice(SOURCES)} إن {r.choice(WORDS)} {r.choice(WORDS)}"),
        *_words(f"بلغ {r.choice(WORDS)}"),
        *_outlet(r), *(_words(r.choice(TAILS)) if r.random() < 0.5 else []),
    )  # fmt: skip


def _talks(r: random.Random) -> Text:
    free = " ".join(r.sample(WORDS, 6))
    return (
        *_words(f"{r.choice(SAYS)} {r.choice(SOURCES)} أن الوفد بحث مع {r.choice(SIDES)} {free}"),
        *_words("في"), *_place(r), *_words(r.choice(CAUSES)), *_words(r.choice(TAILS)), *_outlet(r),
    )  # fmt: skip


def _free(r: random.Random) -> Text:
    first, second = " ".join(r.sample(WORDS, r.randrange(5, 12))), " ".join(r.sample(WORDS, r.randrange(3, 9)))
    return (
        *_words(f"{r.choice(SAYS)} {r.choice(SOURCES)} {first} في"), *_place(r), *_words(f"{second}"), *_outlet(r),
    )  # fmt: skip


_PATTERNS: tuple[Callable[[random.Random], Text], ...] = (_attack, _attack, _flight, _talks, _free)


def near_copies(text: Text, r: random.Random) -> dict[str, str]:
    """The six kinds, of one text."""
    outlets = [index for index, piece in enumerate(text) if piece.kind == "outlet"]
    swapped = list(text)
    for index in outlets:
        swapped[index] = Piece(r.choice([name for name in OUTLETS if name != text[index].text]), "outlet")
    return {
        "word replaced": plain(_replaced(text, 1, r)),
        "three words replaced": plain(_replaced(text, 3, r)),
        "prefix": f"{r.choice(PREFIXES)} {plain(text)}",
        "sentence appended": f"{plain(text)}. {r.choice(APPENDED)}.",
        "outlet swapped": plain(tuple(swapped)),
        "diacritics": _marked(plain(text), r),
    }


def _replaced(text: Text, count: int, r: random.Random) -> Text:
    free = [index for index, piece in enumerate(text) if not piece.kind and len(piece.text) > 3]
    result = list(text)
    for index in r.sample(free, count):
        result[index] = Piece(r.choice(WORDS))
    return tuple(result)


def _marked(text: str, r: random.Random) -> str:
    return re.sub(r"[\u0621-\u064a]", lambda letter: letter[0] + (r.choice(_HARAKAT) if r.random() < 0.4 else ""), text)


def news(text: Text, r: random.Random) -> Iterator[tuple[str, str]]:
    """Texts that differ from this one in one figure, one place, a negation; and one that shares its pattern alone."""
    figures = [index for index, piece in enumerate(text) if piece.kind == "figure"]
    if figures:
        yield "figure", plain(_with_figure(text, r.choice(figures), r))
    places = [index for index, piece in enumerate(text) if piece.kind == "place"]
    index = r.choice(places)
    others = GOVERNORATES if text[index].text in GOVERNORATES else PLACES
    changed = list(text)
    changed[index] = Piece(r.choice([name for name in others if name != text[index].text]), "place")
    yield "place", plain(tuple(changed))
    yield "negation", _negated(plain(text), r)


def _with_figure(text: Text, index: int, r: random.Random) -> Text:
    changed = list(text)
    old = int(text[index].text)
    new = r.choice(
        [number for number in (old + 1, old - 1, old + 3, old * 2, r.randrange(3, 10)) if number not in (old, 1, 2, 0)]
    )
    spelt = NUMBER_WORDS.get(new, str(new)) if r.random() < 0.5 else str(new)
    changed[index] = Piece(spelt, "figure")
    return tuple(changed)


def _negated(text: str, r: random.Random) -> str:
    for verb, denial in (
        ("استهدفت", "لم تستهدف"),
        ("بلغ", "لم يبلغ"),
        ("بحث", "لم يبحث"),
        ("ما أدى إلى", "دون أن يؤدي إلى"),
    ):
        if f" {verb} " in f" {text} ":
            return text.replace(verb, denial, 1)
    first, _, rest = text.partition(" ")
    return f"نفى {rest}" if first in SAYS else f"نفى مصدر رسمي أن {text}"
