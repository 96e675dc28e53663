"""What a page shows now is aligned with what is known of it by key, by equal text, by near text; never by position."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.judgement.alignment import align_by_key, align_by_text

NOON = datetime(2018, 7, 3, 9, 0, tzinfo=UTC)
SHELLING = "قصف مدفعي علي الاحياء السكنيه في البلده الجنوبيه واصابه 12 مدنيا بينهم اطفال"
CONVOY = "وصول قافله مساعدات الي المعبر الحدودي تضم 20 شاحنه محمله بالخيام"


@dataclass(frozen=True)
class Told:
    text_folded: str
    keys: tuple[str, ...] = ()
    published_at: datetime | None = None
    native: bool = False
    id: int = 0
    headline_folded: str = ""
    precision: str | None = None
    listed: bool = True

    @property
    def fingerprint(self) -> str:
        return self.text_folded


def aligned(fresh, known):
    by_key = {key: entry for entry in known for key in entry.keys}
    return align_by_text(fresh, align_by_key(fresh, by_key), known)


def test_a_known_key_is_its_entry_whatever_the_text_says():
    known = [Told(SHELLING, keys=("k1",), id=7)]
    assert aligned([Told(CONVOY, keys=("k1",), native=True)], known) == [7]


def test_an_unknown_key_with_a_known_text_is_that_entry():
    known = [Told(SHELLING, keys=("old",), id=7)]
    assert aligned([Told(SHELLING, keys=("new",), native=True)], known) == [7]


def test_an_edited_entry_without_an_id_is_found_by_its_minute_and_near_text():
    known = [
        Told(SHELLING, keys=("h1",), id=7, published_at=NOON),
        Told(CONVOY, keys=("h2",), id=8, published_at=NOON),
    ]
    edited = Told(SHELLING.replace("12", "15"), keys=("h3",), published_at=NOON + timedelta(seconds=20))
    assert aligned([edited], known) == [7]


def test_the_same_words_at_another_minute_are_another_entry():
    known = [Told(SHELLING, keys=("h1",), id=7, published_at=NOON)]
    later = Told(SHELLING.replace("12", "15"), keys=("h3",), published_at=NOON + timedelta(hours=3))
    assert aligned([later], known) == [None]


def test_a_page_that_gives_ids_says_by_a_new_id_that_the_update_is_new():
    known = [Told(SHELLING, keys=("41",), id=7, published_at=NOON)]
    fresh = Told(SHELLING.replace("12", "15"), keys=("42",), published_at=NOON, native=True)
    assert aligned([fresh], known) == [None]


def test_two_readings_never_share_an_entry():
    known = [Told(SHELLING, keys=("h1",), id=7)]
    fresh = [Told(SHELLING, keys=("a",)), Told(SHELLING, keys=("b",))]
    assert sorted(aligned(fresh, known), key=str) == [7, None]


def test_order_and_position_do_not_matter():
    texts = [f"{SHELLING} وقال المصدر رقم {n} ان الهدوء عاد" for n in range(5)]
    known = [Told(text, keys=(f"h{n}",), id=n + 1) for n, text in enumerate(texts)]
    fresh = [Told(text, keys=(f"h{n}",)) for n, text in reversed(list(enumerate(texts)))]
    assert aligned(fresh, known) == [5, 4, 3, 2, 1]


def test_an_untimed_text_needs_to_be_very_near():
    known = [Told(SHELLING, keys=("h1",), id=7)]
    assert aligned([Told(SHELLING.replace("12", "15"), keys=("x",))], known) == [7]
    assert aligned([Told(CONVOY, keys=("x",))], known) == [None]


def test_a_line_of_the_same_pattern_about_another_place_is_another_entry():
    told = "ارتفاع عدد ضحايا القصف الجوي علي الاحياء السكنيه في مدينه {} الي {} قتيلا بينهم نساء واطفال"
    known = [Told(told.format("طفس", 12), keys=("h1",), id=7)]
    assert aligned([Told(told.format("نوي", 15), keys=("x",))], known) == [None]
    assert aligned([Told(told.format("طفس", 15), keys=("x",))], known) == [7]
    assert aligned([Told(told.format("طفس", 12) + " ومسنون", keys=("x",))], known) == [7]


def test_a_line_that_left_the_page_before_is_not_what_a_new_line_edits():
    known = [Told(SHELLING, keys=("h1",), id=7, listed=False)]
    assert aligned([Told(SHELLING.replace("12", "15"), keys=("x",))], known) == [None]
    assert aligned([Told(SHELLING, keys=("x",))], known) == [7]


def test_a_time_that_is_told_by_the_hour_does_not_make_an_edit_a_new_entry():
    known = [Told(SHELLING, keys=("h1",), id=7, published_at=NOON)]
    later = NOON + timedelta(minutes=40)
    edited = SHELLING.replace("12", "15")
    assert aligned([Told(edited, keys=("x",), published_at=later, precision="hour")], known) == [7]
    assert aligned([Told(edited, keys=("x",), published_at=later, precision="minute")], known) == [None]
