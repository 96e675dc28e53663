"""What stands above an article's text in the same box: label, headline, time, byline, caption; each is kept apart."""

import re
from dataclasses import dataclass

from crawler.document import Document
from crawler.times import clock_texts, told_time

LIVE_LABELS = frozenset(("التغطية الحية", "تغطية حية", "تغطية مباشرة", "تغطية مستمرة", "التغطية مستمرة"))
_LABELS = LIVE_LABELS | {"عاجل", "خاص", "حصري", "تقرير", "تقارير", "أخبار", "الأخبار"}
# `تلفزيون سوريا - متابعات`, `عنب بلدي – خاص`
_BYLINE = re.compile(
    r"^[^.:؛!؟]{2,60}\s*[-–—|/]\s*(?:متابعات|متابعة|خاص|وكالات|الوكالات|مراسلون|مراسلنا|رصد|رويترز|الأناضول)(?:\s*[-–—|/+و]\s*\S+)?$"
)
# `… (أرشيفية - إنترنت)`
_CAPTION = re.compile(
    r"\([^()]*(?:أرشيف|ارشيف|إنترنت|انترنت|رويترز|فرانس برس|أ ف ب|الأناضول|غيتي|سانا|AFP|Reuters|Getty)[^()]*\)\s*$"
)
# `درعا 19 شوال 1439 هـ الموافق 03 يوليو 2018 م واس`, a line of its own
_DATELINE = re.compile(
    r"^[^\d.؛!؟]{2,30}[\d٠-٩]{1,2}\s+[^\d.]{3,14}[\d٠-٩]{4}\s*هـ\s*(?:الموافق|[-–/|])\s*[\d٠-٩][^.]{6,40}$"
)
_SQUEEZED = re.compile(r"\W+")
_LONGEST_TIME = 70


@dataclass(frozen=True, slots=True)
class Opening:
    """An article's text without its opening, and what the opening told."""

    text: str
    author: str | None
    caption: str | None
    label: str | None


def take_opening(text: str, headline: str, known: tuple[str | None, ...], document: Document) -> Opening:
    """Takes off the lines at the top that are no text; `known` are names that the page tells elsewhere too."""
    paragraphs = text.split("\n\n") if text else []
    heads = {squeezed(name) for name in (headline, *known) if name} - {""}
    author = caption = label = None
    while paragraphs:
        line = paragraphs[0]
        if line in _LABELS:
            label = label or line
        elif len(line) <= 80 and _BYLINE.match(line):
            author = author or line
        elif len(line) <= 200 and _CAPTION.search(line) and len(paragraphs) > 1:
            caption = caption or line
        elif len(paragraphs) > 1 and len(line) <= _LONGEST_TIME and _DATELINE.match(line):
            pass
        elif not (squeezed(line) in heads and len(paragraphs) > 1) and not _is_time(line, document):
            break
        paragraphs.pop(0)
    return Opening("\n\n".join(paragraphs), author, caption, label)


def is_byline(line: str) -> bool:
    """Whether a short line names the outlet and its sources (`تلفزيون سوريا - متابعات`)."""
    return len(line) <= 80 and _BYLINE.match(line) is not None


def squeezed(text: str) -> str:
    """The letters and digits alone, to compare lines that differ in signs."""
    return _SQUEEZED.sub("", text)


def _is_time(line: str, document: Document) -> bool:
    if len(line) > _LONGEST_TIME or not any(letter.isdigit() for letter in line):
        return False
    return told_time(line, document) is not None or (len(line) < 30 and bool(clock_texts(line)))
