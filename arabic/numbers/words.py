"""Numbers as values, and their words: units, tens, hundreds, scales, vague plurals, «more than»."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from arabic.fold import fold_text


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the words that tell it: `first` to `last` (inclusive), with «more than» from `opening` on.

    `high` is None where no upper end is told. `above` is «more than `low`», not «at least». `change` marks
    «from `low` to `high`», which behind «rose» is no range. `year` could be one; `definite` has the article.
    """

    low: int
    high: int | None
    opening: int
    first: int
    last: int
    above: bool = False
    about: bool = False
    vague: bool = False
    change: bool = False
    year: bool = False
    definite: bool = False


def _table(rows: Mapping[int, str]) -> dict[str, int]:
    return {word: value for value, row in rows.items() for word in fold_text(row).split()}


ONES = _table(
    {
        2: "اثنان اثنين اثنتان اثنتين",
        3: "ثلاث ثلاثة ثلاثه",
        4: "أربع أربعة أربعه",
        5: "خمس خمسة خمسه",
        6: "ست ستة سته",
        7: "سبع سبعة سبعه",
        8: "ثمان ثماني ثمانية ثمانيه",
        9: "تسع تسعة تسعه",
        10: "عشر عشرة عشره",
    }
)
BEFORE_TEN = {
    "احد": 1,
    "احدي": 1,
    **_table({2: "اثنا اثني اثنتا اثنتي"}),
    **{k: v for k, v in ONES.items() if 2 < v < 10},
}
TEN = frozenset(("عشر", "عشرة", "عشره"))
TENS = _table(
    {
        20: "عشرون عشرين",
        30: "ثلاثون ثلاثين",
        40: "أربعون أربعين",
        50: "خمسون خمسين",
        60: "ستون ستين",
        70: "سبعون سبعين",
        80: "ثمانون ثمانين",
        90: "تسعون تسعين",
    }
)
HUNDRED = ("مئة", "مائة", "مئه", "مائه", "مية")
HUNDREDS = _table({100: " ".join(HUNDRED), 200: "مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي ميتين"}) | {
    fold_text(stem + hundred): value * 100
    for value, stems in enumerate(("ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان ثماني", "تسع"), 3)
    for stem in stems.split()
    for hundred in HUNDRED
}
SCALES = _table({1000: "ألف آلاف ألفا", 1_000_000: "مليون ملايين مليونا", 1_000_000_000: "مليار مليارات مليارا"})
TWO_SCALES = _table({1000: "ألفان ألفين ألفي ألفا", 1_000_000: "مليونان مليونين مليوني مليونا"})
VAGUE = _table({10: "عشرات", 100: "مئات مئآت مئاة", 1000: "آلاف ألوف", 1_000_000: "ملايين"})
PARTS = {"نصف": Decimal("0.5"), "ربع": Decimal("0.25")}
FEW = frozenset(("بضع", "بضعة", "بضعه"))


MODIFIERS: tuple[tuple[str, str], ...] = tuple(
    (fold_text(words), sense)
    for sense, row in {
        "more": "أكثر من, أزيد من, ما يزيد عن, ما يزيد على, يزيد عن, يزيد على, تزيد على, تزيد عن, ما يزيد عددهم عن, "
        "ما يزيد عددهم على, ما يفوق, يفوق, فوق, ما يتجاوز, يتجاوز, تتجاوز, تجاوز, تجاوزت, متجاوزا, "
        "ما يربو على, يربو على, يتجاوزون, تجاوزوا, يفوقون, فاقوا, يتخطى, تتخطى, تخطى, تخطت, يزيدون على, يزيدون عن",
        "least": "ما لا يقل عن, لا يقل عن, لا تقل عن, ما لا يقل عددهم عن, لا يقل عددهم عن, على الأقل",
        "even": "ما مجموعه, ما عدده",
        "less": "أقل من, ما يقل عن, دون",
        "most": "ما يصل إلى, لا يتجاوز, لا تتجاوز, لا يزيد على, لا يزيد عن",
        "about": "نحو, حوالي, حوالى, زهاء, قرابة, ما يقارب, يقارب, تقارب, ما يقرب من, ما يقدر ب, يقدر ب, يقدر عددهم ب, "
        "ما يناهز, يناهز, بحدود, في حدود, حدود, تقريبا, ما يعادل, بنحو, لنحو",
    }.items()
    for words in row.split(", ")
)
AFTER = {fold_text("على الأقل"): "least", fold_text("على أقل تقدير"): "least", fold_text("أو أكثر"): "least"} | {
    fold_text("تقريبا"): "about"
}
