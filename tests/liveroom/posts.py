"""What a live room publishes: posts with texts of our own, their edits, and which of them a poll shows."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

START = datetime(2018, 7, 3, 11, 0, tzinfo=UTC)
EVERY = timedelta(minutes=5)

_WHO = (
    "قال مراسلنا في المكان",
    "أعلن الدفاع المدني في بيان",
    "ذكر مصدر طبي لوكالتنا",
    "أكد ناطق باسم المجلس المحلي",
    "نقلت إذاعة محلية عن شهود",
    "أفاد ناشطون عبر حساباتهم",
    "صرح مسؤول في بلدية المدينة",
)
_WHAT = (
    "إن {n} عائلة غادرت {place} نحو السهول القريبة",
    "إن القصف على أطراف {place} أوقع {n} جريحاً",
    "إن {n} شاحنة محملة بالطحين دخلت {place} قبل قليل",
    "إن مستشفى {place} استقبل {n} مصاباً منذ الصباح",
    "إن طريق {place} فتح بعد إغلاق دام {n} ساعة",
    "إن محطة المياه في {place} تضررت وتخدم {n} حياً",
    "إن {n} معلماً في {place} لم يتسلموا رواتبهم",
    "إن لجنة المصالحة في {place} أطلقت {n} موقوفاً",
)
_PLACES_TEXT = (
    "طفس نوى جاسم إنخل داعل الحراك الشيخ‌مسكين بصرى صيدا المسيفرة خربة‌غزالة أم‌المياذن النعيمة تسيل اليادودة المزيريب "
    "معربة غصم السهوة الطيبة كحيل محجة إزرع الصنمين عتمان زيزون تل‌شهاب حيط سحم عابدين"
)
_PLACES = tuple(name.replace("\u200c", " ") for name in _PLACES_TEXT.split())
_THEN = (
    "وتأتي هذه التطورات بعد أسبوع من المحادثات التي رعتها أطراف عدة",
    "ولم يتسن التحقق من الخبر من مصدر مستقل حتى هذه اللحظة",
    "وأضاف أن العمل مستمر ليلاً ونهاراً رغم شح المحروقات",
    "فيما ناشد الأهالي المنظمات الإغاثية التدخل العاجل",
    "وكانت المنطقة شهدت هدوءاً نسبياً خلال الأيام الماضية",
    "ومن المقرر عقد اجتماع جديد مساء اليوم في المكان نفسه",
    "بينما تواصل فرق الصيانة إصلاح ما تضرر من الشبكة",
)


@dataclass(frozen=True, slots=True)
class Post:
    """One post of the live room. `paragraphs` is its text; `edits` counts how often its figure was changed."""

    number: int
    id: str
    at: datetime
    headline: str
    paragraphs: tuple[str, ...]
    changed_at: datetime | None = None
    edits: int = 0

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class View:
    """What one poll sees: the posts in the order shown, and what the page's dress is drawn from."""

    number: int
    now: datetime
    posts: tuple[Post, ...]
    pinned: frozenset[int]
    rng: random.Random
    broken: bool  # the page's data for machines does not parse this time

    @property
    def changed_at(self) -> datetime:
        return max(post.changed_at or post.at for post in self.posts)


class LiveRoom:
    """Publishes and edits posts, poll after poll; the same seed does the same."""

    def __init__(self, *, polls: int, posts: int, seed: int, shown: int = 40) -> None:
        self._rng = random.Random(seed)
        self._shown = shown
        self._polls = polls
        ages = sorted(self._rng.randrange(polls) for _ in range(posts - 10))
        due = [0] * 10 + ages
        self._due = [[number for number, poll in enumerate(due) if poll == now] for now in range(polls)]
        self.posts: dict[int, Post] = {}
        self.edits = 0

    def views(self, *, editing: bool = True, shuffled: bool = True) -> "list[View]":
        return [self._poll(number, editing=editing, shuffled=shuffled) for number in range(self._polls)]

    def _poll(self, number: int, *, editing: bool, shuffled: bool) -> View:
        now = START + number * EVERY
        for place, due in enumerate(self._due[number]):
            at = now - timedelta(minutes=4 - place % 4, seconds=self._rng.randrange(50))
            at -= timedelta(minutes=7 * (len(self._due[number]) - place)) if number == 0 else timedelta()
            self.posts[due] = self._post(due, at)
        newest = sorted(self.posts.values(), key=lambda post: (post.at, post.number), reverse=True)[: self._shown]
        if editing and number and self._rng.random() < 0.3:
            seen = [post for post in newest if post.at < now - EVERY]
            self._edit(self._rng.choice(seen or newest[-1:]), now)
            newest = [self.posts[post.number] for post in newest]
        pinned = frozenset(post.number for post in self._rng.sample(newest, 2)) if len(newest) > 5 else frozenset()
        posts = [post for post in newest if post.number in pinned] + [
            post for post in newest if post.number not in pinned
        ]
        if shuffled:
            order = self._rng.choice(("newest", "newest", "oldest", "mixed"))
            if order == "oldest":
                posts.reverse()
            elif order == "mixed":
                self._rng.shuffle(posts)
        dress = random.Random(self._rng.random())
        return View(number, now, tuple(posts), pinned, dress, broken=number % 7 == 5)

    def _post(self, number: int, at: datetime) -> Post:
        rng = random.Random(f"{number} of the room")
        place, other = rng.sample(_PLACES, 2)
        told = rng.choice(_WHAT).format(n=10 + number, place=place)
        first = f"{rng.choice(_WHO)} {told}، قرب طريق {other} القديم."
        then = rng.sample(_THEN, 3)
        headline = f"{place}: {rng.choice(('مستجدات', 'تطورات', 'أنباء'))} من {other} وحصيلة {10 + number}"
        return Post(
            number, f"{rng.getrandbits(48):012x}", at, headline, (first, f"{then[0]}. {then[1]}.", f"{then[2]}.")
        )

    def _edit(self, post: Post, now: datetime) -> None:
        """Raises the figure of a post: an edit that is news."""
        figure = 10 + post.number + 1000 * post.edits
        first = post.paragraphs[0].replace(str(figure), str(figure + 1000))
        self.posts[post.number] = replace(
            post, paragraphs=(first, *post.paragraphs[1:]), changed_at=now, edits=post.edits + 1
        )
        self.edits += 1


def relative(at: datetime, now: datetime) -> str:
    """The time as pages show it that count from now; it is another one at every poll."""
    minutes = max(0, int((now - at).total_seconds() // 60))
    return f"منذ {minutes} دقيقة" if minutes < 60 else f"منذ {minutes // 60} ساعة"


def in_order(posts: Sequence[Post]) -> list[Post]:
    return sorted(posts, key=lambda post: (post.at, post.number), reverse=True)
