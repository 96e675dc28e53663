import pytest

from crawler.cleaning import clean, clean_line


def test_paragraphs_are_kept_apart_and_spaces_made_one():
    assert clean("<p>وصلت   القافلة\n صباحاً.</p><p>ثم غادرت.</p>").text == "وصلت القافلة صباحاً.\n\nثم غادرت."


def test_a_line_break_is_a_line_and_two_are_a_paragraph():
    assert clean("<div>أول<br>ثان<br><br>ثالث</div>").text == "أول\nثان\n\nثالث"


def test_lists_quotes_and_tables_stay():
    text = clean(
        "<ul><li>طفس</li><li>نوى</li></ul><blockquote>«لن نغادر»</blockquote><table><tr><td>درعا</td>"
        "<td>12</td></tr></table>"
    ).text
    assert text == "طفس\n\nنوى\n\n«لن نغادر»\n\nدرعا 12"


def test_escaped_markup_is_cleaned_too():
    assert (
        clean("&lt;p&gt;وصلت &lt;b&gt;القافلة&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;ثم غادرت.&lt;/p&gt;").text
        == "وصلت القافلة.\n\nثم غادرت."
    )


def test_plain_text_keeps_its_signs():
    assert clean("النسبة 3 < 5 &amp; «نعم»").text == "النسبة 3 < 5 & «نعم»"


@pytest.mark.parametrize(
    "furniture",
    [
        "<script>var درعا = 1</script>",
        "<style>.درعا{}</style>",
        '<div class="ads-box">إعلان عن درعا</div>',
        '<div class="share-buttons">شارك درعا</div>',
        '<div style="display: none">درعا</div>',
        "<p hidden>درعا</p>",
        '<span class="sr-only">درعا</span>',
        '<ul class="post-tags"><li>درعا</li></ul>',
        '<div id="comments"><p>تعليق عن درعا</p></div>',
        "<p>اقرأ أيضاً: نازحون من درعا يروون رحلتهم</p>",
        '<p><strong>اقرأ أيضاً:</strong> <a href="/1">نازحون من درعا</a></p>',
        '<h4>مواضيع ذات صلة</h4><ul><li><a href="/1">نازحون من درعا</a></li><li><a href="/2">قصف درعا</a></li></ul>',
        '<div class="read-also"><strong>اقرأ أيضاً</strong> <a href="/1">نازحون من درعا</a></div>',
        "<p>ظهرت المقالة هدوء حذر في درعا أولاً على المرصد المتخيل.</p>",
        "<p>The post درعا appeared first on Example.</p>",
        "<p>تابعونا على تلغرام لأخبار درعا</p>",
        "<p>اشترك في النشرة البريدية لأخبار درعا</p>",
        "<p>الوسوم: درعا، نوى</p>",
        "<p>+A حجم الخط -A</p>",
        "<p>+A</p><p>حجم الخط</p><p>-A</p>",
        "<p>فيسبوك تويتر واتساب</p>",
        "<p>إعلان</p>",
        "<p>شارك الخبر</p>",
    ],
)
def test_furniture_is_never_text(furniture):
    kept = "<p>هدوء حذر في ريف المدينة بعد يوم طويل من المفاوضات بين الوجهاء والوفد.</p>"
    last = "<p>وعاد بعض الأهالي لتفقد منازلهم ثم غادروا مساء قبل أن يتجدد القصف على الأطراف الغربية.</p>"
    cleaned = clean(kept + furniture + last).text
    assert cleaned == clean(kept + last).text
    assert "درعا" not in cleaned


@pytest.mark.parametrize(
    "inline",
    [
        '<strong>اقرأ أيضاً: </strong><a href="/1">قصف درعا</a>',
        '<strong>اقرأ أيضاً: <a href="/1">قصف درعا</a></strong>',
        'اِقرأ أيضًا: <a href="/1">قصف درعا</a>',
        '(إقرأ أيضا: <a href="/1">قصف درعا</a>)',
        '<span style="color:red">شاهد أيضاً |</span> <b><a href="/1">قصف درعا</a></b>',
    ],
)
def test_an_inline_label_goes_with_its_link_and_the_sentences_stay(inline):
    text = clean(f"<p>بدأت المفاوضات ظهراً. {inline} وانتهت مساءً دون اتفاق.</p>").text
    assert text.startswith("بدأت المفاوضات ظهراً.")
    assert text.endswith("وانتهت مساءً دون اتفاق.")
    assert "درعا" not in text
    assert "أيضا" not in text


def test_an_inline_label_with_a_title_that_is_no_link_goes_to_the_end_of_its_line():
    assert clean("<p>بدأت المفاوضات ظهراً. اقرأ أيضاً: قصف درعا</p>").text == "بدأت المفاوضات ظهراً."
    assert (
        clean("<div>بدأت المفاوضات ظهراً.<br>اقرأ أيضاً: قصف درعا<br>وانتهت مساءً.</div>").text
        == "بدأت المفاوضات ظهراً.\n\nوانتهت مساءً."
    )


@pytest.mark.parametrize(
    "news",
    [
        "شاهد المصلون الطائرة وهي تقترب من المدينة قبل القصف.",
        "وتابع أيضاً أن العائلات غادرت نحو السهول.",
        "تابع الوفد جولته في المدينة.",
        "شارك المئات في تشييع الضحايا.",
        "قرأ الناطق أيضاً بيان الفصائل.",
        "إعلان وقف إطلاق النار في المدينة.",
        "أخبار متضاربة عن مصير المعتقلين.",
    ],
)
def test_news_that_looks_like_furniture_stays(news):
    assert clean(f"<p>{news}</p><p>نص آخر طويل بما يكفي.</p>").text.startswith(news)


def test_captions_are_kept_apart():
    cleaned = clean("<figure><img src='a'><figcaption>من أحياء المدينة</figcaption></figure><p>النص هنا.</p>")
    assert (cleaned.text, cleaned.caption) == ("النص هنا.", "من أحياء المدينة")


def test_deep_nesting_is_no_trouble():
    assert clean("<b>" * 200 + "نص" + "</b>" * 200).text == "نص"
    clean("<div>" * 3000 + "نص")


def test_a_headline_is_one_line():
    assert clean_line(" «قصف»  على\n<b>طفس</b> &amp; نوى ") == "«قصف» على طفس & نوى"
