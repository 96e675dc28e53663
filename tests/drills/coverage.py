"""What the drill's outlets publish: numbered posts in three shapes, each of which one watch must tell, or none."""

import hashlib
import random
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.demo import pages
from monitor.demo.story import Outlet, Post, Shown
from tests.servers import Answer, Asked, Route, WebServer

HOSTS = ("127.0.0.2", "127.0.0.3", "127.0.0.4")
PATHS = {"live": "/live", "list": "/briefs", "feed": "/rss.xml"}
WATCHES = {"tafas": "طفس", "bosra": "بصرى الشام", "daraa": "درعا", "displacement": "concept:displacement"}
LISTED = 40  # posts that a page shows at least; none leaves it before all older ones are stored, and for this long
LISTED_FOR = timedelta(minutes=3)
ANSWERS_AFTER = 0.05  # seconds: time for a kill to find a request under way

_NUMBER = re.compile(r"برقية رقم (\d{4})")
_OUTLETS = (
    Outlet(name="ufuq", title="الأفق", shape="live", headline="الجنوب لحظة بلحظة", lead="ما يصل تباعاً من مراسلينا"),
    Outlet(name="daftar", title="الدفتر", shape="list", headline="دفتر اليوم", lead="أخبار قصيرة"),
    Outlet(name="mirsat", title="المرساة", shape="feed", headline="آخر المقالات", lead="مقالات المرساة"),
)
_SAID = {
    "tafas": ("سمع أهالي طفس دوي انفجار قرب السوق", "وصلت سيارة إسعاف إلى طفس مع الفجر", "أغلق الفرن في طفس أبوابه"),
    "bosra": ("عقد وجهاء بصرى الشام جلسة جديدة", "حلقت طائرة فوق بصرى الشام ظهراً", "انقطعت الكهرباء عن بصرى الشام"),
    "daraa": ("أعلن الهلال الأحمر أن قافلته بلغت درعا", "استؤنف التفاوض في درعا مساء", "هدأت الجبهة في درعا ليلاً"),
    "displacement": (
        "غادرت قافلة من النازحين المنطقة",
        "بات النازحون ليلتهم في العراء",
        "لم يجد النازحون ماء ولا خياماً",
    ),
    "": ("فاز الفريق الضيف في المباراة", "ارتفع سعر الذهب قليلاً في السوق", "افتتح معرض الكتاب أبوابه للزوار"),
}
# News is about many things: with some words drawn at random a text is nobody's copy, and no watch asks for them.
# fmt: off
WORDS = (
    "مدرسة", "ماء", "خبز", "طريق", "جسر", "سوق", "مشفى", "بئر", "حقل", "مطر", "ريح", "ليل", "فجر", "ظهر",
    "باب", "سقف", "جدار", "نافذة", "شارع", "ساحة", "حديقة", "نهر", "جبل", "سهل", "واد", "تل", "بحر", "سفينة",
    "قطار", "حافلة", "سيارة", "دراجة", "كتاب", "قلم", "ورقة", "رسالة", "هاتف", "صورة", "خريطة", "مفتاح",
    "مصباح", "نار", "دخان", "حجر", "رمل", "تراب", "شجرة", "زيتون", "عنب", "تين", "رمان", "قمح", "شعير", "ملح",
    "سكر", "زيت", "حليب", "جبن", "عسل", "ثوب", "حبل", "راع", "فلاح", "معلم", "طبيب", "سائق",
    "حارس", "تاجر", "نجار", "حداد", "خباز", "صياد",
)
# fmt: on
_MORE = (
    "ولم تصدر أي جهة بياناً حتى الآن",
    "وقال شاهد إن الأمر استمر نحو ساعة",
    "وأكد مصدران الخبر لمراسلنا في المكان",
    "وننتظر تفاصيل أخرى في الساعات القادمة",
    "وكان خبر مشابه قد ورد صباح أمس",
)


@dataclass(frozen=True, slots=True)
class Due:
    """A post that will be published, with the watch that must tell it; "" where none may."""

    number: int
    outlet: str
    watch: str
    post: Post


def plan(alerts: int, others: int, rng: random.Random) -> list[Due]:
    """So many posts that watches tell and so many that none tells, over all outlets, in a random order."""
    watched = [list(WATCHES)[place % len(WATCHES)] for place in range(alerts)] + [""] * others
    rng.shuffle(watched)
    return [_due(1000 + place, _OUTLETS[place % 3].name, watch, rng) for place, watch in enumerate(watched)]


def numbers_in(text: str) -> set[int]:
    """The numbers of the posts that a text tells."""
    return {int(found) for found in _NUMBER.findall(text)}


def _due(number: int, outlet: str, watch: str, rng: random.Random) -> Due:
    others = " ".join(rng.sample(WORDS, 9))
    text = f"{rng.choice(_SAID[watch])}، برقية رقم {number}: {others}. {rng.choice(_MORE)}."
    headline = f"برقية رقم {number}" if outlet == "mirsat" else ""
    return Due(number, outlet, watch, Post(id=f"p{number}", outlet=outlet, text=text, headline=headline))


class Coverage:
    """The outlets on loopback; `publish(n)` shows the first n posts of the plan."""

    def __init__(self, due: Sequence[Due]) -> None:
        self.due = tuple(due)
        self.answered = 0  # pages given whole
        self.unchanged = 0  # answers without a body
        self.known: set[int] = set()  # the numbers of posts that are known to be stored
        self._shown: list[Shown] = []
        self._lock = threading.Lock()
        self.server = WebServer(self._routes(), hosts=HOSTS)

    def url(self, outlet: str) -> str:
        place = next(place for place, one in enumerate(_OUTLETS) if one.name == outlet)
        return self.server.url(PATHS[_OUTLETS[place].shape], host=HOSTS[place])

    def publish(self, count: int) -> None:
        at = datetime.now(UTC).replace(microsecond=0)
        with self._lock:
            self._shown += [
                Shown(post=due.post, text=due.post.text, published_at=at, edited_at=None)
                for due in self.due[len(self._shown) : count]
            ]

    @property
    def asked(self) -> int:
        """How often pages were answered."""
        return self.answered + self.unchanged

    @property
    def published(self) -> int:
        return len(self._shown)

    def _routes(self) -> dict[str, Route]:
        return {**dict.fromkeys(PATHS.values(), self._page), "/news/*": self._article}

    def _page(self, asked: Asked) -> Answer:
        outlet = next(one for one in _OUTLETS if PATHS[one.shape] == asked.path)
        posts = self._posts(outlet)
        while len(posts) > LISTED and self._may_leave(posts[-1]):
            posts.pop()
        if not posts:
            return Answer(status=503, body="nothing yet", headers={"Content-Type": "text/plain"})
        base = f"http://{asked.host}"
        url = base + asked.path
        if outlet.shape == "feed":
            return self._answer(asked, pages.feed(outlet, posts, url=url, base=base), "application/rss+xml")
        make = pages.live_page if outlet.shape == "live" else pages.list_page
        return self._answer(asked, make(outlet, posts, url=url), "text/html")

    def _may_leave(self, oldest: Shown) -> bool:
        old = datetime.now(UTC) - oldest.published_at > LISTED_FOR
        return old and int(oldest.post.id[1:]) in self.known

    def _article(self, asked: Asked) -> Answer:
        outlet = _OUTLETS[2]
        shown = next(one for one in self._posts(outlet) if str(one.post.number) == asked.path.rpartition("/")[2])
        url = f"http://{asked.host}{asked.path}"
        return self._answer(asked, pages.article_page(outlet, shown, url=url), "text/html")

    def _posts(self, outlet: Outlet) -> list[Shown]:
        """What the outlet has published, the newest first."""
        with self._lock:
            return [one for one in reversed(self._shown) if one.post.outlet == outlet.name]

    def _answer(self, asked: Asked, body: str, kind: str) -> Answer:
        etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:20]}"'
        if asked.headers.get("If-None-Match") == etag:
            self.unchanged += 1
            return Answer(status=304, headers={"ETag": etag})
        self.answered += 1
        headers = {"ETag": etag, "Content-Type": f"{kind}; charset=utf-8"}
        return Answer(body=body, headers=headers, delay=ANSWERS_AFTER)
