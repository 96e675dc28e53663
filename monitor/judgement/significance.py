"""Whether an edit is news: a figure, a place, a negation or an actor that changed; a comma or a typo is not."""

import json
from difflib import SequenceMatcher

from arabic.fold import fold_text
from monitor.judgement.gist import gist_of
from monitor.judgement.guard import differences, replaced
from monitor.judgement.placenames import PlaceNames

LONGEST = 4_000  # words of a text that are compared one by one


def _actors(row: str) -> dict[str, str]:
    """Every form of an actor under one name: «الروسية», «روسيا»."""
    forms: dict[str, str] = {}
    for group in row.split("|"):
        words = fold_text(group).split()
        forms |= dict.fromkeys(words, words[0])
    return forms


# Who acts: what one of them is said to have done is other news when it becomes another one.
_ACTORS = _actors(
    "النظام نظام|المعارضة معارضة معارضون|الجيش جيش|روسيا الروسي الروسية روسية روسي الروس|"
    "إسرائيل الإسرائيلي الإسرائيلية إسرائيلية إسرائيلي الاحتلال|إيران الإيراني الإيرانية إيرانية إيراني|"
    "تركيا التركي التركية تركية تركي الأتراك|"
    "واشنطن أمريكا الأمريكي الأمريكية أمريكية أميركا الأميركي الأميركية أميركية|"
    "التحالف تحالف|داعش الدولة|قسد|حزب|الفصائل فصائل فصيل|المسلحون مسلحون مسلحين المسلحين|مجهولون مجهولين|الشرطة شرطة|"
    "الأمن أمن|الحوثيون الحوثيين حوثيون الحوثي الحوثية|حماس|الأمم أممي أممية الأممية|الحكومة حكومة حكومية الحكومية|"
    "الميليشيات ميليشيات ميليشيا|السعودية سعودي سعودية السعودي|الأكراد الكردية كردية"
)
_PREFIXES = ("و", "ف", "ب", "ل", "وب", "ول")


def significant_change(before_folded: str, after_folded: str, places: PlaceNames) -> str | None:
    """What the edit changed that matters, in words; None where nothing that matters did.

    Both texts are folded, headline and text together. Clock times and dates do not count as figures.
    """
    before, after = gist_of("", before_folded).text, gist_of("", after_folded).text
    if before == after:
        return None
    found = [str(difference) for difference in differences(before, after, places)]
    return "; ".join([*found, *_by_actor(before.split(), after.split())]) or None


def _by_actor(old: list[str], new: list[str]) -> list[str]:
    for kind, (a, b, c, d) in replaced(old, new):
        was, now = (_actors_in(words) for words in (old[a:b], new[c:d]))
        if kind == "replace" and was and now and was != now:
            return [f"actor changed: {'، '.join(sorted(was))} → {'، '.join(sorted(now))}"]
    return []


def _actors_in(words: list[str]) -> set[str]:
    found = set()
    for word in words:
        cores = (word, *(word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix)))
        found |= {_ACTORS[core] for core in cores if core in _ACTORS}
    return found


def word_diff(before: str, after: str) -> str:
    """What an edit changed word by word, as JSON: `[["=", "…"], ["-", "12"], ["+", "15"], ["=", "…"]]`."""
    old, new = before.split()[:LONGEST], after.split()[:LONGEST]
    steps: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            steps.append(("=", "…"))
            continue
        steps += [(sign, " ".join(words)) for sign, words in (("-", old[a:b]), ("+", new[c:d])) if words]
    return json.dumps(steps, ensure_ascii=False)
