"""Negation: whether a text says of an event that it did not happen («نفى حدوث نزوح», «لا نزوح», «دون إصابات»)."""

import re
from collections.abc import Sequence

from arabic.fold import fold_text
from arabic.words import Word

_BREAK = re.compile(r"[\n.!?؟؛…:]")
_COMMA = re.compile(r"[،,]")
_DENIAL_REACH = 9  # words from «نفى» to what is denied
_TRUTH_REACH = 5  # as many more where the truth of something is denied
_NEWS_REACH = 8  # as many more where news of it is: «نفى الأنباء التي تداولتها صفحات … عن مقتل 14»
_CLAUSE_REACH = 6  # words from «لم» to what did not happen


def _folded(words: str) -> frozenset[str]:
    return frozenset(prefix + word for word in fold_text(words).split() for prefix in ("", "و", "ف"))


_DENYING = _folded(
    "نفى نفت نفوا ينفي تنفي ينفون نفيه نفيها نفيهم نافيا نافية نافين نفينا ننفي أنفي نفيت "
    "أنكر أنكرت ينكر تنكر منكرا كذب كذبت يكذب تكذب "
    "تكذيب فند فندت يفند مفندا مكذبا دحض دحضت يدحض صحة شائعات إشاعات"
)
# «لا صحة» denies; «أكد صحة» does not.
_ONLY_AFTER_LA = _folded("صحة")
_NOT = _folded("لا لم لن ليس ليست ليسوا دون بدون بلا عدم")
_WITHOUT = _folded("دون بدون بلا لا عدم أي")
_OR = fold_text("أو")
_NEWS = _folded(
    "أنباء الأنباء تقارير التقارير معلومات المعلومات خبر الخبر مزاعم المزاعم ادعاءات الادعاءات تداولته تداوله تداولتها "
    "تردد تتردد يتردد أشيع يشاع نشرته نشره"
)
_ABOUT = _folded("عن حول بشأن")
_HAPPENING = _folded(
    "حدوث وقوع سقوط يسقط تسقط تسجيل وجود حصول رصد توثيق ورود حالات حالة عمليات عملية حركة حركات موجة موجات أي "
    "أية أيا أن هناك ثمة يحدث تحدث يقع تقع يسجل تسجل سجلت نسجل يسجلوا تشهد يشهد نشهد ترد يرد يحصل تحصل يجر تجر "
    "يرصد ترصد يوثق توثق يكن تكن تصدر يصدر يعلن تعلن أنباء معلومات تقارير مؤشرات عن إصابة إصابات"
)
_CAUSING = _folded(
    "توقعا يوقعا تسفرا يسفرا "
    "يسفر تسفر أسفر يؤد يؤدي تؤد تؤدي يتسبب تتسبب يخلف تخلف يوقع توقع يحدث تحدث ينجم تنجم تسجل يسجل تشهد يشهد "
    "ترد ترصد يرصد يوثق توثق تعلن تصدر يصدر"
)
_STOPS_DENIAL = _folded(
    "قال قالت أكد أكدت أضاف أضافت أوضح أوضحت أعلن أعلنت ذكر ذكرت مؤكدا مشيرا لكن لكنه لكنها بينما فيما رغم بعد عقب إثر "
    "جراء بسبب مسؤولية مسؤوليته مسؤوليتها المسؤولية علاقة علاقته علاقتها ضلوع ضلوعه ضلوعها تورط تورطه تورطها صلة صلته "
    "توقف وقف انتهاء انهيار تراجع إلغاء تأجيل عرقلة منع رفض رفضه رفضها سيطرة السيطرة "
    "احتواء"
)
_STOPS_CLAUSE = _folded("قال قالت أكد أكدت إلا سوى لكن بينما فيما بعد عقب إثر جراء بسبب حتى منذ")
_UNTRUE_AFTER = _folded("صحيح صحيحة دقيق دقيقة")
_UNTRUE = _folded("كاذبة كاذب ملفقة ملفق مفبركة عارية عار")


def denial(words: Sequence[Word], text: str, first: int, last: int) -> str:
    """The word that denies what stands in words `first` to `last` of a folded text, or ""."""
    return _negated(words, text, first) or _denied(words, text, first) or _untrue(words, text, last)


def _negated(words: Sequence[Word], text: str, first: int) -> str:
    """«لا نزوح», «دون وقوع أي إصابات», «لم تسفر الغارة عن إصابات»."""
    causing = False
    direct = True
    if first > 1 and words[first - 1].text == _OR and (earlier := _without(words, text, first - 1)):
        return earlier
    for position in range(first - 1, max(-1, first - 1 - _CLAUSE_REACH), -1):
        if _BREAK.search(text, words[position].end, words[position + 1].start):
            return ""
        word = words[position].text
        if word in _NOT and (direct or causing):
            return word
        if word in _STOPS_CLAUSE or _COMMA.search(text, words[position].end, words[position + 1].start):
            return ""
        if word in _CAUSING and (position + 1 < first or not words[first].text.startswith("ال")):
            causing = True
        elif word not in _HAPPENING:
            direct = False
            if causing:  # what causes must stand right behind «لم»
                return ""
    return ""


def _without(words: Sequence[Word], text: str, conjunction: int) -> str:
    """«دون خسائر بشرية أو إصابات»: what stands before «أو» is denied at once with what follows."""
    for position in range(conjunction - 2, max(-1, conjunction - 5), -1):
        if _BREAK.search(text, words[position].end, words[position + 1].start):
            return ""
        if words[position].text in _WITHOUT:
            return words[position].text
    return ""


def _denied(words: Sequence[Word], text: str, first: int) -> str:
    """«نفى المحافظ حدوث أي نزوح»; a comma between ends it unless the happening itself is named."""
    named = first > 0 and words[first - 1].text in _HAPPENING
    reach = _DENIAL_REACH
    told = {words[position].text for position in range(max(0, first - 2), first)} & _ABOUT
    for position in range(first - 1, -1, -1):
        if first - position > reach:
            return ""
        between = words[position].end, words[position + 1].start
        if _BREAK.search(text, *between) or (not named and _COMMA.search(text, *between)):
            return ""
        word = words[position].text
        if word in _STOPS_DENIAL:
            return ""
        if word in _ONLY_AFTER_LA and not (position and words[position - 1].text in _NOT):
            reach += _TRUTH_REACH  # «نفى في تصريح صحة الأنباء التي …»
            continue
        if word in _DENYING:
            return word
        if told and word in _NEWS:
            reach = max(reach, first - position + _NEWS_REACH)
    return ""


def _untrue(words: Sequence[Word], text: str, last: int) -> str:
    """«أنباء النزوح غير صحيحة»."""
    for position in range(last + 1, min(len(words), last + 7)):
        if re.search(r"[\n.!?؟؛…:،,]", text[words[position - 1].end : words[position].start]):
            return ""
        word = words[position].text
        if word in _UNTRUE or (word in _UNTRUE_AFTER and words[position - 1].text == "غير"):
            return word
    return ""
