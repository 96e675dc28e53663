"""Lists of words that no rule gives, reviewed by hand."""

from importlib.resources import files

from arabic.fold import fold_text


def _plurals(sign: str) -> dict[str, tuple[str, ...]]:
    """Nouns as written → their plurals as written, of the rows of `data/plurals.txt` that have this sign."""
    lines = (files("arabic") / "data" / "plurals.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.partition(sign) for line in lines if sign in line and not line.startswith("#"))
    return {noun.strip(): tuple(filter(None, plurals.strip().split("، "))) for noun, _, plurals in rows}


def _by_folded(plurals: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {fold_text(noun): tuple(map(fold_text, told)) for noun, told in plurals.items()}


def _turned(plurals: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    nouns: dict[str, tuple[str, ...]] = {}
    for noun, told in plurals.items():
        nouns |= {plural: (*nouns.get(plural, ()), noun) for plural in map(fold_text, told)}
    return nouns


_IN_PLACE, _BESIDE = _plurals("="), _plurals(":")
PLURALS = _by_folded(_IN_PLACE)
"""Folded singular → its folded plurals; none at all where what the lexicon lists is no plural."""
MORE_PLURALS = _by_folded(_BESIDE)
"""Folded singular → folded plurals that the lexicon may not list."""
SINGULARS = _turned(_IN_PLACE | _BESIDE)
"""Folded plural → the nouns that it is of, as written."""


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

DOUBLED = _folded(
    "فر رد دل ضل صب مد شد حل سد ظن شك شق هب مس جر خف حس كف عد لف حط صد قص رش سب شم مل بت غص هد رص كر حن ذل زج عز غش دس"
)
"""Verbs of two letters that the lexicon does not conjugate."""

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
