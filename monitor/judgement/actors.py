"""Who acts: what one of them is said to have done is other news when it becomes another one."""

from collections.abc import Sequence

from arabic.fold import fold_text


def _actors(row: str) -> dict[str, str]:
    """Every form of an actor under one name: «الروسية», «روسيا»."""
    forms: dict[str, str] = {}
    for group in row.split("|"):
        words = fold_text(group).split()
        forms |= dict.fromkeys(words, words[0])
    return forms


_ACTORS = _actors(
    "النظام نظام|المعارضة معارضة معارضون|الجيش جيش|روسيا الروسي الروسية روسية روسي الروس|"
    "إسرائيل الإسرائيلي الإسرائيلية إسرائيلية إسرائيلي الاحتلال|إيران الإيراني الإيرانية إيرانية إيراني|"
    "تركيا التركي التركية تركية تركي الأتراك|"
    "واشنطن أمريكا الأمريكي الأمريكية أمريكية أميركا الأميركي الأميركية أميركية|"
    "التحالف تحالف|داعش الدولة|قسد الديمقراطية ديمقراطية|حزب|الفصائل فصائل فصيل|المسلحون مسلحون مسلحين المسلحين|"
    "مجهولون مجهولين مجهولة|"
    "الشرطة شرطة|"
    "الأمن أمن|الحوثيون الحوثيين حوثيون الحوثي الحوثية|حماس|الأمم أممي أممية الأممية|الحكومة حكومة حكومية الحكومية|"
    "الميليشيات ميليشيات ميليشيا المليشيات مليشيات مليشيا|السعودية سعودي سعودية السعودي|الأكراد الكردية كردية|"
    "الدعم|الحركة|حماية|البيشمركة|رعاة|القسام|سرايا|الحشد|المستوطنون المستوطنين مستوطنون مستوطنين|"
    "القاعدة|الانتقالي|العشائر عشائر قبائل القبائل قبلية|"
    "العراق العراقي العراقية عراقية عراقي|السودان السوداني السودانية سودانية سوداني|"
    "لبنان اللبناني اللبنانية لبنانية لبناني|"
    "اليمن اليمني اليمنية يمنية يمني|سوريا السوري السورية سورية سوري|فلسطين الفلسطيني الفلسطينية فلسطينية فلسطيني|"
    "مصر المصري المصرية مصرية مصري|الأردن الأردني الأردنية أردنية أردني|الإمارات الإماراتي الإماراتية إماراتية|"
    "بريطانيا البريطاني البريطانية بريطانية|فرنسا الفرنسي الفرنسية فرنسية"
)
_PREFIXES = ("و", "ف", "ب", "ل", "وب", "ول")
_OF_THE_STATE = frozenset(map(fold_text, ("النظام", "الجيش", "الحكومة", "الأمن", "الشرطة", "سوريا")))


def actors_in(words: Sequence[str]) -> frozenset[str]:
    """The actors that folded words name, each by one name."""
    found = set()
    for word in words:
        cores = (word, *(word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix)))
        found |= {_ACTORS[core] for core in cores if core in _ACTORS}
    return frozenset(found)


def are_akin(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two namings may be of one actor: «قوات النظام» is another house's «الجيش السوري»."""
    return bool(one & other) or one | other <= _OF_THE_STATE
