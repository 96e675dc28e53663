"""Texts that share a stretch of words share a hash; the words that stand everywhere make none."""

from arabic.fold import fold_text
from monitor.judgement.gist import gist_of
from monitor.judgement.shingles import LONGEST, SHORT, place_shingles, shingles

LONG = (
    "وصلت قافلة مساعدات مؤلفة من ثلاثين شاحنة محملة بالطحين والوقود والأدوية إلى معبر نصيب الحدودي صباح الثلاثاء "
    "وأفرغت حمولتها داخل مستودعات الهلال الأحمر تمهيداً لتوزيعها بين العائلات المقيمة قرب السهول الجنوبية"
)


def made(text):
    return set(shingles(gist_of("", fold_text(text))))


def test_a_stretch_of_six_words_shares_a_hash_wherever_it_stands():
    words = LONG.split()
    for start in range(len(words) - 8):
        stretch = " ".join(words[start : start + 8])
        other = f"أعلن ناطق رسمي مساء أمس تفاصيل جديدة {stretch} وسط ترحيب شعبي واسع غير مسبوق"
        assert made(LONG) & made(other), stretch


def test_words_that_stand_everywhere_make_no_difference():
    assert made("هطلت أمطار غزيرة فوق جبال الساحل فجراً") == made("هطلت أمطار غزيرة في فوق من جبال الساحل فجراً")


def test_other_news_shares_none():
    assert not made(LONG) & made("افتتحت البلدية حديقة عامة وسط الحي القديم بعد ترميم استمر عاماً وحضر الحفل وجهاء")


def test_a_short_text_is_found_by_pairs_though_its_middle_changed():
    one, other = "انفجار سيارة مفخخة قرب مشفى الوطني", "انفجار سيارة ملغومة قرب مشفى الوطني"
    assert len(one.split()) < SHORT
    assert made(one) & made(other)


def test_a_long_article_gives_no_more_than_its_beginning():
    assert len(made(" ".join(f"كلمة{number}" for number in range(500)))) <= LONGEST


def test_hashes_are_of_32_bits_and_those_of_places_are_their_own():
    assert all(0 <= value < 2**32 for value in made(LONG))
    assert place_shingles(["طفس"]) == place_shingles(["طفس"])
    assert not set(place_shingles(["نصيب", "معبر"])) & made(LONG)
