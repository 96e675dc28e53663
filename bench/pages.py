"""The page that the benches serve: a live page of 79 entries and about 105 KB, one more entry at every change."""

import json
import random
from collections import deque
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate

from bench.matching import vocabulary

ENTRIES = 79  # 78 that were there before, and the new one
WATCHED = 0.1  # of the entries tell something that the watches ask for

_WHO = ("قال مراسلنا", "أعلن الدفاع المدني", "ذكر مصدر محلي", "أكد ناطق باسم المجلس", "نقلت وكالة الأنباء")
_WHAT = (
    "إن الطريق الدولي فتح أمام الشاحنات بعد توقف دام ساعات",
    "أن فرق الصيانة أعادت التيار إلى الأحياء الشرقية من المدينة",
    "أن لجنة من الوجهاء تبحث مع الضامنين بنود الاتفاق الجديد",
    "إن المدارس ستبقى مغلقة حتى نهاية الأسبوع بسبب الأوضاع",
    "أن أسعار الخبز والمحروقات ارتفعت للمرة الثالثة هذا الشهر",
    "إن الجلسة رفعت إلى الغد من دون بيان ختامي مشترك",
)
_WATCHED = (
    "إن نازحين من بلدة طفس وصلوا إلى السهول القريبة من نوى",
    "أن قصفاً استهدف أطراف درعا ولا أنباء عن إصابات بعد",
    "أن عائلات غادرت بصرى الشام باتجاه المعبر الحدودي",
)
_TAIL_WORDS = (23, 42, 42)  # of a text after its first sentence: as frequent as in real ones, none told twice


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    known = vocabulary()
    return [word for word, _ in known], list(accumulate(share for _, share in known))


class LivePage:
    """A page that keeps its newest entries; the same seed writes the same entries."""

    def __init__(self, url: str, seed: int) -> None:
        self.url = url
        self.version = 0
        self._rng = random.Random(seed)
        self._at = datetime.now(UTC) - timedelta(minutes=3 * ENTRIES)
        self._entries: deque[tuple[str, str]] = deque(maxlen=ENTRIES)
        self._written = b""
        for _ in range(ENTRIES):
            self._at += timedelta(minutes=3)
            self._add()

    def change(self) -> None:
        """One entry more; the oldest one leaves the page."""
        self._at = datetime.now(UTC)
        self._add()

    @property
    def etag(self) -> str:
        return f'"{self.version}"'

    def body(self) -> bytes:
        if not self._written:
            newest_first = [*reversed(self._entries)]
            head = json.dumps({
                "@context": "https://schema.org",
                "@type": "LiveBlogPosting",
                "url": self.url,
                "headline": "تغطية مباشرة",
            }, ensure_ascii=False)  # fmt: skip
            updates = ",".join(told for told, _ in newest_first)
            shown = "\n".join(shown for _, shown in newest_first)
            page = (
                '<!DOCTYPE html>\n<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>تغطية مباشرة</title>\n'
                f'<script type="application/ld+json">{head[:-1]}, "liveBlogUpdate": [{updates}]}}</script></head>\n'
                f"<body><main><h1>تغطية مباشرة</h1>\n{shown}\n</main></body></html>"
            )
            self._written = page.encode()
        return self._written

    def _add(self) -> None:
        self.version += 1
        self._written = b""
        anchor = f"entry-{self.version:06d}-{self._rng.getrandbits(32):08x}"
        watched = self._rng.random() < WATCHED
        said = f"{self._rng.choice(_WHO)} {self._rng.choice(_WATCHED if watched else _WHAT)} ({self.version}). "
        words, totals = _vocabulary()
        text = said + " ".join(self._rng.choices(words, cum_weights=totals, k=self._rng.choice(_TAIL_WORDS))) + "."
        at = self._at.isoformat(timespec="seconds")
        told = {"@type": "BlogPosting", "@id": f"{self.url}#{anchor}", "datePublished": at, "articleBody": text}
        shown = (
            f'<article class="post" id="{anchor}"><time datetime="{at}">{self._at:%H:%M}</time>\n'
            f'<div class="post-body"><p>{text}</p></div>\n<p class="share"><a href="#{anchor}">رابط</a></p></article>'
        )
        self._entries.append((json.dumps(told, ensure_ascii=False), shown))
