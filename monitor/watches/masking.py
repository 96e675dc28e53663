"""Masking: places that only stand in another name, in a byline, a dateline or a clock time."""

import re

from arabic.fold import fold_text
from arabic.words import WORD, Words
from monitor.watches.placewords import GIVEN_NAMES, KUNYA, PREPOSITION, SPEECH, cores, folded, trait, traits

_OUTLETS = folded("تلفزيون قناة إذاعة راديو صحيفة جريدة مجلة وكالة فضائية تليفزيون مراسل مراسلة منصة محطة")
_VAGUE_OUTLETS = folded("موقع شبكة صفحة تجمع مركز حساب مكتب غرفة منصة صفحات")
_OUTLET_ENDS = folded("نيوز برس بوست نت أونلاين تيفي tv fm online news press plus بلس الإخبارية الإعلامية الإعلامي")
_OUTLET_ENDS_THAT_ARE_WORDS = folded("اليوم الآن مباشر مباشرة الغد الحدث الحرة")
_AGENCIES = folded(
    """سانا رويترز سمارت الأناضول وكالات الوكالات متابعات خاص سبوتنيك واس وفا بترا قنا وام وطنية أسوشيتد فرانس شينخوا
    تاس إنترفاكس روداو أورينت نورث قاسيون كونا معا أب أ اف د reuters afp""".replace("\n", " ")
)
_BYLINE = folded("متابعات خاص كتب كتبت تقرير إعداد تحرير المصدر مراسل مراسلنا ترجمة وكالات الوكالات تصوير مكتب")
_STREETS = folded("شارع جادة زقاق دوار نفق أوتوستراد اوتستراد بوليفار كورنيش")
_ROADS = folded("طريق طريقي الطريق أوتوستراد")
_DATED = re.compile(r"\s*[,،]?\s*\d{1,2}\s*(?:[-/]\s*\d{1,2}|[^\W\d_]+)(?:\s*[-/]\s*\d{2,4})?\s*")
_DASH = re.compile(r"\s*[-\u2013\u2014]\s*")  # HYPHEN, EN DASH, EM DASH
_OUTLET, _VAGUE_OUTLET, _AGENCY, _STREET, _ROAD, _CLOCK, _PERSON = map(
    trait, (_OUTLETS, _VAGUE_OUTLETS, _AGENCIES, _STREETS, _ROADS, folded("توقيت"), KUNYA | GIVEN_NAMES)
)
_ALL_ENDS = _OUTLET_ENDS | _OUTLET_ENDS_THAT_ARE_WORDS | {"24"}
_SPEAKS = re.compile(r"\s*[:|]")
_SEPARATED = re.compile(r"[-\u2013\u2014|:]")
_HARD = re.compile(r"[\n.!?؟؛:]")
_DATELINE_PREFIX = 30  # characters
_SHORT_LINE, _BYLINE_WORDS = 60, 7  # characters, words

# From where agencies write about other places; a town before a dash is a heading: «درعا - قتلى في قصف».
_BUREAUS = folded(
    """بيروت دمشق بغداد عمان القاهرة الرياض أنقرة إسطنبول طهران موسكو واشنطن نيويورك لندن باريس برلين جنيف فيينا بروكسل
    نيقوسيا تونس الجزائر الرباط طرابلس الخرطوم صنعاء الدوحة الكويت المنامة مسقط دبي أبوظبي روما مدريد أثينا بكين طوكيو
    نيودلهي القدس المحتلة كابول كييف""".replace("\n", " ")
)
_BUREAU, _BYLINE_WORD = trait(_BUREAUS), trait(_BYLINE)
# Names of others with a place in them. The place is the word after the star.
_NAMES = """
قوات *سوريا الديمقراطية
مجلس *سوريا الديمقراطية
قسد *سوريا الديمقراطية
تلفزيون *سوريا
فيلق *القدس
سرايا *القدس
لواء *القدس
كتائب *القدس
*القدس العربي
*القدس المفتوحة
جيش *الأردن الحر
نداء *تونس
حركة *حماة الديار
حركة *حزم
ريال *مدريد
اتلتيكو *مدريد
أتلتيكو *مدريد
*باريس سان جيرمان
*مانشستر يونايتد
*مانشستر سيتي
*بايرن ميونيخ
*الجزيرة نت
*الجزيرة مباشر
*الميادين نت
بنك *سوريا
مصرف *لبنان
مصرف *سوريا المركزي
بروتوكول *كيوتو
اتفاق *أوسلو
اتفاقات *أوسلو
مسار *جنيف
مسار *أستانا
اتفاقية *جنيف
اتفاقيات *جنيف
وثيقة *المدينة
صوت *العرب
صوت *لبنان
صوت *بيروت
راديو *سوا
*النيل للأخبار
أحرار *الشام
أحرار *الشرقية
أحرار *حوران
تجمع أحرار *حوران
صوت *العاصمة
*السويداء تنتفض
هيئة تحرير *الشام
تحرير *الشام
داعش *العراق
*العراق والشام
في *العراق والشام
"""
_Words = tuple[str, ...]
_NAMED: dict[str, list[tuple[_Words, int]]] = {}
for _row in _NAMES.strip().splitlines():
    _parts = _row.split()
    _at = next(i for i, part in enumerate(_parts) if part.startswith("*"))
    _name = tuple(fold_text(part.lstrip("*")) for part in _parts)
    _NAMED.setdefault(_name[_at], []).append((_name, _at))

NAMED_AFTER = trait(_NAMED)
TELLING_BEFORE = _OUTLET | _AGENCY | _PERSON | _STREET | _ROAD | _CLOCK
OUTLET_END = trait(_ALL_ENDS)


def is_one_line(text: str) -> bool:
    """Whether a folded text is one line that is no byline."""
    return "\n" not in text and (len(text) > _SHORT_LINE or not _SEPARATED.search(text))


def mask(words: Words, text: str, first: int, last: int) -> str:
    """What the name in words `first` to `last` of a folded text is instead of a place; nothing where it is none.

    Only its neighbourhood is looked at. In one line (`is_one_line`), a name that is no NAMED_AFTER, with a word before
    it that is no TELLING_BEFORE and no number, and no OUTLET_END after it, is none.
    """
    texts = words.texts
    is_named_after = traits(texts[first]) & NAMED_AFTER
    behind = traits(texts[first - 1]) if first else 0
    gap = words.gap(first)
    before = texts[first - 1] if first and (gap == " " or not _HARD.search(gap)) else ""
    near = behind if before else 0
    return (
        (_in_a_name(texts, first) if is_named_after else "")
        or _outlet(words, text, first, last, near)
        or (_person(before) if before else "")
        or (_street(texts, first, last, near) if near & (_STREET | _ROAD) else "")
        or (_clock(words, first, behind) if first else "")
        or _line(words, text, first, last)
    )


def dateline(words: Words, text: str, first: int, last: int) -> bool:
    """Whether a name says from where the text is reported: «بيروت - …», «دمشق-سانا», «بغداد 15-7 (أ ف ب)»."""
    if first and not traits(words.texts[first - 1]) & _AGENCY and "\n" not in words.gap(first):
        return False
    start, end = words.bounds[2 * first], words.bounds[2 * last + 1]
    line = text.rfind("\n", 0, start) + 1
    if start - line > _DATELINE_PREFIX:
        return False
    prefix = WORD.findall(text, line, start)
    if not all(map(_is_agency, prefix)):
        return False
    dated = _DATED.match(text, end)
    following = [word for word in words[last + 1 : last + 2 + (3 if dated else 0)] if word.start - end < 30]
    if any(_is_agency(word.text) and len(word.text) > 2 for word in following):
        return True
    if [word.text for word in following[-2:]] in (["اف", "ب"], ["ف", "ب"], ["ب", "ا"]):
        return True
    if words.texts[last + 1 : last + 4] == ["ا", "ف", "ب"] or words.texts[last + 1 : last + 3] == ["اف", "ب"]:
        return True
    if prefix:  # «رويترز - دمشق»
        return bool(_DASH.match(text, end) or text[end : end + 1] in ("\n", "", ":"))
    dash = _DASH.match(text, dated.end() if dated else end)
    named = " ".join(words.texts[first : last + 1])
    return bool(dash) and named in _BUREAUS and not _is_bureau_next(words, last)


def _is_bureau_next(words: Words, last: int) -> bool:
    """«دمشق - بيروت» is a way, not a dateline."""
    return last + 1 < len(words) and bool(traits(words.texts[last + 1]) & _BUREAU)


def _is_agency(token: str) -> bool:
    return bool(traits(token) & _AGENCY)


def _in_a_name(texts: list[str], first: int) -> str:
    for core in cores(texts[first]):
        for name, at in _NAMED.get(core, ()):
            start = first - at
            if start < 0 or start + len(name) > len(texts):
                continue
            there = texts[start : start + len(name)]
            if all(_is_written(part, token) for part, token in zip(name, there, strict=True)):
                return f"in the name «{' '.join(name)}»"
    return ""


def _is_written(part: str, token: str) -> bool:
    return token == part or (part.endswith("ة") and token == part[:-1] + "ه") or part in cores(token)


def _outlet(words: Words, text: str, first: int, last: int, behind: int) -> str:
    texts = words.texts
    if behind & _OUTLET and texts[first] != "السويس":
        return f"the name of an outlet after «{texts[first - 1]}»"
    after = texts[last + 1] if last + 1 < len(texts) else ""
    if after not in _ALL_ENDS or set(words.gap(last + 1)) - set(" _-"):
        return ""
    if after in _OUTLET_ENDS:
        return "the name of an outlet"
    told = behind & (SPEECH | _VAGUE_OUTLET)
    quoted = words.gap(first)[-1:] in ('"', "«", "“")
    if after == "24":
        counted = texts[last + 2] if last + 2 < len(texts) else ""
        a_number = counted.endswith(("ا", "ة")) or behind & PREPOSITION or _has_preposition(texts[first])
        if told or quoted or not a_number:
            return "the name of an outlet"
    if after in _OUTLET_ENDS_THAT_ARE_WORDS:
        end = words.bounds[2 * last + 3]
        closed = quoted and text[end : end + 1] in ('"', "»", "”")
        speaks = first == 0 and _SPEAKS.match(text, end)  # «حلب اليوم: …»
        if told or closed or speaks:
            return "the name of an outlet"
    return ""


def _has_preposition(token: str) -> bool:
    return token[0] in "بل" and len(token) > 3


def _person(before: str) -> str:
    bare = before[1:] if before[0] in "وف" and len(before) > 4 else before
    if bare in KUNYA or before in KUNYA or (before in GIVEN_NAMES or bare in GIVEN_NAMES):
        return f"the name of a person after «{before}»"
    return ""


def _street(texts: list[str], first: int, last: int, behind: int) -> str:
    before = texts[first - 1]
    if behind & _STREET:
        return f"the name of a street after «{before}»"
    if first > 1 and texts[first - 2] in ("عن", "وعن"):
        return ""
    after = texts[last + 1] if last + 1 < len(texts) else ""
    if after in ("القديم", "الدولي", "السريع", "القديمة", "الرئيسي"):
        return f"the name of a road after «{before}»"
    return ""


def _clock(words: Words, first: int, behind: int) -> str:
    if behind & _CLOCK:
        return "in a clock time"
    texts = words.texts
    if first < 2 or not (texts[first - 1].isdigit() and texts[first - 2].isdigit()):
        return ""
    return "in a clock time" if words.gap(first - 1) == ":" and not words.gap(first).strip(" |") else ""


def _line(words: Words, text: str, first: int, last: int) -> str:
    if dateline(words, text, first, last):
        return "in a dateline"
    if len(text) > _SHORT_LINE and "\n" not in text:
        return ""
    start, end = text.rfind("\n", 0, words.bounds[2 * first]) + 1, text.find("\n", words.bounds[2 * last + 1])
    end = end if end >= 0 else len(text)
    if end - start > _SHORT_LINE or not _SEPARATED.search(text, start, end):
        return ""
    line = text[start:end]
    tokens = line.replace("-", " ").replace(":", " ").replace("|", " ").split()
    if len(tokens) <= _BYLINE_WORDS and any(traits(token) & _BYLINE_WORD for token in tokens):
        return "in a byline"
    return ""
